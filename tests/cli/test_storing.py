"""`hoadam init`, `add` and `unread`, and what is said of a store that cannot be used."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXT = "Ngày 14/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn."


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder `in` of two pages and an empty file."""
    place = tmp_path / "in"
    place.mkdir()
    for name, text in (("a.txt", TEXT), ("b.txt", TEXT + " Hết."), ("c.txt", "")):
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_a_store_is_made_once(hoadam: Run, tmp_path: Path) -> None:
    assert "an empty store" in hoadam("init").err
    before = (tmp_path / "hoadam.db").read_bytes()
    again = hoadam("init")
    assert again.code == 0
    assert "nothing was changed" in again.err
    assert (tmp_path / "hoadam.db").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hoadam.db"]


def test_pages_are_added_once(hoadam: Run, pages: Path, tmp_path: Path) -> None:
    first = hoadam("add", "in")
    assert first.code == 1
    assert "2 new pages, 1 not read" in first.err
    (pages / "c.txt").write_text("Một trang khác.")
    second = hoadam("add", "in")
    assert second.code == 0
    assert "1 new page, 2 there already; it holds 3 pages" in second.err
    assert json.loads(hoadam("unread").out) == []
    raw = sqlite3.connect(tmp_path / "hoadam.db")
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def test_unread_pages_are_listed(hoadam: Run, pages: Path) -> None:
    hoadam("add", "in")
    assert json.loads(hoadam("unread").out) == [{"source": "in/c.txt", "reason": "the file is empty.", "gone": False}]
    assert "the file is empty." in hoadam("unread", terminal=True).out
    assert hoadam("unread", "--csv").out == "source,reason,gone\nin/c.txt,the file is empty.,False\n"


def test_another_folder_can_hold_the_store(hoadam: Run, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "hoadam.toml").write_text('store = "kho.db"\n')
    hoadam("add", "in/a.txt")
    assert (tmp_path / "kho.db").exists()
    hoadam("add", "in/a.txt", "--store", "b.db")
    assert (tmp_path / "b.db").exists()


@pytest.mark.parametrize(
    "command", [["timeline"], ["board"], ["show", "x"], ["search", "x"], ["unread"], ["export", "json"], ["tell", "hoadam.db"]]
)
def test_without_a_store_the_answer_is_what_to_do(hoadam: Run, tmp_path: Path, command: list[str]) -> None:
    done = hoadam(*command)
    assert (done.code, done.out) == (3, "")
    assert "there is no store here" in done.err
    assert list(tmp_path.iterdir()) == []


def broken(path: Path, how: str) -> None:
    """Make the store one that cannot be used."""
    if how == "text":
        path.write_text("Không phải kho.")
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:6000])
    else:
        raw = sqlite3.connect(path)
        raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()


@pytest.mark.parametrize(("how", "words"), [("text", "no store"), ("cut", "damaged"), ("newer", "newer Hoadam")])
@pytest.mark.parametrize("command", [["add", "in"], ["timeline"], ["doctor"]])
def test_a_store_that_cannot_be_used_is_left_as_it_is(
    hoadam: Run, pages: Path, tmp_path: Path, how: str, words: str, command: list[str]
) -> None:
    store = tmp_path / "hoadam.db"
    hoadam("add", "in")
    broken(store, how)
    before = store.read_bytes()
    done = hoadam(*command)
    assert done.code == 3
    assert words in done.err + done.out
    assert "Traceback" not in done.err
    assert store.read_bytes() == before


def test_a_locked_store_is_said_after_the_wait(hoadam: Run, pages: Path, tmp_path: Path) -> None:
    hoadam("add", "in/a.txt")
    (tmp_path / "hoadam.toml").write_text("wait_seconds = 0.2\n")
    other = sqlite3.connect(tmp_path / "hoadam.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = hoadam("add", "in/b.txt")
    assert done.code == 3
    assert "another program is writing" in done.err
    assert hoadam("timeline").code == 0
    other.execute("ROLLBACK")
    other.close()
    assert hoadam("add", "in/b.txt").code == 0


def test_two_adds_at_once_lose_nothing(hoadam: Run, tmp_path: Path) -> None:
    for name in "ab":
        rows = [json.dumps({"id": f"{name}{n}", "text": f"{TEXT} {name} {n}."}) for n in range(30)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "hoadam", "add", "--workers", "1"]
    running = [subprocess.Popen([*command, f"{name}.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE) for name in "ab"]
    for process in running:
        _, err = process.communicate()
        assert process.returncode == 0, err
    [store] = [one for one in json.loads(hoadam("doctor").out)["checks"] if one["what"] == "store"]
    assert "60 pages" in store["says"]
    [story] = [one for one in json.loads(hoadam("doctor").out)["checks"] if one["what"] == "story"]
    assert story["ok"]


def test_progress_is_for_terminals_only(hoadam: Run, pages: Path) -> None:
    assert "reading" not in hoadam("add", "in/a.txt", "--progress").err


def test_an_unread_page_can_be_tried_again(hoadam: Run, pages: Path) -> None:
    lines = f'{{"text": "{TEXT}"}}\nno json\n'
    (pages / "d.jsonl").write_text(lines, encoding="utf-8")
    assert hoadam("add", "in", "--no-tell").code == 1
    assert len(json.loads(hoadam("unread").out)) == 2
    again = hoadam("unread", "--again")
    assert [one["source"] for one in json.loads(again.out)] == ["in/c.txt", "in/d.jsonl:2"]
    (pages / "d.jsonl").write_text(lines.replace("no json", f'{{"text": "{TEXT} Ba."}}'), encoding="utf-8")
    again = hoadam("unread", "--again")
    assert json.loads(again.out) == [{"source": "in/c.txt", "reason": "the file is empty.", "gone": False}]
    assert "1 new page" in again.err
    (pages / "c.txt").unlink()
    assert json.loads(hoadam("unread").out) == [{"source": "in/c.txt", "reason": "the file is empty.", "gone": True}]
    assert "its file is gone" in hoadam("unread", terminal=True).out
    last = hoadam("unread", "--again")
    assert (json.loads(last.out), "1 taken off the list, for its file is gone" in last.err) == ([], True)
    assert "told from all its pages" in hoadam("doctor").out


def test_pages_of_other_languages_are_counted_and_passed_over(hoadam: Run, pages: Path) -> None:
    (pages / "c.txt").write_text(
        "Para menteri luar negeri bertemu pada hari Senin di Jenewa untuk membahas gencatan senjata.", encoding="utf-8"
    )
    done = hoadam("add", "in")
    assert done.code == 0
    assert "hoadam: passed over 1 (in/c.txt): in a language that there is no pack for" in done.err
    assert "2 new pages, 1 passed over; it holds" in done.err
    assert "passed over 1 (in/c.txt): in a language" in hoadam("read", "in").err
