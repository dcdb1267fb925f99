"""When candidates happened, on pages whose year cannot be told."""

from datetime import date, timedelta

import pytest

from hoadam import pipeline
from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.event import Frame
from hoadam.model.page import Page
from hoadam.model.time import Day, Timex
from hoadam.packs import saying
from hoadam.packs.load import load
from hoadam.read.when.alongside import alongside, of_none, of_time
from hoadam.read.when.valued import from_writing

PAGE = """Quân đội Syria và phiến quân đọ súng ở vùng biên

Ngày 27/9, người phát ngôn một nhóm cứu trợ cho biết tình hình trong vùng rất xấu và nhiều gia đình thiếu nước.

Hôm qua, phiến quân bắn rocket vào một trạm gác của quân đội Syria khiến ba binh sĩ thiệt mạng, theo lời kể của dân làng quanh đó.
"""


def test_yesterday_is_a_day_without_a_year_where_only_the_year_is_unknown() -> None:
    reading = pipeline.read(Page("p", "p.txt", PAGE, lang="vi"), pipeline.prepare(load()))
    assert reading.written.value is None
    assert reading.written.yearless in ("XXXX-09-27", "XXXX-09-28")
    yesterday = date.fromisoformat("2019" + reading.written.yearless[4:]) - timedelta(1)
    told = {e.date.value for e in reading.events if any("Hôm qua" in q.of(PAGE) for q in e.quotes)}
    assert told == {f"XXXX-{yesterday:%m-%d}"}
    assert not any(e.date.value and e.date.value[:4].isdigit() for e in reading.events)


def test_the_day_of_a_caption_dates_no_event() -> None:
    """It is the day of the picture."""
    text = (
        "Serbia và Kosovo ký thỏa thuận\n\nNgoại trưởng Serbia và Kosovo đã ký thỏa thuận về biển số xe.\n\n"
        "Binh sĩ tuần tra ở thị trấn, ngày 3/2/2019. Ảnh: AFP\n\nSerbia và Kosovo đã ký thỏa thuận về giấy tờ tại Brussels.\n"
    )
    reading = pipeline.read(Page("p", "p.txt", text, lang="vi"), pipeline.prepare(load()))
    assert "caption" in {block.zone for block in reading.blocks}
    assert [event.date.value for event in reading.events] == [None]


def test_a_meeting_that_is_arranged_is_planned() -> None:
    """Its step says so, also where no small word of its clause does; it has no day that was told before."""
    text = "Ngày 5/3/2021, Tổng thống Serbia cho biết cuộc gặp sắp tới giữa ông và Thủ tướng Kosovo sẽ đặc biệt quan trọng.\n"
    reading = pipeline.read(Page("p", "p.txt", text, lang="vi", written="2021-03-05"), pipeline.prepare(load()))
    assert [(event.type, event.step, event.status) for event in reading.events] == [("CONSULT", "planned", "planned")]


UNDATED = """Quân đội Mali đụng độ phiến quân gần sông

Hôm qua, phiến quân tấn công một trạm gác của quân đội Mali khiến bốn binh sĩ thiệt mạng.

Quân đội Mali cho biết đã nổ súng đáp trả.
"""


def test_yesterday_of_an_unknown_day_of_writing_is_told_as_such() -> None:
    """It is a day of the calendar as soon as the page's day is given, and none that a chronicle can put in order before."""
    tools = pipeline.prepare(load())
    reading = pipeline.read(Page("p", "p.txt", UNDATED, lang="vi"), tools)
    attacks = [event for event in reading.events if any("Hôm qua" in quote.of(UNDATED) for quote in event.quotes)]
    assert [(event.type, event.date) for event in attacks] == [("ASSAULT", Day("DCT-1"))]
    assert all(not (episode.date.value or "").startswith("DCT") for episode in pipeline.tell([reading], tools).episodes)
    dated = pipeline.read(Page("p", "p.txt", UNDATED, lang="vi", written="2019-07-02"), tools)
    assert "2019-07-01" in {event.date.value for event in dated.events}


def test_a_day_from_an_unknown_day_of_writing_is_said_in_words() -> None:
    tools = pipeline.prepare(load())
    said = [saying.day(Day(value), tools.voice(lang).speaker) for lang in ("vi", "en") for value in ("DCT-1", "DCT")]
    assert said == ["ngày viết bài −1", "ngày viết bài", "day of writing −1", "day of writing"]


def test_last_week_of_an_unknown_day_of_writing_has_bounds() -> None:
    """A week has no day of its own: some day of it, said by the days from the writing between which it lies."""
    tools = pipeline.prepare(load())
    text = UNDATED.replace("Hôm qua", "Tuần trước")
    reading = pipeline.read(Page("p", "p.txt", text, lang="vi"), tools)
    attacks = [event for event in reading.events if any("Tuần trước" in quote.of(text) for quote in event.quotes)]
    assert [(event.type, event.date) for event in attacks] == [("ASSAULT", Day("DCT-13/DCT-1"))]
    assert all(episode.date.value is None for episode in pipeline.tell([reading], tools).episodes)
    said = saying.day(attacks[0].date, tools.voice("vi").speaker)
    assert said.startswith("ngày viết bài −13")
    assert said.endswith("ngày viết bài −1")
    given = pipeline.read(Page("p", "p.txt", text, lang="vi", written="2021-03-05"), tools)
    assert {event.date.value for event in given.events if event.quotes[0].of(text).startswith("Tuần")} == {"2021-02-22/2021-02-28"}


@pytest.mark.parametrize(
    ("anchor", "shape", "meant"),
    [
        ("XXXX-09-30", "REF+0D", "XXXX-09-30"),
        ("XXXX-09-30", "REF+1D", "XXXX-10-01"),
        ("XXXX-09-30", "REF+1W", "REF+1W"),
        ("DCT-1D", "REF-2D", "DCT-3D"),
        ("DCT-1D", "REF+1D", "DCT"),
        ("DCT-1W", "REF+1D", "REF+1D"),
    ],
)
def test_a_day_counted_from_one_that_was_told_is_counted_as_that_one_is(anchor: str, shape: str, meant: str) -> None:
    """ "The next day", where of the day before only the year is unknown, or all but that it was yesterday."""
    told = Timex(0, 8, "DATE", anchor)
    assert [time.shape for time in from_writing([told, Timex(20, 28, "DATE", shape, anchor=0)])] == [anchor, meant]


TWO_DAYS = """Ngày 3/3, Tổng thống Serbia đến thăm Nga. Ngày 4/3, Thủ tướng Kosovo chỉ trích Serbia. Tổng thống Serbia bác bỏ lời chỉ trích.
"""


def test_whose_act_a_time_told_before_is_told_with() -> None:
    """The time of the same side's last act is told apart from that of another's, however near."""
    draft = pipeline.draft(Page("p", "p.txt", TWO_DAYS, lang="vi", written="2021-03-05"), pipeline.prepare(load()))
    sentences = draft.sentences
    serbia, kosovo = Actor("SRB", "GOV"), Actor("KOS", "GOV")
    made = [
        Frame(s.start, s.end, frame, frame, Span(s.start, s.end), s.number, "body", 0, source=(source,), when=when)
        for s, frame, source, when in zip(
            sentences, ("visit", "condemn", "refuse"), (serbia, kosovo, serbia), ("XXXX-03-03", "XXXX-03-04", None), strict=True
        )
    ]
    seen = alongside(made, {"visit": "CONSULT", "condemn": "ACCUSE", "refuse": "REJECT"})[2]
    assert [(row.gap, row.common) for row in seen.others] == [(1, "-"), (2, "s")]
    assert seen.prior is not None
    assert seen.prior.frame is made[0]
    third, fourth = (next(time for time in draft.times if time.shape == f"XXXX-03-0{day}") for day in (3, 4))
    assert {"told=s", "told=s&gap=2", "prior=True", "prior-when=True&s"} <= set(of_time(third, seen, sentences))
    assert {"told=-", "told=-&gap=1", "prior=False", "prior-when=False&s"} <= set(of_time(fourth, seen, sentences))
    assert {"prior=True", "prior-when=False"} <= set(of_none((third,), seen, sentences))
    assert set(of_none((fourth,), seen, sentences)) >= {"prior=False"}


def test_a_time_that_only_begins_another_stretch_dates_nothing() -> None:
    text = "Serbia và Kosovo đụng độ nặng nhất kể từ cuộc chiến năm 1999 khiến 3 người thiệt mạng.\n"
    reading = pipeline.read(Page("p", "p.txt", text, lang="vi", written="2011-07-28"), pipeline.prepare(load()))
    assert reading.events
    assert all(event.date.value != "1999" for event in reading.events)
