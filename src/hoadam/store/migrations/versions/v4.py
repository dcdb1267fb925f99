"""Version 4: what telling has worked out is kept, so that a page more need not tell all again; the order of episodes is no column."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table

revision = "4"
down_revision = "3"
String = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SHELVES = ("marks", "copies", "items", "rows", "edges", "heads", "named")


def upgrade() -> None:
    """Take the step; the next `add` fills the new tables from the readings."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("episodes")}
    if "place_in_order" in there:
        op.drop_column("episodes", "place_in_order")
    if "disputed" not in there:
        op.add_column("episodes", Column("disputed", String))
    metadata = MetaData()
    Table("touched", metadata, Column("page", String, primary_key=True), Column("revision", Integer, primary_key=True))
    Table(
        "alone",
        metadata,
        Column("id", String, primary_key=True),
        Column("told", LargeBinary, nullable=False),
        Column("revision", Integer, nullable=False),
    )
    for name in SHELVES:
        Table(
            f"shelf_{name}",
            metadata,
            Column("owner", String, primary_key=True),
            Column("key", String, primary_key=True),
            Column("number", Integer, primary_key=True, autoincrement=False),
            Column("value", LargeBinary, nullable=False),
            Index(f"shelf_{name}_by_key", "key", "number"),
            sqlite_with_rowid=False,
        )
    metadata.create_all(op.get_bind())
    op.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
