"""How many paragraphs per CPU-second does the search for repeats take? `python benchmarks/repeats.py PAGES.jsonl[.gz] ... [--rounds N]`.

Each line of a file holds a `text`; its lines are the paragraphs. Timed is what the program runs: within each page the search of the
reading (`read.segment.repeats`, on the words and pairs of words that the zones need too), and across pages what `add` and `tell` do (marks of
every page, articles that are versions of one another, days from neighbours; every other page is given a day). N rounds, with a fixed
loop before and after each (yardstick.py). Writes benchmarks/results/repeats.json.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.model.shelf import blank
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Written
from hoadam.packs.fold import folded
from hoadam.packs.load import load
from hoadam.read import segment
from hoadam.read.segment.lines import Line, lines_of
from hoadam.read.segment.repeats import repeated
from hoadam.tell import dates, repeats
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results"
DAY = Written("2020-01-01", "2020-01-01", "2020-01-01", 1.0)
LIKE = dates.Likeness(repeats.print_of, repeats.article_keys, repeats.passage_keys, repeats.is_same_article, repeats.is_same)


class Cut(NamedTuple):
    """A page as the reading cuts it: its lines, and what telling gets of it."""

    lines: list[Line]
    reading: Reading


def texts(path: Path) -> list[str]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line)["text"] for line in raw.decode().split("\n") if line.strip()]


def cut(found: Sequence[str]) -> list[Cut]:
    """The pages, ready to be searched; not timed."""
    cues, made = pipeline.prepare(load()).tongue("vi").cues, list[Cut]()
    for n, text in enumerate(found):
        copy, day = folded(text), DAY if n % 2 else Written()
        page = Page(sha256(f"{n}".encode()).hexdigest(), f"{n}", text, lang="vi")
        made.append(Cut(lines_of(copy), Reading(page, day, segment.segment(copy, cues), (StoryDate(0, day),))))
    return made


def within(pages: Sequence[Cut]) -> int:
    """How many lines repeat an earlier one of their page."""
    return sum(
        one is not None for page in pages for one in repeated([line.words for line in page.lines], [line.pairs for line in page.lines])
    )


def across(pages: Sequence[Cut]) -> int:
    """How many pages are a version of another one's article."""
    readings: dict[str, Reading | None] = {page.reading.page.id: page.reading for page in pages}
    around = dates.Around(blank(), LIKE, {page.reading.page.id: page.reading for page in pages}, lambda _: ())
    for reading in around.readings(dates.changed(around, readings)):
        dates.settle(reading, around)
    return sum(dates.origin(page, around.book) is not None for page in readings)


def timed(work: Callable[[Sequence[Cut]], int], pages: Sequence[Cut]) -> float:
    start = time.process_time()
    work(pages)
    return time.process_time() - start


def row(pages: Sequence[Cut], paragraphs: int) -> dict[str, Any]:
    """Paragraphs per CPU-second within pages, across them, and both."""
    before, one, other = loop_seconds(), timed(within, pages), timed(across, pages)
    seconds = {"within": one, "across": other, "both": one + other}
    return {name: round(paragraphs / spent) for name, spent in seconds.items()} | {"loop_seconds": round((before + loop_seconds()) / 2, 3)}


def main() -> None:
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("pages", nargs="+", type=Path)
    line.add_argument("--rounds", type=int, default=5)
    asked = line.parse_args()
    pages = cut([text for path in asked.pages for text in texts(path)])
    sizes = [len(line.text) for page in pages for line in page.lines]
    if not sizes:
        sys.exit("There is no paragraph in these pages.")
    made = {"pages": len(pages), "paragraphs": len(sizes), "letters": round(sum(sizes) / len(sizes), 1)}
    made |= {"repeats within pages": within(pages), "pages with versions": across(pages)}
    print(", ".join(f"{name} {value:,}" for name, value in made.items()))
    rows = [row(pages, len(sizes)) for _ in range(asked.rounds)]
    for one in rows:
        print("   ".join(f"{name} {value:,}" for name, value in one.items() if name != "loop_seconds"), f"  (loop {one['loop_seconds']} s)")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "repeats.json").write_text(json.dumps(made | {"rounds": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
