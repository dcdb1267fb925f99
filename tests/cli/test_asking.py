"""`hoadam timeline`, `board`, `show`, `search`, `export` and `doctor` on a store that is there."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hoadam.model.story import Reading

Run = Callable[..., Any]


@pytest.fixture
def hoadam(inside: Run) -> Run:
    """All questions are asked in this process, but for those on a terminal."""
    return inside


def test_a_pipe_gets_json(hoadam: Run, filled: Reading) -> None:
    rows = json.loads(hoadam("timeline").out)
    assert [row["id"] for row in rows] == sorted("ep-" + event.id for event in filled.events)  # of one day: in order of their ids
    assert rows[0]["source"] == ["Armenia", "Azerbaijan"]
    assert rows[0]["certainty"] == "single-source"
    assert rows[0]["words"] == "Hai bên gặp nhau ở Bỉ."
    assert rows[0]["text"] == "They met in Brussels."
    [track] = json.loads(hoadam("board").out)
    assert (track["kind"], track["now"], track["since"]) == ("talks", "held", "2023-05-14")
    [hit] = json.loads(hoadam("search", "ngừng bắn").out)
    assert hit["words"] == "Họ bàn về lệnh ngừng bắn."
    assert filled.page.text[hit["start"] : hit["end"]] == hit["words"]
    assert hit["exact"]


def test_forms_can_be_chosen(hoadam: Run, filled: Reading) -> None:
    lines = [json.loads(line) for line in hoadam("timeline", "--nl").out.splitlines()]
    assert lines == json.loads(hoadam("timeline", "--json").out)
    rows = list(csv.DictReader(io.StringIO(hoadam("timeline", "--csv").out)))
    assert rows[0]["source"] == "Armenia; Azerbaijan"
    assert len(rows) == 2
    assert hoadam("timeline", "--csv", "--json").code == 2
    assert json.loads(hoadam("timeline", "--json", terminal=True).out) == lines


@pytest.mark.parametrize(
    "command",
    [
        ["timeline"],
        ["board"],
        ["search", "ngung", "ban"],
        ["show", "talks-1"],
        ["show", "ep"],
        ["unread"],
        ["tell", "hoadam.db"],
        ["doctor"],
    ],
)
def test_a_terminal_gets_a_table_of_eighty_columns(hoadam: Run, filled: Reading, command: list[str]) -> None:
    if command == ["show", "ep"]:
        command = ["show", "ep-" + filled.events[0].id, "--why"]
    done = hoadam(*command, terminal=True)
    assert done.code == 0, done.err
    if command != ["doctor"]:
        assert max(map(len, done.out.splitlines())) <= 80
    assert not done.out.startswith(("[", "{"))


def test_how_sure_a_line_is_can_be_seen_at_a_glance(hoadam: Run, filled: Reading) -> None:
    out = hoadam("timeline", terminal=True).out
    assert "○ one source" in out
    assert "2 episodes: 0 certain, 0 planned, 0 disputed, 2 one source" in out
    assert "“Hai bên gặp nhau ở Bỉ.”" in out


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--from", "2023"], 2),
        (["--from", "15/5/2023"], 0),
        (["--to", "2023-05"], 2),
        (["--to", "2022"], 0),
        (["--actor", "ARM"], 2),
        (["--actor", "GEO"], 0),
        (["--type", "consult", "--process", "talks"], 2),
        (["--type", "ASSAULT"], 0),
    ],
)
def test_the_timeline_is_filtered(hoadam: Run, filled: Reading, options: list[str], count: int) -> None:
    done = hoadam("timeline", *options)
    assert done.code == 0
    assert len(json.loads(done.out)) == count
    assert bool(done.err) == (count == 0)


def test_a_wrong_day_is_wrong_usage(hoadam: Run, filled: Reading) -> None:
    done = hoadam("timeline", "--from", "hôm qua")
    assert done.code == 2
    assert "hôm qua" in done.err


def test_a_thing_is_shown_with_its_evidence(hoadam: Run, filled: Reading) -> None:
    key = "ep-" + filled.events[0].id
    plain, why = hoadam("show", key, terminal=True).out, hoadam("show", key, "--why", terminal=True).out
    assert "“Hai bên gặp nhau ở Bỉ.”  [0-22]" in plain
    assert "dateline" in plain
    assert "vi.meet" not in plain
    assert "vi.meet" in why
    found = json.loads(hoadam("show", key).out)
    assert found["evidence"][0]["quotes"] == [{"start": 0, "end": 22, "words": "Hai bên gặp nhau ở Bỉ."}]
    page = hoadam("show", filled.page.id[6:14], terminal=True).out
    assert "[body] Hai bên gặp nhau" in page


def test_an_unknown_or_unclear_id_is_said(hoadam: Run, filled: Reading) -> None:
    assert hoadam("show", "zzz").code == 2
    many = hoadam("show", "ep-")
    assert many.code == 2
    assert "2 ids begin so" in many.err


def test_a_page_cannot_steer_a_terminal(hoadam: Run, tmp_path: Path, reading: Callable[..., Reading], page: Callable[..., Any]) -> None:
    from hoadam.ports import Outcome
    from hoadam.store.sqlite import SqliteStore

    store = SqliteStore(tmp_path / "hoadam.db", create=True)
    store.put([Outcome("a", reading(page("Chữ \x1b[31mđỏ\x1b]0;x\x07 \u202engược [bold]đậm[/bold].")), "d")], "r")
    store.close()
    out = hoadam("search", "đậm", terminal=True).out
    assert "\x07" not in out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out


def test_a_cell_is_no_formula(hoadam: Run, tmp_path: Path, reading: Callable[..., Reading], page: Callable[..., Any]) -> None:
    from hoadam.ports import Outcome
    from hoadam.store.sqlite import SqliteStore

    store = SqliteStore(tmp_path / "hoadam.db", create=True)
    store.put([Outcome("a", reading(page('=HYPERLINK("x") ngừng bắn')), "d")], "r")
    store.close()
    [row] = csv.DictReader(io.StringIO(hoadam("search", "bắn", "--csv").out))
    assert row["words"].startswith("'=")


def test_an_old_story_is_told_again_when_it_is_asked(
    hoadam: Run, filled: Reading, tmp_path: Path, reading: Callable[..., Reading], page: Callable[..., Any]
) -> None:
    from hoadam.ports import Outcome
    from hoadam.store.sqlite import SqliteStore

    store = SqliteStore(tmp_path / "hoadam.db", write=True)
    store.put([Outcome("b", reading(page("Khác.")), "d2")], "r")
    store.close()
    done = hoadam("timeline")
    assert done.code == 0
    assert "since this story was told" not in done.err
    again = SqliteStore(tmp_path / "hoadam.db")
    assert again.counts().story_is_current
    again.close()


def test_exports_are_written_where_they_should_be(hoadam: Run, filled: Reading, tmp_path: Path) -> None:
    for form in ("markdown", "html", "json", "csv"):
        done = hoadam("export", form, "-o", f"out.{form}")
        assert done.code == 0, done.err
        assert (tmp_path / f"out.{form}").read_bytes() == hoadam("export", form).raw
    wrong = hoadam("export", "pdf")
    assert wrong.code == 2
    assert "markdown, html, json, csv" in wrong.err
    assert hoadam("export", "json", "-o", "none/x.json").code == 2


def test_a_doctor_finds_all_in_order(hoadam: Run, filled: Reading) -> None:
    done = hoadam("doctor")
    found = json.loads(done.out)["checks"]
    assert {"Python", "SQLite", "data folder", "store", "cache"} <= {one["what"] for one in found}
    assert [one for one in found if not one["ok"]] == []
    assert done.code == 0
