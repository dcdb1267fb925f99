"""What does a table of rows look like as CSV, so that no spreadsheet runs what a page says?"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Cells = Mapping[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Sequence[Cells], *, header: bool = True) -> str:
    """The rows as CSV; a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows and header:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, list | tuple):
        return "; ".join(str(_flat(item)) for item in value)
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return value


def _flat(item: object) -> object:
    return msgspec.json.encode(item).decode() if isinstance(item, dict) else _cell(item)
