"""How a value becomes a row of its table, and a question the conditions on one."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, or_

from hoadam.model.actor import Actor
from hoadam.model.event import Event
from hoadam.model.page import Page
from hoadam.model.story import Episode, Story, Tolls
from hoadam.packs.fold import bare
from hoadam.ports import Asked, Entry
from hoadam.store.tables import episodes

Row = dict[str, Any]
packed = msgspec.msgpack.encode
NO_DAY = "9999-99-99"  # sorts after every day
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


def entry_row(entry: Entry, digest: bytes, revised: str) -> Row:
    """The row of `episodes`."""
    episode = entry.episode
    place = episode.place
    return {
        "id": episode.id, "type": episode.type, "status": episode.status, "certainty": episode.certainty,
        "outcome": episode.outcome, "day": day_of(episode), "earliest": episode.date.earliest, "latest": episode.date.latest,
        "process": episode.process, "actors": actors_text(episode.source + episode.target + episode.third),
        "place": place.name if place else None, "country": place.country if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "killed": _most(episode.killed), "injured": _most(episode.injured),
        "doubt": entry.doubt, "revised": revised, "digest": digest, "disputed": " ".join(episode.disputed),
    }  # fmt: skip


def day_of(episode: Episode) -> str:
    """The first day that it may have been, the last where only that is known, else NO_DAY, which sorts last."""
    return episode.date.earliest or episode.date.latest or NO_DAY


def _most(tolls: Tolls) -> int | None:
    """The best count, else the least; None where nobody counted."""
    return tolls.best if tolls.best is not None else tolls.low


def pair_rows(entry: Entry) -> list[Row]:
    """The rows of `pairs`: who acts on whom, and among equals (all of them sources) each with each."""
    episode = entry.episode
    sources, targets = codes(episode.source), codes(episode.target)
    if targets:
        made = [(one, other, 0) for one in sources for other in targets if one != other]
    else:
        made = [(one, other, 1) for n, one in enumerate(sorted(sources)) for other in sorted(sources)[n + 1 :]]
    return [{"episode": episode.id, "one": one, "other": other, "mutual": mutual} for one, other, mutual in dict.fromkeys(made)]


def codes(actors: Iterable[Actor]) -> list[str]:
    """The countries and organisations among the actors, each once; the unknown are nobody."""
    return list(dict.fromkeys(actor.code for actor in actors if actor.code != "UNK"))


def report_rows(entry: Entry) -> list[Row]:
    """The rows of `reports`, each once."""
    keys = dict.fromkeys((report.event, report.page) for report in entry.episode.reports)
    return [{"episode": entry.episode.id, "event": event, "page": page} for event, page in keys]


def track_rows(story: Story) -> list[Row]:
    """The rows of `tracks`."""
    return [{"place_in_order": n, "id": track.id, "track": packed(track)} for n, track in enumerate(story.tracks)]


def line_rows(story: Story) -> list[Row]:
    """The rows of `lines`."""
    return [{"place_in_order": n, "section": line.section, "line": packed(line)} for n, line in enumerate(story.brief)]


def rest_rows(story: Story) -> list[Row]:
    """The rows of `rest`."""
    parts = {"disputes": story.disputes, "gaps": story.gaps, "conflicts": story.conflicts}
    return [{"key": key, "value": packed(value)} for key, value in parts.items()]


def actors_text(actors: tuple[Actor, ...]) -> str:
    """All that actors can be asked for by, between bars: "|ARM|ARM.GOV|nikol pashinyan|"."""
    parts = [part for actor in actors for part in (actor.code, f"{actor.code}.{actor.sector}", bare(actor.name or ""))]
    return "|" + "|".join(dict.fromkeys(part for part in parts if part)) + "|"


def matching(asked: Asked) -> list[ColumnElement[bool]]:
    """The conditions on `episodes`: an interval that touches the days asked for, a code or part of a name, a type, a process …"""
    day = episodes.c
    conditions: dict[str, Callable[[str], ColumnElement[bool]]] = {
        "since": lambda first: func.coalesce(day.latest, day.earliest) >= first,
        "until": lambda last: func.coalesce(day.earliest, day.latest) <= last,
        "type": lambda code: episodes.c.type == code.upper(),
        "process": lambda name: episodes.c.process == name.lower(),
        "actor": _actor,
        "other": _actor,
        "country": lambda code: episodes.c.country == code.upper(),
        "certainty": lambda name: episodes.c.certainty == name,
        "counted": lambda _: or_(episodes.c.killed.is_not(None), episodes.c.injured.is_not(None)),
        "placeless": lambda _: episodes.c.place.is_(None),
        "revised": lambda at: episodes.c.revised >= at,
    }
    return [condition(getattr(asked, name)) for name, condition in conditions.items() if getattr(asked, name)]


def _actor(words: str) -> ColumnElement[bool]:
    code = episodes.c.actors.contains(f"|{words.upper()}|", autoescape=True)
    name = bare(words).replace("|", " ").strip()
    return or_(code, episodes.c.actors.contains(name, autoescape=True)) if len(name) > CODE else code
