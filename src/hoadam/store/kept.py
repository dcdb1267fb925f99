"""What a store keeps and gives back, in whichever database: one writer at a time, readers never waiting."""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from hoadam.model.page import Page
from hoadam.model.story import Conflict, Dispute, Line, Reading, Ruling, Story, Track, Unread
from hoadam.ports import (
    Asked,
    Bin,
    Change,
    Counts,
    Entry,
    Found,
    Happening,
    Hit,
    Listed,
    Outcome,
    Pair,
    PairBin,
    Place,
    Portion,
    Snapshot,
    Stamp,
)
from hoadam.store import asking, finding, tables
from hoadam.store.asking import in_parts
from hoadam.store.changing import replace_episodes
from hoadam.store.copying import copied
from hoadam.store.database import Database
from hoadam.store.filling import (
    drop_unread,
    indexed,
    kept,
    meta_of,
    put_anew,
    put_found,
    put_pages,
    put_readings,
    put_unread,
    set_meta,
)  # fmt: skip
from hoadam.store.finding import READINGS, whole
from hoadam.store.growing import Growth, snapshot_of
from hoadam.store.rows import line_rows, matching, packed, rest_rows, track_rows


class Kept:
    """A store in a place, open for reading, or for reading and writing."""

    def __init__(self, place: Database) -> None:
        """What the place holds."""
        self._place = place

    @property
    def is_new(self) -> bool:
        """True when opening it made it."""
        return self._place.is_new

    @property
    def opened_as(self) -> int:
        """The version of its tables before it was opened, which brings an older one up to date."""
        return self._place.opened_as

    def copy_to(self, other: "Kept", each: Callable[[str, int], None]) -> int:
        """How many rows were copied into another, empty store, and found the same there; `each` is told table and rows."""
        return copied(self._place, other._place, each)  # noqa: SLF001  (the other is one of ours)

    def close(self) -> None:
        """Let go of the place."""
        self._place.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._place.guarded(), self._place.reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._place.guarded(), self._place.writing() as connection:
            yield connection

    def known(self, rules: str, among: Collection[str] | None = None) -> frozenset[str]:
        """The digests of all things found whose reading was made with these rules, or of those `among` some."""
        asked = select(tables.found.c.digest).join(tables.readings, tables.readings.c.page == tables.found.c.page)
        if among is not None:
            asked = asked.where(tables.found.c.digest.in_(among))
        with self._reading() as connection:
            return frozenset(connection.scalars(asked.where(tables.readings.c.rules == rules)))

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """How many pages are new; the readings replace earlier ones of the same page, all in one transaction."""
        read = {one.result.page.id: one.result for one in outcomes if isinstance(one.result, Reading)}
        columns = self._indexed([reading.page for reading in read.values()])
        with self._writing() as connection:
            put_unread(connection, outcomes)
            new = put_pages(connection, [reading.page for reading in read.values()], columns, self._place)
            put_found(connection, outcomes, self._place)
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
        asked = READINGS.order_by(tables.pages.c.id).execution_options(yield_per=100)
        with self._reading() as connection:
            for text, reading in connection.execute(asked):
                yield whole(text, reading)

    def reading(self, page: str) -> Reading | None:
        """What one page says."""
        with self._reading() as connection:
            row = connection.execute(READINGS.where(tables.pages.c.id == page)).first()
            return whole(*row) if row else None

    def pages_of(self, event: str) -> list[str]:
        """The ids of the pages that an event stands on: more than one when they share the sentence."""
        with self._reading() as connection:
            return list(connection.scalars(select(tables.events.c.page).where(tables.events.c.id == event).order_by(tables.events.c.page)))

    def revision(self) -> int:
        """A number that grows with every page and ruling."""
        with self._reading() as connection:
            return int(meta_of(connection)["revision"])

    def is_told(self, rules: str) -> bool:
        """True when the story kept was told with these rules from all pages and rulings."""
        with self._reading() as connection:
            values = meta_of(connection)
        return values["told_revision"] == values["revision"] and values["told_rules"] == rules

    @contextmanager
    def growing(self, kinds: Mapping[str, Any]) -> Iterator[Growth]:
        """What telling has worked out, to be brought up to date, all in one transaction; `kinds` are the types of what is kept of it."""
        with self._writing() as connection:
            yield Growth(connection, kinds, _readings_of)

    def snapshot(self) -> Snapshot:
        """The episodes alone, and what is kept of the story told of them."""
        with self._reading() as connection:
            return snapshot_of(connection)

    def keep(self, story: Story, entries: Sequence[Entry], revision: int, rules: str, lang: str = "") -> None:
        """Put the story that was told at this revision in place of the one before, all in one transaction.

        `entries` are those of the episodes that may be other than they were; the other episodes of the story stay.
        """
        with self._writing() as connection:
            if int(meta_of(connection)["told_revision"]) > revision:
                return  # another program told more than we knew, while we were telling
            replace_episodes(connection, story, entries)
            put_anew(connection, tables.tracks, track_rows(story))
            put_anew(connection, tables.lines, line_rows(story))
            put_anew(connection, tables.rest, rest_rows(story))
            set_meta(connection, told_revision=str(revision), told_rules=rules, told_lang=lang)

    def keep_same(self, rules: str, lang: str) -> bool:
        """True when the story kept is that of all that is worked out, told by these rules in this language: then it is told now."""
        with self._writing() as connection:
            values = meta_of(connection)
            grown, told = int(values.get("grown_revision", -1)), int(values["told_revision"])
            changed = int(values.get("grown_changed", grown))
            by_them = values["told_rules"] == values.get("grown_rules") == rules and values.get("told_lang") == lang
            same = by_them and changed <= told <= grown
            if same:
                set_meta(connection, told_revision=str(grown))
        return same

    def story(self) -> Story:
        """The story kept, all of it of one telling."""
        with self._reading() as connection:
            tracks, brief = _tracks(connection), _brief(connection)
            rest = dict(connection.execute(select(tables.rest.c.key, tables.rest.c.value)).all())
            kept = [asking.entry_of(row) for row in connection.scalars(_ENTRIES.order_by(*_IN_TIME))]
        return Story(
            episodes=tuple(entry.episode for entry in kept),
            tracks=tuple(tracks),
            disputes=msgspec.msgpack.decode(rest["disputes"], type=tuple[Dispute, ...]) if rest else (),
            brief=tuple(brief),
            gaps=msgspec.msgpack.decode(rest["gaps"], type=tuple[str, ...]) if rest else (),
            conflicts=msgspec.msgpack.decode(rest["conflicts"], type=tuple[Conflict, ...]) if "conflicts" in rest else (),
        )

    def timeline(self, asked: Asked) -> list[Entry]:
        """The episodes asked for, by date; undated ones last, before them those of which only the year is unknown."""
        order = (_IN_TIME[0], tables.episodes.c.latest.nulls_first(), tables.episodes.c.id)
        with self._reading() as connection:
            found = [asking.entry_of(row) for row in connection.scalars(_ENTRIES.where(*matching(asked)).order_by(*order))]
        return sorted(found, key=asking.without_year)

    def portion(self, asked: Asked, after: str | None, limit: int, *, newest: bool = False) -> Portion:
        """At most so many of the episodes asked for, after a cursor, by date and id, or the newest first (undated last)."""
        with self._reading() as connection:
            return asking.portion(connection, asked, after, limit, newest=newest)

    def count(self, asked: Asked) -> int:
        """How many episodes were asked for."""
        with self._reading() as connection:
            return asking.count(connection, asked)

    def span(self, asked: Asked) -> tuple[str, str] | None:
        """The first and last day of the episodes asked for; None when none has a day."""
        with self._reading() as connection:
            return asking.span(connection, asked)

    def bins(self, asked: Asked, letters: int) -> list[Bin]:
        """How many of the episodes asked for fall into each period: years (4 letters of the day), months (7) or days (10)."""
        with self._reading() as connection:
            return asking.bins(connection, asked, letters)

    def pairs(self, asked: Asked) -> list[Pair]:
        """Who did what to whom how often, in the episodes asked for."""
        with self._reading() as connection:
            return asking.pairs(connection, asked)

    def pair_bins(self, asked: Asked, letters: int, pairs: Collection[tuple[str, str]]) -> list[PairBin]:
        """How often the two of each of these pairs (in the order of their codes) did what to or with each other in each period."""
        with self._reading() as connection:
            return asking.pair_bins(connection, asked, letters, pairs)

    def places(self, asked: Asked) -> list[Place]:
        """Where the episodes asked for happened, those without a place as one row a certainty."""
        with self._reading() as connection:
            return asking.places(connection, asked)

    def entries(self, episodes: Sequence[str]) -> list[Entry]:
        """The lines of these episodes, in this order; those that are not there are left out."""
        with self._reading() as connection:
            return asking.entries(connection, episodes)

    def doubtful(self, asked: Asked, limit: int, without: Collection[str] = ()) -> list[Entry]:
        """The episodes asked for whose look-over is worth most, first those; `without` some."""
        with self._reading() as connection:
            return asking.doubtful(connection, asked, limit, without)

    def changes(self, after: int, limit: int) -> list[Change]:
        """What tellings changed, after the change of that number, oldest first."""
        with self._reading() as connection:
            return asking.after(connection, after, limit)

    def latest_changes(self, limit: int) -> list[Change]:
        """The newest changes, newest first; what the very first telling made is none."""
        with self._reading() as connection:
            return asking.since_first(connection, limit)

    def gone(self, since: str, limit: int) -> list[Change]:
        """The episodes that a telling took away at that ISO time or later and that have not come back."""
        with self._reading() as connection:
            return asking.gone(connection, since, limit)

    def disputes(self) -> list[Dispute]:
        """What is told in two ways."""
        with self._reading() as connection:
            row = connection.scalar(select(tables.rest.c.value).where(tables.rest.c.key == "disputes"))
            return msgspec.msgpack.decode(row, type=list[Dispute]) if row else []

    def conflicts(self) -> list[Conflict]:
        """The conflicts of the story kept, the most told first."""
        with self._reading() as connection:
            row = connection.scalar(select(tables.rest.c.value).where(tables.rest.c.key == "conflicts"))
            return msgspec.msgpack.decode(row, type=list[Conflict]) if row else []

    def page_list(self, after: str | None, limit: int) -> list[Listed]:
        """At most so many pages after the one of that id, by id."""
        with self._reading() as connection:
            return asking.page_list(connection, after, limit)

    def event_list(self, asked: Asked, after: tuple[str, str] | None, limit: int) -> list[Happening]:
        """At most so many events of the days, type and process asked for, after the one of that id and page, by id and page."""
        with self._reading() as connection:
            return asking.event_list(connection, asked, after, limit)

    def stamp(self) -> Stamp:
        """Which state the store is in."""
        with self._reading() as connection:
            values = meta_of(connection)
        return Stamp(int(values["revision"]), int(values["told_revision"]), values["told_rules"], values.get("told_lang", ""))

    def entry(self, episode: str) -> Entry | None:
        """One line of the timeline."""
        return next(iter(self.entries([episode])), None)

    def episodes_of(self, page: str) -> list[str]:
        """The ids of the episodes that a page reports."""
        with self._reading() as connection:
            return asking.episodes_of(connection, [page]).get(page, [])

    def episodes_with(self, event: str) -> list[str]:
        """The ids of the episodes that an event is part of."""
        asked = select(tables.reports.c.episode).where(tables.reports.c.event == event).distinct().order_by(tables.reports.c.episode)
        with self._reading() as connection:
            return list(connection.scalars(asked))

    def tracks(self) -> list[Track]:
        """Every track of the story kept, in its order."""
        with self._reading() as connection:
            return _tracks(connection)

    def brief(self) -> list[Line]:
        """The lines of the brief kept, in its order."""
        with self._reading() as connection:
            return _brief(connection)

    def search(self, words: str, limit: int) -> list[Hit]:
        """The pages that hold all the words, those with the same accents first."""
        with self._reading() as connection:
            return finding.hits(connection, self._place, words, limit)

    def named(self, prefix: str) -> list[tuple[str, str]]:
        """Kind and id of every episode, track, event and page whose id begins so."""
        with self._reading() as connection:
            return finding.named(connection, prefix)

    def types(self) -> list[str]:
        """The event types that the story kept has."""
        with self._reading() as connection:
            return list(connection.scalars(select(tables.episodes.c.type).distinct().order_by(tables.episodes.c.type)))

    def unread(self) -> list[Unread]:
        """The pages that could not be read, in the order of their names."""
        with self._reading() as connection:
            rows = connection.execute(select(tables.unread.c.where, tables.unread.c.reason).order_by(tables.unread.c.where))
            return [Unread(where, reason) for where, reason in rows]

    def quarantined(self, where: str) -> Found | None:
        """A page that could not be read, as it was found; None where there was not even a page to open."""
        with self._reading() as connection:
            row = connection.scalar(select(tables.quarantine.c.found).where(tables.quarantine.c.where == where))
            return Found.unpacked(zlib.decompress(row)) if row else None

    def forget_unread(self, where: Collection[str]) -> None:
        """These are not unread any more: what was there is gone or good."""
        with self._writing() as connection:
            for some in in_parts(list(where)):
                drop_unread(connection, some)

    def rule(self, ruling: Ruling) -> None:
        """Keep a person's judgement for good, safe against a power cut."""
        with self._writing() as connection:
            connection.execute(insert(tables.rulings).values(id=ruling.id, ruling=packed(ruling)))
            _grow(connection)

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
            values = meta_of(connection)
        pages, events, episodes, threads, unread, rulings = numbers
        current = values["told_revision"] == values["revision"] or not pages
        return Counts(pages, events, episodes, threads, unread, rulings, current)

    def faults(self) -> list[str]:
        """What the database's own check and ours find wrong; empty when it is whole."""
        with self._reading() as connection:
            return self._place.faults(connection)


_IN_TIME = (
    func.coalesce(tables.episodes.c.earliest, tables.episodes.c.latest, "9999"),
    func.coalesce(tables.episodes.c.latest, "9999"),
    tables.episodes.c.id,
)
_ENTRIES = select(tables.entries.c.entry).join(tables.episodes, tables.episodes.c.id == tables.entries.c.episode)


def _tracks(connection: Connection) -> list[Track]:
    rows = connection.scalars(select(tables.tracks.c.track).order_by(tables.tracks.c.place_in_order))
    return [msgspec.msgpack.decode(row, type=Track) for row in rows]


def _brief(connection: Connection) -> list[Line]:
    rows = connection.scalars(select(tables.lines.c.line).order_by(tables.lines.c.place_in_order))
    return [msgspec.msgpack.decode(row, type=Line) for row in rows]


def _readings_of(connection: Connection, pages: Sequence[str]) -> list[Reading]:
    return [whole(*row) for row in connection.execute(READINGS.where(tables.pages.c.id.in_(pages)).order_by(tables.pages.c.id))]


def _grow(connection: Connection) -> None:
    set_meta(connection, revision=str(int(meta_of(connection)["revision"]) + 1))
