"""What do the answers of the API hold? Their shapes, from which its description is made; tests hold every answer to them."""

from typing import Any, Literal

import msgspec

from hoadam.answers.rows import Row
from hoadam.desk import Evidence
from hoadam.model.base import Record
from hoadam.model.event import Claim, Event
from hoadam.model.page import Block, Page
from hoadam.model.story import Dispute, Episode, Outcome, Silence, StoryDate
from hoadam.model.time import Timex, Written
from hoadam.packs.converting import Coded
from hoadam.ports import Change, Counts, Happening, Listed, Stamp


class Range(Record, frozen=True):
    """Low, best and high of a toll; null = open."""

    low: int | None
    best: int | None
    high: int | None


class EpisodeRow(Record, frozen=True):
    """An episode in one flat row (docs/output.md, timeline)."""

    date: str | None
    earliest: str | None
    latest: str | None
    type: str
    mode: str | None
    status: str
    certainty: str
    process: str | None
    step: str | None
    source: list[str]
    target: list[str]
    third: list[str]
    place: str | None
    country: str | None
    killed: Range | None
    injured: Range | None
    text: str
    words: str
    page: str
    page_source: str
    reports: int
    outlets: int
    disputed: list[str]
    id: str


class Status(Record, frozen=True):
    """How much there is, and of which state."""

    version: str
    counts: Counts
    stamp: Stamp


class Episodes(Record, frozen=True):
    """Some episodes, the cursor for more, and what is gone since the time asked for."""

    data: list[EpisodeRow]
    next: str | None
    gone: list[Change]


class OneEpisode(Record, frozen=True):
    """An episode with its evidence."""

    text: str
    certainty: str
    episode: Episode
    evidence: list[Evidence]
    disputes: list[Dispute]
    tracks: list[str]
    codes: list[Coded]


class Events(Record, frozen=True):
    """Some events and the cursor for more."""

    data: list[Happening]
    next: str | None


class OneEvent(Record, frozen=True):
    """An event on each of its pages."""

    evidence: list[Evidence]
    episodes: list[str]
    codes: list[Coded]


class Pages(Record, frozen=True):
    """Some pages and the cursor for more."""

    data: list[Listed]
    next: str | None


class Named(Record, frozen=True):
    """An actor of a mention."""

    start: int
    end: int
    code: str
    sector: str
    name: str | None
    id: str | None
    kind: str
    office: str | None
    rule: str


class OnePage(Record, frozen=True):
    """All that a page says (docs/output.md, read)."""

    page: Page
    written: Written
    blocks: list[Block]
    stories: list[StoryDate]
    times: list[Timex]
    actors: list[Named]
    claims: list[Claim]
    events: list[Event]
    silences: list[Silence]
    kit: str


class StateRow(Record, frozen=True):
    """A state of a track: who took the step; `by` says how it is known, what becomes of what was planned is its `outcome`."""

    state: str
    date: str | None
    who: list[str]
    status: Literal["actual", "planned", "alleged"]
    outcome: Outcome | None
    by: Literal["reports", "kind", "foes", "knowledge"]
    episodes: list[str]


class TrackRow(Record, frozen=True):
    """A track in one row (docs/output.md, board)."""

    kind: str
    name: str
    parties: list[str]
    inferred: list[str]
    third: list[str]
    now: str
    since: str | None
    due: str | None
    overdue: bool
    states: list[StateRow]
    id: str


class Board(Record, frozen=True):
    """The tracks."""

    data: list[TrackRow]


class ClaimRow(Record, frozen=True):
    """One count of dead or injured."""

    episode: str
    date: str | None
    text: str
    certainty: str
    what: str
    whose: str
    min: int | None
    max: int | None
    said_by: str | None
    said: str | None
    low: int | None
    best: int | None
    high: int | None
    page: str
    event: str


class Figures(Record, frozen=True):
    """Some claims and the cursor for more."""

    data: list[ClaimRow]
    next: str | None


class Changes(Record, frozen=True):
    """Some changes and the number to ask on from."""

    data: list[Change]
    next: int | None


class HitRow(Record, frozen=True):
    """A page that has the words."""

    page: str
    source: str
    title: str | None
    written: str | None
    exact: bool
    start: int | None
    end: int | None
    words: str
    episodes: list[str]


class Search(Record, frozen=True):
    """The pages found."""

    data: list[HitRow]


class Wrong(Record, frozen=True):
    """What went wrong."""

    status: int
    message: str


class Failure(Record, frozen=True):
    """The one shape of every error."""

    error: Wrong


ALL = (Status, Episodes, OneEpisode, Events, OneEvent, Pages, OnePage, Board, Figures, Changes, Search, Failure)
NAMED = "#/components/schemas/{name}"


def responses(shape: type[Record]) -> dict[int | str, dict[str, Any]]:
    """How a route's answers are described."""
    return {
        200: {"description": "The answer.", "content": _content(shape), "headers": {"ETag": {"schema": {"type": "string"}}}},
        304: {"description": "Nothing changed since the answer of that ETag."},
        400: {"description": "The question is not clear.", "content": _content(Failure)},
        404: {"description": "It is not there.", "content": _content(Failure)},
    }


def _content(shape: type[Record]) -> Row:
    return {"application/json": {"schema": {"$ref": NAMED.format(name=shape.__name__)}}}


def described(made: dict[str, Any]) -> dict[str, Any]:
    """The description with the shapes of all answers; parameters that are wrong give 400, so nothing gives 422."""
    _, components = msgspec.json.schema_components(ALL, ref_template=NAMED)
    paths = {path: {verb: _without_422(one) for verb, one in verbs.items()} for path, verbs in made["paths"].items()}
    return made | {"paths": paths, "components": {"schemas": components}}


def _without_422(operation: dict[str, Any]) -> dict[str, Any]:
    kept = {code: one for code, one in operation["responses"].items() if code != "422"}
    return operation | {"responses": kept}
