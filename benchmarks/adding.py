"""What does one page more cost, or one ruling? Made readings put into stores of several sizes; then single ones, and what they touch told.

    python benchmarks/adding.py [PAGES …]        default 500 5000 50000; writes benchmarks/results/adding.json

Times are of the processor, for the machine may be busy. `put` writes page, reading and words, `grow` works out what the page changes
(what `hoadam add` waits for), `settle` is the first question after it: board, brief and conflicts of the whole store. `rule` works out
what one ruling changes (reject, accept, change, merge, split and their undoing, in turn), `silent` is the first question after a page that
tells of nothing.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import joining
from hoadam import desk, pipeline
from hoadam.model.page import Page
from hoadam.model.story import Reading, Ruling
from hoadam.model.time import Written
from hoadam.packs import load, saying
from hoadam.ports import Asked, Outcome
from hoadam.store.sqlite import SqliteStore

SIZES = (500, 5_000, 50_000)
MORE = 25  # pages added one by one
RESULTS = Path(__file__).parent / "results" / "adding.json"


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def put(store: SqliteStore, readings: Sequence[Reading]) -> None:
    """The pages, as `hoadam add` puts them."""
    for n in range(0, len(readings), desk.BATCH):
        store.put([Outcome(one.page.id, one, one.page.id) for one in readings[n : n + desk.BATCH]], "made")


def rulings(store: SqliteStore) -> list[Ruling]:
    """Two of each kind on happenings with several reports, and the undoing of each."""
    told = [one.episode for one in store.portion(Asked(), None, 400).entries if len(one.episode.reports) > 1][:12]
    made: list[Ruling] = []
    for n, episode in enumerate(told[:10]):
        act, about = (
            ("reject", (episode.reports[1].event,)), ("accept", (episode.id,)), ("change", (episode.reports[0].event,)),
            ("merge", (episode.id, told[n + 1].id)), ("split", (episode.reports[1].event,)),
        )[n % 5]  # fmt: skip
        field, value = ("date", "2015-03-04") if act == "change" else (None, None)
        made.append(Ruling(f"r{n}", act, about, "benchmark", f"2026-01-01T00:00:{n:02}Z", field, value))  # type: ignore[arg-type]
        made.append(Ruling(f"u{n}", "reject", (f"r{n}",), "benchmark", f"2026-01-01T00:01:{n:02}Z", "ruling"))
    return made


def _ruled(store: SqliteStore, tell: pipeline.Teller, ruling: Ruling) -> float:
    store.rule(ruling)
    return spent(lambda: desk.grow_store(store, tell, "made"))


def measured(pages: int, tools: pipeline.Tools) -> dict[str, float]:
    """The figures of a store of so many pages."""
    tell, tongue = pipeline.Teller(tools, "en"), saying.speaker_of(tools.kit, "en")
    made = joining.readings(2 * pages)
    random.Random(3).shuffle(made)
    with tempfile.TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "a.db", create=True)) as store:
        put(store, made[:pages])
        whole = spent(lambda: desk.grow_store(store, tell, "made"))
        first = spent(lambda: desk.tell_store(store, tell, lambda one: saying.sentence(one, tongue), "made"))
        puts, grown = [], []
        for one in made[pages : pages + MORE]:
            puts.append(spent(lambda one=one: put(store, [one])))  # type: ignore[misc]
            grown.append(spent(lambda: desk.grow_store(store, tell, "made")))
        settled = spent(lambda: desk.tell_store(store, tell, lambda one: saying.sentence(one, tongue), "made"))
        ruled = [_ruled(store, tell, ruling) for ruling in rulings(store)]
        desk.tell_store(store, tell, lambda one: saying.sentence(one, tongue), "made")
        put(store, [Reading(Page("silent", "silent.txt", "Khong co gi.", lang="vi"), Written())])
        silent = spent(lambda: desk.tell_store(store, tell, lambda one: saying.sentence(one, tongue), "made"))
        size = (Path(folder) / "a.db").stat().st_size / 1e6
    figures = {
        "pages": pages,
        "grow_all": whole,
        "settle_all": first,
        "put_one": statistics.median(puts),
        "grow_one": statistics.median(grown),
    }
    more = {
        "grow_most": max(grown), "settle": settled, "rule_one": statistics.median(ruled), "rule_most": max(ruled), "silent": silent,
        "store_mb": size,
    }  # fmt: skip
    return {key: round(value, 4) for key, value in (figures | more).items()}


def main(sizes: Sequence[int]) -> None:
    """Measure and write."""
    tools = pipeline.prepare(load.load())
    rows = []
    for size in sizes:
        rows.append(measured(size, tools))
        print(rows[-1], flush=True)
        RESULTS.write_text(json.dumps({"seconds_of_processor": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SIZES)
