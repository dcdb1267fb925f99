"""How an undated page takes its day from its neighbours."""

from gate.making import page
from hoadam.model.shelf import blank
from hoadam.model.story import Reading
from hoadam.tell import dates, repeats

CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "target": "", "text": "Giao tranh nổ ra ở biên giới hôm nay."}
CALL = {"type": "REQUEST", "source": "RUS", "target": "KGZ+TJK", "text": "Moskva kêu gọi hai bên dừng bắn."}
DATED = page("dated", "2021-05-02", CLASH | {"date": "2021-05-01"}, CALL | {"date": "2021-05-02"})
LIKE = dates.Likeness(repeats.print_of, repeats.article_keys, repeats.passage_keys, repeats.is_same_article, repeats.is_same)


def settled(*readings: Reading) -> dict[str, Reading]:
    """The pages, by source, after each has looked at the others."""
    around = dates.Around(blank(), LIKE, {one.page.id: one for one in readings}, lambda _: ())
    touched = dates.changed(around, dict(around.here))
    return {one.page.source: dates.settle(one, around) for one in around.readings(touched)}


def test_shared_happenings_give_the_day() -> None:
    """ "Hôm nay" and "1/5" that only fit one day of writing."""
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01", "text": "Ở biên giới có giao tranh ngày 1/5."}, CALL | {"when": "DCT"})
    found = settled(DATED, undated)["undated"]
    assert found.written.value == "2021-05-02"
    assert [e.date.value for e in found.events] == ["2021-05-01", "2021-05-02"]
    assert [t.value for t in found.times] == ["2021-05-01", "2021-05-02"]
    assert "happenings" in found.written.why[-1].cue


def test_days_without_today_give_bounds_and_the_year() -> None:
    """The year is sure, the day is not told."""
    undated = page(
        "undated",
        None,
        CLASH | {"when": "XXXX-05-01", "text": "Ở biên giới có giao tranh ngày 1/5."},
        CALL | {"when": "XXXX-05-02", "text": "Ngày 2/5 Moskva lên tiếng."},
    )
    found = settled(DATED, undated)["undated"]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-05-02", "2021-05-12")
    assert [e.date.value for e in found.events] == ["2021-05-01", "2021-05-02"]


def test_one_shared_happening_is_not_enough() -> None:
    """One date and pair alone may be of another year."""
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01", "text": "Ngày 1/5 có tiếng súng."})
    assert settled(DATED, undated)["undated"] == undated


def test_two_years_as_good_leave_it_open() -> None:
    """A tie between years is no evidence."""
    other = page("other", "2022-05-02", CLASH | {"date": "2022-05-01", "text": "a"}, CALL | {"date": "2022-05-02", "text": "b"})
    undated = page("undated", None, CLASH | {"when": "XXXX-05-01", "text": "c"}, CALL | {"when": "XXXX-05-02", "text": "d"})
    found = settled(DATED, other, undated)["undated"]
    assert found.written.value is None
    assert found.events == undated.events


def test_a_reprint_takes_the_day_of_its_original() -> None:
    """The day with two days' room."""
    copy = page("copy", None, CLASH | {"when": "DCT-1D"}, CALL)
    found = settled(DATED, copy)["copy"]
    assert (found.written.value, found.written.latest) == ("2021-05-02", "2021-05-04")
    assert found.events[0].date.value == "2021-05-01"
    assert "same article" in found.written.why[-1].cue


def test_a_teaser_bounds_the_page_around_it() -> None:
    """A page is not older than what it teases."""
    around = page("around", None, CALL | {"when": "XXXX-05-20", "text": "Ngày 20/5 có lời kêu gọi khác."}, around=CLASH["text"])
    found = settled(DATED, around)["around"]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-05-02", "2021-06-01")
    assert found.events[0].date.value == "2021-05-20"


def test_a_story_is_not_younger_than_what_teases_it() -> None:
    """The other way round: a dated page has the undated one's lede beside its own story."""
    teasing = page("teasing", "2021-05-09", CALL | {"date": "2021-05-08", "text": "Chuyện khác."}, around=CLASH["text"])
    found = settled(teasing, page("undated", None, CLASH | {"when": "XXXX-05-01"}))["undated"]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-04-09", "2021-05-09")


def test_known_days_are_never_touched() -> None:
    """A page with a day of its own is left."""
    assert settled(DATED)["dated"] is DATED


def test_only_neighbours_are_touched() -> None:
    """A page more asks for the undated pages that may find their day by it, and for no others."""
    asking = page("asking", None, CLASH | {"when": "XXXX-05-01", "text": "Ở biên giới có giao tranh ngày 1/5."})
    other = page("other", None, {"type": "CONSULT", "source": "ARM+AZE", "when": "DCT", "text": "Hai bên gặp nhau hôm nay."})
    pages = {one.page.id: one for one in (asking, other)}
    book = blank()
    dates.changed(dates.Around(book, LIKE, dict(pages), lambda _: ()), dict(pages))
    around = dates.Around(book, LIKE, {DATED.page.id: DATED}, lambda _: ())
    assert dates.changed(around, {DATED.page.id: DATED}) == {DATED.page.id, asking.page.id}
    assert dates.changed(dates.Around(book, LIKE, {}, lambda _: ()), {DATED.page.id: None}) == {asking.page.id}


DEADLY = {"type": "ASSAULT", "source": "KGZ.MIL", "target": "TJK.MIL"}


def deadly(name: str, written: str | None, killed: str, text: str, **more: str) -> Reading:
    """A page on one clash of 1 May and its dead."""
    return page(name, written, DEADLY | {"killed": [killed], "text": text} | more)


def test_a_toll_makes_one_shared_happening_enough() -> None:
    """One clash alone may be that of another year; with as many dead it is the same, and the page was written after it."""
    dated = deadly("dated", "2021-05-03", "UNK 41", "Bốn mươi mốt người chết.", date="2021-05-01")
    same = deadly("undated", None, "UNK 41", "Số người chết ngày 1/5 đã lên tới 41.", when="XXXX-05-01")
    found = settled(dated, same)["undated"]
    assert (found.written.value, found.written.earliest, found.written.latest) == (None, "2021-05-01", "2021-05-11")
    assert found.events[0].date.value == "2021-05-01"
    assert "toll" in found.written.why[-1].cue
    other = deadly("undated", None, "UNK 7", "Bảy người chết ngày 1/5.", when="XXXX-05-01")
    assert settled(dated, other)["undated"] == other


def test_a_toll_lies_between_the_days_of_a_lower_and_a_higher_one() -> None:
    """Tolls grow: who counts 41 writes after those who count 31, and before those who count 55."""
    first = deadly("first", "2021-05-02", "UNK 31", "Ba mươi mốt người chết.", date="2021-05-01")
    last = deadly("last", "2021-05-06", "UNK 55", "Năm mươi lăm người chết.", date="2021-05-01")
    between = deadly("undated", None, "UNK 41", "Số người chết ngày 1/5 đã lên tới 41.", when="XXXX-05-01")
    found = settled(first, last, between)["undated"]
    assert (found.written.earliest, found.written.latest) == ("2021-05-02", "2021-05-06")
    assert "grow" in found.written.why[-1].cue


def test_tolls_of_another_side_and_of_two_years_leave_it_open() -> None:
    """Whose dead they are counts too; and a toll that two years know tells no year."""
    own = deadly("undated", None, "UNK 41", "Số người chết ngày 1/5 đã lên tới 41.", when="XXXX-05-01")
    side = deadly("side", "2021-05-03", "TJK 41", "Tajikistan mất 41 lính.", date="2021-05-01")
    assert settled(side, own)["undated"] == own
    years = [deadly(f"in {year}", f"{year}-05-03", "UNK 41", f"{year}: 41 người chết.", date=f"{year}-05-01") for year in (2020, 2021)]
    assert settled(*years, own)["undated"] == own


def test_a_changed_toll_touches_who_asks_for_it() -> None:
    """The undated page is looked at again when a dated one counts anew, though the day of the clash is known as before."""
    own = deadly("undated", None, "UNK 41", "Số người chết ngày 1/5 đã lên tới 41.", when="XXXX-05-01")
    old = deadly("dated", "2021-05-03", "UNK 12", "Có người chết.", date="2021-05-01")
    new = deadly("dated", "2021-05-03", "UNK 41", "Có người chết.", date="2021-05-01")
    book, pages = blank(), {own.page.id: own, old.page.id: old}
    dates.changed(dates.Around(book, LIKE, dict(pages), lambda _: ()), dict(pages))
    around = dates.Around(book, LIKE, {new.page.id: new}, lambda asked: [own for page in asked if page == own.page.id])
    assert dates.changed(around, {new.page.id: new}) == {new.page.id, own.page.id}
    assert dates.settle(own, around).written.earliest == "2021-05-01"
