"""The day a story was written: every example of the languages, and one test for each sort of evidence and for honesty."""

from datetime import date, timedelta
from functools import cache

import pytest

from hoadam.model.base import Span
from hoadam.model.page import Block, Page
from hoadam.model.story import StoryDate
from hoadam.model.time import Written
from hoadam.packs.dating import DatingExample, DatingExamples
from hoadam.packs.fold import folded
from hoadam.packs.index import name_index
from hoadam.packs.knowledge import Edition, First, Series
from hoadam.packs.load import bundled, load
from hoadam.packs.strict import load_as
from hoadam.read import actors, dating, times
from hoadam.read.dating import curves, relative
from hoadam.read.dating.almanac import edition_of, span_of
from hoadam.read.dating.odds import FIRST, LAST, Hint, Turn, likened, slot_of, weigh, windows, yearly
from hoadam.read.dating.scene import scenes

LANGUAGES = ("vi", "en")
EXAMPLES = [
    pytest.param(code, example, id=f"{code}: {example.text.splitlines()[0]}")
    for code in LANGUAGES
    for example in load_as(bundled() / "lang" / code / "examples" / "dating.yaml", DatingExamples).examples
]


@cache
def tools(code: str):
    kit = load()
    language = kit.languages[code]
    return (
        times.compile_rules(language.time, language.numbers),
        actors.compile_rules(language, name_index(kit.knowledge, language)),
        dating.compile_almanac(kit.knowledge, language),
    )


def dated(text: str, code: str = "vi", blocks: tuple[Block, ...] | None = None, **fields: str) -> tuple[StoryDate, ...]:
    """The stories of a page whose first line is its headline and the rest its body."""
    time_rules, actor_rules, almanac = tools(code)
    copy = folded(text)
    end = text.find("\n") % (len(text) + 1)
    blocks = blocks or (Block(0, end, "headline"), Block(min(end + 1, len(text)), len(text), "body"))
    shapes = times.find(copy, blocks, time_rules)
    return dating.date(Page("id", "a.txt", text, **fields), copy, blocks, shapes, actors.find(copy, actor_rules), almanac)


def written(text: str, code: str = "vi", **fields: str) -> Written:
    return dated(text, code, **fields)[0].written


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example(code: str, example: DatingExample) -> None:
    fields = {name: value for name in ("url", "seen") if (value := getattr(example, name))}
    found = written(example.text, code, **fields)
    if example.day:
        assert found.value is not None
        assert abs(date.fromisoformat(found.value) - date.fromisoformat(example.day)) <= timedelta(1)
        assert found.earliest <= example.day <= found.latest
    elif example.year:
        assert found.value is not None
        assert found.value[:4] == example.year
    else:
        assert found.value is None
        assert found.earliest < found.latest
    assert example.cue is None or any(example.cue in cue.cue for cue in found.why)


def test_a_trusted_day_is_kept() -> None:
    found = written("Tin\n\nNgày 5/6/2010, hai bên gặp nhau.", written="2021-03-04")
    assert (found.value, found.confidence) == ("2021-03-04", 1.0)


def test_no_story_is_younger_than_its_crawl() -> None:
    found = written("Tin\n\nNgày 5/6, Tổng thống Nga Vladimir Putin thăm Trung Quốc.", seen="2014-02-01")
    assert found.latest <= "2014-02-01"


def test_an_appended_story_is_older_and_helps_the_one_above_it() -> None:
    own, older = "Hai bên gặp nhau\nNgày 28/1, hai bên gặp nhau ở Geneva.\n", "Hai bên ngừng bắn\nHôm nay (11/10/2017), hai bên ngừng bắn."
    cut = len(own)
    blocks = (
        Block(0, 16, "headline"),
        Block(17, cut - 1, "body"),
        Block(cut, cut + 17, "headline", 1),
        Block(cut + 18, len(own + older), "body", 1),
    )
    first, second = (story.written for story in dated(own + older, blocks=blocks))
    assert second.value == "2017-10-11"
    assert first.earliest >= "2017-10-11"
    assert first.value in (None, "2018-01-28")


def test_sidebars_do_not_date_the_story() -> None:
    text = "Hai bên gặp nhau\nHai bên gặp nhau ở Geneva.\nLịch cúp điện hôm nay 26/11/2024"
    blocks = (Block(0, 16, "headline"), Block(17, 43, "body"), Block(44, len(text), "sidebar", 1))
    stories = dated(text, blocks=blocks)
    assert stories[0].written.value is None
    assert stories[1].written.value == "2024-11-26"


def test_a_related_teaser_is_dated_by_the_story_beside_it() -> None:
    text = "Hai bên gặp nhau\nHôm nay (20/9/2016), hai bên gặp nhau ở Geneva.\nNgày 12/9, hai bên ngừng bắn ..."
    blocks = (Block(0, 16, "headline"), Block(17, 64, "body"), Block(65, len(text), "related", 1))
    assert dated(text, blocks=blocks)[1].written.value in ("2016-09-12", "2016-09-13")


def test_a_teaser_that_tells_no_time_has_no_day() -> None:
    text = "Hai bên gặp nhau\nHôm nay (20/9/2016), hai bên gặp nhau.\nHai bên ngừng bắn ..."
    blocks = (Block(0, 16, "headline"), Block(17, 54, "body"), Block(55, len(text), "related", 1))
    assert dated(text, blocks=blocks)[1].written == Written()


def test_weekday_and_day_agree_in_few_years() -> None:
    found = written("Tin\n\nHôm thứ Năm (9/10), Tổng thống Mỹ Barack Obama tiếp Thủ tướng Anh David Cameron.")
    assert found.value in ("2014-10-09", "2014-10-10")


@pytest.mark.parametrize(
    ("naming", "before", "after"),
    [
        ("Tổng thống Mỹ Barack Obama", "2009", "2017"),
        ("Cựu Tổng thống Mỹ Barack Obama", "2014", "2027"),
        ("Tổng thống đắc cử Mỹ Joe Biden", "2020", "2025"),
    ],
)
def test_terms_of_office_bound_the_day(naming: str, before: str, after: str) -> None:
    found = written(f"Tin\n\n{naming} phát biểu tại Paris.")
    assert before <= found.earliest[:4]
    assert found.latest[:4] <= after


def test_nothing_to_go_by_gives_wide_bounds_and_no_cue() -> None:
    found = written("")
    assert found.value is None
    assert found.confidence == 0.0
    assert found.earliest < "2006" < "2020" < found.latest
    assert found.why == ()


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "Bị cáo 28 tuổi, sinh năm 1985, khai nhận mọi việc. Bị hại 19 tuổi, sinh năm 1994. Cáo trạng viện dẫn Nghị định 72/2013/NĐ-CP.",
            "2013",
        ),
        (
            "So với cùng kỳ năm 2015, sản lượng tăng 3%. Từ đầu năm 2016 đến nay, xuất khẩu đạt 2 tỷ USD. Kế hoạch năm 2017 chưa duyệt.",
            "2016",
        ),
    ],
)
def test_a_year_alone_is_given_when_only_that_is_sure(text: str, year: str) -> None:
    found = written(f"Tin\n\n{text}")
    assert found.value == year
    assert f"{year}-01-01" <= found.earliest < found.latest <= f"{year}-12-31"
    assert found.confidence >= 0.7


def test_storms_of_many_years_share_a_number_and_the_day_chooses() -> None:
    assert written("Tin\n\nNgày 14/9, bão số 10 hướng vào Quảng Bình, dân được sơ tán.").value in ("2017-09-14", "2017-09-15")
    assert written("Tin\n\nNgày 28/9, bão số 10 hướng vào Quảng Bình, bão Wutip rất mạnh.").value in ("2013-09-28", "2013-09-29")


def test_no_page_is_older_than_what_it_names() -> None:
    assert written("Tin\n\nBệnh viện nhận hai ca Covid-19.").earliest >= "2020"
    assert written("Tin\n\nPC45 bắt ba nghi can ở huyện Từ Liêm.").latest < "2020"


def test_a_name_of_two_parts_counts_where_both_stand() -> None:
    assert any("Vettel" in cue.cue for cue in written("Tin\n\nVettel thắng chặng thứ ba cho Red Bull.").why)
    assert not any("Vettel" in cue.cue for cue in written("Tin\n\nVettel thắng chặng thứ ba.").why)


def test_an_event_with_its_year_beside_it_is_background() -> None:
    found = written("Tin\n\nNgười dân nhớ cơn bão số 10 năm 2017. Hôm nay trời nắng.")
    assert not any("storm" in cue.cue for cue in found.why)


def test_the_weekday_of_the_lede_is_that_of_the_dateline_or_the_one_before() -> None:
    found = written("Test\n\nSEOUL, Sept. 25 (Wire) -- The country fired a missile on Sunday, President Yoon Suk-yeol said.", "en")
    assert any("dateline" in cue.cue and "sunday" in cue.cue for cue in found.why)


def test_editions_are_listed_or_counted() -> None:
    series = Series("s", "Talks", first=First(10, "2000-05-06"), every="P2Y", editions=(Edition(11, "2002-06-01", "2002-06-03"),))
    assert edition_of(series, 11) == span_of("2002-06-01", "2002-06-03")
    assert edition_of(series, 13) == span_of("2006-05-06", "2006-05-06")
    assert edition_of(series, 9) is None


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [("2020-02", "2020-02", 29), ("2019", "2019", 365), ("2020-12", "2020-12", 31), ("2020-02-03", "2020-02-03", 1)],
)
def test_open_ends_of_months_and_years(since: str, until: str, days: int) -> None:
    first, last = span_of(since, until)
    assert last - first + 1 == days


@pytest.mark.parametrize("year", [2015, 2016, 2025])
def test_a_day_of_the_year_is_that_day_in_plain_and_leap_years(year: int) -> None:
    turn = Turn(yearly(((0, 0, 0.98),)), slot_of(9, 14))
    odds = weigh([Hint("days", "a day of the year", yearly=turn), Hint("year", "a year", windows=((FIRST, LAST, 1.0),))])
    assert odds.best(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()) == date(year, 9, 14).toordinal()
    assert turn.at(slot_of(9, 14)) == turn.year()[slot_of(9, 14)] > turn.at(slot_of(9, 15))


def test_odds_sum_to_one_and_find_the_day() -> None:
    day = date(2016, 9, 14).toordinal()
    hints = (
        Hint("full", "a day", Span(0, 1), windows(day, day, curves.FULL_AT_HOME)),
        Hint("days", "a day of the year", None, (), Turn(yearly(curves.FIRST_TOLD), slot_of(9, 14))),
        Hint("like", "an event", None, likened([(day - 3, day + 3, 2.0), (day, day + 30, 1.0)])),
    )
    odds = weigh(hints)
    assert odds.share(FIRST, LAST) == pytest.approx(1, abs=1e-6)
    assert sum(odds.years().values()) == pytest.approx(1, abs=1e-6)
    assert max(odds.years(), key=odds.years().get) == 2016
    assert abs(odds.best(date(2016, 1, 1).toordinal(), date(2016, 12, 31).toordinal()) - day) <= 1
    assert odds.quantile(0.05) <= day <= odds.quantile(0.95)


def turns(text: str) -> list[Turn]:
    """The days of the year that the times of a story make likely which are counted from the day of writing."""
    time_rules, actor_rules, almanac = tools("vi")
    copy = folded(text)
    blocks = (Block(0, len(text), "body"),)
    found = scenes(copy, blocks, times.find(copy, blocks, time_rules), actors.find(copy, actor_rules), almanac.home)
    return [hint.yearly for hint in relative.hints(found[0], almanac) if hint.yearly is not None]


@pytest.mark.parametrize(
    ("text", "likely", "unlikely"),
    [
        ("Hai bên đã gặp nhau cuối tháng trước.", (5, 4), (5, 27)),
        ("Vòng đàm phán mới sẽ bắt đầu vào đầu tháng tới.", (5, 27), (5, 4)),
        ("Chuyến thăm diễn ra đầu tháng này.", (5, 8), (5, 1)),
        ("Cuộc gặp ngày 15 tháng này không có kết quả.", (8, 17), (8, 2)),
        ("Vụ nổ ngày 28 tháng trước làm ba người bị thương.", (8, 3), (8, 30)),
        ("Lệnh ngừng bắn được ký cuối năm ngoái.", (2, 10), (11, 10)),
        ("Hội nghị sẽ họp vào đầu năm tới.", (11, 10), (2, 10)),
        ("Tháng 6 năm nay, hai nước đã ký thỏa thuận.", (8, 1), (3, 1)),
        ("Hội nghị sẽ diễn ra vào tháng 11 năm nay.", (8, 1), (12, 20)),
        ("Doanh thu quý 3 của công ty giảm.", (10, 20), (4, 20)),
        ("Sáu tháng đầu năm, xuất khẩu tăng 5%.", (7, 10), (1, 20)),
    ],
)
def test_what_is_counted_from_the_day_of_writing_draws_it_in(text: str, likely: tuple[int, int], unlikely: tuple[int, int]) -> None:
    """ "Tháng này", "năm ngoái" and the like make some days of the month or year likelier than others."""
    found = turns(text)
    assert found
    assert sum(turn.at(slot_of(*likely)) - turn.at(slot_of(*unlikely)) for turn in found) > 0.2


@pytest.mark.parametrize(
    "text", ["Hội nghị họp tháng này.", "Chuyện xảy ra năm ngoái.", "Trong tháng trước, ba cuộc gặp đã diễn ra.", "Họ mất 9 tháng."]
)
def test_a_whole_month_or_year_says_nothing_of_its_days(text: str) -> None:
    """Without a part, a day or a month told with it any day is as good."""
    assert not turns(text)


def test_a_day_in_brackets_tells_how_far_back_last_week_lies() -> None:
    """ "Thứ Sáu tuần trước (18/10)": a year in which that day is a Friday, and a day of the week after."""
    found = written("Đàm phán đổ vỡ\n\nThứ sáu tuần trước (18/10), hai bên rời bàn đàm phán.", url="https://bao.example/2019/")
    assert any("is day 5 of its week" in cue.cue for cue in found.why)
    assert any("week(s) back" in cue.cue for cue in found.why)
    assert found.runner_up in ("2013", "2019", "2024")


def test_last_month_with_its_name_tells_this_month() -> None:
    """ "Tháng trước (tháng 9)" is written in October."""
    found = written("Xuất khẩu giảm\n\nTháng trước (tháng 9), xuất khẩu giảm mạnh, cả năm 2016 có thể không đạt kế hoạch.")
    assert any(cue.cue == "it is month 10" for cue in found.why)


def test_a_mistyped_year_loses_to_independent_cues() -> None:
    """Three office holders outweigh the year of one date."""
    found = written(
        "Gặp gỡ tại Yerevan\n\nSáng 21/9/2002, Thủ tướng Armenia Nikol Pashinyan tiếp Ngoại trưởng Mỹ Antony Blinken. "
        "Tổng thống Mỹ Joe Biden gửi thư cho ông Pashinyan."
    )
    assert (found.value or "2022")[:4] != "2002"
    assert found.earliest is not None
    assert found.earliest > "2018"


def test_a_year_beside_its_distance_counts_more_than_one_mistyped() -> None:
    """ "Năm ngoái (2015)" and "9 tháng đầu năm 2016" against a lone 2006."""
    found = written(
        "Xuất khẩu tăng\n\nNgày 4/10/2006, bộ cho biết 9 tháng đầu năm 2016 xuất khẩu tăng 5%. So với năm ngoái (2015), mức tăng cao hơn. "
        "Cả năm 2016 dự kiến tăng 6%."
    )
    assert (found.value or found.latest or "")[:4] == "2016"


def test_the_first_months_of_a_year_are_told_in_english_too() -> None:
    """ "The first nine months of 2016" are over when they are told."""
    found = written("Rice exports\n\nIn the first nine months of 2016 the country exported three million tonnes of rice.", "en")
    assert found.why[0].cue == "the first 9 months of 2016 told"
    assert found.runner_up in ("2016", "2017")
