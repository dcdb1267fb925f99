"""Where did it happen? Places with the number of their episodes, and what has no place."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from hoadam.model.base import Record
from hoadam.ports import Asked, Entry, Place, Store

PORTION = 25


class Spot(Record, frozen=True):
    """A place on the map: where it is, and how many episodes of each certainty."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


class Places(Record, frozen=True):
    """The answer: the places, how many episodes name none, and some of these."""

    asked: Asked
    spots: tuple[Spot, ...]
    placeless: int
    entries: tuple[Entry, ...]
    next: str | None


def places(store: Store, asked: Asked, after: str | None = None, limit: int = PORTION) -> Places:
    """The places of the episodes asked for, those told most often first."""
    found = store.places(asked)
    portion = store.portion(msgspec.structs.replace(asked, placeless=True), after, limit, newest=True)
    return Places(asked, _spots(found), sum(one.count for one in found if one.name is None), portion.entries, portion.next)


def countries(spots: Iterable[Spot], most: int = 8) -> list[tuple[str, int]]:
    """The countries in which most happened, with how much."""
    found: Counter[str] = Counter()
    for spot in spots:
        if spot.country:
            found[spot.country] += spot.total
    return found.most_common(most)


def _spots(found: list[Place]) -> tuple[Spot, ...]:
    spots: dict[tuple[str, str | None], Spot] = {}
    for one in found:
        if one.name is None:
            continue
        old = spots.get((one.name, one.country)) or Spot(one.name, one.country, one.lat, one.lon, {})
        counts = old.counts | {one.certainty: old.counts.get(one.certainty, 0) + one.count}
        lat, lon = (one.lat, one.lon) if old.lat is None else (old.lat, old.lon)
        spots[one.name, one.country] = msgspec.structs.replace(old, counts=counts, lat=lat, lon=lon)
    return tuple(sorted(spots.values(), key=lambda spot: (-spot.total, spot.name)))
