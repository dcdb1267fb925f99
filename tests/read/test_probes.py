"""How many time expressions of single sentences are told rightly? The floors are pinned: they may rise, never fall."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hoadam.model.page import Block
from hoadam.model.time import Timex, Written
from hoadam.packs.fold import folded
from hoadam.packs.load import load
from hoadam.read import times

PROBES = Path(__file__).parents[1] / "probes"
Row = dict[str, Any]


def probes(lang: str) -> list[Row]:
    """The sentences, the day each was written, and every time expression in it."""
    found: list[Row] = yaml.safe_load((PROBES / f"times.{lang}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def rules(lang: str) -> times.TimeRules:
    """The time rules of a language."""
    language = load().languages[lang]
    return times.compile_rules(language.time, language.numbers)


def read(probe: Row, lang: str) -> tuple[Timex, ...]:
    """The expressions that the program finds, with values."""
    copy, day = folded(probe["text"]), str(probe["written"])
    blocks = (Block(0, len(copy.text), "body", 0),)
    return times.settle(times.find(copy, blocks, rules(lang)), {0: Written(day, day, day, 1.0)}, blocks)


def is_right(probe: Row, lang: str) -> bool:
    """True when all wanted values are told where they stand, and nothing else is."""
    text, found = folded(probe["text"]).text, read(probe, lang)
    wanted, at = probe.get("want") or [], 0
    if len(found) != len(wanted):
        return False
    for want, timex in zip(wanted, found, strict=True):
        start = text.find(folded(want["text"]).text, at)
        at = start + len(want["text"])
        if not (timex.start < at and timex.end > start and timex.value == str(want["value"])):
            return False
    return True


@pytest.mark.parametrize(("lang", "count", "floor"), [("vi", 200, 0.98), ("en", 80, 0.98)])
def test_probes_are_told_rightly(lang: str, count: int, floor: float) -> None:
    """Value by value, in both languages."""
    rows = [probe for probe in probes(lang) if probe.get("want")]
    assert len(rows) >= count
    assert sum(is_right(probe, lang) for probe in rows) / len(rows) >= floor


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_traps_stay_silent(lang: str) -> None:
    """Words and figures that only look like times."""
    traps = [probe for probe in probes(lang) if not probe.get("want")]
    assert len(traps) >= 10
    assert sum(bool(read(probe, lang)) for probe in traps) <= 1
