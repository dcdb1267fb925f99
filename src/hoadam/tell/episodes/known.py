"""Which happening of the knowledge is a report's: the war, truce or operation that its words name or its date and sides fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hoadam.model.calendar import bounds
from hoadam.packs.fold import fold
from hoadam.packs.index import Finder
from hoadam.packs.knowledge import DatedEvent, Knowledge
from hoadam.packs.language import Language
from hoadam.tell.episodes.items import Item, family, ordinal
from hoadam.tell.episodes.mending import Term, terms_of

SHORT = 4  # days: a report inside a longer happening is only a part of it, unless it is of its first day
BY_NAME = 3.0
LEAST = 1.5
MARGIN = 0.5


@dataclass(frozen=True)
class Anchor:
    """A dated event of the knowledge, ready to compare."""

    id: str
    family: str
    first: int
    last: int
    parties: frozenset[str]
    third: frozenset[str]
    place: str | None
    is_war: bool
    step: tuple[str | None, str | None]


@dataclass(frozen=True)
class Known:
    """The dated events by the codes of their parties, and their names in every language; `terms` as in mending.terms_of."""

    anchors: Mapping[str, tuple[Anchor, ...]]
    names: Finder[str]
    terms: Mapping[str, Term]


def compile_known(knowledge: Knowledge, languages: Iterable[Language]) -> Known:
    """The dated events that have a type, made ready once."""
    places = {place.id: place.name for place in knowledge.places}
    table: dict[str, list[Anchor]] = {}
    for anchor in (_anchor(event, places) for event in knowledge.events if event.type):
        for code in sorted(anchor.parties):
            table.setdefault(code, []).append(anchor)
    phrases = [(fold(name), event.id) for event in knowledge.events for name in (event.name, *event.names)]
    for language in languages:
        phrases += [(fold(name), key) for key, names in language.other_names["events"].items() for name in names]
    return Known({code: tuple(anchors) for code, anchors in table.items()}, Finder(phrases), terms_of(knowledge.people, knowledge.states))


def _anchor(event: DatedEvent, places: Mapping[str, str]) -> Anchor:
    first, last = bounds(event.since)[0] or "0001-01-01", bounds(event.until or event.since)[1] or "0001-01-01"
    return Anchor(
        event.id, family(event.type or "", None, event.process, event.step), ordinal(first), ordinal(last), frozenset(event.parties),
        frozenset(event.third), places.get(event.place or ""), event.kind == "war", (event.process, event.step),
    )  # fmt: skip


def named(item: Item, text: str, known: Known) -> str | None:
    """The id of the one dated event that the report is of; None when none fits, or two do."""
    candidates = {a.id: a for code in sorted(item.codes) for a in known.anchors.get(code, ()) if a.family == item.family}
    if not candidates or item.first is None or item.last is None:
        return None
    said = {key for _, _, key in known.names.find(fold(text))} & candidates.keys()
    ranked = sorted(((_fit(item, a, by_name=a.id in said), a.id) for a in candidates.values()), reverse=True)
    best = ranked[0][0]
    if best < LEAST or (len(ranked) > 1 and best - ranked[1][0] < MARGIN):
        return None
    return ranked[0][1]


def _fit(item: Item, anchor: Anchor, *, by_name: bool) -> float:
    """How well a dated event fits; 0 when its sides or days cannot be the report's."""
    if not item.codes <= anchor.parties | anchor.third or not item.codes & anchor.parties:
        return 0.0
    score = _days(item, anchor)
    if not score:
        return 0.0
    score += BY_NAME * by_name + 0.5 * (item.place is not None and item.place == anchor.place)
    score += 0.75 * (len(item.codes) > 1 or anchor.parties == item.codes)
    score += 0.5 * bool(item.third & anchor.third)
    return score + 0.5 * (anchor.step == (item.event.process, item.event.step) and anchor.step[0] is not None)


def _days(item: Item, anchor: Anchor) -> float:
    """1 and more when the days fit: the same days, the first day of a long happening, or a year that holds it."""
    first, last = item.first or 0, item.last or 0
    if item.is_coarse:
        if anchor.is_war:
            shared = min(last, anchor.last) - max(first, anchor.first)
            return 2.0 if shared > 0 and shared >= 0.5 * (anchor.last - anchor.first) else 0.0
        return 0.5 if first <= anchor.first and anchor.last <= last else 0.0
    if item.soft:
        return 0.5 if first <= anchor.first <= last else 0.0
    if anchor.last - anchor.first <= SHORT:
        return 1.0 if first <= anchor.last and anchor.first <= last else 0.0
    if not item.exact and item.family != "ASSAULT":
        return (
            1.0 if first <= anchor.last and anchor.first <= last else 0.0
        )  # a month of an annexation or a flight is of it, a month of fighting is not
    return 1.0 if first - 1 <= anchor.first <= last + 1 else 0.0
