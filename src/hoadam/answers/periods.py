"""Into which periods does a stretch of time fall, so that a picture of it has a readable number of bars?"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from hoadam.model.base import Record
from hoadam.model.story import Certainty
from hoadam.ports import Asked

DAYS, MONTHS, YEARS, DECADES = 10, 7, 4, 3  # letters of an ISO day that name the period
MOST_DAYS, MOST_MONTHS, MOST_YEARS = 92, 12 * 12, 150
MOST_SMALL = 40
CERTAINTIES: tuple[Certainty, ...] = ("certain", "single-source", "disputed", "planned")


class Period(Record, frozen=True):
    """A day, month, year or decade: its first and last day, and how many of each sort fall into it."""

    name: str
    first: str
    last: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def window_of(found: tuple[str, str] | None, asked: Asked) -> tuple[str, str] | None:
    """The days to draw: those asked for, or else those found; an episode that began before does not stretch the picture."""
    if found is None:
        return None
    first, last = sorted((max(found[0], asked.since or found[0]), min(found[1], asked.until or found[1])))
    return first, last


def letters_for(first: str, last: str) -> int:
    """How fine the periods between two days may be."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    months = days / 30.4
    if days <= MOST_DAYS:
        return DAYS
    if months <= MOST_MONTHS:
        return MONTHS
    return YEARS if months / 12 <= MOST_YEARS else DECADES


def few(first: str, last: str, letters: int) -> bool:
    """True when there are few enough such periods between two days to be drawn small; decades always are."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return letters == DECADES or days / {DAYS: 1, MONTHS: 30.4, YEARS: 365}[letters] <= MOST_SMALL


def periods(first: str, last: str, letters: int, counted: Iterable[tuple[str, str, int]]) -> tuple[Period, ...]:
    """Every period from the first day to the last, also the empty ones; `counted` are period, sort and number."""
    found: dict[str, dict[str, int]] = {name: {} for name in _names(first, last, letters)}
    for name, sort, number in counted:
        if name in found:
            found[name][sort] = found[name].get(sort, 0) + number
    return tuple(Period(name, *ends(name), counts) for name, counts in found.items())


def ends(name: str) -> tuple[str, str]:
    """First and last day of a period."""
    if len(name) == DAYS:
        return name, name
    if len(name) == MONTHS:
        year, month = (int(part) for part in name.split("-"))
        return f"{name}-01", f"{name}-{monthrange(year, month)[1]:02}"
    missing = YEARS - len(name)
    return f"{name}{'0' * missing}-01-01", f"{name}{'9' * missing}-12-31"


def _names(first: str, last: str, letters: int) -> Iterator[str]:
    if letters == DAYS:
        days = range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
        yield from (date.fromordinal(day).isoformat() for day in days)
    elif letters == MONTHS:
        months = range(_month(first), _month(last) + 1)
        yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in months)
    else:
        yield from (f"{year:0{letters}}" for year in range(int(first[:letters]), int(last[:letters]) + 1))


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1
