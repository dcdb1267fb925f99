"""How a value becomes a row of its table, and a question the conditions on one."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, or_

from hoadam.model.actor import Actor
from hoadam.model.event import Event
from hoadam.model.page import Page
from hoadam.model.story import Story
from hoadam.packs.fold import bare
from hoadam.ports import Asked, Entry
from hoadam.store.tables import episodes

Row = dict[str, Any]
packed = msgspec.msgpack.encode
CODE = 3  # letters: a shorter part of a name would match half the store


def page_row(page: Page) -> Row:
    """The row of `pages`."""
    return {"id": page.id, "source": page.source, "url": page.url, "title": page.title, "outlet": page.outlet, "text": page.text}


def event_row(event: Event, page: str) -> Row:
    """The row of `events`: what may be asked for by SQL; the whole event is in its reading."""
    place = event.place
    return {
        "id": event.id, "page": page, "type": event.type, "mode": event.mode, "status": event.status,
        "date": event.date.value, "earliest": event.date.earliest, "latest": event.date.latest,
        "process": event.process, "step": event.step, "codes": actors_text(event.source + event.target + event.third),
        "place": place.name if place else None, "country": place.country if place else None,
        "rule": event.rule, "confidence": event.confidence,
    }  # fmt: skip


def entry_row(entry: Entry, order: int) -> Row:
    """The row of `episodes`."""
    episode = entry.episode
    return {
        "id": episode.id, "place_in_order": order, "type": episode.type, "status": episode.status,
        "earliest": episode.date.earliest, "latest": episode.date.latest, "process": episode.process,
        "actors": actors_text(episode.source + episode.target + episode.third), "entry": packed(entry),
    }  # fmt: skip


def report_rows(entry: Entry) -> list[Row]:
    """The rows of `reports`, each once."""
    keys = dict.fromkeys((report.event, report.page) for report in entry.episode.reports)
    return [{"episode": entry.episode.id, "event": event, "page": page} for event, page in keys]


def rest_rows(story: Story) -> list[Row]:
    """The rows of `rest`."""
    return [{"key": "disputes", "value": packed(story.disputes)}, {"key": "gaps", "value": packed(story.gaps)}]


def actors_text(actors: tuple[Actor, ...]) -> str:
    """All that actors can be asked for by, between bars: "|ARM|ARM.GOV|nikol pashinyan|"."""
    parts = [part for actor in actors for part in (actor.code, f"{actor.code}.{actor.sector}", bare(actor.name or ""))]
    return "|" + "|".join(dict.fromkeys(part for part in parts if part)) + "|"


def matching(asked: Asked) -> list[ColumnElement[bool]]:
    """The conditions on `episodes`: an interval that touches the days asked for, a code or part of a name, a type, a process."""
    found: list[ColumnElement[bool]] = []
    if asked.since:
        found.append(func.coalesce(episodes.c.latest, episodes.c.earliest) >= asked.since)
    if asked.until:
        found.append(func.coalesce(episodes.c.earliest, episodes.c.latest) <= asked.until)
    if asked.type:
        found.append(episodes.c.type == asked.type.upper())
    if asked.process:
        found.append(episodes.c.process == asked.process.lower())
    if asked.actor:
        found.append(_actor(asked.actor))
    return found


def _actor(words: str) -> ColumnElement[bool]:
    code = episodes.c.actors.contains(f"|{words.upper()}|", autoescape=True)
    name = bare(words).replace("|", " ").strip()
    return or_(code, episodes.c.actors.contains(name, autoescape=True)) if len(name) > CODE else code
