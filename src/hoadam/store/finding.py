"""Which pages hold some words, and what has an id that begins so?"""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Column, Connection, select

from hoadam.model.story import Reading
from hoadam.ports import Hit
from hoadam.store import tables
from hoadam.store.asking import episodes_of, in_parts
from hoadam.store.database import Database
from hoadam.store.words import asked, place_of

SOME = 20  # ids of a kind that begin so
READINGS = select(tables.pages.c.text, tables.readings.c.reading).join(tables.readings, tables.readings.c.page == tables.pages.c.id)
_NUMBERED = READINGS.with_only_columns(tables.pages.c.row, tables.pages.c.text, tables.readings.c.reading)


def whole(text: str, packed_reading: bytes) -> Reading:
    """The reading with the text of its page put back."""
    reading = msgspec.msgpack.decode(packed_reading, type=Reading)
    return msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, text=text))


def hits(connection: Connection, place: Database, words: str, limit: int) -> list[Hit]:
    """The pages that hold all the words, those with the same accents first."""
    parts = asked(words)
    if not parts:
        return []
    exact = place.rows_with(connection, parts, "exact", limit)
    alike = place.rows_with(connection, parts, "fold", limit + len(exact)) if len(exact) < limit else []
    there = set(exact)
    rows = [*exact, *(row for row in alike if row not in there)][:limit]
    return _hits(connection, rows, parts, there)


def _hits(connection: Connection, rows: Sequence[int], parts: Sequence[str], exact: Collection[int]) -> list[Hit]:
    """The pages of these rows, in this order; asked for some at once, for a server may be far away."""
    made = []
    for some in in_parts(rows):
        found = {row: whole(text, reading) for row, text, reading in connection.execute(_NUMBERED.where(tables.pages.c.row.in_(some)))}
        told = episodes_of(connection, [reading.page.id for reading in found.values()])
        made += [_hit(found[row], told.get(found[row].page.id, ()), parts, exact=row in exact) for row in some]
    return made


def _hit(reading: Reading, episodes: Sequence[str], parts: Sequence[str], *, exact: bool) -> Hit:
    page, quote = reading.page, place_of(reading.page.text, parts, exact=exact)
    words = quote.of(page.text) if quote else ""
    return Hit(page.id, page.source, page.title, reading.written.day, exact, quote, words, tuple(episodes))


def named(connection: Connection, prefix: str) -> list[tuple[str, str]]:
    """Kind and id of every episode, track, event and page whose id begins so."""
    found = [("episode", one) for one in _ids(connection, tables.episodes.c.id, prefix)]
    found += [("track", one) for one in _ids(connection, tables.tracks.c.id, prefix)]
    found += [("event", one) for one in _ids(connection, tables.events.c.id, prefix)]
    pages = _ids(connection, tables.pages.c.id, prefix) or _ids(connection, tables.pages.c.id, "sha256" + prefix)
    return found + [("page", one) for one in pages]


def _ids(connection: Connection, column: Column[str], prefix: str) -> list[str]:
    found = select(column).where(column.startswith(prefix, autoescape=True)).distinct().order_by(column).limit(SOME)
    return list(connection.scalars(found))
