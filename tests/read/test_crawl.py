"""The day of the crawl bounds the page's day and what it tells as done, and is shown among the reasons."""

from datetime import date, timedelta

import msgspec
import pytest

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.model.time import Day
from hoadam.packs.load import load
from hoadam.read.crawl import bounded
from samples import made_event, made_page

SEEN = "2024-02-15"
CUE = f"crawled on {SEEN}, so written no later"
TEXT = "Ngày {}, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn."


@pytest.fixture(scope="module")
def tools() -> pipeline.Tools:
    return pipeline.prepare(load())


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (Day("2024-02-15", "2024-02-15", "2024-02-15"), Day("2024-02-15", "2024-02-15", "2024-02-15")),
        (Day("2024-02-16", "2024-02-16", "2024-02-16"), Day("2024-02-16", "2024-02-16", "2024-02-16")),  # another time zone
        (Day("2024-02-17", "2024-02-17", "2024-02-17"), Day()),
        (Day("2024", "2024-01-01", "2024-12-31"), Day("2024", "2024-01-01", SEEN)),
        (Day("2025-05", "2025-05-01", "2025-05-31"), Day()),
        (Day(), Day()),
    ],
)
def test_what_is_done_is_done_by_then(day: Day, left: Day) -> None:
    event = msgspec.structs.replace(made_event(made_page(), day=day), when="x")
    [one] = bounded([event], SEEN)
    assert one.date == left
    assert (one.when is None) == (left == Day() != day)
    planned = msgspec.structs.replace(event, status="planned")
    assert bounded([planned], SEEN) == (planned,)
    assert bounded([event], None) == (event,)


@pytest.mark.parametrize("told", ["14/5/2023", "14/5", "14/5/2029", "16/2", "20/12/2024"])
def test_no_day_of_a_page_or_its_deeds_lies_behind_its_crawl(told: str, tools: pipeline.Tools) -> None:
    read = pipeline.read(Page("p", "p", TEXT.format(told), seen=SEEN), tools)
    last = (date.fromisoformat(SEEN) + timedelta(1)).isoformat()
    assert (read.written.latest or "") <= SEEN
    assert (read.written.value or "") <= SEEN
    assert read.written.why[-1].cue == CUE
    assert all((event.date.earliest or "") <= last for event in read.events if event.status == "actual")


def test_a_day_given_stands_beside_the_crawl(tools: pipeline.Tools) -> None:
    read = pipeline.read(Page("p", "p", TEXT.format("14/5"), written="2023-05-15", seen=SEEN), tools)
    assert [cue.cue for cue in read.written.why] == ["given with the page", CUE]


def test_a_crawl_before_the_web_bounds_nothing(tools: pipeline.Tools) -> None:
    text = TEXT.format("14/5/2023")
    odd, none = (pipeline.read(Page("p", "p", text, seen=seen), tools) for seen in ("1970-01-01", None))
    assert odd.written == none.written
    assert none.written.value == "2023-05-14"
