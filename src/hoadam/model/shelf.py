"""Where does telling keep what it has worked out, so that one page more need not tell all again? On shelves, found by owner and by key."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from hoadam.model.base import Record
from hoadam.model.story import Episode


class Slip(Record, frozen=True):
    """One thing kept: whose it is, under which key others look for it, a number to look for in a range, and the thing itself."""

    owner: str
    key: str
    number: int = 0
    value: Any = None


class Shelf(Protocol):
    """Slips, found by owner and by key; the order of what is found is nobody's business."""

    def put(self, slips: Iterable[Slip]) -> None:
        """Keep these too."""

    def drop(self, owners: Collection[str]) -> None:
        """Let go of all that these own."""

    def unkey(self, keys: Collection[str]) -> None:
        """Let go of all that stands under these keys."""

    def of(self, owners: Collection[str]) -> list[Slip]:
        """All that these own."""

    def at(self, keys: Collection[str]) -> list[Slip]:
        """All that stands under these keys."""

    def within(self, key: str, low: int, high: int) -> list[Slip]:
        """What stands under the key with a number from `low` to `high`, both included."""

    def numbers(self, key: str) -> set[int]:
        """The different numbers of what stands under the key."""

    def is_empty(self) -> bool:
        """True when nothing stands on it."""

    def each(self, kind: Any) -> Iterator[Slip]:
        """All that stands on it, one by one, each thing at least as far as this type has it."""


@dataclass
class Bench:
    """A shelf in memory."""

    owned: dict[str, list[Slip]] = field(default_factory=dict)
    keyed: dict[str, list[Slip]] = field(default_factory=dict)

    def put(self, slips: Iterable[Slip]) -> None:
        """Keep these too."""
        for slip in slips:
            self.owned.setdefault(slip.owner, []).append(slip)
            self.keyed.setdefault(slip.key, []).append(slip)

    def drop(self, owners: Collection[str]) -> None:
        """Let go of all that these own."""
        gone = [slip for owner in owners for slip in self.owned.pop(owner, ())]
        for key in {slip.key for slip in gone}:
            self.keyed[key] = [slip for slip in self.keyed[key] if slip.owner not in owners]

    def unkey(self, keys: Collection[str]) -> None:
        """Let go of all that stands under these keys."""
        gone = [slip for key in keys for slip in self.keyed.pop(key, ())]
        for owner in {slip.owner for slip in gone}:
            self.owned[owner] = [slip for slip in self.owned[owner] if slip.key not in keys]

    def of(self, owners: Collection[str]) -> list[Slip]:
        """All that these own."""
        return [slip for owner in owners for slip in self.owned.get(owner, ())]

    def at(self, keys: Collection[str]) -> list[Slip]:
        """All that stands under these keys."""
        return [slip for key in keys for slip in self.keyed.get(key, ())]

    def within(self, key: str, low: int, high: int) -> list[Slip]:
        """What stands under the key with a number from `low` to `high`."""
        return [slip for slip in self.keyed.get(key, ()) if low <= slip.number <= high]

    def numbers(self, key: str) -> set[int]:
        """The different numbers of what stands under the key."""
        return {slip.number for slip in self.keyed.get(key, ())}

    def is_empty(self) -> bool:
        """True when nothing stands on it."""
        return not any(self.owned.values())

    def each(self, kind: Any) -> Iterator[Slip]:  # noqa: ARG002  (here the things are whole)
        """All that stands on it."""
        return (slip for slips in self.owned.values() for slip in slips)


SHELVES = ("marks", "copies", "items", "rows", "edges", "heads", "named")


class Alone(Record, frozen=True):
    """An episode as its own reports tell it, before others have their say on it; `sure` as the surest of them is."""

    episode: Episode
    sure: float


@dataclass(frozen=True)
class Book:
    """All shelves of one set of pages: by what pages know each other, their events, and how these are joined.

    `marks` are of pages (by what other pages find them), `copies` pairs of pages that are one article, `items` events by their sign,
    `rows` nodes by the blocks that they stand in, `edges` pairs of nodes that may be one happening, `heads` the first event of each
    episode, `named` events that people's rulings on joining name.
    """

    marks: Shelf
    copies: Shelf
    items: Shelf
    rows: Shelf
    edges: Shelf
    heads: Shelf
    named: Shelf


def blank() -> Book:
    """A book in memory with nothing in it."""
    return Book(*(Bench() for _ in SHELVES))
