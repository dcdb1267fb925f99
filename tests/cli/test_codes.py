"""Other codebooks and formats where a person meets them: `hoadam show` and `hoadam export`."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hoadam import app
from hoadam.model.story import Reading

Run = Any


def test_an_episode_tells_its_codes(inside: Run, filled: Reading) -> None:
    told = json.loads(inside("show", "ep-" + filled.events[0].id, "--json").out)
    codes = {one["book"]: one for one in told["codes"]}
    assert {book: one["code"] for book, one in codes.items()} == {"ACLED": "Agreement", "CAMEO": "046", "PLOVER 2.0": "CONSULT"}
    assert (codes["CAMEO"]["root"], codes["CAMEO"]["quad"], codes["CAMEO"]["score"]) == ("04", 1, 7.0)


def test_an_event_tells_its_codes_too(inside: Run, filled: Reading) -> None:
    told = json.loads(inside("show", filled.events[1].id, "--json").out)
    assert [one["book"] for one in told["codes"]] == ["ACLED", "CAMEO", "PLOVER 2.0"]


def test_codes_are_shown_on_a_terminal(inside: Run, filled: Reading) -> None:
    out = inside("show", "ep-" + filled.events[0].id, terminal=True).out
    assert "CAMEO: 046 Engage in negotiation (Consult), score +7" in out
    assert "ACLED: Agreement (Strategic developments)" in out


@pytest.mark.parametrize("form", sorted(app.EXPORTS))
def test_every_format_can_be_asked_for(form: str, inside: Run, filled: Reading, tmp_path: Path) -> None:
    done = inside("export", "--format", form, "-o", "out")
    assert (done.code, (tmp_path / "out").stat().st_size > 0) == (0, True)
    assert inside("export", form, "-o", "again").code == 0
    assert (tmp_path / "out").read_bytes() == (tmp_path / "again").read_bytes()


def test_acled_comes_out_as_a_sheet(inside: Run, filled: Reading) -> None:
    rows = list(csv.DictReader(io.StringIO(inside("export", "acled").out)))
    assert [(row["sub_event_type"], row["event_date"], row["location"]) for row in rows] == [("Agreement", "2023-05-14", "Brussels")] * 2


@pytest.mark.parametrize("words", [["export"], ["export", "csv", "--format", "csv"], ["export", "xyz"]])
def test_a_format_must_be_named_once(words: list[str], inside: Run, filled: Reading) -> None:
    done = inside(*words)
    assert done.code == 2
    assert "parquet" in done.err
