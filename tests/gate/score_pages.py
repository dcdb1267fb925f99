"""Score the program's readings of the example pages against their gold annotations: zones, times, dates, events, episodes.

    python -m gate.score_pages        all figures as JSON; run in tests/

Every figure is micro-averaged over the pages. Two spans fit when they share a code point.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from gate import gold_readings, score_story
from gate.telling import teller
from hoadam import app, desk
from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.model.event import Event
from hoadam.model.page import ARTICLE, Block
from hoadam.model.story import Reading
from hoadam.model.time import Timex

Row = dict[str, Any]
Figures = dict[str, float]
ROOT = Path(__file__).parents[2]
PAGES, GOLD = ROOT / "examples" / "pages", ROOT / "examples" / "gold"
ATTRIBUTES = ("mode", "status", "date", "country", "killed", "said_by", "process", "step", "sector")


@cache
def readings() -> dict[str, Reading]:
    """The program's reading of every example page, HTML too, by the stem of its file."""
    settings = app.Settings()
    read = app.reader(settings)
    made = [read(found) for found in desk.found_in(app.sources([str(PAGES)], settings))]
    return {Path(reading.page.source).stem: reading for reading in made}


def gold(name: str) -> list[Row]:
    """A file of gold."""
    return gold_readings.rows(GOLD / f"{name}.jsonl")


def f1(right: float, found: int, wanted: int) -> Figures:
    """Precision, recall and their harmonic mean."""
    p, r = right / max(1, found), right / max(1, wanted)
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / max(1e-9, p + r), 4)}


def shared(one: Span | Row, other: Span | Row) -> int:
    """How many code points two spans share."""
    (a, b), (c, d) = ((x["start"], x["end"]) if isinstance(x, dict) else (x.start, x.end) for x in (one, other))
    return max(0, min(b, d) - max(a, c))


# ---------------------------------------------------------------- zones


def zones() -> Row:
    """Lines of the page's own article against all others, exact zones, and repeated lines found."""
    rows = gold("pages.zones")
    judged = [(row, _block_of(row, readings()[row["doc"]])) for row in rows]
    found = [block is not None and block.is_article and block.story == 0 for _, block in judged]
    wanted = [row["zone"] in ARTICLE for row in rows]
    # A headline printed again is neither asked for nor punished.
    counted = [n for n, row in enumerate(rows) if not (row["dup"] and wanted[n])]
    repeated = [(row, block) for row, block in judged if row["dup"]]
    return {
        "article": f1(sum(found[n] and wanted[n] for n in counted), sum(found[n] for n in counted), sum(wanted[n] for n in counted)),
        "exact": _share(row["zone"] == (block.zone if block else "furniture") for row, block in judged),
        "repeats": _share(block is not None and block.repeats is not None for _, block in repeated),
        "lines": len(rows),
    }


def _block_of(row: Row, reading: Reading) -> Block | None:
    """The block that covers most of a gold line."""
    lines = reading.page.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: row["line_no"] - 1])
    line = Span(start, start + len(lines[row["line_no"] - 1]))
    best = max(reading.blocks, key=lambda block: shared(block, line), default=None)
    return best if best is not None and shared(best, line) else None


def _share(hits: Iterator[bool]) -> float:
    found = list(hits)
    return round(sum(found) / max(1, len(found)), 4)


# ---------------------------------------------------------------- times


def times() -> Row:
    """Core expressions of the article and of the whole page: found, with the right value, with the right extent."""
    rows = gold("pages.times")
    return {
        name: _times([row for row in rows if name == "page" or row["zone"] == "body"], rows, whole=name == "page")
        for name in ("article", "page")
    }


def _times(asked: Sequence[Row], rows: Sequence[Row], *, whole: bool) -> Row:
    right = {"found": 0, "value": 0, "extent": 0}
    found = wanted = 0
    for doc in dict.fromkeys(row["doc"] for row in rows):
        want = [row for row in asked if row["doc"] == doc and row["core"]]
        rest = [row for row in rows if row["doc"] == doc and row not in want]
        told = [timex for timex in readings()[doc].times if timex.value]
        pairs = _paired(want, told)
        right["found"] += len(pairs)
        right["value"] += sum(row["value"] == timex.value for row, timex in pairs)
        right["extent"] += sum((t.start, t.end) in ((r["start"], r["end"]), (r.get("min_start"), r.get("min_end"))) for r, t in pairs)
        used = {id(timex) for _, timex in pairs}
        extra = [timex for timex in told if id(timex) not in used and not any(shared(row, timex) for row in rest)]
        reach = Span(min((row["start"] for row in want), default=0), max((row["end"] for row in want), default=0))
        found += len(pairs) + sum(1 for timex in extra if whole or reach.start <= timex.start <= reach.end)
        wanted += len(want)
    return {name: f1(hits, found, wanted) for name, hits in right.items()}


def _paired(want: Sequence[Row], told: Sequence[Timex]) -> list[tuple[Row, Timex]]:
    """Each gold expression with the one that shares most of it, each taken once."""
    pairs, free = [], list(told)
    for row in want:
        best = max(free, key=lambda timex: (shared(row, timex), timex.start), default=None)
        if best is not None and shared(row, best):
            free.remove(best)
            pairs.append((row, best))
    return pairs


# ---------------------------------------------------------------- dates


def dates(*, html: bool = True) -> Row:
    """Days of writing: how many are answered, how near they come, and whether the bounds hold the truth."""
    rows = [(row, readings()[row["id"]]) for row in gold("pages.dates") if html or readings()[row["id"]].page.source.endswith(".txt")]
    told = [(row["written"], reading.written.value) for row, reading in rows if reading.written.value]
    return {
        "pages": len(rows),
        "answered": round(len(told) / len(rows), 4),
        "day": _share(truth == value for truth, value in told),
        "near": _share(_gap(truth, value) <= 1 for truth, value in told),
        "year": _share(truth[:4] == value[:4] for truth, value in told),
        "inside": _share((r.written.earliest or "9") <= row["written"] <= (r.written.latest or "0") for row, r in rows),
    }


def _gap(one: str, other: str) -> int:
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) if len(other) >= 10 else 10_000


# ---------------------------------------------------------------- events


class Wanted:
    """A gold event, its sentences as spans of the page's text."""

    def __init__(self, row: Row, spans: Sequence[Span], dct: str | None) -> None:
        self.row, self.spans, self.dct = row, spans, dct


def events() -> Row:
    """Event (type and a common sentence), actors (codes of both sides agree by half), full (and the date agrees); attributes of those matched."""
    right = {"event": 0, "actors": 0, "full": 0}
    agreed: dict[str, list[bool]] = {name: [] for name in ATTRIBUTES}
    found = wanted = 0
    for reading, want in _gold_events():
        told = [event for event in reading.events if event.zone in ARTICLE]
        pairs = _matched(want, told)
        found, wanted = found + len(told), wanted + len(want)
        right["event"] += len(pairs)
        for one, event in pairs:
            actors = all(_alike(codes(one.row[side]), codes(getattr(event, side))) >= 0.5 for side in ("source", "target"))
            right["actors"] += actors
            right["full"] += actors and _same_day(one, event)
            for name in ATTRIBUTES:
                agreed[name] += _agrees(name, one, event)
    attributes = {name: _share(iter(hits)) for name, hits in agreed.items()}
    return {"gold": wanted, "told": found, **{name: f1(hits, found, wanted) for name, hits in right.items()}, "attributes": attributes}


def _gold_events() -> Iterator[tuple[Reading, list[Wanted]]]:
    docs = {row["id"]: row for row in gold("pages.docs")}
    for row in [*gold("pages.events"), *gold("html.events")]:
        reading = readings()[row["doc"]]
        yield reading, [Wanted(event, _spans(event, docs.get(row["doc"]), reading), row["dct"]) for event in row["events"]]


def _spans(event: Row, doc: Row | None, reading: Reading) -> list[Span]:
    """Where the gold event's sentences stand: by number in text pages, by their words in HTML."""
    if doc is not None:
        assert doc["text"] == reading.page.text
        return [Span(*doc["sents"][n - 1]) for n in event["sents"]]
    patterns = (r"\s+".join(map(re.escape, quote.split())) for quote in event["quotes"])
    return [Span(*match.span()) for pattern in patterns if (match := re.search(pattern, reading.page.text))]


def _matched(want: Sequence[Wanted], told: Sequence[Event]) -> list[tuple[Wanted, Event]]:
    """Pairs of one type that share a sentence, the most alike first, each event once."""
    ranked = [(_likeness(one, event), n, k) for n, one in enumerate(want) for k, event in enumerate(told) if _fits(one, event)]
    pairs, taken, used = [], set(), set()
    for _, n, k in sorted(ranked, key=lambda row: (-row[0], row[1], row[2])):
        if n not in taken and k not in used:
            taken.add(n)
            used.add(k)
            pairs.append((want[n], told[k]))
    return pairs


def _fits(one: Wanted, event: Event) -> bool:
    return one.row["type"] == event.type and any(shared(span, quote) for span in one.spans for quote in event.quotes)


def _likeness(one: Wanted, event: Event) -> float:
    sides = _alike(codes(one.row["source"]), codes(event.source)) + 0.5 * _alike(codes(one.row["target"]), codes(event.target))
    return sides + 0.5 * _same_day(one, event) + 0.25 * any(shared(one.spans[0], quote) for quote in event.quotes)


def codes(found: Sequence[Row] | Sequence[Actor]) -> set[str]:
    """The country codes of actors, unknown ones left out."""
    return {row["code"] if isinstance(row, dict) else row.code for row in found} - {"UNK"}


def _alike(one: set[str], other: set[str]) -> float:
    """F1 of two sets; 1 when both are empty."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _same_day(one: Wanted, event: Event) -> bool:
    """Equal, or one holds the other, or both unknown; ranges agree when they touch."""
    value = one.row["date"]
    if value is None or event.date.value is None:
        return value is event.date.value
    if value.startswith("XXXX") or event.date.value.startswith("XXXX"):
        return value[4:] == event.date.value[4:10]
    wanted = gold_readings.day(value, one.dct)
    told = [bounds(part[:10]) for part in event.date.value.split("/")]
    first, last = told[0][0], told[-1][1]
    if None in (wanted.earliest, wanted.latest, first, last):
        return False
    inside = (wanted.earliest <= first and last <= wanted.latest) or (first <= wanted.earliest and wanted.latest <= last)
    is_range = "/" in value or "/" in event.date.value
    return inside or (is_range and wanted.earliest <= last and first <= wanted.latest)


def _agrees(name: str, one: Wanted, event: Event) -> list[bool]:
    """Whether an attribute agrees; nothing where neither says anything of it."""
    row = one.row
    if name == "date":
        return [_same_day(one, event)]
    if name == "killed":
        pair = [toll["min"] for toll in row["killed"]], [toll.min for toll in event.killed]
        return [sorted(pair[0], key=str) == sorted(pair[1], key=str)] if any(pair) else []
    if name == "sector":
        wanted, told = (_sectors(side) for side in ((*row["source"], *row["target"]), (*event.source, *event.target)))
        return [bool(wanted & told) or not wanted]
    if name == "said_by":
        return [_speaker(row["said_by"]) == _speaker(event.said_by)]
    mine = (event.place.country if event.place else None) if name == "country" else getattr(event, name)
    return [row[name] == mine] if row[name] or mine else []


def _sectors(found: Sequence[Row | Actor]) -> set[tuple[str, str]]:
    return {(row["code"], row["sector"]) if isinstance(row, dict) else (row.code, row.sector) for row in found}


def _speaker(found: Row | Actor | str | None) -> str | None:
    return found["code"] if isinstance(found, dict) else found.code if isinstance(found, Actor) else found


# ---------------------------------------------------------------- episodes


def story() -> Row:
    """The program's own readings told by the program, against the gold story: joins, what must not join, board, B-cubed."""
    made = gold_readings.gold_readings(GOLD, "pages")
    everything = [(reading.page.source, n) for reading in made for n in range(len(reading.events))]
    told = list(readings().values())
    return score_story.score(teller()(told), score_story.gold_story(GOLD, "pages"), score_story.matched(made, told), everything)


SCORES: dict[str, Callable[[], Row]] = {
    "zones": zones, "times": times, "dates": dates, "dates of text pages": partial(dates, html=False), "events": events, "story": story,
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps({name: score() for name, score in SCORES.items()}, ensure_ascii=False, indent=1))  # noqa: T201
