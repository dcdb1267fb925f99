"""Which steps does a store lack? Alembic knows, and takes them inside the transaction of the caller."""

from pathlib import Path

from sqlalchemy import Connection, inspect, select

from hoadam.store.tables import alembic_version, meta


def upgrade(connection: Connection, to: str = "head") -> None:
    """The store as of version `to`; one from before Alembic says its version in `meta`."""
    from alembic import command
    from alembic.config import Config

    if not inspect(connection).has_table("alembic_version") and inspect(connection).has_table("meta"):
        alembic_version.create(connection)
        version = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
        connection.execute(alembic_version.insert().values(version_num=version))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
