"""Floors of reading on the project's own gold: raise them when the program gets better, never lower one without a reason in the commit."""

from typing import Any

import pytest

from gate import score_pages

FLOORS: dict[tuple[str, ...], float] = {
    # zones: 334 lines of 15 text pages
    ("zones", "article", "f1"): 0.98,
    ("zones", "exact"): 0.93,
    ("zones", "repeats"): 0.95,
    # times: 230 expressions of 15 text pages
    ("times", "article", "found", "f1"): 0.91,
    ("times", "article", "value", "f1"): 0.88,
    ("times", "article", "extent", "f1"): 0.88,
    ("times", "page", "value", "f1"): 0.86,
    # days of writing: 15 text pages, and 5 HTML pages whose header tells
    ("dates", "answered"): 0.85,
    ("dates", "near"): 0.94,
    ("dates", "year"): 1.0,
    ("dates", "inside"): 0.9,
    ("dates of text pages", "answered"): 0.8,
    ("dates of text pages", "day"): 0.75,
    # events: 203 of 20 pages
    ("events", "event", "f1"): 0.72,
    ("events", "event", "p"): 0.77,
    ("events", "actors", "f1"): 0.52,
    ("events", "full", "f1"): 0.39,
    ("events", "attributes", "status"): 0.95,
    ("events", "attributes", "said_by"): 0.86,
    ("events", "attributes", "date"): 0.71,
    ("events", "attributes", "sector"): 0.9,
    ("events", "attributes", "country"): 0.56,
    ("events", "attributes", "mode"): 0.54,
    ("events", "attributes", "step"): 0.4,
    # the program's own readings, told: 84 entries of the board
    ("story", "bcubed", "f1"): 0.94,
    ("story", "board", "found"): 20,
}
JOINS = 8  # of 25 episodes that several pages report


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    """Every figure, once."""
    return {name: score() for name, score in score_pages.SCORES.items()}


def test_every_page_is_read_text_and_html() -> None:
    read = score_pages.readings()
    assert sorted(read) == sorted(row["id"] for row in score_pages.gold("pages.dates"))
    assert sorted({reading.page.source.rpartition(".")[2] for reading in read.values()}) == ["html", "txt"]


@pytest.mark.parametrize(("path", "floor"), FLOORS.items(), ids=[" ".join(path) for path in FLOORS])
def test_floor(scores: dict[str, Any], path: tuple[str, ...], floor: float) -> None:
    value: Any = scores
    for key in path:
        value = value[key]
    assert value >= floor


def test_own_readings_are_joined_and_nothing_is_joined_that_must_not_be(scores: dict[str, Any]) -> None:
    told = scores["story"]
    assert told["broken"] == []
    assert sum(told["joins"].values()) >= JOINS, told["joins"]


def test_a_perfect_reading_scores_one_and_an_empty_one_nought() -> None:
    assert score_pages.f1(5, 5, 5) == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert score_pages.f1(0, 0, 5)["f1"] == 0.0
    assert score_pages._alike(set(), set()) == 1.0
