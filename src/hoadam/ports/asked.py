"""What can be asked of a store, and in what shapes does it answer?"""

from typing import Literal

from hoadam.model.base import Record, Span
from hoadam.model.story import Episode
from hoadam.model.time import Day


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
    """Which state a store is in: its own revision, the one its story was told at, by which rules and in which language ("" = unknown)."""

    revision: int
    told: int
    rules: str
    lang: str = ""


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
