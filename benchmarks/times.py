"""How well and at what cost do HeidelTime, dateparser and this program find time expressions, on the same pages in one run?

    python benchmarks/times.py [SHARED] [--copies N]      value F1 and CPU-seconds per 1,000 pages
    python benchmarks/times.py --cost PAGES.jsonl.gz      what times and dating cost on pages of about 5 KB

SHARED is a folder with seeds/*.txt, gold/seeds.times.jsonl and gold/seeds.dates.jsonl; without it the example pages are taken. Each system gets
the page's text and the true day of writing; this program also reads it once more without that day. An expression counts when it shares a
letter with a core one of the gold and has the very same value. `body` looks at the article's expressions (extras count between the first
and the last), `page` at all. CPU-seconds are user and system time with that of children. Writes benchmarks/results/times.json.
"""

import argparse
import gzip
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.packs.fold import folded
from hoadam.packs.load import load
from hoadam.read import actors, dating, segment, times
from peers import CannotRun, Dateparser, HeidelTime, Told, cpu_seconds
from yardstick import loop_seconds

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
SIZE = 5000  # bytes of a page whose cost is measured
ROUNDS = 3  # the cost is measured so often, and the least one given: others' load only adds
WARM = 5  # pages joined to one document: HeidelTime's time grows faster than its length
Row = dict[str, Any]
Find = Callable[[str, str], Sequence[Told]]


class Sample(NamedTuple):
    """A page's name, text and true day of writing, and its gold expressions."""

    name: str
    text: str
    day: str
    gold: list[Row]


def rows(path: Path) -> list[Row]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode().split("\n") if line.strip()]


def samples(shared: Path | None) -> list[Sample]:
    """The pages that have gold expressions."""
    pages, gold, stem = (
        (shared / "seeds", shared / "gold", "seeds") if shared else (ROOT / "examples/pages", ROOT / "examples/gold", "pages")
    )
    told, days = rows(gold / f"{stem}.times.jsonl"), rows(gold / f"{stem}.dates.jsonl")
    made = []
    for doc in dict.fromkeys(row["doc"] for row in told):
        path = next(path for path in sorted(pages.glob("*.txt")) if path.name.startswith(doc))
        day = next(row["written"] for row in days if path.stem == row["id"])
        made.append(Sample(path.stem, path.read_bytes().decode(), day, [row for row in told if row["doc"] == doc]))
    return made


# ---------------------------------------------------------------- value F1


def common(told: Told, row: Row) -> int:
    return min(told.end, int(row["end"])) - max(told.start, int(row["start"]))


def counted(told: Sequence[Told], gold: list[Row], *, body: bool) -> tuple[int, int, int]:
    """Right values, expressions told and expressions wanted, on one page."""
    want = [row for row in gold if row["core"] and (row["zone"] == "body" or not body)]
    rest = [row for row in gold if row not in want]
    free, right = list(told), 0
    for row in want:
        near = max(free, key=lambda one: (common(one, row), one.start), default=None)
        if near is not None and common(near, row) > 0:
            free.remove(near)
            right += near.value == row["value"]
    first, last = min((row["start"] for row in want), default=0), max((row["end"] for row in want), default=0)
    extra = [one for one in free if not any(common(one, row) > 0 for row in rest) and (not body or first <= one.start <= last)]
    return right, len(told) - len(free) + len(extra), len(want)


def f1(found: Sequence[Sequence[Told]], pages: Sequence[Sample], *, body: bool) -> dict[str, float]:
    right, told, want = (
        sum(part) for part in zip(*(counted(one, page.gold, body=body) for one, page in zip(found, pages, strict=True)), strict=True)
    )
    p, r = right / max(1, told), right / max(1, want)
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3), "wanted": want}


# ---------------------------------------------------------------- this program


def reader(tools: pipeline.Tools, *, given: bool) -> Find:
    """This program as far as its valued time expressions: folding, zones, names, dating and times."""

    def find(text: str, day: str) -> list[Told]:
        tongue, copy = tools.tongue("vi"), folded(text)
        blocks = segment.segment(copy, tongue.cues)
        shapes, namings = times.find(copy, blocks, tongue.times), actors.find(copy, tongue.actors)
        page = Page("page", "page", text, lang="vi", written=day if given else None)
        stories = dating.date(page, copy, blocks, shapes, namings, tongue.almanac)
        valued = times.settle(shapes, {story.story: story.written for story in stories}, blocks)
        assert not copy.starts, "the places would have to be moved to the text as found"
        return [Told(one.start, one.end, one.value) for one in valued if one.value]

    return find


# ---------------------------------------------------------------- the table


def spent(work: Callable[[], Any]) -> float:
    start = cpu_seconds()
    work()
    return cpu_seconds() - start


def per_thousand(find: Callable[[str, str], Any], pages: Sequence[Sample], copies: int) -> float:
    """CPU-seconds per 1,000 pages over so many copies of the pages."""
    seconds = spent(lambda: [find(page.text, page.day) for _ in range(copies) for page in pages])
    return round(1000 * seconds / (copies * len(pages)), 2)


def warm_heideltime(heidel: HeidelTime, pages: Sequence[Sample], copies: int) -> float:
    """The same without the start of Java: what so many copies of the pages, joined to one document, cost over one copy."""
    text, day = "\n\n".join(page.text for page in pages), pages[0].day
    one, many = (spent(partial(heidel.annotated, "\n\n".join([text] * n), day)) for n in (1, 1 + copies))
    return round(1000 * (many - one) / (copies * len(pages)), 2)


def compared(pages: Sequence[Sample], copies: int) -> Row:
    """Every system on every page."""
    made: Row = {}
    for name, system in (("HeidelTime", HeidelTime), ("dateparser", Dateparser)):
        try:
            peer = system()
            before = cpu_seconds()
            made[name] = scored(peer.find, pages)
            if isinstance(peer, HeidelTime):
                made[name]["cpu_seconds"] = round(1000 * (cpu_seconds() - before) / len(pages), 2)  # once: Java's start outweighs all else
                made[name]["cpu_seconds_warm"] = warm_heideltime(peer, pages[:WARM], copies)
            else:
                made[name]["cpu_seconds"] = per_thousand(peer.search_only, pages, copies)
        except CannotRun as error:
            made[name] = {"not_run": str(error)}
    tools = pipeline.prepare(load())
    for name, given in (("this program", True), ("this program, own days", False)):
        find = reader(tools, given=given)
        made[name] = scored(find, pages)
        made[name]["cpu_seconds"] = per_thousand(find, pages, copies)
    return made


def scored(find: Find, pages: Sequence[Sample]) -> Row:
    found = [find(page.text, page.day) for page in pages]
    return {"body": f1(found, pages, body=True), "page": f1(found, pages, body=False)}


def show(made: Row) -> None:
    print(f"{'':24} {'body value F1':>14} {'page value F1':>14} {'CPU-s / 1,000 pages':>20}")
    for name, row in made.items():
        if "not_run" in row:
            print(f"{name:24} NOT RUN: {row['not_run']}")
            continue
        warm = f"  ({row['cpu_seconds_warm']:.1f} without the start of Java)" if "cpu_seconds_warm" in row else ""
        print(f"{name:24} {row['body']['f1']:>14.3f} {row['page']['f1']:>14.3f} {row['cpu_seconds']:>20.1f}{warm}")


# ---------------------------------------------------------------- cost


def sized(path: Path) -> list[str]:
    """Pages of about 5 KB: long articles cut at a line's end, short ones joined."""
    pages, lines, size = list[str](), list[str](), 0
    for record in rows(path):
        for line in record["text"].split("\n"):
            lines.append(line)
            size += len(line.encode()) + 1
            if size >= SIZE:
                break
        if size >= SIZE:
            pages.append("\n".join(lines))
            lines, size = [], 0
    return pages


def steps(texts: Sequence[str], tools: pipeline.Tools) -> dict[str, float]:
    """CPU-seconds of each step over all pages."""
    made, tongue = dict.fromkeys(("folding and zones", "names", "times", "dating"), 0.0), tools.tongue("vi")
    for text in texts:
        marks = [time.process_time()]
        copy = folded(text)
        blocks = segment.segment(copy, tongue.cues)
        marks.append(time.process_time())
        namings = actors.find(copy, tongue.actors)
        marks.append(time.process_time())
        shapes = times.find(copy, blocks, tongue.times)
        marks.append(time.process_time())
        stories = dating.date(Page("page", "page", text, lang="vi"), copy, blocks, shapes, namings, tongue.almanac)
        marks.append(time.process_time())
        times.settle(shapes, {story.story: story.written for story in stories}, blocks)
        marks.append(time.process_time())
        parts = [after - before for before, after in pairwise(marks)]
        for name, part in zip(("folding and zones", "names", "times", "dating", "times"), parts, strict=True):
            made[name] += part
    return made


def cost(path: Path, most: int) -> Row:
    """CPU-seconds per 1,000 pages of each step, the least of three rounds, and the fixed loop beside each."""
    texts, tools = sized(path)[:most], pipeline.prepare(load())
    if not texts:
        sys.exit(f"{path}: its texts do not fill one page of {SIZE} bytes.")
    steps(texts[:30], tools)
    rounds = []
    for _ in range(ROUNDS):
        before = loop_seconds()
        found = {name: round(1000 * seconds / len(texts), 2) for name, seconds in steps(texts, tools).items()}
        both = round(found["times"] + found["dating"], 2)
        rounds.append({**found, "times and dating": both, "loop_seconds": round((before + loop_seconds()) / 2, 3)})
        rounds[-1]["times and dating, in loops"] = round(both / rounds[-1]["loop_seconds"], 1)
    return {"pages": len(texts), "bytes": round(sum(len(text.encode()) for text in texts) / len(texts)), "rounds": rounds}


def show_cost(made: Row) -> None:
    print(f"CPU-seconds per 1,000 pages ({made['pages']} pages of {made['bytes']} bytes in the mean)")
    for row in made["rounds"]:
        print("   ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in row.items()))
    print(f"times and dating: {min(row['times and dating'] for row in made['rounds']):.2f} in the quickest round")


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("shared", nargs="?", type=Path, help="a folder with seeds/ and gold/ (the example pages)")
    line.add_argument("--copies", type=int, default=5, help="how often each page is read for its cost")
    line.add_argument("--cost", type=Path, metavar="PAGES", help="measure times and dating on pages of about 5 KB made from this file")
    line.add_argument("--pages", type=int, default=1000, help="of these so many at most")
    asked = line.parse_args()
    out = RESULTS / "times.json"
    kept = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    kept |= {"python": platform.python_version(), "machine": platform.machine()}
    if asked.cost:
        kept["cost"] = cost(asked.cost, asked.pages)
        show_cost(kept["cost"])
    else:
        pages, before = samples(asked.shared), loop_seconds()
        made = compared(pages, asked.copies)
        loop = round((before + loop_seconds()) / 2, 3)
        letters = round(sum(len(page.text) for page in pages) / len(pages))
        kept["seeds" if asked.shared else "examples"] = {
            "pages": len(pages),
            "letters": letters,
            "copies": asked.copies,
            "loop_seconds": loop,
            "systems": made,
        }
        print(f"{len(pages)} pages of {letters} letters in the mean; fixed loop {loop} s")
        show(made)
    RESULTS.mkdir(exist_ok=True)
    out.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
