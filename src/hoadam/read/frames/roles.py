"""Who does it and to whom: the mentions around a trigger, by what stands between them."""

from collections.abc import Sequence

from hoadam.model.actor import Actor, Mention
from hoadam.model.base import Record, Span
from hoadam.model.sentence import Clause, Marker, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.frames.rules import FrameRules

BROKERING = frozenset({"brokered", "brokers", "hosts"})
NEAR = 3  # letters between a preposition and the mention that it governs: a space, or "các "


class Party(Record, frozen=True):
    """Mentions joined by "và": where they stand, the actors, the preposition before them, and whether only a place."""

    start: int
    end: int
    actors: tuple[Actor, ...]
    before: frozenset[str]
    is_place: bool


class Roles(Record, frozen=True):
    """Who fills which role of a trigger, and what was seen on the way (for the decider and the codebook)."""

    source: tuple[Actor, ...] = ()
    target: tuple[Actor, ...] = ()
    third: tuple[Actor, ...] = ()
    seen: tuple[str, ...] = ()


def parties(sentence: Sentence, text: Folded, rules: FrameRules) -> tuple[Party, ...]:
    """The mentions of a sentence, those joined by "và" or in a list of three taken together."""
    rows: list[list[Mention]] = []
    for mention in sentence.mentions:
        if not mention.actors or all(a.sector == "JRN" for a in mention.actors):
            continue
        if rows and _joined(rows[-1], mention, sentence, text, rules):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return tuple(_party(row, sentence, text) for row in rows)


def _joined(row: list[Mention], mention: Mention, sentence: Sentence, text: Folded, rules: FrameRules) -> bool:
    """True after "và" or a hyphen; after a comma only when "và" ends the list later."""
    gap = text.lower[row[-1].end : mention.start]
    if rules.joins.match(gap) or gap.strip() == "-":
        return True
    if not rules.comma.match(gap):
        return False
    later = [m for m in sentence.mentions if m.start > mention.start and m.actors]
    last = mention
    for follower in later:
        between = text.lower[last.end : follower.start]
        if rules.joins.match(between):
            return True
        if not rules.comma.match(between):
            return False
        last = follower
    return False


def _party(row: list[Mention], sentence: Sentence, text: Folded) -> Party:
    actors = tuple(dict.fromkeys(actor for mention in row for actor in mention.actors))
    before = frozenset(
        kind for m in sentence.markers if row[0].start - m.end >= 0 and _blank(text, m.end, row[0].start) for kind in m.kinds
    )
    return Party(row[0].start, row[-1].end, actors, before, all(m.kind == "place" for m in row))


def _blank(text: Folded, start: int, end: int) -> bool:
    """True when at most one short word stands between."""
    gap = text.lower[start:end].strip()
    return len(gap) <= NEAR and end - start <= 2 * NEAR


def roles(trigger: Span, sentence: Sentence, groups: Sequence[Party], *, mutual: bool) -> Roles:
    """The roles around `trigger`; `mutual` frames (a meeting, a deal) take all parties as source."""
    clause = sentence.clause_at(trigger.start)
    left = [g for g in groups if clause.start <= g.start and g.end <= trigger.start]
    right = [g for g in groups if g.start >= trigger.end and g.start < clause.end]
    third = _brokers(trigger, sentence, groups)
    if third:
        left = [g for g in left if g.actors != third]
        right = [g for g in right if g.actors != third]
    if mutual:
        between = [g for g in groups if "between" in g.before and g.start >= trigger.end and g.actors != third]
        right += [g for g in between if g not in right]
    passive = _passive(trigger, sentence.markers, clause)
    if passive is not None and not mutual:
        found = _passively(passive, left, right)
    else:
        found = _actively(sentence, clause, groups, left, right, third, mutual=mutual)
    target = tuple(a for a in found.target if a not in found.source)
    return Roles(found.source, target, tuple(a for a in third if a not in found.source), found.seen)


def _passive(trigger: Span, markers: Sequence[Marker], clause: Clause) -> Marker | None:
    """The "bị" or "được" that this trigger stands under, if one does."""
    before = [m for m in markers if "passive" in m.kinds and clause.start <= m.start and m.end <= trigger.start]
    return before[-1] if before and trigger.start - before[-1].end <= 60 else None


def _passively(marker: Marker, left: Sequence[Party], right: Sequence[Party]) -> Roles:
    agents = [g for g in left if g.start >= marker.end]
    patients = [g for g in left if g.end <= marker.start]
    by = agents or [g for g in right if "passive_by" in g.before]
    source = by[-1].actors if by else ()
    target = patients[-1].actors if patients else ()
    return Roles(source, target, (), ("passive", "agent" if by else "no-agent"))


def _actively(
    sentence: Sentence,
    clause: Clause,
    groups: Sequence[Party],
    left: Sequence[Party],
    right: Sequence[Party],
    third: tuple[Actor, ...],
    *,
    mutual: bool,
) -> Roles:
    between = [g for g in right if "between" in g.before]
    if mutual and between:
        return Roles(_all(between[:2]), (), (), ("between",))
    subject, seen = _subject(sentence, clause, groups, left, third)
    owner = next((g for g in right[:1] if "of" in g.before), None)
    if mutual:
        with_ = [g for g in (*left, *right) if "with_before" in g.before and g is not subject]
        others = with_[:1] or [g for g in right[:1] if not g.is_place and "of" not in g.before]
        return Roles(_all([g for g in (subject, *others) if g]), (), (), (seen, "with" if with_ else "alone"))
    if owner is not None and seen != "near":
        return Roles(owner.actors, _all(right[1:2]), (), ("of",))
    objects = [g for g in right if not g.is_place] or list(right)
    return Roles(
        subject.actors if subject else (),
        _all(objects[:1]),
        (),
        (seen, "place" if objects and objects[0].is_place else "object" if objects else "no-object"),
    )


def _subject(
    sentence: Sentence, clause: Clause, groups: Sequence[Party], left: Sequence[Party], third: tuple[Actor, ...]
) -> tuple[Party | None, str]:
    """The nearest party on the left that no preposition governs; else the first one of the clause before, and so on."""
    near = [g for g in left if _can_act(g)]
    if near:
        return near[-1], "near"
    if left and not left[-1].is_place:
        return left[-1], "governed"
    for earlier in reversed([c for c in sentence.clauses if c.end <= clause.start]):
        found = [g for g in groups if earlier.start <= g.start < earlier.end and _can_act(g) and g.actors != third]
        if found:
            return found[0], "earlier"
    return None, "nobody"


def _can_act(party: Party) -> bool:
    return not party.is_place and not party.before & {"with_before", "against_before", "between", "broker_before"}


def _all(groups: Sequence[Party]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(actor for group in groups for actor in group.actors))


def _brokers(trigger: Span, sentence: Sentence, groups: Sequence[Party]) -> tuple[Actor, ...]:
    """Who brokered it: "do Nga làm trung gian", "dưới sự trung gian của EU", "mà nước này làm trung gian"."""
    brokering = [m for m in sentence.markers if not BROKERING.isdisjoint(m.kinds)]
    for group in groups if brokering else ():
        if "brokered" in group.before:
            return group.actors
        kinds = {"brokers", "hosts"} if "broker_before" in group.before else {"brokers"}
        after = [m for m in brokering if m.start >= group.end and not kinds.isdisjoint(m.kinds)]
        if after and after[0].start - group.end <= 12 and not group.end <= trigger.start < after[0].start:
            return group.actors
    return ()
