"""What would telling 100 million pages on a cluster take? Measured on readings of real pages, and worked out from there.

    hoadam read PAGES.jsonl.gz > readings.jsonl
    python benchmarks/cluster.py readings.jsonl [more.jsonl …] [--pages 100e6] [--out FILE]

Telling compares reports within blocks (tell/episodes/near.py): of one family of types, one country and overlapping days. On a cluster these blocks are what is
shuffled: each row goes to the worker that has its block. For each file of readings, and for a third and a ninth of it, this counts the rows and their bytes, the blocks
and the hottest of them, the pairs that are linked and the components that they form, and how each grows. Then the rows are dealt out as they would be for so many
pages: a block is cut by time into slices of a month, each with the days before it that can reach into it, and the slices are given to workers by a hash. What the
busiest worker has over the mean is the skew. Processor time is that of this machine. Writes JSON to benchmarks/results/.
"""

import argparse
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import pipeline
from hoadam.model.shelf import Book, Slip, blank
from hoadam.model.story import Reading
from hoadam.packs.load import load
from hoadam.tell.episodes.near import REACH
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results" / "cluster.json"
PARTS = (9, 3, 1)  # of the pages: a ninth, a third, all
SLICE = 30  # days of one block that one worker has at a time
WORKERS = (64, 256, 1024)
NARROW = ("f", "c", "u")  # the blocks within which every two are compared; the others are looked up by key
READ_MS, SERVED = 16.0, 0.7  # milliseconds of the processor for a page (read_speed.py); share of a cluster's time that is work
NET = 1e9  # bytes a second that a machine of 64 cores sends
Row = dict[str, Any]


def size(value: object) -> int:
    """Bytes of a thing as it would be sent."""
    return len(msgspec.msgpack.encode(value))


def grown(readings: Sequence[Reading], tools: pipeline.Tools) -> tuple[Book, float, int]:
    """The book of these pages, the seconds of the processor that it took, and how many episodes came of it."""
    book, start = blank(), time.process_time()
    told, _ = pipeline.grow(book, {one.page.id: one for one in readings}, lambda _: (), tools)
    return book, time.process_time() - start, len(told)


def slips(shelf: Any) -> list[Slip]:
    """All that stands on a shelf in memory."""
    return [slip for some in shelf.owned.values() for slip in some]


def components(edges: Iterable[Slip]) -> Counter[str]:
    """How many nodes each component has that is linked by edges."""
    chief: dict[str, str] = {}

    def root(one: str) -> str:
        while chief.setdefault(one, one) != one:
            chief[one] = chief[chief[one]]
            one = chief[one]
        return one

    for slip in edges:
        one, other = root(slip.owner.lstrip("<")), root(slip.key)
        chief[max(one, other)] = min(one, other)
    return Counter(root(one) for one in list(chief))


def measured(readings: Sequence[Reading], tools: pipeline.Tools) -> Row:
    """The figures of some pages."""
    book, seconds, episodes = grown(readings, tools)
    items, rows, marks, edges = (slips(shelf) for shelf in (book.items, book.rows, book.marks, book.edges))
    blocks = Counter(slip.key for slip in rows if slip.key.partition("|")[0] in NARROW)
    joined = components(edges)
    text = sum(len(one.page.text.encode()) for one in readings)
    return {
        "pages": len(readings), "text_bytes": text, "reading_bytes": sum(map(size, readings)), "events": len(items), "episodes": episodes,
        "item_bytes": sum(map(size, items)), "rows": len(rows), "row_bytes": sum(map(size, rows)), "marks": len(marks), "mark_bytes": sum(map(size, marks)),
        "edges": len(edges), "blocks": len(blocks), "hottest": blocks.most_common(8), "largest_component": max(joined.values(), default=0),
        "linked_nodes": joined.total(), "cpu_seconds": round(seconds, 2),
    }  # fmt: skip


def exponents(found: Sequence[Row]) -> Row:
    """By which power of the pages each figure grows, from the smallest part to the whole."""
    first, last = found[0], found[-1]
    names = ("events", "item_bytes", "rows", "marks", "edges", "blocks", "largest_component", "cpu_seconds")
    grows = math.log(last["pages"] / first["pages"])
    made = {
        name: round(math.log(max(last[name], 1e-9) / max(first[name], 1e-9)) / grows, 2) for name in names if last[name] and first[name]
    }
    return {**made, "hottest_block": round(math.log(last["hottest"][0][1] / first["hottest"][0][1]) / grows, 2)}


def dealt(rows: Sequence[Slip], factor: float, workers: int, *, cut: bool) -> Row:
    """How evenly the rows of `factor` times as many pages lie on so many workers: whole blocks, or blocks cut by time."""
    weight: Counter[tuple[str, int]] = Counter()
    for slip in rows:
        if slip.key.partition("|")[0] not in NARROW:
            continue
        is_timed = cut and slip.key[0] != "u"
        begin = slip.number // SLICE if is_timed else 0
        until = (slip.value.reach if slip.key[0] == "c" else slip.number + REACH) // SLICE if is_timed else 0
        for number in range(begin, until + 1):
            weight[slip.key, number] += 1
    loads = [0.0] * workers
    for (key, number), count in weight.items():
        digest = blake2b(f"{key} {number}".encode(), digest_size=8).digest()
        loads[int.from_bytes(digest, "big") % workers] += count * factor
    mean = sum(loads) / workers
    hottest, most = max(weight.items(), key=lambda one: one[1])
    return {
        "workers": workers, "cut_by_time": cut, "rows_sent": round(sum(loads)), "sent_over_kept": round(sum(weight.values()) / max(1, len(rows)), 2),
        "mean_rows": round(mean), "busiest_over_mean": round(max(loads) / mean, 2), "hottest": f"{hottest[0]} {hottest[1] if cut else ''}".strip(),
        "hottest_rows": round(most * factor), "hottest_share": round(most / sum(weight.values()), 4),
    }  # fmt: skip


def worked_out(last: Row, pages: float, growth: Row) -> Row:
    """Bytes, cores and hours for so many pages, from the figures of some."""
    factor = pages / last["pages"]
    moved = (last["row_bytes"] + last["mark_bytes"] + last["item_bytes"]) * factor
    telling = last["cpu_seconds"] * factor  # where it grows as the pages do
    steeper = last["cpu_seconds"] * factor ** max(1.0, growth["cpu_seconds"])
    hours = {
        f"{cores} cores": {
            "read": round(READ_MS / 1000 * pages / cores / SERVED / 3600, 1),
            "tell": round(telling / cores / SERVED / 3600, 1),
        }
        for cores in (64, 256, 1024)
    }
    return {
        "pages": pages, "reading_cpu_hours": round(READ_MS / 1000 * pages / 3600), "telling_cpu_hours": round(telling / 3600), "telling_cpu_hours_at_measured_growth": round(steeper / 3600),
        "text_tb": round(last["text_bytes"] * factor / 1e12, 2), "readings_tb": round(last["reading_bytes"] * factor / 1e12, 2), "events": round(last["events"] * factor),
        "items_gb": round(last["item_bytes"] * factor / 1e9), "rows_gb": round(last["row_bytes"] * factor / 1e9), "marks_gb": round(last["mark_bytes"] * factor / 1e9),
        "shuffle_gb": round(moved / 1e9), "shuffle_minutes_of_16_machines": round(moved / NET / 16 / 60, 1), "hours": hours,
        "hottest_block_rows": round(last["hottest"][0][1] * factor), "largest_component_nodes_if_its_share_holds": round(last["largest_component"] * factor),
    }  # fmt: skip


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("readings", type=Path, nargs="+")
    line.add_argument("--pages", type=float, default=100e6)
    line.add_argument("--out", type=Path, default=RESULTS)
    asked = line.parse_args()
    tools = pipeline.prepare(load())
    tools.voice("en")
    found: Row = {}
    for path in asked.readings:
        readings = [msgspec.json.decode(text, type=Reading) for text in path.read_bytes().splitlines()]
        random.Random(1).shuffle(readings)
        parts = [measured(readings[: len(readings) // part], tools) for part in PARTS]
        growth = exponents(parts)
        rows = slips(grown(readings, tools)[0].rows)
        factor = asked.pages / len(readings)
        found[path.stem] = {
            "measured": parts, "exponents": growth, "worked_out": worked_out(parts[-1], asked.pages, growth),
            "dealt": [dealt(rows, factor, workers, cut=cut) for workers in WORKERS for cut in (False, True)],
        }  # fmt: skip
    found |= {"loop_s": round(loop_seconds(), 3)}
    asked.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
