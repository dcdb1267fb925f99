"""What a store keeps and gives back: one SQLite file, one writer at a time, readers never waiting."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Column, Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from hoadam.model.page import Page
from hoadam.model.story import Dispute, Line, Reading, Ruling, Story, Track, Unread
from hoadam.ports import Asked, Counts, Entry, Hit, Outcome
from hoadam.store import tables
from hoadam.store.filling import fill, indexed, kept, put_found, put_pages, put_readings, put_unread
from hoadam.store.opening import guarded, open_engine
from hoadam.store.rows import entry_row, matching, packed, report_rows, rest_rows
from hoadam.store.words import asked as asked_words
from hoadam.store.words import match_of, place_of

WAIT = 10.0  # seconds to wait for another writer: a batch of `add` takes well under one


class SqliteStore:
    """A store in one file, open for reading, or for reading and writing."""

    def __init__(self, path: Path, *, create: bool = False, write: bool = False, wait: float = WAIT) -> None:
        """The store at `path`; raises StoreError when it is none, or another's, or cannot be used so."""
        self.path = path
        self.wait = wait
        self._engine = open_engine(path, create=create, write=write or create, wait=wait)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with guarded(self.path, self.wait), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with guarded(self.path, self.wait), self._engine.connect().execution_options(hoadam_write=True) as connection, connection.begin():
            yield connection

    def known(self, rules: str) -> frozenset[str]:
        """The digests of all things found whose reading was made with these rules."""
        asked = select(tables.found.c.digest).join(tables.readings, tables.readings.c.page == tables.found.c.page)
        with self._reading() as connection:
            return frozenset(connection.scalars(asked.where(tables.readings.c.rules == rules)))

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """How many pages are new; the readings replace earlier ones of the same page, all in one transaction."""
        read = {one.result.page.id: one.result for one in outcomes if isinstance(one.result, Reading)}
        columns = self._indexed([reading.page for reading in read.values()])
        with self._writing() as connection:
            put_unread(connection, outcomes)
            new = put_pages(connection, [reading.page for reading in read.values()], columns)
            put_found(connection, outcomes)
            put_readings(connection, list(read.values()), rules)
            _grow(connection)
        return new

    def _indexed(self, pages: Sequence[Page]) -> dict[str, tuple[str, str]]:
        """What to index of the pages that are not there yet: made before others have to wait for the file."""
        with self._reading() as connection:
            there = kept(connection, pages)
        return {page.id: indexed(page.text) for page in pages if page.id not in there}

    def readings(self) -> Iterator[Reading]:
        """Every reading, by page id."""
        asked = _READINGS.order_by(tables.pages.c.id).execution_options(yield_per=100)
        with self._reading() as connection:
            for text, reading in connection.execute(asked):
                yield _whole(text, reading)

    def reading(self, page: str) -> Reading | None:
        """What one page says."""
        with self._reading() as connection:
            row = connection.execute(_READINGS.where(tables.pages.c.id == page)).first()
            return _whole(*row) if row else None

    def pages_of(self, event: str) -> list[str]:
        """The ids of the pages that an event stands on: more than one when they share the sentence."""
        with self._reading() as connection:
            return list(connection.scalars(select(tables.events.c.page).where(tables.events.c.id == event).order_by(tables.events.c.page)))

    def revision(self) -> int:
        """A number that grows with every page and ruling."""
        with self._reading() as connection:
            return int(_meta(connection)["revision"])

    def is_told(self, rules: str) -> bool:
        """True when the story kept was told with these rules from all pages and rulings."""
        with self._reading() as connection:
            values = _meta(connection)
        return values["told_revision"] == values["revision"] and values["told_rules"] == rules

    def keep(self, story: Story, entries: Sequence[Entry], revision: int, rules: str) -> None:
        """Put the story that was told at this revision in place of the one before, all in one transaction."""
        with self._writing() as connection:
            if int(_meta(connection)["told_revision"]) > revision:
                return  # another program told more than we knew, while we were telling
            for table in (tables.reports, tables.episodes, tables.tracks, tables.lines, tables.rest):
                connection.execute(delete(table))
            fill(connection, tables.episodes, [entry_row(entry, n) for n, entry in enumerate(entries)])
            fill(connection, tables.reports, [row for entry in entries for row in report_rows(entry)])
            fill(connection, tables.tracks, [{"place_in_order": n, "id": t.id, "track": packed(t)} for n, t in enumerate(story.tracks)])
            lines = [{"place_in_order": n, "section": line.section, "line": packed(line)} for n, line in enumerate(story.brief)]
            fill(connection, tables.lines, lines)
            fill(connection, tables.rest, rest_rows(story))
            _set(connection, told_revision=str(revision), told_rules=rules)

    def story(self) -> Story:
        """The story kept."""
        with self._reading() as connection:
            rest = dict(connection.execute(select(tables.rest.c.key, tables.rest.c.value)).all())
            kept = [_entry(row) for row in connection.scalars(select(tables.episodes.c.entry).order_by(tables.episodes.c.place_in_order))]
        return Story(
            episodes=tuple(entry.episode for entry in kept),
            tracks=tuple(self.tracks()),
            disputes=msgspec.msgpack.decode(rest["disputes"], type=tuple[Dispute, ...]) if rest else (),
            brief=tuple(self.brief()),
            gaps=msgspec.msgpack.decode(rest["gaps"], type=tuple[str, ...]) if rest else (),
        )

    def timeline(self, asked: Asked) -> list[Entry]:
        """The episodes asked for, by date; undated ones last."""
        day = func.coalesce(tables.episodes.c.earliest, tables.episodes.c.latest, "9999")
        order = (day, tables.episodes.c.latest, tables.episodes.c.place_in_order)
        rows = select(tables.episodes.c.entry).where(*matching(asked)).order_by(*order)
        with self._reading() as connection:
            return [_entry(row) for row in connection.scalars(rows)]

    def entry(self, episode: str) -> Entry | None:
        """One line of the timeline."""
        with self._reading() as connection:
            row = connection.scalar(select(tables.episodes.c.entry).where(tables.episodes.c.id == episode))
            return _entry(row) if row else None

    def episodes_of(self, page: str) -> list[str]:
        """The ids of the episodes that a page reports."""
        with self._reading() as connection:
            return _episodes_of(connection, page)

    def episodes_with(self, event: str) -> list[str]:
        """The ids of the episodes that an event is part of."""
        asked = select(tables.reports.c.episode).where(tables.reports.c.event == event).distinct().order_by(tables.reports.c.episode)
        with self._reading() as connection:
            return list(connection.scalars(asked))

    def tracks(self) -> list[Track]:
        """Every track of the story kept, in its order."""
        with self._reading() as connection:
            rows = connection.scalars(select(tables.tracks.c.track).order_by(tables.tracks.c.place_in_order))
            return [msgspec.msgpack.decode(row, type=Track) for row in rows]

    def brief(self) -> list[Line]:
        """The lines of the brief kept, in its order."""
        with self._reading() as connection:
            rows = connection.scalars(select(tables.lines.c.line).order_by(tables.lines.c.place_in_order))
            return [msgspec.msgpack.decode(row, type=Line) for row in rows]

    def search(self, words: str, limit: int) -> list[Hit]:
        """The pages that hold all the words, those with the same accents first."""
        parts = asked_words(words)
        if not parts:
            return []
        with self._reading() as connection:
            exact = _rows_with(connection, match_of(parts, "exact"), limit)
            alike = _rows_with(connection, match_of(parts, "fold"), limit + len(exact))
            rows = [*exact, *(row for row in alike if row not in set(exact))][:limit]
            return [_hit(connection, row, parts, exact=row in set(exact)) for row in rows]

    def named(self, prefix: str) -> list[tuple[str, str]]:
        """Kind and id of every episode, track, event and page whose id begins so."""
        with self._reading() as connection:
            found = [("episode", one) for one in _ids(connection, tables.episodes.c.id, prefix)]
            found += [("track", one) for one in _ids(connection, tables.tracks.c.id, prefix)]
            found += [("event", one) for one in _ids(connection, tables.events.c.id, prefix)]
            pages = _ids(connection, tables.pages.c.id, prefix) or _ids(connection, tables.pages.c.id, "sha256" + prefix)
            return found + [("page", one) for one in pages]

    def types(self) -> list[str]:
        """The event types that the story kept has."""
        with self._reading() as connection:
            return list(connection.scalars(select(tables.episodes.c.type).distinct().order_by(tables.episodes.c.type)))

    def unread(self) -> list[Unread]:
        """The pages that could not be read, in the order of their names."""
        with self._reading() as connection:
            rows = connection.execute(select(tables.unread.c.where, tables.unread.c.reason).order_by(tables.unread.c.where))
            return [Unread(where, reason) for where, reason in rows]

    def rule(self, ruling: Ruling) -> None:
        """Keep a person's judgement for good, safe against a power cut."""
        durable = open_engine(self.path, create=False, write=True, wait=self.wait, durable=True)
        try:
            with guarded(self.path, self.wait), durable.connect().execution_options(hoadam_write=True) as connection, connection.begin():
                connection.execute(insert(tables.rulings).values(id=ruling.id, ruling=packed(ruling)))
                _grow(connection)
        finally:
            durable.dispose()

    def rulings(self) -> list[Ruling]:
        """Every ruling, oldest first."""
        with self._reading() as connection:
            rows = connection.scalars(select(tables.rulings.c.ruling).order_by(tables.rulings.c.place_in_order))
            return [msgspec.msgpack.decode(row, type=Ruling) for row in rows]

    def counts(self) -> Counts:
        """How much there is of everything."""
        with self._reading() as connection:
            kinds = (tables.pages, tables.events, tables.episodes, tables.tracks, tables.unread, tables.rulings)
            numbers = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in kinds]
            values = _meta(connection)
        pages, events, episodes, threads, unread, rulings = numbers
        current = values["told_revision"] == values["revision"] or not pages
        return Counts(pages, events, episodes, threads, unread, rulings, current)

    def faults(self) -> list[str]:
        """What SQLite's own check and ours find wrong with the file; empty when it is whole."""
        with self._reading() as connection:
            found = [row for (row,) in connection.exec_driver_sql("PRAGMA quick_check(5)") if row != "ok"]
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
            found += [f"a row of {table} points to one of {other} that is not there" for table, _, other, _ in lost]
        return found


_READINGS = select(tables.pages.c.text, tables.readings.c.reading).join(tables.readings, tables.readings.c.page == tables.pages.c.id)


def _whole(text: str, packed_reading: bytes) -> Reading:
    """The reading with the text of its page put back."""
    reading = msgspec.msgpack.decode(packed_reading, type=Reading)
    return msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, text=text))


def _entry(row: bytes) -> Entry:
    return msgspec.msgpack.decode(row, type=Entry)


def _meta(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(select(tables.meta.c.key, tables.meta.c.value)).all())


def _set(connection: Connection, **values: str) -> None:
    for key, value in values.items():
        connection.execute(update(tables.meta).where(tables.meta.c.key == key).values(value=value))


def _grow(connection: Connection) -> None:
    _set(connection, revision=str(int(_meta(connection)["revision"]) + 1))


def _rows_with(connection: Connection, match: str, limit: int) -> list[int]:
    asked = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?"
    return [row for (row,) in connection.exec_driver_sql(asked, (match, limit))]


def _hit(connection: Connection, row: int, parts: Sequence[str], *, exact: bool) -> Hit:
    text, packed_reading = connection.execute(_READINGS.where(tables.pages.c.row == row)).one()
    reading = _whole(text, packed_reading)
    page, quote = reading.page, place_of(text, parts, exact=exact)
    words, episodes = quote.of(text) if quote else "", tuple(_episodes_of(connection, page.id))
    return Hit(page.id, page.source, page.title, reading.written.day, exact, quote, words, episodes)


def _episodes_of(connection: Connection, page: str) -> list[str]:
    asked = select(tables.reports.c.episode).where(tables.reports.c.page == page).distinct().order_by(tables.reports.c.episode)
    return list(connection.scalars(asked))


def _ids(connection: Connection, column: Column[str], prefix: str) -> list[str]:
    asked = select(column).where(column.startswith(prefix, autoescape=True)).distinct().order_by(column).limit(20)
    return list(connection.scalars(asked))
