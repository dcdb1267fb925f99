"""Whatever the page: days are within what is scored, bounds are in order, quotes lie in the text, and reading again gives the same."""

from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hoadam.model.page import Block, Page
from hoadam.packs.fold import folded
from hoadam.packs.index import name_index
from hoadam.packs.load import load
from hoadam.read import actors, dating, times
from hoadam.read.dating.odds import DAYS, FIRST, LAST, Hint, Turn, weigh

WORDS = [
    "ngày",
    "hôm",
    "nay",
    "hôm",
    "qua",
    "(9/10)",
    "24/9",
    "14/9/2022",
    "năm",
    "2013",
    "năm",
    "ngoái",
    "2013-2014",
    "tháng",
    "8",
    "tháng",
    "trước",
    "cuối",
    "thứ",
    "Năm",
    "sẽ",
    "dự",
    "kiến",
    "đến",
    "năm",
    "2020",
    "kỷ",
    "niệm",
    "32",
    "năm",
    "ngày",
    "thành",
    "lập",
    "quân",
    "đội",
    "Armenia",
    "Đại",
    "hội",
    "đồng",
    "Liên",
    "hợp",
    "quốc",
    "khóa",
    "77",
    "Tổng",
    "thống",
    "Mỹ",
    "Donald",
    "Trump",
    "cựu",
    "đắc",
    "cử",
    "Armenia",
    "Azerbaijan",
    "ngừng",
    "bắn",
    "Moskva",
    "cuộc",
    "chiến",
    "44",
    "ngày",
    "Hiến",
    "pháp",
    "1992",
    "sinh",
    "năm",
    "1999",
    "29/2",
    "29/2/2000",
    "31/12/2026",
    "1/1/1990",
    "0001",
    "9999",
    ".",
    ",",
    "(",
    ")",
    "\n",
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=50).map(" ".join), st.text(max_size=120))
STRETCHES = st.tuples(st.integers(FIRST, LAST), st.integers(0, 4000), st.floats(-8, 8)).map(lambda t: (t[0], min(LAST, t[0] + t[1]), t[2]))


@cache
def tools():
    kit = load()
    language = kit.languages["vi"]
    index = name_index(kit.knowledge, language)
    return (
        times.compile_rules(language.time, language.numbers),
        actors.compile_rules(language, index),
        dating.compile_almanac(kit.knowledge, language),
    )


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.one_of(st.none(), st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(date.isoformat)), st.integers(0, 3))
def test_bounds_are_in_order_and_quotes_in_the_text(text: str, seen: str | None, parts: int) -> None:
    rules, who, almanac = tools()
    copy = folded(text)
    size = len(copy.text)
    cuts = sorted({0, size, *(size * n // (parts + 1) for n in range(parts + 1))})
    blocks = tuple(Block(a, b, "body", story) for story, (a, b) in enumerate(pairwise(cuts)))
    shapes, namings, page = times.find(copy, blocks, rules), actors.find(copy, who), Page("id", "a", text, seen=seen)
    found = dating.date(page, copy, blocks, shapes, namings, almanac)
    assert found == dating.date(page, copy, blocks, shapes, namings, almanac)
    assert {story.story for story in found} == {block.story for block in blocks} | {0}
    for story in found:
        one = story.written
        assert (one.earliest is None) == (one.latest is None)
        assert one.earliest is None or "1990" <= one.earliest <= one.latest <= "2026-12-31"
        assert 0 <= one.confidence <= 1
        assert all(cue.quote is None or 0 <= cue.quote.start < cue.quote.end <= size for cue in one.why)


@settings(deadline=None)
@given(st.lists(STRETCHES, max_size=12), st.lists(st.floats(-6, 6), min_size=366, max_size=366))
def test_odds_are_a_probability(stretches: list[tuple[int, int, float]], turn: list[float]) -> None:
    odds = weigh([Hint("a", "a", None, (stretch,)) for stretch in stretches] + [Hint("b", "b", None, (), Turn(np.array(turn * 2), 17))])
    assert abs(odds.share(FIRST, LAST) - 1) < 1e-6
    assert FIRST <= odds.quantile(0.05) <= odds.quantile(0.95) <= LAST
    assert odds.share(FIRST, odds.quantile(0.95)) >= 0.95 - 1e-6
    assert DAYS == LAST - FIRST + 1
