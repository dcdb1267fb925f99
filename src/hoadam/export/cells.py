"""What may stand in a cell of a spreadsheet: text that it would not run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what spreadsheets take for the beginning of a formula


def safe(cell: object) -> str:
    """The cell as text; an apostrophe before what a spreadsheet would run."""
    words = "" if cell is None else str(cell).replace("\x00", "")
    return "'" + words if words.startswith(FORMULA) and not isinstance(cell, (int, float)) else words


def sheet(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A CSV file with a header, line by line, every cell safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in chain([columns], rows):
        writer.writerow([safe(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
