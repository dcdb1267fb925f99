"""`hoadam read` and `hoadam tell`: what they write, what they say of bad input, and how they end."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ARTICLE = """Armenia và Azerbaijan gặp nhau ở Brussels

Ngày 14/5/2023, Thủ tướng Armenia Nikol Pashinyan đã gặp Tổng thống Azerbaijan Ilham Aliyev tại Brussels (Bỉ).
Hai bên trao đổi về lệnh ngừng bắn ở biên giới và đồng ý gặp lại trong tháng sau.
"""
KEYS = ["page", "written", "blocks", "stories", "times", "actors", "claims", "events"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `in` with a text, two lines and a bad file."""
    place = tmp_path / "in"
    (place / "sub").mkdir(parents=True)
    (place / "b.txt").write_text(ARTICLE, encoding="utf-8")
    lines = [{"id": "x1", "text": ARTICLE + "Một."}, {"id": "x2", "text": ARTICLE + "Hai.", "url": "https://a.vn/2"}]
    (place / "sub" / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    (place / "c.txt").write_bytes(b"")
    return place


def test_a_reading_has_the_keys_of_the_contract(hoadam: Run, folder: Path) -> None:
    done = hoadam("read", "in/b.txt", "--jsonl")
    assert (done.code, done.err) == (0, "")
    [line] = done.out.splitlines()
    one = json.loads(line)
    assert list(one)[:8] == KEYS
    assert list(one["page"])[:6] == ["id", "source", "url", "title", "lang", "text"]
    assert one["page"]["text"] == ARTICLE
    assert one["page"]["source"] == "b.txt"
    assert {"value", "earliest", "latest", "confidence", "why"} <= set(one["written"])
    assert all({"start", "end", "zone", "story", "repeats", "why"} <= set(block) for block in one["blocks"])
    assert all({"start", "end", "code", "sector", "name", "id"} <= set(actor) for actor in one["actors"])
    for event in one["events"]:
        assert all(0 <= quote["start"] < quote["end"] <= len(ARTICLE) for quote in event["quotes"])


def test_a_folder_is_read_in_order_and_what_cannot_be_read_is_said(hoadam: Run, folder: Path) -> None:
    done = hoadam("read", "in", "--jsonl")
    assert done.code == 1
    assert [json.loads(line)["page"]["source"] for line in done.out.splitlines()] == ["b.txt", "x1", "x2"]
    assert done.err == "hoadam: in/c.txt: the file is empty.\n"


def test_standard_input_and_packed_lines_are_read(hoadam: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "text": ARTICLE})
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    assert hoadam("read", "-", stdin=line).out == hoadam("read", "a.jsonl.gz").out


def test_reading_twice_gives_the_same_bytes_however_many_processes(hoadam: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(n), "text": f"{ARTICLE}Trang {n}." if n % 9 else ""}) for n in range(60)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    one, two = hoadam("read", "a.jsonl", "--workers", "1"), hoadam("read", "a.jsonl", "--workers", "2")
    assert one == two
    assert one.code == 1
    assert one.out.count("\n") == 53


def test_a_terminal_gets_a_summary(hoadam: Run, folder: Path) -> None:
    done = hoadam("read", "in/b.txt", terminal=True)
    assert done.code == 0
    assert "b.txt" in done.out
    assert "written" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_line_of_fifty_megabytes_is_one_sentence(hoadam: Run, tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as file:
        file.write(json.dumps({"id": "long", "text": "x" * 50_000_000}) + "\n" + json.dumps({"id": "y", "text": ARTICLE}) + "\n")
    done = hoadam("read", "a.jsonl")
    assert done.code == 1
    assert done.out.count("\n") == 1
    assert done.err.count("\n") == 1
    assert "50 MB" in done.err


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("none.txt", None, "no such file"),
        ("a.txt", os.urandom(4000) + b"\x00", "a.txt"),
        ("a.txt", b"\n \n", "empty"),
        ("a.jsonl", b"not json\n", "a.jsonl:1"),
        ("a.jsonl.gz", b"\x1f\x8b", "damaged"),
        ("a.html", b"", "empty"),
    ],
)
def test_bad_input_is_one_sentence_and_the_rest_is_read(
    hoadam: Run, folder: Path, tmp_path: Path, name: str, raw: bytes | None, words: str
) -> None:
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    done = hoadam("read", name, "in/b.txt")
    assert done.code == 1
    assert done.out.count("\n") == 1
    assert done.err.count("\n") == 1
    assert words in done.err


def test_a_folder_without_pages_is_said(hoadam: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("x")
    done = hoadam("read", "in")
    assert (done.code, done.out) == (1, "")
    assert "no page in this folder" in done.err
    assert "(it has a.md)" in done.err


def test_wrong_usage_ends_with_two(hoadam: Run, folder: Path, tmp_path: Path) -> None:
    assert hoadam("read").code == 2
    assert hoadam("reed").code == 2
    assert hoadam("read", "in", "--data", "nowhere").code == 2
    assert hoadam("read", "in", "--workers", "0").code == 2


def test_a_broken_data_folder_stops_before_the_first_page(hoadam: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "lang" / "vi").mkdir(parents=True)
    (tmp_path / "data" / "lang" / "vi" / "pack.yaml").write_text("code: vi\ncolour: red\n")
    done = hoadam("read", "in", "--data", "data")
    assert (done.code, done.out) == (2, "")
    assert "pack.yaml:" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "words"), [("colour = 1", "colour"), ("workers = 'x'", "workers"), ("= 1", "TOML"), ("page_mb = 0", "page_mb")]
)
def test_a_wrong_setting_is_named_with_its_file(hoadam: Run, folder: Path, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "hoadam.toml").write_text(text)
    done = hoadam("read", "in")
    assert (done.code, done.out) == (2, "")
    assert "hoadam.toml" in done.err
    assert words in done.err


def test_settings_are_used(hoadam: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "hoadam.toml").write_text("page_mb = 0.0001\n")
    done = hoadam("read", "in/b.txt")
    assert done.code == 1
    assert "at most" in done.err


def test_a_story_has_the_keys_of_the_contract(hoadam: Run, folder: Path) -> None:
    done = hoadam("tell", "in/b.txt", "in/sub", "--json")
    assert done.code == 0
    assert list(json.loads(done.out))[:4] == ["episodes", "tracks", "disputes", "brief"]


def test_a_terminal_shows_the_brief_by_its_sections(hoadam: Run, folder: Path) -> None:
    lines = [line.rstrip() for line in hoadam("tell", "in", terminal=True).out.splitlines()]
    headings = [line for line in lines if line in ("Latest", "Peace process", "Disputed", "Background", "Gaps", "Timeline")]
    assert headings[0] == "Latest"
    assert headings[-2:] == ["Gaps", "Timeline"]
    gaps = lines[lines.index("Gaps") + 1 : lines.index("Timeline")]
    assert gaps[0].startswith("  – ")  # a gap is neither certain nor dated
    assert not any(sign in line for line in gaps for sign in "●○≠◷")


def test_a_page_without_a_title_is_named_once(hoadam: Run, folder: Path) -> None:
    (folder / "undated.txt").write_text("Armenia và Azerbaijan đã họp với nhau về vấn đề biên giới giữa hai nước.", encoding="utf-8")
    first, second, *_ = hoadam("read", "in/undated.txt", terminal=True).out.splitlines()
    assert first.rstrip() == "undated.txt"
    assert second.startswith("written ")
    assert "% sure" not in second  # of bounds alone no share is said


def test_a_text_piped_in_is_refused_in_one_sentence(hoadam: Run) -> None:
    done = hoadam("read", "-", stdin="Armenia và Azerbaijan\n\nhọp với nhau.\nHết.\n")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("hoadam: -: standard input takes JSON lines")
    assert len(done.err.splitlines()) == 1


def test_a_store_tells_what_its_pages_tell(hoadam: Run, folder: Path) -> None:
    hoadam("add", "in", "--store", "a.db")
    from_pages, from_store = hoadam("tell", "in"), hoadam("tell", "a.db")
    assert from_pages.out == from_store.out
    assert (from_pages.code, from_store.code) == (1, 0)
    assert hoadam("tell", "a.db", "in").code == 2


def test_help_comes_at_once_and_imports_nothing_heavy(hoadam: Run) -> None:
    import subprocess
    import sys

    script = "import sys; from hoadam.cli import build; build(); print(*sorted({'sqlalchemy', 'rich', 'yaml', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "\n"
    assert hoadam("--help").code == 0
    assert hoadam("--version").out.startswith("hoadam ")


def test_a_pipe_that_closes_is_no_error(folder: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    rows = [json.dumps({"id": str(n), "text": ARTICLE * 20 + str(n)}) for n in range(40)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = subprocess.run(
        f"{sys.executable} -m hoadam read a.jsonl --workers 1 | head -c 10",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
