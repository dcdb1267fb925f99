"""What tells a story, and what does it keep in the store to tell only what changed?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from hoadam.model.base import Record
from hoadam.model.shelf import Alone, Book
from hoadam.model.story import Conflict, Episode, Reading, Ruling, Story

Pages = Callable[[Collection[str]], Iterable[Reading]]  # the readings of some pages
PagesOf = Callable[[Collection[str]], Mapping[str, Collection[str]]]  # the pages of each of these events, as they were read
Grown = tuple[list[Alone], set[str]]  # the episodes that came out anew, and the ids of those that they replace


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


class Growth(Protocol):
    """What telling has worked out of the pages of a store, open to be brought up to date."""

    book: Book

    def state(self) -> tuple[str, int, int, int]:
        """By which rules it was worked out, from how many rulings, at which revision, and the revision of the store now."""

    def turn(self) -> int:
        """A number that is another after each change of what is worked out."""

    def waiting(self) -> int:
        """How many pages came, changed or went since."""

    def touched(self, limit: int) -> list[str]:
        """At most so many of these pages."""

    def readings(self, pages: Collection[str]) -> list[Reading]:
        """The readings of those of the pages that are there."""

    def rulings(self) -> list[Ruling]:
        """Every ruling, oldest first."""

    def pages_of(self, events: Collection[str]) -> dict[str, set[str]]:
        """The pages that each of these events stands on, as they were read; what is no event is left out."""

    def replace(self, told: Sequence[Alone], gone: Collection[str], pages: Collection[str], rulings: int) -> None:
        """Put these episodes in place of those: what these pages changed, or so many rulings in place of fewer."""

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

    def grow(self, book: Book, changed: Mapping[str, Reading | None], pages: Pages, rulings: Sequence[Ruling], /) -> Grown:
        """The episodes that these pages change, and the ids of those that they replace; the book is brought up to date."""

    def meant(self, book: Book, rulings: Sequence[Ruling], before: Sequence[Ruling], pages_of: PagesOf, /) -> set[str]:
        """The pages on which these rulings may change something that those of before, under which the book was grown, did not."""

    def rule(self, book: Book, touched: Collection[str], pages: Pages, rulings: Sequence[Ruling], before: Sequence[Ruling], /) -> Grown:
        """The same for other rulings: what they change on these pages, which are those meant."""

    def conclude(self, alone: Iterable[Episode], rulings: Sequence[Ruling], /) -> Story:
        """The story of these episodes."""


class Part(Protocol):
    """The chronicle of one conflict (None = all) taken out of the whole, with a brief of its own that may begin on a day."""

    def __call__(self, story: Story, conflict: Conflict | None, since: str | None, /) -> Story:
        """The part."""


Say = Callable[[Episode], str]  # an episode in one sentence of the reader's language
