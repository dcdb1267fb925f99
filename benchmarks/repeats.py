"""How many paragraphs per CPU-second does the search for repeats take? `python benchmarks/repeats.py PAGES.jsonl[.gz] ... [--rounds N]`.

Each line of a file holds a `text`; its lines are the paragraphs. The whole of `same` is timed, N times over, with a fixed loop before and
after each round (yardstick.py). Writes benchmarks/results/repeats.json.
"""

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam.tell.repeats import Passage, same
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results"


def passages(path: Path) -> list[Passage]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    records = [json.loads(line) for line in raw.decode().split("\n") if line.strip()]
    return [Passage(str(n), 0, line) for n, record in enumerate(records) for line in record["text"].split("\n") if line.strip()]


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("pages", nargs="+", type=Path)
    line.add_argument("--rounds", type=int, default=5)
    asked = line.parse_args()
    found = [passage for path in asked.pages for passage in passages(path)]
    groups, rows = same(found), list[dict[str, float]]()
    for _ in range(asked.rounds):
        before, start = loop_seconds(), time.process_time()
        same(found)
        spent = time.process_time() - start
        rows.append({"paragraphs_per_cpu_second": round(len(found) / spent), "loop_seconds": round((before + loop_seconds()) / 2, 3)})
    best = max(row["paragraphs_per_cpu_second"] for row in rows)
    for row in rows:
        print(f"{row['paragraphs_per_cpu_second']:8,} paragraphs per CPU-second   (fixed loop {row['loop_seconds']:.3f} s)")
    letters = sum(len(passage.text) for passage in found) / max(1, len(found))
    print(f"best {best:,}: {len(found):,} paragraphs of {letters:.0f} letters in the mean, {len(groups):,} groups of repeats")
    made = {"paragraphs": len(found), "letters": round(letters, 1), "groups": len(groups), "best": best, "rounds": rows}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "repeats.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
