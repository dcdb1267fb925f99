"""How much memory does a big input need? JSON lines and Parquet are made, and gone through as `add` and `batch` do before any reading.

    python benchmarks/streaming.py [--gb 2] [--out FILE]

Every page is opened and looked up as `hoadam add` does, and thrown away. The peak of this process and of its children is told at each tenth of
the way: what grows with the input would grow there. Writes JSON to benchmarks/results/ and a table to the screen.
"""

import argparse
import gzip
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import app, desk
from hoadam.ports import Found

RESULTS = Path(__file__).parent / "results"
PAGE = 4000  # letters of a page, about
WORDS = (
    "ngày",
    "hai",
    "bên",
    "gặp",
    "nhau",
    "bàn",
    "về",
    "lệnh",
    "ngừng",
    "bắn",
    "ở",
    "biên",
    "giới",
    "theo",
    "ba",
    "người",
    "sáng",
    "nay",
)


def pages(total: float) -> Iterator[dict[str, str]]:
    """Pages of so many bytes in all, each with words of its own."""
    chance = random.Random(1)
    made = number = 0
    while made < total:
        number += 1
        text = " ".join(chance.choices(WORDS, k=PAGE // 6)) + f" {number}"
        made += len(text.encode())
        yield {"id": f"r{number}", "text": text, "url": f"https://a.example/{number}"}


def write_lines(path: Path, total: float) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        for page in pages(total):
            file.write(json.dumps(page, ensure_ascii=False) + "\n")


def write_parquet(path: Path, total: float) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    schema = pa.schema([(name, pa.string()) for name in ("id", "text", "url")])
    some: list[dict[str, str]] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for page in pages(total):
            some.append(page)
            if len(some) == 20_000:  # row groups of 100 MB, as FineWeb-2 has
                writer.write_table(pa.Table.from_pylist(some, schema=schema))
                some = []
        writer.write_table(pa.Table.from_pylist(some, schema=schema))


def peak_mb() -> tuple[int, int]:
    """The most memory that this process has had, and that of its greatest child that has ended, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()  # what getrusage says of a process holds its parent's peak too
    mine = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return mine // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def gone_through(path: Path, count: int) -> dict[str, object]:
    """Pages, bytes and seconds, and the peak at each tenth of the way."""
    start = time.perf_counter()
    seen = size = 0
    steps = []
    sources = app.sources([str(path)], app.Settings(page_mb=10))
    for item in desk.Fresh(desk.found_in(sources), lambda _some: frozenset()):
        if isinstance(item, Found):
            seen += 1
            size += len(item.raw)
            if seen % (count // 10) == 0:
                steps.append(peak_mb()[0])
    mine, child = peak_mb()
    return {
        "file_mb": round(path.stat().st_size / 1e6), "pages": seen, "letters": size, "seconds": round(time.perf_counter() - start, 1),
        "peak_mb_at_each_tenth": steps, "peak_mb": mine, "peak_mb_of_child": child,
    }  # fmt: skip


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--gb", type=float, default=2.0, help="how much text the input holds")
    line.add_argument("--only", help="a name of one of the inputs: each is measured in a process of its own", default=None)
    line.add_argument("--out", type=Path, default=RESULTS / "streaming.json")
    asked = line.parse_args()
    found: dict[str, object] = {"gb": asked.gb}
    for name, write in (("a.jsonl.gz", write_lines), ("a.parquet", write_parquet)):
        if asked.only == name:
            path = Path(sys.stdin.readline().strip())
            print(json.dumps(gone_through(path, int(asked.gb * 1e9 / (PAGE * 1.25)))))
            return
        if asked.only:
            continue
        import subprocess

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path, asked.gb * 1e9)
            command = [sys.executable, __file__, "--gb", str(asked.gb), "--only", name]
            done = subprocess.run(command, input=f"{path}\n", capture_output=True, text=True, check=True)
        found[name] = json.loads(done.stdout)
        print(name, found[name], flush=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
