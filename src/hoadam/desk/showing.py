"""What proves one thing of the store, named by the beginning of its id?"""

from collections.abc import Iterable, Sequence

from hoadam.model.base import Record, Span
from hoadam.model.errors import BadConfig
from hoadam.model.event import Event
from hoadam.model.story import Reading, Report, Track
from hoadam.model.time import Written
from hoadam.packs.converting import Coded, Converter, all_codes
from hoadam.ports import Entry, Store

SOME = 5  # ids named where a beginning of one is not enough


class Quote(Record, frozen=True):
    """A quote with its words."""

    start: int
    end: int
    words: str


class Evidence(Record, frozen=True):
    """One report of an episode with all that proves it: its page, the page's date and how we know it, its quotes, its event."""

    report: Report
    title: str | None
    url: str | None
    written: Written
    quotes: tuple[Quote, ...]
    event: Event | None


class Shown(Record, frozen=True):
    """One thing of the store with its evidence; `kind` says which of the other fields are there.

    `codes` are what other codebooks call the episode or event.
    """

    kind: str
    entry: Entry | None = None
    evidence: tuple[Evidence, ...] = ()
    track: Track | None = None
    reading: Reading | None = None
    episodes: tuple[str, ...] = ()
    codes: tuple[Coded, ...] = ()


def show(store: Store, prefix: str, books: Sequence[Converter] = ()) -> Shown:
    """The one episode, track, event or page whose id begins so, with its evidence; raises BadConfig when there is none, or more.

    `books` are the codebooks that it is coded in besides its own.
    """
    if prefix and (entry := store.entry(prefix)):  # a whole id: nothing need be sought
        return Shown("episode", entry=entry, evidence=_evidence(store, entry.episode.reports), codes=all_codes(entry.episode, books))
    named = store.named(prefix) if prefix else []
    whole = [one for one in named if one[1] == prefix]
    if len(whole or named) != 1:
        raise BadConfig(_unclear(prefix, whole or named))
    kind, key = (whole or named)[0]
    if kind == "episode":
        entry = store.entry(key)
        codes = all_codes(entry.episode, books) if entry else ()
        return Shown(kind, entry=entry, evidence=_evidence(store, entry.episode.reports if entry else ()), codes=codes)
    if kind == "track":
        return Shown(kind, track=next(track for track in store.tracks() if track.id == key))
    if kind == "event":
        return _event(store, key, books)
    return Shown(kind, reading=store.reading(key), episodes=tuple(store.episodes_of(key)))


def _event(store: Store, key: str, books: Sequence[Converter]) -> Shown:
    """The event on each page that it stands on, and the episodes that it became part of."""
    readings = [reading for page in store.pages_of(key) if (reading := store.reading(page))]
    reports = [
        Report(one.page.id, key, one.page.source, event.quotes, event.said_by, event.date, event.status, one.page.outlet)
        for one in readings
        for event in one.events
        if event.id == key
    ]
    evidence = _evidence(store, reports)
    codes = all_codes(evidence[0].event, books) if evidence and evidence[0].event else ()
    return Shown("event", evidence=evidence, episodes=tuple(store.episodes_with(key)), codes=codes)


def _unclear(prefix: str, named: Sequence[tuple[str, str]]) -> str:
    if not named:
        return f"{prefix}: nothing in the store has an id that begins so. `hoadam timeline` and `hoadam search` show the ids."
    some = ", ".join([*(f"{kind} {key[:24]}" for kind, key in named[:SOME]), *(["…"] if len(named) > SOME else [])])
    return f"{prefix}: {len(named)} ids begin so ({some}). Write more of the one you mean."


def _evidence(store: Store, reports: Iterable[Report]) -> tuple[Evidence, ...]:
    found = []
    for report in reports:
        reading = store.reading(report.page)
        if reading is not None:
            event = next((event for event in reading.events if event.id == report.event), None)
            story = event.story if event else 0
            written = next((one.written for one in reading.stories if one.story == story), reading.written)
            quotes = tuple(quote_of(span, reading.page.text) for span in report.quotes)
            found.append(Evidence(report, reading.page.title, reading.page.url, written, quotes, event))
    return tuple(found)


def quote_of(span: Span, text: str) -> Quote:
    """The quote, verbatim."""
    return Quote(span.start, span.end, span.of(text))
