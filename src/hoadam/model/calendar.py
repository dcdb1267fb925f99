"""Which day, month or year a shape means, given the day of writing: pure arithmetic on the calendar (shapes: model/shape.py)."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from hoadam.model.lunar import lunar_day, lunar_month
from hoadam.model.shape import VAGUE, WRITING, Shape, exists, grain_of, is_span, parse
from hoadam.model.time import Day

_PLAIN = re.compile(r"(?:\d{4}|XXXX(?=-\d\d))(?:-\d\d(?:-\d\d)?)?(?=$|T)")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_YEARS = {"Y": 1, "DE": 10, "CE": 100}
# News tells of the last months rather than of what is to come: a day without year that lies up to 300 days back is past,
# one that would lie further back is ahead. A weekday is the last one; a bare day of the month lies up to 24 days back.
_BACK = {"day": 300, "month": 300, "monthday": 24, "weekday": 6, "lunar": 200}
# A cue of tense is outweighed where it would mean the better part of a year: "đã đồng ý gặp nhau ngày 4/10" in September is ahead.
_AGAINST = 250
_FOUR_YEARS = range(date(2017, 1, 1).toordinal(), date(2021, 1, 1).toordinal())
FAR = 20  # weeks, months or years from the day of writing beyond which bounds in days would tell nothing
_SLACK = 2  # days by which the day of writing may be off before a cue of tense turns the year


def day_of(shape: str, written: Day | None, anchor: Day | None = None, tense: int = 0) -> Day:
    """The value of a shape with the first and last ISO day that it can mean; Day() when it cannot be told.

    `written` is the day of writing as far as it is known, `anchor` the value that REF counts from, `tense` -1, 0 or 1.
    """
    if shape in VAGUE or is_span(shape):
        return Day(shape)
    parsed = parse(shape)
    if parsed is None or (parsed.part and not parsed.base and not parsed.inner):
        return Day()
    if parsed.base == "REF":
        return _around(parsed, anchor, 1 if "-W" in parsed.inner else 0)
    if not parsed.base and "XX" not in parsed.inner:
        return _valued(_solar(parsed.inner), parsed.part)
    return _around(parsed, written, tense)


@lru_cache(4096)
def bounds(value: str | None) -> tuple[str | None, str | None]:
    """The first and last ISO day of a TIMEX3 value, or (None, None) when it is not a point in time."""
    parsed = parse(value) if value and value not in VAGUE and not is_span(value) else None
    if parsed is None or parsed.base or "X" in parsed.inner:
        return None, None
    span = _days(parsed.inner)
    return (span[0].isoformat(), span[1].isoformat()) if span else (None, None)


@lru_cache(4096)
def reach(shape: str, tense: int) -> tuple[int, int] | None:
    """The fewest and most days after the day of writing that a shape can mean, whatever day that is ("last week": -13, -1).

    None for what is not counted from the day of writing, or can lie at any distance from it. Found by trying every day of four years.
    """
    parsed = parse(shape)
    if parsed is None or (parsed.base != WRITING and not parsed.inner.startswith("XXXX-W")):
        return None
    if any(unit not in ("D", "W", "M", "Q", "Y") or abs(n) > FAR for n, unit in parsed.steps):
        return None
    low, high = [], []
    for ordinal in _FOUR_YEARS:
        day = _counted(parsed, date.fromordinal(ordinal), tense, "")
        if day.earliest is None or day.latest is None:
            return None
        low.append(date.fromisoformat(day.earliest).toordinal() - ordinal)
        high.append(date.fromisoformat(day.latest).toordinal() - ordinal)
    return min(low), max(high)


def as_date(day: Day) -> Day:
    """The day, month or year as the record of an event writes it; the range of what has no such value (a week)."""
    known = _PLAIN.match(day.value or "")
    low, high = (day.earliest, day.latest) if day.earliest else bounds(day.value)
    if known:
        return Day(known.group(), low, high)
    return Day(f"{low}/{high}", low, high) if low and high else Day()


def _around(shape: Shape, known: Day | None, tense: int) -> Day:
    """The shape counted from a day known exactly, as a month or year, or within bounds."""
    if known is None:
        return Day()
    part = parse(known.value) if known.value else None
    first, last = (known.earliest, known.latest) if known.earliest and known.latest else bounds(known.value)
    if part and part.grain == "day":
        return _counted(shape, date.fromisoformat(part.inner), tense, part.part)
    if part and part.grain in ("month", "year", "week", "quarter", "half", "season", "decade", "century") and shape.base == "REF":
        return _from_wide(shape, known)
    if not first or not last:
        return Day()
    a = _counted(shape, date.fromisoformat(first), tense, "")
    b = _counted(shape, date.fromisoformat(last), tense, "")
    return Day(_shared(a.value, b.value), a.earliest, b.latest)


def _from_wide(shape: Shape, known: Day) -> Day:
    """The shape counted from a month or year: told where its own unit is no finer, else unknown."""
    days = _days(known.value or "")
    wide = ("hour", "day", "week", "month", "quarter", "year", "decade", "century")
    mine, theirs = shape.grain, parse(known.value or "")
    unit = Shape(shape.base, shape.steps).grain
    if days is None or theirs is None or unit not in wide or theirs.grain not in wide:
        return Day()
    if wide.index(unit) < wide.index(theirs.grain) and shape.steps:
        return Day()
    if mine == "day" and not shape.inner and theirs.grain != "day":
        return Day(known.value, days[0].isoformat(), days[1].isoformat())
    return _counted(shape, days[0], 0, "")


def _shared(one: str | None, other: str | None) -> str | None:
    """What two values have in common: a month or a year at least."""
    if one is None or other is None or one == other:
        return one if one == other else None
    for cut in (7, 4):
        if one[:cut] == other[:cut] and one[:cut].replace("-", "").isdigit():
            return one[:cut]
    return None


def _counted(shape: Shape, origin: date, tense: int, clock: str) -> Day:
    """The shape counted from one day."""
    try:
        text, part = _steps(shape, origin, clock)
        if shape.inner:
            text = _inside(shape, text, origin, tense)
    except (ValueError, OverflowError):
        return Day()
    return _valued(text, shape.part or part)


def _steps(shape: Shape, origin: date, clock: str) -> tuple[str, str]:
    """The value after the steps, as wide as the last unit; for steps of hours from a clock time, the clock too."""
    if not shape.base:
        return origin.isoformat(), ""
    day, unit = origin, "D"
    for n, unit in shape.steps:
        if unit in ("H", "MIN"):
            return _hours(day, n if unit == "H" else n / 60, clock)
        day = _moved(day, n, unit)
    return _widened(day, unit), ""


def _hours(day: date, hours: float, clock: str) -> tuple[str, str]:
    if len(clock) == 6 and clock[1].isdigit():
        minutes = int(clock[1:3]) * 60 + int(clock[4:6]) + round(hours * 60)
        return (day + timedelta(minutes // 1440)).isoformat(), f"T{minutes % 1440 // 60:02}:{minutes % 60:02}"
    return (day + timedelta(int(hours / 24))).isoformat(), ""


def _moved(day: date, n: float, unit: str) -> date:
    if unit in ("D", "W"):
        return day + timedelta(round(n * (7 if unit == "W" else 1)))
    months = round(n * (12 * _YEARS[unit] if unit in _YEARS else 3 if unit == "Q" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _last(year, month + 1).day))


def _widened(day: date, unit: str) -> str:
    """The value of the unit in which the day lies."""
    if unit == "W":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"CE": 2, "DE": 3, "Y": 4, "M": 7}.get(unit, 10)]


def _inside(shape: Shape, text: str, origin: date, tense: int) -> str:
    """The part of the value `text` that `shape.inner` names."""
    inner, whole = shape.inner, Shape(shape.base, shape.steps).grain if shape.base and shape.steps else "day"
    if whole == "week" and grain_of(inner) in ("weekday", "weekend"):
        return _in_week(text, inner)
    if whole in ("year", "month") and not (whole == "month" and "XX-" not in inner[5:]):
        filled = inner.replace("XXXX", text[:4], 1)
        return _solar(filled.replace("XX", text[5:7], 1) if whole == "month" else filled)
    return _nearest(inner, origin, tense)


def _in_week(week: str, inner: str) -> str:
    return f"{week}-WE" if inner.endswith("WE") else (_week(week) + timedelta(int(inner[-1]) - 1)).isoformat()


def _nearest(partial: str, origin: date, tense: int) -> str:
    """The value of a partial with its year (or month, week) left open that tense and closeness to `origin` choose."""
    grain = "lunar" if partial.startswith("L") else grain_of(partial)
    if grain in ("weekday", "weekend"):
        return _nearest_weekday(partial, origin, tense)
    grain = "monthday" if "XXXX-XX" in partial else grain
    back = _BACK.get(grain, 300)
    best: tuple[int, str] | None = None
    for value, (first, last) in _candidates(partial, origin):
        gap = 0 if first <= origin <= last else (first - origin).days if first > origin else (last - origin).days
        cost = _cost(gap, back, tense)
        if best is None or cost < best[0]:
            best = cost, value
    return best[1] if best else ""


def _cost(gap: int, back: int, tense: int) -> int:
    """How unlikely a time `gap` days ahead (behind, when negative) is."""
    if tense < 0:
        return abs(gap) if gap <= _SLACK else _AGAINST + gap
    if tense > 0:
        return gap if gap >= 0 else _AGAINST - gap
    if gap > 0:
        return gap + 2 * back if back < 31 else gap + round(back * 0.8)
    return -gap if -gap <= back else -gap + 3 * back


def _nearest_weekday(partial: str, origin: date, tense: int) -> str:
    number = 6 if partial.endswith("WE") else int(partial[-1])
    away = (number - origin.isoweekday()) % 7
    day = origin + timedelta((away or 7) if tense > 0 else away - 7 if away or tense < 0 else 0)
    return f"{_widened(day, 'W')}-WE" if partial.endswith("WE") else day.isoformat()


def _candidates(partial: str, origin: date) -> Iterator[tuple[str, tuple[date, date]]]:
    """The ways to fill in what is open, near `origin` (eight years on either side for 29 February), each with its days."""
    if "XXXX-XX" in partial:
        values = [f"{_moved(origin.replace(day=1), n, 'M').isoformat()[:7]}{partial[7:]}" for n in range(-2, 3)]
    else:
        reach = 8 if partial == "XXXX-02-29" else 2 if partial.startswith("L") else 1  # a lunar year ends in the next of the sun's
        years = range(max(MINYEAR, origin.year - reach), min(MAXYEAR, origin.year + reach) + 1)
        values = [_solar(partial.replace("XXXX", f"{year:04}", 1)) for year in years]
    for value in values:
        if days := _days(value):
            yield value, days


def _solar(value: str) -> str:
    """A lunar day as a day of the sun's calendar, a lunar month as the month in which it begins; others as they are."""
    if not value.startswith("L"):
        return value
    fields = [int(x) for x in value[1:].split("-")]
    if len(fields) == 2:
        return lunar_month(fields[0], fields[1])[0].isoformat()[:7]
    day = lunar_day(fields[0], fields[1], fields[2])
    return day.isoformat() if day else ""


@lru_cache(4096)
def _valued(value: str, part: str) -> Day:
    span = _days(value)
    if span is None:
        return Day()
    if part.startswith("T24"):
        span = (span[0] + timedelta(1), span[1] + timedelta(1))
        value, part = span[0].isoformat(), "T00:00"
    return Day(value + part, span[0].isoformat(), span[1].isoformat())


@lru_cache(4096)
def _days(value: str) -> tuple[date, date] | None:
    """The first and last day of a value, or None when there is no such time."""
    try:
        return _span(value.split("-"))
    except (ValueError, KeyError, IndexError):
        return None


def _span(fields: list[str]) -> tuple[date, date]:
    if len(fields) == 1:
        width = 10 ** (4 - len(fields[0]))
        first = int(fields[0]) * width
        return date(max(first, 1), 1, 1), date(first + width - 1, 12, 31)
    year, what = int(fields[0]), fields[1]
    if what[0] == "W" and what != "WI":
        monday = date.fromisocalendar(year, int(what[1:]), 1)
        return (monday + timedelta(5 if len(fields) == 3 else 0)), monday + timedelta(6)
    if what[0] in "QH":
        width = 3 if what[0] == "Q" else 6
        return _months(year, (int(what[1]) - 1) * width + 1, width)
    if what in _SEASONS:
        return _months(year, _SEASONS[what], 3)
    if len(fields) == 2:
        return _months(year, int(what), 1)
    day = date(year, int(what), int(fields[2]))
    return day, day


def _months(year: int, month: int, width: int) -> tuple[date, date]:
    end = year * 12 + month - 1 + width - 1
    return date(year, month, 1), _last(end // 12, end % 12 + 1)


def _last(year: int, month: int) -> date:
    """The last day of a month; ValueError outside the years 1 to 9999."""
    return date(year, month, next((day for day in (31, 30, 29) if exists(year, month, day)), 28))


def _week(value: str) -> date:
    """The Monday of an ISO week."""
    return date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
