"""When candidates happened, on pages whose year cannot be told."""

from datetime import date, timedelta

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.model.time import Day
from hoadam.packs import saying
from hoadam.packs.load import load

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


def test_a_time_that_only_begins_another_stretch_dates_nothing() -> None:
    text = "Serbia và Kosovo đụng độ nặng nhất kể từ cuộc chiến năm 1999 khiến 3 người thiệt mạng.\n"
    reading = pipeline.read(Page("p", "p.txt", text, lang="vi", written="2011-07-28"), pipeline.prepare(load()))
    assert reading.events
    assert all(event.date.value != "1999" for event in reading.events)
