"""What day do the neighbours of a page make likely, and what do its times then mean?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from hoadam.model.base import Record
from hoadam.model.calendar import as_date, day_of
from hoadam.model.event import Event
from hoadam.model.shape import WRITING, days_from_writing
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Cue, Day, Timex, Written

AROUND = ("related", "sidebar")
REPRINT = 2  # days that a reprint comes after its original, at most
NEWS = 10  # days after the last thing it tells that a page is written, at most, in nine cases of ten
TEASED = 30  # days that a teaser stays beside later pages
ENOUGH = 2  # happenings shared with one dated page: one alone may be a coincidence of date and sides
FEW = 40  # candidates looked at for one page
Key = tuple[str, tuple[str, ...]]


class Count(Record, frozen=True):
    """How many of whom a dated page counts as killed in happenings of one kind on one day, and when that page was written."""

    day: str
    written: str
    killed: tuple[tuple[str, int], ...]


class Passage(Record, frozen=True):
    """A headline or lede of a page's own story, or a teaser `around` it: where it begins, and its words."""

    start: int
    text: str
    around: bool


@dataclass(frozen=True)
class Near:
    """What the neighbours of an undated page say: days of the same article, and days on which dated pages put happenings of a kind.

    `since` are the days of the pages whose stories it teases, `until` those of the pages that tease its own; `counts` are of the
    happenings of which the page counts the dead itself.
    """

    reprints: tuple[str, ...] = ()
    told: Mapping[Key, Collection[str]] = field(default_factory=dict)
    counts: Mapping[Key, Collection[Count]] = field(default_factory=dict)
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


def passages(reading: Reading) -> list[Passage]:
    """Every headline, lede and teaser of a page: by them pages know each other's days."""
    return [
        Passage(block.start, block.of(reading.page.text), block.zone in AROUND or bool(block.story))
        for block in reading.blocks
        if block.zone in ("headline", "lede", *AROUND) and block.repeats is None
    ]


def own_day(reading: Reading) -> str | None:
    """The day of writing that the page itself tells."""
    return (reading.written.value or "")[:10] if _is_day(reading.written.value) else None


def days_told(reading: Reading) -> set[tuple[Key, str]]:
    """The exact days on which a dated page puts happenings of a type and sides."""
    exact = ((key_of(event), event.date.value or "") for event in reading.events if _is_day(event.date.value))
    return {(key, day) for key, day in exact if len(day) == len("2020-09-27")}


def counts_told(reading: Reading) -> list[tuple[Key, Count]]:
    """The dead that a dated page counts in the happenings of exact days, one count for each kind and day."""
    found: dict[tuple[Key, str], list[Event]] = {}
    for event in reading.events:
        day = event.date.value or ""
        if event.killed and key_of(event)[1] and _is_day(day) and len(day) == len("2020-09-27"):
            found.setdefault((key_of(event), day), []).append(event)
    written = own_day(reading) or ""
    return [(key, Count(day, written, tuple(sorted(_killed(*events).items())))) for (key, day), events in found.items()]


def counting(reading: Reading) -> set[Key]:
    """The kinds of happening of which an undated page counts the dead."""
    return {key_of(event) for event in _asking(reading) if event.killed}


def _killed(*events: Event) -> dict[str, int]:
    """How many of whom died: of several counts of one side's dead the largest, as the others are parts of it."""
    found: dict[str, int] = {}
    for toll in (toll for event in events for toll in event.killed):
        found[toll.who] = max(found.get(toll.who, 0), toll.min if toll.min is not None else toll.max or 0)
    return found


def asked(reading: Reading) -> set[Key]:
    """The kinds of happening by which an undated page may find its day."""
    return {key_of(event) for event in _asking(reading)}


def _asking(reading: Reading) -> list[Event]:
    return [event for event in reading.events if event.story == 0 and event.when and key_of(event)[1]]


def key_of(event: Event) -> Key:
    """Type and sides of a happening."""
    return event.type, tuple(sorted({a.code for a in (*event.source, *event.target) if a.code != "UNK"}))


def settled(reading: Reading, near: Near) -> Reading:
    """The reading with a day from its neighbours where it has none, and every time on it valued anew; else as it is."""
    if own_day(reading):
        return reading
    found = _reprint(reading, near.reprints) or _best(reading, near) or _teased(reading, near)
    return _redated(reading, found) if found else reading


def without_days(reading: Reading) -> Reading:
    """The reading without dates that only count from its unknown day of writing: they are no days that others can meet."""
    if not any((event.date.value or "").startswith(WRITING) for event in reading.events):
        return reading
    events = (msgspec.structs.replace(e, date=Day()) if (e.date.value or "").startswith(WRITING) else e for e in reading.events)
    return msgspec.structs.replace(reading, events=tuple(events))


def _is_day(value: str | None) -> bool:
    return value is not None and len(value) >= 10 and value[:4].isdigit()


def _reprint(reading: Reading, days: Collection[str]) -> Written | None:
    """An undated copy is written on the day of a dated one, or shortly after."""
    if not days:
        return None
    first = min(days)
    return _written(reading, first, first, _later(first, REPRINT), 0.85, f"the same article is dated {first} elsewhere")


def _teased(reading: Reading, near: Near) -> Written | None:
    """A page is not older than the stories that it teases, and not younger than the pages that tease it."""
    if not near.since and not near.until:
        return None
    first = max(near.since) if near.since else _later(min(near.until), -TEASED)
    last = min(near.until) if near.until else _later(first, TEASED)
    return _written(reading, None, first, last, 0.6, f"teasers shared with pages of {first} to {last}") if first <= last else None


def _best(reading: Reading, near: Near) -> Written | None:
    """The day of writing under which most of the page's happenings are those of dated pages; None when two are as good.

    A happening with as many dead as a dated page counts, or with more than one and fewer than another, speaks like two.
    """
    told = near.told
    own = [event for event in _asking(reading) if told.get(key_of(event))]
    if len(own) < ENOUGH and not any(event.killed for event in own):
        return None
    scored: dict[str, list[tuple[Event, str]]] = {}
    for day in _candidates(own, told):
        if not _outside(day, reading.written):
            scored[day] = _hits(own, day, told)
    weights = {day: len(hits) + sum(_fits(hit, near) for hit in hits) for day, hits in scored.items()}
    ranked = sorted(scored, key=lambda day: (-weights[day], day))
    if not ranked or len({event.id for event, _ in scored[ranked[0]]}) + sum(_fits(hit, near) for hit in scored[ranked[0]]) < ENOUGH:
        return None
    rivals = [day for day in ranked[1:] if weights[day] == weights[ranked[0]] and day[:4] != ranked[0][:4]]
    return None if rivals else _from_hits(reading, scored[ranked[0]], near)


def _around_count(hit: tuple[Event, str], near: Near) -> tuple[str | None, str | None, bool]:
    """The last day on which fewer dead are counted and the first on which more are, and whether anybody counts as many."""
    event, day = hit
    since: list[str] = []
    until: list[str] = []
    same = False
    own = _killed(event)
    for count in near.counts.get(key_of(event), ()):
        for who, killed in count.killed if count.day == day else ():
            if who in own:
                since += [count.written] if killed < own[who] else []
                until += [count.written] if killed > own[who] else []
                same = same or killed == own[who]
    return max(since, default=None), min(until, default=None), same


def _fits(hit: tuple[Event, str], near: Near) -> bool:
    """True when the dead that the page counts are those of a dated page, or lie between those of two: a toll only grows."""
    since, until, same = _around_count(hit, near)
    return (not since or not until or since <= until) and (same or bool(since and until))


def _candidates(events: Iterable[Event], told: Mapping[Key, Collection[str]]) -> list[str]:
    """Days of writing under which some event would fall on a day that a dated page gives."""
    found: Counter[str] = Counter()
    for event in events:
        offset = days_from_writing(event.when or "")
        for day in told[key_of(event)]:
            if offset is not None:
                found[_later(day, -offset)] += 1
            elif (event.when or "").startswith("XXXX-") and day[5:].startswith((event.when or "")[5:]):
                found[day] += 1
    return [day for day, _ in sorted(found.items(), key=lambda row: (-row[1], row[0]))[:FEW]]


def _outside(day: str, written: Written) -> bool:
    return bool((written.earliest and day < written.earliest) or (written.latest and day > written.latest))


def _hits(events: Iterable[Event], day: str, told: Mapping[Key, Collection[str]]) -> list[tuple[Event, str]]:
    """The events that a page written on that day and a dated page both tell, with their days."""
    written = Day(day, day, day)
    valued = ((event, day_of(event.when or "", written).value or "") for event in events)
    return [(event, value) for event, value in valued if value in told[key_of(event)]]


def _from_hits(reading: Reading, hits: Sequence[tuple[Event, str]], near: Near) -> Written:
    """The day itself where "today" or "yesterday" tell it; else the days after the last thing told as done, and the tolls between."""
    offsets = Counter(_later(value, -offset) for event, value in hits if (offset := days_from_writing(event.when or "")) is not None)
    done = [value for event, value in hits if event.status == "actual"]
    cue = f"{len(hits)} happenings shared with dated pages" if len(hits) > 1 else "a happening and its toll shared with dated pages"
    if offsets:
        day = min(offsets, key=lambda one: (-offsets[one], one))
        return _written(reading, day, day, day, 0.8, cue)
    first = max(done, default=_later(min(value for _, value in hits), -NEWS))
    last = _later(first, NEWS)
    tolls = [_around_count(hit, near) for hit in hits]
    low = max((since for since, _, _ in tolls if since), default=first)
    high = min((until for _, until, _ in tolls if until), default=last)
    if first <= low <= high <= last and (low, high) != (first, last):
        first, last, cue = low, high, f"{cue}, tolls that grow"
    return _written(reading, None, first, last, 0.7, cue)


def _written(reading: Reading, value: str | None, first: str, last: str, confidence: float, cue: str) -> Written:
    """The day, within what the page itself allows."""
    old = reading.written
    first = max(first, old.earliest or first)
    last = min(last, old.latest or last)
    if first > last:
        return old
    return Written(first if first == last else value, first, last, confidence, (*old.why, Cue(f"neighbours: {cue}")), old.runner_up)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _redated(reading: Reading, written: Written) -> Reading:
    """The reading with its own story dated, and the times and events of that story valued anew."""
    stories = tuple(StoryDate(0, written) if one.story == 0 else one for one in reading.stories)
    days = {one.story: one.written.day for one in stories} | {0: written.day}
    times, values = _valued(reading.times, days)
    events = tuple(_dated(event, reading.times, values, days) for event in reading.events)
    return msgspec.structs.replace(reading, written=written, stories=stories, times=times, events=events)


def _valued(times: Sequence[Timex], days: Mapping[int, Day]) -> tuple[tuple[Timex, ...], list[Day]]:
    values: list[Day] = []
    for timex in times:
        anchor = values[timex.anchor] if timex.anchor is not None and timex.anchor < len(values) else None
        if timex.type == "SET" and "XX" in timex.shape:
            values.append(Day(timex.shape))
        else:
            values.append(day_of(timex.shape, days.get(timex.story), anchor, timex.tense))
    return tuple(msgspec.structs.replace(timex, value=day.value) for timex, day in zip(times, values, strict=True)), values


def _dated(event: Event, times: Sequence[Timex], values: Sequence[Day], days: Mapping[int, Day]) -> Event:
    """The event with the day that its shape now means; as it was where it has none, or none that can be told."""
    if event.when is None or event.story not in days:
        return event
    pairs = zip(times, values, strict=True)
    same = (day for timex, day in pairs if timex.shape == event.when and any(quote.holds(timex) for quote in event.quotes))
    day = as_date(next(same, None) or day_of(event.when, days[event.story]))
    return msgspec.structs.replace(event, date=day) if day.value else event
