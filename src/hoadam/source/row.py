"""Which page does a row of a crawl hold? Our own keys, and those of FineWeb-2 and CulturaX."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from hoadam.model.story import Unread
from hoadam.ports import Found, Item
from hoadam.source.day import Order, day_of, held_back
from hoadam.source.text import found


class Row(msgspec.Struct, frozen=True):
    """One row: keys that a crawler adds are let pass.

    FineWeb-2 has `text id dump url date …`, its date that of the crawl; CulturaX `text timestamp url source`, the time of the crawl.
    """

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    written: Any = None
    seen: Any = None
    outlet: str | None = None
    dump: Any = None
    date: Any = None
    timestamp: Any = None

    @property
    def size(self) -> int:
        """How many letters it holds."""
        return len(self.text or "") + len(self.html or "")


COLUMNS = Row.__struct_fields__


def dated(rows: Iterable[tuple[int, Row] | Item], file: str, nothing: str) -> Iterator[Item]:
    """The page in each numbered row, their dates read as the others of the file allow; `nothing` is said of a row without a page."""
    order = Order()
    for one in held_back(rows, order, _date_of, lambda one: one[1].size if isinstance(one, tuple) else 0):
        if isinstance(one, tuple):
            number, row = one
            yield found_in_row(row, file, number, order) or Unread(f"{file}:{number}", nothing)
        else:
            yield one


def _date_of(one: tuple[int, Row] | Item) -> Any:
    return (one[1].written or one[1].seen) if isinstance(one, tuple) else None


def found_in_row(row: Row, file: str, number: int, order: Order | None = None) -> Found | None:
    """The page in the row; None where it has neither text nor HTML. `order` says whether the file's dates put day or month first."""
    raw = row.text if row.text is not None else row.html
    if raw is None:
        return None
    kind: Literal["text", "html"] = "text" if row.text is not None else "html"
    written, notes = day_of(row.written, "written", order, lambda: _is_vietnamese(raw))
    seen, more = day_of(row.seen, "seen", order, lambda: _is_vietnamese(raw))
    crawled = row.timestamp if row.timestamp is not None else row.date if row.dump is not None else None
    if seen is None and crawled is not None:
        seen, _ = day_of(crawled, "date", order)
    name = str(row.id) if row.id is not None else f"{Path(file).name}:{number}"
    where = f"{file}:{number}"
    return found(Found(where, name, kind, raw, "", row.url, row.title, written, seen, row.outlet, notes + more))


def _is_vietnamese(text: str) -> bool:
    from hoadam.source import encoding  # its tables are big, and hardly any row needs them

    return encoding.likeness(text) >= encoding.SHARE
