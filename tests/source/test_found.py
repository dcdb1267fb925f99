"""Every path yields its pages in order, and says what it cannot open."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.story import Unread
from hoadam.ports import Found
from hoadam.source.folder import for_path
from hoadam.source.text import found, opened

LIMIT = 1000


def all_of(path: Path | str, limit: int = LIMIT) -> list[Found | Unread]:
    return list(for_path(str(path), limit).pages())


def reason(path: Path | str) -> str:
    [one] = all_of(path)
    assert isinstance(one, Unread)
    return one.reason


def pages(path: Path | str) -> list[Page]:
    return [opened(one) for one in all_of(path) if isinstance(one, Found)]


def test_a_text_file_is_a_page_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "Bài 1.txt"
    file.write_bytes("\ufeffMột\r\nhai\u00a0ba\n".encode())
    [page] = pages(file)
    assert page.text == "Một\r\nhai\u00a0ba\n"
    assert page.source == "Bài 1.txt"
    assert page.id.startswith("sha256")
    assert len(page.id) == 6 + 64


def test_a_folder_is_read_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.html", "c.TXT", "b.txt", ".git/x.txt", ".hidden.txt", "note.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("chữ")
    found_here = [one.where for one in all_of(tmp_path) if isinstance(one, Found)]
    assert [Path(one).relative_to(tmp_path).as_posix() for one in found_here] == ["a.html", "b.txt", "b/10.txt", "b/2.txt", "c.TXT"]
    assert [Path(one).name for one in for_path(str(tmp_path), LIMIT).passed_over()] == ["note.md"]


def test_lines_carry_what_they_know(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    rows = [
        {
            "id": "x",
            "text": "Một.",
            "url": "https://a.vn/1",
            "title": "T",
            "written": "2023-09-24T08:00:00+07:00",
            "seen": "2023-09-25",
            "topic": 1,
        },
        {"id": 7, "text": "Hai.", "outlet": "A"},
        {"text": "Ba.", "written": "hôm qua"},
    ]
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write("\ufeff" + "\n\n".join(json.dumps(row) for row in rows))
    one, two, three = pages(file)
    assert (one.source, one.url, one.title, one.written, one.seen) == ("x", "https://a.vn/1", "T", "2023-09-24", "2023-09-25")
    assert (two.source, two.outlet) == ("7", "A")
    assert three.source == "a.jsonl.gz:5"
    assert three.written is None
    assert "hôm qua" in three.notes[0]


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": "x"}', '{"text": 3}', '{"text": "a\\ud800"}', "chữ", '{"text": "x"} y'])
def test_a_line_that_is_no_page_is_said_and_the_next_is_read(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(line + '\n{"text": "Hai."}\n')
    first, second = all_of(file)
    assert isinstance(first, Unread)
    assert first.source == f"{file}:1"
    assert isinstance(second, Found)


def test_a_line_over_the_limit_is_passed_by(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "Hai."}\n' + b"y" * 1001 + b"\n" + b"z" * 2_000_000)
    kinds = [type(one) for one in all_of(file)]
    assert kinds == [Unread, Found, Unread, Unread]
    assert "3 MB long" in all_of(file)[0].reason  # type: ignore[union-attr]


def test_a_line_of_just_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    line = json.dumps({"text": "x" * (LIMIT - 13)}).encode() + b"\n"
    file.write_bytes(line * 2)
    assert len(line) == LIMIT
    assert [type(one) for one in all_of(file)] == [Found, Found]


def test_a_broken_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(b'{"text": "x"}\n' + os.urandom(50_000).hex().encode())
    file.write_bytes(whole[: len(whole) // 2])
    *_, last = all_of(file, 1_000_000)
    assert isinstance(last, Unread)
    assert "damaged" in last.reason
    file.write_bytes(b"no gzip at all")
    assert "damaged" in reason(file)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "no such file" in reason(tmp_path / "none.txt")
    assert "there is no file in this folder" in reason(tmp_path)
    (tmp_path / "long.txt").write_text("x" * (LIMIT + 1))
    assert "at most" in reason(tmp_path / "long.txt")


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3])
def test_empty_and_binary_files_are_no_pages(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    [one] = all_of(tmp_path / "a.txt")
    assert isinstance(one, Found)
    with pytest.raises(BadPage):
        opened(one)


def test_standard_input_is_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('{"text": "Một."}'.encode())))
    assert [page.text for page in pages("-")] == ["Một."]


def test_a_digest_names_all_but_the_place(tmp_path: Path) -> None:
    one = found(Found("a", "a", "text", b"x", ""))
    assert one.digest == found(Found("b", "b", "text", b"x", "")).digest
    others = [Found("a", "a", "html", b"x", ""), Found("a", "a", "text", "x", ""), Found("a", "a", "text", b"x", "", written="2020-01-01")]
    assert len({one.digest, *(found(other).digest for other in others)}) == 4


def test_html_is_opened_with_what_the_line_knows() -> None:
    body = "".join(f"<p>Hai bên đã gặp nhau lần thứ {n} ở Brussels để bàn về lệnh ngừng bắn và đường biên giới.</p>" for n in range(5))
    html = f"<html><head><title>Cuộc gặp</title></head><body><article><h1>Cuộc gặp</h1>{body}</article></body></html>"
    page = opened(found(Found("a", "a", "html", html, "", url="https://a.vn/1", outlet="A", written="2023-05-14")))
    assert "lần thứ 3" in page.text
    assert (page.url, page.outlet, page.written) == ("https://a.vn/1", "A", "2023-05-14")
