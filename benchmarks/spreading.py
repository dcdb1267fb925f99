"""What does Dask cost, against a plain loop over the same parts?

    python benchmarks/spreading.py [--parts 1000] [--pages 480] [--rounds 3] [--out FILE]

Twice. First parts of a fixed piece of work of less than a millisecond, so that what Dask adds to each is seen. Then what `hoadam batch` does: example pages with their
days moved, in Parquet, in parts of 40 pages (a small part: the program's own have 2,000), read and written by a plain loop, by processes of this machine, and by Dask
with one worker and with two. Each way in turn, so many rounds; the middle one counts. Clock and processor, with that of all children; the start and end of the
cluster and of the processes that read are told apart, or left out of both. Writes JSON to benchmarks/results/.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from crawl import ours
from hoadam import app
from hoadam.engine import spread
from hoadam.ports import Shard, Tally
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results"
ROUNDS = 10_000
PART = 40  # pages
Row = dict[str, Any]
WAYS: dict[str, Callable[[Any, list[Shard]], Iterable[Tally]]] = {
    "loop": spread.here,
    "two processes": partial(spread.pool, workers=2),
    "dask, one worker": partial(spread.dask, workers=1, scheduler=None),
    "dask, two workers": partial(spread.dask, workers=2, scheduler=None),
}


def work(shard: Shard) -> Tally:
    """A fixed piece of work."""
    total = 0
    for number in range(ROUNDS):
        total += number * number & 7
    return Tally((f"part-{shard.start}",), rows=10, read=10, events=total & 1)


def looped(parts: list[Shard]) -> float:
    """Seconds of a plain loop."""
    start = time.perf_counter()
    sum(spread.here(work, parts), Tally())
    return time.perf_counter() - start


def dasked(parts: list[Shard]) -> tuple[float, float]:
    """Seconds by Dask from the first part asked for, and in all with its start and end."""
    start = time.perf_counter()
    with spread._client(1, None) as client:  # noqa: SLF001
        client.submit(work, parts[0]).result()
        began = time.perf_counter()
        for future in client.map(work, parts, pure=False):
            future.result()
        spent = time.perf_counter() - began
    return spent, time.perf_counter() - start - spent


def small(count: int, rounds: int) -> Row:
    """What Dask adds to a part of next to no work."""
    parts = [Shard("a", "a", start, start + 10) for start in range(0, 10 * count, 10)]
    plain, by_dask, around = [], [], []
    for _ in range(rounds):
        plain.append(looped(parts))
        spent, rest = dasked(parts)
        by_dask.append(spent)
        around.append(rest)
    one, two = statistics.median(plain), statistics.median(by_dask)
    return {
        "parts": count, "loop_seconds": round(one, 3), "dask_seconds": round(two, 3), "milliseconds_more_per_part": round(1000 * (two - one) / count, 2),
        "start_and_end_seconds": round(statistics.median(around), 2), "loops": [round(x, 3) for x in plain], "dasks": [round(x, 3) for x in by_dask],
    }  # fmt: skip


def write(path: Path, count: int) -> None:
    """The example pages with their days moved, as a crawl keeps them."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    made = [{"text": f"{text}\n{n}", "url": f"https://a.example/{n}"} for n, text in enumerate(islice(ours(random.Random(1)), count))]
    pq.write_table(pa.Table.from_pylist(made), path, row_group_size=PART)


def cpu() -> float:
    """Seconds of the processor, with those of children that have ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def real(count: int, rounds: int) -> Row:
    """What `hoadam batch` takes each way."""
    clock: dict[str, list[float]] = {name: [] for name in WAYS}
    spent: dict[str, list[float]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory(prefix="hoadam-spreading-") as folder:
        write(Path(folder) / "in.parquet", count)
        for number in range(rounds):
            for name in WAYS:
                out = Path(folder) / f"out-{number}-{name}"
                out.mkdir()
                one = alone(name, Path(folder), out)
                clock[name].append(one["clock"])
                spent[name].append(one["cpu"])
                print(number, name, one, flush=True)
                if one["read"] != count:
                    raise ValueError(f"{name}: {one['read']} of {count} pages were read")
    middle = {name: statistics.median(found) for name, found in clock.items()}
    return {
        "pages": count, "pages_of_a_part": PART,
        "seconds": {name: {"clock": round(middle[name], 2), "cpu": round(statistics.median(spent[name]), 2), "clocks": [round(x, 2) for x in clock[name]], "cpus": [round(x, 2) for x in spent[name]]} for name in WAYS},
        "one_worker_over_loop": round(middle["dask, one worker"] / middle["loop"], 3), "two_workers_over_one": round(middle["dask, one worker"] / middle["dask, two workers"], 3),
        "two_processes_over_loop": round(middle["loop"] / middle["two processes"], 3), "two_workers_over_loop": round(middle["loop"] / middle["dask, two workers"], 3),
    }  # fmt: skip


def alone(name: str, folder: Path, out: Path) -> Row:
    """One way in a process of its own, so that its children's time is known when it ends, and no way finds a process ready that another started."""
    before, start = cpu(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--way", name, "--folder", str(folder), "--to", str(out)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return {"clock": told["seconds"], "cpu": cpu() - before, "whole": time.perf_counter() - start, "read": told["read"]}


def one_way(name: str, folder: Path, out: Path) -> Row:
    """The pages read, and the seconds it took from the first part asked for to the last one done, with the start of all processes."""
    parts = app.shards([f"{folder}/in.parquet"], PART)
    start = time.perf_counter()
    read = sum(WAYS[name](partial(app.shard_work, app.Settings(), str(out), "bench"), parts), Tally()).read
    return {"seconds": time.perf_counter() - start, "read": read}


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--parts", type=int, default=1000)
    line.add_argument("--pages", type=int, default=480)
    line.add_argument("--rounds", type=int, default=3)
    line.add_argument("--out", type=Path, default=RESULTS / "spreading.json")
    line.add_argument("--way", help=argparse.SUPPRESS)  # one way alone, in a process of its own
    line.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    line.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    asked = line.parse_args()
    if asked.way:
        print(json.dumps(one_way(asked.way, asked.folder, asked.to)))
        return
    found = {"small": small(asked.parts, asked.rounds), "batch": real(asked.pages, asked.rounds)}
    found |= {"load": round(os.getloadavg()[0], 1), "loop_s": round(loop_seconds(), 3)}
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
