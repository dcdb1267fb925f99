"""Rulings laid one after the other, between pages, in any order of their times, leave the bytes that telling all at once makes."""

import json
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
from hoadam.answers.replaying import lines, parsed, replay
from hoadam.model.shelf import SHELVES, Book, blank
from hoadam.model.story import Episode, Reading, Ruling
from hoadam.ports import Outcome
from hoadam.store.sqlite import SqliteStore
from hoadam.tell.episodes import episode_id, near
from hoadam.tell.rulings import added_id
from properties.test_growing import shelves, steps

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
SOME = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Part = dict[str, Reading | None] | list[Ruling]
ADDED = json.dumps(
    {"start": 0, "end": 5, "type": "AGREE", "source": "KGZ; TJK", "date": "2021-05-01", "process": "ceasefire", "step": "agreed"}
)
CHANGES = (
    ("date", "2021-05-02"), ("date", ""), ("type", "CONSULT"), ("source", "KGZ.MIL"), ("target", "TJK"), ("place", "Osh, KGZ"), ("status", "planned"),
    ("conflict", "KGZ-TJK"), ("step", "held"),
)  # fmt: skip


ROWS = (
    {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed"},
    {"type": "ASSAULT", "source": "KGZ.MIL", "target": "TJK", "killed": ("TJK 5",)},
    {"type": "CONSULT", "source": "KGZ+TJK", "third": "RUS", "process": "talks", "step": "held"},
)


@st.composite
def alike(draw: st.DrawFn) -> tuple[str, Reading]:
    """One page of a few that mostly tell of the same happenings."""
    name = draw(st.sampled_from([f"page {n}" for n in range(6)]))
    dates = st.sampled_from(["2021-05-01", "2021-05-01", "2021-05-02", "2021-05", "2021", None])
    rows = [row | {"date": draw(dates)} for row in draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=3))]
    made = page(name, draw(st.sampled_from(["2021-05-02", "2021-05-03"])), *rows)
    return made.page.id, made


BATCHES = st.one_of(
    st.lists(steps(), min_size=1, max_size=3), st.lists(alike(), min_size=1, max_size=4), st.lists(alike(), min_size=2, max_size=4)
)


def names_of(key: str, page_id: str) -> list[str]:
    """All by which a ruling may mean an event, or an episode that begins with it; the last ones are rare."""
    rare = (episode_id(key, page_id), episode_id(key, f"{page_id}#0"), episode_id(key, f"{page_id}#1"))
    return [key] * 4 + [episode_id(key)] * 4 + list(rare)


@st.composite
def rulings(draw: st.DrawFn, readings: Collection[Reading], before: Collection[Ruling]) -> Ruling:
    """One ruling more, on events, episodes, pages or rulings, from before or after the others."""
    n = len(before)
    at = f"2026-01-01T00:00:{draw(st.integers(0, 30)):02}Z"
    known = [name for one in readings for event in one.events for name in names_of(event.id, one.page.id)]
    known += [name for one in before if one.act == "add" for name in names_of(added_id(one.about[0], one), one.about[0])]
    act = draw(st.sampled_from(["merge", "merge", "split", "split", "reject", "accept", "change", "add", "undo", "undo"]))
    if act == "undo" and before:
        return Ruling(f"r{n}", "reject", (draw(st.sampled_from(sorted(one.id for one in before))),), "tester", at, "ruling")
    if act == "add" and readings:
        return Ruling(f"r{n}", "add", (draw(st.sampled_from(sorted(one.page.id for one in readings))),), "tester", at, None, ADDED)
    if act == "split":
        known = [event.id for one in readings for event in one.events]
    about = tuple(draw(st.lists(st.sampled_from([*known, "KGZ-TJK", "nobody"]), min_size=1, max_size=3, unique=True)))
    field, value = draw(st.sampled_from(CHANGES)) if act == "change" else (None, None)
    made: Any = act if act in ("merge", "split", "reject", "accept", "change") else "accept"
    return Ruling(f"r{n}", made, about, "tester", at, field, value)


class Telling:
    """A book that grows with pages and rulings, and the episodes that it has told."""

    def __init__(self) -> None:
        """With nothing in it."""
        self.book: Book = blank()
        self.told: dict[str, Episode] = {}
        self.there: dict[str, Reading] = {}
        self.rulings: list[Ruling] = []

    def pages(self, wanted: Collection[str]) -> list[Reading]:
        """Those of the pages that are there."""
        return [self.there[one] for one in wanted if one in self.there]

    def pages_of(self, events: Collection[str]) -> dict[str, set[str]]:
        """The pages of each of these events."""
        found: dict[str, set[str]] = {}
        for one in self.there.values():
            for event in one.events:
                if event.id in events:
                    found.setdefault(event.id, set()).add(one.page.id)
        return found

    def take(self, part: Part) -> None:
        """Pages, or the rulings that hold from now on."""
        if isinstance(part, dict):
            self.there = {key: one for key, one in (self.there | part).items() if one}
            self._replace(*pipeline.grow(self.book, part, self.pages, the_tools(), self.rulings))
            return
        touched = pipeline.meant(self.book, part, self.rulings, self.pages_of)
        self._replace(*pipeline.rule(self.book, touched, self.pages, the_tools(), part, self.rulings))
        self.rulings = part

    def _replace(self, changed: Iterable[Any], gone: Collection[str]) -> None:
        self.told = {key: one for key, one in self.told.items() if key not in gone} | {one.episode.id: one.episode for one in changed}

    def bytes(self) -> tuple[dict[str, list[str]], dict[str, bytes]]:
        """All that it holds."""
        return shelves(self.book), {key: msgspec.json.encode(self.told[key]) for key in sorted(self.told)}


def anew(pages: dict[str, Reading], rulings: list[Ruling]) -> Telling:
    """The telling of all of it at once."""
    made = Telling()
    made.rulings = rulings
    made.take(dict(pages))
    return made


@pytest.mark.parametrize("crowd", [120, 2])
@MANY
@given(st.lists(st.one_of(BATCHES.map(dict), st.integers(1, 2)), min_size=2, max_size=10), st.data())
def test_rulings_between_pages_are_those_of_telling_anew(crowd: int, parts: list[Any], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "CROWD", crowd)
        telling = Telling()
        for part in parts:
            if isinstance(part, dict):
                telling.take(part)
                continue
            more = list(telling.rulings)
            for _ in range(part):
                more.append(data.draw(rulings(sorted(telling.there.values(), key=lambda one: one.page.id), more)))
            telling.take(more)
        again = anew(telling.there, telling.rulings)
        assert telling.bytes() == again.bytes()
        story = pipeline.conclude(telling.told.values(), the_tools(), telling.rulings)
        assert msgspec.json.encode(story) == msgspec.json.encode(pipeline.tell(telling.there.values(), the_tools(), telling.rulings))


@MANY
@given(st.one_of(st.lists(steps(), min_size=1, max_size=6), st.lists(alike(), min_size=2, max_size=6)).map(dict), st.data())
def test_a_ruling_undone_restores_the_bytes_before_it(pages: dict[str, Reading | None], data: st.DataObject) -> None:
    telling = Telling()
    telling.take(pages)
    readings = sorted(telling.there.values(), key=lambda one: one.page.id)
    for n in range(data.draw(st.integers(0, 2))):
        telling.take([*telling.rulings, data.draw(rulings(readings, telling.rulings))])
        assert len(telling.rulings) == n + 1
    before = telling.bytes()
    one = data.draw(rulings(readings, telling.rulings).filter(lambda one: one.field != "ruling"))
    telling.take([*telling.rulings, one])
    telling.take([*telling.rulings, Ruling("undo", "reject", (one.id,), "tester", "2026-01-02T00:00:00Z", "ruling")])
    assert telling.bytes() == before


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that telling keeps in a store, but for when it came out so."""
    with closing(sqlite3.connect(path)) as raw:
        found = {name: sorted(raw.execute(f"SELECT owner, key, number, value FROM shelf_{name}")) for name in SHELVES}
        found["alone"] = sorted(raw.execute("SELECT id, told FROM alone"))
        found["episodes"] = sorted(raw.execute("SELECT id, digest, doubt FROM episodes"))
        found["entries"] = sorted(raw.execute("SELECT episode, entry FROM entries"))
        return found


@SOME
@given(st.lists(st.one_of(BATCHES, st.integers(1, 2)), min_size=2, max_size=6), st.data())
def test_a_store_ruled_on_keeps_what_a_new_one_makes_of_its_pages_and_its_exported_rulings(parts: list[Any], data: st.DataObject) -> None:
    tell = pipeline.Teller(the_tools(), "vi")
    said = lambda episode: f"{episode.type} {episode.outcome}"  # noqa: E731
    with tempfile.TemporaryDirectory() as folder:
        store, new = (SqliteStore(Path(folder) / name, create=True) for name in ("a.db", "b.db"))
        with closing(store), closing(new):
            for part in parts:
                if isinstance(part, int):
                    for _ in range(part):
                        store.rule(data.draw(rulings(list(store.readings()), store.rulings())))
                else:
                    store.put([Outcome(key, one, key) for key, one in part if one], "r")
                if data.draw(st.booleans()):
                    desk.grow_store(store, tell, "r")
                if data.draw(st.booleans()):
                    desk.tell_store(store, tell, said, "r")
            desk.tell_store(store, tell, said, "r")
            new.put([Outcome(one.page.id, one, one.page.id) for one in store.readings()], "r")
            replay(new, parsed(lines(store.rulings())))
            desk.tell_store(new, tell, said, "r")
            assert msgspec.json.encode(store.story()) == msgspec.json.encode(new.story())
            assert tables(Path(folder) / "a.db") == tables(Path(folder) / "b.db")
            assert store.is_told("r")


def test_one_ruling_tells_its_episodes_again_and_no_others(tmp_path: Path) -> None:
    """Of 60 happenings that have nothing to do with each other, one is told anew for a rejected report, and one for its undoing."""
    rows = [{"type": "ASSAULT", "source": "KGZ.MIL", "target": "TJK", "date": f"{1990 + n // 12}-{n % 12 + 1:02}-03"} for n in range(60)]
    readings = [page(f"page {n}", "2022-01-01", row) for n, row in enumerate(rows)]
    tell = Counting(the_tools(), "en")
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as store:
        store.put([Outcome(one.page.id, one, one.page.id) for one in readings], "r")
        desk.tell_store(store, tell, lambda one: one.type, "r")
        before = store.story()
        tell.asked.clear()
        store.rule(Ruling("1", "reject", (readings[7].events[0].id,), "Lan", "2026-01-01"))
        desk.tell_store(store, tell, lambda one: one.type, "r")
        assert len(store.story().episodes) == 59
        store.rule(Ruling("2", "reject", ("1",), "Lan", "2026-01-02", "ruling"))
        desk.tell_store(store, tell, lambda one: one.type, "r")
        assert store.story() == before
        store.rule(Ruling("3", "change", (before.episodes[9].id,), "Lan", "2026-01-03", "mode", "raid"))
        desk.tell_store(store, tell, lambda one: one.type, "r")
        assert [one.mode for one in store.story().episodes].count("raid") == 1
        assert tell.asked == [{readings[7].page.id}, {readings[7].page.id}, {before.episodes[9].reports[0].page}]
        assert [change.kind for change in store.changes(60, 9)] == ["gone", "new", "changed"]


def test_a_page_that_tells_nothing_leaves_the_story_and_its_lines_alone(tmp_path: Path) -> None:
    """Nor does a ruling on what is not there: the board, the brief and the conflicts are not worked out again for it."""
    tell = Counting(the_tools(), "en")
    told, silent, more = alike_page("a"), page("b", "2022-01-01"), alike_page("c")
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as store:
        for one, ends in ((told, 1), (silent, 1), (more, 2)):
            store.put([Outcome(one.page.id, one, one.page.id)], "r")
            desk.tell_store(store, tell, lambda one: one.type, "r")
            assert (store.is_told("r"), tell.concluded) == (True, ends)
        again = pipeline.tell(list(store.readings()), the_tools(), (), "en")
        assert msgspec.json.encode(store.story()) == msgspec.json.encode(again)
        desk.tell_store(store, pipeline.Teller(the_tools(), "vi"), lambda one: one.type, "r")
        assert store.stamp().lang == "vi"


def alike_page(name: str) -> Reading:
    """A page with one of the rows."""
    return page(name, "2021-05-02", ROWS[0] | {"date": "2021-05-01"})


def test_half_of_what_waits_does_not_pass_for_the_whole(tmp_path: Path) -> None:
    """A telling that comes between two parts of growing keeps the state of before, and tells again when all is there."""
    tell, said = pipeline.Teller(the_tools(), "en"), lambda one: one.type
    readings = [alike_page("a"), alike_page("b"), page("c", "2021-05-03", ROWS[1] | {"date": "2021-05-01"})]
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as store:
        store.put([Outcome(readings[0].page.id, readings[0], "a")], "r")
        desk.tell_store(store, tell, said, "r")
        store.put([Outcome(one.page.id, one, one.page.id) for one in readings[1:]], "r")
        store.rule(Ruling("1", "split", (readings[1].events[0].id,), "Lan", "2026-01-01"))
        with store.growing(tell.kinds) as growth:
            [part] = growth.touched(1)
            growth.replace(*tell.grow(growth.book, {part: store.reading(part)}, growth.readings, []), [part], 0)
        now = store.snapshot()
        store.keep(tell.conclude((one.episode for one in now.alone), now.rulings), [], now.revision, "r", "en")
        assert not store.is_told("r")
        desk.tell_store(store, tell, said, "r")
        assert store.is_told("r")
        assert len(store.story().episodes) == 3
        assert msgspec.json.encode(store.story()) == msgspec.json.encode(tell(list(store.readings()), store.rulings()))


class Counting(pipeline.Teller):
    """A telling that notes which pages other rulings made it look at, and never all, and how often it works out a story."""

    @property
    def concluded(self) -> int:
        """How often a story was worked out."""
        return int(self.__dict__.get("ends", 0))

    def conclude(self, alone: Iterable[Episode], rulings: Any = ()) -> Any:
        """As the telling does."""
        self.__dict__["ends"] = self.concluded + 1
        return super().conclude(alone, rulings)

    @property
    def asked(self) -> list[set[str]]:
        """The pages, ruling by ruling."""
        noted: list[set[str]] = self.__dict__.setdefault("noted", [])
        return noted

    def rule(self, book: Book, touched: Collection[str], *rest: Any) -> pipeline.Grown:
        """As the telling does."""
        self.asked.append(set(touched))
        return super().rule(book, touched, *rest)

    def grow(self, book: Book, changed: Any, *rest: Any) -> pipeline.Grown:
        """As the telling does."""
        self.asked.append(set(changed))
        return super().grow(book, changed, *rest)
