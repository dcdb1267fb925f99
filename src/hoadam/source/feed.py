"""What pages an RSS or Atom file holds: each entry with the text that the feed itself gives."""

import io
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import IO, Any, Literal

from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source.text import found, too_long

NO_FEED = "an XML file that is no feed"
EMPTY = "a feed without an entry"
HEADLINE = "an entry of a feed that has no text, only a headline"
ONLY = "Only the feed's summary of the page is here."


def pages_of(file: IO[bytes], name: str, limit: int, *, follow: bool = False) -> Iterator[Item]:
    """Every entry of the feed in its order, or why it is no page; with `follow`, one that has a link and not its whole text is empty."""
    raw = file.read(limit + 1)
    if len(raw) > limit:
        yield Unread(name, f"the feed is {too_long(len(raw), limit)}")
        return
    import feedparser

    try:
        made = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # an encoding whose name is no text, tags that cross each other
        yield Unread(name, f"the feed is broken ({plainly(error)}).")
        return
    if not made.get("version"):  # of some broken files the library says nothing at all
        yield Passed(name, NO_FEED)
        return
    outlet = made.feed.get("title") or None
    for number, entry in enumerate(made.entries, start=1):
        yield _page(entry, name, number, outlet, follow=follow)
    if not made.entries:
        wrong = made.get("bozo_exception")
        yield Unread(name, f"the feed is broken ({plainly(wrong)}).") if wrong else Passed(name, EMPTY)


def _page(entry: Any, name: str, number: int, outlet: str | None, *, follow: bool) -> Item:
    where = f"{name}:{number}"
    title = entry.get("title") or None
    written = day_in(entry.get("published") or entry.get("updated") or "")
    content = [one for one in entry.get("content", ()) if one.get("value")]
    if follow and not content and entry.get("link"):
        return Found(where, where, "html", b"", "", entry.link, title, written, None, outlet)
    raw, media, notes = (content[0].value, content[0].get("type", ""), ()) if content else (*_summary(entry), (ONLY,))
    if not raw:
        return Passed(where, HEADLINE)
    kind: Literal["text", "html"] = "html" if "html" in media or "<" in raw else "text"
    if kind == "html":
        raw = f"<html><head></head><body><article>{raw if '<p' in raw.lower() else f'<p>{raw}</p>'}</article></body></html>"
    return found(Found(where, f"{PurePath(name).name}:{number}", kind, raw, "", entry.get("link"), title, written, None, outlet, notes))


def _summary(entry: Any) -> tuple[str, str]:
    return entry.get("summary") or "", entry.get("summary_detail", {}).get("type", "")


def day_in(words: str) -> str | None:
    """The ISO day of a feed's time, where it was written (not moved to another time zone); None where it is none."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return parse(words.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
