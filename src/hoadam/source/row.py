"""Which page does a row of a crawl hold? Our own keys, and those of FineWeb-2 and CulturaX."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from hoadam.ports import Found
from hoadam.source.text import found

_DAY = re.compile(r"(\d{4})([-/])(\d{2})\2(\d{2})(?=$|[T ])")


class Row(msgspec.Struct, frozen=True):
    """One row: keys that a crawler adds are let pass.

    FineWeb-2 has `text id dump url date …`, its date that of the crawl; CulturaX `text timestamp url source`, the time of the crawl.
    """

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    written: str | None = None
    seen: str | None = None
    outlet: str | None = None
    dump: Any = None
    date: Any = None
    timestamp: Any = None


COLUMNS = Row.__struct_fields__


def found_in_row(row: Row, file: str, number: int) -> Found | None:
    """The page in the row; None where it has neither text nor HTML."""
    raw = row.text if row.text is not None else row.html
    if raw is None:
        return None
    kind: Literal["text", "html"] = "text" if row.text is not None else "html"
    written, notes = day_of(row.written, "written")
    seen, more = day_of(row.seen, "seen")
    crawled = row.timestamp if row.timestamp is not None else row.date if row.dump is not None else None
    if seen is None and crawled is not None:
        seen, _ = day_of(str(crawled), "date")
    name = str(row.id) if row.id is not None else f"{Path(file).name}:{number}"
    where = f"{file}:{number}"
    return found(Found(where, name, kind, raw, "", row.url, row.title, written, seen, row.outlet, notes + more))


def day_of(value: str | None, key: str) -> tuple[str | None, tuple[str, ...]]:
    """The ISO day that `value` begins with; None and a note where it is something else."""
    if not value:
        return None, ()
    if match := _DAY.match(value):
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat(), ()
        except ValueError:
            pass
    return None, (f'"{key}" is {value[:40]!r}, which is no day like 2023-09-24: not used.',)
