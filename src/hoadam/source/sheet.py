"""What pages a CSV file holds, one a row, its first row the names of the columns: those of JSON lines, and others that are let pass."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Item
from hoadam.source.row import COLUMNS, Row, dated
from hoadam.source.text import too_long

ENDS = (".csv", ".tsv")
MARKS = ",;\t|"  # what may part columns
HEAD = 65_536  # bytes looked at for the encoding and the mark
WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Sheet:
    """A .csv or .tsv file."""

    def __init__(self, path: Path, limit: int) -> None:
        """The file at `path`; a row of more than `limit` letters is not read."""
        self.path = path
        self.limit = limit

    def pages(self) -> Iterator[Item]:
        """Every row as found, or why it cannot be; a file that breaks off says so in one Unread of its own."""
        try:
            with self.path.open("rb") as file:
                yield from pages_of(file, str(self.path), self.limit)
        except OSError as error:
            yield Unread(str(self.path), f"cannot be opened ({plainly(error)}).")

    def passed_over(self) -> Sequence[str]:
        """Nothing: every row counts."""
        return ()


def pages_of(file: IO[bytes], name: str, limit: int) -> Iterator[Item]:
    """Every row as found, or why it cannot be."""
    head = file.read(HEAD)
    file.seek(0)
    codec = next((codec for mark, codec in WIDE if head.startswith(mark)), "utf-8-sig")
    first = head.decode(codec, "replace").split("\n", 1)[0]
    mark = max(MARKS, key=first.count) if any(mark in first for mark in MARKS) else ","
    columns = [column.strip().lower() for column in next(csv.reader([first.strip("\r")], delimiter=mark), [])]
    if not {"text", "html"} & set(columns):
        yield Unread(
            name, f'has no column "text" or "html" (it has {", ".join(columns)[:200] or "none"}). Name the column with the pages so.'
        )
        return
    csv.field_size_limit(limit + 1)  # (of the whole process; nothing else here reads CSV)
    with io.TextIOWrapper(file, codec, newline="") as lines:
        yield from dated(_rows(lines, columns, mark, name, limit), name, "the row has no text.")


def _rows(file: IO[str], columns: Sequence[str], mark: str, name: str, limit: int) -> Iterator[tuple[int, Row] | Item]:
    number = 0
    try:
        rows = csv.reader(file, delimiter=mark)
        next(rows)
        for number, row in enumerate(rows, start=1):
            if row:
                yield _row(dict(zip(columns, row, strict=False)), name, number, limit)
    except UnicodeError:
        yield Unread(name, f"breaks off after row {number}: it is not in UTF-8. Save it as CSV in UTF-8.")
    except csv.Error as error:
        reason = f"it {too_long(limit + 1, limit)}" if "limit" in str(error) else f"{plainly(error)}."
        yield Unread(name, f"breaks off after row {number}: what comes next cannot be parted into columns ({reason.rstrip('.')}).")


def _row(values: dict[str, str], name: str, number: int, limit: int) -> tuple[int, Row] | Unread:
    row = Row(**{key: value for key, value in values.items() if key in COLUMNS and value.strip()})
    return Unread(f"{name}:{number}", f"the row is {too_long(row.size, limit)}") if row.size > limit else (number, row)
