"""What reads pages, here, in many processes or on many machines, and what does it give back?"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from hoadam.model.base import Record
from hoadam.model.story import Reading, Unread
from hoadam.ports.source import Found, Item, Passed


class Outcome(Record, frozen=True):
    """What became of one item; `digest` is None where there was not even a page to open.

    `found` is kept with an Unread, so that the page can be tried again when its file is gone.
    """

    where: str
    result: Reading | Unread | Passed  # msgspec never decodes an Outcome, so the union needs no tag
    digest: str | None = None
    found: Found | None = None


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
