"""Who does it and to whom: every actor near a decided candidate is weighed as its source and as its target."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from hoadam.model.actor import Actor, Mention
from hoadam.model.event import Claim, Frame
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Clause, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.choosing import Choice
from hoadam.read.deciding.tables import Tables, logistic

CAMPS = {"GOV": "state", "MIL": "state", "LEG": "state", "COP": "state", "SPY": "state", "JUD": "state", "CVL": "people", "REF": "people"}
SURE = frozenset({"between", "inherited"})  # several sources that the rules tell better than the weights do
TOGETHER = 0.35  # probability that is enough for each of several whom the rules see acting together
OFTEN = 5  # the states that a story names most are candidates in each of its sentences


@dataclass(frozen=True)
class Story:
    """What a story names: its actors by how often, the one it names first in its headline, and each sentence's first."""

    often: tuple[Actor, ...]
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
                    counts.setdefault(sentence.story, Counter())[side_of(actor)] += 1 if mention.kind != "place" else 0
                    first.setdefault((sentence.story, side_of(actor)), actor)
                    if sentence.zone == "headline":
                        heads.setdefault(sentence.story, []).append(side_of(actor))
    return {
        story: Story(tuple(first[story, code] for code, _ in count.most_common(OFTEN)), tuple(dict.fromkeys(heads.get(story, []))))
        for story, count in counts.items()
    }


def side_of(actor: Actor) -> str:
    """The side that an actor is on: its country and camp, so that an army and its rebels are two, a president and his army one."""
    return f"{actor.code}.{CAMPS.get(actor.sector, 'other')}"


def best_frame(choice: Choice, tables: Tables) -> Frame:
    """The candidate that names both sides ("clashes with"), else the one whose trigger speaks most; the first of those alike."""
    table = tables.choice(choice.type)
    return max(choice.frames, key=lambda f: (_is_mutual(f), table.get(f"f={f.frame}", 0.0), bool(f.source), -f.trigger.start))


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
            made.setdefault(side_of(actor), []).extend(features)
            actor_of.setdefault(side_of(actor), actor)
    _from_context(made, actor_of, frame, sentences, story)
    speakers = [side_of(c.speaker) for c in claims if c.speaker and sentence.start <= c.start <= sentence.end]
    found = []
    for code, features in made.items():
        own = [*features, *_of_code(code, frame, rivals, story, speakers, len(rows))]
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
    between = [m for m in rows if (mention.end <= m.start and m.end <= trigger.start) or (trigger.end <= m.start and m.end <= mention.start)]
    rank = min(len({m.actors for m in between}), 3)
    here = "in" if clause.holds(mention) else "out"
    yield f"{side}{rank}{here}"
    yield f"{side}{here}"
    before = sorted({kind for m in sentence.markers if 0 <= mention.start - m.end <= 6 for kind in m.kinds})  # noqa: PLR2004
    yield from (f"{side}:{kind}" for kind in before)
    yield f"{side}{rank}:{'+'.join(before)}"
    yield f"{side}:{mention.kind}"
    yield f"{side}:{mention.actors[0].sector}"
    if i == 0:
        yield "first"
    low, high = (mention.end, trigger.start) if side == "L" else (trigger.end, mention.start)
    crossed = {kind for m in sentence.markers if low <= m.start < high for kind in m.kinds}
    yield from (f"{side}x{kind}" for kind in sorted(crossed & {"passive", "clause_breaks", "with_before", "against_before", "reporting", "between"}))
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
            if side_of(actor) not in made:
                absent.setdefault(side_of(actor), actor)
                led.update([side_of(actor)] if n == 0 else [])
    named_before = set(absent)
    for actor in story.often if story else ():
        if side_of(actor) not in made:
            absent.setdefault(side_of(actor), actor)
    for side, actor in absent.items():
        actor_of[side] = actor
        made[side] = ["absent", f"absent&{actor.sector}"]
        if side in led:
            made[side].append("absent&led-before")
        if side in named_before:
            made[side].append("absent&before")


def _of_code(code: str, frame: Frame, rivals: Sequence[Frame], story: Story | None, speakers: Sequence[str], crowd: int) -> Iterator[str]:
    for role in ("source", "target", "third"):
        if any(side_of(a) == code for a in getattr(frame, role)):
            yield f"rule-{role}"
            yield f"rule-{role}&n={min(len(getattr(frame, role)), 3)}"
        for other in rivals:
            if any(side_of(a) == code for a in getattr(other, role)):
                yield f"rival-{role}"
                yield f"rival-{role}:{other.frame}"
    if frame.source and not any(side_of(a) == code for a in frame.source):
        yield "rule-other-source"
    if frame.target and not any(side_of(a) == code for a in frame.target):
        yield "rule-other-target"
    yield f"camp={code.partition('.')[2]}"
    ranks = [side_of(a) for a in story.often] if story else []
    yield f"rank={ranks.index(code) if code in ranks else 'low'}"
    heads = story.headline if story else ()
    yield f"head={heads.index(code) if code in heads[:3] else 'no'}"
    if code in speakers:
        yield "speaker"
    elif speakers:
        yield "other-speaks"
    yield f"crowd={min(crowd, 4)}"
    if "passive" in frame.tags:
        yield "is-passive"


def tied(
    frame: Frame, type_: str, rivals: Sequence[Frame], sentences: Sequence[Sentence], story: Story | None, claims: Sequence[Claim],
    text: Folded, tables: Tables,
) -> Frame:  # fmt: skip
    """The frame with its source and target as the weights see them; as the rules did without weights or for "between A and B"."""
    weights = tables.weights
    if not weights.source or (SURE & set(frame.tags) and len(frame.source) > 1):
        return frame
    rows = candidates(frame, rivals, sentences, story, claims, text)
    enough = TOGETHER if len(frame.source) > 1 else weights.threshold(f"{type_} source")
    sources = _chosen(rows, tables.role("source", type_, frame.frame), enough, weights.threshold(f"{type_} source-least"), ())
    targets = _chosen(rows, tables.role("target", type_, frame.frame), weights.threshold(f"{type_} target"), weights.threshold(f"{type_} target-least"), sources)
    third = tuple(a for a in frame.third if side_of(a) not in {side_of(x) for x in (*sources, *targets)})
    return msgspec.structs.replace(frame, source=sources, target=targets, third=third)


def _chosen(rows: Sequence[Candidate], weights: Mapping[str, float], enough: float, least: float, taken: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors likely enough for a role; the likeliest alone when only it reaches the lesser bound."""
    sides = {side_of(a) for a in taken}
    scored = [(_probability(row, weights), row.actor) for row in rows if side_of(row.actor) not in sides]
    scored.sort(key=lambda row: (-row[0], row[1].code))
    chosen = [actor for p, actor in scored if p >= enough]
    if not chosen and scored and scored[0][0] >= least:
        chosen = [scored[0][1]]
    return tuple(chosen)


def _probability(row: Candidate, table: Mapping[str, float]) -> float:
    return logistic(table.get("bias", 0.0) + sum([table.get(f, 0.0) for f in row.features]))
