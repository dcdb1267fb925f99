"""Do readers wait while one program writes? Four readers and a writer on one store, each a process of its own, and every answer timed.

    python benchmarks/readers.py [SECONDS] [PAGES] [ahead]    default 600 5000; a run of 600 s writes benchmarks/results/readers.json

A reader asks ten times a second what a person asks: a page of the timeline from the front or from somewhere, a line with its proof, a
search, the board, how many. The writer puts in ten pages at a time without a rest, and every 20 seconds the whole story told anew.
With `ahead`, readers run ahead of all other processes (as `chrt -r 5`, which needs root), so that on a machine with other work the clock shows what they wait for
one another and for the store, and not for strangers; the writer takes its turn with these.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from hoadam import desk
from hoadam.model.errors import StoreError
from hoadam.model.story import Reading, Story
from hoadam.ports import Asked, Outcome
from hoadam.store.sqlite import SqliteStore
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results" / "readers.json"
READERS, A_SECOND, ANEW = 4, 10, 20.0
CODES, WORDS = ("ARM", "AZE", "RUS", "TUR", "IRN"), ("bắn", "hòa", "đình", "quân", "nước", "ngung", "thanh")
Ask = Callable[[SqliteStore, random.Random], object]


def _shown(store: SqliteStore, dice: random.Random) -> object:
    entry = store.portion(Asked(), f"{dice.randrange(1994, 2024)}-01-01~", 1).entries[0]
    return desk.show(store, entry.episode.id)


QUESTIONS: dict[str, Ask] = {
    "timeline, newest": lambda store, _: store.portion(Asked(), None, 50, newest=True),
    "timeline, from a day": lambda store, dice: store.portion(Asked(), f"{dice.randrange(1994, 2024)}-06-01~", 50),
    "timeline, an actor": lambda store, dice: store.portion(Asked(actor=dice.choice(CODES)), None, 50),
    "a line with its proof": _shown,
    "search": lambda store, dice: store.search(dice.choice(WORDS), 20),
    "search, rare": lambda store, dice: store.search(f"t{dice.randrange(20_000)}", 20),
    "board": lambda store, _: store.tracks(),
    "how many": lambda store, dice: store.count(Asked(type="CONSULT", since=f"{dice.randrange(1994, 2024)}")),
}


def read(path: Path, seconds: int, seed: int) -> dict[str, object]:
    """How long each answer took, in seconds of clock and of processor, and what errors there were."""
    dice, found, errors, until = random.Random(seed), [], Counter[str](), time.time() + seconds
    with closing(SqliteStore(path)) as store:
        while time.time() < until:
            name, begun, spent = dice.choice(list(QUESTIONS)), time.perf_counter(), time.process_time()
            try:
                QUESTIONS[name](store, dice)
            except StoreError as error:
                errors[str(error)] += 1
            found.append((name, time.perf_counter() - begun, time.process_time() - spent))
            time.sleep(max(0.0, 1 / A_SECOND - (time.perf_counter() - begun)))
    return {"found": found, "errors": errors}


def _other(one: Outcome) -> Outcome:
    """The made page under names that the store does not have yet."""
    reading = one.result
    if not isinstance(reading, Reading):
        raise TypeError(reading)
    events = tuple(msgspec.structs.replace(event, id=f"new{event.id}") for event in reading.events)
    return Outcome(f"new {one.where}", msgspec.structs.replace(reading, events=events), f"new {one.digest}")


def write(path: Path, seconds: int, pages: int) -> dict[str, object]:
    """How many pages were put in and stories told, and what errors there were."""
    from serving import episode, outcomes  # it starts slowly, and readers do not need it

    errors, counts, dice = Counter[str](), Counter[str](), random.Random(3)
    more = outcomes(10**9, seed=pages + 1)
    with closing(SqliteStore(path, write=True)) as store:
        readings = list(store.readings())
        last, until = time.time(), time.time() + seconds
        while time.time() < until:
            batch = [_other(next(more)) for _ in range(10)]
            readings += [one.result for one in batch if isinstance(one.result, Reading)]
            try:
                counts["pages"] += store.put(batch, "made")
                if time.time() - last > ANEW:
                    story = Story(tuple(episode(reading, event, dice) for reading in readings for event in reading.events))
                    store.keep(story, desk.entries_of(story, readings, lambda one: one.type), store.revision(), "made")
                    counts["stories"] += 1
                    last = time.time()
            except StoreError as error:
                errors[str(error)] += 1
    return {"counts": counts, "errors": errors}


def percentile(values: list[float], part: float) -> float:
    """The value below which this part of them lies, in milliseconds."""
    return round(1000 * sorted(values)[min(len(values) - 1, int(part * len(values)))], 1)


def row(name: str, found: list[tuple[str, float, float]]) -> dict[str, object]:
    """What the answers to one question, or all, took."""
    clock, spent = ([one[n] for one in found if name in {"all", one[0]}] for n in (1, 2))
    marks = {f"{label}_ms": percentile(clock, part) for label, part in (("median", 0.5), ("p99", 0.99), ("worst", 1.0))}
    return {"question": name, "answers": len(clock), **marks, "p99_cpu_ms": percentile(spent, 0.99)}


def main(seconds: int = 600, pages: int = 5000, *, ahead: bool = False) -> None:
    """Make the store, let them all loose on it, print and keep the figures."""
    from serving import make

    with tempfile.TemporaryDirectory(prefix="hoadam-readers-") as folder:
        path = Path(folder) / "a.db"
        make(path, pages)
        roles = [("write", str(pages)), *(("read", str(seed)) for seed in range(READERS))]
        command = [sys.executable, __file__, str(path), str(seconds)]
        first = {"read": ["chrt", "-r", "5"]} if ahead else {}
        running = [subprocess.Popen([*first.get(role[0], []), *command, *role], stdout=subprocess.PIPE) for role in roles]
        done = [json.loads(one.communicate()[0]) for one in running]
        size = sum(one.stat().st_size for one in Path(folder).iterdir())
        with closing(SqliteStore(path)) as store:
            faults = store.faults()
    found = [tuple(one) for reader in done[1:] for one in reader["found"]]
    errors = sum((Counter(one["errors"]) for one in done), Counter())
    rows = [row(name, found) for name in (*QUESTIONS, "all") if name in {"all", *(one[0] for one in found)}]
    for one in rows:
        print("  ".join(f"{value:>22}" if isinstance(value, str) else f"{value:8}" for value in one.values()))
    print(f"written {done[0]['counts']}, errors {dict(errors)}, faults {faults}")
    kept = {
        "seconds": seconds, "pages": pages, "written": done[0]["counts"], "errors": errors, "faults": faults, "ahead": ahead, "store_mb": round(size / 1e6, 1),
        "load": os.getloadavg()[1], "loop_s": round(loop_seconds(), 3), "rows": rows,
    }  # fmt: skip
    if seconds == 600:
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if errors or faults:
        sys.exit(1)


if __name__ == "__main__":
    if len(sys.argv) > 4:  # one of them
        work = {"read": read, "write": write}[sys.argv[3]]
        sys.stdout.write(json.dumps(work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4]))))
    else:
        main(*(int(word) for word in sys.argv[1:3]), ahead="ahead" in sys.argv[3:])
