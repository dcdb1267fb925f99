"""Files that are no pages: each is called what it is, with what to do; and text is never taken for one."""

import gzip
import io
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoadam.model.errors import BadPage
from hoadam.model.story import Unread
from hoadam.ports import Found
from hoadam.source.folder import for_path, nothing_at
from hoadam.source.kinds import no_page
from hoadam.source.text import opened


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return file.getvalue()


def database(folder: Path) -> bytes:
    raw = sqlite3.connect(folder / "a.db")
    raw.execute("CREATE TABLE a (b)")
    raw.commit()
    raw.close()
    return (folder / "a.db").read_bytes()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n", "is a PDF. Take its text out"),
        (zipped("[Content_Types].xml", "word/document.xml"), "is a Word document. Save it"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "is an Excel sheet. Save it as CSV"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "is a PowerPoint file"),
        (zipped("mimetype", "content.xml"), "is a document of LibreOffice"),
        (zipped("a.txt"), "is packed (ZIP)"),
        (gzip.compress(b"x" * 99, mtime=0), "is packed (gzip)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Office"),
        (b"{\\rtf1\\ansi hello}", "is a document in RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "is a picture (JPEG)"),
        (b"RIFF\x99\0\0\0WEBPVP8 ", "is a picture (WebP)"),
        (b"BM\x99\0\0\0\0\0\0\0", "is a picture (BMP)"),
        (b"\0\0\0\x18ftypmp42" + bytes(99), "is sound or film (MP4)"),
        (b"ID3\x04\0\0\0\0" + bytes(99), "is sound or film (MP3)"),
        (b"MZ\x90\0\x03\0\0\0", "is a program"),
        (b"7z\xbc\xaf'\x1c" + bytes(99), "is packed (7-Zip)"),
        (b"PAR1" + bytes(99), "is a Parquet file"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.dat", "a.html"])
def test_each_is_called_what_it_is(tmp_path: Path, raw: bytes, words: str, name: str) -> None:
    (tmp_path / name).write_bytes(raw)
    [item] = for_path(str(tmp_path / name), 10_000_000).pages()
    assert isinstance(item, Found)
    with pytest.raises(BadPage) as refused:
        opened(item)
    assert str(refused.value).startswith(words) or words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_store_is_told_to_be_named(tmp_path: Path) -> None:
    assert "name it with --store" in (no_page(database(tmp_path)) or "")


@pytest.mark.parametrize(
    "text", ["BM là tên một công ty.", "MZ nói", "ID3 tags", "BZh", "RIFF", "PK và", "GIF là ảnh", "[1] Hà Nội", "%PDF"]
)
def test_text_that_begins_so_is_text(text: str) -> None:
    assert no_page(text.encode()) is None


@given(st.text(min_size=1, max_size=200))
def test_no_text_is_taken_for_a_file_of_another_kind(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    assert no_page(raw) is None or not text.isprintable() or raw.startswith((b"%PDF-", b"{\\rtf", b"PAR1", b"WARC/")) or raw[4:8] == b"ftyp"


def test_an_archive_without_a_page_says_so_in_one_sentence(tmp_path: Path) -> None:
    for name, held, words in (("a.zip", ["a.bin", "b.png"], "(it has a.bin, b.png)"), ("b.zip", [], "there is nothing in this archive")):
        (tmp_path / name).write_bytes(zipped(*held))
        [item] = for_path(str(tmp_path / name), 1000).pages()
        assert isinstance(item, Unread)
        assert words in item.reason


def test_an_archive_with_a_page_counts_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped("a.bin", "b.txt", "c.bin"))
    made = list(for_path(str(tmp_path / "a.zip"), 1000).pages())
    assert [type(one).__name__ for one in made] == ["Passed", "Found", "Passed"]


def test_a_folder_of_other_files_says_what_is_in_it(tmp_path: Path) -> None:
    assert nothing_at(str(tmp_path)) == "there is no file in this folder."
    for name in ("a.bin", "b.png", "c.pdf", "d.pdf"):
        (tmp_path / name).write_bytes(os.urandom(9))
    [item] = for_path(str(tmp_path), 1000).pages()
    assert isinstance(item, Unread)
    assert item.reason == nothing_at(str(tmp_path))
    assert "(it has a.bin, b.png, c.pdf, …)" in item.reason
    (tmp_path / "a.txt").write_text("x")
    assert nothing_at(str(tmp_path)) is None


@pytest.mark.parametrize(("path", "there"), [("-", True), ("https://a.example/", True), ("none.txt", False), ("none*.txt", False)])
def test_where_there_is_nothing_is_known_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, there: bool) -> None:
    monkeypatch.chdir(tmp_path)
    assert (nothing_at(path) is None) == there


@pytest.mark.parametrize("raw", ['[{"text": "a"}]', "[\n", '{\n  "text": "a"\n}'])
def test_json_that_is_no_lines_says_so_once(tmp_path: Path, raw: str) -> None:
    for name in ("a.json", "a.jsonl"):
        (tmp_path / name).write_text(raw)
        [item] = for_path(str(tmp_path / name), 1000).pages()
        assert isinstance(item, Unread)
        assert "not one object a line" in item.reason


def test_json_lines_are_read_whatever_the_end_of_their_name(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "a"}\n{"text": "b"}\n')
    assert [item.raw for item in for_path(str(tmp_path / "a.json"), 1000).pages() if isinstance(item, Found)] == ["a", "b"]
    assert nothing_at(str(tmp_path)) is not None  # in a folder, a .json is passed over


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": 1}', 'a whole number stands where text in quotes belongs, at "text"'),
        ('"x"', "text in quotes stands where an object belongs"),
        ("{bad", "it is no JSON from letter 2 on"),
        ('{"text": "a"', "it breaks off in the middle"),
    ],
)
def test_a_line_that_is_no_page_is_told_in_plain_words(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' + line)
    [_, item] = for_path(str(tmp_path / "a.jsonl"), 1000).pages()
    assert isinstance(item, Unread)
    assert item.reason == f"the line is no page in JSON ({words})."
