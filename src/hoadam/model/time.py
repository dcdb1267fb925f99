"""When: days known exactly or as intervals, time expressions, and the day a story was written."""

from typing import Literal

from hoadam.model.base import Record, Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


class Day(Record, frozen=True):
    """A day, month or year as far as it is known: TIMEX3 `value` and the ISO days that bound it (None = unknown).

    An event's day that is only told from an unknown day of writing has that as its value: "DCT-1" is the day before.
    """

    value: str | None = None
    earliest: str | None = None
    latest: str | None = None


class Timex(Span, frozen=True):
    """A time expression. `shape` is a function of the unknown day of writing (see model/calendar.py); `value` its result.

    `anchor` is the index of the expression that a narrative one ("cùng ngày", "24 giờ sau") counts from.
    `tense` is -1 for a past cue ("vừa qua", "hồi"), 1 for a future one ("tới", "sẽ"), else 0.
    """

    type: TimexType
    shape: str
    value: str | None = None
    mod: str | None = None
    anchor: int | None = None
    tense: int = 0
    story: int = 0
    rule: str = ""


class Cue(Record, frozen=True):
    """One piece of evidence for a date, in words, and where on the page it stands (None = outside the text)."""

    cue: str
    quote: Span | None = None


class Written(Record, frozen=True):
    """When a story was written: `value` (day; month or bare year when only that is sure; None when it cannot be told), bounds, evidence.

    The bounds hold 90 %; under a month or year they lie inside it.
    """

    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    confidence: float = 0.0
    why: tuple[Cue, ...] = ()
    runner_up: str | None = None
    yearless: str | None = None

    @property
    def day(self) -> Day:
        """The same without its evidence."""
        return Day(self.value, self.earliest, self.latest)
