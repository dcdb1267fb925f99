"""What days and months on the page say of the day of writing: "ngày 24/9", "hôm nay (9/10)", "thứ Sáu (9/10)", "23/10/2013"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from hoadam.model.base import Span
from hoadam.model.shape import exists
from hoadam.packs.fold import Folded
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac
from hoadam.read.dating.odds import FIRST, LAST, Curve, Hint, Turn, Window, slot_of, windows
from hoadam.read.dating.scene import Scene, Told

_DAY, _MONTH = len("XXXX-00-00"), len("XXXX-00")
_PLACE = 40  # letters before the day in a dateline
_AFTER_DATELINE = re.compile(r" ?(?:\([^()\n]{2,30}\) ?)?--? ")
_BESIDE = 3  # letters between "hôm nay" and its date, as in "hôm nay, (9/10"
WEEKDAY_BEFORE = 16  # letters before a day in which its weekday stands
_LAW = 40
_HEAD = 300  # letters in which the day of the news is told
_MOST = 7  # further days of the year of one story count no more: they repeat what the first ones said
_LATER, _PAST = 0.45, 0.5  # tempers days told after the first: of one story they are not independent
_LEDE = 250
_WEEKDAY_SURE = 4.0  # log odds; one in fifty weekdays is a slip, or goes with another date


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The hints of all days and months of a story."""
    yield from _dateline(scene, almanac)
    yield from _today(scene.told, scene.text, almanac)
    yield from _days_of_year(scene, almanac)
    yield from _full_days(scene, almanac)
    yield from _weekdays(scene.told, scene.text, almanac)
    yield from _months(scene.told, almanac)
    yield from _around(scene)


def is_yearless(told: Told) -> bool:
    """True for a day and month without year."""
    inner = told.shape.inner
    return not told.shape.base and len(inner) == _DAY and inner.startswith("XXXX-") and inner[5] in "01" and inner[8:].isdigit()


def is_full(told: Told) -> bool:
    """True for a day with month and year."""
    inner = told.shape.inner
    return not told.shape.base and len(inner) == _DAY and inner[:4].isdigit() and inner[5] in "01" and inner[8:].isdigit()


def _month_day(told: Told) -> tuple[int, int]:
    return int(told.shape.inner[5:7]), int(told.shape.inner[8:10])


def said(month: int, day: int) -> str:
    """A day of the year in figures, for people."""
    return f"{day}/{month}"


def _dateline(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The day in the dateline of a wire story: "KYIV, April 9 (Reuters) - "."""
    low = scene.text.lower
    for one in scene.told[:2]:
        line = low.rfind("\n", 0, one.timex.start) + 1
        if one.timex.start - line > _PLACE or not _AFTER_DATELINE.match(low, one.timex.end):
            continue
        if is_yearless(one):
            yield Hint("today", "the day of the dateline", one.timex, yearly=Turn(almanac.turns["today"], slot_of(*_month_day(one))))
            yield from _lede_weekday(one, scene, almanac)
        elif is_full(one) and (day := _ordinal(one)):
            yield Hint("today", "the day of the dateline", one.timex, windows(day, day, curves.TODAY))


def _lede_weekday(dated: Told, scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The weekday of the lede is that of the dateline, or the one before."""
    found = almanac.weekday.search(scene.text.lower, dated.timex.end, min(scene.end, dated.timex.end + _LEDE))
    if found:
        (month, day), weekday = _month_day(dated), int(almanac.weekdays[found[0]])
        made = tuple(
            (first, last, weight)
            for back, weight in enumerate(curves.LEDE_WEEKDAY)
            for first, last, _ in years_with(month, day, (weekday + back - 1) % 7 + 1)
        )
        yield Hint("weekday", f"{found[0]} is told under the dateline of {said(month, day)}", Span(found.start(), found.end()), made)


def _today(told: Sequence[Told], text: Folded, almanac: Almanac) -> Iterator[Hint]:
    """The day of writing to the letter: "hôm nay (9/10)", "8/10, hôm qua"."""
    for one, other in pairwise(told):
        steps, dated = (one, other) if one.shape.base == "DCT" else (other, one)
        between = text.lower[one.timex.end : other.timex.start]
        if steps.shape.base != "DCT" or steps.shape.inner or len(between) > _BESIDE or any(c.isalnum() for c in between):
            continue
        if any(unit != "D" for _, unit in steps.shape.steps):
            continue
        offset = -round(sum(n for n, _ in steps.shape.steps))
        cue = f"{'today' if offset == 0 else f'{abs(offset)} day(s) ' + ('ago' if offset > 0 else 'ahead')} is the day told beside it"
        if is_yearless(dated):
            start = (slot_of(*_month_day(dated)) + offset) % 366
            yield Hint("today", cue, dated.timex, yearly=Turn(almanac.turns["today"], start))
        elif is_full(dated) and (day := _ordinal(dated)):
            yield Hint("today", cue, dated.timex, windows(day + offset, day + offset, curves.TODAY))


def _ordinal(told: Told) -> int | None:
    year, month, day = (int(x) for x in told.shape.inner.split("-"))
    return date(year, month, day).toordinal() if exists(year, month, day) else None


def _days_of_year(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """Days and months without year: stories are written on the day they tell first, or the day after."""
    seen: set[str] = set()
    for one in scene.told:
        if not is_yearless(one) or one.shape.inner in seen or len(seen) > _MOST:
            continue
        place = "later" if seen else "first" if one.timex.start < scene.start + _HEAD else "deep"
        tense = 1 if _is_until(one, scene, almanac) else one.timex.tense
        name = ("first-past" if place == "first" else "past", place, "ahead")[tense + 1]
        strength = 1.0 if not seen else _PAST if name == "past" else _LATER
        seen.add(one.shape.inner)
        what = {
            "first": "the first day told",
            "deep": "the first day told, far down",
            "later": "a day told",
            "first-past": "the first day told, as past",
            "past": "a day told as past",
            "ahead": "a day told as yet to come",
        }[name]
        start = slot_of(*_month_day(one))
        yield Hint("days", f"{what}: {said(*_month_day(one))}", one.timex, yearly=Turn(almanac.turns[name], start, strength))


def _full_days(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """Days with their year; the first one weighs like the day of the news when no day without year stands before it."""
    head = scene.start + _HEAD
    news, seen = not any(is_yearless(one) and one.timex.start < head for one in scene.told), set[int]()
    at_home = curves.FIRST_FULL_AT_HOME, curves.DEEP_FULL_AT_HOME, curves.FULL_AT_HOME
    abroad = (curves.FIRST_FULL_ABROAD, curves.FULL_ABROAD, curves.FULL_ABROAD) if scene.abroad else at_home
    for one in scene.told:
        day = _ordinal(one) if is_full(one) else None
        if day is None or day in seen or not FIRST <= day <= LAST:
            continue
        first, deep, later = at_home if one.shape.part else abroad  # "tối 22/10/2013": of what is long past nobody tells the hour
        curve = later if not news else first if one.timex.start < head else deep
        news = False
        seen.add(day)
        if day is not None and almanac.law(scene.text.lower[max(0, one.timex.start - _LAW) : one.timex.start]):
            yield Hint("law", f"a law or decree of {one.shape.inner}", one.timex, windows(day, day, curves.LAW))
            continue
        tense = 1 if _is_until(one, scene, almanac) else scene.tense(one, almanac.future, almanac.past)
        if tense > 0:
            curve = curves.DAY_AHEAD
        elif almanac.as_of(scene.text.lower[max(0, one.timex.start - _LAW) : one.timex.start]):
            curve = curves.COUNTED_DAY
        yield Hint(
            "full", f"a day told with its year: {one.shape.inner}", one.timex, dated(day, curve, 1.0 if len(seen) == 1 else _LATER, tense)
        )


def _is_until(one: Told, scene: Scene, almanac: Almanac) -> bool:
    """True for a deadline, or the end of what goes on: "đến hết ngày 31/10"."""
    return almanac.until(scene.text.lower[max(scene.start, one.timex.start - _LAW) : one.timex.start]) is not None


def dated(day: int, curve: Curve, strength: float, tense: int) -> tuple[Window, ...]:
    """A curve counted from the day, or from 1 January of its year where the curve is one of years; days before a past day fall off."""
    if curve not in curves.BY_YEAR:
        return windows(day, day, curve, strength)
    start = date(date.fromordinal(day).year, 1, 1).toordinal()
    early = ((FIRST, day - 1, curves.PAST_ALREADY * strength),) if tense <= 0 else ()
    return (*windows(start, start, curve, strength), *early)


def _weekdays(told: Sequence[Told], text: Folded, almanac: Almanac) -> Iterator[Hint]:
    """A weekday beside a day without year holds in one year of six or so."""
    for one in told:
        if not is_yearless(one):
            continue
        near = text.lower[max(0, one.timex.start - WEEKDAY_BEFORE) : one.timex.end]
        found = list(almanac.weekday.finditer(near))
        if not found or any(c.isdigit() for c in near[found[-1].end() : max(0, len(near) - (one.timex.end - one.timex.start))]):
            continue
        month, day = _month_day(one)
        fitting = tuple(years_with(month, day, int(almanac.weekdays[found[-1][0]])))
        yield Hint("weekday", f"{said(month, day)} is a {found[-1][0]}", one.timex, fitting)


def years_with(month: int, day: int, weekday: int) -> Iterator[Window]:
    """The stretches of time in which the nearest such day of the year falls on that weekday."""
    for year in range(1989, 2028):
        if exists(year, month, day) and (at := date(year, month, day)).isoweekday() == weekday:
            first, last = max(FIRST, at.toordinal() - 60), min(LAST, at.toordinal() + 304)
            if first <= last:
                yield first, last, _WEEKDAY_SURE


def _months(told: Sequence[Told], almanac: Almanac) -> Iterator[Hint]:
    """Months without year."""
    seen: set[str] = set()
    for one in told:
        inner = one.shape.inner
        if (
            one.shape.base
            or len(inner) != _MONTH
            or not inner.startswith("XXXX-")
            or not inner[5:].isdigit()
            or inner in seen
            or len(seen) > 1
        ):
            continue
        seen.add(inner)
        name = "month-ahead" if one.timex.tense > 0 else "month"
        yield Hint(
            "months", f"a month told: {int(inner[5:])}", one.timex, yearly=Turn(almanac.turns[name], slot_of(int(inner[5:]), 1), _LATER)
        )


def _around(scene: Scene) -> Iterator[Hint]:
    """Days with their year in the line of the byline (the day of publication) and under pictures (taken before)."""
    for told, curve, cue in (
        (scene.above, curves.PUBLISHED, "the line above the story gives a day"),
        (scene.pictured, curves.PICTURED, "a picture's day"),
    ):
        days = [(one, day) for one in told if is_full(one) and (day := _ordinal(one)) and FIRST <= day <= LAST]
        for one, day in days[:2]:
            yield Hint("around", f"{cue}: {one.shape.inner}", one.timex, windows(day, day, curve))
