"""What does one page say where? Its text as found, cut where a mention, time or quote begins or ends, zone by zone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from hoadam.model.actor import Mention
from hoadam.model.base import Record, Span
from hoadam.model.errors import Missing
from hoadam.model.event import Event
from hoadam.model.page import Zone
from hoadam.model.story import Reading, Ruling
from hoadam.model.time import Timex
from hoadam.ports import Entry, Store
from hoadam.tell.rulings import added_event, standing_of


class Piece(Record, frozen=True):
    """Words of the page with what they are: actors named, a time told, part of events' quotes, the words asked for.

    `begins` are the events whose clearest quote begins here; `asked_begins` says that the words asked for do.
    """

    words: str
    mentions: tuple[Mention, ...] = ()
    times: tuple[Timex, ...] = ()
    events: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    asked: bool = False
    asked_begins: bool = False


class Part(Record, frozen=True):
    """A stretch of the page in one zone (None = between blocks), of one story."""

    zone: Zone | None
    story: int
    repeats: bool
    pieces: tuple[Piece, ...]


class PageTold(Record, frozen=True):
    """The answer: the reading with the events that people added, its text in parts, and the episodes that the page reports.

    `added` says of each event that a person added by which ruling.
    """

    reading: Reading
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    added: dict[str, Ruling]

    @property
    def name(self) -> str:
        """Its title, else its headline, else where it came from."""
        page = self.reading.page
        heads = (block.of(page.text).strip() for block in self.reading.blocks if block.zone == "headline" and not block.story)
        return page.title or next((head for head in heads if head), page.source)


def page(store: Store, key: str, asked: Span | None = None) -> PageTold:
    """The page of that id, with the words asked for marked; raises Missing when there is none."""
    reading = store.reading(key)
    if reading is None:
        raise Missing(f"{key}: the store has no such page. It may have been read into another since.", "error page", asked=key)
    added = dict(_added(reading, store.rulings()))
    events = tuple(event for event in (added_event(reading, ruling) for ruling in added.values()) if event)
    whole = msgspec.structs.replace(reading, events=(*reading.events, *events))
    return PageTold(whole, tuple(parts(whole, asked)), tuple(store.entries(store.episodes_of(key))), added)


def _added(reading: Reading, rulings: Sequence[Ruling]) -> Iterator[tuple[str, Ruling]]:
    """The events that rulings in force add to the page, but for those that reading found too."""
    known = {event.id for event in reading.events}
    for ruling in standing_of(rulings):
        event = added_event(reading, ruling) if ruling.act == "add" and reading.page.id in ruling.about else None
        if event and event.id not in known:
            yield event.id, ruling


def parts(reading: Reading, asked: Span | None) -> Iterator[Part]:
    """The whole text, without gap or overlap."""
    text, at = reading.page.text, 0
    inside = _clipped(asked, text)
    for block in sorted(reading.blocks, key=lambda one: one.start):
        if block.start > at:
            yield Part(None, 0, repeats=False, pieces=tuple(_pieces(reading, Span(at, block.start), inside)))
        if block.end > max(at, block.start):
            span = Span(max(at, block.start), block.end)
            yield Part(block.zone, block.story, block.repeats is not None, tuple(_pieces(reading, span, inside)))
        at = max(at, block.end)
    if at < len(text):
        yield Part(None, 0, repeats=False, pieces=tuple(_pieces(reading, Span(at, len(text)), inside)))


def _clipped(asked: Span | None, text: str) -> Span | None:
    if asked is None or not 0 <= asked.start < asked.end or asked.start >= len(text):
        return None
    return Span(asked.start, min(asked.end, len(text)))


def _pieces(reading: Reading, where: Span, asked: Span | None) -> Iterator[Piece]:
    mentions = [one for one in reading.mentions if one.touches(where)]
    times = [one for one in reading.times if one.touches(where)]
    quotes = [(span, event) for event in reading.events for span in event.quotes if span.touches(where)]
    spans: list[Span] = [*mentions, *times, *(span for span, _ in quotes), *([asked] if asked else [])]
    for start, end in pairwise(_cuts(where, spans)):
        here = Span(start, end)
        yield Piece(
            words=here.of(reading.page.text),
            mentions=tuple(one for one in mentions if one.holds(here)),
            times=tuple(one for one in times if one.holds(here)),
            events=tuple(dict.fromkeys(event.id for span, event in quotes if span.holds(here))),
            begins=tuple(_begins(quotes, start)),
            asked=bool(asked and asked.holds(here)),
            asked_begins=bool(asked and asked.start == start),
        )


def _cuts(where: Span, spans: Iterable[Span]) -> list[int]:
    ends = {edge for span in spans for edge in (span.start, span.end) if where.start < edge < where.end}
    return sorted({where.start, where.end, *ends})


def _begins(quotes: Sequence[tuple[Span, Event]], start: int) -> Iterator[str]:
    seen: set[str] = set()
    for span, event in quotes:
        if span == event.quotes[0] and span.start == start and event.id not in seen:
            seen.add(event.id)
            yield event.id
