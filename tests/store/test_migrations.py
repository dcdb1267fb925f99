"""A store of any older version becomes one of this version: the same tables as a new one, its pages and rulings kept."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect
from typer.testing import CliRunner

from hoadam.cli import build
from hoadam.model.errors import StoreError
from hoadam.model.story import Reading, Ruling
from hoadam.ports import Outcome
from hoadam.store.migrations.run import upgrade
from hoadam.store.postgres import PostgresStore
from hoadam.store.sqlite import SqliteStore
from hoadam.store.tables import SCHEMA, metadata
from kills import make_old


def shape(address: str) -> dict[str, Any]:
    """Columns, keys and indexes of every table of ours."""
    engine = create_engine(address)
    looked = inspect(engine)
    made = {
        table: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in looked.get_columns(table)],
            looked.get_pk_constraint(table)["constrained_columns"],
            sorted((one["name"] or "", one["column_names"]) for one in looked.get_indexes(table)),
            sorted((one["constrained_columns"], one["referred_table"]) for one in looked.get_foreign_keys(table)),
        )
        for table in sorted(set(looked.get_table_names()) & set(metadata.tables))
    }
    engine.dispose()
    return made


def old_store(path: Path, version: str) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, version)
    engine.dispose()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.close()


@pytest.mark.parametrize("version", [str(n) for n in range(1, SCHEMA)])
def test_an_older_file_becomes_what_a_new_one_is(tmp_path: Path, version: str, reading: Callable[..., Reading]) -> None:
    old_store(tmp_path / "old.db", version)
    with pytest.raises(StoreError, match="older Hoadam"):
        SqliteStore(tmp_path / "old.db")
    with closing(SqliteStore(tmp_path / "new.db", create=True)), closing(SqliteStore(tmp_path / "old.db", write=True)) as old:
        assert shape(f"sqlite:///{tmp_path}/old.db") == shape(f"sqlite:///{tmp_path}/new.db")
        old.put([Outcome("a", reading(), "a")], "r")
        assert old.counts().pages == 1
        assert old.faults() == []
    SqliteStore(tmp_path / "old.db").close()


def test_the_steps_make_the_same_tables_in_postgresql(database: Callable[[], str]) -> None:
    one, other = database(), database()
    PostgresStore(one, create=True).close()
    engine = create_engine(other.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    assert shape(one.replace("postgresql:", "postgresql+psycopg:")) == shape(other.replace("postgresql:", "postgresql+psycopg:"))


def test_a_store_from_before_the_steps_were_counted_keeps_its_pages(tmp_path: Path, reading: Callable[..., Reading]) -> None:
    with closing(SqliteStore(tmp_path / "a.db", create=True)) as store:
        store.put([Outcome("a", reading(), "a")], "r")
    raw = sqlite3.connect(tmp_path / "a.db")
    raw.executescript("DROP TABLE alembic_version; DROP TABLE quarantine; UPDATE meta SET value = '2' WHERE key = 'schema'")
    raw.close()
    with closing(SqliteStore(tmp_path / "a.db", write=True)) as store:
        assert [one.page.id for one in store.readings()] == [reading().page.id]


def test_a_command_brings_a_store_up_to_date(tmp_path: Path, reading: Callable[..., Reading]) -> None:
    old = str(tmp_path / "old.db")
    with closing(SqliteStore(tmp_path / "new.db", create=True)) as store:
        store.put([Outcome("a", reading(), "a")], "r")
        store.rule(Ruling("r1", "reject", ("x",), "Lan", "2024-01-01T00:00:00Z"))
        make_old(Path(old), store)
    run = CliRunner().invoke
    refused = run(build(), ["timeline", "--store", old])
    assert "`hoadam store migrate` brings it up to date" in str(refused.exception)
    assert f"brought from version 1 to {SCHEMA}" in run(build(), ["store", "migrate", "--store", old]).stderr
    assert "of this version already" in run(build(), ["store", "migrate", "--store", old]).stderr
    assert [row["id"] for row in json.loads(run(build(), ["timeline", "--store", old]).stdout)]
    with closing(SqliteStore(Path(old))) as store:
        assert (list(store.readings()), [one.id for one in store.rulings()]) == ([reading()], ["r1"])


def test_two_programs_bring_it_up_to_date_once(tmp_path: Path, reading: Callable[..., Reading]) -> None:
    with closing(SqliteStore(tmp_path / "new.db", create=True)) as store:
        store.put([Outcome("a", reading(), "a")], "r")
        make_old(tmp_path / "old.db", store)

    def opened(_: int) -> int:
        with closing(SqliteStore(tmp_path / "old.db", write=True)) as store:
            return store.counts().pages

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [1] * 4
