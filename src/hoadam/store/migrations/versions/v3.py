"""Version 3: unread pages are kept as they were found, to be tried again; the store can live in PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, LargeBinary

revision = "3"
down_revision = "2"
String = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Take the step."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("quarantine"):
        op.create_table(
            "quarantine",
            Column("where", String, ForeignKey("unread.where"), primary_key=True),
            Column("found", LargeBinary, nullable=False),
        )
    op.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
