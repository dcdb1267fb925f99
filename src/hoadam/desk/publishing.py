"""How does the story leave the store as a file, piece by piece?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from hoadam.desk.adding import BATCH
from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit
from hoadam.ports import Export, Store

CHUNK = 64_000  # letters written at once
HELD = 500  # readings at hand while a story is written out: about 50 MB


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
