"""Which tables a store has: version 4 of its schema, in SQLAlchemy Core, and what each database needs besides."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy import String as AnyString

from hoadam.model.shelf import SHELVES

SCHEMA = 4
metadata = MetaData()
String = AnyString().with_variant(AnyString(collation="C"), "postgresql")  # in the order of code points, as SQLite has them

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

pages = Table(
    "pages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("url", String),
    Column("title", String),
    Column("outlet", String),
    Column("text", Text, nullable=False),
)

found = Table(  # every thing found, so that the same one need not be read twice, and what a page once was can be let go
    "found",
    metadata,
    Column("digest", String, primary_key=True),
    Column("where", String, nullable=False),
    Column("page", String, ForeignKey("pages.id"), nullable=False, index=True),
)

readings = Table(
    "readings",
    metadata,
    Column("page", String, ForeignKey("pages.id"), primary_key=True),
    Column("rules", String, nullable=False, index=True),
    Column("reading", LargeBinary, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("page", String, ForeignKey("pages.id"), primary_key=True, index=True),
    Column("type", String, nullable=False),
    Column("mode", String),
    Column("status", String, nullable=False),
    Column("date", String),
    Column("earliest", String),
    Column("latest", String),
    Column("process", String),
    Column("step", String),
    Column("codes", String, nullable=False),
    Column("place", String),
    Column("country", String),
    Column("rule", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Index("events_by_type", "type", "earliest"),
    Index("events_by_day", "earliest"),
)

episodes = Table(  # what may be asked of an episode by SQL; kept narrow, so that 200,000 rows are looked through in a blink
    "episodes",
    metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("certainty", String, nullable=False),
    Column("outcome", String),
    Column("day", String, nullable=False),  # the first day it may have been, NO_DAY where none is known
    Column("earliest", String),
    Column("latest", String),
    Column("process", String),
    Column("actors", String, nullable=False),
    Column("place", String),
    Column("country", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed", Integer),
    Column("injured", Integer),
    Column("doubt", Float, nullable=False),
    Column("revised", String, nullable=False),  # when a telling last changed it
    Column("digest", LargeBinary, nullable=False),
    Column("disputed", String),
    Index("episodes_by_day", "day", "id"),
    Index("episodes_by_kind", "day", "certainty", "type"),
    Index("episodes_by_type", "type", "day", "id"),
    Index("episodes_by_doubt", "doubt", "id"),
    Index("episodes_by_revision", "revised", "id"),
)

entries = Table(
    "entries",
    metadata,
    Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
    Column("entry", LargeBinary, nullable=False),
)

pairs = Table(  # who acts on whom: of equals each pair once, by code
    "pairs",
    metadata,
    Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
    Column("one", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("mutual", Integer, nullable=False),
)

changes = Table(  # what each telling changed, for good: also of episodes that are no more
    "changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False, index=True),
    Column("episode", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("fields", String, nullable=False),
    Column("day", String),
    Column("text", String, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
    Column("event", String, primary_key=True),
    Column("page", String, primary_key=True, index=True),
)

tracks = Table(
    "tracks",
    metadata,
    Column("place_in_order", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("track", LargeBinary, nullable=False),
)

lines = Table(
    "lines",
    metadata,
    Column("place_in_order", Integer, primary_key=True),
    Column("section", String, nullable=False),
    Column("line", LargeBinary, nullable=False),
)

rest = Table(  # what of a story has no table of its own: its disputes and gaps
    "rest", metadata, Column("key", String, primary_key=True), Column("value", LargeBinary, nullable=False)
)

touched = Table(  # pages that came, changed or went, and at which revision, until telling has seen them
    "touched",
    metadata,
    Column("page", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
)

alone = Table(  # every episode as its own reports tell it, and at which revision it came out so
    "alone",
    metadata,
    Column("id", String, primary_key=True),
    Column("told", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
)

shelves = {  # what telling has worked out, so that a page more need not tell all again
    name: Table(
        f"shelf_{name}",
        metadata,
        Column("owner", String, primary_key=True),
        Column("key", String, primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("value", LargeBinary, nullable=False),
        Index(f"shelf_{name}_by_key", "key", "number"),
        sqlite_with_rowid=False,
    )
    for name in SHELVES
}

rulings = Table(
    "rulings",
    metadata,
    Column("place_in_order", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("ruling", LargeBinary, nullable=False),
)

unread = Table(
    "unread",
    metadata,
    Column("where", String, primary_key=True),
    Column("reason", String, nullable=False),
)

quarantine = Table(  # those of the unread that were pages at all, as they were found, to be tried again
    "quarantine",
    metadata,
    Column("where", String, ForeignKey("unread.where"), primary_key=True),
    Column("found", LargeBinary, nullable=False),
)

alembic_version = Table("alembic_version", metadata, Column("version_num", AnyString(32), primary_key=True))

SQLITE = (
    # Unicode61 would fold some marks and not others (never the d with stroke), so folding is ours and its own is off.
    "CREATE VIRTUAL TABLE words USING fts5(exact, fold, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings BEGIN SELECT RAISE(ABORT, 'rulings are never deleted'); END",
    "CREATE TRIGGER rulings_hold BEFORE UPDATE ON rulings BEGIN SELECT RAISE(ABORT, 'rulings are never changed'); END",
)

POSTGRES = (
    # Text is cut into words here, not by PostgreSQL, whose parser takes "1/2" or "a.b" for one: so both databases find the same pages.
    """CREATE TABLE words (row integer PRIMARY KEY REFERENCES pages(row), exact tsvector NOT NULL, fold tsvector NOT NULL,
       size integer NOT NULL)""",
    "CREATE INDEX words_exact ON words USING gin (exact)",
    "CREATE INDEX words_fold ON words USING gin (fold)",
    """CREATE FUNCTION rulings_stay() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'rulings are never deleted or changed'; END $$""",
    "CREATE TRIGGER rulings_stay BEFORE UPDATE OR DELETE ON rulings FOR EACH ROW EXECUTE FUNCTION rulings_stay()",
    "CREATE TRIGGER rulings_hold BEFORE TRUNCATE ON rulings FOR EACH STATEMENT EXECUTE FUNCTION rulings_stay()",
)
