"""Which frames the sentences of a page evoke: every trigger, with its roles, place, tolls and how it is meant."""

from collections.abc import Iterator, Sequence

import msgspec

from hoadam.model.base import Span
from hoadam.model.event import Frame, Locus, Toll
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.language import Trigger
from hoadam.read.frames.roles import Party, parties, roles
from hoadam.read.frames.rules import FrameRules
from hoadam.read.frames.tolls import tolls

DENIAL_REACH = 24  # letters before a trigger in which "không" or "chưa" denies it
BESIDE = 1  # letters behind a trigger within which a word tells that it lies ahead


def find(text: Folded, sentences: Sequence[Sentence], rules: FrameRules) -> tuple[Frame, ...]:
    """Every candidate in the article's own sentences, in order of sentence, trigger and frame."""
    found: list[Frame] = []
    hits = list(rules.triggers.find(text.lower))
    k = 0
    for sentence in sentences:
        while k < len(hits) and hits[k][0] < sentence.start:
            k += 1
        first = k
        while k < len(hits) and hits[k][0] < sentence.end:
            k += 1
        if sentence.zone in ARTICLE and k > first:
            for frame in _frames(text, sentence, hits[first:k], rules):
                found.append(_following(frame, found, rules))
    return tuple(found)


def _following(frame: Frame, before: Sequence[Frame], rules: FrameRules) -> Frame:
    """A deal or meeting told without its parties has those of the one told in the sentence before ("Xung đột kết thúc bằng …")."""
    if frame.source or not rules.frames[frame.frame].mutual:
        return frame
    near = [f for f in before if f.sentence == frame.sentence - 1 and f.story == frame.story and rules.frames[f.frame].mutual]
    both = next((f.source for f in reversed(near) if len(f.source) > 1), ())
    return msgspec.structs.replace(frame, source=both, tags=(*frame.tags, "inherited")) if both else frame


def _frames(text: Folded, sentence: Sentence, hits: Sequence[tuple[int, int, tuple[Trigger, ...]]], rules: FrameRules) -> Iterator[Frame]:
    """The frames of one sentence; of triggers of one frame that overlap the longest counts."""
    groups = parties(sentence, text, rules)
    killed, injured = tolls(sentence, text, rules)
    said = text.lower[sentence.start : sentence.end]
    kept: dict[tuple[str, int], tuple[Span, Trigger]] = {}
    for start, end, triggers in hits:
        for trigger in triggers:
            if _allowed(trigger, said) and (not trigger.to_place or _leads_to_place(end, sentence)):
                _keep_longest(kept, Span(start, end), trigger)
    for (frame, _), (span, trigger) in sorted(kept.items(), key=lambda row: (row[1][0].start, row[0])):
        yield _frame(frame, span, trigger, sentence, groups, (killed, injured), rules)


def _allowed(trigger: Trigger, said: str) -> bool:
    if trigger.with_ and not any(word in said for word in trigger.with_):
        return False
    return not trigger.without or not any(word in said for word in trigger.without)


def _leads_to_place(end: int, sentence: Sentence) -> bool:
    """True when a place or an actor is named right behind."""
    return any(0 <= m.start - end <= 1 and m.kind != "reference" for m in sentence.mentions)


def _keep_longest(kept: dict[tuple[str, int], tuple[Span, Trigger]], span: Span, trigger: Trigger) -> None:
    for key, (other, _) in list(kept.items()):
        if key[0] == trigger.frame and other.touches(span):
            if span.end - span.start <= other.end - other.start and not trigger.tags:
                return
            del kept[key]
    kept[trigger.frame, span.start] = (span, trigger)


def _frame(
    frame: str,
    span: Span,
    trigger: Trigger,
    sentence: Sentence,
    groups: Sequence[Party],
    counted: tuple[tuple[Toll, ...], tuple[Toll, ...]],
    rules: FrameRules,
) -> Frame:
    found = roles(span, sentence, groups, mutual=rules.frames[frame].mutual)
    tags = (*trigger.tags, *found.seen, *_moods(span, sentence))
    planned = "planned" in tags
    return Frame(
        sentence.start, sentence.end, frame, trigger.id, span, sentence.number, sentence.zone, sentence.story,
        status="planned" if planned else "actual", source=found.source, target=found.target, third=found.third,
        place=_place(span, sentence, rules), killed=counted[0], injured=counted[1], tags=tags,
    )  # fmt: skip


def _moods(trigger: Span, sentence: Sentence) -> tuple[str, ...]:
    """How the trigger is meant: planned, hypothetical, negated, quoted, under "rằng", in the first clause or a later one."""
    clause = sentence.clause_at(trigger.start)
    said = [m for m in sentence.markers if m.end <= trigger.start]
    before = [m for m in said if clause.start <= m.start]
    kinds = {kind for m in before for kind in m.kinds}
    if any("planned" in m.kinds and 0 <= m.start - trigger.end <= BESIDE for m in sentence.markers):
        kinds.add("planned")  # "cuộc gặp sắp tới", "vòng đàm phán dự kiến diễn ra"
    moods: list[str] = [mood for mood in ("planned", "hypothetical") if mood in kinds]
    if "negation" in kinds and any("negation" in m.kinds and trigger.start - m.end <= DENIAL_REACH for m in before):
        moods.append("negated")
    if any("reporting" in m.kinds for m in said):
        moods.append("reported")
    if clause.quoted:
        moods.append("quoted")
    moods.append("first-clause" if clause.start == sentence.start else "later-clause")
    return tuple(moods)


def _place(trigger: Span, sentence: Sentence, rules: FrameRules) -> Locus | None:
    """The most specific place that the sentence names, the nearest behind the trigger first."""
    mentions = [m for m in sentence.mentions if m.kind == "place"]
    if not mentions:
        return None
    ranked = sorted(mentions, key=lambda m: (m.place is None, m.start < trigger.start, abs(m.start - trigger.start)))
    return rules.index.locus(ranked[0])
