"""Who does it and to whom: every actor near a decided candidate is weighed as its source and as its target."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from hoadam.model.actor import Actor, Mention
from hoadam.model.event import Claim, Frame
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Clause, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.choosing import Choice
from hoadam.read.deciding.tables import Rows, Tables, logistic

CAMPS = {"GOV": "state", "MIL": "state", "LEG": "state", "COP": "state", "SPY": "state", "JUD": "state", "CVL": "people", "REF": "people"}
SURE = frozenset({"between", "inherited"})  # several sources that the rules tell better than the weights do
TOGETHER = 0.35  # probability that is enough for each of several whom the rules see acting together
Cast = tuple[str, set[str], list[tuple[str, set[str]]]]
OFTEN = 5  # the states that a story names most are candidates in each of its sentences


@dataclass(frozen=True)
class Story:
    """What a story names: its actors by how often, their sides, and the sides in its headline in order."""

    often: tuple[Actor, ...]
    ranks: tuple[str, ...]
    headline: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """An actor that may fill a role, and the features that speak for or against it."""

    actor: Actor
    features: tuple[str, ...]


def stories_of(sentences: Sequence[Sentence]) -> dict[int, Story]:
    """What each story on the page names."""
    counts: dict[int, Counter[str]] = {}
    first: dict[tuple[int, str], Actor] = {}
    heads: dict[int, list[str]] = {}
    for sentence in sentences:
        if sentence.zone not in ARTICLE:
            continue
        for mention in sentence.mentions:
            for actor in mention.actors:
                if actor.sector != "JRN" and actor.code != "UNK":
                    side = side_of(actor)
                    counts.setdefault(sentence.story, Counter())[side] += 1 if mention.kind != "place" else 0
                    first.setdefault((sentence.story, side), actor)
                    if sentence.zone == "headline":
                        heads.setdefault(sentence.story, []).append(side)
    made = {}
    for story, count in counts.items():
        ranks = tuple(side for side, _ in count.most_common(OFTEN))
        made[story] = Story(tuple(first[story, side] for side in ranks), ranks, tuple(dict.fromkeys(heads.get(story, []))))
    return made


def side_of(actor: Actor) -> str:
    """The side that an actor is on: its country and camp, so that an army and its rebels are two, a president and his army one."""
    return f"{actor.code}.{CAMPS.get(actor.sector, 'other')}"


def best_frame(choice: Choice, tables: Tables) -> Frame:
    """The candidate that names both sides ("clashes with"), else the one whose trigger speaks most; the first of those alike."""
    if len(choice.frames) == 1:
        return choice.frames[0]
    column = tables.column(choice.type)
    weight = {name: sum(row[column] for row in tables.rows([f"f={name}"])) for name in {f.frame for f in choice.frames}}
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
    clause = next((c for c in sentence.clauses if c.start <= frame.trigger.start < c.end), Clause(sentence.start, sentence.end))
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
        own = [*features, *_of_code(code, frame, cast, story, speakers), *of_all]
        found.append(Candidate(_sectored(code, actor_of[code], frame), tuple(dict.fromkeys(own))))
    return found


def _sectored(code: str, actor: Actor, frame: Frame) -> Actor:
    """The actor as the rules saw it in a role, where they did."""
    return next((a for a in (*frame.source, *frame.target) if side_of(a) == code), actor)


def _of_mention(
    i: int, mention: Mention, rows: Sequence[Mention], frame: Frame, sentence: Sentence, clause: Clause, text: Folded
) -> Iterator[str]:
    trigger = frame.trigger
    side = "L" if mention.end <= trigger.start else "R" if mention.start >= trigger.end else "I"
    between = [
        m for m in rows if (mention.end <= m.start and m.end <= trigger.start) or (trigger.end <= m.start and m.end <= mention.start)
    ]
    rank = min(len({m.actors for m in between}), 3)
    here = "in" if clause.holds(mention) else "out"
    yield f"{side}{rank}{here}"
    yield f"{side}{here}"
    before = sorted({kind for m in sentence.markers if 0 <= mention.start - m.end <= 6 for kind in m.kinds})
    yield from (f"{side}:{kind}" for kind in before)
    yield f"{side}{rank}:{'+'.join(before)}"
    yield f"{side}:{mention.kind}"
    yield f"{side}:{mention.actors[0].sector}"
    if i == 0:
        yield "first"
    low, high = (mention.end, trigger.start) if side == "L" else (trigger.end, mention.start)
    crossed = {kind for m in sentence.markers if low <= m.start < high for kind in m.kinds}
    yield from (
        f"{side}x{kind}" for kind in sorted(crossed & {"passive", "clause_breaks", "with_before", "against_before", "reporting", "between"})
    )
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


def _of_code(code: str, frame: Frame, cast: Sequence[Cast], story: Story | None, speakers: set[str]) -> Iterator[str]:
    """What speaks for a side: the roles that rules put it in, how often and where the story names it, and whether it speaks."""
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
    ranks = story.ranks if story else ()
    yield f"rank={ranks.index(code) if code in ranks else 'low'}"
    heads = story.headline if story else ()
    yield f"head={heads.index(code) if code in heads[:3] else 'no'}"
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
    rows = _weighed(candidates(frame, rivals, sentences, story, claims, text), tables.roles(type_, frame.frame))
    enough = TOGETHER if len(frame.source) > 1 else weights.threshold(f"{type_} source")
    sources = _chosen([(p, actor) for p, _, actor in rows], enough, weights.threshold(f"{type_} source-least"))
    sides = {side_of(a) for a in sources}
    targets = _chosen(
        [(p, actor) for _, p, actor in rows if side_of(actor) not in sides],
        weights.threshold(f"{type_} target"), weights.threshold(f"{type_} target-least"),
    )  # fmt: skip
    sides |= {side_of(a) for a in targets}
    return msgspec.structs.replace(frame, source=sources, target=targets, third=tuple(a for a in frame.third if side_of(a) not in sides))


def _weighed(candidates: Sequence[Candidate], rows: Rows) -> list[tuple[float, float, Actor]]:
    """The probability of each candidate as source and as target, and who it is."""
    made = []
    for candidate in candidates:
        known = [row for f in ("bias", *candidate.features) if (row := rows.get(f))]
        source, target = map(sum, zip(*known, strict=True)) if known else (0.0, 0.0)
        made.append((logistic(source), logistic(target), candidate.actor))
    return made


def _chosen(rows: list[tuple[float, Actor]], enough: float, least: float) -> tuple[Actor, ...]:
    """The actors likely enough for a role; the likeliest alone when only it reaches the lesser bound."""
    rows.sort(key=lambda row: (-row[0], row[1].code))
    chosen = [actor for p, actor in rows if p >= enough]
    if not chosen and rows and rows[0][0] >= least:
        chosen = [rows[0][1]]
    return tuple(chosen)
