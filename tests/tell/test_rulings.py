"""People's rulings over the program's telling."""

import msgspec
import pytest

from gate.making import page
from gate.telling import Tell, teller
from hoadam.model.event import Locus
from hoadam.model.story import Ruling, Story

ROW = {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed", "date": "2021-05-01"}
PAGES = [page("a", "2021-05-02", ROW), page("b", "2021-05-03", ROW), page("c", "2021-08-03", ROW | {"date": "2021-08-02"})]
A, B, C = (reading.events[0].id for reading in PAGES)


@pytest.fixture(scope="module")
def tell() -> Tell:
    """The chain in English."""
    return teller("en")


def rule(act: str, *about: str, number: int = 1, field: str | None = None, value: str | None = None) -> Ruling:
    """A ruling."""
    return Ruling(f"r{number}", act, about, "tester", f"2026-01-0{number}T00:00:00Z", field, value)  # type: ignore[arg-type]


def sizes(story: Story) -> list[int]:
    """How many reports each episode has."""
    return [len(e.reports) for e in story.episodes]


def test_reject_an_event_or_an_episode(tell: Tell) -> None:
    """One report less, or one episode less."""
    assert sizes(tell(PAGES)) == [2, 1]
    assert sizes(tell(PAGES, [rule("reject", B)])) == [1, 1]
    assert sizes(tell(PAGES, [rule("reject", tell(PAGES).episodes[0].id)])) == [1]


def test_merge_and_split(tell: Tell) -> None:
    """By ids of events or episodes."""
    ids = [e.id for e in tell(PAGES).episodes]
    assert sizes(tell(PAGES, [rule("merge", *ids)])) == [3]
    assert sizes(tell(PAGES, [rule("merge", A, C)])) == [3]
    assert sizes(tell(PAGES, [rule("split", B)])) == [1, 1, 1]


def test_change_fields(tell: Tell) -> None:
    """A changed date parts two reports; a changed episode shows the value; unknown fields change nothing."""
    story = tell(PAGES, [rule("change", B, field="date", value="2021-05-09")])
    assert sizes(story) == [1, 1, 1]
    first = tell(PAGES).episodes[0].id
    story = tell(PAGES, [rule("change", first, field="place", value="Osh, KGZ")])
    assert story.episodes[0].place == Locus("Osh", "KGZ")
    assert tell(PAGES, [rule("change", A, field="id", value="x")]) == tell(PAGES)


def test_a_ruling_undone_restores_every_byte(tell: Tell) -> None:
    """A ruling that rejects a ruling undoes it; rejected in turn, it holds again."""
    before = msgspec.json.encode(tell(PAGES))
    rulings = [rule("reject", A), rule("reject", "r1", number=2)]
    assert msgspec.json.encode(tell(PAGES, rulings)) == before
    assert sizes(tell(PAGES, [*rulings, rule("reject", "r2", number=3)])) == [1, 1]
