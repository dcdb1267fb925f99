"""The terminal speaks the reader's language: no English process, state, type or status in Vietnamese, one is not said as many, no day "XXXX"."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import on_terminal
from hoadam.cli import COMMANDS
from hoadam.cli.tongue import Tongue
from hoadam.model.time import Day
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.words import all_words
from vocabulary import english, met, spoken, unknown

Run = Callable[..., Any]
ENV = {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load.load()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration made in Vietnamese, what that printed, and a page."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "hoadam", "demo", "--lang", "vi"]
    done = subprocess.run(command, cwd=folder, env=os.environ | ENV, capture_output=True, check=True)
    (folder / "printed.txt").write_bytes(done.stdout + done.stderr)
    (folder / "a.txt").write_text("Ngày 14/5/2023, Armenia và Georgia gặp nhau ở Tbilisi. Georgia nằm cạnh Armenia.", encoding="utf-8")
    return folder


def shown(folder: Path, *words: str) -> str:
    """What the command shows on a terminal of that folder."""
    done = on_terminal([sys.executable, "-m", "hoadam", *words], folder, os.environ | ENV)
    return done.out + done.err


def prose(text: str, kit: Kit) -> str:
    """The lines that are not a codebook's own names of its codes, without quotes and without names of features ("zone=lede")."""
    books = (*(name.upper() for name in kit.codebooks), "  ")
    lines = (line for line in text.splitlines() if not line.startswith(books) and "“" not in line)
    return re.sub(r"\S+=\S+", " ", "\n".join(lines))


def test_no_english_word_is_met_in_vietnamese(place: Path, kit: Kit) -> None:
    wanted = english(kit)
    store = ("--store", "hoadam-demo/demo.db")
    rows = json.loads(shown(place, "timeline", *store, "--json"))
    tracks = json.loads(shown(place, "board", *store, "--json"))
    ids = [next(row["id"] for row in rows if row["status"] == "planned"), next(row["id"] for row in rows if row["killed"])]
    ids += [next(track["id"] for track in tracks if len(track["states"]) > 5), rows[0]["page"]]
    asked = [("timeline", *store), ("board", *store), ("conflicts", *store), ("search", *store, "ngừng", "bắn"), ("unread", *store)]
    asked += [("show", key, *store) for key in ids]
    asked += [
        ("doctor", *store, "--lang", "vi"),
        ("read", "a.txt", "--why", "--lang", "vi"),
        ("tell", "hoadam-demo/demo.db", "--lang", "vi"),
    ]
    asked += [("timeline", *store, "--process", "foo"), ("timeline", *store, "--from", "2024", "--to", "2020")]
    answers = {words: shown(place, *words) for words in asked} | {("demo",): (place / "printed.txt").read_text("utf-8")}
    assert [words for words, text in answers.items() if len(text) < 10] == []
    assert {words: found for words, text in answers.items() if (found := met(prose(text, kit), wanted))} == {}
    assert "XXXX" not in "".join(answers.values())
    assert "31/10, không rõ năm" in answers["board", *store]
    briefing = (place / "hoadam-demo" / "briefing.html").read_text("utf-8")
    assert "XXXX" not in briefing


def test_the_language_asked_for_is_spoken_and_the_store_keeps_its_own(place: Path, kit: Kit) -> None:
    store = ("--store", "hoadam-demo/demo.db")
    told = shown(place, "timeline", *store, "--type", "AGREE")
    asked = shown(place, "timeline", *store, "--type", "AGREE", "--lang", "en")
    assert "agreed" in asked
    assert "one source" in asked
    assert "agreed" not in told
    assert "một nguồn" in told
    assert shown(place, "timeline", *store, "--type", "AGREE") == told
    board = shown(place, "board", *store, "--lang", "en")
    assert [one for one in ("held", "in force", "31 Oct, year unknown") if one not in board] == []
    assert {"held", "in force", "ceasefire"} <= met(board, english(kit))  # and the test above would find them


@pytest.mark.parametrize(
    ("lang", "value", "said"),
    [
        ("en", Day("2020-09-27", "2020-09-27", "2020-09-27"), "2020-09-27"),
        ("en", Day("XXXX-10-31"), "31 Oct, year unknown"),
        ("vi", Day("XXXX-10-31"), "31/10, không rõ năm"),
        ("en", Day("XXXX-10"), "October, year unknown"),
        ("en", Day("2022-W37", "2022-09-12", "2022-09-18"), "2022-09-12\nto 2022-09-18"),
        ("vi", Day(None, "2022-09-12", "2022-09-18"), "2022-09-12\nđến 2022-09-18"),
        ("en", Day(None, None, "2022-09-18"), "by 2022-09-18"),
        ("en", Day(None, "2022-09-12"), "from 2022-09-12"),
        ("vi", Day(), "chưa rõ ngày"),
    ],
)
def test_days(lang: str, value: Day, said: str) -> None:
    from hoadam import app

    assert Tongue(lang, all_words([lang])[lang], app.Settings()).day(value) == said


def test_one_is_not_said_as_many(inside: Run, filled: Any, tmp_path: Path) -> None:
    assert "1 thread\n" in inside("board", terminal=True).out
    assert "1 page: 1 with" in inside("search", "ngừng", "bắn", terminal=True).out
    store = next(one["says"] for one in json.loads(inside("doctor", "--json").out)["checks"] if one["what"] == "store")
    assert "1 page, 2 episodes" in store
    (tmp_path / "a.txt").write_text("Ngày 24/9/2023, Armenia và Azerbaijan gặp nhau ở Brussels.", encoding="utf-8")
    assert "1 new page; it holds 1 page, 1 event, 1 episode, 0 tracks." in inside("add", "a.txt", "--store", "b.db").err
    assert "1 episode: " in inside("timeline", "--store", "b.db", terminal=True).out


CODE = re.compile(r"--?[a-z-]+|<[^>]+>|`[^`]*`|\b[A-Z]{2,}[a-z]?\b|\S*[/\\._@]\S*|\bhoadam(?: [a-z]+)?\b")


@pytest.mark.parametrize("command", [one.__name__ for one in COMMANDS] + ["store copy", "store migrate", "store"])
def test_the_help_of_a_command_is_in_the_language(inside: Run, tmp_path: Path, kit: Kit, command: str) -> None:
    asked = inside(*command.split(), "--lang", "vi", "--help")
    (tmp_path / "hoadam.toml").write_text('language = "vi"\n')
    kept = inside(*command.split(), "--help")
    for done in [asked, kept] if "--lang" in kept.out else [kept]:
        assert done.out.startswith("Cách dùng:")
        assert (
            unknown(CODE.sub(" ", done.out), spoken("vi", kit), [*command.split(), "demo", "progress", "tell", "x", "copy", "migrate"])
            == set()
        )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("foo",), 2),
        (("timeline", "--limit"), 2),
        (("timeline", "--from", "20x"), 2),
        (("show", "zz"), 2),
        (("show",), 2),
        (("search", "foo", "--limit", "x"), 2),
        (("search", "foo", "--limit", "0"), 2),
        (("board", "--conflict", "foo"), 2),
        (("board", "--store", "nix.db"), 3),
        (("board", "--store", "bad.db"), 3),
        (("export",), 2),
        (("export", "foo"), 2),
        (("export", "csv", "-o", "nix/x.csv"), 2),
        (("read", "nix.txt"), 1),
        (("read", "a.pdf", "b.txt", "c.txt", "d.jsonl"), 1),
        (("add", "nix.txt"), 2),
        (("add", "a.pdf", "c.txt"), 1),
        (("unread", "--json", "--csv"), 2),
        (("replay", "d.jsonl"), 2),
        (("serve", "--port", "0"), 2),
        (("serve", "--host", "0.0.0.0"), 2),
        (("advise",), 2),
        (("tell", "b.txt"), 1),
        (("timeline", "--data", "nix", "--actor", "Armenia"), 2),
        (("init",), 0),
    ],
)
def test_errors_and_remarks_are_in_the_language(
    inside: Run, filled: Any, tmp_path: Path, kit: Kit, words: tuple[str, ...], code: int
) -> None:
    (tmp_path / "bad.db").write_bytes(b"SQLite format 3\0" + b"x" * 2000)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 foo")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text("Mañana no sé adónde vamos a ir con todos ellos.", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text('{"text": 1}\n{"x": 2}\n{', encoding="utf-8")
    (tmp_path / "hoadam.toml").write_text('language = "vi"\n')
    done = inside(*words)
    assert done.code == code
    assert done.err.startswith(("hoadam: ", f"{tmp_path.name}", "hoadam.db: "))
    left = unknown(CODE.sub(" ", done.err), spoken("vi", kit), [*words, "hoadam", "python", "text", "html"])
    assert left == set(), done.err


def test_a_store_told_in_vietnamese_is_spoken_of_in_vietnamese(place: Path, monkeypatch: pytest.MonkeyPatch, inside: Run) -> None:
    store = str(place / "hoadam-demo" / "demo.db")
    assert inside("timeline", "--store", store, "--from", "20x").err.startswith("hoadam: 20x: không phải ngày")
    assert inside("timeline", "--store", store, "--from", "20x", "--lang", "en").err.startswith("hoadam: 20x: this is no day")
    assert inside("timeline", "--store", "nix.db", "--from", "2020").err.startswith("hoadam: nix.db: there is no store here")
