"""Which page files are new or changed, and whole? Looked at again and again: network disks tell nobody, and files grow for a while."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hoadam.model.errors import BadConfig
from hoadam.source.folder import page_files

Stamps = dict[str, tuple[int, int]]  # path: bytes, and the time of the last change


def changed(paths: Sequence[str], wait: Callable[[], object]) -> Iterator[list[str]]:
    """The files that are new or have changed and were the same at two looks in a row, each time there are some; never ends.

    `wait` passes the time between two looks. Raises BadConfig at once where a path is not there to begin with.
    """
    if missing := [path for path in paths if not Path(path).exists()]:
        raise BadConfig(f"{missing[0]}: there is no such file or folder to watch. Addresses and standard input cannot be watched.")
    return _looks(paths, wait)


def _looks(paths: Sequence[str], wait: Callable[[], object]) -> Iterator[list[str]]:
    before: Stamps = {}
    done: Stamps = {}
    while True:
        now = _stamps(paths)
        ready = {path: stamp for path, stamp in now.items() if before.get(path) == stamp and done.get(path) != stamp}
        done = {path: stamp for path, stamp in done.items() if path in now} | ready
        before = now
        if ready:
            yield list(ready)
        wait()


def _stamps(paths: Sequence[str]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        for file in page_files(path):
            try:
                state = file.stat()
            except OSError:
                continue  # gone since, or not to be looked at
            found[str(file)] = (state.st_size, state.st_mtime_ns)
    return found
