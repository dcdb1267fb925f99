"""What a new user gets wrong: each command says what is wrong, where, and what to do, makes nothing, and ends with the right code."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hoadam.model.story import Reading

Run = Callable[..., Any]
TEXT = "Ngày 14/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn."
LIBRARIES = (
    "Traceback",
    "Errno",
    "msgspec",
    "Object missing",
    "Expected `",
    "sqlite3",
    "sqlalchemy",
    "pyarrow",
    "Arrow",
    "zlib",
    "codec",
    "KeyError",
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of files of many kinds, none of them a store."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bins").mkdir()
    (tmp_path / "bins" / "a.bin").write_bytes(bytes(9))
    (tmp_path / "fake.db").write_text("hello", encoding="utf-8")
    (tmp_path / "short.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4\n" + bytes(99))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    for name, held in (("bins.zip", "a.bin"), ("sheet.xlsx", "xl/workbook.xml"), ("letter.docx", "word/document.xml")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(held, "x")
    raw = sqlite3.connect(tmp_path / "other.db")
    raw.execute("CREATE TABLE a (b)")
    raw.commit()
    raw.close()
    return tmp_path


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["tell", "fake.db"], 3, "fake.db: this file is no store."),
        (["tell", "other.db"], 3, "other.db: this SQLite file is no store of Hoadam."),
        (["tell", "none.db"], 3, "none.db: there is no store here. Make one with"),
        (["tell", "bins"], 1, "bins: there is no page in this folder"),
        (["tell", "empty"], 1, "empty: there is no file in this folder."),
        (["tell", "bins.zip"], 1, "bins.zip: there is no page in this archive (it has a.bin)."),
        (["tell", "page.pdf"], 1, "page.pdf: is a PDF. Take its text out"),
        (["tell", "picture.png"], 1, "picture.png: is a picture (PNG). Leave it out"),
        (["tell", "sheet.xlsx"], 1, "sheet.xlsx: is an Excel sheet. Save it as CSV"),
        (["tell", "letter.docx"], 1, "letter.docx: is a Word document. Save it as plain text"),
        (["read", "none.txt"], 1, "none.txt: there is no such file or folder."),
        (["read", "pages/a.txt", "--data", "pages"], 2, "pages: this is no data folder: it has no folder lang/."),
        (["add", "fake.txt"], 2, "fake.txt: there is no such file or folder."),
        (["add", "empty"], 2, "empty: there is no file in this folder."),
        (["add", "bins"], 2, "bins: there is no page in this folder"),
        (["add", "no*.txt"], 2, "no*.txt: there is no file that this pattern stands for."),
        (["add", "my.db", "fake.txt"], 2, "my.db: there is no such file or folder. A store is named with --store."),
        (["add", "picture.png"], 1, "hoadam.db: not one page could be read, so no store was made."),
        (["add", "page.pdf", "bins.zip", "--store", "my.db"], 1, "my.db: not one page could be read, so no store was made."),
        (["add", "short.txt"], 1, "hoadam: passed over 1 (short.txt): in a language that there is no pack for"),
        (["add", "http://127.0.0.1/"], 1, "not one page could be read, so no store was made."),
        (["add", "pages", "--store", "fake.db"], 3, "fake.db: this file is no store."),
        (["add", "pages", "--store", "none/my.db"], 3, "there is no folder none"),
        (["add", "pages", "--data", "none"], 2, "there is no such data folder"),
        (["add", "pages", "--lang", "xx"], 2, "xx: the data folder has no such language"),
        (["add", "--watch", "none"], 2, "no such file or folder to watch"),
        (["init", "empty"], 3, "empty: this is a folder."),
        (["init", "fake.db"], 3, "fake.db: this file is no store."),
        (["store", "copy", "none.db", "new.db"], 3, "none.db: there is no store here."),
        (["store", "copy", "fake.db", "new.db"], 3, "fake.db: this file is no store."),
        (["store", "migrate", "--store", "none.db"], 3, "none.db: there is no store here."),
        (["replay", "none.jsonl"], 2, "none.jsonl: cannot be read (there is no such file or folder). Give the file"),
        (["replay", "empty"], 2, "empty: cannot be read (it is a folder)."),
        (["replay", "short.txt"], 2, "this is no decision (it is no JSON"),
        (["replay", "page.pdf"], 2, "this is no decision"),
        (["decisions", "--store", "none.db"], 3, "none.db: there is no store here."),
        (["export", "csv", "-o", "new.csv", "--store", "none.db"], 3, "none.db: there is no store here."),
        (["export", "xyz"], 2, "xyz: there is no such format."),
        (["serve", "none.db"], 3, "none.db: there is no store here."),
        (["serve", "fake.db"], 3, "fake.db: this file is no store."),
        (["mcp", "none.db"], 3, "none.db: there is no store here."),
        (["advise", "none.db", "--review", "short.txt", "--who", "a"], 2, "short.txt: these are no proposals"),
        (["advise", "none.db", "--review", "none.txt", "--who", "a"], 2, "none.txt: these are no proposals of `hoadam advise` (there is no such file"),
        (["demo", "--into", "fake.db"], 2, "fake.db: this folder cannot be made (a file of that name is there)."),
        (["demo", "--into", "new", "--lang", "xx"], 2, "xx: the data folder has no such language"),
        (["demo", "--into", "new", "--data", "none"], 2, "there is no such data folder"),
        (["unread", "--store", "none.db"], 3, "none.db: there is no store here."),
        (["unread", "--again", "--store", "none.db"], 3, "none.db: there is no store here."),
        (["doctor", "--lang", "xx"], 2, "xx"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_made(inside: Run, place: Path, words: list[str], code: int, says: str) -> None:
    before = state(place)
    done = inside(*words)
    assert (done.code, says in done.err + done.out) == (code, True), done.err
    assert not [word for word in LIBRARIES if word in done.err]
    assert done.out == "" or words[0] == "doctor"
    assert all(line.startswith("hoadam: ") for line in done.err.splitlines())
    assert state(place) == before
    assert not (place / "new").exists()


def test_one_wrong_name_among_good_ones_is_said_and_the_rest_added(inside: Run, place: Path) -> None:
    done = inside("add", "none.txt", "pages")
    assert done.code == 1
    assert "hoadam: none.txt: there is no such file or folder." in done.err
    assert "1 new page; it holds 1 page" in done.err
    assert json.loads(inside("unread").out) == []  # what was never there cannot be tried again


def test_a_short_page_tells_too(inside: Run, place: Path) -> None:
    (place / "short.txt").write_text("Hamas thả 10 con tin.", encoding="utf-8")
    done = inside("read", "short.txt")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["page"]["lang"] == "vi"


def test_where_nothing_was_read_there_is_nothing_to_tell(inside: Run, place: Path) -> None:
    done = inside("tell", "short.txt")
    assert (done.code, done.out) == (1, "")
    assert "passed over 1 (short.txt): in a language that there is no pack for, or too short to tell" in done.err
    assert "not one page was read, so there is nothing to tell" in done.err


def test_a_damaged_store_says_what_to_do(inside: Run, place: Path, filled: Reading) -> None:
    raw = sqlite3.connect(place / "hoadam.db")
    raw.execute("UPDATE entries SET entry = X'80'")
    raw.commit()
    raw.close()
    done = inside("timeline")
    assert done.code == 3
    assert "a record in it cannot be understood" in done.err
    assert "Put back a copy of it, or add the pages again to a new store." in done.err
    assert not [word for word in LIBRARIES if word in done.err]


def test_the_doctor_sums_up_for_programs(inside: Run, place: Path, filled: Reading) -> None:
    good = json.loads(inside("doctor", "--json").out)
    assert list(good) == ["ok", "code", "checks"]
    assert all(set(one) == {"what", "status", "ok", "says", "code"} for one in good["checks"])
    assert {one["status"] for one in good["checks"]} <= {"ok", "missing", "problem"}
    bad = inside("doctor", "--json", "--store", "fake.db")
    told = json.loads(bad.out)
    assert (bad.code, told["ok"], told["code"]) == (3, False, 3)
    assert [(one["what"], one["status"], one["code"]) for one in told["checks"] if not one["ok"]] == [("store", "problem", 3)]
    none = json.loads(inside("doctor", "--json", "--store", "none.db").out)
    assert (none["ok"], none["code"]) == (True, 0)
    assert [one["status"] for one in none["checks"] if one["what"] == "store"] == ["missing"]


def test_the_day_of_the_crawl_bounds_the_page_and_is_shown(inside: Run, place: Path) -> None:
    rows = [{"id": "a", "text": TEXT.replace("2023", "2029"), "seen": "2024-02-15"}, {"id": "b", "text": TEXT, "seen": "15/2/2024"}]
    (place / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    one, two = map(json.loads, inside("read", "a.jsonl").out.splitlines())
    for reading in (one, two):
        assert reading["written"]["latest"] <= "2024-02-15"
        assert reading["written"]["why"][-1]["cue"] == "crawled on 2024-02-15, so written no later"
        assert reading["events"]
    assert {event["date"]["value"] for event in one["events"]} == {None}
    assert {event["date"]["value"] for event in two["events"]} == {"2023-05-14"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show"], "hoadam: ID is missing. See: hoadam show --help"),
        (["read", "pages", "--workers", "x"], "hoadam: --workers: give a whole number. See: hoadam read --help"),
        (["read", "pages", "--workers", "0"], "hoadam: --workers: give 1 or more. See: hoadam read --help"),
        (["reed"], "hoadam: No such command 'reed'"),
        (["timeline", "--jsno"], "hoadam: No such option: --jsno"),
        (["timeline", "--json", "--csv"], "hoadam: choose one of --json, --nl and --csv. See: hoadam timeline --help"),
        (["store", "copy", "a.db"], "hoadam: TO is missing. See: hoadam store copy --help"),
        (["batch", "a.parquet"], "hoadam: give the input and, last, the folder to write to. See: hoadam batch --help"),
    ],
)
def test_wrong_usage_is_one_line(inside: Run, place: Path, words: list[str], says: str) -> None:
    done = inside(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(says)
    assert done.err.count("\n") == 1


def test_without_words_the_help_is_shown(inside: Run, place: Path) -> None:
    done = inside()
    assert done.code == 2
    assert "timeline" in done.out + done.err


def test_what_is_no_text_is_not_written_to_a_terminal(inside: Run, filled: Reading) -> None:
    done = inside("export", "vault", terminal=True)
    assert (done.code, done.out) == (2, "")
    assert "hoadam export vault -o FILE" in done.err
