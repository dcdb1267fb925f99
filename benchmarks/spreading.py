"""What does Dask cost, against a plain loop over the same parts?

    python benchmarks/spreading.py [--parts 1000] [--out FILE]

Each part is a fixed piece of work of less than a millisecond, so that what Dask adds to each is seen. It is done by a plain loop, and by Dask with one worker of
this machine, three times each by turns; the middle one counts. Start and end of the cluster are told apart. Writes JSON to benchmarks/results/.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam.engine import spread
from hoadam.ports import Shard, Tally

RESULTS = Path(__file__).parent / "results"
ROUNDS = 10_000


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


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--parts", type=int, default=1000)
    line.add_argument("--out", type=Path, default=RESULTS / "spreading.json")
    asked = line.parse_args()
    parts = [Shard("a", "a", start, start + 10) for start in range(0, 10 * asked.parts, 10)]
    plain, by_dask, around = [], [], []
    for _ in range(3):
        plain.append(looped(parts))
        spent, rest = dasked(parts)
        by_dask.append(spent)
        around.append(rest)
    one, two = statistics.median(plain), statistics.median(by_dask)
    found = {
        "parts": asked.parts, "loop_seconds": round(one, 3), "dask_seconds": round(two, 3), "milliseconds_more_per_part": round(1000 * (two - one) / asked.parts, 2),
        "start_and_end_seconds": round(statistics.median(around), 2), "loops": [round(x, 3) for x in plain], "dasks": [round(x, 3) for x in by_dask],
    }  # fmt: skip
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
