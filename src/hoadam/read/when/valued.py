"""Which day, month or year is a time, as the date of an event? One without its year, or counted from the day of writing, at the least."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from hoadam.model.base import Span
from hoadam.model.calendar import as_date, day_of, reach
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.model.shape import TOLD, WRITING, days_from
from hoadam.model.time import Day, Timex, Written
from hoadam.packs.fold import Folded

_FULL = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?=$|T)")
_YEARLESS = re.compile(r"XXXX-\d\d-\d\d")
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
    """The times, those of days counted from one that the text told before ("the same day") as days counted as that one is."""
    made: list[Timex] = []
    for time in times:
        anchor = made[time.anchor] if time.anchor is not None and time.anchor < len(made) else None
        shape = _from_told(time, anchor.shape) if anchor is not None and time.value is None else None
        made.append(msgspec.structs.replace(time, shape=shape) if shape else time)
    return made


def _from_told(time: Timex, anchor: str) -> str | None:
    """The shape of a day counted from a day whose year is unknown, or from one counted from the day of writing; None for any other."""
    steps = days_from(time.shape, TOLD)
    if steps is None:
        return None
    back = days_from(anchor, WRITING)
    if back is not None:
        return f"{WRITING}{back + steps:+d}D" if back + steps else WRITING
    if not _YEARLESS.fullmatch(anchor):
        return None
    later = date.fromisoformat(SOME_YEAR + anchor[4:]) + timedelta(steps)
    return f"XXXX{later.isoformat()[4:]}"


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

    A day counted from an unknown day of writing is told as such: "DCT-1" is the day before, "DCT-13/DCT-1" some day of last week.
    """
    return Day() if when is None else _day(when.value, when.shape, when.tense)


@lru_cache(4096)
def _day(value: str | None, shape: str, tense: int) -> Day:
    found = as_date(Day(value or shape))
    steps = reach(shape, tense) if found.value is None and value is None else None
    if steps is None:
        return found
    first, last = (f"{WRITING}{step:+d}" if step else WRITING for step in steps)
    return Day(first if first == last else f"{first}/{last}")
