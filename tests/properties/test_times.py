"""Whatever the text: expressions lie inside it, never overlap, have sound shapes, and are the same when read again."""

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from hoadam.model.calendar import bounds, day_of
from hoadam.model.lunar import lunar_day
from hoadam.model.page import Block
from hoadam.model.shape import borrow, is_sound, join, parse
from hoadam.model.time import Day, Written
from hoadam.packs.fold import folded
from hoadam.packs.language import Numbers
from hoadam.packs.load import bundled
from hoadam.packs.strict import load_as
from hoadam.packs.times import TimePack
from hoadam.read.times import TimeRules, compile_rules, find, settle

WORDS = [
    "ngày",
    "tháng",
    "năm",
    "tuần",
    "giờ",
    "phút",
    "sáng",
    "trưa",
    "chiều",
    "tối",
    "đêm",
    "rạng",
    "hôm",
    "nay",
    "qua",
    "mai",
    "kia",
    "thứ",
    "hai",
    "ba",
    "tư",
    "sáu",
    "bảy",
    "Năm",
    "Chủ",
    "nhật",
    "cùng",
    "sau",
    "trước",
    "đó",
    "này",
    "tới",
    "vừa",
    "đầu",
    "giữa",
    "cuối",
    "mùng",
    "Tết",
    "rằm",
    "Giêng",
    "âm",
    "lịch",
    "hàng",
    "mỗi",
    "vài",
    "nhiều",
    "nửa",
    "rưỡi",
    "hơn",
    "quý",
    "III",
    "mùa",
    "hè",
    "thế",
    "kỷ",
    "XX",
    "thập",
    "niên",
    "những",
    "cách",
    "đây",
    "nữa",
    "sẽ",
    "đã",
    "từ",
    "đến",
    "và",
    "5/9",
    "14-9-2022",
    "31/2",
    "30/2/2021",
    "2022",
    "1988-1994",
    "0h",
    "14h30",
    "25h",
    "3/4",
    "90",
    "12",
    "31",
    "99999999",
    "5.9",
    ",",
    ".",
    ";",
    "(",
    ")",
    "-",
    "\n",
    "Nga",
    "Mỹ",
    "họp",
    "ký",
    "last",
    "next",
    "Monday",
    "May",
    "March",
    "Sept",
    "13th",
    "two",
    "days",
    "ago",
    "later",
    "the",
    "previous",
    "early",
    "1990s",
    "century",
    "Q3",
    "a.m.",
    "10:30",
    "noon",
    "week",
    "every",
    "of",
    "on",
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.text(max_size=200))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
WIDE = st.one_of(DAYS, DAYS.map(lambda d: d[:7]), DAYS.map(lambda d: d[:4]))
SHAPES = st.one_of(
    st.builds("XXXX-{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 28)),
    st.builds("XXXX-WXX-{}".format, st.integers(1, 7)),
    st.builds("DCT{:+}{}".format, st.integers(-400, 400), st.sampled_from(["D", "W", "M", "Y", "Q", "DE", "CE", "H", "MIN"])),
    st.builds("LXXXX-{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 30)),
    st.sampled_from(["DCT", "DCT-1Y/XXXX-11", "DCTTNI", "XXXX-02-29", "XXXX-XX-31", "XXXX-SU", "199", "2020", "PXD", "TMO", "*", "REF+1D"]),
)


@cache
def rules(code: str) -> TimeRules:
    folder = bundled() / "lang" / code
    return compile_rules(load_as(folder / "time.yaml", TimePack), load_as(folder / "numbers.yaml", Numbers))


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(["vi", "en"]), WIDE)
def test_found_expressions_are_sound(text: str, code: str, written: str) -> None:
    blocks = (Block(0, len(text), "body"),)
    copy = folded(text)
    found = find(copy, blocks, rules(code))
    settled = settle(found, {0: Written(written)}, blocks)
    assert settled == settle(find(copy, blocks, rules(code)), {0: Written(written)}, blocks)
    end = 0
    for i, timex in enumerate(settled):
        assert end <= timex.start < timex.end <= len(copy.text)
        assert is_sound(timex.shape)
        assert timex.anchor is None or timex.anchor < i
        end = timex.end


@given(SHAPES, WIDE, st.sampled_from([-1, 0, 1]))
def test_bounds_hold_the_value(shape: str, written: str, tense: int) -> None:
    day = day_of(shape, Day(written), None, tense)
    first, last = bounds(day.value)
    if first and last and day.earliest and day.latest:
        assert day.earliest <= day.latest
        assert first <= day.latest
        assert day.earliest <= last


@given(SHAPES, DAYS, st.integers(0, 20), st.sampled_from([-1, 0, 1]))
def test_a_later_day_of_writing_never_means_an_earlier_day(shape: str, written: str, days: int, tense: int) -> None:
    later = (date.fromisoformat(written) + timedelta(days)).isoformat()
    one, other = day_of(shape, Day(written), None, tense), day_of(shape, Day(later), None, tense)
    if one.earliest and other.earliest:
        assert one.earliest <= other.earliest


@given(SHAPES, SHAPES, st.booleans())
def test_joined_and_lent_shapes_are_well_formed(one: str, other: str, later: bool) -> None:
    both = join(one, other)
    assert both is None or both == "*" or parse(both) is not None
    lent = borrow(one, other, later=later)
    assert lent == one or is_sound(lent)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 29))
def test_lunar_days_follow_each_other(year: int, month: int, day: int) -> None:
    one, following = lunar_day(year, month, day), lunar_day(year, month, day + 1)
    assert one is not None
    assert following is not None
    assert (following - one).days == 1 or (day == 29 and following == one)
