"""What a reading looks like in JSON: the contract of `hoadam read --jsonl` (docs/output.md)."""

from typing import Any

import msgspec

from hoadam.model.actor import Actor, Mention
from hoadam.model.page import Page
from hoadam.model.story import Reading, Story

PAGE = ("id", "source", "url", "title", "lang", "text")


def line_of(reading: Reading) -> bytes:
    """One line of JSON, without its line end."""
    return msgspec.json.encode(record_of(reading))


def record_of(reading: Reading) -> dict[str, Any]:
    """The reading as the contract names it; keys beyond the contract stand last."""
    return {
        "page": _page(reading.page),
        "written": reading.written,
        "blocks": reading.blocks,
        "stories": reading.stories,
        "times": reading.times,
        "actors": [_actor(mention, actor) for mention in reading.mentions for actor in mention.actors],
        "claims": reading.claims,
        "events": reading.events,
        "silences": reading.silences,
        "kit": reading.kit,
    }


def _page(page: Page) -> dict[str, Any]:
    later = [name for name in page.__struct_fields__ if name not in PAGE]
    return {name: getattr(page, name) for name in (*PAGE, *later)}


def _actor(mention: Mention, actor: Actor) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "code": actor.code,
        "sector": actor.sector,
        "name": actor.name,
        "id": actor.id,
        "kind": mention.kind,
        "office": mention.office,
        "rule": mention.rule,
    }


def story_of(story: Story) -> bytes:
    """The story as one JSON object, without a line end."""
    return msgspec.json.encode(story)
