"""Which tables a store has: version 1 of its schema, in SQLAlchemy Core, and what SQLite alone needs besides."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA = 1
metadata = MetaData()

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

episodes = Table(
    "episodes",
    metadata,
    Column("id", String, primary_key=True),
    Column("place_in_order", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("earliest", String, index=True),
    Column("latest", String),
    Column("process", String),
    Column("actors", String, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Index("episodes_by_type", "type", "earliest"),
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

SQLITE = (
    # Unicode61 would fold some marks and not others (never the d with stroke), so folding is ours and its own is off.
    "CREATE VIRTUAL TABLE words USING fts5(exact, fold, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings BEGIN SELECT RAISE(ABORT, 'rulings are never deleted'); END",
    "CREATE TRIGGER rulings_hold BEFORE UPDATE ON rulings BEGIN SELECT RAISE(ABORT, 'rulings are never changed'); END",
)
