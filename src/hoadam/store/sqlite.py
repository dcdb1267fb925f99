"""How a store lives in one SQLite file: opened with care, written by one at a time, searched with FTS5."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from hoadam.store.database import Words
from hoadam.store.kept import Kept
from hoadam.store.opening import guarded, open_engine
from hoadam.store.words import RANKED, match_of

WAIT = 10.0  # seconds to wait for another writer: a batch of `add` takes well under one


class SqliteStore(Kept):
    """A store in one file, open for reading, or for reading and writing."""

    def __init__(self, path: Path, *, create: bool = False, write: bool = False, wait: float = WAIT) -> None:
        """The store at `path`; raises StoreError when it is none, or another's, or cannot be used so."""
        super().__init__(SqliteFile(path, create=create, write=write, wait=wait))
        self.path = path


class SqliteFile:
    """The file, as a store needs it."""

    def __init__(self, path: Path, *, create: bool, write: bool, wait: float) -> None:
        """The file at `path`."""
        self.path = path
        self.name = str(path)
        self.wait = wait
        self.is_new = not path.exists()
        self.reader: Engine
        self.reader, self.opened_as = open_engine(path, create=create, write=write or create, wait=wait)

    def close(self) -> None:
        """Let go of the file."""
        self.reader.dispose()

    def guarded(self) -> AbstractContextManager[None]:
        """Whatever goes wrong with the file inside becomes a StoreError of one sentence."""
        return guarded(self.path, self.wait)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer."""
        with self.reader.connect().execution_options(hoadam_write=True) as connection, connection.begin():
            yield connection

    def index(self, connection: Connection, rows: Mapping[int, Words]) -> None:
        """Make the words of these pages findable."""
        for row, words in rows.items():
            connection.exec_driver_sql("INSERT INTO words(rowid, exact, fold) VALUES (?, ?, ?)", (row, *words))

    def unindex(self, connection: Connection, row: int, words: Words) -> None:
        """Forget the words of a page: a table without content must be told what it had."""
        connection.exec_driver_sql("INSERT INTO words(words, rowid, exact, fold) VALUES ('delete', ?, ?, ?)", (row, *words))

    def rows_with(self, connection: Connection, parts: Sequence[str], column: str, limit: int) -> list[int]:
        """The rows of at most so many pages that hold all the parts, the best first."""
        asked = """SELECT rowid FROM (SELECT rowid, bm25(words) AS rank FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?)
                   ORDER BY rank, rowid LIMIT ?"""
        return [row for (row,) in connection.exec_driver_sql(asked, (match_of(parts, column), max(RANKED, limit), limit))]

    def faults(self, connection: Connection) -> list[str]:
        """What SQLite's own check and ours find wrong with the file; empty when it is whole."""
        found = [row for (row,) in connection.exec_driver_sql("PRAGMA quick_check(5)") if row != "ok"]
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
        return found + [f"a row of {table} points to one of {other} that is not there" for table, _, other, _ in lost]
