"""Readings made by hand for tests of telling: one short sentence an event."""

import hashlib
from collections.abc import Sequence
from typing import Any

from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.calendar import bounds, day_of
from hoadam.model.event import Event, Locus, Toll
from hoadam.model.page import Block, Page
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Day, Timex, Written

Row = dict[str, Any]


def actor(words: str) -> Actor:
    """ "ARM.MIL Somebody": code, sector (GOV where left out) and name."""
    codes, _, name = words.partition(" ")
    code, _, sector = codes.partition(".")
    return Actor(code, sector or "GOV", name or None)


def actors(words: str) -> tuple[Actor, ...]:
    """Several, split at "+"."""
    return tuple(actor(part) for part in words.split("+") if part)


def day(value: str | None) -> Day:
    """A day, month, year, range or yearless day."""
    if value is None or value.startswith("XXXX"):
        return Day(value)
    ends = value.split("/")
    return Day(value, bounds(ends[0])[0], bounds(ends[-1])[1])


def toll(words: str) -> Toll:
    """ "ARM 49+", "AZE 50", "UNK 20-30"."""
    who, count = words.split()
    low, _, high = count.rstrip("+").partition("-")
    return Toll(int(low), None if count.endswith("+") else int(high or low), who)


def page(name: str, written: str | None, *rows: Row, outlet: str | None = None, around: str = "") -> Reading:
    """A reading of a page with one sentence for each row; keys of a row are those of an event in short."""
    told = Written(written, written, written, 0.9) if written else Written()
    text, spans = "", []
    for n, row in enumerate(rows):
        words = row.get("text", f"{name} {row['type']} {n}.")
        spans.append(Span(len(text), len(text) + len(words)))
        text += words + "\n"
    pid = hashlib.sha256(name.encode()).hexdigest()
    events = tuple(event(row, name, n, spans[n], told) for n, row in enumerate(rows))
    blocks = [Block(span.start, span.end, "lede" if n == 0 else "body") for n, span in enumerate(spans)]
    if around:
        blocks.append(Block(len(text), len(text) + len(around), "related"))
        text += around
    stories = (StoryDate(0, told), StoryDate(1, told))
    times = tuple(
        Timex(spans[n].start, spans[n].start + 1, "DATE", row["when"], story=0, anchor=None)
        for n, row in enumerate(rows)
        if row.get("when")
    )
    return Reading(Page(pid, name, text, lang="vi", outlet=outlet), told, tuple(blocks), stories, times, events=events)


def event(row: Row, name: str, number: int, span: Span, told: Written) -> Event:
    """One event."""
    when = row.get("when")
    return Event(
        id=row.get("id") or hashlib.sha256(f"{name}:{number}".encode()).hexdigest()[:16], zone="body", story=row.get("story", 0), type=row["type"],
        mode=row.get("mode"), status=row.get("status", "actual"), contexts=(), source=actors(row.get("source", "")), target=actors(row.get("target", "")),
        third=actors(row.get("third", "")), date=day_of(when, told.day) if when else day(row.get("date")),
        place=Locus(*row["place"].split("/")) if row.get("place") else None, killed=tuple(map(toll, row.get("killed", ()))), injured=(),
        said_by=actor(row["said_by"]) if row.get("said_by") else None, process=row.get("process"), step=row.get("step"), quotes=(span,), rule="test",
        confidence=row.get("confidence", 0.8), frame="", when=when,
    )  # fmt: skip


def groups(found: Sequence[Any]) -> list[list[str]]:
    """The source names of the pages of each episode that has more than one report."""
    return sorted(sorted(report.source for report in episode.reports) for episode in found if len(episode.reports) > 1)
