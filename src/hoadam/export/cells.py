"""What may stand in a cell of a spreadsheet: text that it would not run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what spreadsheets take for the beginning of a formula


def safe(cell: object) -> str:
    """The cell as text; an apostrophe before what a spreadsheet would run."""
    words = "" if cell is None else str(cell).replace("\x00", "")
    return "'" + words if words.startswith(FORMULA) and not isinstance(cell, (int, float)) else words


def sheet(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV file with a header, every cell safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
