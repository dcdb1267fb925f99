"""Which page does an HTML document hold? Decoded here, taken apart in a child process, checked and put together here."""

import hashlib
import os
from functools import cache

from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.source import encoding
from hoadam.source.worker import Extracted, Worker


def page_from_html(raw: str | bytes, source: str, url: str | None = None) -> Page:
    """The page of an HTML document: main text a paragraph a line, with what its header says; raises BadPage.

    `notes` say what was repaired, put back or done without.
    """
    text, notes = encoding.decode(raw) if isinstance(raw, bytes) else encoding.repaired(raw)
    if "<" not in text:
        raise BadPage("there is no HTML in it (not one tag).")
    found = _worker(os.getpid()).extract(text, url)
    return Page(
        id="sha256" + hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest(),
        source=source,
        text=found.text,
        url=url or found.url,
        title=found.title,
        lang=found.lang,
        written=found.written,
        outlet=found.outlet,
        notes=(*notes, *found.notes),
    )


@cache
def _worker(pid: int) -> Worker:  # noqa: ARG001  (a forked process must not share its parent's child)
    """The child process of this process, started at the first page."""
    return Worker()


__all__ = ["Extracted", "page_from_html"]
