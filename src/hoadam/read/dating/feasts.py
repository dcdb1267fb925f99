"""What lunar days and feasts on the page say of the day of writing: "rằm tháng bảy", "mùng 6 Tết (24/2)"."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from hoadam.model.lunar import lunar_day
from hoadam.packs.fold import Folded
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac
from hoadam.read.dating.days import is_yearless
from hoadam.read.dating.odds import FIRST, FIRST_YEAR, LAST, LAST_YEAR, Hint, Window, likened
from hoadam.read.dating.scene import Scene, Told

_DAY = len("LXXXX-00-00")
_BESIDE = 14  # letters between a lunar day and the same day of the sun's calendar
_MOST = 2  # feasts of one story that count


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The hints of the lunar days of a story: the season, and with a day of the sun's calendar beside them the year."""
    seen: set[str] = set()
    for one in scene.told:
        inner = one.shape.inner
        if _is_lunar(one) and inner not in seen and len(seen) < _MOST:
            seen.add(inner)
            yield Hint("feast", f"a lunar day told: {inner[9:]}/{inner[6:8]}", one.timex, _about(inner))
    for one, other in pairwise(scene.told):
        lunar, solar = (one, other) if _is_lunar(one) else (other, one)
        if _is_lunar(lunar) and is_yearless(solar) and _is_same(one, other, scene.text, almanac):
            made = tuple(_fitting(lunar.shape.inner, solar.shape.inner))
            if made:
                cue = f"{solar.shape.inner[8:]}/{solar.shape.inner[5:7]} is the lunar day {lunar.shape.inner[9:]}/{lunar.shape.inner[6:8]}"
                yield Hint("lunar", cue, solar.timex, made)


def _is_lunar(told: Told) -> bool:
    """True for a lunar day without year."""
    inner = told.shape.inner
    return not told.shape.base and len(inner) == _DAY and inner.startswith("LXXXX-") and inner[6:8].isdigit() and inner[9:].isdigit()


def _is_same(one: Told, other: Told, text: Folded, almanac: Almanac) -> bool:
    """True where nothing but a bracket, a comma or a word for "that is" stands between the two."""
    between = text.lower[one.timex.end : other.timex.start]
    return len(between) <= _BESIDE and (not between.strip(" ,(") or almanac.same(between.strip(" ,(")) is not None)


def _days(inner: str) -> Iterator[int]:
    """The day, by ordinal, in each year that is scored and those beside them."""
    for year in range(FIRST_YEAR - 1, LAST_YEAR + 2):
        found = lunar_day(year, int(inner[6:8]), int(inner[9:]))
        if found is not None:
            yield found.toordinal()


def _about(inner: str) -> tuple[Window, ...]:
    """Log weights around the feast in each year."""
    parts = (
        (max(FIRST, day + lo), min(LAST, day + hi), mass / (hi - lo + 1) * curves.YEAR_DAYS)
        for day in _days(inner)
        for lo, hi, mass in curves.FEAST
    )
    return tuple((first, last, weight * curves.FEAST_STRENGTH) for first, last, weight in likened(parts))


def _fitting(lunar: str, solar: str) -> Iterator[Window]:
    """The stretches of time in which the nearest such lunar day falls on that day of the sun's calendar."""
    for day in _days(lunar):
        if f"{date.fromordinal(day):%m-%d}" == solar[5:]:
            first, last = max(FIRST, day - 60), min(LAST, day + 304)
            if first <= last:
                yield first, last, curves.LUNAR_SURE
