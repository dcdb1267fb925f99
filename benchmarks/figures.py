"""All figures in one command, each beside its peer in the same run and on the same pages.

    python benchmarks/figures.py [PAGES] [--only NAME …] [--long]     writes benchmarks/results/figures.json

PAGES is a file or folder as for `hoadam read` (the example pages without it). What is measured here: `html` (this program and trafilatura alone: CPU-seconds, and how many
of the gold events' sentences are still there), `names` (this program and underthesea: CPU-seconds, how many of the people of the gold events are found under their
whole name, and how many states are taken for people), `workers` (two processes against one). What other programs of this folder measure is asked of them, and their
figures are put in: `read` (read_speed.py), `times` (times.py: HeidelTime and dateparser), and with `--long` also `joining`, `adding`, `spreading`, `streaming` and
`serving`. A peer that is not installed is named and left out. CPU-seconds are user and system time; the least of three rounds.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import app, pipeline
from hoadam.engine.pool import Pool
from hoadam.model.story import Reading
from hoadam.packs.load import load
from hoadam.ports import Found
from hoadam.source.extract import extracted
from hoadam.source.text import opened
from hoadam.source.worker import Asked
from yardstick import loop_seconds

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
OTHERS = {"read": "read_speed.py", "times": "times.py"}
LONG = {"joining": "joining.py", "adding": "adding.py", "spreading": "spreading.py", "streaming": "streaming.py", "serving": "serving.py"}
ROUNDS = 3
Row = dict[str, Any]


def spent(work: Callable[[], object]) -> float:
    """CPU-seconds of this process and its ended children, the least of some rounds."""
    found = []
    for _ in range(ROUNDS):
        start = _cpu()
        work()
        found.append(_cpu() - start)
    return min(found)


def _cpu() -> float:
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def pages() -> list[Found]:
    """The example pages."""
    return [
        item
        for source in app.sources([str(ROOT / "examples" / "pages")], app.Settings())
        for item in source.pages()
        if isinstance(item, Found)
    ]


def gold(name: str) -> list[Row]:
    """The rows of a gold file of the examples."""
    return [json.loads(line) for line in (ROOT / "examples" / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _joined(text: str) -> str:
    return " ".join(text.split())


def html() -> Row:
    """The example pages in HTML, taken apart by both, and read."""
    from trafilatura import extract

    raw = {Path(item.source).stem: item for item in pages() if item.source.endswith(".html")}
    documents = {name: item.raw if isinstance(item.raw, str) else item.raw.decode() for name, item in raw.items()}
    tools = pipeline.prepare(load())
    told = {
        "trafilatura": {name: extract(text, include_comments=False) or "" for name, text in documents.items()},
        "this program": {name: opened(item).text for name, item in raw.items()},
    }
    wanted = [
        (row["doc"], quote)
        for row in gold("html.events")
        for event in row["events"]
        for quote in event.get("quotes", ())
        if row["doc"] in documents
    ]
    cost = {
        "trafilatura": spent(lambda: [extract(text, include_comments=False) for text in documents.values()]),
        "this program": spent(lambda: [extracted(Asked(text, None)) for text in documents.values()]),
        "this program, and read": spent(lambda: [pipeline.read(opened(item), tools) for item in raw.values()]),
    }
    kept = {who: sum(_joined(quote) in _joined(texts[doc]) for doc, quote in wanted) for who, texts in told.items()}
    return {
        "pages": len(documents), "gold_sentences": len(wanted), "kept": kept,
        "pages_per_cpu_second": {who: round(len(documents) / seconds, 1) for who, seconds in cost.items()},
    }  # fmt: skip


def names() -> Row:
    """Who is named on the example pages."""
    tools = pipeline.prepare(load())
    texts = {Path(item.source).stem: opened(item) for item in pages() if item.source.endswith(".txt")}
    wanted = [(row["doc"], name) for row in gold("pages.events") for name in _people(row) if name in texts[row["doc"]].text]
    states = {name for state in tools.kit.languages["vi"].state_names.values() for name in state.names}
    found: Row = {"pages": len(texts), "people_of_the_gold": len(wanted)}

    def ours() -> dict[str, set[tuple[str, str]]]:
        made = {doc: pipeline.draft(page, tools) for doc, page in texts.items()}
        return {
            doc: {("PER", m.person.of(one.page.text)) for m in one.mentions if m.person}
            | {("PER", a.name) for m in one.mentions for a in m.actors if a.name}
            for doc, one in made.items()
        }

    systems: dict[str, Callable[[], dict[str, set[tuple[str, str]]]]] = {"this program": ours}
    try:
        from underthesea import ner

        systems["underthesea"] = lambda: {doc: _entities(ner, page.text) for doc, page in texts.items()}
    except ImportError:
        found["underthesea"] = "is not installed (pip install underthesea)"
    for who, ask in systems.items():
        told = ask()
        people = {doc: [_bare(said) for kind, said in some if kind == "PER"] for doc, some in told.items()}
        named = sum(_bare(name) in people[doc] for doc, name in wanted)
        partly = sum(any(_bare(name).split()[-1] in said.split() for said in people[doc]) for doc, name in wanted)
        wrong = sum(kind == "PER" and said in states for some in told.values() for kind, said in some)
        found[who] = {
            "people_found_whole": named,
            "people_found_with_other_words_or_fewer": partly - named,
            "states_taken_for_people": wrong,
            "pages_per_cpu_second": round(len(texts) / spent(ask), 1),
        }
    return found


def _people(row: Row) -> list[str]:
    """The people of a page's gold events, by their whole names."""
    sides = [actor for event in row["events"] for role in ("source", "target", "third") for actor in event.get(role) or ()]
    return sorted({actor["name"] for actor in sides if isinstance(actor, dict) and actor.get("name") and " " in actor["name"]})


def _bare(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _entities(ner: Callable[[str], Sequence[Sequence[str]]], text: str) -> set[tuple[str, str]]:
    """The names that underthesea finds, with what it takes them for: its words of one entity put together."""
    made: list[list[str]] = []
    for line in filter(str.strip, text.splitlines()):
        for word, *_, tag in ner(line):
            if tag.startswith("B-"):
                made.append([tag[2:], word])
            elif tag.startswith("I-") and made:
                made[-1][1] += f" {word}"
    return {(kind, words) for kind, words in made}


def workers(count: int = 300) -> Row:
    """The example pages in turns, by one process and by two: pages a second on the clock, and of the processor."""
    texts = [item for item in pages() if item.source.endswith(".txt")]
    items = [texts[n % len(texts)] for n in range(count)]
    found: Row = {"pages": count}
    for many in (1, 2):
        outcomes = Pool(partial(app.reader, app.Settings()), many).read(iter([*items[: 40 * many], *items]))
        for _ in range(40 * many):  # till all have started
            next(outcomes)
        start = time.perf_counter()
        read = sum(isinstance(one.result, Reading) for one in outcomes)
        found[f"{many}"] = {"read": read, "pages_per_second": round(read / (time.perf_counter() - start), 1)}
    return {**found, "two_over_one": round(found["2"]["pages_per_second"] / found["1"]["pages_per_second"], 2)}


def asked_of(script: str, *words: str) -> Row:
    """What another program of this folder measured."""
    out = RESULTS / script.replace(".py", ".json")
    done = subprocess.run([sys.executable, str(Path(__file__).parent / script), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["without a word"])[-1]}
    return dict(json.loads(out.read_text("utf-8")))


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("pages", nargs="?", default=str(ROOT / "examples" / "pages"))
    line.add_argument("--only", nargs="*", help="some of the figures, by name")
    line.add_argument("--long", action="store_true", help="also what takes an hour")
    line.add_argument("--out", type=Path, default=RESULTS / "figures.json")
    asked = line.parse_args()
    parts: dict[str, Callable[[], Row]] = {"html": html, "names": names, "workers": workers}
    parts["read"] = lambda: asked_of(OTHERS["read"], asked.pages)
    parts["times"] = lambda: asked_of(OTHERS["times"])
    parts |= {name: partial(asked_of, script) for name, script in LONG.items()} if asked.long or asked.only else {}
    found: Row = {}
    for name, measure in parts.items():
        if not asked.only or name in asked.only:
            found[name] = {**measure(), "load": round(os.getloadavg()[0], 1), "loop_s": round(loop_seconds(), 3)}
            print(name, json.dumps(found[name], ensure_ascii=False), flush=True)
    asked.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
