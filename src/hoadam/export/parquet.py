"""One row a report as Parquet, typed, for pandas, Polars, DuckDB or Spark: the columns of the CSV, days as days."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from hoadam.export.csv_ import COLUMNS, cells_of
from hoadam.model.errors import BadConfig
from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit

INTEGERS = frozenset((
    "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high", "outlets", "quote_start", "quote_end",
))  # fmt: skip
NUMBERS = frozenset(("lat", "lon"))
DAYS = frozenset(("earliest", "latest"))


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> bytes:
    """The file; raises BadConfig where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadConfig("parquet: needs pyarrow. Install it with `pip install 'hoadam[parquet]'`.") from error
    kinds = {name: pa.int64() for name in INTEGERS} | {name: pa.float64() for name in NUMBERS} | {name: pa.date32() for name in DAYS}
    rows = [dict(zip(COLUMNS, cells, strict=True)) for cells in cells_of(story, readings, kit, lang)]
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    columns = [pa.array([_value(name, row[name]) for row in rows], type=schema.field(name).type) for name in COLUMNS]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), out)
    return out.getvalue()


def _value(name: str, cell: Any) -> Any:
    if cell is None or name in INTEGERS | NUMBERS:
        return cell
    return _day(cell) if name in DAYS else str(cell)


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
