"""What several formats ask of the Kit and the readings: a country's name, how exactly a place is known, what proves an episode."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Reading, Report, Tolls
from hoadam.model.time import Day
from hoadam.packs.converting import Converter, compile_converter
from hoadam.packs.kit import Kit

Grain = Literal["site", "area", "province", "line", "sea", "country"]
# How exactly the kinds of data/knowledge/places say where something was.
GRAINS: dict[str, Grain] = {
    **dict.fromkeys(("city", "town", "village", "airport", "base", "building", "camp", "port", "site"), "site"),
    **dict.fromkeys(("district", "island", "mountain"), "area"),
    **dict.fromkeys(("province", "region"), "province"),
    **dict.fromkeys(("border", "corridor", "river"), "line"),
    **dict.fromkeys(("sea", "strait"), "sea"),
}  # fmt: skip


class Proof(Record, frozen=True):
    """A quote of an episode: the report that it belongs to, its page, and where it stands there."""

    report: Report
    reading: Reading
    start: int
    end: int

    @property
    def words(self) -> str:
        """The quote, verbatim."""
        return self.reading.page.text[self.start : self.end]


def proofs(episode: Episode, readings: Mapping[str, Reading]) -> list[Proof]:
    """The clearest quote of each report whose page is there, in the order of the reports."""
    found = ((report, readings.get(report.page)) for report in episode.reports if report.quotes)
    return [Proof(report, reading, report.quotes[0].start, report.quotes[0].end) for report, reading in found if reading]


def outlets(episode: Episode) -> str:
    """The outlets that report it (the page's source where no outlet is known), each once."""
    return "; ".join(dict.fromkeys(report.outlet or report.source for report in episode.reports))


def urn(kind: str, key: str) -> str:
    """A name for the thing that is the same in every export."""
    return f"urn:hoadam:{kind}:{key}"


def newest(readings: Mapping[str, Reading]) -> str | None:
    """The newest day on which a page was written, for files that must say how new they are; no clock is asked."""
    return max((reading.written.latest or "" for reading in readings.values()), default="")[:10] or None


def country_names(kit: Kit) -> dict[str, str]:
    """The English name of each state by its code."""
    return {state.code: state.name for state in reversed(kit.knowledge.states) if state.until is None}


def grains(kit: Kit) -> dict[tuple[str, str | None], Grain]:
    """How exactly each known place is one, by its name and country; states are countries."""
    found: dict[tuple[str, str | None], Grain] = {
        (place.name, place.country): GRAINS[place.kind] for place in kit.knowledge.places if place.kind in GRAINS
    }
    return found | {(state.name, state.code): "country" for state in kit.knowledge.states}


def grain_of(place: Locus | None, known: Mapping[tuple[str, str | None], Grain]) -> Grain | None:
    """How exactly the place is known; None where it is not told or not in the knowledge."""
    if place is None or place.name is None:
        return "country" if place is not None and place.country else None
    return known.get((place.name, place.country))


def span(day: Day) -> tuple[date, date] | None:
    """The first and the last day that it can have been; None where one of them is not known."""
    if not (day.earliest and day.latest):
        return None
    try:
        return date.fromisoformat(day.earliest), date.fromisoformat(day.latest)
    except ValueError:
        return None


def conservative(tolls: Tolls, parties: Sequence[Actor]) -> int | None:
    """The lowest count that still stands, the sides that took part added up; None where nobody counted."""
    codes = {actor.code for actor in parties}
    sides = [one.conservative for one in tolls.by if one.who in codes and one.conservative is not None]
    counts = sides or [one.conservative for one in tolls.by if one.conservative is not None]
    return None if not counts else sum(sides) if sides else max(counts)


def book(name: str, kit: Kit) -> Converter:
    """The codebook of that name, ready to convert."""
    return compile_converter(kit.codebooks[name])


def by_day(episodes: Sequence[Episode]) -> Iterator[Episode]:
    """The episodes whose day is known at least in part, the earliest first."""
    dated = [one for one in episodes if one.date.earliest or one.date.latest]
    yield from sorted(dated, key=lambda one: (one.date.earliest or one.date.latest or "", one.date.latest or "", one.id))
