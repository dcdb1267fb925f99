"""How likely each day from 1990 to 2026 is once all hints are added up."""

import math
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hoadam.model.base import Record, Span

FIRST, LAST = date(1990, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
DAYS = LAST - FIRST + 1
_CLEARLY = 1.15
_NOTHING = 1e-9
FIRST_YEAR, LAST_YEAR = 1990, 2026
SLOTS = 366  # the days of a leap year
_LEAP_DAY = 59  # the slot of 29 February
_MONTHS = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)

Window = tuple[int, int, float]
Curve = tuple[tuple[int, int, float], ...]
Floats = NDArray[np.float64]


class Turn(NamedTuple):
    """Log weights of the 366 days of the year, `weights` written twice over, whose first stands at slot `start`."""

    weights: Floats
    start: int
    strength: float = 1.0

    def year(self) -> Floats:
        """The weights from 1 January on."""
        return self.strength * self.weights[SLOTS - self.start : 2 * SLOTS - self.start]

    def at(self, place: int) -> float:
        """The weight of one slot."""
        return self.strength * float(self.weights[SLOTS - self.start + place])


class Hint(Record, frozen=True):
    """One piece of evidence: log weights of stretches of days (`windows`, by ordinal) and of days of the year (`yearly`).

    `sort` is the family of hints that it belongs to, by which weigh() tempers it.
    """

    sort: str
    cue: str
    quote: Span | None = None
    windows: tuple[Window, ...] = ()
    yearly: Turn | None = None


def slot(day: int) -> int:
    """The place of a day (by ordinal) in a leap year, 0 to 365."""
    found = date.fromordinal(day)
    return _MONTHS[found.month - 1] + found.day - 1


def slot_of(month: int, day: int) -> int:
    """The place of a month and day in a leap year, 0 to 365."""
    return _MONTHS[month - 1] + day - 1


def windows(first: int, last: int, curve: Curve, strength: float = 1.0, chance: float = 0.02) -> tuple[Window, ...]:
    """A curve laid around the days `first` to `last`, as log weights against a day off the curve, one window for each step.

    A step (lo, hi, mass) with hi < 0 counts days before `first`, with lo > 0 days after `last`; (0, 0, mass) is the days
    themselves. `chance` is the share of such hints that mean nothing; `strength` tempers hints that say the same.
    """
    made: list[Window] = []
    for lo, hi, mass in curve:
        a = first + lo if lo <= 0 else last + lo
        b = first + hi if hi < 0 else last + hi
        weight = math.log1p((1 - chance) / chance * mass / (b - a + 1) * DAYS) * strength
        if a <= LAST and b >= FIRST:
            made.append((max(a, FIRST), min(b, LAST), weight))
    return tuple(made)


def likened(parts: Iterable[tuple[int, int, float]]) -> tuple[Window, ...]:
    """Log weights of stretches of days, each so many times likelier than others; where they overlap, the odds add up."""
    changes: dict[int, float] = {}
    for first, last, times in parts:
        if first <= last:
            changes[first] = changes.get(first, 0.0) + times
            changes[last + 1] = changes.get(last + 1, 0.0) - times
    days = sorted(changes)
    levels = accumulate(changes[day] for day in days)
    return tuple((a, b - 1, math.log1p(level)) for a, b, level in zip(days, days[1:], levels, strict=False) if level > _NOTHING)


def yearly(curve: Curve, chance: float = 0.02) -> Floats:
    """A curve around a day of the year as 366 log weights against chance, beginning with that day itself, twice over."""
    weights = [0.0] * SLOTS
    for lo, hi, mass in curve:
        for offset in range(lo, hi + 1):
            weights[offset % SLOTS] = math.log((1 - chance) * mass / (hi - lo + 1) * SLOTS + chance)
    return np.array(weights * 2)


@dataclass(frozen=True)
class Odds:
    """The probability of every day, not yet divided by their sum, and what all days before each, and all of them, sum up to."""

    days: Floats
    before: Floats

    def share(self, first: int, last: int) -> float:
        """The probability of the days `first` to `last`."""
        first, last = max(first, FIRST), min(last, LAST)
        return float((self.before[last + 1 - FIRST] - self.before[first - FIRST]) / self.before[-1]) if first <= last else 0.0

    def years(self) -> dict[int, float]:
        """The probability of each year."""
        sums = np.diff(self.before[_year_starts()]) / self.before[-1]
        return dict(zip(range(FIRST_YEAR, LAST_YEAR + 1), sums.tolist(), strict=True))

    def quantile(self, share: float) -> int:
        """The first day up to which at least `share` of the probability lies."""
        return min(LAST, FIRST + int(np.searchsorted(self.before[1:], share * self.before[-1])))

    def best(self, first: int, last: int) -> int:
        """The likeliest day from `first` to `last`, or one beside it that is clearly likelier together with its own neighbours."""
        top = first + int(np.argmax(self.days[first - FIRST : last + 1 - FIRST]))
        beside = max((day for day in (top - 1, top + 1) if first <= day <= last), key=lambda day: self.share(day - 1, day + 1))
        return beside if self.share(beside - 1, beside + 1) > self.share(top - 1, top + 1) * _CLEARLY else top


@lru_cache(1)
def _year_starts() -> list[int]:
    """The place of each 1 January among the days, and the place after the last day."""
    return [date(year, 1, 1).toordinal() - FIRST for year in range(FIRST_YEAR, LAST_YEAR + 2)]


def weigh(hints: Iterable[Hint]) -> Odds:
    """The odds that the hints make together, each taken as independent of the others."""
    changes = {FIRST: 0.0}
    turns: Floats | None = None
    for hint in hints:
        for first, last, weight in hint.windows:
            changes[first] = changes.get(first, 0.0) + weight
            changes[last + 1] = changes.get(last + 1, 0.0) - weight
        if hint.yearly is not None:
            turns = hint.yearly.year() if turns is None else turns + hint.yearly.year()
    starts = sorted(day for day in changes if day <= LAST)
    scores = np.cumsum([changes[day] for day in starts])
    days = np.repeat(np.exp(scores - scores.max()), np.diff([*starts, LAST + 1]))
    if turns is not None:
        days *= np.exp(turns - turns.max())[_slots()]
    before = np.zeros(DAYS + 1)  # filled in place: a new array of this size costs more than its sums
    np.cumsum(days, out=before[1:])
    return Odds(days, before)


@lru_cache(1)
def _slots() -> NDArray[np.intp]:
    """The place in a leap year of every day, from the first year to the last."""
    leap = np.arange(SLOTS)
    return np.concatenate([leap if isleap(year) else np.delete(leap, _LEAP_DAY) for year in range(FIRST_YEAR, LAST_YEAR + 1)])


def support(hint: Hint, day: int) -> float:
    """By how much the hint speaks for a day, against its mean over all days (natural log); 0 for one that only speaks for others."""
    here, lowest = 0.0, 0.0
    for first, last, weight in hint.windows:
        lowest = min(lowest, weight)
        if first <= day <= last:
            here += weight
    if hint.windows and (here or lowest):
        here -= math.log(sum(math.exp(w) * n for w, n in _levels(hint.windows)) / DAYS)
    return here + (hint.yearly.at(slot(day)) if hint.yearly is not None else 0.0)


def _levels(parts: Sequence[Window]) -> Iterator[tuple[float, int]]:
    """The summed weight of each stretch that the windows make, and its length."""
    changes = {FIRST: 0.0, LAST + 1: 0.0}
    for first, last, weight in parts:
        changes[first] = changes.get(first, 0.0) + weight
        changes[last + 1] = changes.get(last + 1, 0.0) - weight
    days = sorted(changes)
    for a, b, level in zip(days, days[1:], accumulate(changes[day] for day in days), strict=False):
        yield level, b - a
