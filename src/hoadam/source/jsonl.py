"""What pages a file of JSON lines holds, one a line, packed with gzip or zstd or not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from hoadam.model.story import Unread
from hoadam.ports import Item
from hoadam.source.row import Row, found_in_row
from hoadam.source.text import too_long
from hoadam.source.unpack import DAMAGED, Bomb, unpacked

_SKIP = 1 << 20


class JsonLines:
    """A .jsonl, .jsonl.gz or .jsonl.zst file, or standard input."""

    def __init__(self, path: Path | None, limit: int) -> None:
        """The file at `path`, None for standard input; a line of more than `limit` bytes is not read."""
        self.path = path
        self.name = str(path) if path else "-"
        self.limit = limit

    def pages(self) -> Iterator[Item]:
        """Every line as found, or why it cannot be; a file that breaks off says so in one Unread of its own."""
        try:
            with unpacked(self.path) as file:
                yield from pages_of(file, self.name, self.limit)
        except DAMAGED as error:
            yield Unread(self.name, f"is damaged ({error}).")
        except OSError as error:
            yield Unread(self.name, f"cannot be opened ({error.strerror or error}).")

    def passed_over(self) -> Sequence[str]:
        """Nothing: every line counts."""
        return ()


def pages_of(file: IO[bytes], name: str, limit: int) -> Iterator[Item]:
    """Every line of the stream as found, or why it cannot be."""
    number = 0
    try:
        for number, (line, size) in enumerate(_lines(file, limit), start=1):
            if line is None:
                yield Unread(f"{name}:{number}", f"the line is {too_long(size, limit)}")
            elif line.strip():
                yield _page(line, name, number)
    except Bomb as bomb:
        yield Unread(name, f"breaks off after line {number}: it {bomb}")
    except DAMAGED as error:
        yield Unread(name, f"is damaged and breaks off after line {number} ({error}); the lines before it were read.")


def _page(line: bytes, name: str, number: int) -> Item:
    where = f"{name}:{number}"
    try:
        item = found_in_row(_row(line), name, number)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return Unread(where, f"the line is no page in JSON ({error}).")
    return item or Unread(where, 'the line has neither "text" nor "html".')


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
