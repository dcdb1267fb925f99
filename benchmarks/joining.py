"""How does joining grow with the number of reports? Made readings of wars that go on, joined in one process.

    python benchmarks/joining.py [EVENTS …]      default 2000 20000 200000; writes benchmarks/results/joining.json (seconds of the processor)

A happening is told by one to five pages, some of them without its day or with its month alone, some as background by its year. Wars
and years grow with the number of reports, as they do where pages are scraped day by day.
"""

import hashlib
import json
import math
import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from hoadam import pipeline
from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.event import Event, Locus, Toll
from hoadam.model.page import Block, Page
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Day, Written
from hoadam.packs import load
from hoadam.tell import episodes

SIZES = (2_000, 20_000, 200_000)
A_PAGE = 5  # events
A_WAR = 4_000  # reports of one war before the next begins
START = date(2015, 1, 1)
SORTS = (
    ("ASSAULT", "MIL", None, None), ("ASSAULT", "MIL", None, None), ("CONSULT", "GOV", "talks", "held"), ("AGREE", "GOV", "ceasefire", "agreed"),
    ("ACCUSE", "GOV", "ceasefire", "violated"), ("REQUEST", "GOV", "withdrawal", "demanded"), ("RETREAT", "MIL", "exchange", "done"),
)  # fmt: skip
WORDS = 400  # different words of the made sentences
TOWNS = ("Alda", "Brenn", "Corva", "Dunmer", "Eskil", "Farro")


def readings(events: int, seed: int = 1) -> list[Reading]:
    """So many events on pages of five; the same for one seed."""
    dice = random.Random(seed)
    pages: dict[int, list[tuple[Event, str]]] = {}
    made = happening = 0
    while made < events:
        war = made // A_WAR
        day = START + timedelta(days=war * 20 + dice.randrange(700))
        for _ in range(min(dice.choice((1, 1, 2, 3, 5)), events - made)):
            number = made // A_PAGE * A_PAGE + dice.randrange(3)  # pages of one time, in any order
            pages.setdefault(number, []).append(_event(happening, war, day, made, dice))
            made += 1
        happening += 1
    return [_reading(number, rows) for number, rows in sorted(pages.items())]


def _event(happening: int, war: int, day: date, number: int, dice: random.Random) -> tuple[Event, str]:
    """One report of a happening, its time told exactly, by month, by year or not at all."""
    own = random.Random(happening)
    kind, sector, process, step = own.choice(SORTS)
    sides = tuple(Actor(f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[war // 26 % 26]}{chr(65 + war % 26)}{side}", sector) for side in "XY")
    told = dice.random()
    iso = day.isoformat()
    value = iso if told < 0.6 else iso[:7] if told < 0.7 else iso[:4] if told < 0.75 else None
    ends = {10: (iso, iso), 7: (f"{iso[:7]}-01", f"{iso[:7]}-28"), 4: (f"{iso[:4]}-01-01", f"{iso[:4]}-12-31")}
    town = Locus(own.choice(TOWNS), sides[1].code) if dice.random() < 0.6 else None
    killed = (Toll(own.randrange(1, 60), None, sides[1].code),) if kind == "ASSAULT" and dice.random() < 0.5 else ()
    event = Event(
        id=hashlib.sha256(f"event {number}".encode()).hexdigest()[:16], zone="body", story=0, type=kind, mode=None, status="actual", contexts=(),
        source=sides[:1] if kind in ("ACCUSE", "REQUEST") else sides, target=sides[1:] if kind in ("ACCUSE", "REQUEST") else (), third=(),
        date=Day(value, *ends[len(value)]) if value else Day(), place=town, killed=killed, injured=(), said_by=None, process=process, step=step,
        quotes=(), rule="made", confidence=0.9, frame="",
    )  # fmt: skip
    words = " ".join(f"tu{own.randrange(WORDS)}" for _ in range(8))
    return event, f"{words} {dice.randrange(99)} {iso}"


def _reading(number: int, rows: list[tuple[Event, str]]) -> Reading:
    text, events = "", []
    written = max(words.rsplit(" ", 1)[1] for _, words in rows)
    for event, words in rows:
        events.append((event, Span(len(text), len(text) + len(words))))
        text += words + "\n"
    told = Written(written, written, written, 0.9)
    page = Page(
        "sha256" + hashlib.sha256(f"page {number}".encode()).hexdigest(), f"{number}.txt", text, lang="vi", outlet=f"outlet {number % 40}"
    )
    import msgspec

    with_quotes = tuple(msgspec.structs.replace(event, quotes=(span,)) for event, span in events)
    return Reading(page, told, (Block(0, len(text), "body"),), (StoryDate(0, told),), events=with_quotes)


def main(sizes: list[int]) -> None:
    """Measure and write."""
    known = pipeline.prepare(load.load()).voice("en").known
    rows = []
    for size in sizes:
        made = readings(size)
        start = time.process_time()
        found = episodes.join(made, known)
        seconds = time.process_time() - start
        rows.append({"events": size, "pages": len(made), "episodes": len(found), "seconds": round(seconds, 2)})
        print(rows[-1], flush=True)
    (a, b) = (rows[0], rows[-1])
    exponent = math.log(b["seconds"] / a["seconds"]) / math.log(b["events"] / a["events"]) if len(rows) > 1 else None
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    result = {"runs": rows, "growth_exponent": exponent and round(exponent, 3), "most_memory_gb": round(memory, 2)}
    print(result)
    (Path(__file__).parent / "results" / "joining.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
