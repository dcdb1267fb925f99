"""`--why`: the reasons of events, and what was missing where there is none, for a page read now and one in a store."""

import json
from pathlib import Path
from typing import Any

Run = Any
PAGE = """Armenia và Georgia gặp nhau ở Tbilisi

Ngày 14/5/2023, Thủ tướng Armenia Nikol Pashinyan đã gặp Thủ tướng Georgia Irakli Garibashvili tại Tbilisi. Georgia nằm cạnh Armenia.
"""
SILENT = "Georgia nằm cạnh Armenia."


def test_reading_tells_what_was_missing_only_when_asked(inside: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    plain, asked = (json.loads(inside("read", "a.txt", "--jsonl", *more).out) for more in ([], ["--why"]))
    assert plain["silences"] == []
    assert [PAGE[one["start"] : one["end"]] for one in asked["silences"]] == [SILENT]
    assert [one["missing"] for one in asked["silences"]] == ["no word in it evokes a frame"]
    assert {**asked, "silences": []} == plain


def test_a_terminal_shows_reasons_and_what_was_missing(hoadam: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    out = hoadam("read", "a.txt", "--why", terminal=True).out
    assert f"No event: “{SILENT}”" in out
    assert "no word in it evokes a frame" in out
    assert "rule meet" in out
    assert "No event" not in hoadam("read", "a.txt", terminal=True).out


def test_a_page_in_a_store_is_explained(inside: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    assert inside("add", "a.txt").code == 0
    page = json.loads(inside("search", "Tbilisi", "--json").out)[0]["page"]
    plain, asked = (json.loads(inside("show", page, "--json", *more).out)["reading"] for more in ([], ["--why"]))
    assert [len(one["silences"]) for one in (plain, asked)] == [0, 1]
    assert asked["events"] == plain["events"]
    assert f"No event: “{SILENT}”" in inside("show", page, "--why", terminal=True).out
