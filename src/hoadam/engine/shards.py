"""How is one part of a big input read and kept? As a Parquet file named by the hash of what it was made from."""

import hashlib
import os
import pickle
import platform
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any

import msgspec

from hoadam.confine import Limits
from hoadam.engine.child import Reader
from hoadam.engine.here import Job
from hoadam.model.errors import BadConfig, StoreError
from hoadam.model.plainly import plainly
from hoadam.model.story import Reading
from hoadam.ports import Found, Item, Outcome, Tally
from hoadam.whole import settle
from hoadam.wire import line_of

KEY = 32  # letters of the hash in a name: no two parts of a million million share them
HELD = 8 << 20  # letters of readings held before they are written: parts stay small in memory, however long their pages
HALF = ".new"  # how the name of a part ends that is being written
COLUMNS = ("where", "source", "status", "reason", "page", "events", "reading")


def kept(items: Callable[[], Iterable[Item]], make: Callable[[], Job], rules: str, out: Path) -> Tally:
    """What became of the items, which are read only where no file in `out` says so already.

    The items are gone through twice: once for their hash, which costs a hundredth of reading them.
    """
    key = _key(items(), rules)
    path = out / f"part-{key}.parquet"
    if path.exists():
        return _tally_of(path)
    reader = _reader(pickle.dumps(make), get_ident(), os.getpid())
    _write(path, (_row(reader.read(item)) for item in items()), rules)
    return msgspec.structs.replace(_tally_of(path), made=1)


def _key(items: Iterable[Item], rules: str) -> str:
    total = hashlib.sha256(rules.encode())
    for item in items:
        words = (item.where, item.digest) if isinstance(item, Found) else (item.source, item.reason)
        total.update(msgspec.msgpack.encode(words))
    return total.hexdigest()[:KEY]


@lru_cache(maxsize=64)
def _reader(make: bytes, thread: int, process: int) -> Reader:  # noqa: ARG001  (no thread may share another's child)
    return Reader(pickle.loads(make), Limits())  # noqa: S301  (just pickled, in this process)


def _row(outcome: Outcome) -> dict[str, Any]:
    result = outcome.result
    if isinstance(result, Reading):
        line = line_of(result).decode()
        values: tuple[Any, ...] = (outcome.where, result.page.source, "read", None, result.page.id, len(result.events), line)
    else:
        status = type(result).__name__.lower()
        values = (outcome.where, outcome.found.source if outcome.found else None, status, result.reason, None, 0, None)
    return dict(zip(COLUMNS, values, strict=True))


def _write(path: Path, rows: Iterable[dict[str, Any]], rules: str) -> None:
    """The rows as a file that is there whole or not at all; the same rows give the same bytes."""
    pa, pq = library()
    text = [(name, pa.int32() if name == "events" else pa.string()) for name in COLUMNS]
    schema = pa.schema(text, metadata={"rules": rules})
    half = path.with_name(f".{path.name}.{platform.node()}.{os.getpid()}.{get_ident()}{HALF}")  # machines may share the folder
    try:
        with half.open("wb") as file:
            with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                for some in _grouped(rows):
                    writer.write_table(pa.Table.from_pylist(some, schema=schema))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        settle(path.parent)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({plainly(error)}). Nothing is lost; make room and run the same command again."
        ) from error
    finally:
        half.unlink(missing_ok=True)


def _grouped(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows in lists that grow no longer than HELD letters and one row."""
    some: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row["reading"] or "")
        if size > HELD:
            yield some
            some, size = [], 0
    if some:
        yield some


def _tally_of(path: Path) -> Tally:
    found = library()[1].read_table(path, columns=["status", "events"]).to_pydict()
    counts = {status: found["status"].count(status) for status in ("read", "unread", "passed")}
    return Tally((path.name,), len(found["status"]), counts["read"], counts["unread"], counts["passed"], sum(found["events"]))


def library() -> tuple[Any, Any]:
    """The library pyarrow and its part for Parquet; raises BadConfig where it is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet as pq
    except ImportError:
        raise BadConfig("Parquet needs the library pyarrow: pip install 'hoadam[parquet]'.") from None
    return pa, pq
