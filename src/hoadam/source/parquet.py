"""What pages a Parquet file holds, one a row: FineWeb-2, CulturaX, or our own column names."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hoadam.model.errors import BadConfig, BadPage
from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Item
from hoadam.source.day import Order
from hoadam.source.row import COLUMNS, Row, found_in_row
from hoadam.source.text import too_long

ROWS = 64  # rows held at once: 64 of the longest pages fit into a child's memory
DATES = 10_000  # rows whose dates are looked at for the order of day and month
MAGIC = b"PAR1"
BUFFER = 1 << 20  # bytes of a column read at a time: without it a whole row group is held (FineWeb-2's have 100 MB and more)


def pages_of(path: Path, limit: int, start: int = 0, stop: int | None = None) -> Iterator[Item]:
    """The pages of rows `start` to `stop`, numbered from 1 over the whole file; raises BadPage when it is no Parquet file of pages."""
    file = _opened(path)
    columns = _columns(file)
    order = _order(file)
    number = 0
    for group in range(file.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        if number + size <= start or (stop is not None and number >= stop):
            number += size
            continue
        for values in _rows(file, group, columns):
            number += 1
            if number > start and (stop is None or number <= stop):
                yield _page(values, str(path), number, limit, order)


def rows_of(path: Path) -> int:
    """How many rows the file has; raises BadPage when it is no Parquet file of pages."""
    file = _opened(path)
    _columns(file)
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


def _order(file: Any) -> Order:
    """Whether the file's dates put day or month first: by its first rows, whichever of them are asked for."""
    if "written" not in file.schema_arrow.names or not file.metadata.num_rows:
        return Order()
    batches = file.iter_batches(DATES, columns=["written"], use_threads=False)
    return Order(next(batches).column(0).to_pylist())


def _opened(path: Path) -> Any:
    pyarrow, pq = library()
    try:
        return pq.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)
    except FileNotFoundError:
        raise BadPage("there is no such file.") from None
    except (pyarrow.ArrowException, OSError) as error:
        raise BadPage(_what_is_wrong(path, error)) from None


def _what_is_wrong(path: Path, error: Exception) -> str:
    """Why the file cannot be opened: whether it ever was Parquet can be seen from its two ends."""
    if isinstance(error, OSError) and error.errno and error.errno > 0:
        return f"cannot be opened ({plainly(error)})."
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    if head == MAGIC:
        return "cannot be opened as Parquet: it is cut off or damaged. Make or fetch it again."
    return "cannot be opened as Parquet: it is no Parquet file. Give other kinds of pages under names that say so."


def _columns(file: Any) -> list[str]:
    """The columns that can be of use."""
    names = [name for name in file.schema_arrow.names if name in COLUMNS]
    texts = [name for name in ("text", "html") if name in names]
    if not texts:
        has = ", ".join(file.schema_arrow.names[:20])
        raise BadPage(f'has no column "text" or "html" (it has {has}). Name the column with the pages so.')
    pyarrow, _ = library()
    kinds = {name: file.schema_arrow.field(name).type for name in texts}
    if wrong := [name for name, kind in kinds.items() if not _is_text(kind, pyarrow.types)]:
        raise BadPage(f'its column "{wrong[0]}" holds {kinds[wrong[0]]}, not text. Give it the pages as text.')
    return names


def _is_text(kind: Any, types: Any) -> bool:
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind) or types.is_string_view(kind)) or (
        types.is_dictionary(kind) and _is_text(kind.value_type, types)
    )


def _page(values: dict[str, Any], name: str, number: int, limit: int, order: Order) -> Item:
    where = f"{name}:{number}"
    try:
        item = found_in_row(msgspec.convert(values, Row), name, number, order)
    except msgspec.ValidationError as error:
        return Unread(where, f"the row is no page ({plainly(error)}).")
    if item is None:
        return Unread(where, 'the row has neither "text" nor "html".')
    size = len(item.raw)
    return Unread(where, f"the row is {too_long(size, limit)}") if size > limit else item
