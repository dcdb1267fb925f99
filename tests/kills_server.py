"""Does a store in PostgreSQL live through kill -9 of its client at any moment? The rounds of kills.py, with a database of its own for each.

`python -m kills_server 100 postgresql://user@host:port`, in tests/, plays a hundred rounds and says how many were killed in the midst of their work.
"""

import random
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text

from hoadam import app
from hoadam.store.migrations.run import upgrade
from hoadam.store.postgres import PostgresStore
from hoadam.store.sqlite import SqliteStore
from hoadam.store.tables import POSTGRES, SCHEMA
from kills import BATCHES, EACH, RULES, Say, batch, check_decisions, check_filled, contents, decide, fill, play, report, retold, ruling

KINDS = ("add", "review", "migrate", "copy")
BEFORE = ("pages", "found", "readings", "events", "rulings", "words")  # the tables of a store of version 1 that hold what people gave it
COUNTED = (("pages", "row"), ("rulings", "place_in_order"))


class Rounds:
    """Databases to start from, and what must be true of one after each kind of work."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server, self.number = server, 0
        self.file = folder / "full.db"
        self.name = f"hoadam_kills_{time.time_ns()}"
        self.full, self.old = (self._made(f"{self.name}_{kind}") for kind in ("full", "old"))
        with closing(PostgresStore(self.full, create=True)) as store, closing(SqliteStore(self.file, create=True)) as file:
            for kept in (store, file):
                for number in range(BATCHES):
                    kept.put(batch(number), RULES)
                for number in range(9):
                    kept.rule(ruling(number))
                retold(kept)
            self.whole = contents(store)
        _make_old(self.old, self.full)
        self.address = self.full

    def _made(self, name: str, like: str = "template1") -> str:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like.rpartition("/")[2]}"')
        return f"{self.server}/{name}"

    @property
    def where(self) -> str:
        """The database of the last round."""
        return self.address

    def start(self, kind: str) -> None:
        """A database as this kind of work finds it; the one before goes away."""
        self.end()
        self.number += 1
        like = {"review": self.full, "migrate": self.old}.get(kind, "template1")
        self.address = self._made(f"{self.name}_{self.number}", like)

    def end(self, *more: str) -> None:
        """The database of the last round, and others, go away."""
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            for address in ({self.address, *more} - {self.full, self.old}) | set(more):
                connection.execute(f'DROP DATABASE IF EXISTS "{address.rpartition("/")[2]}" WITH (FORCE)')

    def add(self, said: Say) -> None:
        """Pages come in, batch after batch, and the story is told in the midst and at the end."""
        with closing(PostgresStore(self.address, create=True)) as store:
            fill(store, said)

    def check_add(self, said: list[str]) -> None:
        with closing(PostgresStore(self.address, create=True, write=True)) as store:
            assert store.faults() == []
            check_filled(store, said)
        self.add(lambda _: None)  # what was half done stands in nobody's way, and no lock is left
        with closing(PostgresStore(self.address)) as store:
            assert store.counts().pages == BATCHES * EACH

    def review(self, said: Say) -> None:
        """A person decides one thing after another; each decision counts from the moment that it is kept."""
        with closing(PostgresStore(self.address, write=True)) as store:
            decide(store, said)

    def check_review(self, said: list[str]) -> None:
        with closing(PostgresStore(self.address, write=True)) as store:
            assert store.faults() == []
            check_decisions(store, said)
            store.rule(ruling(99))

    def migrate(self, said: Say) -> None:
        """A store of the first version becomes one of this."""
        PostgresStore(self.address, write=True).close()
        said("done")

    def check_migrate(self, said: list[str]) -> None:
        with psycopg.connect(self.address) as connection:
            version = int(_one(connection, "SELECT value FROM meta WHERE key = 'schema'"))
            changes = int(_one(connection, "SELECT count(*) FROM pg_tables WHERE tablename = 'changes'"))
        assert version == SCHEMA if said else version in {1, SCHEMA}
        assert bool(changes) == (version == SCHEMA)
        with closing(PostgresStore(self.address, write=True)) as store:
            assert store.faults() == []
            retold(store)
            assert contents(store) == self.whole

    def copy(self, said: Say) -> None:
        """A store in a file is copied into a new database."""
        app.copy_store(app.Settings(), str(self.file), self.address, lambda _table, _rows: None)
        said("done")

    def check_copy(self, said: list[str]) -> None:
        with closing(PostgresStore(self.address, create=True, write=True)) as store:
            pages = store.counts().pages
            assert pages == BATCHES * EACH or (pages == 0 and not said)
            is_whole = pages > 0 and contents(store) == self.whole
            assert is_whole or not pages
        if not is_whole:
            self.copy(lambda _: None)
        with closing(PostgresStore(self.address)) as store:
            assert contents(store) == self.whole


def _one(connection: "psycopg.Connection[tuple[str, ...]]", query: str) -> str:
    row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return str(row[0])


def _make_old(address: str, full: str) -> None:
    """A database of version 1 with the pages and rulings of another."""
    one, other = (create_engine(name.replace("postgresql:", "postgresql+psycopg:")) for name in (full, address))
    with one.connect() as source, other.begin() as target:
        upgrade(target, "1")
        for statement in POSTGRES:  # what every store in PostgreSQL has had from the first
            target.execute(text(statement))
        for table in BEFORE:
            rows = [dict(row._mapping) for row in source.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
            if rows:
                names = [f'"{name}"' for name in rows[0]]
                target.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in rows[0])})"), rows)
        for table, column in COUNTED:
            target.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}))"))
        revision = source.scalar(text("SELECT value FROM meta WHERE key = 'revision'"))
        target.execute(text("UPDATE meta SET value = :value WHERE key = 'revision'"), {"value": revision})
    for engine in (one, other):
        engine.dispose()


def played(rounds: int, server: str, folder: Path, chance: random.Random) -> Counter[str]:
    """How many rounds of each kind were killed in the midst of their work; the databases go away when nothing was lost or broken."""
    place = Rounds(server, folder)
    seen = play(place, KINDS, rounds, chance)
    place.end(place.full, place.old)
    return seen


def main() -> None:
    """Play as many rounds as asked for; the database stays where one failed."""
    rounds, server, *seed = sys.argv[1:]
    report(int(rounds), next(iter(seed), None), lambda folder, chance: played(int(rounds), server, folder, chance))


if __name__ == "__main__":
    main()
