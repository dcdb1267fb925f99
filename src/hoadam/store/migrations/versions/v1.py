"""Version 1: pages, readings, events, a story and rulings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

revision = "1"
down_revision = None
String = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Take the step."""
    connection = op.get_bind()
    metadata = MetaData()
    Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))
    Table(
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
    Table(
        "found",
        metadata,
        Column("digest", String, primary_key=True),
        Column("where", String, nullable=False),
        Column("page", String, ForeignKey("pages.id"), nullable=False, index=True),
    )
    Table(
        "readings",
        metadata,
        Column("page", String, ForeignKey("pages.id"), primary_key=True),
        Column("rules", String, nullable=False, index=True),
        Column("reading", LargeBinary, nullable=False),
    )
    Table(
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
    Table(
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
    Table(
        "reports",
        metadata,
        Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
        Column("event", String, primary_key=True),
        Column("page", String, primary_key=True, index=True),
    )
    Table(
        "tracks",
        metadata,
        Column("place_in_order", Integer, primary_key=True),
        Column("id", String, nullable=False, unique=True),
        Column("track", LargeBinary, nullable=False),
    )
    Table(
        "lines",
        metadata,
        Column("place_in_order", Integer, primary_key=True),
        Column("section", String, nullable=False),
        Column("line", LargeBinary, nullable=False),
    )
    Table("rest", metadata, Column("key", String, primary_key=True), Column("value", LargeBinary, nullable=False))
    Table(
        "rulings",
        metadata,
        Column("place_in_order", Integer, primary_key=True),
        Column("id", String, nullable=False, unique=True),
        Column("ruling", LargeBinary, nullable=False),
    )
    Table("unread", metadata, Column("where", String, primary_key=True), Column("reason", String, nullable=False))
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE words USING fts5(exact, fold, content='', tokenize='unicode61 remove_diacritics 0')")
        for name, act, word in (("rulings_stay", "DELETE", "deleted"), ("rulings_hold", "UPDATE", "changed")):
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON rulings BEGIN SELECT RAISE(ABORT, 'rulings are never {word}'); END")
    start = {"schema": "1", "revision": "0", "told_revision": "-1", "told_rules": ""}
    op.bulk_insert(sa.table("meta", sa.column("key"), sa.column("value")), [{"key": key, "value": value} for key, value in start.items()])
