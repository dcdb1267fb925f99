"""What does a crawl of the web cost that is mostly in other languages? A file of so many GB of text is made, and `hoadam add` takes it in, as a user would.

    python benchmarks/crawl.py [--gb 10] [--ours 4000] [--at FOLDER]     writes benchmarks/results/crawl.json

The file is .jsonl.gz, with pages of 2 to 8 KB in fifteen languages (benchmarks/crawl.yaml), every one different, and among them, evenly, pages in Vietnamese:
the example pages with their days moved. The story is not told (--no-tell): telling hangs on the happenings, not on the bytes, and has figures of its own
(joining.py, adding.py). Twice a second the memory of every process of the command is looked up: RSS as `ps` tells it, which counts what they share
once for each of them, and PSS, which counts it once. The first tenth of the way and the whole of it are told apart: what grows with the input would grow there.
"""

import argparse
import gzip
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from yardstick import loop_seconds

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results" / "crawl.json"
DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
EVERY = 0.5  # seconds between two looks at the memory


def others(dice: random.Random) -> Iterator[str]:
    """Texts in other languages, without end."""
    sentences = yaml.safe_load((Path(__file__).parent / "crawl.yaml").read_text("utf-8"))
    languages = list(sentences)
    while True:
        said = sentences[dice.choice(languages)]
        yield "\n".join(" ".join(dice.choices(said, k=6)) for _ in range(dice.randint(3, 10)))


def ours(dice: random.Random) -> Iterator[str]:
    """Texts in Vietnamese, without end."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "examples" / "pages").glob("*.txt"))]

    def moved(match: re.Match[str]) -> str:
        year = f"/{dice.randint(2005, 2023)}" if match[3] else ""
        return f"{dice.randint(1, 28)}/{dice.randint(1, 12)}{year}"

    while True:
        yield DAY.sub(moved, dice.choice(texts))


def make(path: Path, size: float, count: int) -> dict[str, int]:
    """The file with so many bytes of text and so many pages in Vietnamese, and what is in it."""
    dice = random.Random(1)
    foreign, home, made, number, taken = others(dice), ours(dice), 0, 0, 0
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        while made < size:
            number += 1
            is_ours = taken < count * made / size
            taken += is_ours
            text = f"{next(home if is_ours else foreign)}\n{number}"
            line = json.dumps({"id": f"r{number}", "text": text, "url": f"https://a.example/{number}"}, ensure_ascii=False) + "\n"
            made += len(line.encode())
            file.write(line)
    return {"bytes": made, "file_bytes": path.stat().st_size, "pages": number, "in_vietnamese": taken}


def family(leader: int) -> list[int]:
    """The processes of the group that has this leader."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(place.read_text().rpartition(")")[2].split()[2]) == leader:
                found.append(int(place.parent.name))
        except OSError:  # it has ended since
            continue
    return found


def memory(process: int) -> tuple[int, int]:
    """RSS and PSS of a process, in KB; nought where it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    return tuple(int(re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)[1]) for name in ("Rss", "Pss")) if text else (0, 0)  # type: ignore[return-value,index]


class Watch(threading.Thread):
    """Looks at the memory of a command until it ends."""

    def __init__(self, leader: int) -> None:
        super().__init__(daemon=True)
        self.leader, self.looks, self.ends = leader, [(0.0, 0, 0, 0, 0)], threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        while not self.ends.wait(EVERY):
            each = [memory(one) for one in family(self.leader)]
            rss, pss = ([one[n] for one in each] for n in (0, 1))
            self.looks.append((time.monotonic() - begun, sum(rss), sum(pss), max(rss, default=0), len(each)))

    def most(self, until: float = float("inf")) -> dict[str, int]:
        """The peaks up to a moment, in MB."""
        some = [one for one in self.looks if one[0] <= until]
        names = ("all_rss_mb", "all_pss_mb", "greatest_rss_mb", "processes")
        return {name: max(one[n] for one in some) // (1 if name == "processes" else 1024) for n, name in enumerate(names, start=1)}


def add(path: Path, store: Path, workers: int) -> dict[str, object]:
    """What `hoadam add` said, took and needed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "hoadam", "add", str(path), "--store", str(store), "--workers", str(workers), "--no-tell"]
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    watch = Watch(command.pid)
    watch.start()
    said, _ = command.communicate()
    watch.ends.set()
    watch.join()
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "exit_code": command.returncode, "said": said.splitlines()[-8:], "seconds": round(seconds), "cpu_seconds": round(spent), "in_the_first_tenth": watch.most(seconds / 10),
        "at_most": watch.most(), "store_mb": round(sum(one.stat().st_size for one in store.parent.glob(store.name + "*")) / 1e6),
    }  # fmt: skip


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--gb", type=float, default=10.0, help="how much the lines hold before they are packed")
    line.add_argument("--ours", type=int, default=4000, help="how many pages are in Vietnamese")
    line.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    line.add_argument("--at", type=Path, default=None, help="a folder on a disk with room (a fifth of the size, and as much for the store)")
    line.add_argument("--out", type=Path, default=RESULTS)
    asked = line.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoadam-crawl-", dir=asked.at) as name:
        path = Path(name) / "crawl.jsonl.gz"
        found: dict[str, object] = {"input": make(path, asked.gb * 1e9, asked.ours), "workers": asked.workers}
        print(found, flush=True)
        found |= add(path, Path(name) / "crawl.db", asked.workers)
    found |= {"load": round(os.getloadavg()[2], 1), "loop_s": round(loop_seconds(), 3)}
    asked.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
