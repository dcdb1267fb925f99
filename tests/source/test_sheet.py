"""CSV files of pages: as spreadsheets and crawlers write them."""

from pathlib import Path

import pytest

from hoadam.model.story import Unread
from hoadam.ports import Found, Item
from hoadam.source.folder import for_path

TEXT = 'Hai bên gặp nhau,\nvà "đồng ý" ngừng bắn.'
CELL = '"Hai bên gặp nhau,\nvà ""đồng ý"" ngừng bắn."'


def items(path: Path, raw: str | bytes, limit: int = 100_000) -> list[Item]:
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return list(for_path(str(path), limit).pages())


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize(("codec", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n")])
def test_rows_are_pages(tmp_path: Path, mark: str, codec: str, end: str) -> None:
    rows = [mark.join(row) for row in (["id", "Text", "written", "more"], ["x1", CELL, "15/2/2024", "?"], ["", "Hai.", "", ""])]
    one, two = items(tmp_path / "a.csv", (end.join(rows) + end).encode(codec))
    assert isinstance(one, Found)
    assert isinstance(two, Found)
    assert (one.source, one.raw, one.written, one.where) == ("x1", TEXT, "2024-02-15", f"{tmp_path / 'a.csv'}:1")
    assert (two.source, two.raw, two.written) == ("a.csv:2", "Hai.", None)


def test_dates_settle_each_other(tmp_path: Path) -> None:
    made = items(tmp_path / "a.csv", "text,written\na,3/2/2024\nb,15/2/2024\n")
    assert [one.written for one in made if isinstance(one, Found)] == ["2024-02-03", "2024-02-15"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a,b\n1,2\n", 'has no column "text" or "html" (it has a, b)'),
        ("", "it has none"),
        ("text\n" + "x" * 2000 + "\n", "what comes next cannot be parted into columns"),
        ("text,id\n,1\n", "the row has no text"),
        ("text\n" + '"' + "a\n" * 1500, "cannot be parted into columns"),
        ("text\nHà Nội\n".encode() + "Hà Nội\n".encode("cp1258", "replace"), "it is not in UTF-8"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, raw: str | bytes, words: str) -> None:
    *_, last = items(tmp_path / "a.csv", raw, limit=1000)
    assert isinstance(last, Unread)
    assert words in last.reason


def test_sheets_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\na\n")
    (tmp_path / "b.txt").write_text("b")
    source = for_path(str(tmp_path), 1000)
    assert [one.source for one in source.pages() if isinstance(one, Found)] == ["b.txt"]
    assert [Path(name).name for name in source.passed_over()] == ["a.csv"]
