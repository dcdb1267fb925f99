"""Which pages are neighbours of which? Marks say so that hang on each page alone: one page more touches its neighbours and no others.

Neighbours are versions of one article, pages that tease and pages that are teased, and dated pages that tell of the kinds of happening by
which an undated page may find its day.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hoadam.model.shelf import Book, Slip
from hoadam.model.story import Reading
from hoadam.tell.dates.settling import (
    Count,
    Key,
    Near,
    Passage,
    asked,
    counting,
    counts_told,
    days_told,
    own_day,
    passages,
    settled,
    without_days,
)

TOLD, ASKED, DAY, PASSAGE, COUNTED = "t", "q", "day", "p", "n"  # begin the keys of marks, beside those of articles ("a")
SHARED = 2  # keys that two versions of an article have in common, at least, unless they are equal
Teaser = tuple[bool, str | None]  # whether a passage stands around the story, and the page's own day
KINDS: Mapping[str, Any] = {"marks": Teaser | None, "copies": None}


@dataclass(frozen=True)
class Likeness:
    """How texts are found and compared: an article's print, the keys of it and of a passage, and whether two of either say the same."""

    print_of: Callable[[Sequence[str]], Any]
    article_keys: Callable[[Any], list[str]]
    passage_keys: Callable[[str], list[str]]
    is_same_article: Callable[[Any, Any], bool]
    is_same: Callable[[str, str], bool]


@dataclass
class Around:
    """The pages at hand: those that change, and others fetched when they are asked for."""

    book: Book
    like: Likeness
    here: dict[str, Reading]
    fetch: Callable[[Collection[str]], Iterable[Reading]]
    days: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prints: dict[str, Any] = field(default_factory=dict)

    def readings(self, pages: Collection[str]) -> Iterator[Reading]:
        """The readings of these pages, by id."""
        missing = [page for page in sorted(pages) if page not in self.here]
        if missing:
            self.here |= {reading.page.id: reading for reading in self.fetch(missing)}
        yield from (self.here[page] for page in sorted(pages) if page in self.here)

    def print_of(self, reading: Reading) -> Any:
        """By what the page's article is compared; worked out once, as an article may be compared with many."""
        if reading.page.id not in self.prints:
            self.prints[reading.page.id] = self.like.print_of(_article(reading))
        return self.prints[reading.page.id]

    def told(self, key: Key) -> tuple[str, ...]:
        """The days on which dated pages put happenings of this kind."""
        mark = TOLD + _name(key)
        if mark not in self.days:
            self.days[mark] = tuple(date.fromordinal(number).isoformat() for number in sorted(self.book.marks.numbers(mark)))
        return self.days[mark]


def changed(around: Around, pages: Mapping[str, Reading | None]) -> set[str]:
    """Those of the pages that are there, and all others whose day or original may change with them; the book is brought up to date."""
    book = around.book
    is_first, old = book.marks.is_empty(), book.marks.of(pages)
    new = [mark for reading in pages.values() if reading for mark in _marks(reading, around)]
    book.marks.drop(pages)
    book.marks.put(new)
    there = {page for page, reading in pages.items() if reading}
    near = _copies(around, pages, there)
    if not is_first:  # else nobody else is there to be touched
        near |= _asking(book, old, new, pages) | _teased(book, old, new)
    return near | there


def _marks(reading: Reading, around: Around) -> Iterator[Slip]:
    """By what other pages find this one."""
    page, day, like = reading.page.id, own_day(reading), around.like
    yield Slip(page, DAY, 0, (False, day))
    yield from (Slip(page, key) for key in like.article_keys(around.print_of(reading)))
    for passage in passages(reading):
        yield from (Slip(page, key, passage.start, (passage.around, day)) for key in like.passage_keys(passage.text))
    if day is None:
        yield from (Slip(page, ASKED + _name(key)) for key in sorted(asked(reading)))
    else:
        yield from (Slip(page, TOLD + _name(key), date.fromisoformat(told).toordinal()) for key, told in sorted(days_told(reading)))
        yield from (Slip(page, COUNTED + _name(key), *_counted(count)) for key, count in counts_told(reading))


def _counted(count: Count) -> tuple[int, Teaser]:
    """A count of dead as a mark keeps it: the day of the happening, and the rest in words."""
    killed = " ".join(f"{who}:{number}" for who, number in count.killed)
    return date.fromisoformat(count.day).toordinal(), (False, f"{count.written} {killed}")


def _count(slip: Slip) -> Count:
    written, *rows = (slip.value[1] or "").split(" ")
    killed = tuple((who, int(number)) for who, _, number in (row.rpartition(":") for row in rows))
    return Count(date.fromordinal(slip.number).isoformat(), written, killed)


def _name(key: Key) -> str:
    return f"{key[0]}|{'+'.join(key[1])}"


def _article(reading: Reading) -> list[str]:
    """The paragraphs of the page's own story."""
    return [block.of(reading.page.text) for block in reading.blocks if block.story == 0 and block.is_article]


def _copies(around: Around, pages: Mapping[str, Reading | None], there: Collection[str]) -> set[str]:
    """The pages of which one of these is or was another version."""
    book = around.book
    near = _joined(book, pages)
    book.copies.drop(pages)
    book.copies.unkey(pages)
    pairs = sorted({tuple(sorted((page, other))) for page in there for other in _alike(page, around, there)})
    book.copies.put(Slip(one, other) for one, other in pairs)
    return near - pages.keys() | {page for pair in pairs for page in pair}


def _joined(book: Book, pages: Collection[str]) -> set[str]:
    return {slip.key for slip in book.copies.of(pages)} | {slip.owner for slip in book.copies.at(pages)}


def _alike(page: str, around: Around, asking: Collection[str]) -> Iterator[str]:
    """The other pages whose article is the same, with small edits; of those that are asking too only the later ones, by id."""
    [reading] = around.readings([page])
    own = around.print_of(reading)
    keys = list(dict.fromkeys(around.like.article_keys(own)))
    exact = {slip.owner for slip in around.book.marks.at([key for key in keys if key[1] == "="])}
    shared = Counter(slip.owner for slip in around.book.marks.at([key for key in keys if key[1] != "="]))
    close = exact | {other for other, count in shared.items() if count >= SHARED}
    for other in around.readings({other for other in close if other != page and (other > page or other not in asking)}):
        if around.like.is_same_article(own, around.print_of(other)):
            yield other.page.id


def origin(page: str, book: Book) -> str | None:
    """The first, by id, of all pages that have the article of this one; None when no other has it."""
    others = _joined(book, [page])
    return min(page, *others) if others else None


def _asking(book: Book, old: Iterable[Slip], new: Iterable[Slip], pages: Collection[str]) -> set[str]:
    """The undated pages that may find their day by what is told now and was not, or the other way round."""
    before, after = ({(slip.key, slip.number) for slip in slips if slip.key.startswith(TOLD)} for slips in (old, new))
    kinds = {key for key, number in before ^ after if not any(slip.owner not in pages for slip in book.marks.within(key, number, number))}
    was, now = ({(slip.key, slip.number, slip.value) for slip in slips if slip.key[0] == COUNTED} for slips in (old, new))
    names = {key[1:] for key in kinds} | {key[1:] for key, _, _ in was ^ now}
    return {slip.owner for slip in book.marks.at([ASKED + name for name in sorted(names)])}


def _teased(book: Book, old: Iterable[Slip], new: Iterable[Slip]) -> set[str]:
    """The undated pages that share a teaser with a dated one that changed."""
    roles: dict[str, set[bool]] = {}
    for slip in (*old, *new):
        if slip.key[0] == PASSAGE and slip.value[1]:
            roles.setdefault(slip.key, set()).add(not slip.value[0])
    return {slip.owner for slip in book.marks.at(list(roles)) if not slip.value[1] and slip.value[0] in roles[slip.key]}


def settle(reading: Reading, around: Around) -> Reading:
    """The reading with a day from its neighbours where it has none, and every time on it valued anew; else as it is."""
    return reading if own_day(reading) else without_days(settled(reading, near(reading, around)))


def near(reading: Reading, around: Around) -> Near:
    """What the neighbours of an undated page say."""
    page, book = reading.page.id, around.book
    others = book.marks.of(_joined(book, [page]))
    found: dict[bool, set[str]] = {True: set(), False: set()}
    keys = _passage_keys(page, book)
    for passage in passages(reading):
        found[passage.around].update(_days_of(passage, keys.get(passage.start, []), page, around))
    return Near(
        reprints=tuple(sorted({slip.value[1] for slip in others if slip.key == DAY and slip.value[1]})),
        told={key: around.told(key) for key in sorted(asked(reading))},
        counts={key: tuple(map(_count, book.marks.at([COUNTED + _name(key)]))) for key in sorted(counting(reading))},
        since=tuple(sorted(found[True])),
        until=tuple(sorted(found[False])),
    )


def _passage_keys(page: str, book: Book) -> dict[int, list[str]]:
    """The keys of the page's passages, by where they begin, as its own marks have them."""
    made: dict[int, list[str]] = {}
    for slip in book.marks.of([page]):
        if slip.key[0] == PASSAGE:
            made.setdefault(slip.number, []).append(slip.key)
    return made


def _days_of(passage: Passage, keys: Collection[str], page: str, around: Around) -> Iterator[str]:
    """The days of the pages that have the passage the other way round: as a teaser what is a story here, or as a story what is one here."""
    slips = around.book.marks.at(keys)
    wanted = {(slip.owner, slip.number): slip.value[1] for slip in slips if slip.value[1] and slip.value[0] != passage.around}
    for other in around.readings({owner for owner, _ in wanted if owner != page}):
        for one in passages(other):
            if (other.page.id, one.start) in wanted and around.like.is_same(passage.text, one.text):
                yield wanted[other.page.id, one.start]
