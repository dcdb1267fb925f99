"""How is packed data read without falling for a bomb? As a stream, and never more than so many times what was packed."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

from hoadam.model.errors import BadPage

RATIO = 200  # news pages pack to a fifth or a tenth; gzip can do a thousandth at most, zstd far less
FREE = 1 << 20  # bytes that may come out whatever went in: a small file of one repeated line is no bomb
RECORD = 20_000_000  # bytes that one record may unpack to
WINDOW = 1 << 27  # bytes of memory that a zstd stream may ask for
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


class Bomb(BadPage):
    """What was packed unpacks to far too much."""


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, file: IO[bytes]) -> None:
        """The same bytes as `file`."""
        self.file = file
        self.taken = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """How many bytes were put into the buffer."""
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class Guarded(io.RawIOBase):
    """An unpacked stream that stops with Bomb where it gives more than RATIO times what it took."""

    def __init__(self, unpacked: IO[bytes], packed: Counted) -> None:
        """The bytes of `unpacked`, which reads from `packed`."""
        self.unpacked = unpacked
        self.packed = packed
        self.given = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """How many bytes were put into the buffer; raises Bomb."""
        data = self.unpacked.read(min(len(buffer), 1 << 16))
        buffer[: len(data)] = data
        self.given += len(data)
        check_ratio(self.given, self.packed.taken)
        return len(data)


def check_ratio(given: int, taken: int) -> None:
    """Raises Bomb where so much came out of so little."""
    if given > FREE and given > RATIO * taken:
        raise Bomb(f"unpacks to more than {RATIO} times its size; the rest of it was not read.")


@contextmanager
def unpacked(path: Path | None) -> Iterator[IO[bytes]]:
    """The bytes of a file or of standard input (None), unpacked where they are gzip or zstd by their first bytes."""
    with nullcontext(sys.stdin.buffer) if path is None else path.open("rb") as file:
        named = path.name.lower() if path else ""
        if (named.endswith(".gz") and not _starts(file, GZIP)) or (named.endswith(".zst") and not _starts(file, ZSTD)):
            raise zlib.error("its name says that it is packed, and it is not")
        yield unpacking(file)


def _starts(file: IO[bytes], magic: bytes) -> bool:
    return file.peek(len(magic))[: len(magic)] == magic  # type: ignore[attr-defined, no-any-return]


def unpacking(file: IO[bytes]) -> IO[bytes]:
    """The bytes of a stream, unpacked where they are gzip or zstd by their first bytes; raises Bomb while they are read."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(Counted(file))  # type: ignore[type-var]
    head = b""
    with suppress(OSError):
        head = buffered.peek(len(ZSTD))[: len(ZSTD)]
    if not head.startswith((GZIP, ZSTD)):
        return buffered
    counted = Counted(buffered)
    return io.BufferedReader(Guarded(_opened(counted, head), counted), 1 << 16)  # type: ignore[type-var]


def _opened(packed: Counted, head: bytes) -> IO[bytes]:
    if head.startswith(GZIP):
        return gzip.GzipFile(fileobj=packed, mode="rb")  # type: ignore[return-value]
    import zstandard

    whole = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    reader = whole.stream_reader(packed, read_across_frames=True, closefd=False)  # type: ignore[arg-type]
    return io.BufferedReader(_Zstd(reader))  # type: ignore[type-var]


class _Zstd(io.RawIOBase):
    """A zstd stream whose faults are like those of a gzip stream."""

    def __init__(self, reader: IO[bytes]) -> None:
        self.reader = reader

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        import zstandard

        try:
            data = self.reader.read(len(buffer))
        except zstandard.ZstdError as error:
            raise zlib.error(str(error)) from None
        buffer[: len(data)] = data
        return len(data)
