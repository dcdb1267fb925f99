"""What do times counted from the day of writing say of it: "cuối tháng trước", "đầu năm tới", "thứ Sáu tuần trước (18/10)"?

They name no year; they tell what part of a month or year it was, and so draw in the bounds and weigh among days that other hints leave
open. The first months of a year ("9 tháng đầu năm 2013") are told when they are over.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np

from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.packs.fold import Folded
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac
from hoadam.read.dating.days import WEEKDAY_BEFORE, is_yearless, years_with
from hoadam.read.dating.odds import FIRST_YEAR, LAST_YEAR, SLOTS, Curve, Floats, Hint, Turn, slot_of, windows, yearly
from hoadam.read.dating.scene import Scene, Told

_MOST = 3  # hints of one story: they repeat each other
_BESIDE = 3  # letters between "thứ Sáu tuần trước" and its date in brackets
_WITHIN = 24  # letters before "tháng đầu năm" in which the number stands
_MONTHS = 11  # of all twelve the year alone is told


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The hints of all such times of a story."""
    yield from _first_months(scene, almanac)
    yield from _beside(scene.told, scene.text)
    seen: set[str] = set()
    for one in scene.told:
        turn = _turn(one, scene, almanac) if len(seen) < _MOST else None
        if turn is not None and (key := f"{one.timex.shape}{one.timex.mod}") not in seen:
            seen.add(key)
            yield Hint(
                "relative-to", f"counted from the day of writing: {scene.text.text[one.timex.start : one.timex.end]}", one.timex, (), turn
            )


def _turn(one: Told, scene: Scene, almanac: Almanac) -> Turn | None:
    """The days of the year that the time makes likely, where it makes any."""
    shape, mod = one.shape, one.timex.mod or ""
    if not shape.base and shape.inner[:6] in ("XXXX-Q", "XXXX-H"):
        last = date.fromisoformat(bounds(shape.inner.replace("XXXX", "2000"))[1] or "2000-01-01")
        name = "quarter-ahead" if scene.tense(one, almanac.future, almanac.past) > 0 else "quarter"
        return Turn(almanac.turns[name], slot_of(last.month, last.day), curves.RELATIVE)
    if shape.base != "DCT" or len(shape.steps) != 1:
        return None
    n, unit = round(shape.steps[0][0]), shape.steps[0][1]
    if unit == "M" and (steps := _in_month(n, shape.inner, mod)):
        return Turn(_monthly(steps), 0, curves.RELATIVE)
    if unit == "Y" and not shape.inner and (n, mod) in curves.PART_OF_A_YEAR:
        return Turn(_of_year(curves.PART_OF_A_YEAR[n, mod]), 0, curves.RELATIVE)
    if unit == "Y" and n == 0 and shape.inner.startswith("XXXX-") and shape.inner[5:7].isdigit():
        month, day = int(shape.inner[5:7]), int(shape.inner[8:10] or 1)
        at, ahead = slot_of(month, day), scene.tense(one, almanac.future, almanac.past) > 0
        before, after = (1.0 - curves.SAME_YEAR, curves.SAME_YEAR)[:: -1 if ahead else 1]
        return Turn(_of_year(((0, at - 1, before), (at, SLOTS - 1, after))) if at else _of_year(((0, SLOTS - 1, 1.0),)), 0, curves.RELATIVE)
    return None


def _in_month(n: int, inner: str, mod: str) -> Curve:
    """How the day of writing lies in its month, by what is told of this month, the last or the next."""
    if not inner:
        return curves.PART_OF_MONTH.get((n, mod), ())
    if not (inner.startswith("XXXX-XX-") and inner[8:].isdigit()) or n not in (-1, 0):
        return ()
    if n < 0:
        return curves.DAY_OF_LAST_MONTH
    day = int(inner[8:])
    parts = tuple((max(1, day + lo), min(31, day + hi), mass) for lo, hi, mass in curves.DAY_OF_THIS_MONTH)
    return tuple(part for part in parts if part[0] <= part[1])


@lru_cache(256)
def _monthly(steps: Curve) -> Floats:
    """Days of the month as log weights of the days of the year, twice over."""
    weights, chance = [0.0] * 32, curves.RELATIVE_CHANCE
    for lo, hi, mass in steps:
        for day in range(lo, hi + 1):
            weights[day] += mass / (hi - lo + 1)
    days = [date.fromordinal(date(2000, 1, 1).toordinal() + n).day for n in range(SLOTS)]
    return np.array([math.log((1 - chance) * weights[day] * 31 + chance) for day in days] * 2)


@lru_cache(256)
def _of_year(steps: Curve) -> Floats:
    """Stretches of days, counted from a day of the year (or from 1 January), as log weights of 366 days, twice over."""
    return yearly(steps, curves.RELATIVE_CHANCE)


def _first_months(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The figures of a year's first months are told when they are over: "9 tháng đầu năm 2013", "10 tháng năm 2013"."""
    low, seen = scene.text.lower, set[tuple[int, str]]()
    for words, is_dated in (*((words, False) for words in almanac.months), *((words, True) for words in almanac.months_dated)):
        at = low.find(words, scene.start, scene.end)
        while at >= 0 and len(seen) < _MOST:
            first, end = max(scene.start, at - _WITHIN), at + len(words)
            found, year = almanac.ordinal_end.search(low[first:at].rstrip(" ")), _year_at(low, end)
            number = int(almanac.number(found["n"]) or 0) if found else 0
            is_new = 2 <= number <= _MONTHS and (number, year) not in seen and (year or not is_dated)
            if found and is_new and not almanac.compared(low[first : first + found.start()]):
                seen.add((number, year))
                yield from _months_told(number, year, Span(first + found.start(), end), almanac)
            at = low.find(words, end, scene.end)


def _year_at(low: str, at: int) -> str:
    """The year in figures that stands after a space, or ""."""
    year = low[at + 1 : at + 5]
    return year if len(year) == len("2013") and year.isdecimal() and not low[at + 5 : at + 6].isdigit() else ""


def _months_told(number: int, year: str, quote: Span, almanac: Almanac) -> Iterator[Hint]:
    cue = f"the first {number} months of {year or 'a year'} told"
    if not year:
        yield Hint("relative-to", cue, quote, (), Turn(almanac.turns["months"], slot_of(number + 1, 1), curves.RELATIVE))
    elif FIRST_YEAR <= int(year) <= LAST_YEAR:
        over = date(int(year), number + 1, 1).toordinal()
        yield Hint("months-of", cue, quote, windows(over, over, curves.FIRST_MONTHS, curves.RELATIVE))


def _beside(told: Sequence[Told], text: Folded) -> Iterator[Hint]:
    """A week or month counted from the day of writing, and its date: "thứ Sáu tuần trước (18/10)", "tháng trước (tháng 9)"."""
    for one, other in pairwise(told):
        between = text.lower[one.timex.end : other.timex.start]
        if one.shape.base != "DCT" or len(one.shape.steps) != 1 or len(between) > _BESIDE or any(c.isalnum() for c in between):
            continue
        n, unit = round(one.shape.steps[0][0]), one.shape.steps[0][1]
        inner = other.shape.inner
        if unit == "W" and is_yearless(other) and one.shape.inner.startswith("XXXX-WXX-") and one.shape.inner[-1].isdigit():
            weekday, month, day = int(one.shape.inner[-1]), int(inner[5:7]), int(inner[8:10])
            if other.timex.start - one.timex.start > WEEKDAY_BEFORE:  # else it is told already
                yield Hint("weekday", f"{day}/{month} is day {weekday} of its week", other.timex, tuple(years_with(month, day, weekday)))
            steps: Curve = ((1 - weekday - 7 * n, 7 - weekday - 7 * n, 0.94),)
            yield Hint("today", f"{day}/{month} lies {-n} week(s) back", other.timex, (), Turn(_of_year(steps), slot_of(month, day)))
        elif unit == "M" and not one.shape.inner and _is_bare_month(other):
            month = (int(inner[5:]) - 1 - n) % 12 + 1
            yield Hint("today", f"it is month {month}", other.timex, (), Turn(_of_year(((0, 30, 0.94),)), slot_of(month, 1)))


def _is_bare_month(told: Told) -> bool:
    """True for a month without year."""
    inner = told.shape.inner
    return not told.shape.base and len(inner) == len("XXXX-00") and inner.startswith("XXXX-") and inner[5:].isdigit()
