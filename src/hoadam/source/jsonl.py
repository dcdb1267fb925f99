"""What pages a file of JSON lines holds, one a line, packed with gzip or zstd or not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Item
from hoadam.source.row import Row, dated
from hoadam.source.text import too_long
from hoadam.source.unpack import DAMAGED, Bomb, unpacked

_SKIP = 1 << 20
NO_LINES = "is JSON, but not one object a line. Make lines of it (`jq -c '.[]' FILE.json > FILE.jsonl` for a list) and give those."
NO_JSON = 'standard input takes JSON lines, one page a line ({"text": "…"}), and here is none. Save it as a file and name that.'


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
                if self.path is None and _is_other(file):
                    yield Unread(self.name, NO_JSON)
                else:
                    yield from pages_of(file, self.name, self.limit)
        except DAMAGED as error:
            yield Unread(self.name, f"is damaged ({plainly(error)}).")
        except OSError as error:
            yield Unread(self.name, f"cannot be opened ({plainly(error)}).")

    def passed_over(self) -> Sequence[str]:
        """Nothing: every line counts."""
        return ()


def _is_other(file: IO[bytes]) -> bool:
    """True when the stream begins with something, and no line of that may begin JSON: a text piped in, which would fail line by line."""
    lines = [line.strip() for line in file.peek(1).removeprefix(b"\xef\xbb\xbf").split(b"\n")]  # type: ignore[attr-defined]
    return any(lines) and not any(line.startswith((b"{", b"[")) for line in lines)


def pages_of(file: IO[bytes], name: str, limit: int) -> Iterator[Item]:
    """Every line of the stream as found, or why it cannot be."""
    return dated(_rows(file, name, limit), name, 'the line has neither "text" nor "html".')


def _rows(file: IO[bytes], name: str, limit: int) -> Iterator[tuple[int, Row] | Item]:
    number = 0
    held = b""  # the first line, where it may be that of JSON over many lines: the second tells
    try:
        for number, (line, size) in enumerate(_lines(file, limit), start=1):
            if line is None:
                yield Unread(f"{name}:{number}", f"the line is {too_long(size, limit)}")
            elif number == 1 and (line.strip() == b"{" or line.lstrip().startswith(b"[")):
                held = line
            elif line.strip():
                row = _read(line, name, number)
                if held and isinstance(row, Unread):
                    break
                if held:
                    yield _read(held, name, 1)
                    held = b""
                yield row
    except Bomb as bomb:
        yield Unread(name, f"breaks off after line {number}: it {bomb}")
    except DAMAGED as error:
        yield Unread(name, f"is damaged and breaks off after line {number} ({plainly(error)}); the lines before it were read.")
    if held:
        yield Unread(name, NO_LINES)


def _read(line: bytes, name: str, number: int) -> tuple[int, Row] | Unread:
    try:
        return number, _row(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return Unread(f"{name}:{number}", f"the line is no page in JSON ({plainly(error)}).")


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
