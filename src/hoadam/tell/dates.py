"""When was a page written that does not say? Its neighbours tell: the same article, the teasers, and the happenings they share."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from hoadam.model.calendar import bounds, day_of
from hoadam.model.event import Event
from hoadam.model.shape import parse
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Cue, Day, Timex, Written

_PLAIN = re.compile(r"(?:\d{4}|XXXX(?=-\d\d))(?:-\d\d(?:-\d\d)?)?(?=$|T)")
AROUND = ("related", "sidebar")
REPRINT = 2  # days that a reprint comes after its original, at most
NEWS = 10  # days after the last thing it tells that a page is written, at most, in nine cases of ten
TEASED = 30  # days that a teaser stays beside later pages
ENOUGH = 2  # happenings shared with one dated page: one alone may be a coincidence of date and sides
FEW = 40  # candidates looked at for one page
Key = tuple[str, frozenset[str]]


def parts(readings: Iterable[Reading]) -> tuple[tuple[str, int, str], ...]:
    """Page, offset and words of every headline, lede and teaser: what `repeats` compares for `settle`."""
    return tuple(
        (reading.page.id, block.start, block.of(reading.page.text))
        for reading in readings
        for block in reading.blocks
        if block.zone in ("headline", "lede", *AROUND) and block.repeats is None
    )


def settle(
    readings: Sequence[Reading], same_article: Iterable[Sequence[str]] = (), same_part: Iterable[Sequence[tuple[str, int]]] = ()
) -> tuple[Reading, ...]:
    """The readings with days for undated pages where neighbours tell them, and every time on those pages valued anew.

    `same_article` are groups of page ids that are one text; `same_part` groups of (page, offset) that are one headline, lede or
    teaser. Pages with a known day are left as they are.
    """
    by_page = {reading.page.id: reading for reading in readings}
    if all(_known(reading) for reading in readings):
        return tuple(readings)
    found: dict[str, Written] = {}
    for told in (_reprints(by_page, same_article), _shared(readings), _teased(by_page, same_part)):
        for page, written in told:
            found.setdefault(page, written)
    return tuple(_redated(reading, found[reading.page.id]) if reading.page.id in found else reading for reading in readings)


def _known(reading: Reading) -> bool:
    return _is_day(reading.written.value)


def _is_day(value: str | None) -> bool:
    return value is not None and len(value) >= 10 and value[:4].isdigit()


def _reprints(by_page: Mapping[str, Reading], groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, Written]]:
    """An undated copy is written on the day of a dated one, or shortly after."""
    for group in groups:
        pages = [by_page[page] for page in group if page in by_page]
        days = sorted(r.written.value or "" for r in pages if _known(r))
        if not days:
            continue
        cue = f"the same article is dated {days[0]} elsewhere"
        for reading in pages:
            if not _known(reading):
                yield reading.page.id, _written(reading, days[0], days[0], _later(days[0], REPRINT), 0.85, cue)


def _teased(by_page: Mapping[str, Reading], groups: Iterable[Sequence[tuple[str, int]]]) -> Iterator[tuple[str, Written]]:
    """A page is not older than the stories that it teases, and not younger than the pages that tease it."""
    since: dict[str, str] = {}
    until: dict[str, str] = {}
    for group in groups:
        rows = [(by_page[page], start) for page, start in sorted(set(group)) if page in by_page]
        own = [r for r, start in rows if not _is_around(r, start)]
        for around in (r for r, start in rows if _is_around(r, start)):
            for reading in own:
                if _known(reading) and not _known(around):
                    since[around.page.id] = max(since.get(around.page.id, ""), reading.written.value or "")
                if _known(around) and not _known(reading):
                    until[reading.page.id] = min(until.get(reading.page.id, "9999"), around.written.value or "")
    for page in sorted({*since, *until}):
        first = since.get(page) or _later(until[page], -TEASED)
        last = until.get(page) or _later(first, TEASED)
        if first <= last:
            yield page, _written(by_page[page], None, first, last, 0.6, f"teasers shared with pages of {first} to {last}")


def _is_around(reading: Reading, start: int) -> bool:
    return any(block.start == start and (block.zone in AROUND or block.story) for block in reading.blocks)


def _shared(readings: Sequence[Reading]) -> Iterator[tuple[str, Written]]:
    """The days of undated pages from what they and dated pages both tell."""
    told = _index(reading for reading in readings if _known(reading))
    for reading in readings:
        if not _known(reading):
            best = _best(reading, told)
            if best is not None:
                yield reading.page.id, best


def _index(readings: Iterable[Reading]) -> dict[Key, Counter[str]]:
    """The exact days on which dated pages put events of a type and sides."""
    told: dict[Key, Counter[str]] = {}
    for reading in readings:
        for event in reading.events:
            if _is_day(event.date.value) and len(event.date.value or "") == 10:
                told.setdefault(_key(event), Counter())[event.date.value or ""] += 1
    return told


def _key(event: Event) -> Key:
    return event.type, frozenset(a.code for a in (*event.source, *event.target) if a.code != "UNK")


def _best(reading: Reading, told: Mapping[Key, Counter[str]]) -> Written | None:
    """The day of writing under which most of the page's happenings are those of dated pages; None when two are as good."""
    own = [e for e in reading.events if e.story == 0 and e.when and _key(e)[1] and _key(e) in told]
    if len(own) < ENOUGH:
        return None
    scored: dict[str, list[tuple[Event, str]]] = {}
    for day in _candidates(own, told):
        if not _outside(day, reading.written):
            scored[day] = _hits(own, day, told)
    ranked = sorted(scored, key=lambda day: (-len(scored[day]), day))
    if not ranked or len({event.id for event, _ in scored[ranked[0]]}) < ENOUGH:
        return None
    rivals = [day for day in ranked[1:] if len(scored[day]) == len(scored[ranked[0]]) and day[:4] != ranked[0][:4]]
    return None if rivals else _from_hits(reading, scored[ranked[0]])


def _candidates(events: Iterable[Event], told: Mapping[Key, Counter[str]]) -> list[str]:
    """Days of writing under which some event would fall on a day that a dated page gives."""
    found: Counter[str] = Counter()
    for event in events:
        offset = _offset(event.when or "")
        for day in told[_key(event)]:
            if offset is not None:
                found[_later(day, -offset)] += 1
            elif (event.when or "").startswith("XXXX-") and day[5:].startswith((event.when or "")[5:]):
                found[day] += 1
    return [day for day, _ in sorted(found.items(), key=lambda row: (-row[1], row[0]))[:FEW]]


def _offset(when: str) -> int | None:
    """How many days from the day of writing, for "today" and "yesterday"; None for other shapes."""
    shape = parse(when)
    if shape is None or shape.base != "DCT" or shape.inner or any(unit != "D" for _, unit in shape.steps):
        return None
    return round(sum(n for n, _ in shape.steps))


def _outside(day: str, written: Written) -> bool:
    return bool((written.earliest and day < written.earliest) or (written.latest and day > written.latest))


def _hits(events: Iterable[Event], day: str, told: Mapping[Key, Counter[str]]) -> list[tuple[Event, str]]:
    """The events that a page written on that day and a dated page both tell, with their days."""
    written = Day(day, day, day)
    valued = ((event, day_of(event.when or "", written).value or "") for event in events)
    return [(event, value) for event, value in valued if value in told[_key(event)]]


def _from_hits(reading: Reading, hits: Sequence[tuple[Event, str]]) -> Written:
    """The day itself where "today" or "yesterday" tell it; else the days after the last thing told as done."""
    offsets = Counter(_later(value, -offset) for event, value in hits if (offset := _offset(event.when or "")) is not None)
    done = [value for event, value in hits if event.status == "actual"]
    cue = f"{len(hits)} happenings shared with dated pages"
    if offsets:
        day = min(offsets, key=lambda one: (-offsets[one], one))
        return _written(reading, day, day, day, 0.8, cue)
    first = max(done, default=_later(min(value for _, value in hits), -NEWS))
    return _written(reading, None, first, _later(first, NEWS), 0.7, cue)


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
    day = _plain(next(same, None) or day_of(event.when, days[event.story]))
    return msgspec.structs.replace(event, date=day) if day.value else event


def _plain(day: Day) -> Day:
    """A day, month or year as the record writes it; the range of what has no such value (a week)."""
    known = _PLAIN.match(day.value or "")
    low, high = (day.earliest, day.latest) if day.earliest else bounds(day.value)
    if known:
        return Day(known.group(), low, high)
    return Day(f"{low}/{high}", low, high) if low and high else Day()
