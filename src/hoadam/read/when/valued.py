"""Which day, month or year is a time, as the date of an event? One without its year, or counted from the day of writing, at the least."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hoadam.model.base import Span
from hoadam.model.calendar import as_date, day_of
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.model.shape import WRITING, days_from_writing
from hoadam.model.time import Day, Timex, Written
from hoadam.packs.fold import Folded

_FULL = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?=$|T)")
_SAME = "REF+0D"
SOME_YEAR = "2019"  # any year without a 29th of February: only month and day are taken from it
SINCE = 36  # letters before a time in which "since" makes it the start of another stretch ("kể từ cuộc xung đột năm 2020")


def points(times: Sequence[Timex], written: Mapping[int, Written], text: Folded, since: re.Pattern[str]) -> list[Timex]:
    """The times that may date an event, with what they mean: not "since the war of 2020", which only begins another stretch."""
    told = (time for time in times if time.type in ("DATE", "TIME") and not time.shape.endswith("_REF"))
    own = (time for time in told if not since.search(text.lower[max(0, time.start - SINCE) : time.start]))
    return [in_some_year(time, written.get(time.story)) for time in own]


def in_some_year(time: Timex, written: Written | None) -> Timex:
    """The time with its month and day ("XXXX-09-26") where only the year of the story is unknown ("hôm qua", written on a 27/9)."""
    if time.value is not None or written is None or written.yearless is None or not time.shape.startswith(WRITING):
        return time
    value = day_of(time.shape, Day(SOME_YEAR + written.yearless[4:]), None, time.tense).value or ""
    known = _FULL.match(value)
    return msgspec.structs.replace(time, value=f"XXXX{known.group()[4:]}") if known else time


def from_writing(times: Sequence[Timex]) -> list[Timex]:
    """The times, those of "the same day" as a day that is counted from the day of writing counted from it too."""
    made: list[Timex] = []
    for time in times:
        anchor = made[time.anchor] if time.anchor is not None and time.anchor < len(made) else None
        same = anchor is not None and time.shape.startswith(_SAME) and days_from_writing(anchor.shape) is not None
        made.append(msgspec.structs.replace(time, shape=anchor.shape) if anchor is not None and same else time)
    return made


def of_article(times: Iterable[Timex], sentences: Sequence[Sentence]) -> list[Timex]:
    """The times that the article's own text tells: the day of a caption is the picture's."""
    own = [sentence for sentence in sentences if sentence.zone in ARTICLE]
    starts = [sentence.start for sentence in own]
    return [time for time in times if (n := bisect_right(starts, time.start) - 1) >= 0 and time.start < own[n].end]


def distance(time: Timex, trigger: Span) -> int:
    """How many letters lie between a time and a trigger."""
    return trigger.start - time.end if time.end <= trigger.start else time.start - trigger.end


def day(when: Timex | None) -> Day:
    """The expression's day, month or year; a range for what has no such value (a week); the year open where it is unknown.

    A day counted from an unknown day of writing is told as such: "DCT-1" is the day before.
    """
    if when is None:
        return Day()
    found = as_date(Day(when.value or when.shape))
    steps = days_from_writing(when.shape) if found.value is None and when.value is None else None
    return found if steps is None else Day(f"{WRITING}{steps:+d}" if steps else WRITING)
