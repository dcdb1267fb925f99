"""What pages a Parquet file holds, one a row: FineWeb-2, CulturaX, or our own column names."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hoadam.model.errors import BadConfig, BadPage
from hoadam.model.story import Unread
from hoadam.ports import Item
from hoadam.source.row import COLUMNS, Row, found_in_row
from hoadam.source.text import too_long

ROWS = 64  # rows held at once: 64 of the longest pages fit into a child's memory
BUFFER = 1 << 20  # bytes of a column read at a time: without it a whole row group is held (FineWeb-2's have 100 MB and more)


def pages_of(path: Path, limit: int, start: int = 0, stop: int | None = None) -> Iterator[Item]:
    """The pages of rows `start` to `stop`, numbered from 1 over the whole file; raises BadPage when it is no Parquet file of pages."""
    file = _opened(path)
    columns = _columns(file, path)
    number = 0
    for group in range(file.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        if number + size <= start or (stop is not None and number >= stop):
            number += size
            continue
        for values in _rows(file, group, columns):
            number += 1
            if number > start and (stop is None or number <= stop):
                yield _page(values, str(path), number, limit)


def rows_of(path: Path) -> int:
    """How many rows the file has; raises BadPage when it is no Parquet file of pages."""
    file = _opened(path)
    _columns(file, path)
    return int(file.metadata.num_rows)


def _rows(file: Any, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(ROWS, row_groups=[group], columns=columns, use_threads=False):
        yield from batch.to_pylist()


def library() -> tuple[Any, Any]:
    """The library pyarrow and its part for Parquet; raises BadConfig where it is not installed."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # the others reserve more address space than a child may have
    try:
        import pyarrow as pa
        from pyarrow import parquet as pq
    except ImportError:
        raise BadConfig("Parquet needs the library pyarrow: pip install 'hoadam[parquet]'.") from None
    return pa, pq


def _opened(path: Path) -> Any:
    pyarrow, pq = library()
    try:
        return pq.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)
    except (pyarrow.ArrowException, OSError) as error:
        raise BadPage(f"cannot be opened as Parquet ({str(error).splitlines()[0][:200]}).") from None


def _columns(file: Any, path: Path) -> list[str]:
    """The columns that can be of use."""
    names = [name for name in file.schema_arrow.names if name in COLUMNS]
    if not {"text", "html"} & set(names):
        raise BadPage(f'{path.name} has no column "text" or "html" (it has {", ".join(file.schema_arrow.names[:20])}).')
    return names


def _page(values: dict[str, Any], name: str, number: int, limit: int) -> Item:
    where = f"{name}:{number}"
    try:
        item = found_in_row(msgspec.convert(values, Row), name, number)
    except msgspec.ValidationError as error:
        return Unread(where, f"the row is no page ({error}).")
    if item is None:
        return Unread(where, 'the row has neither "text" nor "html".')
    size = len(item.raw)
    return Unread(where, f"the row is {too_long(size, limit)}") if size > limit else item
