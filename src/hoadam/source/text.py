"""What one file or record holds: bytes found, and the page they open into."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Found, Item
from hoadam.source.kinds import no_page

HTML_NAMES = (".html", ".htm", ".xhtml")


class FileSource:
    """One text or HTML file: one page."""

    def __init__(self, path: Path, limit: int) -> None:
        """The file at `path`; one of more than `limit` bytes is not read."""
        self.path = path
        self.limit = limit

    def pages(self) -> Iterator[Item]:
        """The file as found, or why it cannot be."""
        try:
            with self.path.open("rb") as file:
                raw = file.read(self.limit + 1)
        except OSError as error:
            yield Unread(str(self.path), f"cannot be opened ({plainly(error)}).")
            return
        if len(raw) > self.limit:
            yield Unread(str(self.path), too_long(self.path.stat().st_size, self.limit))
            return
        kind: Literal["text", "html"] = "html" if self.path.name.lower().endswith(HTML_NAMES) else "text"
        yield found(Found(str(self.path), self.path.name, kind, raw, digest=""))

    def passed_over(self) -> Sequence[str]:
        """Nothing: the file was asked for by name."""
        return ()


def too_long(size: int, limit: int) -> str:
    """The sentence for a page over the limit."""
    return f"{size / 1e6:,.0f} MB long, and a page may have {limit / 1e6:,.0f} MB at most (page_mb in hoadam.toml)."


def found(item: Found) -> Found:
    """The same with its digest: the sha256 of its bytes, its kind and what came with it, but not of where it lies."""
    raw = item.raw.encode("utf-8", "surrogatepass") if isinstance(item.raw, str) else item.raw
    total = hashlib.sha256(raw)
    total.update(msgspec.json.encode([item.kind, item.url, item.title, item.written, item.seen, item.outlet, isinstance(item.raw, str)]))
    return msgspec.structs.replace(item, digest=total.hexdigest())


def opened(item: Found) -> Page:
    """The page in it; raises BadPage when it is empty or cannot be decoded."""
    if isinstance(item.raw, bytes) and (kind := no_page(item.raw)):
        raise BadPage(f"is {kind}")
    page = _html_page(item) if item.kind == "html" else _text_page(item)
    if not page.text.strip():
        raise BadPage("there is no text in it.")
    written, seen = item.written or page.written, item.seen or page.seen
    written, doubts = (None, (_too_late(written, seen),)) if written and seen and _is_after(written, seen) else (written, ())
    return msgspec.structs.replace(
        page,
        id=page_id(page.text),
        url=item.url or page.url,
        title=item.title or page.title,
        written=written,
        seen=seen,
        outlet=item.outlet or page.outlet,
        notes=(*page.notes, *item.notes, *doubts),
    )


def _is_after(written: str, seen: str) -> bool:
    """True where the page would be younger than its crawl, and more than another time zone makes it."""
    return date.fromisoformat(written) > date.fromisoformat(seen) + timedelta(1)


def _too_late(written: str, seen: str) -> str:
    return f"The day given, {written}, is after the day of the crawl, {seen}: not used."


def _text_page(item: Found) -> Page:
    if isinstance(item.raw, str):
        return Page(page_id(item.raw), item.source, item.raw)
    if not item.raw.strip():
        raise BadPage("the file is empty.")
    from hoadam.source import encoding  # its tables are big, and JSON lines do without them

    text, notes = encoding.decode(item.raw)
    return Page(page_id(text), item.source, text, notes=tuple(notes))


def _html_page(item: Found) -> Page:
    if not item.raw.strip():
        raise BadPage("the file is empty.")
    from hoadam.source.html import page_from_html  # takes half a second, which plain text need not wait for

    return page_from_html(item.raw, item.source, item.url)


def page_id(text: str) -> str:
    """The id of a page: "sha256" and the hash of its text as found."""
    return "sha256" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
