"""What the desk asks of the outside: the shapes of sources, engines, stores, exports and advisors, and the values they exchange."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from hoadam.model.base import Record, Span
from hoadam.model.story import Episode, Line, Reading, Ruling, Story, Track, Unread
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


class Outcome(Record, frozen=True):
    """What became of one thing found: a Reading or an Unread; `found` is None where there was not even a page to open."""

    where: str
    result: Reading | Unread  # msgspec never decodes an Outcome, so the union needs no tag
    digest: str | None = None


class Asked(Record, frozen=True):
    """A question to the timeline: days from and to (both included), an actor's code or name, types, a process; None = all."""

    since: str | None = None
    until: str | None = None
    actor: str | None = None
    type: str | None = None
    process: str | None = None


class Entry(Record, frozen=True):
    """One line of the timeline: an episode said in one sentence, and the clearest quote that proves it with its page."""

    episode: Episode
    text: str
    words: str
    page: str
    source: str


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

    def pages(self) -> Iterator[Found | Unread]:
        """Every page in order; what cannot be opened is an Unread, never left out."""

    def passed_over(self) -> Sequence[str]:
        """Files that are no pages by their name and were not tried."""


class Engine(Protocol):
    """Something that reads pages: here, in many processes, or on many machines."""

    def read(self, found: Iterable[Found | Unread]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order."""


class Store(Protocol):
    """Where pages, readings, rulings and the last telling are kept."""

    def known(self, rules: str) -> frozenset[str]:
        """The digests of all things found whose reading was made with these rules."""

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """How many pages are new; the readings replace earlier ones of the same page, all in one transaction."""

    def readings(self) -> Iterator[Reading]:
        """Every reading, by page id."""

    def revision(self) -> int:
        """A number that grows with every page and ruling."""

    def keep(self, story: Story, entries: Sequence[Entry], revision: int, rules: str) -> None:
        """Put the story that was told at this revision in place of the one before, all in one transaction."""

    def is_told(self, rules: str) -> bool:
        """True when the story kept was told with these rules from all pages and rulings."""

    def story(self) -> Story:
        """The story kept."""

    def timeline(self, asked: Asked) -> list[Entry]:
        """The episodes asked for, by date; undated ones last."""

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


class Tell(Protocol):
    """The telling of pipeline.tell, with its tools already in hand."""

    def __call__(self, readings: Iterable[Reading], rulings: Sequence[Ruling], /) -> Story:
        """The story of these readings."""


Say = Callable[[Episode], str]  # an episode in one sentence of the reader's language


class Export(Protocol):
    """A way to publish a story."""

    def __call__(self, story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str, /) -> str | bytes:
        """The whole file in that language; `readings` by page id."""


class Advisor(Protocol):
    """Something that proposes rulings and never makes one."""

    def propose(self, story: Story, readings: Sequence[Reading]) -> Sequence[Ruling]:
        """Rulings for a person to accept or refuse."""
