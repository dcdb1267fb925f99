"""Who does it and to whom: every actor near a decided candidate is weighed as its source and as its target."""

from collections.abc import Iterator, Sequence

import msgspec

from hoadam.model.actor import Actor, Mention
from hoadam.model.event import Claim, Frame
from hoadam.model.sentence import Clause, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.between import beside, led
from hoadam.read.deciding.choosing import Choice
from hoadam.read.deciding.company import Company, seen_in
from hoadam.read.deciding.naming import NAMELESS, Story, side_of
from hoadam.read.deciding.numbering import UNKNOWN, Numbering
from hoadam.read.deciding.pairing import ABSENT, Candidate, paired
from hoadam.read.deciding.tables import Tables, log_odds

SURE = frozenset({"between", "inherited"})  # several sources that the rules tell better than the weights do
BOTH = 2  # sources that a sentence names beside whom none is added from the sentences around
TOGETHER = 0.35  # probability that is enough for each of several whom the rules see acting together
Cast = tuple[str, set[str], list[tuple[str, set[str]]]]
NEAR, CLOSE = 14, 6  # letters beside a mention in which its neighbours, and the little words right before it, are looked for
CROSSED = frozenset({"passive", "clause_breaks", "with_before", "against_before", "reporting", "between"})


def best_frame(choice: Choice, tables: Tables) -> Frame:
    """The candidate that names both sides ("clashes with"), else the one whose trigger speaks most; the first of those alike."""
    if len(choice.frames) == 1:
        return choice.frames[0]
    said = tables.by_type[tables.column(choice.type)]
    weight = {f.frame: said[tables.features.number(f"f={f.frame}")] for f in choice.frames}
    return max(choice.frames, key=lambda f: (_is_mutual(f), weight[f.frame], bool(f.source), -f.trigger.start))


def _is_mutual(frame: Frame) -> bool:
    return len(frame.source) > 1 and bool({"with", "between", "inherited"} & set(frame.tags))


def candidates(
    frame: Frame,
    rivals: Sequence[Frame],
    sentences: Sequence[Sentence],
    story: Story | None,
    claims: Sequence[Claim],
    text: Folded,
    among: Company,
    features: Numbering,
) -> list[Candidate]:
    """Every actor of the sentence, of the one before and of the story's most named, with its features."""
    sentence = sentences[frame.sentence]
    made: dict[str, list[int]] = {}
    actor_of: dict[str, Actor] = {}
    place_of: dict[str, str] = {}
    rows = [m for m in sentence.mentions if any(a.sector != "JRN" for a in m.actors)]
    clause, neighbours = sentence.clause_at(frame.trigger.start), beside(frame.trigger, sentence, text)
    for i, mention in enumerate(rows):
        place, own = _of_mention(i, mention, rows, frame, sentence, clause, neighbours, text, features)
        for actor in mention.actors:
            side = side_of(actor)
            made.setdefault(side, []).extend(own)
            actor_of.setdefault(side, actor)
            place_of.setdefault(side, place)
    _from_context(made, actor_of, frame, sentences, story, features)
    speakers = {side_of(c.speaker) for c in claims if c.speaker and sentence.start <= c.start <= sentence.end}
    cast = _cast(frame, rivals)
    crowd, passive, known = min(len(rows), 4), "passive" in frame.tags, story or NAMELESS
    found = []
    for side, own in made.items():
        rank, head, place = known.rank_of(side), known.head_of(side), place_of.get(side, ABSENT)
        of_all = features.alike(_situated, rank, head, crowd, passive)
        of_others = seen_in(among, side, place, features)
        numbers = tuple(dict.fromkeys([*own, *_of_side(side, frame, cast, speakers, features), *of_all, *of_others]))
        ruled = side in cast[1][1]
        found.append(Candidate(_sectored(side, actor_of[side], frame), side, numbers, place, rank, head, ruled))
    return found


def _situated(rank: str, head: str, crowd: int, passive: bool) -> Iterator[str]:
    yield from (rank, head, f"crowd={crowd}")
    if passive:
        yield "is-passive"


def _sectored(code: str, actor: Actor, frame: Frame) -> Actor:
    """The actor as the rules saw it in a role, where they did."""
    return next((a for a in (*frame.source, *frame.target) if side_of(a) == code), actor)


def _of_mention(
    i: int,
    mention: Mention,
    rows: Sequence[Mention],
    frame: Frame,
    sentence: Sentence,
    clause: Clause,
    neighbours: tuple[str, str],
    text: Folded,
    features: Numbering,
) -> tuple[str, list[int]]:
    """Where a mention stands to the trigger, and the features of that."""
    trigger = frame.trigger
    side = "L" if mention.end <= trigger.start else "R" if mention.start >= trigger.end else "I"
    low, high = (mention.end, trigger.start) if side == "L" else (trigger.end, mention.start)
    others = [m for m in rows if low <= m.start and m.end <= high] if low < high else []
    rank = min(len({m.actors for m in others}) if len(others) > 1 else len(others), 3)
    here = "in" if clause.holds(mention) else "out"
    before: set[str] = set()
    crossed: set[str] = set()
    for marker in sentence.markers:
        if 0 <= mention.start - marker.end <= CLOSE:
            before.update(marker.kinds)
        if low <= marker.start < high:
            crossed.update(marker.kinds)
    left = text.lower[max(sentence.start, mention.start - NEAR) : mention.start].split()
    right = text.lower[mention.end : mention.end + NEAR].split()
    return f"{side}{rank}{here}", [
        *features.alike(_standing, side, rank, here, mention.kind, mention.actors[0].sector, i == 0),
        *features.alike(_steered, side, rank, "+".join(sorted(before)), "+".join(sorted(crossed & CROSSED))),
        features.under(f"{side}<").get(left[-1] if left else "^", UNKNOWN),
        features.under(f"{side}>").get(right[0] if right else "$", UNKNOWN),
        *(led(f"{side}{min(rank, 2)}", low, high, others, neighbours, text, features) if side != "I" else ()),
    ]


def _standing(side: str, rank: int, here: str, kind: str, sector: str, first: bool) -> Iterator[str]:
    yield from (f"{side}{rank}{here}", f"{side}{here}", f"{side}:{kind}", f"{side}:{sector}")
    if first:
        yield "first"


def _steered(side: str, rank: int, before: str, crossed: str) -> Iterator[str]:
    """The little words right before a mention, and those between it and the trigger."""
    yield f"{side}{rank}:{before}"
    yield from (f"{side}:{kind}" for kind in before.split("+") if kind)
    yield from (f"{side}x{kind}" for kind in crossed.split("+") if kind)


def _from_context(
    made: dict[str, list[int]],
    actor_of: dict[str, Actor],
    frame: Frame,
    sentences: Sequence[Sentence],
    story: Story | None,
    features: Numbering,
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
        made[side] = list(features.alike(_unnamed, actor.sector, side in led, side in named_before))


def _unnamed(sector: str, led: bool, before: bool) -> Iterator[str]:
    yield from (ABSENT, f"{ABSENT}&{sector}")
    if led:
        yield f"{ABSENT}&led-before"
    if before:
        yield f"{ABSENT}&before"


def _cast(frame: Frame, rivals: Sequence[Frame]) -> list[Cast]:
    """For each role, the sides that the frame's rules put in it, and those that the rules of each rival frame do."""
    return [
        (role, _sides(frame, role), [(other.frame, _sides(other, role)) for other in rivals if getattr(other, role)])
        for role in ("source", "target", "third")
    ]


def _sides(frame: Frame, role: str) -> set[str]:
    return {side_of(a) for a in getattr(frame, role)}


def _of_side(side: str, frame: Frame, cast: Sequence[Cast], speakers: set[str], features: Numbering) -> Iterator[int]:
    """What speaks for a side: the roles that rules put it in, its camp, and whether it speaks."""
    for role, own, others in cast:
        if side in own:
            yield from features.alike(_ruled, role, min(len(getattr(frame, role)), 3))
        for other, sides in others:
            if side in sides:
                yield from features.alike(_rivalled, role, other)
    elsewhere = [role for role, own, _ in cast[:2] if own and side not in own]
    speaking = "speaker" if side in speakers else "other-speaks" if speakers else ""
    yield from features.alike(_aside, "+".join(elsewhere), side.partition(".")[2], speaking)


def _ruled(role: str, together: int) -> Iterator[str]:
    yield from (f"rule-{role}", f"rule-{role}&n={together}")


def _rivalled(role: str, frame: str) -> Iterator[str]:
    yield from (f"rival-{role}", f"rival-{role}:{frame}")


def _aside(elsewhere: str, camp: str, speaking: str) -> Iterator[str]:
    yield from (f"rule-other-{role}" for role in elsewhere.split("+") if role)
    yield f"camp={camp}"
    if speaking:
        yield speaking


def tied(
    frame: Frame, type_: str, rivals: Sequence[Frame], sentences: Sequence[Sentence], story: Story | None, claims: Sequence[Claim],
    text: Folded, among: Company, tables: Tables,
) -> Frame:  # fmt: skip
    """The frame with its source and target as the weights see them; as the rules did without weights or for "between A and B"."""
    weights = tables.weights
    if not weights.source or (SURE & set(frame.tags) and len(frame.source) > 1):
        return frame
    features, roles = tables.of_roles, tables.roles(type_, frame.frame)
    rows = candidates(frame, rivals, sentences, story, claims, text, among, features)
    enough = TOGETHER if len(frame.source) > 1 else weights.threshold(f"{type_} source")
    acting = [(roles.bias[0] + sum([roles.source[n] for n in row.features]), row) for row in rows]
    sources = _named_first(_chosen(acting, enough, weights.threshold(f"{type_} source-least")))
    taken = {row.side for row in sources}
    rest = [row for row in rows if row.side not in taken]
    reached = [(roles.bias[1] + sum([roles.target[n] for n in of]), row) for row, of in paired(rest, sources, features)]
    targets = _chosen(reached, weights.threshold(f"{type_} target"), weights.threshold(f"{type_} target-least"))
    sides = {row.side for row in (*sources, *targets)}
    return msgspec.structs.replace(
        frame,
        source=tuple([row.actor for row in sources]),
        target=tuple([row.actor for row in targets]),
        third=tuple([a for a in frame.third if side_of(a) not in sides]),
    )


def _chosen(rows: list[tuple[float, Candidate]], enough: float, least: float) -> list[Candidate]:
    """Of rows with their log-odds those likely enough for a role; the likeliest alone when only it reaches the lesser bound."""
    rows.sort(key=lambda row: (-row[0], row[1].actor.code))
    bound = log_odds(enough)
    chosen = [row for odds, row in rows if odds >= bound]
    return chosen or [row for odds, row in rows[:1] if odds >= log_odds(least)]


def _named_first(sources: list[Candidate]) -> list[Candidate]:
    """The sources; of those who act together only the ones that the sentence names, where it names two or more."""
    here = [row for row in sources if row.place != ABSENT]
    return here if len(here) >= BOTH else sources
