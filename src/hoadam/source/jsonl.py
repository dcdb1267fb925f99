"""What pages a file of JSON lines holds, one a line, packed with gzip or not."""

import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Literal

import msgspec

from hoadam.model.story import Unread
from hoadam.ports import Found
from hoadam.source.text import found, too_long

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")
_SKIP = 1 << 20


class Row(msgspec.Struct, frozen=True):
    """One line: keys that a crawler adds are let pass."""

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    written: str | None = None
    seen: str | None = None
    outlet: str | None = None


class JsonLines:
    """A .jsonl or .jsonl.gz file, or standard input."""

    def __init__(self, path: Path | None, limit: int) -> None:
        """The file at `path`, None for standard input; a line of more than `limit` bytes is not read."""
        self.path = path
        self.name = str(path) if path else "-"
        self.limit = limit

    def pages(self) -> Iterator[Found | Unread]:
        """Every line as found, or why it cannot be; a file that breaks off says so in one Unread of its own."""
        number = 0
        try:
            with self._opened() as file:
                for number, (line, size) in enumerate(_lines(file, self.limit), start=1):
                    if line is None:
                        yield Unread(f"{self.name}:{number}", f"the line is {too_long(size, self.limit)}")
                    elif line.strip():
                        yield self._page(line, number)
        except (OSError, EOFError, zlib.error) as error:
            yield Unread(self.name, _broken(error, number))

    def passed_over(self) -> Sequence[str]:
        """Nothing: every line counts."""
        return ()

    def _opened(self) -> AbstractContextManager[IO[bytes]]:
        if self.path is None:
            return nullcontext(sys.stdin.buffer)
        if self.path.name.lower().endswith(".gz"):
            return gzip.open(self.path, "rb")  # type: ignore[return-value]
        return self.path.open("rb")

    def _page(self, line: bytes, number: int) -> Found | Unread:
        where = f"{self.name}:{number}"
        try:
            row = _row(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return Unread(where, f"the line is no page in JSON ({error}).")
        raw = row.text if row.text is not None else row.html
        if raw is None:
            return Unread(where, 'the line has neither "text" nor "html".')
        written, notes = _day(row.written, "written")
        seen, more = _day(row.seen, "seen")
        name = str(row.id) if row.id is not None else f"{Path(self.name).name}:{number}"
        kind: Literal["text", "html"] = "text" if row.text is not None else "html"
        return found(Found(where, name, kind, raw, "", row.url, row.title, written, seen, row.outlet, notes + more))


_row: Callable[[bytes], Row] = msgspec.json.Decoder(Row).decode


def _lines(file: IO[bytes], limit: int) -> Iterator[tuple[bytes | None, int]]:
    """Each line and its length; None for a line over the limit, which is passed by without being held in memory."""
    first = True
    while line := file.readline(limit + 1):
        size = len(line)
        while not line.endswith(b"\n") and size > limit and (more := file.readline(_SKIP)):
            size += len(more)
            line = more
        yield (None if size > limit else line.removeprefix(b"\xef\xbb\xbf") if first else line), size
        first = False


def _day(value: str | None, key: str) -> tuple[str | None, tuple[str, ...]]:
    """The ISO day that `value` begins with; None and a note where it is something else."""
    if not value:
        return None, ()
    if match := _DAY.match(value):
        return match.group(), ()
    return None, (f'"{key}" is {value!r}, which is no day like 2023-09-24: not used.',)


def _broken(error: Exception, number: int) -> str:
    """The sentence for a file that cannot be opened or breaks off."""
    if isinstance(error, OSError) and error.errno:
        return f"cannot be opened ({error.strerror})."
    return f"is damaged and breaks off after line {number} ({error}); the lines before it were read."
