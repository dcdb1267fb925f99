"""How does a file come to its place whole or not at all, even when the program is killed or the power fails half-way?"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path


@contextmanager
def making(path: Path) -> Iterator[Path]:
    """A name beside `path` for a file while it is made, which is taken away at the end, as is what killed makers left there."""
    sweep(path)
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield half
    finally:
        for left in path.parent.glob(f"{escape(half.name)}*"):  # SQLite puts files of its own beside its files
            left.unlink(missing_ok=True)


def put(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write the file, whole or piece by piece, over one that is there; raises OSError, and leaves what was there then."""
    path = path.resolve()  # a link goes on pointing to it
    with making(path) as half:
        with half.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            half.chmod(path.stat().st_mode & 0o7777)
        half.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """The names in the folder are on the disk, where it can say so (not every file system can)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(path: Path) -> None:
    """Take away what makers of this file left beside it when they were killed."""
    for left in path.parent.glob(f".{escape(path.name)}.*.new*"):
        maker = left.name.removeprefix(f".{path.name}.").partition(".")[0]
        if maker.isdigit() and not _runs(int(maker)):
            with suppress(OSError):  # another user's, or another program was quicker
                left.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
