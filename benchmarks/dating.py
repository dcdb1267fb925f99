"""How often the day and the year of a page are told right, and at what share of pages: `python benchmarks/dating.py PAGES.jsonl[.gz]`.

Each line holds `title` (or nothing), `text` and the true day `written`; the program sees title and text only. Prints what is
answered as the program stands (a day, a month or a year alone; "within a day" counts days only), then the curve: the pages with the surest years first, and how many of them were right.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.packs.fold import folded
from hoadam.packs.load import load
from hoadam.read import actors, segment, times
from hoadam.read.dating.written import judged, weighed

SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1.0)


class Row(NamedTuple):
    """One page: the likeliest year's probability, and whether year, day and bounds are right."""

    sure: float
    year: bool
    near: bool
    told: bool
    told_year: bool
    told_near: bool
    held: bool


def records(path: Path) -> list[dict[str, Any]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode().split("\n") if line.strip()]


def row(record: dict[str, Any], tools: pipeline.Tools, lang: str, spent: list[float]) -> Row:
    """What the program says of a page, against the truth."""
    tongue = tools.tongue(lang)
    text = f"{record['title']}\n\n{record['text']}" if record.get("title") else record["text"]
    copy = folded(text)
    blocks = segment.segment(copy, tongue.cues)
    shapes, namings = times.find(copy, blocks, tongue.times), actors.find(copy, tongue.actors)
    start = time.process_time()
    own = weighed(Page("page", "page", text, lang=lang), copy, blocks, shapes, namings, tongue.almanac)[0]
    odds, found = own.odds, judged(own)
    spent.append(time.process_time() - start)
    truth = date.fromisoformat(record["written"])
    shares = odds.years()
    year = max(shares, key=lambda y: (shares[y], y))
    day = odds.best(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    value = found.value
    exact = date.fromisoformat(value) if value and len(value) == len("2000-01-01") else None
    return Row(
        shares[year], year == truth.year, abs(day - truth.toordinal()) <= 1, value is not None, value is not None and value[:4] == f"{truth.year}",
        exact is not None and abs((exact - truth).days) <= 1, (found.earliest or "") <= record["written"] <= (found.latest or ""),
    )  # fmt: skip


def part(rows: list[Row], right: list[bool]) -> str:
    return f"{sum(right) / max(1, len(rows)):.3f}"


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    pages, tools, spent = records(Path(sys.argv[1])), pipeline.prepare(load()), list[float]()
    rows = [row(record, tools, sys.argv[2] if len(sys.argv) > 2 else "vi", spent) for record in pages]
    told = [one for one in rows if one.told]
    print(
        f"pages {len(rows)}   answered {part(rows, [one.told for one in rows])}   of these: year {part(told, [one.told_year for one in told])}   "
        f"within a day {part(told, [one.told_near for one in told])}   bounds hold {part(rows, [one.held for one in rows])}"
    )
    print(f"dating alone: {1000 * sum(spent) / max(1, len(rows)):.2f} CPU-ms a page")
    print("coverage  least  mean  year right  day within one")
    ranked = sorted(rows, key=lambda one: -one.sure)
    for share in SHARES:
        top = ranked[: max(1, round(share * len(ranked)))]
        mean = sum(one.sure for one in top) / len(top)
        print(
            f"{share:8.2f}  {top[-1].sure:5.2f} {mean:5.2f}  {part(top, [one.year for one in top]):>10}  {part(top, [one.near for one in top]):>14}"
        )


if __name__ == "__main__":
    main()
