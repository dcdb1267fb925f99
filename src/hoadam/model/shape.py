r"""What a time expression says whatever day it was written: the little language of shapes, and how two of them join.

    2022-09-14  2022-09  2022  202  20                     a day, month, year, decade (202x), century (20xx)
    XXXX-09-14  XXXX-XX-14  XXXX-09                        with year, or year and month, left open
    XXXX-WXX-4  XXXX-WXX-WE  2022-W37                      Thursday, a weekend, an ISO week
    2022-Q3  2022-H2  2022-SP|SU|FA|WI                     quarter, half, season (also with XXXX)
    L2024-01-01  LXXXX-08-15  LXXXX-12-30                  lunar days (day 30 of a short month is its last), LXXXX-01 a lunar month
    DCT  DCT-1D  DCT+1W  DCT-1M  DCT-1Y  DCT+0M            the day of writing, yesterday, next week, last month, last year, this month
    REF  REF+1D  REF-2W  REF+24H  REF+0M                   the same, counted from an expression told before (Timex.anchor)
    DCT-1Y/XXXX-11  DCT-1W/XXXX-WXX-2  REF+0M/XXXX-XX-08   a part of that: November of last year, Tuesday of last week, the 8th
    ...TMO|TMI|TAF|TEV|TNI  ...T14:30                      a part of the day or a clock time, after any day; alone: day not said
    P44D  PT72H  P1.5M  P1Y6M  PXW  PXDE  PXCE             durations; X = some, DE = decades, CE = centuries; sets are durations or points
    PAST_REF  PRESENT_REF  FUTURE_REF                      lately, now, soon
    *                                                      nothing but a modifier ("cuối", "late"), to be joined

Units of steps: MIN H D W M Q Y DE CE.
"""

import re
from datetime import date
from functools import lru_cache

from hoadam.model.base import Record

PARTIAL = (
    r"L[\dX]{4}-\d\d(?:-\d\d)?|[\dX]{4}-W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|[\dX]{4}-(?:Q[1-4]|H[12]|SP|SU|FA|WI)"
    r"|[\dX]{4}-[\dX]{2}-\d\d|[\dX]{4}-\d\d|\d{2,4}"
)
PART = r"T(?:MO|MI|AF|EV|NI|\d\d(?::\d\d)?)"
_SHAPE = re.compile(
    rf"(?:(?P<base>DCT|REF)(?P<steps>(?:[+-]\d+(?:\.\d+)?(?:DE|CE|MIN|[DWMYQH]))*)(?:/(?P<inner>{PARTIAL}))?|(?P<partial>{PARTIAL}))?"
    rf"(?P<part>{PART})?"
)
_SPAN = re.compile(r"P(?:[\dX.]+(?:CE|DE|[YMWDQ]))*(?:T(?:[\dX.]+[HMS])+)?")
_STEP = re.compile(r"([+-]\d+(?:\.\d+)?)(DE|CE|MIN|[DWMYQH])")
WRITING = "DCT"  # the day of writing
TOLD = "REF"  # a time that the text told before
VAGUE = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
MODIFIER = "*"
_GRAINS = {
    "MIN": "hour", "H": "hour", "D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century",
}  # fmt: skip
_IN_YEAR = ("month", "quarter", "half", "season")


class Shape(Record, frozen=True):
    """A point in time taken apart: where it counts from, the steps, what part of that is meant, and the time of day."""

    base: str = ""
    steps: tuple[tuple[float, str], ...] = ()
    inner: str = ""
    part: str = ""

    @property
    def grain(self) -> str:
        """How wide the time is: time, day, weekday, weekend, week, month, quarter, half, season, year, decade or century."""
        if self.part and not (self.base or self.inner):
            return "time"
        if self.inner:
            return grain_of(self.inner)
        return _GRAINS[self.steps[-1][1]] if self.steps else "day"

    def __str__(self) -> str:
        """The shape as it is written."""
        steps = "".join(f"{n:+g}{unit}" for n, unit in self.steps)
        return self.base + steps + ("/" if self.base and self.inner else "") + self.inner + self.part


@lru_cache(4096)
def parse(text: str) -> Shape | None:
    """The shape taken apart; None when it is no point in time (a duration, a vague word, a modifier) or not well formed."""
    found = _SHAPE.fullmatch(text)
    if not found or not text:
        return None
    steps = tuple((float(n), unit) for n, unit in _STEP.findall(found["steps"] or ""))
    return Shape(found["base"] or "", steps, found["inner"] or found["partial"] or "", found["part"] or "")


def days_from_writing(text: str) -> int | None:
    """How many days after the day of writing a shape lies ("yesterday": -1); None for all that is not counted in days from it."""
    return days_from(text, WRITING)


def days_from(text: str, base: str) -> int | None:
    """How many days after its base a shape lies; None for all that is not counted in days, or from something else."""
    shape = parse(text)
    if shape is None or shape.base != base or shape.inner or any(unit != "D" for _, unit in shape.steps):
        return None
    return round(sum(n for n, _ in shape.steps))


def is_span(text: str) -> bool:
    """True for a duration."""
    return len(text) > 2 and _SPAN.fullmatch(text) is not None


@lru_cache(4096)
def is_sound(text: str) -> bool:
    """True when the shape is well formed and there can be such a time: no month 13, no 30 February, no 25 o'clock."""
    if text == MODIFIER or text in VAGUE or is_span(text):
        return True
    shape = parse(text)
    return shape is not None and _sound_partial(shape.inner) and _sound_clock(shape.part)


def _sound_partial(text: str) -> bool:
    lunar, fields = text.startswith("L"), text.removeprefix("L").split("-")
    if len(fields) < 2 or not fields[1][-1].isdigit() or fields[1][0] in "QH":
        return True
    if fields[1][0] == "W":
        return fields[1] <= "W53"
    if not fields[1].isdigit() and fields[0].isdigit():
        return False
    month = int(fields[1]) if fields[1].isdigit() else 1
    if not 1 <= month <= 12:
        return False
    if len(fields) < 3 or lunar:
        return len(fields) < 3 or 1 <= int(fields[2]) <= 30
    return exists(int(fields[0]) if fields[0].isdigit() else 2000, month, int(fields[2]))


def _sound_clock(part: str) -> bool:
    if len(part) < 3 or not part[1].isdigit():
        return True
    return int(part[1:3]) <= 24 and (len(part) < 6 or int(part[4:6]) < 60)


def exists(year: int, month: int, day: int) -> bool:
    """True when the calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def grain_of(partial: str) -> str:
    """How wide a partial is: day, weekday, weekend, week, month, quarter, half, season, year, decade, century."""
    fields = partial.split("-")
    if len(fields) == 1:
        return {2: "century", 3: "decade", 4: "year"}[len(partial)]
    if fields[1][0] == "W" and fields[1] != "WI":
        return "week" if len(fields) == 2 else "weekend" if fields[2] == "WE" else "weekday"
    if fields[1][0] in "QH":
        return "quarter" if fields[1][0] == "Q" else "half"
    if fields[1] in ("SP", "SU", "FA", "WI"):
        return "season"
    return "day" if len(fields) == 3 else "month"


@lru_cache(4096)
def join(one: str, other: str) -> str | None:
    """One shape for two that stand side by side ("đêm" + "12/9", "tháng 11" + "năm ngoái"); None when they do not fit."""
    if one == MODIFIER:
        return other if _takes_modifier(other) else None
    a, b = parse(one), parse(other)
    if a is None or b is None or (a.part and b.part):
        return None
    part = a.part or b.part
    joined = _joined(_bare(a), _bare(b)) or _joined(_bare(b), _bare(a))
    if joined is None or (part and parse(joined).grain not in ("day", "weekday")):  # type: ignore[union-attr]
        return None
    return joined + part


def _bare(shape: Shape) -> Shape:
    return Shape(shape.base, shape.steps, shape.inner) if shape.part else shape


def _takes_modifier(text: str) -> bool:
    shape = parse(text)
    return shape is not None and shape.grain not in ("hour", "time")


def _joined(narrow: Shape, wide: Shape) -> str | None:
    """`narrow` told more closely by `wide`; None when they do not fit in this order."""
    if not narrow.base and not narrow.inner:
        return str(wide) if wide.base or wide.inner else None
    if narrow.base:
        return None
    fine, broad, text = narrow.grain, wide.grain, narrow.inner
    if fine in ("weekday", "weekend"):
        return _weekday_in(narrow, wide)
    if fine == "day" and text.startswith("XXXX-XX") and broad == "month" and not wide.inner.startswith("L"):
        return f"{wide.inner}{text[7:]}" if not wide.base else f"{wide}{'-' if wide.inner else '/XXXX-XX-'}{text[8:]}"
    if "XXXX" in text and "XX-" not in text[5:] and broad == "year" and (fine == "day" or fine in _IN_YEAR):
        return f"{wide}/{text}" if wide.base else text.replace("XXXX", wide.inner, 1)
    return None


def _weekday_in(weekday: Shape, other: Shape) -> str | None:
    """The day that a weekday only names again, or the weekday of a week; None for other neighbours."""
    if other.grain == "day" and not other.base and weekday.grain == "weekday":
        return other.inner
    return f"{other}/{weekday.inner}" if other.grain == "week" and other.base else None


def at_day_of(clock: str, other: str) -> str:
    """A time of day put on the day of another shape ("12 giờ trưa (15 giờ Hà Nội) ngày 10/9"); as it is when that has none."""
    shape = parse(other)
    if shape is None or shape.grain not in ("day", "weekday"):
        return clock
    return str(_bare(shape)) + clock


def borrow(text: str, other: str, *, later: bool) -> str:
    """`text` with the month or year that it leaves open taken from `other`, the other end of a range or list.

    `later` says that `other` comes after it: "từ tháng 11 đến tháng 2/2018" begins in 2017. A weekday is the first after another.
    """
    a, b = parse(text), parse(other)
    if not later and a and b and a.inner.startswith("XXXX-WXX") and not a.base and b.grain == "weekday":
        return f"REF/{text}"
    if a is None or b is None or a.base or not a.inner.startswith("XXXX") or b.inner.startswith("L") or a.inner.startswith("L"):
        return text
    mine, theirs = a.inner.split("-"), b.inner.split("-")
    if len(mine) > 1 and (mine[1].startswith("W") or len(theirs) < 2 or not theirs[1].isdigit()):
        return text
    if len(mine) == 1 or (mine[1] == "XX" and len(theirs) < 3):
        return text
    month, year = (theirs[1] if mine[1] == "XX" else mine[1]), theirs[0]
    if mine[1] == "XX" and (mine[2] > theirs[2]) == later and mine[2] != theirs[2] and month.isdigit():
        month = f"{(int(month) + (-2 if later else 0)) % 12 + 1:02}"
    if not month.isdigit():
        return text
    if year.isdigit() and month != theirs[1]:
        year = str(int(year) + (-(month > theirs[1]) if later else month < theirs[1]))
    lent = "-".join([year, month, *mine[2:]])
    base = str(Shape(b.base, b.steps)) + "/" if b.base else ""
    return base + lent + a.part if is_sound(lent) else text
