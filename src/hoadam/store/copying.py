"""How does a store get from one database into another whole? Row by row in one transaction, and looked at again before it counts."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from hoadam.model.errors import StoreError
from hoadam.store.database import Database
from hoadam.store.filling import indexed
from hoadam.store.tables import SCHEMA, alembic_version, meta, metadata, pages

AT_ONCE = 200  # rows in one statement


def copied(source: Database, target: Database, each: Callable[[str, int], None]) -> int:
    """How many rows were copied and found the same; raises StoreError when the target is not empty or a row differs, and leaves it be.

    `each` is told the table and the number of its rows.
    """
    with source.guarded(), source.reader.connect() as there, target.guarded(), target.writing() as here:
        if here.scalar(select(func.count()).select_from(pages)) or here.scalar(select(meta.c.value).where(meta.c.key == "revision")) != "0":
            raise StoreError(f"{target.name}: this store is not empty. Choose a new one to copy into; nothing was changed.")
        here.execute(meta.delete())
        total = 0
        for table in _tables():
            total += _copy(there, here, table, target)
            each(table.name, here.scalar(select(func.count()).select_from(table)) or 0)
        _count_on(here)
        for table in _tables():
            _compare(there, here, table, target.name)
    return total


def _tables() -> Sequence[Table]:
    """The tables, those that others point to first; how the target came to its version is its own affair."""
    return [table for table in metadata.sorted_tables if table is not alembic_version]


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    asked = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(asked):
        yield tuple(row)


def _copy(there: Connection, here: Connection, table: Table, target: Database) -> int:
    names = [column.name for column in table.columns]
    count = 0
    for part in _parts(_rows(there, table)):
        rows = [dict(zip(names, row, strict=True)) for row in part]
        here.execute(insert(table), rows)
        if table is pages:
            target.index(here, {row["row"]: indexed(row["text"]) for row in rows})
        count += len(rows)
    return count


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    part: list[tuple[Any, ...]] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _count_on(here: Connection) -> None:
    """PostgreSQL goes on counting after the numbers that were copied."""
    if here.dialect.name != "postgresql":
        return
    for table in _tables():
        column = table.autoincrement_column
        if column is not None:
            serial = func.pg_get_serial_sequence(table.name, column.name)
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            here.execute(select(func.setval(serial, last, False)))  # noqa: FBT003  (the next number is that one itself)


def _compare(there: Connection, here: Connection, table: Table, name: str) -> None:
    """Raises StoreError at the first row that differs."""
    for number, (one, other) in enumerate(zip_longest(_rows(there, table), _rows(here, table)), start=1):
        if one != other:
            raise StoreError(f"{name}: row {number} of {table.name} came out differently. Nothing was kept of the copy (version {SCHEMA}).")
