"""How likely each day from 1990 to 2026 is once all hints are added up: exact sums over stretches of days, never a loop over days."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from hoadam.model.base import Record, Span

FIRST, LAST = date(1990, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
DAYS = LAST - FIRST + 1
_CLEARLY = 1.15
_NOTHING = 1e-9
_WHOLE = 364  # days between the first and last day of a year, or of a leap year one more
SLOTS = 366  # the days of a leap year: slot 59 is 29 February
_MONTHS = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)

Window = tuple[int, int, float]
Curve = tuple[tuple[int, int, float], ...]


class Hint(Record, frozen=True):
    """One piece of evidence: log weights of stretches of days (`windows`, by ordinal) and of days of the year (`yearly`).

    `sort` is the family of hints that it belongs to, by which weigh() tempers it.
    """

    sort: str
    cue: str
    quote: Span | None = None
    windows: tuple[Window, ...] = ()
    yearly: tuple[float, ...] = ()


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


def yearly(curve: Curve, chance: float = 0.02) -> tuple[float, ...]:
    """A curve around a day of the year as 366 log weights against chance, beginning with that day itself."""
    weights = [0.0] * SLOTS
    for lo, hi, mass in curve:
        for offset in range(lo, hi + 1):
            weights[offset % SLOTS] = math.log((1 - chance) * mass / (hi - lo + 1) * SLOTS + chance)
    return tuple(weights)


def turned(weights: Sequence[float], start: int, strength: float = 1.0) -> tuple[float, ...]:
    """Yearly log weights moved so that their first stands at slot `start`."""
    made = (*weights[SLOTS - start :], *weights[: SLOTS - start])
    return made if strength == 1.0 else tuple(strength * weight for weight in made)


@dataclass(frozen=True)
class Odds:
    """The probability of every day: stretches with one weight each, times a weight for the day of the year."""

    stretches: tuple[tuple[int, int, float], ...]
    yearly: tuple[float, ...]
    sums: tuple[float, ...]
    total: float

    def share(self, first: int, last: int) -> float:
        """The probability of the days `first` to `last`."""
        return sum(w * self._mass(max(a, first), min(b, last)) for a, b, w in self.stretches if a <= last and b >= first) / self.total

    def years(self) -> dict[int, float]:
        """The probability of each year."""
        shares: dict[int, float] = {}
        for a, b, weight in self.stretches:
            for year, start, end in _by_year(a, b):
                shares[year] = shares.get(year, 0.0) + weight * (self._mass(start, end) if end - start < _WHOLE else self.sums[-1])
        return {year: share / self.total for year, share in shares.items()}

    def quantile(self, share: float) -> int:
        """The first day up to which at least `share` of the probability lies."""
        left = share * self.total
        for a, b, weight in self.stretches:
            mass = weight * self._mass(a, b)
            if mass >= left:
                return self._within(a, b, left / weight)
            left -= mass
        return LAST

    def best(self, first: int, last: int) -> int:
        """The likeliest day from `first` to `last`, or one beside it that is clearly likelier together with its own neighbours."""
        peaks = [self._peak(max(a, first), min(b, last), weight) for a, b, weight in self.stretches if a <= last and b >= first]
        top = max(peaks, key=lambda peak: peak[0])[1]
        beside = max((day for day in (top - 1, top + 1) if first <= day <= last), key=lambda day: self.share(day - 1, day + 1))
        return beside if self.share(beside - 1, beside + 1) > self.share(top - 1, top + 1) * _CLEARLY else top

    def _peak(self, first: int, last: int, weight: float) -> tuple[float, int]:
        """The highest density of a stretch and the first day that has it."""
        if last - first >= SLOTS:
            last = first + SLOTS - 1
        start, size = slot(first), last - first + 1
        ring = self.yearly[start : start + size] + self.yearly[: max(0, start + size - SLOTS)]
        top = max(ring)
        return weight * top, min(first + ring.index(top), last)

    def _mass(self, first: int, last: int) -> float:
        return self._upto(last + 1) - self._upto(first)

    def _upto(self, day: int) -> float:
        found = date.fromordinal(day)
        return (found.year - 1990) * self.sums[-1] + self.sums[_MONTHS[found.month - 1] + found.day - 1]

    def _within(self, first: int, last: int, mass: float) -> int:
        base = self._upto(first)
        return first + bisect_left(range(last - first), mass, key=lambda n: self._upto(first + n + 1) - base)


def _by_year(first: int, last: int) -> Iterator[tuple[int, int, int]]:
    for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
        yield year, max(first, date(year, 1, 1).toordinal()), min(last, date(year, 12, 31).toordinal())


def weigh(hints: Iterable[Hint]) -> Odds:
    """The odds that the hints make together, each taken as independent of the others."""
    changes = {FIRST: 0.0}
    turns: list[Sequence[float]] = []
    for hint in hints:
        for first, last, weight in hint.windows:
            changes[first] = changes.get(first, 0.0) + weight
            changes[last + 1] = changes.get(last + 1, 0.0) - weight
        if hint.yearly:
            turns.append(hint.yearly)
    starts = sorted(day for day in changes if day <= LAST)
    scores = list(accumulate(changes[day] for day in starts))
    top = max(scores)
    stretches = tuple((a, b - 1, math.exp(s - top)) for a, b, s in zip(starts, [*starts[1:], LAST + 1], scores, strict=True))
    return _summed(stretches, turns)


def _summed(stretches: tuple[tuple[int, int, float], ...], turns: Sequence[Sequence[float]]) -> Odds:
    logs = list(map(sum, zip(*turns, strict=True))) if turns else [0.0] * SLOTS
    top = max(logs)
    weights = tuple(math.exp(x - top) for x in logs)
    odds = Odds(stretches, weights, tuple(accumulate(weights, initial=0.0)), 1.0)
    total = sum(weight * odds._mass(a, b) for a, b, weight in stretches)  # noqa: SLF001
    return Odds(stretches, weights, odds.sums, total)


def support(hint: Hint, day: int) -> float:
    """By how much the hint speaks for a day, against its mean over all days (natural log)."""
    here = sum(w for a, b, w in hint.windows if a <= day <= b)
    if hint.windows:
        here -= math.log(sum(math.exp(w) * n for w, n in _levels(hint.windows)) / DAYS)
    return here + (hint.yearly[slot(day)] if hint.yearly else 0.0)


def _levels(parts: Sequence[Window]) -> Iterator[tuple[float, int]]:
    """The summed weight of each stretch that the windows make, and its length."""
    changes = {FIRST: 0.0, LAST + 1: 0.0}
    for first, last, weight in parts:
        changes[first] = changes.get(first, 0.0) + weight
        changes[last + 1] = changes.get(last + 1, 0.0) - weight
    days = sorted(changes)
    for a, b, level in zip(days, days[1:], accumulate(changes[day] for day in days), strict=False):
        yield level, b - a
