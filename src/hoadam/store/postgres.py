"""How a store lives in PostgreSQL, for a team: the same tables, and words found as SQLite finds them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from hoadam.model.errors import BadConfig, NoStore, StoreError
from hoadam.model.plainly import plainly
from hoadam.store.database import Words
from hoadam.store.kept import Kept
from hoadam.store.lexemes import asked_for, literal, ranked, size_of
from hoadam.store.migrations.run import upgrade
from hoadam.store.tables import POSTGRES, SCHEMA, alembic_version, meta, metadata

WRITER = 0x686F6164616D  # the lock that the one writer holds ("hoadam"): SQLite has it built in
SENTENCES = (  # the beginning of PostgreSQL's code, and what a person can do
    ("55P03", "another program is writing to it, and {wait:g} s of waiting did not help. Try again when that has ended."),
    ("53100", "the server's disk is full. What was kept before is there; make room and try again."),
    ("53", "the server has no room for this now ({said}). What was kept before is there; try again later."),
    ("25006", "it cannot be written to: the server, or this user, may only read."),
    ("42501", "this user may not do that ({said}). Ask for the rights, or name another user."),
    ("28", "the server refuses this user ({said}). Check name and password (PGPASSWORD, or ~/.pgpass)."),
    ("3D000", "there is no such database. Make it first: createdb {database}"),
    ("57P", "the server was stopped or is starting ({said}). What was not finished was not done; try again."),
    ("58", "the server's disk does not do its work ({said}). What was kept before is there; see to the server and try again."),
    ("08", "the connection to the server was lost ({said}). What was not finished was not done; try again."),
)

ANEW = "Put back a copy of it, or add the pages again to a new store."
REFUSED = "the server refuses ({said}). What was kept before is there; show this line to whoever looks after the server."
REFUSALS = (
    ("authentication failed", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("no password supplied", "28P01"),
    ("does not exist", "3D000"),
)


class PostgresStore(Kept):
    """A store in a PostgreSQL database (or one schema of it), open for reading, or for reading and writing."""

    def __init__(self, address: str, *, create: bool = False, write: bool = False, wait: float = 10.0) -> None:
        """The store at the address; raises StoreError when it is none, or cannot be used so."""
        super().__init__(PostgresDatabase(address, create=create, write=write or create, wait=wait))


class PostgresDatabase:
    """The database, as a store needs it."""

    def __init__(self, address: str, *, create: bool, write: bool, wait: float) -> None:
        """The database at the address."""
        self.url = _url(address)
        self.name = self.url.render_as_string(hide_password=True).replace("+psycopg", "")
        self.wait = wait
        self.is_new = False
        self.opened_as = SCHEMA
        self._engine = _engine(self.url, wait)
        self.reader: Engine = self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with self.guarded():
                self._open(create=create, write=write)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Whatever goes wrong with the database inside becomes a StoreError of one sentence."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.name}: {_advice(error, self.url, self.wait)}") from error
        except msgspec.MsgspecError as error:
            raise StoreError(f"{self.name}: a record in it cannot be understood ({plainly(error)}). {ANEW}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer."""
        with self._engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
            yield connection

    def index(self, connection: Connection, rows: Mapping[int, Words]) -> None:
        """Make the words of these pages findable."""
        made = [
            {"row": row, "exact": literal(exact), "fold": literal(fold), "size": size_of(exact, fold)}
            for row, (exact, fold) in rows.items()
        ]
        if made:
            insert = "INSERT INTO words(row, exact, fold, size) VALUES (:row, CAST(:exact AS tsvector), CAST(:fold AS tsvector), :size)"
            connection.execute(text(insert), made)

    def unindex(self, connection: Connection, row: int, words: Words) -> None:  # noqa: ARG002  (only SQLite must be told them)
        """Forget the words of a page."""
        connection.execute(text("DELETE FROM words WHERE row = :row"), {"row": row})

    def rows_with(self, connection: Connection, parts: Sequence[str], column: Literal["exact", "fold"], limit: int) -> list[int]:
        """The rows of at most so many pages that hold all the parts, the best first."""
        return ranked(connection, asked_for(parts, column), column, limit)

    def faults(self, connection: Connection) -> list[str]:
        """What is wrong: PostgreSQL looks after its files itself, so only pages without words, and the other way round."""
        asked = "SELECT (SELECT count(*) FROM pages) - (SELECT count(*) FROM words JOIN pages USING (row))"
        lost = connection.scalar(text(asked)) or 0
        return [f"{lost} pages cannot be found by their words"] if lost else []

    def _open(self, *, create: bool, write: bool) -> None:
        """Raises StoreError unless there is a store of this version; makes one, or brings an older one up to date, where asked to."""
        with self._engine.connect() as connection:
            is_there = inspect(connection).has_table("meta")
        if not is_there:
            if not create:
                raise NoStore(f"{self.name}: there is no store here. Make one with `hoadam init`, or name another with --store.")
            with self.writing() as connection:
                self.is_new = not inspect(connection).has_table("meta")  # another program may have been quicker
                if self.is_new:
                    _fill(connection)
        with self._engine.connect() as connection:
            version = int(connection.scalar(text("SELECT value FROM meta WHERE key = 'schema'")) or 0)
        if version > SCHEMA:
            raise StoreError(
                f"{self.name}: a newer Hoadam made this store (version {version}; this program knows {SCHEMA}). "
                "Update Hoadam; nothing was touched."
            )
        if version < SCHEMA and not write:
            raise StoreError(f"{self.name}: an older Hoadam made this store. `hoadam store migrate` brings it up to date.")
        self.opened_as = version
        if version < SCHEMA:
            with self.writing() as connection:
                upgrade(connection)


def _fill(connection: Connection) -> None:
    """The tables of an empty store."""
    metadata.create_all(connection)
    for statement in POSTGRES:
        connection.execute(text(statement))
    start = {"schema": str(SCHEMA), "revision": "0", "told_revision": "-1", "told_rules": ""}
    connection.execute(meta.insert(), [{"key": key, "value": value} for key, value in start.items()])
    connection.execute(alembic_version.insert().values(version_num=str(SCHEMA)))


def _url(address: str) -> URL:
    try:
        return make_url(address.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    except Exception as error:
        raise BadConfig(f"{address.rsplit('@', maxsplit=1)[-1]}: this is no address like postgresql://user@host/database.") from error


def _engine(url: URL, wait: float) -> Engine:
    try:
        import psycopg  # noqa: F401  (SQLAlchemy's own message names no remedy)
    except ImportError:
        raise BadConfig("A store in PostgreSQL needs psycopg: pip install 'hoadam[postgres]'.") from None
    given = " ".join(url.normalized_query.get("options", ()))  # such as -c search_path=…: a schema of its own
    options = f"{given} -c lock_timeout={int(wait * 1000)} -c timezone=UTC -c synchronous_commit=on"
    return create_engine(url, connect_args={"options": options, "connect_timeout": max(2, int(wait))}, pool_pre_ping=True)


def _advice(error: DBAPIError, url: URL, wait: float) -> str:
    code = getattr(error.orig, "sqlstate", None) or next((code for cue, code in REFUSALS if cue in str(error.orig)), "")
    said = " ".join(str(error.orig).split("\n")[0].split())[:200]
    found: Any = next((advice for start, advice in SENTENCES if code.startswith(start)), None)
    if found is None and not code:
        found = "the server does not answer ({said}). Check the address, and that the server runs."
    return str(found or REFUSED).format(wait=wait, said=said, database=url.database)
