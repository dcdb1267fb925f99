"""What the desk asks of the outside: the shapes of sources, engines, stores, exports and advisors, and the values they exchange."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol, runtime_checkable

import msgspec

from hoadam.model.base import Record, Span
from hoadam.model.shelf import Alone, Book
from hoadam.model.story import Conflict, Dispute, Episode, Line, Reading, Ruling, Story, Track, Unread
from hoadam.model.time import Day
from hoadam.packs.kit import Kit


class Found(Record, frozen=True):
    """A page as it was found and not yet opened: `where` it lies, its `source` name, its bytes (or text), and what came with it.

    `digest` names all of it, so that the same thing found again need not be read again.
    """

    where: str
    source: str
    kind: Literal["text", "html"]
    raw: bytes | str
    digest: str
    url: str | None = None
    title: str | None = None
    written: str | None = None
    seen: str | None = None
    outlet: str | None = None
    notes: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """All of it in bytes, for another process or a store."""
        raw, is_text = (self.raw.encode("utf-8", "surrogatepass"), True) if isinstance(self.raw, str) else (self.raw, False)
        return msgspec.msgpack.encode((raw, is_text, [getattr(self, name) for name in _BESIDES]))

    @staticmethod
    def unpacked(packed: bytes) -> "Found":
        """What was packed so; raises a MsgspecError where it was not."""
        raw, is_text, rest = msgspec.msgpack.decode(packed, type=tuple[bytes, bool, _Besides])
        beside: dict[str, Any] = dict(zip(_BESIDES, rest, strict=True))
        return Found(raw=raw.decode("utf-8", "surrogatepass") if is_text else raw, **beside)


_BESIDES = tuple(name for name in Found.__struct_fields__ if name != "raw")
_Text = str | None
_Besides = tuple[str, str, Literal["text", "html"], str, _Text, _Text, _Text, _Text, _Text, tuple[str, ...]]


class Passed(Record, frozen=True):
    """Something that is no page for this program (a picture, another language): where it is and why it was passed over.

    It is counted under its reason, and is no failure; so the reasons are few, and name no page.
    """

    source: str
    reason: str


Item = Found | Unread | Passed  # what a source yields


class Outcome(Record, frozen=True):
    """What became of one item; `digest` is None where there was not even a page to open.

    `found` is kept with an Unread, so that the page can be tried again when its file is gone.
    """

    where: str
    result: Reading | Unread | Passed  # msgspec never decodes an Outcome, so the union needs no tag
    digest: str | None = None
    found: Found | None = None


class Asked(Record, frozen=True):
    """A question to the timeline: days from and to (both included), an actor's code or name, types, a process …; None = all.

    `other` is a second actor that must be there too; `country` where it happened; `counted` asks for those with dead or hurt,
    `placeless` for those without a place, `revised` for those that a telling changed at that ISO time or later.
    """

    since: str | None = None
    until: str | None = None
    actor: str | None = None
    type: str | None = None
    process: str | None = None
    other: str | None = None
    country: str | None = None
    certainty: str | None = None
    counted: bool = False
    placeless: bool = False
    revised: str | None = None


class Entry(Record, frozen=True):
    """One line of the timeline: an episode said in one sentence, and the clearest quote that proves it with its page.

    `doubt` says how much a person's look at it would be worth: it grows with what matters and with what is unsure.
    """

    episode: Episode
    text: str
    words: str
    page: str
    source: str
    doubt: float = 0.0


class Portion(Record, frozen=True):
    """Some lines of a longer answer, and the cursor that asks for those after them (None = these are the last)."""

    entries: tuple[Entry, ...]
    next: str | None = None


class Bin(Record, frozen=True):
    """How many episodes of one certainty and type fall into a year, month or day; `period` "" where no day is known."""

    period: str
    certainty: str
    type: str
    count: int


class Pair(Record, frozen=True):
    """How often one actor did things of a type to another; `mutual` when the two did it together."""

    one: str
    other: str
    type: str
    mutual: bool
    count: int


class PairBin(Record, frozen=True):
    """How often things of a type were done between two actors, either way, in a year, month or day; `period` "" where no day is known."""

    one: str
    other: str
    period: str
    type: str
    count: int


class Place(Record, frozen=True):
    """A place with the number of its episodes of one certainty; without degrees where they are not known."""

    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    certainty: str
    count: int


class Change(Record, frozen=True):
    """What a telling changed of one episode: it is new, changed in `fields`, or gone; `text` says it as it was last told."""

    number: int
    at: str
    episode: str
    kind: Literal["new", "changed", "gone"]
    fields: tuple[str, ...]
    day: str | None
    text: str


class Listed(Record, frozen=True):
    """A page in a list: what came with it, without its text."""

    id: str
    source: str
    title: str | None
    url: str | None
    outlet: str | None


class Happening(Record, frozen=True):
    """An event in a list: the page it stands on and what can be asked for; the whole of it is in the page's reading."""

    id: str
    page: str
    type: str
    mode: str | None
    status: str
    date: str | None
    earliest: str | None
    latest: str | None
    process: str | None
    step: str | None
    place: str | None
    country: str | None
    rule: str
    confidence: float


class Stamp(Record, frozen=True):
    """Which state a store is in: its own revision, the one its story was told at, and by which rules."""

    revision: int
    told: int
    rules: str


class Hit(Record, frozen=True):
    """A page that has the words: `exact` with their accents; `quote` is where they stand, `words` the sentence around them."""

    page: str
    source: str
    title: str | None
    written: Day
    exact: bool
    quote: Span | None
    words: str
    episodes: tuple[str, ...]


class Snapshot(Record, frozen=True):
    """The episodes alone at a revision, and what is kept of the story told of them, to find what must be said anew.

    `fresh` are the ids of those that came out otherwise since that story; `marks` outcome and disputes of what it has; `lang` its language.
    """

    alone: tuple[Alone, ...]
    fresh: frozenset[str]
    marks: dict[str, tuple[str | None, str]]
    rulings: tuple[Ruling, ...]
    revision: int
    lang: str


class Counts(Record, frozen=True):
    """How much a store holds, and whether its story is told from all of it."""

    pages: int
    events: int
    episodes: int
    tracks: int
    unread: int
    rulings: int
    story_is_current: bool


class Source(Protocol):
    """A file, folder or stream that pages come from."""

    def pages(self) -> Iterator[Item]:
        """Every page in order; what cannot be opened is an Unread, never left out."""

    def passed_over(self) -> Sequence[str]:
        """Files that are no pages by their name and were not tried."""


class Engine(Protocol):
    """Something that reads pages: here, in many processes, or on many machines."""

    def read(self, found: Iterable[Item]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order."""


class Shard(Record, frozen=True):
    """A part of a big input: rows `start` to `stop` of a file, which is called `name` in what is made of it."""

    path: str
    name: str
    start: int
    stop: int


class Tally(Record, frozen=True):
    """What became of some shards: the files that hold it, of which `made` are new, and how many rows and events there are.

    Tallies are added in any order and grouping: the sum is the same.
    """

    files: tuple[str, ...] = ()
    rows: int = 0
    read: int = 0
    unread: int = 0
    passed: int = 0
    events: int = 0
    made: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together, the files by name."""
        counts = (getattr(self, name) + getattr(other, name) for name in self.__struct_fields__[1:])
        return Tally(tuple(sorted({*self.files, *other.files})), *counts)


Work = Callable[[Shard], Tally]  # picklable: a partial of a module's function


class Store(Protocol):
    """Where pages, readings, rulings and the last telling are kept."""

    def known(self, rules: str, among: Collection[str] | None = None) -> frozenset[str]:
        """The digests of all things found whose reading was made with these rules, or of those `among` some."""

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """How many pages are new; the readings replace earlier ones of the same page, all in one transaction."""

    def readings(self) -> Iterator[Reading]:
        """Every reading, by page id."""

    def revision(self) -> int:
        """A number that grows with every page and ruling."""

    def growing(self, kinds: Mapping[str, Any]) -> AbstractContextManager["Growth"]:
        """What telling has worked out, to be brought up to date, all in one transaction; `kinds` are the types of what is kept of it."""

    def snapshot(self) -> Snapshot:
        """The episodes alone, and what is kept of the story told of them."""

    def keep(self, story: Story, entries: Sequence[Entry], revision: int, rules: str, lang: str = "") -> None:
        """Put the story that was told at this revision in place of the one before, all in one transaction.

        `entries` are those of the episodes that may be other than they were; the other episodes of the story stay.
        """

    def is_told(self, rules: str) -> bool:
        """True when the story kept was told with these rules from all pages and rulings."""

    def story(self) -> Story:
        """The story kept."""

    def timeline(self, asked: Asked) -> list[Entry]:
        """The episodes asked for, by date; undated ones last."""

    def portion(self, asked: Asked, after: str | None, limit: int, *, newest: bool = False) -> Portion:
        """At most so many of the episodes asked for, after a cursor, by date and id, or the newest first (undated last)."""

    def count(self, asked: Asked) -> int:
        """How many episodes were asked for."""

    def span(self, asked: Asked) -> tuple[str, str] | None:
        """The first and last day of the episodes asked for; None when none has a day."""

    def bins(self, asked: Asked, letters: int) -> list[Bin]:
        """How many of the episodes asked for fall into each period: years (4 letters of the day), months (7) or days (10)."""

    def pairs(self, asked: Asked) -> list[Pair]:
        """Who did what to whom how often, in the episodes asked for."""

    def pair_bins(self, asked: Asked, letters: int, pairs: Collection[tuple[str, str]]) -> list[PairBin]:
        """How often the two of each of these pairs (in the order of their codes) did what to or with each other in each period."""

    def places(self, asked: Asked) -> list[Place]:
        """Where the episodes asked for happened, those without a place as one row a certainty."""

    def entries(self, episodes: Sequence[str]) -> list[Entry]:
        """The lines of these episodes, in this order; those that are not there are left out."""

    def doubtful(self, asked: Asked, limit: int, without: Collection[str] = ()) -> list[Entry]:
        """The episodes asked for whose look-over is worth most, first those; `without` some."""

    def changes(self, after: int, limit: int) -> list[Change]:
        """What tellings changed, after the change of that number, oldest first."""

    def latest_changes(self, limit: int) -> list[Change]:
        """The newest changes, newest first; what the very first telling made is none."""

    def gone(self, since: str, limit: int) -> list[Change]:
        """The episodes that a telling took away at that ISO time or later and that have not come back."""

    def disputes(self) -> list[Dispute]:
        """What is told in two ways."""

    def page_list(self, after: str | None, limit: int) -> list[Listed]:
        """At most so many pages after the one of that id, by id."""

    def event_list(self, asked: Asked, after: tuple[str, str] | None, limit: int) -> list[Happening]:
        """At most so many events of the days, type and process asked for, after the one of that id and page, by id and page."""

    def stamp(self) -> Stamp:
        """Which state the store is in."""

    def entry(self, episode: str) -> Entry | None:
        """One line of the timeline."""

    def episodes_of(self, page: str) -> list[str]:
        """The ids of the episodes that a page reports."""

    def episodes_with(self, event: str) -> list[str]:
        """The ids of the episodes that an event is part of."""

    def types(self) -> list[str]:
        """The event types that the story kept has."""

    def tracks(self) -> list[Track]:
        """Every track of the story kept, in its order."""

    def brief(self) -> list[Line]:
        """The lines of the brief kept, in its order."""

    def conflicts(self) -> list[Conflict]:
        """The conflicts of the story kept, the most told first."""

    def search(self, words: str, limit: int) -> list[Hit]:
        """The pages that hold all the words, those with the same accents first."""

    def named(self, prefix: str) -> list[tuple[str, str]]:
        """Kind and id of every episode, track, event and page whose id begins so."""

    def reading(self, page: str) -> Reading | None:
        """What one page says."""

    def pages_of(self, event: str) -> list[str]:
        """The ids of the pages that an event stands on: more than one when they share the sentence."""

    def unread(self) -> list[Unread]:
        """The pages that could not be read, in the order of their names."""

    def quarantined(self, where: str) -> Found | None:
        """A page that could not be read, as it was found; None where there was not even a page to open."""

    def forget_unread(self, where: Collection[str]) -> None:
        """These are not unread any more: what was there is gone or good."""

    def rule(self, ruling: Ruling) -> None:
        """Keep a person's judgement for good, safe against a power cut."""

    def rulings(self) -> list[Ruling]:
        """Every ruling, oldest first."""

    def counts(self) -> Counts:
        """How much there is of everything."""

    def faults(self) -> list[str]:
        """What is wrong with the file; empty when it is whole."""

    def close(self) -> None:
        """Let go of the file."""


Pages = Callable[[Collection[str]], Iterable[Reading]]  # the readings of some pages


class Growth(Protocol):
    """What telling has worked out of the pages of a store, open to be brought up to date."""

    book: Book

    def state(self) -> tuple[str, int, int, int]:
        """By which rules it was worked out, from how many rulings, at which revision, and the revision of the store now."""

    def waiting(self) -> int:
        """How many pages came, changed or went since."""

    def touched(self, limit: int) -> list[str]:
        """At most so many of these pages."""

    def readings(self, pages: Collection[str]) -> list[Reading]:
        """The readings of those of the pages that are there."""

    def rulings(self) -> list[Ruling]:
        """Every ruling, oldest first."""

    def replace(self, told: Sequence[Alone], gone: Collection[str], pages: Collection[str]) -> None:
        """Put these episodes in place of those: what these pages changed."""

    def restart(self, book: Book, told: Sequence[Alone], rules: str, rulings: int, revision: int) -> None:
        """Put a whole book and its episodes, as of a revision, in place of what was there."""


class Tell(Protocol):
    """The telling of pipeline.tell, with its tools already in hand."""

    def __call__(self, readings: Iterable[Reading], rulings: Sequence[Ruling], /) -> Story:
        """The story of these readings."""


@runtime_checkable
class Grower(Tell, Protocol):
    """A telling that can also tell page by page what each one changes."""

    @property
    def lang(self) -> str:
        """The language that it tells in."""

    @property
    def kinds(self) -> Mapping[str, Any]:
        """The types of the things that it keeps on each shelf."""

    def grow(
        self, book: Book, changed: Mapping[str, Reading | None], pages: Pages, rulings: Sequence[Ruling], /
    ) -> tuple[list[Alone], set[str]]:
        """The episodes that these pages change, and the ids of those that they replace; the book is brought up to date."""

    def conclude(self, alone: Iterable[Episode], rulings: Sequence[Ruling], /) -> Story:
        """The story of these episodes."""


class Part(Protocol):
    """The chronicle of one conflict (None = all) taken out of the whole, with a brief of its own that may begin on a day."""

    def __call__(self, story: Story, conflict: Conflict | None, since: str | None, /) -> Story:
        """The part."""


Say = Callable[[Episode], str]  # an episode in one sentence of the reader's language


class Export(Protocol):
    """A way to publish a story."""

    def __call__(self, story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str, /) -> str | bytes | Iterator[str]:
        """The file in that language, whole or piece by piece; `readings` by page id."""


class Advisor(Protocol):
    """Something that proposes rulings and never makes one."""

    def propose(self, story: Story, readings: Sequence[Reading]) -> Sequence[Ruling]:
        """Rulings for a person to accept or refuse."""
