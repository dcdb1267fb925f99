"""How a store is opened so that it is never harmed: is it one, of which version, and may we write to it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from hoadam import whole
from hoadam.model.errors import NoStore, StoreError
from hoadam.model.plainly import plainly
from hoadam.store.migrations.run import upgrade
from hoadam.store.tables import SCHEMA, SQLITE, alembic_version, meta, metadata

MAGIC = b"SQLite format 3\0"
ANEW = "Put back a copy of it, or add the pages again to a new store."
OLDER = range(1, SCHEMA)  # versions whose stores are brought up to date
SETTINGS = ("synchronous=FULL", "fullfsync=ON", "foreign_keys=ON")  # the second is for macOS, where fsync leaves data in the drive
SENTENCES = (  # what SQLite says, and what a person can do about it
    ("locked", "another program is writing to it, and {wait:g} s of waiting did not help. Try again when that has ended."),
    ("busy", "another program is writing to it, and {wait:g} s of waiting did not help. Try again when that has ended."),
    ("readonly", "it cannot be written to. Make the file and its folder writable, or choose another file with --store."),
    ("malformed", "the file is damaged. Put back a copy of it, or add the pages again to a new store."),
    ("not a database", "the file is damaged or no store at all. Put back a copy of it, or choose another file with --store."),
    ("disk is full", "the disk is full. What was kept before is there; make room and try again."),
    ("disk i/o", "the disk does not do its work (I/O error, or no room). What was kept before is there; see to it and try again."),
    ("unable to open", "the file cannot be opened. Check that you may read it and write in its folder."),
    ("fts5", "this Python's SQLite has no full-text search (FTS5). Install another build of Python or SQLite."),
)


@contextmanager
def guarded(path: Path, wait: float) -> Iterator[None]:
    """Whatever goes wrong with the file inside becomes a StoreError of one sentence."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = str(getattr(error, "orig", None) or error)
        advice = next((text for cue, text in SENTENCES if cue in said.lower()), f"the file cannot be used ({said}). {ANEW}")
        raise StoreError(f"{path}: {advice.format(wait=wait)}") from error
    except msgspec.MsgspecError as error:
        raise StoreError(f"{path}: a record in it cannot be understood ({plainly(error)}). {ANEW}") from error


def open_engine(path: Path, *, create: bool, write: bool, wait: float) -> tuple[Engine, int]:
    """An engine on the store at `path`, made first when `create`, and its version till now; raises StoreError, and changes nothing then."""
    with guarded(path, wait):
        if _is_new(path, create=create):
            _make(path, wait)
        elif write:
            _must_be_writable(path)
            whole.sweep(path)
        engine = _engine(path, wait, frozen=False)
        try:
            version = _check(engine, path, write=write)
        except DatabaseError as error:
            if write or _has_journal(path) or not any(cue in str(error) for cue in ("unable to open", "readonly")):
                raise
            # A store in WAL mode in a folder that we may not write to: with no journal beside it, the file alone is the whole.
            engine = _engine(path, wait, frozen=True)
            version = _check(engine, path, write=False)
    return engine, version


def _is_new(path: Path, *, create: bool) -> bool:
    """True when there is nothing yet at `path` and a store may be made there; raises StoreError when there is no store."""
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError as error:
        if not path.parent.is_dir():
            raise StoreError(f"{path}: there is no folder {path.parent}. Make it first, or choose another file with --store.") from error
        if not create:
            raise NoStore(f"{path}: there is no store here. Make one with `hoadam add PAGES`, or name another with --store.") from error
        return True
    except IsADirectoryError as error:
        raise StoreError(f"{path}: this is a folder. Give the store's file, for example {path / 'hoadam.db'}.") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened ({plainly(error)}).") from error
    if head != MAGIC:
        raise StoreError(f"{path}: this file is no store. Choose another file with --store; this one was not touched.")
    return False


def _must_be_writable(path: Path) -> None:
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError(f"{path}: {dict(SENTENCES)['readonly']}")


def _has_journal(path: Path) -> bool:
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def _engine(path: Path, wait: float, *, frozen: bool) -> Engine:
    """An engine whose transactions begin when told to, not when sqlite3 sees fit, and are on the disk when they have ended.

    In WAL mode FULL costs one fsync a transaction (0.3 to 5 ms were measured), and a batch of 200 pages takes seconds to read.
    NORMAL would lose the last transactions in a power cut.
    """

    def connect() -> sqlite3.Connection:
        place = f"file:{quote(str(path))}" + ("?mode=ro&immutable=1" if frozen else "")
        made = sqlite3.connect(place, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
        for setting in SETTINGS:
            made.execute(f"PRAGMA {setting}")
        return made

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Writers queue at the start (IMMEDIATE), so that none fails half-way for a lock."""
    writing = connection.get_execution_options().get("hoadam_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _make(path: Path, wait: float) -> None:
    """A new store, made beside its place and then put there whole: nobody ever sees half of one, and the first of two makers wins."""
    try:
        with whole.making(path) as half:
            _fill(half, wait)
            _put_there(half, path)
        whole.settle(path.parent)
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(f"{path}: cannot be made ({plainly(error)}). Choose another file with --store.") from error


def _put_there(half: Path, path: Path) -> None:
    """Give the file its name unless the name is taken; where the disk has no links (FAT), by a rename after a look."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:
        if not path.exists():
            half.rename(path)


def _fill(path: Path, wait: float) -> None:
    """The tables of an empty store."""
    engine = _engine(path, wait, frozen=False)
    with engine.connect().execution_options(hoadam_write=True) as connection, connection.begin():
        metadata.create_all(connection)
        for statement in SQLITE:
            connection.exec_driver_sql(statement)
        start = {"schema": str(SCHEMA), "revision": "0", "told_revision": "-1", "told_rules": ""}
        connection.execute(meta.insert(), [{"key": key, "value": value} for key, value in start.items()])
        connection.execute(alembic_version.insert().values(version_num=str(SCHEMA)))
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA journal_mode=WAL")  # last, so that all of it is in the file itself when the file gets its name
    raw.close()
    engine.dispose()


def _check(engine: Engine, path: Path, *, write: bool) -> int:
    """The version of the store, which becomes this one when it may be written; raises StoreError when the file is no such store."""
    with engine.connect() as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'meta'").first():
            raise StoreError(f"{path}: this SQLite file is no store of Hoadam. Choose another file with --store; this one was not touched.")
        row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'schema'").first()
    version = int(row[0]) if row and str(row[0]).isdigit() else 0
    if version > SCHEMA:
        raise StoreError(
            f"{path}: a newer Hoadam made this store (version {version}; this program knows {SCHEMA}). Update Hoadam; nothing was touched."
        )
    if version == SCHEMA:
        return version
    if version not in OLDER:
        raise StoreError(f"{path}: this store has no version that this program knows ({version}). Add the pages again to a new store.")
    if not write:
        raise StoreError(f"{path}: an older Hoadam made this store. `hoadam store migrate` brings it up to date.")
    with engine.connect().execution_options(hoadam_write=True) as connection, connection.begin():
        upgrade(connection)
    return version
