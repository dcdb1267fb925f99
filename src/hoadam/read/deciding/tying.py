"""Who does it and to whom: every actor near a decided candidate is weighed as its source and as its target."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from hoadam.model.actor import Actor, Mention
from hoadam.model.event import Claim, Frame
from hoadam.model.sentence import Clause, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.choosing import Choice
from hoadam.read.deciding.naming import NAMELESS, Story, side_of
from hoadam.read.deciding.pairing import Candidate, paired
from hoadam.read.deciding.tables import Tables, logistic

SURE = frozenset({"between", "inherited"})  # several sources that the rules tell better than the weights do
TOGETHER = 0.35  # probability that is enough for each of several whom the rules see acting together
Cast = tuple[str, set[str], list[tuple[str, set[str]]]]
CROSSED = frozenset({"passive", "clause_breaks", "with_before", "against_before", "reporting", "between"})


def best_frame(choice: Choice, tables: Tables) -> Frame:
    """The candidate that names both sides ("clashes with"), else the one whose trigger speaks most; the first of those alike."""
    if len(choice.frames) == 1:
        return choice.frames[0]
    column = tables.column(choice.type)
    weight = {f.frame: tables.totals(tables.known([f"f={f.frame}"]))[column] for f in choice.frames}
    return max(choice.frames, key=lambda f: (_is_mutual(f), weight[f.frame], bool(f.source), -f.trigger.start))


def _is_mutual(frame: Frame) -> bool:
    return len(frame.source) > 1 and bool({"with", "between", "inherited"} & set(frame.tags))


def candidates(
    frame: Frame, rivals: Sequence[Frame], sentences: Sequence[Sentence], story: Story | None, claims: Sequence[Claim], text: Folded
) -> list[Candidate]:
    """Every actor of the sentence, of the one before and of the story's most named, with its features."""
    sentence = sentences[frame.sentence]
    made: dict[str, list[str]] = {}
    actor_of: dict[str, Actor] = {}
    rows = [m for m in sentence.mentions if any(a.sector != "JRN" for a in m.actors)]
    clause = sentence.clause_at(frame.trigger.start)
    for i, mention in enumerate(rows):
        features = list(_of_mention(i, mention, rows, frame, sentence, clause, text))
        for actor in mention.actors:
            side = side_of(actor)
            made.setdefault(side, []).extend(features)
            actor_of.setdefault(side, actor)
    _from_context(made, actor_of, frame, sentences, story)
    speakers = {side_of(c.speaker) for c in claims if c.speaker and sentence.start <= c.start <= sentence.end}
    cast = _cast(frame, rivals)
    of_all = [f"crowd={min(len(rows), 4)}", *(["is-passive"] if "passive" in frame.tags else [])]
    found = []
    for code, features in made.items():
        rank, head = (story or NAMELESS).rank_of(code), (story or NAMELESS).head_of(code)
        own = dict.fromkeys([*features, *_of_side(code, frame, cast, speakers), rank, head, *of_all])
        found.append(Candidate(_sectored(code, actor_of[code], frame), code, tuple(own), features[0], rank, head))
    return found


def _sectored(code: str, actor: Actor, frame: Frame) -> Actor:
    """The actor as the rules saw it in a role, where they did."""
    return next((a for a in (*frame.source, *frame.target) if side_of(a) == code), actor)


def _of_mention(
    i: int, mention: Mention, rows: Sequence[Mention], frame: Frame, sentence: Sentence, clause: Clause, text: Folded
) -> Iterator[str]:
    trigger = frame.trigger
    side = "L" if mention.end <= trigger.start else "R" if mention.start >= trigger.end else "I"
    low, high = (mention.end, trigger.start) if side == "L" else (trigger.end, mention.start)
    rank = min(len({m.actors for m in rows if low <= m.start and m.end <= high}), 3) if low < high else 0
    here = "in" if clause.holds(mention) else "out"
    yield f"{side}{rank}{here}"
    yield f"{side}{here}"
    before = sorted({kind for m in sentence.markers if 0 <= mention.start - m.end <= 6 for kind in m.kinds})
    for kind in before:
        yield f"{side}:{kind}"
    yield f"{side}{rank}:{'+'.join(before)}"
    yield f"{side}:{mention.kind}"
    yield f"{side}:{mention.actors[0].sector}"
    if i == 0:
        yield "first"
    crossed = {kind for m in sentence.markers if low <= m.start < high for kind in m.kinds}
    for kind in sorted(crossed & CROSSED):
        yield f"{side}x{kind}"
    left = text.lower[max(sentence.start, mention.start - 14) : mention.start].split()
    right = text.lower[mention.end : mention.end + 14].split()
    yield f"{side}<{left[-1] if left else '^'}"
    yield f"{side}>{right[0] if right else '$'}"


def _from_context(
    made: dict[str, list[str]], actor_of: dict[str, Actor], frame: Frame, sentences: Sequence[Sentence], story: Story | None
) -> None:
    """Actors whom the sentence does not name: of the sentence before, and of the story's most named."""
    absent: dict[str, Actor] = {}
    led: set[str] = set()
    if frame.sentence and sentences[frame.sentence - 1].story == frame.story:
        before = [a for m in sentences[frame.sentence - 1].mentions if m.kind != "place" for a in m.actors if a.sector != "JRN"]
        for n, actor in enumerate(before):
            side = side_of(actor)
            if side not in made:
                absent.setdefault(side, actor)
                led.update([side] if n == 0 else [])
    named_before = set(absent)
    for actor, side in zip(story.often, story.ranks, strict=True) if story else ():
        if side not in made:
            absent.setdefault(side, actor)
    for side, actor in absent.items():
        actor_of[side] = actor
        made[side] = ["absent", f"absent&{actor.sector}"]
        if side in led:
            made[side].append("absent&led-before")
        if side in named_before:
            made[side].append("absent&before")


def _cast(frame: Frame, rivals: Sequence[Frame]) -> list[Cast]:
    """For each role, the sides that the frame's rules put in it, and those that the rules of each rival frame do."""
    return [
        (role, _sides(frame, role), [(other.frame, _sides(other, role)) for other in rivals if getattr(other, role)])
        for role in ("source", "target", "third")
    ]


def _sides(frame: Frame, role: str) -> set[str]:
    return {side_of(a) for a in getattr(frame, role)}


def _of_side(code: str, frame: Frame, cast: Sequence[Cast], speakers: set[str]) -> Iterator[str]:
    """What speaks for a side: the roles that rules put it in, its camp, and whether it speaks."""
    for role, own, others in cast:
        if code in own:
            yield f"rule-{role}"
            yield f"rule-{role}&n={min(len(getattr(frame, role)), 3)}"
        for other, sides in others:
            if code in sides:
                yield f"rival-{role}"
                yield f"rival-{role}:{other}"
    for role, own, _ in cast[:2]:
        if own and code not in own:
            yield f"rule-other-{role}"
    yield f"camp={code.partition('.')[2]}"
    if code in speakers:
        yield "speaker"
    elif speakers:
        yield "other-speaks"


def tied(
    frame: Frame, type_: str, rivals: Sequence[Frame], sentences: Sequence[Sentence], story: Story | None, claims: Sequence[Claim],
    text: Folded, tables: Tables,
) -> Frame:  # fmt: skip
    """The frame with its source and target as the weights see them; as the rules did without weights or for "between A and B"."""
    weights = tables.weights
    if not weights.source or (SURE & set(frame.tags) and len(frame.source) > 1):
        return frame
    rows = candidates(frame, rivals, sentences, story, claims, text)
    roles, numbers = tables.roles(type_, frame.frame), tables.role_numbers
    enough = TOGETHER if len(frame.source) > 1 else weights.threshold(f"{type_} source")
    known = {row.side: _known(row.features, numbers) for row in rows}
    acting = [(logistic(roles.bias[0] + sum([roles.source[n] for n in known[row.side]])), row) for row in rows]
    sources = _chosen(acting, enough, weights.threshold(f"{type_} source-least"))
    rest = [row for row in rows if row not in sources]
    paired_with = [(row, known[row.side] + _known(_of_pair(row, sources, rest), numbers)) for row in rest]
    reached = [(logistic(roles.bias[1] + sum([roles.target[n] for n in of])), row) for row, of in paired_with]
    targets = _chosen(reached, weights.threshold(f"{type_} target"), weights.threshold(f"{type_} target-least"))
    sides = {row.side for row in (*sources, *targets)}
    return msgspec.structs.replace(
        frame,
        source=tuple([row.actor for row in sources]),
        target=tuple([row.actor for row in targets]),
        third=tuple([a for a in frame.third if side_of(a) not in sides]),
    )


def _of_pair(row: Candidate, sources: Sequence[Candidate], rest: Sequence[Candidate]) -> Iterator[str]:
    """What else speaks for or against a candidate as target, once it is known who acts."""
    return paired(row, sources, [other for other in rest if other is not row])


def _known(features: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    """The numbers of the features that anything was learned for."""
    return [numbers[f] for f in features if f in numbers]


def _chosen(rows: list[tuple[float, Candidate]], enough: float, least: float) -> list[Candidate]:
    """Those likely enough for a role; the likeliest alone when only it reaches the lesser bound."""
    rows.sort(key=lambda row: (-row[0], row[1].actor.code))
    chosen = [row for p, row in rows if p >= enough]
    return chosen or [row for p, row in rows[:1] if p >= least]
