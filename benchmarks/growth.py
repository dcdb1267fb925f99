"""How do reading, adding and telling grow with the number of pages? Each at a thousand, ten thousand and a hundred thousand pages, in one command.

    nice -n 10 python benchmarks/growth.py PAGES [--sizes N …] [--letters N] [--only NAME …]     writes benchmarks/results/growth.json

PAGES is a file or folder as for `hoadam read`; articles that are fewer than the largest size are read again under other ids and of other years. `reading` is one
process that reads all, of each its first LETTERS, looked at when it has read as many as each size. `adding` puts readings of the same articles, read once and repeated so, into one store as
`hoadam add` does, with the index of their words, looked at likewise. `telling` works out the story of a store of made readings (joining.py: wars that go on, for the
same articles over and over would be told as one) from nothing: joining, dating, repeats, kept on the disk; `concluding` is the first question after it (board,
brief, conflicts); `joining` is the episodes alone, in memory. These three have a process of their own for each size.

Times are of the processor. A fixed loop is timed beside them all the while (yardstick.py), because a machine that others load counts more seconds for the
same work: the growth is told as it was measured, and of the seconds over those of the loop. The smaller sizes are measured before and after each larger one; the median counts.
"""

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count, islice, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import msgspec

import adding
import joining
from hoadam import app, desk, pipeline
from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.story import Reading
from hoadam.packs import load, saying
from hoadam.ports import Found
from hoadam.source.text import opened
from hoadam.store.sqlite import SqliteStore
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results" / "growth.json"
SIZES = (1_000, 10_000, 100_000)
EVERY = 20.0  # seconds between two loops of the yardstick
LETTERS = 1_200  # headline, lede and a paragraph or two: growth is asked for here, and read_speed.py says what whole articles cost
EVENTS = 2  # of a page, about, as joining.py makes them
WHOLE = ("reading", "adding")  # one process goes through all sizes
NAMES = (*WHOLE, "telling", "joining")
WARM = 30  # pages read before the clock starts
GOALS = {"growth": 1.1, "added_a_second": 100}
_DAY = re.compile(r"(?<=[/-])20\d\d\b")
Row = dict[str, float]


def shifted(text: str, years: int) -> str:
    """The text with the years of its days put back by so many."""
    return _DAY.sub(lambda match: str(int(match.group()) - years), text) if years else text


def articles(path: str) -> list[Page]:
    """The pages that can be opened."""
    return [opened(item) for item in desk.found_in(app.sources([path], app.Settings())) if isinstance(item, Found)]


def again(pages: Sequence[Page]) -> Iterator[tuple[int, Page]]:
    """The pages without end, with their numbers: each round under ids and of years of its own."""
    for number in count():
        for at, page in enumerate(pages):
            text = shifted(page.text, number % 25)
            yield at, msgspec.structs.replace(page, id=f"{page.id}.{number}", source=f"{page.source}.{number}", text=text)


def read(page: Page, tools: pipeline.Tools) -> Reading | None:
    """The reading of a page; None where it is refused."""
    try:
        return pipeline.read(page, tools)
    except BadPage:
        return None


def reading(path: str, sizes: Sequence[int], letters: int) -> dict[str, list[Row]]:
    """What reading so many pages took, one after another in this process."""
    tools = pipeline.prepare(load.load())
    found = [msgspec.structs.replace(page, text=page.text[:letters]) for page in articles(path)]
    for page in found[:WARM]:
        read(page, tools)
    pages, events, spent, rows = again(found), 0, 0.0, []
    with measured() as loops:
        for size, before in zip(sizes, (0, *sizes), strict=False):
            for _, page in islice(pages, size - before):
                start = time.process_time()
                made = read(page, tools)
                spent += time.process_time() - start
                events += len(made.events) if made else 0
            rows.append({"pages": size, "seconds": spent, "events": events, "loop_s": loops(), "memory_mb": _memory()})
            print("reading", rows[-1], file=sys.stderr, flush=True)
    return {"reading": rows}


def put(path: str, sizes: Sequence[int]) -> dict[str, list[Row]]:
    """What putting so many pages into one store took, each with its reading and the index of its words."""
    tools, rows, spent = pipeline.prepare(load.load()), [], 0.0
    made = [one for page in articles(path) if (one := read(page, tools))]
    pages = (msgspec.structs.replace(made[at], page=page) for at, page in again([one.page for one in made]))
    with tempfile.TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "a.db", create=True)) as store, measured() as loops:
        for size, before in zip(sizes, (0, *sizes), strict=False):
            clock = 0.0
            for n in range(before, size, desk.BATCH):
                some = list(islice(pages, min(desk.BATCH, size - n)))
                start, now = time.process_time(), time.perf_counter()
                adding.put(store, some)
                spent, clock = spent + time.process_time() - start, clock + time.perf_counter() - now
            size_of = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
            rows.append(
                {"pages": size, "seconds": spent, "clock_s_since": clock, "loop_s": loops(), "store_mb": size_of, "memory_mb": _memory()}
            )
            print("adding", rows[-1], file=sys.stderr, flush=True)
    return {"adding": rows}


def stored(pages: int) -> dict[str, Row]:
    """What telling the story of a store of so many pages took."""
    made, tools = joining.readings(EVENTS * pages)[:pages], pipeline.prepare(load.load())
    tell, tongue = pipeline.Teller(tools, "en"), saying.speaker_of(tools.kit, "en")
    tools.voice("en")
    with tempfile.TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "a.db", create=True)) as store:
        adding.put(store, made)
        return {
            "telling": timed(lambda: desk.grow_store(store, tell, "made"), len(made)),
            "concluding": timed(lambda: desk.tell_store(store, tell, lambda one: saying.sentence(one, tongue), "made"), len(made)),
        }


def joined(pages: int) -> dict[str, Row]:
    """What joining the reports of so many pages took."""
    from hoadam.tell import episodes

    made, known = joining.readings(EVENTS * pages)[:pages], pipeline.prepare(load.load()).voice("en").known
    return {"joining": timed(lambda: episodes.join(made, known), len(made))}


def timed(work: Callable[[], object], pages: int) -> Row:
    """What the work takes of the clock and of the processor."""
    with measured() as loops:
        clock, start = time.perf_counter(), time.process_time()
        work()
        row = {"pages": pages, "seconds": time.process_time() - start, "clock_s": time.perf_counter() - clock}
        return {**row, "loop_s": loops(), "memory_mb": _memory()}


@contextmanager
def measured() -> Iterator[Callable[[], float]]:
    """How long the loop of the yardstick takes meanwhile: the median of all that a process beside this one has timed so far."""
    with tempfile.NamedTemporaryFile("r") as told:
        beside = subprocess.Popen([sys.executable, __file__, "--beside", told.name])
        try:
            yield lambda: statistics.median([loop_seconds(), *map(float, Path(told.name).read_text().split())])
        finally:
            beside.kill()
            beside.wait()


def beside(path: str) -> None:
    """The yardstick of the process that measures."""
    while os.getppid() != 1:
        with Path(path).open("a") as file:
            file.write(f"{loop_seconds()}\n")
        time.sleep(EVERY)


def _memory() -> float:
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1000  # (ru_maxrss holds the parent's too)


def turns(sizes: Sequence[int]) -> list[int]:
    """The sizes so that the smaller ones come before and after each larger one: 1, 2, 1, 3, 1, 2, 1."""
    made: list[int] = []
    for size in sizes:
        made = [*made, size, *made]
    return made


def medians(found: Sequence[Row]) -> list[Row]:
    """One row of each size: the median of every figure."""
    sizes = sorted({row["pages"] for row in found})
    alike = [[row for row in found if row["pages"] == size] for size in sizes]
    return [{key: statistics.median(row[key] for row in rows) for key in rows[0]} | {"runs": len(rows)} for rows in alike]


def told(rows: Sequence[Row]) -> dict[str, object]:
    """The rows, and the power of the number of pages that the seconds grow with: over all sizes, and from each to the next."""
    both = {"growth": lambda row: row["seconds"], "growth_by_the_loop": lambda row: row["seconds"] / row["loop_s"]}
    powers = {name: _power(rows[0], rows[-1], of) for name, of in both.items()}
    steps = [_power(one, other, both["growth_by_the_loop"]) for one, other in pairwise(rows)]
    shown = [{key: round(value, 3) for key, value in row.items()} | {"a_second": round(row["pages"] / row["seconds"], 1)} for row in rows]
    return {**powers, "step_by_step": steps, "rows": shown}


def _power(one: Row, other: Row, of: Callable[[Row], float]) -> float:
    return round(math.log(of(other) / of(one)) / math.log(other["pages"] / one["pages"]), 3) if other["pages"] > one["pages"] else 1.0


def asked(name: str, pages: str, sizes: Sequence[int], letters: int = LETTERS) -> dict[str, list[Row]]:
    """What a process of its own measured."""
    words = [pages, "--one", name, "--sizes", *map(str, sizes), "--letters", str(letters)]
    done = subprocess.run([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure and write, figure by figure."""
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("pages", nargs="?", default=str(Path(__file__).parents[1] / "examples" / "pages"))
    line.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    line.add_argument("--letters", type=int, default=LETTERS, help="of each page that is read")
    line.add_argument("--only", nargs="*", choices=NAMES, default=list(NAMES))
    line.add_argument("--out", type=Path, default=RESULTS)
    line.add_argument("--one", choices=NAMES, help=argparse.SUPPRESS)  # what a process of its own does
    line.add_argument("--beside", help=argparse.SUPPRESS)
    given = line.parse_args()
    if given.beside:
        beside(given.beside)
        return
    if given.one:
        print(json.dumps(_one(given.one, given.pages, given.sizes, given.letters)))
        return
    for name in given.only:
        found = asked(name, given.pages, given.sizes, given.letters) if name in WHOLE else _in_turns(name, given.pages, given.sizes)
        kept = json.loads(given.out.read_text("utf-8")) if given.out.exists() else {}
        kept |= {key: told(medians(rows)) for key, rows in found.items()}
        given.out.write_text(json.dumps({**kept, "goals": GOALS}, indent=1) + "\n", encoding="utf-8")
        for key in found:
            print(key, json.dumps(kept[key]), flush=True)


def _one(name: str, pages: str, sizes: Sequence[int], letters: int) -> dict[str, list[Row]]:
    if name in WHOLE:
        return reading(pages, sizes, letters) if name == "reading" else put(pages, sizes)
    return {key: [row] for key, row in {"telling": stored, "joining": joined}[name](sizes[0]).items()}


def _in_turns(name: str, pages: str, sizes: Sequence[int]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for size in turns(sizes):
        for key, rows in asked(name, pages, [size]).items():
            found.setdefault(key, []).extend(rows)
            print(key, rows[0], file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main()
