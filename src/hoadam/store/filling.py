"""How pages, readings and what could not be read get into their tables, inside a transaction of the caller's."""

import zlib
from collections.abc import Collection, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from hoadam.model.page import Page
from hoadam.model.story import Reading, Unread
from hoadam.packs.fold import bare
from hoadam.ports import Outcome
from hoadam.store import tables
from hoadam.store.database import Database, Words
from hoadam.store.rows import event_row, packed, page_row
from hoadam.store.words import composed

AT_ONCE = 500  # rows taken away by one statement


def fill(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows, if there are any."""
    if rows:
        connection.execute(table.insert(), list(rows))


def put_anew(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Have the table hold these rows and no others; those that it has already are not written again."""
    [key] = table.primary_key.columns
    names = table.columns.keys()
    before = {row[0]: tuple(row) for row in connection.execute(select(key, *table.columns))}
    now = {row[key.name]: (row[key.name], *(row[name] for name in names)) for row in rows}
    other = [one for one, row in before.items() if now.get(one) != row]
    for n in range(0, len(other), AT_ONCE):
        connection.execute(delete(table).where(key.in_(other[n : n + AT_ONCE])))
    fill(connection, table, [row for row in rows if before.get(row[key.name]) != now[row[key.name]]])


def meta_of(connection: Connection) -> dict[str, str]:
    """What the store says of itself."""
    return dict(connection.execute(select(tables.meta.c.key, tables.meta.c.value)).all())


def set_meta(connection: Connection, **values: str) -> None:
    """Have it say this too."""
    for key, value in values.items():
        if not connection.execute(update(tables.meta).where(tables.meta.c.key == key).values(value=value)).rowcount:
            fill(connection, tables.meta, [{"key": key, "value": value}])


def put_unread(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Pages that could not be read are remembered, and forgotten once they could."""
    drop_unread(connection, [one.where for one in outcomes])
    now = {one.where: (one.result.reason, one.found) for one in outcomes if isinstance(one.result, Unread)}
    fill(connection, tables.unread, [{"where": where, "reason": reason} for where, (reason, _) in now.items()])
    kept = [{"where": where, "found": zlib.compress(found.packed())} for where, (_, found) in now.items() if found]
    fill(connection, tables.quarantine, kept)


def drop_unread(connection: Connection, where: Collection[str]) -> None:
    """Forget that these were unread."""
    for table in (tables.quarantine, tables.unread):
        connection.execute(delete(table).where(table.c.where.in_(where)))


def kept(connection: Connection, pages: Sequence[Page]) -> set[str]:
    """The ids of those pages that are there already."""
    return set(connection.scalars(select(tables.pages.c.id).where(tables.pages.c.id.in_([page.id for page in pages]))))


def put_pages(connection: Connection, pages: Sequence[Page], words: Mapping[str, Words], database: Database) -> int:
    """How many of the pages are new; their words are indexed. Of one that is there, only what goes with its text can change."""
    there = kept(connection, pages)
    for page in pages:
        if page.id in there:
            changed = {"url": page.url, "title": page.title, "outlet": page.outlet}
            connection.execute(update(tables.pages).where(tables.pages.c.id == page.id).values(changed))
    new = [page for page in pages if page.id not in there]
    fill(connection, tables.pages, [page_row(page) for page in new])
    numbered = select(tables.pages.c.id, tables.pages.c.row).where(tables.pages.c.id.in_([page.id for page in new]))
    numbers = dict(connection.execute(numbered).all())
    database.index(connection, {numbers[page.id]: words.get(page.id) or indexed(page.text) for page in new})
    return len(new)


def indexed(text: str) -> Words:
    """The text as the columns `exact` and `fold` have it."""
    return composed(text), bare(text)


def put_found(connection: Connection, outcomes: Sequence[Outcome], database: Database) -> None:
    """Remember which page each thing found has become; a page that nothing becomes any more is let go."""
    now = {one.digest: one for one in outcomes if one.digest and isinstance(one.result, Reading)}
    before = connection.execute(select(tables.found.c.digest, tables.found.c.page).where(tables.found.c.digest.in_(now))).all()
    connection.execute(delete(tables.found).where(tables.found.c.digest.in_(now)))
    rows = [{"digest": key, "where": one.where, "page": one.result.page.id} for key, one in now.items() if isinstance(one.result, Reading)]
    fill(connection, tables.found, rows)
    for page in sorted({page for _, page in before} - {row["page"] for row in rows}):
        if not connection.scalar(select(tables.found.c.digest).where(tables.found.c.page == page).limit(1)):
            _let_go(connection, page, database)


def _let_go(connection: Connection, page: str, database: Database) -> None:
    row, text = connection.execute(select(tables.pages.c.row, tables.pages.c.text).where(tables.pages.c.id == page)).one()
    database.unindex(connection, row, indexed(text))
    for table in (tables.events, tables.readings):
        connection.execute(delete(table).where(table.c.page == page))
    connection.execute(delete(tables.pages).where(tables.pages.c.id == page))
    touch(connection, [page])


def put_readings(connection: Connection, readings: Sequence[Reading], rules: str) -> None:
    """Put the readings and their events in place of earlier ones of the same pages."""
    ids = [reading.page.id for reading in readings]
    for table in (tables.events, tables.readings):
        connection.execute(delete(table).where(table.c.page.in_(ids)))
    rows = [{"page": one.page.id, "rules": rules, "reading": packed(_without_text(one))} for one in readings]
    fill(connection, tables.readings, rows)
    happenings = {(event.id, one.page.id): event_row(event, one.page.id) for one in readings for event in one.events}
    fill(connection, tables.events, list(happenings.values()))
    touch(connection, ids)


def touch(connection: Connection, pages: Collection[str]) -> None:
    """Remember that telling has not seen these pages as they will be at the next revision."""
    revision = int(meta_of(connection)["revision"]) + 1
    connection.execute(delete(tables.touched).where(tables.touched.c.page.in_(pages)))
    fill(connection, tables.touched, [{"page": page, "revision": revision} for page in sorted(set(pages))])


def _without_text(reading: Reading) -> Reading:
    """The reading as it is kept: its text stands in `pages` once."""
    return msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, text=""))
