"""Version 2: episodes that can be counted and paged through, and what each telling changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

revision = "2"
down_revision = "1"
String = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Take the step."""
    connection = op.get_bind()
    for name in ("reports", "episodes", "tracks", "lines", "rest"):  # the next telling fills them from the readings and rulings, which stay
        op.drop_table(name, if_exists=True)
    metadata = MetaData()
    Table(
        "episodes",
        metadata,
        Column("id", String, primary_key=True),
        Column("place_in_order", Integer, nullable=False),
        Column("type", String, nullable=False),
        Column("status", String, nullable=False),
        Column("certainty", String, nullable=False),
        Column("outcome", String),
        Column("day", String, nullable=False),
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
        Column("revised", String, nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Index("episodes_by_day", "day", "id"),
        Index("episodes_by_kind", "day", "certainty", "type"),
        Index("episodes_by_type", "type", "day", "id"),
        Index("episodes_by_doubt", "doubt", "id"),
        Index("episodes_by_revision", "revised", "id"),
    )
    Table(
        "entries",
        metadata,
        Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
        Column("entry", LargeBinary, nullable=False),
    )
    Table(
        "pairs",
        metadata,
        Column("episode", String, ForeignKey("episodes.id"), primary_key=True),
        Column("one", String, primary_key=True),
        Column("other", String, primary_key=True),
        Column("mutual", Integer, nullable=False),
    )
    Table(
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
    metadata.create_all(connection)
    for key, value in (("schema", "2"), ("told_revision", "-1"), ("told_rules", "")):
        op.execute(sa.text("UPDATE meta SET value = :value WHERE key = :key").bindparams(key=key, value=value))
