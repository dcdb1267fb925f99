"""What does a store keep and answer?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from hoadam.model.story import Conflict, Dispute, Line, Reading, Ruling, Story, Track, Unread
from hoadam.ports.asked import Asked, Bin, Change, Counts, Entry, Happening, Hit, Listed, Pair, PairBin, Place, Portion, Stamp
from hoadam.ports.engine import Outcome
from hoadam.ports.source import Found
from hoadam.ports.telling import Growth, Snapshot


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

    def keep_same(self, rules: str, lang: str) -> bool:
        """True when the story kept is that of all that is worked out, told by these rules in this language: then it is told now."""

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
