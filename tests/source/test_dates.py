"""The dates of rows: used where they leave no choice, settled by the other dates of their file, else noted."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoadam.ports import Found
from hoadam.source.day import HELD, Order, day_of, held_back
from hoadam.source.folder import for_path
from hoadam.source.text import opened

ENGLISH = "The two sides met on Tuesday and agreed to go on."
VIETNAMESE = "Hai bên đã gặp nhau hôm thứ Ba và đồng ý sẽ tiếp tục đàm phán trong tháng này."
DAY = "2024-02-15"


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        "2024-2-15",
        "2024/02/15",
        "2024.02.15",
        "2024-02-15T10:00:00Z",
        "2024-02-15 10:00:00+07:00",
        "20240215",
        "202402151000",
        "20240215T101010Z",
        "15/2/2024",
        "15/02/2024 10:00",
        "15-02-2024",
        "15.2.2024",
        "2/15/2024",
        "Thứ năm, 15/2/2024, 10:00 (GMT+7)",
        "Thu, 15 Feb 2024 10:00:00 +0700",
        "Thu, 15 Feb 2024 23:30:00 -0500",
        "15 Feb 2024 10:00:00",
        "February 15, 2024",
        "15 tháng 2, 2024",
        "ngày 15 tháng 2 năm 2024",
        date(2024, 2, 15),
        datetime(2024, 2, 15, 10, tzinfo=UTC),
    ],
)
def test_a_date_that_leaves_no_choice_is_used(value: Any) -> None:
    assert day_of(value, "written") == (DAY, ())


@pytest.mark.parametrize("value", [1707962400, "1707962400", 1707962400123, "1707962400123", 1707962400.5])
def test_a_count_of_seconds_is_used_and_said(value: Any) -> None:
    day, [note] = day_of(value, "written")
    assert (day, "counted from 1970" in note) == (DAY, True)


@pytest.mark.parametrize(
    "value",
    ["15/2/24", "2024", "02/2024", "Feb 2024", "hôm qua", "yesterday", "2 days ago", "31/2/2024", "2024-13-01", "2024021510", "15/2/2024 - 16/2/2024",
     "192.168.1.2024", "9999-12-31", "0000-00-00", "x" * 200, True, 12, float("nan"), 1e300, {"a": 1}, [1]],
)  # fmt: skip
def test_any_other_is_noted_and_not_used(value: Any) -> None:
    day, [note] = day_of(value, "written")
    assert (day, "not used" in note) == (None, True)


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_no_date_and_no_note(value: Any) -> None:
    assert day_of(value, "written") == (None, ())


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_points_put_the_day_first_and_a_day_that_is_its_month_cannot_be_swapped(day: date) -> None:
    assert day_of(f"{day.day}.{day.month}.{day.year}", "written")[0] == day.isoformat()
    found, _ = day_of(f"{day.day}/{day.month}/{day.year}", "written")
    assert found == (day.isoformat() if day.day > 12 or day.day == day.month else None)


@given(st.text(max_size=60) | st.integers() | st.floats() | st.text("0123456789/.-: TZ+", max_size=25))
def test_whatever_stands_there_gives_a_day_or_a_note(value: Any) -> None:
    day, notes = day_of(value, "written")
    assert day is None or date.fromisoformat(day).isoformat() == day
    assert day is not None or len(notes) == (0 if value == "" else 1)


@pytest.mark.parametrize(
    ("settling", "day"),
    [("15/2/2024", "2024-02-03"), ("2/15/2024", "2024-03-02"), ("15.2.2024", None), ("2024-02-15", None), ("3/3/2024", None)],
)
def test_another_date_settles_the_order(settling: str, day: str | None) -> None:
    found, notes = day_of("3/2/2024", "written", Order([settling]))
    assert found == day
    assert [("settles it" in note) for note in notes] == ([] if day else [True])


def test_dates_that_contradict_settle_nothing() -> None:
    assert day_of("3/2/2024", "written", Order(["15/2/2024", "2/15/2024"]))[0] is None


def pages(path: Path) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    return ((item.written, item.notes) for item in for_path(str(path), 1_000_000).pages() if isinstance(item, Found))


def lines(path: Path, *dates: Any, text: str = ENGLISH) -> Path:
    path.write_text("\n".join(json.dumps({"text": text, "written": one}) for one in dates), encoding="utf-8")
    return path


def test_the_rows_of_a_file_settle_each_other(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", "3/2/2024", "4/2/2024", "15/2/2024", "5/2/2024")
    assert list(pages(file)) == [("2024-02-03", ()), ("2024-02-04", ()), ("2024-02-15", ()), ("2024-02-05", ())]


def test_without_a_settling_date_english_is_not_guessed_and_vietnamese_puts_the_day_first(tmp_path: Path) -> None:
    [(day, [note])] = pages(lines(tmp_path / "a.jsonl", "3/2/2024"))
    assert (day, "could be swapped" in note) == (None, True)
    [(day, [note])] = pages(lines(tmp_path / "b.jsonl", "3/2/2024", text=VIETNAMESE))
    assert (day, "Vietnamese puts the day first" in note) == ("2024-02-03", True)
    assert [day for day, _ in pages(lines(tmp_path / "c.jsonl", "2/15/2024", "3/2/2024", text=VIETNAMESE))] == [DAY, "2024-03-02"]


def test_rows_wait_for_a_settling_date_only_so_long() -> None:
    taken = 0

    def rows() -> Iterator[str]:
        nonlocal taken
        for _ in range(1, 5 * HELD):
            taken += 1
            yield "3/2/2024"

    made = held_back(rows(), Order(), lambda one: one, len)
    assert next(made) == "3/2/2024"
    assert taken == HELD
    assert sum(1 for _ in made) == 5 * HELD - 2


def test_rows_with_clear_dates_do_not_wait() -> None:
    live = iter(["2024-02-15", "15/2/2024", "3/2/2024"])
    made = held_back(live, Order(), lambda one: one, len)
    assert [next(made), list(live)] == ["2024-02-15", ["15/2/2024", "3/2/2024"]]


def test_typed_columns_of_parquet_are_dates_too(tmp_path: Path) -> None:
    rows = {"text": [ENGLISH] * 2, "written": [date(2024, 2, 15), None]}
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    assert list(pages(tmp_path / "a.parquet")) == [(DAY, ()), (None, ())]
    pq.write_table(pa.table(rows | {"written": pa.array([1707962400000] * 2, pa.timestamp("ms"))}), tmp_path / "b.parquet")
    assert [day for day, _ in pages(tmp_path / "b.parquet")] == [DAY, DAY]


def test_all_parts_of_a_parquet_file_read_its_dates_alike(tmp_path: Path) -> None:
    from hoadam.source.parquet import pages_of

    rows = {"text": [ENGLISH] * 3, "written": ["3/2/2024", "15/2/2024", "4/2/2024"]}
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table(rows), file, row_group_size=1)
    parts = [[item.written for item in pages_of(file, 1000, n, n + 1)] for n in range(3)]
    assert parts == [["2024-02-03"], [DAY], ["2024-02-04"]]


@pytest.mark.parametrize(
    ("written", "kept"), [(DAY, DAY), ("2024-02-16", "2024-02-16"), ("2024-02-17", None), ("2023-01-01", "2023-01-01")]
)
def test_a_day_after_the_crawl_is_not_used(tmp_path: Path, written: str, kept: str | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": ENGLISH, "written": written, "seen": DAY}))
    [item] = for_path(str(tmp_path / "a.jsonl"), 1000).pages()
    page = opened(item)
    assert (page.written, page.seen) == (kept, DAY)
    assert [("after the day of the crawl" in note) for note in page.notes] == ([] if kept else [True])


def test_dates_in_figures_cost_little() -> None:
    """A row takes 7 ms to read: its date may take a hundredth of that."""
    values = [f"{1 + n % 28}/{1 + n % 12}/{1990 + n % 30} {n % 24}:00" for n in range(2000)]
    best = min(_cost(values) for _ in range(3))
    assert best / len(values) < 70e-6


def _cost(values: list[str]) -> float:
    start = time.process_time()
    for value in values:
        day_of(value, "written")
    return time.process_time() - start
