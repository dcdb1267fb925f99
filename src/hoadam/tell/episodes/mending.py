"""Which fields of a report cannot be as they were read? What the other reports of its page, or the knowledge of offices, rule out.

Nothing is added: a day, a name, a side or a step is only taken away.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.model.event import Event
from hoadam.model.story import Reading
from hoadam.model.time import Day, Written
from hoadam.packs.knowledge import Person, State
from hoadam.tell.episodes.items import REBELS, ordinal

TOO_EARLY = 365  # days before somebody's first known office: then "the two ministers" of that time were others
AHEAD = 60  # days after the last day that its page can be of: a year that is only aimed at ("by 2045")
TWO = 2  # sides of a fight
HOSTILE = frozenset({"ASSAULT", "THREATEN", "MOBILIZE", "COERCE"})
CLASH = "clash"  # the frame of those who fight each other
TRUCE = frozenset({"agreed", "declared", "in-force", "extended"})


class Term(NamedTuple):
    """The first and the last day, as day numbers, on which somebody held an office, or a state was there."""

    first: int
    last: int


ALWAYS = Term(0, date.max.toordinal())


def terms_of(people: Iterable[Person], states: Iterable[State]) -> dict[str, Term]:
    """From when on everybody who has held an office held one, and when the states that are no more were there."""
    found: dict[str, Term] = {}
    for person in people:
        days = [first for term in person.terms if (first := bounds(term.since)[0])]
        if days and len(days) == len(person.terms):
            found[person.id] = Term(ordinal(min(days)), ALWAYS.last)
    for state in states:
        since, until = bounds(state.since)[0], bounds(state.until)[1]
        if since and until:
            found[state.id] = Term(ordinal(since), ordinal(until))
    return found


def mended(reading: Reading, terms: Mapping[str, Term]) -> Reading:
    """The reading without what its events cannot have; `terms` are terms_of."""
    stories = {one.story: one.written for one in reading.stories}
    has_crowd = any(len(event.source) + len(event.target) > TWO for event in reading.events)
    brokers = _brokers(reading.events) if has_crowd else {}
    foes, armed = (_foes(reading.events), _armed(reading.events)) if has_crowd else ({}, {})
    truces = {event.quotes[0] for event in reading.events if event.quotes and _is_truce(event)}
    enemies = _enemies(reading.events)
    made = []
    for event in reading.events:
        one = _without_odd_day(event, stories.get(event.story, reading.written))
        one = _without_the_gone(_without_later_names(one, terms), terms)
        one = _without_broker(one, brokers[event.story]) if brokers.get(event.story) else one
        one = _with_broker(one, foes[event.story], armed[event.story]) if foes.get(event.story) else one
        made.append(_without_capture(_without_breach(one, truces), enemies.get(event.story, set())))
    return msgspec.structs.replace(reading, events=tuple(made)) if made != list(reading.events) else reading


def _without_odd_day(event: Event, written: Written) -> Event:
    """What is planned lies not before the page, and what is done not long after it."""
    first, last = event.date.earliest, event.date.latest
    past = event.status == "planned" and written.earliest and last and last < written.earliest
    ahead = event.status == "actual" and written.latest and first and ordinal(first) > ordinal(written.latest) + AHEAD
    return msgspec.structs.replace(event, date=Day(), when=None) if past or ahead else event


def _without_later_names(event: Event, terms: Mapping[str, Term]) -> Event:
    """The state alone where its official came into office long after the event."""
    if not event.date.latest or not any(a.id in terms for side in (event.source, event.target, event.third) for a in side):
        return event
    edge = ordinal(event.date.latest) + TOO_EARLY

    def plain(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(Actor(a.code, a.sector) if a.sector == "GOV" and _term(a, terms).first > edge else a for a in actors)

    return _with_sides(event, plain(event.source), plain(event.target), plain(event.third))


def _without_the_gone(event: Event, terms: Mapping[str, Term]) -> Event:
    """No side of it is a state that was no more ("after the Soviet Union fell apart"), unless nobody else would be left."""
    if not event.date.earliest:
        return event
    day = ordinal(event.date.earliest)

    def there(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(a for a in actors if _term(a, terms).last >= day)

    source = there(event.source)
    return _with_sides(event, source, there(event.target), there(event.third)) if source or not event.source else event


def _term(actor: Actor, terms: Mapping[str, Term]) -> Term:
    return terms.get(actor.id or "", ALWAYS)


def _with_sides(event: Event, source: tuple[Actor, ...], target: tuple[Actor, ...], third: tuple[Actor, ...]) -> Event:
    if (source, target, third) == (event.source, event.target, event.third):
        return event
    return msgspec.structs.replace(event, source=source, target=target, third=third)


def _brokers(events: Iterable[Event]) -> dict[int, dict[str, set[str]]]:
    """In each story who stands between others or pleads with them to yield, by country, and who these are; nobody who fights himself."""
    found: dict[int, dict[str, set[str]]] = {}
    fighters: dict[int, list[str]] = {}
    for event in events:
        sides = {a.code for a in (*event.source, *event.target)}
        pleads = event.type == "REQUEST" and (event.mode == "yield" or len({a.code for a in event.target}) > 1)
        for code in {a.code for a in event.third} | ({a.code for a in event.source} if pleads else set()):
            found.setdefault(event.story, {}).setdefault(code, set()).update(sides - {code})
        if event.type in HOSTILE and len({_side(a) for a in (*event.source, *event.target)}) < 3:
            fighters.setdefault(event.story, []).extend(sides)
    return {story: {code: with_ for code, with_ in rows.items() if code not in fighters.get(story, ())} for story, rows in found.items()}


def _without_broker(event: Event, brokers: Mapping[str, set[str]]) -> Event:
    """A fight without him who only stands between its sides, and not at his place."""
    if event.type != "ASSAULT":
        return event
    codes = {a.code for a in (*event.source, *event.target)}
    out = {code for code in codes & brokers.keys() if brokers[code] & (codes - {code})}
    left = {_side(a) for a in (*event.source, *event.target) if a.code not in out}
    if not out or len(left) < 2:
        return event
    place = event.place if event.place is None or event.place.country not in out else None
    source, target = (tuple(a for a in side if a.code not in out) for side in (event.source, event.target))
    return msgspec.structs.replace(event, source=source or target, target=target if source else (), place=place)


def _foes(events: Iterable[Event]) -> dict[int, set[frozenset[str]]]:
    """In each story the pairs of countries that fight each other, told of them alone."""
    found: dict[int, set[frozenset[str]]] = {}
    for event in events:
        codes = frozenset(a.code for a in (*event.source, *event.target))
        if event.type == "ASSAULT" and len(codes) == TWO:
            found.setdefault(event.story, set()).add(codes)
    return found


def _armed(events: Iterable[Event]) -> dict[int, set[str]]:
    """The countries that take part in any fight of each story, however many do."""
    found: dict[int, set[str]] = {}
    for event in events:
        if event.type == "ASSAULT":
            found.setdefault(event.story, set()).update(a.code for a in (*event.source, *event.target))
    return found


def _with_broker(event: Event, foes: Collection[frozenset[str]], armed: Collection[str]) -> Event:
    """A truce of three of whom two fight each other is of these two, brokered by the third, if he fights nobody."""
    codes = {a.code for a in event.source}
    pairs = [pair for pair in foes if pair < codes]
    if event.process != "ceasefire" or event.target or len(codes) != TWO + 1 or len(pairs) != 1:
        return event
    inside, out = (tuple(a for a in event.source if (a.code in pairs[0]) is within) for within in (True, False))
    if any(a.code in armed for a in out):
        return event
    return msgspec.structs.replace(event, source=inside, third=(*event.third, *(a for a in out if a not in event.third)))


def _enemies(events: Iterable[Event]) -> dict[int, set[frozenset[str]]]:
    """In each story the countries of whom one attacks the other, or who clash, or keep, break or agree on a truce."""
    found: dict[int, set[frozenset[str]]] = {}
    for event in events:
        sources, targets = ({a.code for a in actors} for actors in (event.source, event.target))
        is_mutual = not targets and (event.frame == CLASH or event.process == "ceasefire")
        attacked = event.type == "ASSAULT" and len(sources) == len(targets) == 1
        if is_mutual or attacked:
            found.setdefault(event.story, set()).add(frozenset(sources | targets))
    return found


def _without_capture(event: Event, enemies: Collection[frozenset[str]]) -> Event:
    """Two who fight each other do not take one place together: which of them does is not told."""
    sources = frozenset(a.code for a in event.source)
    if (event.process, event.step) != ("territory", "captured") or event.target or len(sources) < TWO:
        return event
    if event.frame != CLASH and not any(len(sides & sources) >= TWO for sides in enemies):
        return event
    return msgspec.structs.replace(event, process=None, step=None, frame=CLASH)


def _side(actor: Actor) -> str:
    return actor.code + "*" * (actor.sector in REBELS)


def _is_truce(event: Event) -> bool:
    return event.process == "ceasefire" and event.step in TRUCE


def _without_breach(event: Event, truces: Collection[Span]) -> Event:
    """A war that is told in one sentence with the truce that ended it broke none."""
    is_breach = event.type == "ASSAULT" and (event.process, event.step) == ("ceasefire", "violated")
    if not is_breach or event.frame == "violate-truce" or not event.quotes or event.quotes[0] not in truces:
        return event
    return msgspec.structs.replace(event, process=None, step=None)
