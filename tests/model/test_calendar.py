"""Shapes and days: what each shape means, how shapes join, and the lunar calendar against printed ones."""

from datetime import date, timedelta

import pytest

from hoadam.model.calendar import as_date, bounds, day_of, reach
from hoadam.model.lunar import lunar_day, lunar_month
from hoadam.model.shape import borrow, is_sound, join, parse
from hoadam.model.time import Day

SUNDAY = Day("2023-09-24")


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("2022-09-14", "2022-09-14"),
        ("XXXX-09-24", "2023-09-24"),
        ("XXXX-09-26", "2023-09-26"),
        ("XXXX-11-30", "2022-11-30"),
        ("XXXX-02-29", "2024-02-29"),
        ("XXXX-XX-08", "2023-09-08"),
        ("XXXX-XX-28", "2023-09-28"),
        ("XXXX-WXX-4", "2023-09-21"),
        ("XXXX-WXX-7", "2023-09-24"),
        ("DCT", "2023-09-24"),
        ("DCTTAF", "2023-09-24TAF"),
        ("DCT-1DTNI", "2023-09-23TNI"),
        ("DCT+1W", "2023-W39"),
        ("DCT+0M", "2023-09"),
        ("DCT-1Y", "2022"),
        ("DCT-1Y/XXXX-11", "2022-11"),
        ("DCT-1M/XXXX-XX-05", "2023-08-05"),
        ("DCT-1W/XXXX-WXX-2", "2023-09-12"),
        ("DCT+0W/XXXX-WXX-WE", "2023-W38-WE"),
        ("DCT+0Y/XXXX-Q3", "2023-Q3"),
        ("DCT-3DE", "199"),
        ("DCT-1CE", "19"),
        ("DCT-1Q", "2023-Q2"),
        ("DCT+0DT24:00", "2023-09-25T00:00"),
        ("LXXXX-08-15", "2023-09-29"),
        ("LXXXX-12-30", "2024-02-09"),
        ("PAST_REF", "PAST_REF"),
        ("PT72H", "PT72H"),
    ],
)
def test_shape(shape: str, value: str) -> None:
    assert day_of(shape, SUNDAY).value == value


@pytest.mark.parametrize(
    ("shape", "anchor", "value"),
    [
        ("REF", "2023-09-19", "2023-09-19"),
        ("REF+1D", "2023-09-19", "2023-09-20"),
        ("REF+24H", "2023-09-19", "2023-09-20"),
        ("REF+2H", "2023-09-19T23:30", "2023-09-20T01:30"),
        ("REF+0DTEV", "2023-09-19TMO", "2023-09-19TEV"),
        ("REF+0Y", "2014-02", "2014"),
        ("REF+1Y", "2014", "2015"),
        ("REF+1M", "2014-12-31", "2015-01"),
        ("REF/XXXX-WXX-5", "2020-10-08", "2020-10-09"),
        ("REF+1D", "2014", None),
        ("REF+1D", None, None),
    ],
)
def test_counted_from_an_anchor(shape: str, anchor: str | None, value: str | None) -> None:
    assert day_of(shape, SUNDAY, Day(anchor)).value == value


def test_tense_turns_the_year() -> None:
    assert day_of("XXXX-11-30", SUNDAY, tense=1).value == "2023-11-30"
    assert day_of("XXXX-08-30", SUNDAY, tense=-1).value == "2023-08-30"
    assert day_of("XXXX-12-30", SUNDAY, tense=-1).value == "2022-12-30"
    assert day_of("XXXX-WXX-7", SUNDAY, tense=1).value == "2023-10-01"
    assert day_of("XXXX-WXX-7", SUNDAY, tense=-1).value == "2023-09-17"


def test_an_uncertain_day_of_writing_gives_only_what_is_common() -> None:
    week = Day(None, "2022-12-28", "2023-01-04")
    assert day_of("DCT", week) == Day(None, "2022-12-28", "2023-01-04")
    assert day_of("XXXX-12-20", week).value == "2022-12-20"
    assert day_of("DCT", Day("2023-09")) == Day("2023-09", "2023-09-01", "2023-09-30")
    assert day_of("XXXX-09-20", None) == Day()


def test_a_known_day_is_used_though_its_bounds_are_wider() -> None:
    assert day_of("DCT", Day("2023-09-24", "2023-09-23", "2023-09-25")).value == "2023-09-24"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-W38", "2023-09-18", "2023-09-24"),
        ("2023-W38-WE", "2023-09-23", "2023-09-24"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2023-WI", "2023-12-01", "2024-02-29"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2023-09-20TAF", "2023-09-20", "2023-09-20"),
        ("PXD", None, None),
        ("PAST_REF", None, None),
        (None, None, None),
    ],
)
def test_bounds(value: str | None, first: str | None, last: str | None) -> None:
    assert bounds(value) == (first, last)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("TNI", "XXXX-09-12", "XXXX-09-12TNI"),
        ("XXXX-09-12", "TNI", "XXXX-09-12TNI"),
        ("XXXX-WXX-4TNI", "DCT-1W", "DCT-1W/XXXX-WXX-4TNI"),
        ("XXXX-WXX-4", "XXXX-10-08", "XXXX-10-08"),
        ("XXXX-11", "DCT-1Y", "DCT-1Y/XXXX-11"),
        ("XXXX-09-05", "2017", "2017-09-05"),
        ("XXXX-XX-05", "DCT-1M", "DCT-1M/XXXX-XX-05"),
        ("XXXX-XX-05", "2017-09", "2017-09-05"),
        ("LXXXX-01-01", "2018", "L2018-01-01"),
        ("*", "DCT-1M", "DCT-1M"),
        ("T14:30", "DCT-1D", "DCT-1DT14:30"),
        ("DCT", "2022-09-14", None),
        ("2016", "2017", None),
        ("T05:00", "TMO", None),
        ("P3D", "2017", None),
    ],
)
def test_join(one: str, other: str, both: str | None) -> None:
    assert join(one, other) == both


def test_borrow() -> None:
    assert borrow("XXXX-XX-08", "XXXX-12-09", later=True) == "XXXX-12-08"
    assert borrow("XXXX-XX-30", "XXXX-02-02", later=True) == "XXXX-01-30"
    assert borrow("XXXX-11", "2018-02", later=True) == "2017-11"
    assert borrow("XXXX-02-03", "2017-11-12", later=False) == "2018-02-03"
    assert borrow("2017-02-03", "2018-11-12", later=False) == "2017-02-03"
    assert borrow("P3D", "2018", later=True) == "P3D"


@pytest.mark.parametrize("shape", ["2022-02-30", "XXXX-13-01", "2022-04-31", "2022-09-14T25:00", "LXXXX-13-01", "nonsense", ""])
def test_unsound(shape: str) -> None:
    assert not is_sound(shape)


@pytest.mark.parametrize("shape", ["DCT-1W/XXXX-WXX-4TNI", "REF+24H", "XXXX-09-14T05:30", "L2024-01-01", "199", "2022-W37-WE"])
def test_a_shape_is_written_as_it_was_read(shape: str) -> None:
    assert str(parse(shape)) == shape


# First days of lunar years as printed in Vietnamese almanacs; 1985, 2007 and 2030 differ from the Chinese calendar or nearly do.
@pytest.mark.parametrize(
    ("year", "day"),
    [(1968, "1968-01-29"), (1985, "1985-01-21"), (2000, "2000-02-05"), (2007, "2007-02-17"), (2017, "2017-01-28"), (2020, "2020-01-25"),
     (2023, "2023-01-22"), (2024, "2024-02-10"), (2025, "2025-01-29"), (2030, "2030-02-02")],
)  # fmt: skip
def test_lunar_new_year(year: int, day: str) -> None:
    assert lunar_day(year, 1, 1) == date.fromisoformat(day)


def test_lunar_months_in_years_with_a_leap_month() -> None:
    assert lunar_day(2023, 3, 10) == date(2023, 4, 29)  # after the leap second month
    assert lunar_day(2020, 5, 5) == date(2020, 6, 25)  # after the leap fourth month
    assert lunar_day(2017, 8, 15) == date(2017, 10, 4)  # after the leap sixth month
    assert lunar_day(2025, 8, 15) == date(2025, 10, 6)


def test_lunar_months_have_29_or_30_days_and_follow_each_other() -> None:
    for year in range(1990, 2031):
        for month in range(1, 13):
            first, last = lunar_month(year, month)
            assert (last - first).days + 1 in (29, 30)
    assert lunar_day(2020, 12, 30) == date(2021, 2, 11)
    assert lunar_day(2020, 12, 31) is None


@pytest.mark.parametrize(
    ("told", "date"),
    [
        (Day("2023-09-24T14:30"), Day("2023-09-24", "2023-09-24", "2023-09-24")),
        (Day("2023-W38"), Day("2023-09-18/2023-09-24", "2023-09-18", "2023-09-24")),
        (Day("XXXX-05-31"), Day("XXXX-05-31")),
        (Day("DCT-1D"), Day()),
        (Day(), Day()),
    ],
)
def test_a_date_is_a_day_a_month_a_year_or_a_range(told: Day, date: Day) -> None:
    assert as_date(told) == date


@pytest.mark.parametrize(
    ("shape", "tense", "days"),
    [
        ("DCT", 0, (0, 0)),
        ("DCT-2D", 0, (-2, -2)),
        ("DCT-1W", 0, (-13, -1)),
        ("DCT+0W", 0, (-6, 6)),
        ("DCT-1W/XXXX-WXX-WE", 0, (-8, -1)),
        ("DCT-1M", 0, (-61, -1)),
        ("DCT-1Y", 0, (-730, -1)),
        ("XXXX-WXX-3", -1, (-7, -1)),
        ("DCT-30Y", 0, None),
        ("DCT-1DE", 0, None),
        ("XXXX-09-14", 0, None),
        ("REF+1D", 0, None),
        ("P3D", 0, None),
    ],
)
def test_how_far_from_an_unknown_day_of_writing(shape: str, tense: int, days: tuple[int, int] | None) -> None:
    """Bounds that hold whatever that day is: of last week Monday is at most 13 days back, Sunday at least one."""
    assert reach(shape, tense) == days


def test_the_bounds_hold_on_every_day_and_are_met() -> None:
    for shape in ("DCT-1W", "DCT+0M", "DCT+1W/XXXX-WXX-WE", "DCT-1Y/XXXX-11"):
        days = [date(2023, 1, 1) + timedelta(n) for n in range(4 * 366)]
        told = [day_of(shape, Day(day.isoformat())) for day in days]
        pairs = [(date.fromisoformat(x.earliest or ""), date.fromisoformat(x.latest or "")) for x in told]
        low = min((first - day).days for day, (first, _) in zip(days, pairs, strict=True))
        high = max((last - day).days for day, (_, last) in zip(days, pairs, strict=True))
        assert reach(shape, 0) == (low, high)
