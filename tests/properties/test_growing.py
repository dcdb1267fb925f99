"""Pages that come one after the other, change and go leave the very book and episodes that telling all of them at once makes."""

import sqlite3
import tempfile
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.making import page
from gate.telling import the_tools
from hoadam import desk, pipeline
from hoadam.model.shelf import SHELVES, Bench, Book, blank
from hoadam.model.story import Episode, Reading, Ruling
from hoadam.ports import Asked, Outcome
from hoadam.store.sqlite import SqliteStore
from hoadam.tell.episodes import near
from properties.test_tell import rows

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from([f"page {n}" for n in range(7)])
WORDS = st.sampled_from(["", "Hai bên gặp nhau.", "Giao tranh ác liệt ở biên giới hai nước trong ngày hôm qua.", "Câu khác hẳn."])


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, Reading | None]:
    """One page that comes, comes in another form, or goes."""
    name = draw(NAMES)
    if draw(st.integers(0, 4)) == 0:
        return page(name, None).page.id, None
    written = draw(st.sampled_from([None, None, "2021-05-02", "2021-05-03", "2022-06-01"]))
    events = draw(st.lists(rows(), max_size=4))
    if draw(st.integers(0, 3)) == 0:  # ids of sentences that stand on several pages, or twice on one
        events = [row | {"id": draw(st.sampled_from(["same 1", "same 2"]))} for row in events]
    made = page(name, written, *events, outlet=draw(st.sampled_from([None, "a", "b"])), around=draw(WORDS))
    return made.page.id, made


def shelves(book: Book) -> dict[str, list[str]]:
    """All that a book holds, in an order of its own."""
    return {name: sorted(repr(slip) for slips in _bench(book, name).owned.values() for slip in slips) for name in SHELVES}


def _bench(book: Book, name: str) -> Bench:
    bench = getattr(book, name)
    assert isinstance(bench, Bench)
    return bench


def grown(parts: Iterable[dict[str, Reading | None]], rulings: list[Ruling]) -> tuple[Book, dict[str, Episode], dict[str, Reading]]:
    """The book, the episodes and the pages after each part has come."""
    book, told, there = blank(), dict[str, Episode](), dict[str, Reading]()

    def pages(wanted: Collection[str]) -> list[Reading]:
        return [there[one] for one in wanted if one in there]

    for part in parts:
        for key, reading in part.items():
            if reading:
                there[key] = reading
            else:
                there.pop(key, None)
        changed, gone = pipeline.grow(book, part, pages, the_tools(), rulings)
        assert gone >= {one.episode.id for one in changed} & told.keys()
        told = {key: one for key, one in told.items() if key not in gone} | {one.episode.id: one.episode for one in changed}
    return book, told, there


@pytest.mark.parametrize("crowd", [120, 2])
@MANY
@given(st.lists(st.lists(steps(), max_size=3).map(dict), max_size=8), st.data())
def test_growing_is_telling_anew(crowd: int, parts: list[dict[str, Reading | None]], data: st.DataObject) -> None:
    """Byte for byte, whatever came when, under rulings and in a crowd."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "CROWD", crowd)
        ids = sorted({event.id for part in parts for one in part.values() if one for event in one.events})
        rulings = _rulings(ids, data) if ids else []
        book, told, there = grown(parts, rulings)
        again, anew, _ = grown([dict(there)], rulings)
        assert shelves(book) == shelves(again)
        assert {key: msgspec.json.encode(one) for key, one in told.items()} == {key: msgspec.json.encode(one) for key, one in anew.items()}
        story = pipeline.conclude(told.values(), the_tools(), rulings)
        assert msgspec.json.encode(story) == msgspec.json.encode(pipeline.tell(there.values(), the_tools(), rulings))


def _rulings(ids: list[str], data: st.DataObject) -> list[Ruling]:
    """Some rulings on events and on episodes that begin with them."""
    from hoadam.tell.episodes import episode_id

    about = st.lists(st.sampled_from([*ids, *(episode_id(one) for one in ids)]), min_size=1, max_size=3, unique=True)
    acts: Any = st.sampled_from(["merge", "split", "reject", "accept"])
    return [
        Ruling(f"r{n}", data.draw(acts), tuple(data.draw(about)), "tester", f"2026-01-01T00:00:0{n}Z")
        for n in range(data.draw(st.integers(0, 2)))
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(steps(), max_size=3), max_size=5), st.data())
def test_a_store_that_grows_keeps_the_story_of_all_its_pages(batches: list[list[tuple[str, Reading | None]]], data: st.DataObject) -> None:
    """Added one after the other, changed, ruled on, told now and then: the bytes that a new store of the same pages has."""
    tell = pipeline.Teller(the_tools(), "vi")
    said = lambda episode: f"{episode.type} {episode.outcome}"  # noqa: E731
    with tempfile.TemporaryDirectory() as folder:
        store, new = (SqliteStore(Path(folder) / name, create=True) for name in ("a.db", "b.db"))
        with closing(store), closing(new):
            for number, batch in enumerate(batches):
                rules = data.draw(st.sampled_from(["r", "r", "r", "s"]))
                store.put([Outcome(key, one, key) for key, one in batch if one], rules)
                ids = [event.id for _, one in batch if one for event in one.events]
                if ids and data.draw(st.integers(0, 3)) == 0:
                    store.rule(Ruling(f"r{number}", "reject", (ids[0],), "tester", f"2026-01-01T00:00:0{number}Z"))
                if data.draw(st.booleans()):
                    desk.grow_store(store, tell, rules)
                if data.draw(st.booleans()):
                    desk.tell_store(store, tell, said, rules)
            desk.tell_store(store, tell, said, "r")
            new.put([Outcome(one.page.id, one, one.page.id) for one in store.readings()], "r")
            for ruling in store.rulings():
                new.rule(ruling)
            desk.tell_store(new, tell, said, "r")
            assert msgspec.json.encode(store.story()) == msgspec.json.encode(new.story())
            assert msgspec.json.encode(store.story()) == msgspec.json.encode(tell(list(store.readings()), store.rulings()))
            assert store.timeline(Asked()) == new.timeline(Asked())
            assert store.faults() == []
            assert _tables(Path(folder) / "a.db") == _tables(Path(folder) / "b.db")


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the shelves of a store hold."""
    with closing(sqlite3.connect(path)) as raw:
        return {name: sorted(raw.execute(f"SELECT owner, key, number, value FROM shelf_{name}")) for name in SHELVES}
