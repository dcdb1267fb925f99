"""Which day does the date of a row say, however it is written? One that leaves no choice is used; of any other a note is kept."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar

from hoadam.model.base import Record

First = Literal["day", "month"]
T = TypeVar("T")
LONGEST = 80  # letters of a date; more is a sentence
YEARS = range(1900, 2101)
SECONDS = range(
    631_152_000, 1_900_000_000
)  # 1990 to 2030: what has as many figures and is more, such as 2024021510, is no count of seconds
HELD, MOST = 1000, 8_000_000  # rows, and letters of them, that wait for a date that settles the order
_YMD = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/-])")
_PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")
_COUNT = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{10})\d{3}(?:\.\d+)?")  # seconds, or thousandths of them
_MAIL = re.compile(r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Read(Record, frozen=True):
    """What a date says: its day; or two days, the first if the day of the month comes first; `counted` from 1970."""

    days: tuple[str, ...] = ()
    counted: bool = False


def read(value: Any) -> Read:
    """The days that the value may mean: one, two where day and month could be swapped, none where it is no date."""
    if isinstance(value, datetime | date):
        return Read((value.isoformat()[:10],))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Read()
    return _read(str(value).strip()[: LONGEST + 1])


@lru_cache(maxsize=4096)
def _read(words: str) -> Read:
    if len(words) > LONGEST:
        return Read()
    if counted := _COUNT.fullmatch(words):
        seconds = int(counted[1] or counted[2])
        return Read(_day(datetime.fromtimestamp(seconds, UTC).date()), counted=True) if seconds in SECONDS else Read()
    if packed := _PACKED.fullmatch(words):
        return Read(_days(packed[1], packed[2], packed[3]))
    written = {found[0]: _days(found[1], found[3], found[4]) for found in _YMD.finditer(words)}
    written |= {found[0]: _either(found) for found in _DMY.finditer(words)}
    if written:
        return Read(next(iter(written.values()))) if len(written) == 1 else Read()
    return Read(_named(words))


def _either(found: re.Match[str]) -> tuple[str, ...]:
    """The day with the day of the month first, and with the month first; where points part them, the day is always first."""
    day_first = _days(found[4], found[3], found[1])
    month_first = _days(found[4], found[1], found[3]) if found[2] != "." else ()
    return tuple(dict.fromkeys((*day_first, *month_first)))


def _days(year: str, month: str, day: str) -> tuple[str, ...]:
    try:
        return _day(date(int(year), int(month), int(day)))
    except ValueError:
        return ()


def _day(day: date) -> tuple[str, ...]:
    return (day.isoformat(),) if day.year in YEARS else ()


def _named(words: str) -> tuple[str, ...]:
    """The day of a date whose month is a word, as mail and feeds write it, or as English and Vietnamese do."""
    if not _YEAR.search(words) or not any(letter.isalpha() for letter in words):
        return ()
    if _MAIL.match(words):
        try:
            return _day(parsedate_to_datetime(words).date())
        except (ValueError, TypeError, IndexError):
            pass
    made = _parser().get_date_data(words).date_obj
    return _day(made.date()) if made and str(made.year) in words else ()


@lru_cache(maxsize=1)
def _parser() -> Any:
    """The library for dates in words, which may fill in nothing: day, month and year must stand there."""
    from dateparser.date import DateDataParser  # takes half a second, which dates in figures need not wait for

    asked = {"PARSERS": ["absolute-time"], "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    return DateDataParser(languages=["en", "vi"], settings=asked)


class Order:
    """Which of day and month the dates of one file put first, as those tell that leave no choice ("15/2/2024", "2/15/2024")."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        """What these values tell."""
        self._told: set[First] = set()
        for value in values:
            self.learn(value)

    @property
    def first(self) -> First | None:
        """What comes first; None where nothing tells, or some dates say this and others that."""
        return next(iter(self._told)) if len(self._told) == 1 else None

    def learn(self, value: Any) -> None:
        """Take in one more date of the file."""
        found = _DMY.search(value[:LONGEST]) if isinstance(value, str) else None
        if found and found[2] != "." and len(days := read(value).days) == 1 and found[1] != found[3]:
            self._told.add("day" if int(days[0][8:]) == int(found[1]) else "month")


def held_back(rows: Iterable[T], order: Order, date_of: Callable[[T], Any], size_of: Callable[[T], int]) -> Iterator[T]:
    """The rows in their order; from one whose date could be swapped on they wait, at most so many, for one that settles it."""
    held: list[T] = []
    weight = 0
    for row in rows:
        value = date_of(row)
        order.learn(value)
        if order.first is None and (held or len(read(value).days) > 1):
            held.append(row)
            weight += size_of(row)
            if len(held) < HELD and weight < MOST:
                continue
        else:
            held.append(row)
        yield from held
        held, weight = [], 0
    yield from held


def day_of(
    value: Any, key: str, order: Order | None = None, is_vietnamese: Callable[[], bool] = bool
) -> tuple[str | None, tuple[str, ...]]:
    """The ISO day that the value says, and a note where something had to be supposed, or it is not used.

    Where day and month could be swapped, the other dates of the file settle it, and else a Vietnamese text, which puts the day first.
    """
    if value is None or value == "":
        return None, ()
    found, shown = read(value), f'"{key}" is {str(value)[:40]!r}'
    if not found.days:
        return None, (f"{shown}, which is no day like 2023-09-24: not used.",)
    if len(found.days) == 1:
        return found.days[0], (f"{shown}: counted from 1970, it is {found.days[0]} (UTC).",) if found.counted else ()
    if order and order.first:
        return found.days[order.first == "month"], ()
    if is_vietnamese():
        return found.days[0], (f"{shown}: taken for {found.days[0]}, for Vietnamese puts the day first.",)
    return None, (f"{shown}, where day and month could be swapped, and no other date of the file settles it: not used.",)
