"""`hoadam batch`: the same bytes by every engine, what became of each row, and only what is missing again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hoadam.ports import Tally

Run = Callable[..., Any]
TEXT = "Ngày {day}/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn. Trang {n}."


def rows(count: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = [
        {"text": TEXT.format(day=1 + n % 28, n=n), "id": f"r{n}", "dump": "C", "date": "2023-06-01"} for n in range(count)
    ]
    made[3]["text"] = None
    made[5]["text"] = "Para menteri luar negeri bertemu pada hari Senin di Jenewa untuk membahas gencatan senjata."
    return made


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder `in` of two Parquet files, 60 rows in all."""
    (tmp_path / "in" / "b").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows(40)), tmp_path / "in" / "a.parquet", row_group_size=7)
    pq.write_table(pa.Table.from_pylist(rows(20)), tmp_path / "in" / "b" / "a.parquet")
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_engine_makes_the_same_bytes(hoadam: Run, given: Path) -> None:
    first = hoadam("batch", "in", "here", "--rows", "30", "--engine", "here")
    assert first.code == 1  # two rows have no text
    assert "3 parts, 3 of them new: 56 pages read, 2 not read, 2 passed over" in first.err
    assert len(content(given / "here")) == 4
    for engine in ("pool", "dask"):  # other numbers of workers: tests/engine/test_shards.py
        hoadam("batch", "in", engine, "--rows", "30", "--engine", engine, "--workers", "2")
        assert content(given / engine) == content(given / "here"), engine


def test_a_part_holds_what_became_of_each_row(hoadam: Run, given: Path) -> None:
    hoadam("batch", "in/a.parquet", "o", "--rows", "40")
    listed = json.loads((given / "o" / "parts.json").read_text())
    [name] = listed["files"]
    made = pq.read_table(given / "o" / name).to_pylist()
    assert [row["where"] for row in made[:4]] == ["a.parquet:1", "a.parquet:2", "a.parquet:3", "a.parquet:4"]
    assert [row["status"] for row in made[:6]] == ["read", "read", "read", "unread", "read", "passed"]
    assert json.loads(made[0]["reading"])["page"]["source"] == "r0"
    assert listed["read"] == sum(row["status"] == "read" for row in made) == 38


def test_only_what_is_missing_is_done_again(hoadam: Run, given: Path) -> None:
    hoadam("batch", "in", "o", "--rows", "30")
    whole = content(given / "o")
    gone = sorted(name for name in whole if name.startswith("part-"))[1]
    (given / "o" / gone).unlink()
    kept = {path: path.stat().st_mtime_ns for path in (given / "o").glob("part-*")}
    again = hoadam("batch", "in", "o", "--rows", "30")
    assert "3 parts, 1 of them new" in again.err
    assert content(given / "o") == whole
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    (given / "in").rename(given / "moved")
    assert "0 of them new" in hoadam("batch", "moved", "o", "--rows", "30").err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["in/none.parquet", "o"], "there is no such file"),
        (["in/none*.parquet", "o"], "there is no file that this pattern stands for"),
        (["empty", "o"], "there is no Parquet file in this folder"),
        (["in", "empty", "o"], "empty: there is no Parquet file in this folder"),
        (["fake.parquet", "o"], "it is no Parquet file"),
        (["cut.parquet", "o"], "it is cut off or damaged"),
        (["other.parquet", "o"], 'has no column "text" or "html" (it has a, b)'),
        (["numbers.parquet", "o"], 'its column "text" holds int64, not text'),
        (["none.parquet", "o"], "there is not one row in it"),
        (["in", "fake.parquet"], "a file of that name is there"),
        (["in", "o", "--scheduler", "tcp://127.0.0.1:1"], "Say --engine dask"),
        (["in", "o", "--engine", "spark"], "no such engine"),
        (["in", "o", "--engine", "dask", "--scheduler", "nonsense"], "no Dask scheduler"),
    ],
)
def test_what_cannot_be_is_said(inside: Run, given: Path, words: list[str], reason: str) -> None:
    (given / "empty").mkdir()
    (given / "fake.parquet").write_text("hello")
    (given / "cut.parquet").write_bytes((given / "in" / "a.parquet").read_bytes()[:-9])
    for name, columns in (("other", {"a": [1], "b": [2]}), ("numbers", {"text": [1]}), ("none", {"text": pa.array([], pa.string())})):
        pq.write_table(pa.table(columns), given / f"{name}.parquet")
    done = inside("batch", *words)
    assert done.code == 2
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert not (given / "o").exists() or "nonsense" in words  # a scheduler is only asked when all else is in order


def test_tallies_add_up_in_any_grouping() -> None:
    one, two, three = Tally(("b",), 1, 1), Tally(("a",), 2, 1, 1, made=1), Tally(("b",), 3, 0, 0, 3, 4)
    assert (one + two) + three == one + (two + three)
    assert (two + one).files == ("a", "b")
