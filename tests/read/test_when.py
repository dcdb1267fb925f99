"""When candidates happened, on pages whose year cannot be told."""

from datetime import date, timedelta

from hoadam import pipeline
from hoadam.model.page import Page
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
