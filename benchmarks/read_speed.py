"""How many pages a second of processor time does `read` read, and where does the time go?

    python benchmarks/read_speed.py PAGES [--pages N] [--rounds N] [--out FILE]

PAGES is a file or folder as for `hoadam read`, such as crawl.jsonl.gz. One process, one core. The whole of `pipeline.read` is
timed first, opening apart: every hundred pages N times in a row, because a neighbour on the machine may cost any round half as much again;
told are the first round, the mean of all, and the least of each hundred. Then each step is timed by itself on the same pages, once.
Writes JSON to benchmarks/results/ and a table to the screen.
"""

import argparse
import gc
import json
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import app, desk, pipeline
from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.story import Unread
from hoadam.packs.load import load
from hoadam.source.text import opened

RESULTS = Path(__file__).parent / "results"
WARM = 30  # pages read before the clock starts
BATCH = 100
STEPS = ("segment", "times", "actors", "dating", "clauses", "claims", "frames", "when", "deciding", "coding")


def pages_of(path: str, most: int | None) -> tuple[list[Page], int, float]:
    """The pages, how many could not be opened, and the seconds that opening took."""
    start = time.process_time()
    pages: list[Page] = []
    unread = 0
    for item in islice(desk.found_in(app.sources([path], app.Settings())), most):
        if isinstance(item, Unread):
            unread += 1
            continue
        try:
            pages.append(opened(item))
        except BadPage:
            unread += 1
    return pages, unread, time.process_time() - start


def whole(pages: Sequence[Page], tools: pipeline.Tools) -> tuple[float, int, int]:
    """Seconds of processor time for all pages, how many were refused, and how many events were found."""
    refused = events = 0
    start = time.process_time()
    for page in pages:
        try:
            events += len(pipeline.read(page, tools).events)
        except BadPage:
            refused += 1
    return time.process_time() - start, refused, events


def rounds(pages: Sequence[Page], tools: pipeline.Tools, times: int) -> tuple[list[list[float]], int, int]:
    """For every hundred pages the seconds of each round, how many pages were refused, and how many events were found."""
    found: list[list[float]] = []
    refused = events = 0
    for first in range(0, len(pages), BATCH):
        told = [whole(pages[first : first + BATCH], tools) for _ in range(times)]
        found.append([seconds for seconds, _, _ in told])
        refused, events = refused + told[0][1], events + told[0][2]
    return found, refused, events


def steps(pages: Sequence[Page], tools: pipeline.Tools) -> dict[str, float]:
    """Seconds in each step: the functions that the pipeline calls are timed one by one."""
    spent: dict[str, float] = defaultdict(float)
    kept: list[tuple[Any, str, Any]] = []
    for name in STEPS:
        module = getattr(pipeline, name)
        called = [each for each in vars(module) if callable(getattr(module, each)) and not each.startswith(("_", "compile_"))]
        for each in called:
            function = getattr(module, each)
            if isinstance(function, type):
                continue
            kept.append((module, each, function))
            setattr(module, each, _timed(function, name, spent))
    try:
        whole(pages, tools)
    finally:
        for module, each, function in kept:
            setattr(module, each, function)
    return dict(spent)


def _timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, its time added to its step's."""

    def timed(*args: Any, **more: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **more)
        finally:
            spent[name] += time.process_time() - start

    return timed


def main() -> None:
    """Measure, print and write."""
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("pages", help="a file or folder as for `hoadam read`")
    line.add_argument("--pages", dest="most", type=int, metavar="N", help="read the first N only")
    line.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each hundred pages is read (3)")
    line.add_argument("--out", type=Path, metavar="FILE", help="where the figures go (benchmarks/results/read_speed.json)")
    asked = line.parse_args()
    start = time.process_time()
    tools = pipeline.prepare(load())
    loading = time.process_time() - start
    pages, unread, opening = pages_of(asked.pages, asked.most)
    if not pages:
        sys.exit(f"{asked.pages}: there is no page in it that can be opened.")
    whole(pages[:WARM], tools)
    gc.collect()
    batches, refused, events = rounds(pages, tools, asked.rounds)
    seconds = sum(min(batch) for batch in batches)
    parts = steps(pages, tools)
    read = len(pages) - refused
    rates = {
        "first": round(read / sum(batch[0] for batch in batches), 1),
        "mean": round(read * asked.rounds / sum(map(sum, batches)), 1),
        "least": round(read / seconds, 1),
    }
    found = {
        "input": Path(asked.pages).name, "pages": read, "unread": unread + refused, "letters": sum(len(page.text) for page in pages), "events": events,
        "pages_per_cpu_second": rates, "rounds": asked.rounds, "cpu_seconds": round(seconds, 3), "opening_seconds": round(opening, 3),
        "loading_seconds": round(loading, 3), "python": platform.python_version(), "machine": platform.machine(),
        "milliseconds_per_page": {name: round(1000 * parts.get(name, 0.0) / read, 3) for name in STEPS},
    }  # fmt: skip
    found["milliseconds_per_page"]["all"] = round(1000 * seconds / read, 3)
    out = asked.out or RESULTS / "read_speed.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{read} pages, {events} events, {found['unread']} not read. Pages a second of processor time:")
    print(
        f"  {rates['first']} in the first round, {rates['mean']} in the mean of {asked.rounds}, {rates['least']} in the least of each {BATCH} pages"
    )
    for name, spent in found["milliseconds_per_page"].items():
        print(f"  {name:10} {spent:8.3f} ms a page  {100 * spent / found['milliseconds_per_page']['all']:5.1f} %")
    print(f"written to {out}")


if __name__ == "__main__":
    main()
