"""What does every tool need? The store, the data folder and what says an episode, made ready once; and how a question is put."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hoadam import app, desk
from hoadam.answers.periods import CERTAINTIES
from hoadam.answers.rows import Row, entry_row
from hoadam.mcp.fencing import quoted, scraped
from hoadam.model.errors import BadConfig
from hoadam.packs.converting import Converter
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, speaker_of
from hoadam.ports import Asked, Entry, Store

_CODE = re.compile(r"[A-Z]{3,4}(\.[A-Z]{3})?")


@dataclass(frozen=True)
class Room:
    """All that answers are made from."""

    store: Store
    kit: Kit
    books: tuple[Converter, ...]
    tongue: Speaker


def room(settings: app.Settings, store: Store) -> Room:
    """The room of a store, ready; raises BadPack when something is wrong with the data."""
    kit = app.kit(settings)
    return Room(store, kit, app.codebooks(settings), speaker_of(kit, settings.language))


def asked(given: Mapping[str, str | None], kit: Kit) -> Asked:
    """The arguments of a tool as a question to the store; raises BadConfig with what is wrong and how to write it."""
    certainty = given.get("certainty")
    if certainty and certainty not in CERTAINTIES:
        raise BadConfig(f"{certainty}: there is no such certainty. There are {', '.join(CERTAINTIES)}.")
    since, until = given.get("since"), given.get("until")
    return Asked(
        since=desk.bounds(since)[0] if since else None,
        until=desk.bounds(until)[1] if until else None,
        actor=_code(given.get("actor"), kit),
        other=_code(given.get("other"), kit),
        type=given.get("type") or None,
        process=given.get("process") or None,
        country=given.get("country") or None,
        certainty=certainty or None,
    )


def _code(words: str | None, kit: Kit) -> str | None:
    return words or None if not words or _CODE.fullmatch(words) else desk.code_of(words, kit)


def line(entry: Entry, text: str) -> Row:
    """A line of the timeline, its quote and the name of its page marked as scraped."""
    row = {key: value for key, value in entry_row(entry, text).items() if key not in ("words", "page", "page_source")}
    return row | {"page_source": scraped(entry.source or None), "quote": quote_of(entry)}


def quote_of(entry: Entry) -> dict[str, Any] | None:
    """The clearest quote of an episode, with where it stands."""
    spans = (report.quotes[0] for report in entry.episode.reports if report.page == entry.page and report.quotes)
    span = next(spans, None)
    return quoted(entry.page, span, entry.words) if span else None


def cursor(after: str | None) -> str | None:
    """The cursor of a portion; raises BadConfig for what can be none."""
    if after and "~" not in after:
        raise BadConfig("after: this is no cursor. Take the `next` of the answer before.")
    return after or None
