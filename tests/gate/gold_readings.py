"""Readings made from gold annotations, so that telling can be tested without reading."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.model.event import Event, Locus, Toll
from hoadam.model.page import Block, Page
from hoadam.model.story import Reading, StoryDate
from hoadam.model.time import Day, Written

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold_readings(folder: Path, stem: str) -> list[Reading]:
    """One reading a page of `<stem>.docs.jsonl` and `<stem>.events.jsonl`; pages that are HTML give their quotes as words."""
    docs = {doc["id"]: doc for doc in rows(folder / f"{stem}.docs.jsonl")}
    found = [reading_of(docs[row["doc"]], row) for row in rows(folder / f"{stem}.events.jsonl")]
    html = folder / "html.events.jsonl"
    if stem == "pages" and html.exists():
        found += [reading_of(_doc_of_quotes(row), row) for row in rows(html)]
    return found


def _doc_of_quotes(row: Row) -> Row:
    """A page that has nothing but the quotes of its events."""
    quotes = list(dict.fromkeys(quote for event in row["events"] for quote in event["quotes"]))
    text, sents = "", []
    for quote in quotes:
        sents.append([len(text), len(text) + len(quote)])
        text += quote + "\n"
    for event in row["events"]:
        event["sents"] = [quotes.index(quote) + 1 for quote in event["quotes"]]
    return {"id": row["doc"], "text": text, "sents": sents}


def reading_of(doc: Row, row: Row) -> Reading:
    """The reading of one annotated page."""
    written = Written(row["dct"], row["dct"], row["dct"], 1.0)
    page = Page(hashlib.sha256(doc["id"].encode()).hexdigest(), doc["id"], doc["text"], title=None, lang="vi")
    events = tuple(event_of(event, n, doc, row["dct"]) for n, event in enumerate(row["events"]))
    blocks = (Block(0, len(doc["text"]), "body"),)
    return Reading(page, written, blocks, (StoryDate(0, written),), events=events)


def event_of(row: Row, number: int, doc: Row, dct: str | None) -> Event:
    """The event, its id made of page and number."""
    return Event(
        id=event_id(doc["id"], number), zone="body", story=0, type=row["type"], mode=row["mode"], status=row["status"], contexts=(),
        source=actors(row["source"]), target=actors(row["target"]), third=actors(row["third"]), date=day(row["date"], dct),
        place=Locus(row["place"], row["country"]) if row["place"] else None, killed=tolls(row["killed"]), injured=tolls(row["injured"]),
        said_by=said_by(row["said_by"]), process=row["process"], step=row["step"],
        quotes=tuple(Span(*doc["sents"][n - 1]) for n in row["sents"]), rule="gold", confidence=1.0, frame="",
    )  # fmt: skip


def event_id(doc: str, number: int) -> str:
    """An id for event `number` of a gold page."""
    return hashlib.sha256(f"{doc}:{number}".encode()).hexdigest()[:16]


def actors(found: list[Row]) -> tuple[Actor, ...]:
    """Actors of gold."""
    return tuple(Actor(row["code"], row["sector"], row["name"]) for row in found)


def said_by(row: Row | str | None) -> Actor | str | None:
    """On whose word it rests."""
    return Actor(row["code"], row["sector"], row["name"]) if isinstance(row, dict) else row


def tolls(found: list[Row]) -> tuple[Toll, ...]:
    """Tolls of gold."""
    return tuple(Toll(row["min"], row["max"], row["who"]) for row in found)


def day(value: str | None, dct: str | None) -> Day:
    """A gold date with its bounds; DCT is counted from the day of writing."""
    if value is None or value.startswith("XXXX"):
        return Day()
    ends = [_counted(part, dct) for part in value.split("/")]
    first, last = bounds(ends[0])[0], bounds(ends[-1])[1]
    return Day("/".join(ends), first, last)


def _counted(part: str, dct: str | None) -> str:
    if not part.startswith("DCT"):
        return part
    return (date.fromisoformat(dct or "") + timedelta(days=int(part[3:] or 0))).isoformat()
