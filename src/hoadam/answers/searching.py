"""Which pages have these words, and which episodes do they report?"""

import re

from hoadam.model.base import Record
from hoadam.ports import Entry, Hit, Store

SHOWN = 3  # episodes named under a page
_WORD = re.compile(r'"[^"]+"|[^\s"]+')


class Found(Record, frozen=True):
    """A page that has the words, and some of the episodes that it reports."""

    hit: Hit
    entries: tuple[Entry, ...]


class Search(Record, frozen=True):
    """The answer: pages with the same accents first; `more` when there may be others; which words are `missing` where there is none."""

    words: str
    found: tuple[Found, ...]
    more: bool
    missing: tuple[str, ...] = ()


def missing(store: Store, words: str) -> tuple[str, ...]:
    """Those of the words and phrases that no page has."""
    return tuple(one for one in dict.fromkeys(_WORD.findall(words)) if not store.search(one, 1))


def search(store: Store, words: str, limit: int) -> Search:
    """The pages that hold all the words."""
    hits = store.search(words, limit + 1) if words.strip() else []
    ids = dict.fromkeys(key for hit in hits[:limit] for key in hit.episodes[:SHOWN])
    told = {entry.episode.id: entry for entry in store.entries(list(ids))}  # of all pages at once: each question to a store has its price
    shown = [Found(hit, tuple(told[key] for key in hit.episodes[:SHOWN] if key in told)) for hit in hits[:limit]]
    return Search(words, tuple(shown), len(hits) > limit, () if hits else missing(store, words))
