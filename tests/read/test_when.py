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
