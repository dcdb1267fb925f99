"""What do people say against the program? Their rulings laid over readings and episodes; nothing is ever edited.

An episode's id is made of its earliest event's, so a ruling about an episode still finds it when more reports have come.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.calendar import bounds
from hoadam.model.event import Event, Locus
from hoadam.model.story import Episode, Reading, Ruling
from hoadam.model.time import Day


class Laid(Record, frozen=True):
    """Rulings ready to lay: readings without what was rejected, and what joining must keep together or apart."""

    readings: tuple[Reading, ...]
    together: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, ...], ...]
    later: tuple[Ruling, ...]


OF_ONE = ("reject", "change", "accept")


def lay(readings: Sequence[Reading], rulings: Sequence[Ruling], episode_id: Callable[..., str]) -> Laid:
    """The readings as the rulings leave them. A ruling that rejects another ruling's id undoes it."""
    standing = standing_of(rulings)
    if not standing:
        return Laid(tuple(readings), (), (), ())
    told = [(event.id, reading.page.id) for reading in readings for event in reading.events]
    anchors = {key: event for event, page in told for key in (episode_id(event), episode_id(event, page))}
    known = set(anchors.values())
    of_events = {one: [r for r in standing if one in r.about and r.act in OF_ONE] for r in standing for one in r.about if one in known}
    return Laid(
        readings=tuple(_ruled(reading, of_events) for reading in readings),
        together=tuple(_events(r.about, anchors) for r in standing if r.act == "merge"),
        apart=tuple(_events(r.about, {}) for r in standing if r.act == "split"),
        later=tuple(r for r in standing if any(one in anchors for one in r.about) and r.act in OF_ONE),
    )


def over(episodes: Iterable[Episode], later: Sequence[Ruling]) -> tuple[Episode, ...]:
    """The episodes with the rulings that are about episodes laid over them."""
    found: list[Episode] = []
    for episode in episodes:
        mine = [r for r in later if episode.id in r.about]
        if any(r.act == "reject" for r in mine):
            continue
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


def _events(about: Iterable[str], anchors: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(anchors.get(one, one) for one in about)


def _ruled(reading: Reading, of_events: Mapping[str, Sequence[Ruling]]) -> Reading:
    if not any(event.id in of_events for event in reading.events):
        return reading
    kept: list[Event] = []
    for event in reading.events:
        mine = of_events.get(event.id, ())
        if any(r.act == "reject" for r in mine):
            continue
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
