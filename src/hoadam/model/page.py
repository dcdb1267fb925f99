"""A page as found, and its parts: blocks in zones, grouped into stories."""

from typing import Literal

from hoadam.model.base import Record, Span

Zone = Literal["headline", "lede", "body", "caption", "byline", "related", "sidebar", "furniture"]
ARTICLE: tuple[Zone, ...] = ("headline", "lede", "body")


class Page(Record, frozen=True):
    """One page: `text` exactly as found; `id` is the sha256 of it; `source` the file or record it came from.

    `written` is a trusted publication day and `seen` the day it was crawled (an upper bound), both ISO days or None.
    """

    id: str
    source: str
    text: str
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    written: str | None = None
    seen: str | None = None
    outlet: str | None = None
    notes: tuple[str, ...] = ()


class Block(Span, frozen=True):
    """One line (or paragraph) of a page: its zone, the story it belongs to, and the offset of the block that it repeats."""

    zone: Zone
    story: int = 0
    repeats: int | None = None
    why: str = ""

    @property
    def is_article(self) -> bool:
        """True when the block tells a story (its own or an appended one), not what stands around it."""
        return self.zone in ARTICLE
