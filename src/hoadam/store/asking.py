"""What of the story kept was asked for? Questions put in SQL over the narrow table of episodes, answered with plain values."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, case, func, select, tuple_

from hoadam.ports import Asked, Bin, Change, Entry, Happening, Listed, Pair, PairBin, Place, Portion
from hoadam.store import tables
from hoadam.store.rows import NO_DAY, matching

AT_ONCE = 500  # ids in one statement: SQLite takes no more than 999 values in its older builds
Key = TypeVar("Key", str, int)
_episodes = tables.episodes.c
_changes = tables.changes.c


def entry_of(packed: bytes) -> Entry:
    """The line of the timeline out of its row."""
    return msgspec.msgpack.decode(packed, type=Entry)


def entries(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    """The lines of these episodes, in this order."""
    found: dict[str, Entry] = {}
    for some in in_parts(ids):
        rows = select(tables.entries.c.episode, tables.entries.c.entry).where(tables.entries.c.episode.in_(some))
        found |= {key: entry_of(row) for key, row in connection.execute(rows)}
    return [found[key] for key in ids if key in found]


def in_parts(ids: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The ids, as many at a time as a statement takes."""
    for n in range(0, len(ids), AT_ONCE):
        yield ids[n : n + AT_ONCE]


def episodes_of(connection: Connection, pages: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the episodes that each of some pages reports; a page that reports none is left out."""
    report = tables.reports.c
    asked = select(report.page, report.episode).where(report.page.in_(pages)).distinct().order_by(report.page, report.episode)
    made: dict[str, list[str]] = {}
    for page, episode in connection.execute(asked):
        made.setdefault(page, []).append(episode)
    return made


def portion(connection: Connection, asked: Asked, after: str | None, limit: int, *, newest: bool) -> Portion:
    """Some lines after the cursor "day~id"; by day and id, so that a cursor holds when the story is told anew."""
    rows: Select[Any] = select(_episodes.day, _episodes.id).where(*matching(asked))
    day, _, key = (after or "").partition("~")
    if newest:
        found = _newest(connection, rows, (day, key) if after is not None else None, limit + 1)
    else:
        later = [tuple_(_episodes.day, _episodes.id) > tuple_(day, key)] if after else []
        found = _days(connection, rows.where(*later).order_by(_episodes.day, _episodes.id), limit + 1)
    more = f"{found[limit - 1][0]}~{found[limit - 1][1]}" if len(found) > limit else None
    return Portion(tuple(entries(connection, [key for _, key in found[:limit]])), more)


def _newest(connection: Connection, rows: Select[Any], last: tuple[str, str] | None, limit: int) -> list[tuple[str, str]]:
    """The rows newest first, and then those without a day, which stand last both ways; each half goes along an index."""
    is_dated = last is None or last[0] not in {NO_DAY, ""}
    found: list[tuple[str, str]] = []
    if is_dated:
        before = [tuple_(_episodes.day, _episodes.id) < tuple_(*last)] if last else []
        dated = rows.where(_episodes.day < NO_DAY, *before).order_by(_episodes.day.desc(), _episodes.id.desc())
        found += _days(connection, dated, limit)
    if len(found) < limit:
        before = [_episodes.id < last[1]] if last and not is_dated else []
        undated = rows.where(_episodes.day == NO_DAY, *before).order_by(_episodes.id.desc())
        found += _days(connection, undated, limit - len(found))
    return found


def _days(connection: Connection, rows: Select[Any], limit: int) -> list[tuple[str, str]]:
    return [(day, key) for day, key in connection.execute(rows.limit(limit))]


def count(connection: Connection, asked: Asked) -> int:
    """How many episodes were asked for."""
    return connection.scalar(select(func.count()).select_from(tables.episodes).where(*matching(asked))) or 0


def span(connection: Connection, asked: Asked) -> tuple[str, str] | None:
    """The first and last day of the episodes asked for."""
    rows = select(func.min(_episodes.day), func.max(_episodes.day)).where(*matching(asked), _episodes.day != NO_DAY)
    first, last = connection.execute(rows).one()
    return (first, last) if first else None


def bins(connection: Connection, asked: Asked, letters: int) -> list[Bin]:
    """How many of each certainty and type fall into each period."""
    period = func.substr(_episodes.day, 1, letters).label("period")
    keys = (period, _episodes.certainty, _episodes.type)
    rows = select(*keys, func.count()).where(*matching(asked)).group_by(*keys).order_by(*keys)
    return [
        Bin("" if start == NO_DAY[:letters] else start, certainty, kind, number)
        for start, certainty, kind, number in connection.execute(rows)
    ]


def pairs(connection: Connection, asked: Asked) -> list[Pair]:
    """Who did what to whom how often."""
    pair = tables.pairs.c
    keys = (pair.one, pair.other, _episodes.type, pair.mutual)
    rows = select(*keys, func.count()).join_from(tables.pairs, tables.episodes, pair.episode == _episodes.id)
    rows = rows.where(*matching(asked)).group_by(*keys).order_by(func.count().desc(), *keys)
    return [Pair(one, other, kind, bool(mutual), number) for one, other, kind, mutual, number in connection.execute(rows)]


def pair_bins(connection: Connection, asked: Asked, letters: int, pairs: Collection[tuple[str, str]]) -> list[PairBin]:
    """How often each of these pairs did what in each period, whoever of the two acted."""
    pair, both = tables.pairs.c, [turned for one, other in pairs for turned in ((one, other), (other, one))]
    if not both:
        return []
    first, second = (case((pair.one < pair.other, a), else_=b) for a, b in ((pair.one, pair.other), (pair.other, pair.one)))
    keys = (first, second, func.substr(_episodes.day, 1, letters), _episodes.type)
    rows = select(*keys, func.count()).join_from(tables.pairs, tables.episodes, pair.episode == _episodes.id)
    rows = rows.where(*matching(asked), tuple_(pair.one, pair.other).in_(both)).group_by(*keys).order_by(*keys)
    found = connection.execute(rows)
    return [PairBin(a, b, "" if period == NO_DAY[:letters] else period, kind, number) for a, b, period, kind, number in found]


def places(connection: Connection, asked: Asked) -> list[Place]:
    """Where it happened, the places told most often first."""
    keys = (_episodes.place, _episodes.country, _episodes.lat, _episodes.lon, _episodes.certainty)
    rows = (
        select(*keys, func.count())
        .where(*matching(asked))
        .group_by(*keys)
        .order_by(func.count().desc(), *(key.nulls_first() for key in keys))
    )
    return [Place(*row) for row in connection.execute(rows)]


def doubtful(connection: Connection, asked: Asked, limit: int, without: Collection[str]) -> list[Entry]:
    """The episodes whose look-over is worth most, but for those `without`."""
    rows = select(_episodes.id).where(*matching(asked), _episodes.doubt > 0).order_by(_episodes.doubt.desc(), _episodes.id.desc())
    found: list[str] = []
    for key in connection.scalars(rows.limit(limit + len(without))):
        if key not in without:
            found.append(key)
        if len(found) == limit:
            break
    return entries(connection, found)


def changes(connection: Connection, *conditions: ColumnElement[bool], limit: int, newest: bool = False) -> list[Change]:
    """The changes that fit, in their order or the newest first."""
    rows = select(tables.changes).where(*conditions).order_by(_changes.number.desc() if newest else _changes.number).limit(limit)
    return [
        Change(row.number, row.at, row.episode, row.kind, tuple(row.fields.split()), row.day, row.text) for row in connection.execute(rows)
    ]


def without_year(entry: Entry) -> str:
    """What sorts those without bounds behind the dated ones, which keep their order: month and day, where these are known."""
    day = entry.episode.date
    return "" if day.earliest or day.latest else day.value or "~"


def since_first(connection: Connection, limit: int) -> list[Change]:
    """The newest changes that the first telling did not make."""
    return changes(connection, _changes.at > select(func.min(_changes.at)).scalar_subquery(), limit=limit, newest=True)


def after(connection: Connection, number: int, limit: int) -> list[Change]:
    """The changes after that number."""
    return changes(connection, _changes.number > number, limit=limit)


def gone(connection: Connection, since: str, limit: int) -> list[Change]:
    """The episodes taken away since and not back."""
    there = select(_episodes.id)
    return changes(connection, _changes.at >= since, _changes.kind == "gone", _changes.episode.not_in(there), limit=limit)


def page_list(connection: Connection, last: str | None, limit: int) -> list[Listed]:
    """The pages after that one."""
    page = tables.pages.c
    rows = select(page.id, page.source, page.title, page.url, page.outlet).order_by(page.id).limit(limit)
    return [Listed(*row) for row in connection.execute(rows.where(page.id > last) if last else rows)]


def event_list(connection: Connection, asked: Asked, last: tuple[str, str] | None, limit: int) -> list[Happening]:
    """The events after that one, of the days, type and process asked for."""
    event = tables.events.c
    rows = select(*(event[name] for name in Happening.__struct_fields__)).order_by(event.id, event.page).limit(limit)
    if last:
        rows = rows.where(tuple_(event.id, event.page) > tuple_(*last))
    if asked.since:
        rows = rows.where(func.coalesce(event.latest, event.earliest) >= asked.since)
    if asked.until:
        rows = rows.where(func.coalesce(event.earliest, event.latest) <= asked.until)
    if asked.type:
        rows = rows.where(event.type == asked.type.upper())
    if asked.process:
        rows = rows.where(event.process == asked.process.lower())
    return [Happening(*row) for row in connection.execute(rows)]
