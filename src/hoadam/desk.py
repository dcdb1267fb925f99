"""What people do with a chronicle: take in pages, tell them, ask, rule and publish; all through ports, nothing of its own."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from hoadam.model.base import Record, Span
from hoadam.model.errors import BadConfig
from hoadam.model.event import Event
from hoadam.model.shelf import blank
from hoadam.model.story import Conflict, Episode, Reading, Report, Ruling, Story, Track, Unread
from hoadam.model.time import Written
from hoadam.packs.converting import Coded, Converter, all_codes
from hoadam.packs.fold import bare, fold
from hoadam.packs.kit import Kit
from hoadam.ports import Asked, Engine, Entry, Export, Found, Grower, Growth, Hit, Item, Outcome, Passed, Say, Source, Store, Tell

BATCH = 200  # pages in one transaction: long enough to be fast, short enough (0.2 s) that other writers need not wait

AT_ONCE = 8_000_000  # bytes of pages looked up at once
LATELY = 100_000  # digests remembered of what was handed out: far more than are on their way
CHUNK = 64_000  # letters written at once
HELD = 500  # readings at hand while a story is written out: about 50 MB
FEW, MUCH = 100, 8  # pages that wait to be told: fewer, or less than one in eight, are told by what they touch
SOME = 5  # ids named where a beginning of one is not enough
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.](?P<year>\d{4})")


class Added(Record, frozen=True):
    """What `add` did: pages new to the store, read again with newer rules, known already, and those that could not be read.

    `passed` counts what is no page for this program (another language, a picture), by its reason, the most frequent first.
    """

    new: int
    again: int
    known: int
    unread: tuple[Unread, ...]
    passed: tuple[tuple[str, int], ...] = ()


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


def found_in(sources: Iterable[Source]) -> Iterator[Item]:
    """Everything in the sources, in order."""
    for source in sources:
        yield from source.pages()


def ingest(found: Iterable[Item], engine: Engine, store: Store, rules: str, *, again: bool, each: Callable[[Outcome], None]) -> Added:
    """What was added; pages that these rules have read already are not read again unless `again`."""
    fresh = Fresh(found, lambda some: frozenset() if again else store.known(rules, some))
    new = read = 0
    unread: list[Unread] = []
    passed: Counter[str] = Counter()
    for batch in _batches(engine.read(fresh), each):
        new += store.put(batch, rules)
        pages = {one.result.page.id for one in batch if isinstance(one.result, Reading)}
        read += len(pages)
        unread += [one.result for one in batch if isinstance(one.result, Unread)]
        passed.update(one.result.reason for one in batch if isinstance(one.result, Passed))
    return Added(new, read - new, fresh.skipped, tuple(unread), tuple(sorted(passed.items(), key=lambda one: (-one[1], one[0]))))


class Fresh:
    """Those of the items that are not known yet, each once; the store is asked for some at a time, so that memory stays flat."""

    def __init__(self, found: Iterable[Item], known: Callable[[Sequence[str]], frozenset[str]]) -> None:
        """`known` says which of some digests are known."""
        self.found = iter(found)
        self.known = known
        self.skipped = 0
        self._lately: dict[bytes, None] = {}  # what was handed out and may not yet be in the store

    def __iter__(self) -> Iterator[Item]:
        """The items in their order."""
        while some := list(self._some()):
            known = self.known([item.digest for item in some if isinstance(item, Found)])
            for item in some:
                if isinstance(item, Found) and (item.digest in known or self._is_twice(item)):
                    self.skipped += 1
                else:
                    yield item

    def _some(self) -> Iterator[Item]:
        """As many items as one transaction has, or fewer where they are long."""
        weight = 0
        for item in islice(self.found, BATCH):
            yield item
            weight += len(item.raw) if isinstance(item, Found) else 0
            if weight > AT_ONCE:
                return

    def _is_twice(self, item: Found) -> bool:
        key = item.digest.encode()[:32]
        if key in self._lately:
            return True
        self._lately[key] = None
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        return False


def try_again(
    store: Store,
    engine: Engine,
    rules: str,
    file_of: Callable[[str], str | None],
    open_: Callable[[str], Source],
    each: Callable[[Outcome], None],
) -> Added:
    """What was added of the unread pages: each as it was found, or where only its file is known, all that is new of that.

    `file_of` gives the file that a name begins with, if it is there. What is no longer reported of such a file is forgotten.
    """
    files: dict[str, list[str]] = {}
    reported: set[str] = set()

    def items() -> Iterator[Item]:
        for one in store.unread():
            if item := store.quarantined(one.source):
                yield item
            elif file := file_of(one.source):
                files.setdefault(file, []).append(one.source)
        yield from found_in(open_(file) for file in files)

    def noted(outcome: Outcome) -> None:
        reported.add(outcome.where)
        each(outcome)

    added = ingest(items(), engine, store, rules, again=False, each=noted)
    store.forget_unread([name for names in files.values() for name in names if name not in reported])
    return added


def _batches(outcomes: Iterable[Outcome], each: Callable[[Outcome], None]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    for outcome in outcomes:
        each(outcome)
        batch.append(outcome)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def grow_store(store: Store, tell: Grower, rules: str) -> None:
    """Bring what telling has worked out up to date with the pages that came, changed or went: it costs what these touch.

    All is worked out anew where the rules or the rulings are others than before, or most pages are new.
    """
    while True:
        with store.growing(tell.kinds) as growth:
            by, ruled, grown, revision = growth.state()
            rulings, waiting = growth.rulings(), growth.waiting()
            if (by, ruled) == (rules, len(rulings)) and (waiting < FEW or waiting * MUCH < store.counts().pages):
                if not waiting:
                    if grown < revision:  # something came that no page tells of, such as a page that cannot be read
                        growth.replace((), (), ())
                    return
                _grow(growth, tell, rulings)
                continue
        book = blank()
        readings: dict[str, Reading | None] = {reading.page.id: reading for reading in store.readings()}
        told, _ = tell.grow(book, readings, lambda _: (), rulings)
        with store.growing(tell.kinds) as growth:
            if growth.state()[2] == grown:  # else another program was quicker, and there may be less to do
                growth.restart(book, told, rules, len(rulings), revision)


def _grow(growth: Growth, tell: Grower, rulings: Sequence[Ruling]) -> None:
    """What some of the waiting pages change."""
    pages = growth.touched(BATCH)
    changed: dict[str, Reading | None] = dict.fromkeys(pages)
    changed |= {reading.page.id: reading for reading in growth.readings(pages)}
    told, gone = tell.grow(growth.book, changed, growth.readings, rulings)
    growth.replace(told, gone, pages)


def tell_store(store: Store, tell: Tell, say: Say, rules: str) -> Story:
    """The story of all readings and rulings of the store, which keeps it; a telling that can grow tells only what changed."""
    if isinstance(tell, Grower):
        grow_store(store, tell, rules)
        return _concluded(store, tell, say, rules)
    revision = store.revision()
    readings = list(store.readings())
    story = tell(readings, store.rulings())
    store.keep(story, entries_of(story, readings, say), revision, rules)
    return story


def _concluded(store: Store, tell: Grower, say: Say, rules: str) -> Story:
    """The story of the episodes that are worked out; only those are written that came out otherwise than in the story before."""
    now = store.snapshot()
    story = tell.conclude((one.episode for one in now.alone), now.rulings)
    sure = {one.episode.id: one.sure for one in now.alone}
    other = [
        episode
        for episode in story.episodes
        if episode.id in now.fresh or now.lang != tell.lang or now.marks.get(episode.id) != (episode.outcome, " ".join(episode.disputed))
    ]
    texts = {key: reading.page.text for key in _first_pages(other) if (reading := store.reading(key))}
    entries = [_entry(episode, texts, say(episode), doubt(episode, sure[episode.id])) for episode in other]
    store.keep(story, entries, now.revision, rules, tell.lang)
    return story


def _first_pages(episodes: Iterable[Episode]) -> set[str]:
    """The pages from which the lines of these episodes are quoted."""
    return {next((one.page for one in episode.reports if one.quotes), episode.reports[0].page) for episode in episodes}


def tell_pages(readings: Iterable[Reading], tell: Tell) -> tuple[Story, list[Reading]]:
    """The story of these readings and the readings themselves: each page once, whatever the order they came in."""
    each = {reading.page.id: reading for reading in readings}
    ordered = [each[key] for key in sorted(each)]
    return tell(ordered, ()), ordered


def entries_of(story: Story, readings: Iterable[Reading], say: Say) -> list[Entry]:
    """Every episode as a line of the timeline: said in a sentence, and with the quote that proves it."""
    texts: dict[str, str] = {}
    sure: dict[tuple[str, str], float] = {}
    for reading in readings:
        texts[reading.page.id] = reading.page.text
        sure |= {(reading.page.id, event.id): event.confidence for event in reading.events}
    return [_entry(episode, texts, say(episode), doubt_of(episode, sure)) for episode in story.episodes]


def doubt_of(episode: Episode, sure: Mapping[tuple[str, str], float]) -> float:
    """How much a person's look would be worth: what it matters, times how unsure the best of its reports leaves us.

    One outlet alone and a dispute add as much as a report that is a quarter less sure.
    """
    return doubt(episode, max((sure.get((one.page, one.event), 0.0) for one in episode.reports), default=0.0))


def doubt(episode: Episode, best: float) -> float:
    """The same where the surest of its reports is known."""
    unsure = (1 - best) + 0.25 * (episode.outlets < 2) + 0.25 * bool(episode.disputed)
    return round(max(episode.weight, 0.1) * unsure, 4)


def _entry(episode: Episode, texts: dict[str, str], text: str, doubt: float) -> Entry:
    for report in episode.reports:
        if report.quotes and report.page in texts:
            return Entry(episode, text, report.quotes[0].of(texts[report.page]), report.page, report.source, doubt)
    return Entry(episode, text, "", "", "", doubt)


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


def bounds(words: str) -> tuple[str, str]:
    """First and last day of a day, month or year as people write it: 2020, 2020-09, 2020-09-27, 9/2020, 27/9/2020."""
    match = _ISO.fullmatch(words) or _DAY_FIRST.fullmatch(words)
    year, month, day = (int(match[part] or 0) for part in ("year", "month", "day")) if match else (0, 0, 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise BadConfig(f"{words}: this is no day, month or year. Write 2020-09-27, 2020-09 or 2020.") from error
    last = day or (monthrange(year, month)[1] if month else 31)
    return first.isoformat(), date(year, month or 12, last).isoformat()


def code_of(words: str, kit: Kit) -> str:
    """The code of the state that the words name in any language, or the words themselves."""
    wanted = bare(fold(words)).strip()
    codes = {state.id: state.code for state in kit.knowledge.states}
    for language in kit.languages.values():
        for key, names in language.state_names.items():
            if key in codes and wanted in {bare(fold(name)) for name in names.names}:
                return codes[key]
    return words


def ask_timeline(store: Store, asked: Asked) -> list[Entry]:
    """The lines of the timeline that were asked for."""
    return store.timeline(asked)


def ask_conflict(store: Store, words: str) -> Conflict:
    """The conflict of which one dyad is named so ("ARM-AZE", either way round); raises BadConfig when there is none."""
    asked = {part.strip() for part in words.upper().split("-")}
    conflicts = store.conflicts()
    for conflict in conflicts:
        if any(set(dyad.split("-")) == asked for dyad in conflict.dyads):
            return conflict
    known = ", ".join(conflict.id for conflict in conflicts[:SOME]) or "none yet"
    raise BadConfig(f"{words}: the store has no such conflict. It has {known}; `hoadam conflicts` lists all.")


def within(entries: Iterable[Entry], conflict: Conflict) -> list[Entry]:
    """The lines of the timeline that are of the conflict."""
    keys = {member.episode for member in conflict.members}
    return [entry for entry in entries if entry.episode.id in keys]


def ask_words(store: Store, words: str, limit: int) -> list[Hit]:
    """The pages that hold the words."""
    return store.search(words, limit)


def rule(store: Store, ruling: Ruling, tell: Tell, say: Say, rules: str) -> Story:
    """The story told again under one ruling more."""
    store.rule(ruling)
    return tell_store(store, tell, say, rules)


def publish(store: Store, export: Export, kit: Kit, lang: str, pick: Callable[[Story], Story] | None = None) -> bytes:
    """The bytes of an export of the story that the store keeps, or of the part of it that `pick` takes."""
    return b"".join(pieces(store, export, kit, lang, pick))


def pieces(store: Store, export: Export, kit: Kit, lang: str, pick: Callable[[Story], Story] | None = None) -> Iterator[bytes]:
    """The same piece by piece, where the format allows it; pages are fetched when they are needed, and not all held at once."""
    story = pick(store.story()) if pick else store.story()
    made = export(story, Shelf(store), kit, lang)
    if isinstance(made, str | bytes):
        yield made.encode() if isinstance(made, str) else made
        return
    yield from _chunks(made)


def _chunks(made: Iterable[str]) -> Iterator[bytes]:
    """The pieces in bytes, some together, for each one is written by itself."""
    held: list[str] = []
    size = 0
    for piece in made:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "replace")


class Shelf(Mapping[str, Reading]):
    """The readings of a store by page id: fetched one by one, the last ones kept at hand."""

    def __init__(self, store: Store, held: int = HELD) -> None:
        """At most `held` at hand."""
        self._get = lru_cache(held)(store.reading)
        self._store = store

    def __getitem__(self, key: str) -> Reading:
        """One reading."""
        found = self._get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        """The ids of all pages."""
        after: str | None = None
        while some := self._store.page_list(after, BATCH):
            yield from (one.id for one in some)
            after = some[-1].id

    def __len__(self) -> int:
        """How many pages there are."""
        return self._store.counts().pages
