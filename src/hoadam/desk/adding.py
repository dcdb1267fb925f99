"""How do pages come into the store: found, read once, and tried again where they could not be read?"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import msgspec

from hoadam.model.base import Record
from hoadam.model.story import Reading, Unread
from hoadam.ports import Engine, Found, Item, Outcome, Passed, Source, Store

BATCH = 200  # pages in one transaction: long enough to be fast, short enough (0.2 s) that other writers need not wait
AT_ONCE = 8_000_000  # bytes of pages looked up at once
PIPED = "-:"  # how the names of pages from standard input begin: they had no file that could be gone
LATELY = 100_000  # digests remembered of what was handed out: far more than are on their way


class Added(Record, frozen=True):
    """What `add` did: pages new to the store, read again with newer rules, known already, and those that could not be read.

    `passed` counts what is no page for this program (another language, a picture), by its reason, the most frequent first;
    `forgotten` are those unread of before whose files are gone.
    """

    new: int
    again: int
    known: int
    unread: tuple[Unread, ...]
    passed: tuple[tuple[str, int], ...] = ()
    forgotten: tuple[str, ...] = ()


class Taker(Protocol):
    """What takes pages in: a store, or one that is made when there is something to put into it."""

    def known(self, rules: str, among: Collection[str] | None = None) -> frozenset[str]:
        """As of a store."""

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """As of a store."""


class Late:
    """A store that is made with the first page that can be read, so that a wrong file leaves none behind.

    More than a batch of which nothing can be read is no slip of the hand: then it is made too, for the list of what is unread.
    """

    def __init__(self, make: Callable[[], Store], store: Store | None = None) -> None:
        """What makes it, and the store itself where there is one already."""
        self.store = store
        self._make = make
        self._waiting: list[Outcome] = []

    def known(self, rules: str, among: Collection[str] | None = None) -> frozenset[str]:
        """The digests that the store knows; none before it is made."""
        return self.store.known(rules, among) if self.store else frozenset()

    def put(self, outcomes: Sequence[Outcome], rules: str) -> int:
        """How many pages are new; 0 while nothing is kept yet."""
        self._waiting += outcomes
        if self.store is None and (len(self._waiting) > BATCH or any(isinstance(one.result, Reading) for one in outcomes)):
            self.store = self._make()
        if self.store is None:
            return 0
        outcomes, self._waiting = self._waiting, []
        return self.store.put(outcomes, rules)

    def close(self) -> None:
        """Let go of the store, where there is one."""
        if self.store:
            self.store.close()


def found_in(sources: Iterable[Source]) -> Iterator[Item]:
    """Everything in the sources, in order."""
    for source in sources:
        yield from source.pages()


def ingest(found: Iterable[Item], engine: Engine, store: Taker, rules: str, *, again: bool, each: Callable[[Outcome], None]) -> Added:
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

    `file_of` gives the file that a name begins with, if it is there. What is no longer reported of such a file is forgotten, and what
    cannot be read even now when its file is gone.
    """
    files: dict[str, list[str]] = {}
    reported: set[str] = set()
    gone: list[str] = []

    def items() -> Iterator[Item]:
        for one in store.unread():
            file, item = file_of(one.source), store.quarantined(one.source)
            if not file and not (item and one.source.startswith(PIPED)):
                gone.append(one.source)
            if item:
                yield item
            elif file:
                files.setdefault(file, []).append(one.source)
        yield from found_in(open_(file) for file in files)

    def noted(outcome: Outcome) -> None:
        reported.add(outcome.where)
        each(outcome)

    added = ingest(items(), engine, store, rules, again=False, each=noted)
    forgotten = tuple(one.source for one in store.unread() if one.source in set(gone))
    store.forget_unread([*forgotten, *(name for names in files.values() for name in names if name not in reported)])
    return msgspec.structs.replace(added, forgotten=forgotten, unread=tuple(one for one in added.unread if one.source not in forgotten))


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
