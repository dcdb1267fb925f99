"""What do people say against the program? Their rulings laid over readings and episodes; nothing is ever edited.

An episode's id is made of its earliest event's, so a ruling about an episode still finds it when more reports have come.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.base import Record, Span, Why
from hoadam.model.calendar import bounds
from hoadam.model.event import Event, Locus
from hoadam.model.story import Addition, Episode, Reading, Ruling
from hoadam.model.time import Day


class Orders(Record, frozen=True):
    """Rulings ready to lay: on one event or episode by its id, events added by page, and what joining must keep together or apart."""

    of_one: dict[str, tuple[Ruling, ...]]
    added: dict[str, tuple[Ruling, ...]]
    together: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, ...], ...]


OF_ONE = ("reject", "change", "accept")


def orders(rulings: Sequence[Ruling]) -> Orders:
    """The rulings in force, by what they are about. A ruling that rejects another ruling's id undoes it."""
    standing = standing_of(rulings)
    return Orders(
        _by_id(r for r in standing if r.act in OF_ONE),
        _by_id(r for r in standing if r.act == "add"),
        tuple(r.about for r in standing if r.act == "merge"),
        tuple(r.about for r in standing if r.act == "split"),
    )


class Differing(Record, frozen=True):
    """What rulings in force say otherwise than others did: about which ids, and the pages to which they add other events."""

    ids: frozenset[str]
    pages: frozenset[str]


def differing(before: Orders, after: Orders) -> Differing:
    """Where two sets of rulings differ in what they say of events and episodes."""
    ids = _unlike(before.of_one, after.of_one)
    for was, now in ((before.together, after.together), (before.apart, after.apart)):
        counts, others = Counter(was), Counter(now)
        ids |= {one for group in {**counts, **others} if counts[group] != others[group] for one in group}
    return Differing(frozenset(ids), frozenset(_unlike(before.added, after.added)))


def _unlike(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return {key for key in {**before, **after} if before.get(key) != after.get(key)}


def added_on(ids: Collection[str], laid: Orders) -> dict[str, str]:
    """The page to which rulings add each of these events; what is no event that they add is left out."""
    made = ((added_id(page, ruling), page) for page, rulings in laid.added.items() for ruling in rulings)
    return {key: page for key, page in made if key in ids}


def added_id(page: str, ruling: Ruling) -> str:
    """The id of the event that a ruling adds to a page."""
    return hashlib.sha256(f"add\0{page}\0{ruling.value}".encode()).hexdigest()[:16]


def _by_id(rulings: Iterable[Ruling]) -> dict[str, tuple[Ruling, ...]]:
    found: dict[str, tuple[Ruling, ...]] = {}
    for ruling in rulings:
        for about in dict.fromkeys(ruling.about):
            found[about] = (*found.get(about, ()), ruling)
    return found


def over(episodes: Iterable[Episode], laid: Orders) -> tuple[Episode, ...]:
    """The episodes with the rulings that are about episodes laid over them."""
    found: list[Episode] = []
    for episode in episodes:
        mine = laid.of_one.get(episode.id, ())
        if not any(r.act == "reject" for r in mine):
            found.append(reduce(lambda one, ruling: _marked(_changed(one, ruling), ruling), mine, episode))
    return tuple(found)


def standing_of(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The rulings in force, oldest first: those that no later one rejects."""
    ordered = sorted({r.id: r for r in rulings}.values(), key=lambda r: (r.at, r.id))
    undone: set[str] = set()
    for ruling in reversed(ordered):
        if ruling.act == "reject" and ruling.id not in undone:
            undone |= set(ruling.about)
    return [r for r in ordered if r.id not in undone]


def _with(reading: Reading, rulings: Sequence[Ruling]) -> Reading:
    known = {event.id for event in reading.events}
    made = {event.id: event for ruling in rulings if (event := added_event(reading, ruling)) and event.id not in known}
    return msgspec.structs.replace(reading, events=(*reading.events, *made.values()))


def added_event(reading: Reading, ruling: Ruling) -> Event | None:
    """The event that a ruling adds to the page; None where its quote does not stand there. It is sure: a person vouches for it."""
    try:
        told = msgspec.json.decode(ruling.value or "", type=Addition)
    except msgspec.DecodeError:
        return None
    quote = Span(told.start, told.end)
    if not 0 <= quote.start < quote.end <= len(reading.page.text):
        return None
    block = next((block for block in reading.blocks if block.start <= quote.start < block.end), None)
    key = added_id(reading.page.id, ruling)
    return Event(
        id=key, zone=block.zone if block else "body", story=block.story if block else 0, type=told.type, mode=told.mode,
        status=told.status, contexts=(), source=_actors(told.source), target=_actors(told.target), third=_actors(told.third),
        date=_day(told.date), place=_place(told.place), killed=(), injured=(), said_by=None, process=told.process, step=told.step,
        quotes=(quote,), rule="ruling.add", confidence=1.0, frame="", why=(Why("ruling.add", 1.0, (quote,), ruling.note),),
    )  # fmt: skip


def lay(reading: Reading, laid: Orders) -> Reading:
    """The reading as the rulings about it and its events leave it."""
    if added := laid.added.get(reading.page.id):
        reading = _with(reading, added)
    if not any(event.id in laid.of_one for event in reading.events):
        return reading
    kept: list[Event] = []
    for event in reading.events:
        mine = laid.of_one.get(event.id, ())
        if not any(r.act == "reject" for r in mine):
            kept.append(reduce(_changed, mine, event))
    return msgspec.structs.replace(reading, events=tuple(kept))


def _changed(value: Any, ruling: Ruling) -> Any:
    """The event or episode with the ruling's field changed; an accepted event is sure; a field that nobody may change is left."""
    if ruling.act == "accept" and isinstance(value, Event):
        return msgspec.structs.replace(value, confidence=1.0)
    field = ruling.field or ""
    if ruling.act != "change" or field not in _FIELDS or (field in ("type", "status") and not ruling.value):
        return value
    return msgspec.structs.replace(value, **{field: _FIELDS[field](ruling.value)})


def _marked(episode: Episode, ruling: Ruling) -> Episode:
    return msgspec.structs.replace(episode, why=(*episode.why, f"ruling.{ruling.act}.{ruling.id}"))


def _day(value: str | None) -> Day:
    ends = (value or "").split("/")
    first, last = bounds(ends[0])[0], bounds(ends[-1])[1]
    return Day(value, first, last) if first and last else Day()


def _actors(value: str | None) -> tuple[Actor, ...]:
    """Actors out of "ARM.GOV Nikol Pashinyan; AZE.MIL": code and sector, and a name where one follows."""
    found = []
    for part in filter(None, (piece.strip() for piece in (value or "").split(";"))):
        codes, _, name = part.partition(" ")
        code, _, sector = codes.partition(".")
        found.append(Actor(code, sector or "GOV", name or None))
    return tuple(found)


def _place(value: str | None) -> Locus | None:
    """A place out of "Moscow, RUS": a name, and the country's code where one follows the last comma."""
    name, comma, country = (value or "").rpartition(", ")
    return Locus(name if comma else country, country if comma else None) if value else None


def _text(value: str | None) -> str | None:
    return value or None


_FIELDS: Mapping[str, Callable[[str | None], Any]] = {
    "type": _text, "mode": _text, "status": _text, "process": _text, "step": _text, "date": _day, "place": _place,
    "source": _actors, "target": _actors, "third": _actors,
}  # fmt: skip
