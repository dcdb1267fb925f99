"""How an undated page takes its day from its neighbours."""

from gate.making import page
from hoadam.tell import dates

CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "target": "", "text": "Giao tranh nổ ra ở biên giới hôm nay."}
CALL = {"type": "REQUEST", "source": "RUS", "target": "KGZ+TJK", "text": "Moskva kêu gọi hai bên dừng bắn."}
DATED = page("dated", "2021-05-02", CLASH | {"date": "2021-05-01"}, CALL | {"date": "2021-05-02"})


def test_shared_happenings_give_the_day() -> None:
    """ "Hôm nay" and "1/5" that only fit one day of writing."""
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01"}, CALL | {"when": "DCT"})
    found = {r.page.source: r for r in dates.settle([DATED, undated])}["undated"]
    assert found.written.value == "2021-05-02"
    assert [e.date.value for e in found.events] == ["2021-05-01", "2021-05-02"]
    assert [t.value for t in found.times] == ["2021-05-01", "2021-05-02"]
    assert "neighbours" in found.written.why[-1].cue


def test_days_without_today_give_bounds_and_the_year() -> None:
    """The year is sure, the day is not told."""
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01"}, CALL | {"when": "XXXX-05-02"})
    found = dates.settle([DATED, undated])[1]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-05-02", "2021-05-12")
    assert [e.date.value for e in found.events] == ["2021-05-01", "2021-05-02"]


def test_one_shared_happening_is_not_enough() -> None:
    """One date and pair alone may be of another year."""
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01"})
    assert dates.settle([DATED, undated])[1] == undated


def test_two_years_as_good_leave_it_open() -> None:
    """A tie between years is no evidence."""
    other = page("other", "2022-05-02", CLASH | {"date": "2022-05-01"}, CALL | {"date": "2022-05-02"})
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01"}, CALL | {"when": "XXXX-05-02"})
    assert dates.settle([DATED, other, undated])[2].written.value is None
    assert dates.settle([DATED, other, undated])[2].events == undated.events


def test_a_reprint_takes_the_day_of_its_original() -> None:
    """The day with two days' room."""
    copy = page("copy", None, CLASH | {"when": "DCT-1D"})
    found = dates.settle([DATED, copy], same_article=[[DATED.page.id, copy.page.id]])[1]
    assert (found.written.value, found.written.latest) == ("2021-05-02", "2021-05-04")
    assert found.events[0].date.value == "2021-05-01"


def test_a_teaser_bounds_the_page_around_it() -> None:
    """A page is not older than what it teases."""
    teaser = CLASH["text"]
    around = page("around", None, CALL | {"when": "XXXX-05-20"}, around=teaser)
    start = around.page.text.index(teaser)
    found = dates.settle([DATED, around], same_part=[[(DATED.page.id, 0), (around.page.id, start)]])[1]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-05-02", "2021-06-01")
    assert found.events[0].date.value == "2021-05-20"


def test_known_days_are_never_touched() -> None:
    """A page with a day of its own is left."""
    assert dates.settle([DATED])[0] is DATED
