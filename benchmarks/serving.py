"""How long does each page take to be served from a big store? A made chronicle, put in through the store's own methods, and every page timed.

    python benchmarks/serving.py [PAGES] [ROUNDS]    default 50000 5; keeps its store in the folder for temporary files, writes benchmarks/results/serving.json

Every page tells four events and every event is a happening of its own, which is the most that a store of so many pages can have to list.
Each address is asked for ROUNDS times in one process without network; the filters and words change from round to round.
"""

import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from hoadam import app, desk
from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.event import Event, Locus, Toll
from hoadam.model.page import Block, Page
from hoadam.model.story import Dispute, Episode, Figure, FigureClaim, Line, Reading, Report, State, Story, Tolls, Track
from hoadam.model.time import Day, Written
from hoadam.ports import Asked, Entry, Outcome
from hoadam.store.sqlite import SqliteStore
from hoadam.web.guard import Rules
from hoadam.web.server import build
from yardstick import loop_seconds

RESULTS = Path(__file__).parent / "results" / "serving.json"
A_PAGE, BATCH = 4, 500
START, DAYS = date(1994, 1, 1), 11_000
STATES = (
    "ARM",
    "AZE",
    "RUS",
    "TUR",
    "IRN",
    "USA",
    "FRA",
    "GEO",
    "UKR",
    "BLR",
    "KAZ",
    "KGZ",
    "TJK",
    "UZB",
    "DEU",
    "GBR",
    "CHN",
    "IND",
    "PAK",
    "SRB",
)
TYPES = (
    "ASSAULT", "CONSULT", "ACCUSE", "AGREE", "COOPERATE", "THREATEN", "REQUEST", "RETREAT", "AID", "CONCEDE", "REJECT", "COERCE",
    "MOBILIZE", "SANCTION", "PROTEST", "SUPPORT",
)  # fmt: skip
SYLLABLES = [
    "ba",
    "ca",
    "da",
    "đa",
    "ga",
    "ha",
    "la",
    "ma",
    "na",
    "pha",
    "sa",
    "ta",
    "tha",
    "tra",
    "va",
    "xa",
    "bắn",
    "cầu",
    "đình",
    "đường",
    "giới",
    "hòa",
    "hội",
    "khẩu",
    "làng",
    "lính",
    "miền",
    "ngừng",
    "nước",
    "phiên",
    "quân",
    "thoả",
    "thành",
    "tỉnh",
    "tuyên",
    "ủy",
    "viện",
    "vùng",
]
TOWNS = tuple(
    f"{a}{b}" for a in ("Al", "Bre", "Cor", "Dun", "Es", "Far", "Gol", "Hes") for b in ("da", "nn", "va", "mer", "kil", "ro", "ta", "lin")
)


def outcomes(pages: int, seed: int = 1) -> Iterator[Outcome]:
    """The pages as they come out of reading; the same for one seed."""
    dice = random.Random(seed)
    for number in range(pages):
        yield Outcome(f"made/{number}", _reading(number, dice), f"made-{number}")


def _reading(number: int, dice: random.Random) -> Reading:
    lines = [_words(dice, 9), *(_words(dice, 22) + "." for _ in range(12))]
    text = "\n".join([f"{number} {lines[0]}", *lines[1:]])
    page = Page(
        "sha256" + hashlib.sha256(text.encode()).hexdigest(),
        f"made/{number}.txt",
        text,
        title=lines[0],
        outlet=f"Báo {dice.randrange(40)}",
        lang="vi",
    )
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    blocks = tuple(Block(a, b - 1, "headline" if n == 0 else "body") for n, (a, b) in enumerate(pairwise(starts)))
    day = START + timedelta(days=int(DAYS * dice.random() ** 0.5))
    iso = day.isoformat()
    events = tuple(_event(number * A_PAGE + n, iso, Span(blocks[n + 1].start, blocks[n + 1].end), dice) for n in range(A_PAGE))
    return Reading(page, Written(iso, iso, iso, 0.9), blocks, events=events, kit="made")


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(SYLLABLES) if dice.random() < 0.9 else f"t{int(20_000 * dice.random() ** 2)}" for _ in range(count))


def _event(number: int, iso: str, span: Span, dice: random.Random) -> Event:
    kind = TYPES[int(len(TYPES) * dice.random() ** 2)]
    one, other = dice.sample(STATES[: 4 + int(16 * dice.random() ** 2)], 2)
    sides = (Actor(one, dice.choice(("GOV", "MIL"))), Actor(other, "GOV"))
    day = Day(iso, iso, iso) if dice.random() < 0.9 else Day()
    town = dice.choice(TOWNS)
    place = Locus(town, other, 30 + 2.0 * TOWNS.index(town) % 23, 40 + 3.0 * STATES.index(other) % 40) if dice.random() < 0.6 else None
    killed = (Toll(dice.randrange(1, 60), None, other),) if kind == "ASSAULT" and dice.random() < 0.5 else ()
    return Event(
        id=hashlib.sha256(f"event {number}".encode()).hexdigest()[:16], zone="body", story=0, type=kind, mode=None,
        status="planned" if dice.random() < 0.1 else "actual", contexts=(), source=sides[:1], target=sides[1:], third=(), date=day, place=place,
        killed=killed, injured=(), said_by=None, process=dice.choice((None, "talks", "ceasefire")), step="held", quotes=(span,), rule="made",
        confidence=round(dice.random(), 2), frame="meet",
    )  # fmt: skip


def episode(reading: Reading, event: Event, dice: random.Random) -> Episode:
    """The happening of one event alone."""
    page = reading.page
    report = Report(page.id, event.id, page.source, event.quotes, None, event.date, event.status, page.outlet, reading.written.value)
    killed = Tolls()
    if event.killed:
        toll = event.killed[0]
        claims = (
            FigureClaim(toll, None, reading.written.value, page.id, event.id),
            FigureClaim(Toll(toll.min, toll.min, toll.who), event.source[0], None, page.id, event.id),
        )
        killed = Tolls(claims, toll.min, toll.min, None, (Figure(toll.who, claims, toll.min, toll.min, None),))
    return Episode(
        "ep-" + event.id, event.type, None, event.status, event.date, event.place, event.source, event.target, (), event.process,
        event.step if event.process else None, killed, Tolls(), (report,), dice.randrange(1, 4), ("killed",) if dice.random() < 0.05 else (),
        weight=round(dice.random() * 3, 2),
    )  # fmt: skip


def tracks(episodes: list[Episode], dice: random.Random) -> list[Track]:
    """A thread of each process for each pair of states."""
    kinds: dict[tuple[str, str, str], list[Episode]] = {}
    for one in episodes:
        if one.process and one.date.value:
            kinds.setdefault((one.process, *sorted((one.source[0].code, one.target[0].code))), []).append(one)
    made = []
    for n, ((kind, a, b), found) in enumerate(sorted(kinds.items())):
        states = tuple(State("held", one.date, (one.id,)) for one in sorted(found, key=lambda one: one.date.value or "")[-40:])
        due = states[-1].date if dice.random() < 0.2 else None
        made.append(
            Track(
                f"track-{n}",
                kind,
                f"{a} {b}",
                (Actor(a, "GOV"), Actor(b, "GOV")),
                (),
                states,
                "held",
                None,
                due,
                overdue=bool(due and n % 2),
            )
        )
    return made


def make(path: Path, pages: int) -> None:
    """The store."""
    store = SqliteStore(path, create=True, write=True)
    rules = app.rules(app.Settings(store=str(path)))
    dice = random.Random(2)
    episodes: list[Episode] = []
    entries: list[Entry] = []
    batch: list[Outcome] = []
    say = app.sayer(app.Settings())
    for one in outcomes(pages):
        batch.append(one)
        reading = one.result
        assert isinstance(reading, Reading)
        told = [episode(reading, event, dice) for event in reading.events]
        episodes += told
        entries += desk.entries_of(Story(tuple(told)), [reading], say)
        if len(batch) == BATCH:
            store.put(batch, rules)
            batch = []
    store.put(batch, rules)
    disputes = tuple(Dispute(one.id, "killed", (("3", (one.reports[0].event,)), ("5", ()))) for one in episodes if one.disputed)
    lines = tuple(Line(one.id, one.date, "", one.certainty, "latest") for one in episodes[:10])
    lines += tuple(Line(one.episode, Day(), "", "disputed", "disputes", None, "killed") for one in disputes[:8])
    store.keep(Story(), [], store.revision(), rules)
    store.keep(Story(tuple(episodes), tuple(tracks(episodes, dice)), disputes, lines), entries, store.revision(), rules)
    store.close()


def addresses(store: SqliteStore, n: int) -> dict[str, str]:
    """What each page is asked for in round `n`."""
    entry = store.portion(Asked(), None, 50 * n + 1).entries[-1]
    state, word, year = STATES[n % 8], SYLLABLES[(7 * n) % len(SYLLABLES)], 2000 + n
    return {
        "overview": "/overview", "timeline": "/timeline", "timeline, newest first": "/timeline?order=newest", "timeline, ten years": f"/timeline?from={year}&to={year + 10}",
        "timeline, one year": f"/timeline?from={year}&to={year}", "timeline, an actor": f"/timeline?actor={state}", "timeline, two actors": f"/timeline?actor={state}&with={STATES[(n + 1) % 8]}",
        "timeline, a type": f"/timeline?type={TYPES[n]}", "timeline, disputed": "/timeline?certainty=disputed", "timeline, far on": f"/timeline?after={2010 + n}-01-01~ep-0",
        "board": "/board", "board, an actor": f"/board?actor={state}", "actors": "/actors", "actors, one": f"/actors?actor={state}", "actors, a year": f"/actors?from={year}&to={year}",
        "figures": "/figures", "map": "/map", "map, an actor": f"/map?actor={state}", "search, a common word": f"/search?q={quote(word)}",
        "search, without accents": f"/search?q={quote('ngung ban')}", "search, two words": f"/search?q={quote(word + ' t' + str(100 * n + 3))}", "search, a rare word": f"/search?q=t{19_000 + n}",
        "search, a phrase": f"/search?q={quote(chr(34) + 'ngừng bắn' + chr(34))}", "episode": f"/episode/{entry.episode.id}", "page": f"/page/{entry.page}", "review": "/review",
        "review, one": f"/review?id={entry.episode.id}", "review, many": "/review/many", "coders": "/coders", "changes": "/changes", "decisions": "/decisions", "api episodes": f"/api/v1/episodes?from={year}",
        "api events": f"/api/v1/events?type={TYPES[n]}", "timeline.json": "/timeline.json",
    }  # fmt: skip


def measure(path: Path, rounds: int) -> list[dict[str, float | str]]:
    """Seconds of each page, and its bytes as sent."""
    store = SqliteStore(path, write=True)
    times: dict[str, list[float]] = {}
    costs: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    with TestClient(build(app.Settings(store=str(path)), store, Rules()), base_url="http://127.0.0.1:8765") as client:
        client.get("/overview")  # what is read once
        for n in range(rounds):
            for name, address in addresses(store, n).items():
                start, spent = time.perf_counter(), time.process_time()
                answer = client.get(address)
                times.setdefault(name, []).append(time.perf_counter() - start)
                costs.setdefault(name, []).append(time.process_time() - spent)
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code} {answer.text[:300]}")
                sizes[name] = max(sizes.get(name, 0), int(answer.headers.get("content-length", 0)))
    store.close()
    return [
        {
            "page": name, "median_ms": round(1000 * statistics.median(found), 1), "worst_ms": round(1000 * max(found), 1),
            "cpu_ms": round(1000 * statistics.median(costs[name]), 1), "gzipped_kb": round(sizes[name] / 1000, 1),
        }
        for name, found in times.items()
    ]  # fmt: skip


def main(pages: int = 50_000, rounds: int = 5) -> None:
    """Make the store where it is not there, time the pages, print and keep the figures."""
    path = Path(tempfile.gettempdir()) / f"hoadam-serving-{pages}.db"
    start = time.perf_counter()
    if not path.exists():
        make(path, pages)
    made = time.perf_counter() - start
    rows = measure(path, rounds)
    for row in rows:
        print(
            f"{row['page']:28} {row['median_ms']:8.1f} ms  worst {row['worst_ms']:8.1f}  CPU {row['cpu_ms']:8.1f}  {row['gzipped_kb']:7.1f} KB"
        )
    found = {
        "pages": pages,
        "events": pages * A_PAGE,
        "episodes": pages * A_PAGE,
        "store_made_s": round(made, 1),
        "rounds": rounds,
        "loop_s": round(loop_seconds(), 3),
        "rows": rows,
    }
    if pages == 50_000:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
