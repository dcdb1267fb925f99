"""PostgreSQL keeps what SQLite keeps, answers what SQLite answers, and says in one sentence what it cannot do."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from hoadam import app, desk
from hoadam.model.errors import StoreError
from hoadam.model.page import Page
from hoadam.model.story import Reading, Ruling, Story, Unread
from hoadam.model.time import Day
from hoadam.ports import Asked, Found, Outcome
from hoadam.store.kept import Kept
from hoadam.store.postgres import PostgresStore
from hoadam.store.sqlite import SqliteStore
from hoadam.store.tables import pages
from hoadam.store.words import asked as asked_words

Make = Callable[..., Reading]
WORDS = [
    "hòa",
    "hoà",
    "bình",
    "đàm",
    "phán",
    "ngừng",
    "bắn",
    "Bắc",
    "Kinh",
    "bac",
    "kinh",
    "Nagorno-Karabakh",
    "24/9",
    "1.500",
    "a.b.c",
    "COVID-19",
    "Đ",
    "đ",
    "ß",
    "İ",
    "don't",
    "x_y",
    "NATO",
    "nato",
]
RULING = Ruling("r1", "reject", ("x",), "Lan", "2024-01-01T00:00:00Z")


@pytest.fixture
def stores(tmp_path: Path, database: Callable[[], str]) -> Iterator[tuple[Kept, Kept]]:
    """An empty store in SQLite and one in PostgreSQL."""
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as one, closing(PostgresStore(database(), create=True)) as other:
        yield one, other


def fill(store: Kept, reading: Make, page: Callable[..., Page], story: Callable[..., Story], say: Any) -> None:
    """Pages of random words, some unread, a story of them told twice, and a ruling."""
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(3, 60))) + f".\nTrang {n}." for n in range(60)]
    readings = [
        reading(page(text, f"{n}.txt"), 2, Day(*[f"2023-{1 + n % 12:02}-0{1 + n % 9}"] * 3) if n % 5 else Day())
        for n, text in enumerate(texts)
    ]
    store.put([Outcome(f"{n}.txt", one, f"d{n}") for n, one in enumerate(readings[:40])], "r")
    found = Found("bad.txt", "bad.txt", "html", b"\x00\xff", "q", title="Tựa")
    store.put([Outcome("bad.txt", Unread("bad.txt", "bad"), "q", found), Outcome("gone", Unread("gone", "not there"))], "r")
    tell(store, story, say)
    store.put([Outcome(f"{n}.txt", one, f"d{n}") for n, one in enumerate(readings)], "r2")
    store.rule(RULING)
    tell(store, story, say)


def tell(store: Kept, story: Callable[..., Story], say: Any) -> None:
    readings = list(store.readings())
    made = story(*readings)
    store.keep(made, desk.entries_of(made, readings, say), store.revision(), "r2")


def answers(store: Kept) -> list[Any]:
    """All that can be asked."""
    asked = [
        Asked(),
        Asked(since="2023-03-01", until="2023-08-31"),
        Asked(actor="ARM"),
        Asked(actor="armen"),
        Asked(type="consult"),
        Asked(counted=True),
    ]
    return [
        list(store.readings()), store.rulings(), store.unread(), store.quarantined("bad.txt"), store.quarantined("gone"), store.counts(), store.story(),
        store.known("r"), sorted(store.known("r2", ["d1", "d2", "none"])), store.types(), store.disputes(), store.conflicts(), store.tracks(), store.brief(),
        [store.timeline(one) for one in asked], [store.bins(one, letters) for one in asked for letters in (4, 7, 10)], [store.pairs(one) for one in asked],
        [store.places(one) for one in asked], [store.count(one) for one in asked], [store.span(one) for one in asked], walked(store, newest=True), walked(store, newest=False),
        [(one.episode, one.kind, one.fields, one.text) for one in store.changes(0, 999)], [one.number for one in store.changes(0, 999)], store.page_list(None, 17), store.event_list(Asked(), None, 30),
        store.doubtful(Asked(), 20), store.named("sha256"), store.named("ep-"), store.faults(), store.stamp(), store.is_told("r2"), store.revision(),
    ]  # fmt: skip


def walked(store: Kept, *, newest: bool) -> list[str]:
    """The whole timeline, seven lines at a time."""
    made, after = [], None
    while True:
        portion = store.portion(Asked(), after, 7, newest=newest)
        made += [one.episode.id for one in portion.entries]
        if portion.next is None:
            return made
        after = portion.next


def test_both_give_the_same_answers(stores: tuple[Kept, Kept], reading: Make, page: Any, story: Any, say: Any) -> None:
    for store in stores:
        fill(store, reading, page, story, say)
    one, other = (answers(store) for store in stores)
    for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        assert mine == theirs, number


QUERIES = [
    "hòa",
    "hoa",
    "Hòa bình",
    '"hòa bình"',
    '"hoa binh"',
    "bắc kinh",
    '"Bac Kinh" nato',
    "24/9",
    '"24/9"',
    "1.500",
    "a.b",
    "covid",
    '"covid-19"',
    "đ",
    "d",
    "x_y",
    "don't",
    "ß",
    "không",
]


def hits(store: Kept, words: str) -> list[tuple[str, bool, str]]:
    return [(one.page, one.exact, one.words) for one in store.search(words, 25)]


def test_both_find_the_same_pages_in_the_same_order(stores: tuple[Kept, Kept], reading: Make, page: Any, story: Any, say: Any) -> None:
    for store in stores:
        fill(store, reading, page, story, say)
    found = 0
    for query in QUERIES:
        mine, theirs = (hits(store, query) for store in stores)
        assert mine == theirs, query
        found += len(mine)
    assert found > 200


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.lists(st.sampled_from([*WORDS, "一二", "á", "a\u0301", "e\u0301n", "٣", "²", "x" * 300, "🙂", "«q»"]), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
    ),
    query=st.lists(st.sampled_from([*WORDS, '"hòa bình"', "a\u0301", "x" * 300]), min_size=1, max_size=3),
)
def test_whatever_the_words_both_find_the_same(
    stores: tuple[Kept, Kept], reading: Make, page: Any, texts: Sequence[Sequence[str]], query: Sequence[str]
) -> None:
    for store in stores:
        read = [reading(page(" ".join(text))) for text in texts]
        store.put([Outcome("a", one, one.page.id) for one in read], "r")
    for column in ("exact", "fold"):
        one, other = (found(store, asked_words(" ".join(query)), column) for store in stores)
        assert one == other


def found(store: Kept, parts: Sequence[str], column: str) -> set[str]:
    """The pages that hold all the parts in that column."""
    with store._reading() as connection:
        rows = store._place.rows_with(connection, parts, column, 999)
        return set(connection.scalars(select(pages.c.id).where(pages.c.row.in_(rows))))


def test_a_copy_is_the_same_row_by_row(tmp_path: Path, database: Callable[[], str], reading: Make, page: Any, story: Any, say: Any) -> None:
    chosen, address = app.settings(tmp_path), database()
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as first:
        fill(first, reading, page, story, say)
        before = answers(first)
    told: dict[str, int] = {}
    count = app.copy_store(chosen, str(tmp_path / "a.db"), address, told.__setitem__)
    app.copy_store(chosen, address, str(tmp_path / "b.db"), lambda _table, _rows: None)
    assert count == sum(told.values())
    assert told["pages"] == 60
    with closing(PostgresStore(address, write=True)) as second, closing(SqliteStore(tmp_path / "b.db", write=True)) as third:
        assert answers(second) == before == answers(third)
        assert [hits(second, query) for query in QUERIES] == [hits(third, query) for query in QUERIES]
        for store in (second, third):  # both go on counting
            new = reading(page("Một trang nữa."))
            assert store.put([Outcome("n", new, "n")], "r2") == 1
            store.rule(Ruling("r2", "accept", ("x",), "Lan", "2024-01-02T00:00:00Z"))
            tell(store, story, say)
            assert store.faults() == []
        assert answers(second)[-3:] == answers(third)[-3:]


def test_a_store_that_is_not_empty_is_not_copied_into(tmp_path: Path, database: Callable[[], str], reading: Make) -> None:
    chosen, address = app.settings(tmp_path), database()
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as one, closing(PostgresStore(address, create=True)) as other:
        for store in (one, other):
            store.put([Outcome("a", reading(), "a")], "r")
    for source, target in ((str(tmp_path / "a.db"), address), (address, str(tmp_path / "a.db"))):
        with pytest.raises(StoreError, match="not empty"):
            app.copy_store(chosen, source, target, lambda _table, _rows: None)


def test_rulings_are_never_changed(database: Callable[[], str]) -> None:
    address = database()
    with closing(PostgresStore(address, create=True)) as store:
        store.rule(RULING)
    with psycopg.connect(address) as raw:
        for statement in ("DELETE FROM rulings", "UPDATE rulings SET id = 'x'", "TRUNCATE rulings"):
            with pytest.raises(psycopg.errors.RaiseException, match="never"):
                raw.execute(statement)
            raw.rollback()


def test_a_writer_waits_for_another_and_says_so(database: Callable[[], str], reading: Make) -> None:
    address = database()
    with (
        closing(PostgresStore(address, create=True, wait=0.3)) as one,
        closing(PostgresStore(address, write=True)) as other,
        other._place.writing(),
    ):
        assert one.counts().pages == 0  # readers never wait
        with pytest.raises(StoreError, match="another program is writing to it"):
            one.put([Outcome("a", reading(), "a")], "r")
    assert "hoadam@127" in str(one._place.name)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://hoadam@127.0.0.1:1/x", "does not answer"),
        ("{server}/nowhere", "no such database"),
        ("{server}/postgres", "no store here"),
    ],
)
def test_what_cannot_be_opened_is_said(server: str, address: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        PostgresStore(address.format(server=server))


def test_a_reader_only_user_can_ask(database: Callable[[], str], reading: Make) -> None:
    address = database()
    with closing(PostgresStore(address, create=True)) as store:
        store.put([Outcome("a", reading(), "a")], "r")
    name = address.rsplit("/", 1)[1]
    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute(f"CREATE ROLE reader_{name} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}")
    with closing(PostgresStore(address.replace("hoadam@", f"reader_{name}@"), write=True)) as store:
        assert store.counts().pages == 1
        with pytest.raises(StoreError, match="may not do that"):
            store.rule(RULING)


def test_a_newer_store_is_left_alone(database: Callable[[], str]) -> None:
    address = database()
    PostgresStore(address, create=True).close()
    with psycopg.connect(address) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="newer Hoadam"):
        PostgresStore(address, write=True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "disk is full. What was kept before is there"),
        ("53200", "no room for this now"),
        ("58030", "disk does not do its work"),
        ("25006", "it cannot be written to"),
        ("57P01", "stopped or is starting"),
    ],
)
def test_what_stops_the_server_is_said(database: Callable[[], str], reading: Make, page: Any, code: str, said: str) -> None:
    address = database()
    with closing(PostgresStore(address, create=True)) as store:
        store.put([Outcome("a", reading(), "a")], "r")
        with psycopg.connect(address) as raw:
            raw.execute(f"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = '{code}'; END $$")
            raw.execute("CREATE TRIGGER stop BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION stop()")
        with pytest.raises(StoreError, match=said) as caught:
            store.put([Outcome("b", reading(page("Khác hẳn.")), "b")], "r")
        assert caught.value.exit_code == 3
        assert "\n" not in str(caught.value)
        assert store.counts().pages == 1
        with psycopg.connect(address) as raw:
            raw.execute("DROP TRIGGER stop ON events")
        assert store.put([Outcome("b", reading(page("Khác hẳn.")), "b")], "r") == 1


def test_a_lost_connection_is_said_and_made_again(database: Callable[[], str], reading: Make) -> None:
    address = database()
    with closing(PostgresStore(address, create=True)) as store:
        with pytest.raises(StoreError, match=r"stopped or is starting|connection to the server was lost"):
            cut_off(store, address)
        assert store.put([Outcome("a", reading(), "a")], "r") == 1
        assert store.faults() == []


def cut_off(store: Kept, address: str) -> None:
    """Write, and lose the connection in the midst of it."""
    with store._writing() as own:
        own.execute(text("INSERT INTO meta VALUES ('x', 'y')"))
        with psycopg.connect(address, autocommit=True) as raw:
            raw.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        own.execute(text("INSERT INTO meta VALUES ('z', 'y')"))


KILLED = """
import os, sys, signal
from hoadam.ports import Outcome
from hoadam.store.postgres import PostgresStore
from samples import made_page, made_reading
store = PostgresStore(sys.argv[1], write=True)
for n in range(99):
    store.put([Outcome(f"{n}-{m}", made_reading(made_page(f"Trang {n} {m}.")), f"{n}-{m}") for m in range(10)], "r")
    os.write(1, b".")
"""


def test_a_writer_that_is_killed_leaves_whole_batches_and_no_lock(database: Callable[[], str]) -> None:
    address, chance = database(), random.Random(5)
    PostgresStore(address, create=True).close()
    for _ in range(2):
        command = [sys.executable, "-c", KILLED, address]
        with subprocess.Popen(
            command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        ) as writer:
            assert writer.stdout
            said = writer.stdout.read(1)
            time.sleep(chance.uniform(0, 0.3))
            writer.kill()
            said += writer.stdout.read()
        with closing(PostgresStore(address, write=True)) as store:
            kept = store.counts().pages
            assert kept % 10 == 0
            assert kept >= 10 * len(said)
            assert store.put([], "r") == 0  # the lock is free
            assert store.faults() == []
