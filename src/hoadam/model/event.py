"""What happened: claims and who answers for them, candidate frames, coded events and their tolls."""

from collections.abc import Iterable
from typing import Literal

from hoadam.model.actor import Actor
from hoadam.model.base import Record, Span, Why
from hoadam.model.page import Zone
from hoadam.model.time import Day

Status = Literal["actual", "planned"]


class Toll(Record, frozen=True):
    """How many, at least `min` and at most `max` (None = open), and whose they are (a country code)."""

    min: int | None
    max: int | None
    who: str


class Locus(Record, frozen=True):
    """A place: canonical English name, None where only the country is known; ISO code of it; degrees north and east where known."""

    name: str | None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Claim(Span, frozen=True):
    """The stretch of text that `speaker` answers for, the verb of saying, and the day it was said.

    `outlet` names the news outlet that is quoted where no actor is ("theo AFP"); `sort` tells saying from accusing or urging.
    """

    speaker: Actor | None
    verb: str
    said: str | None = None
    outlet: str | None = None
    sort: str = "say"


def claim_over(span: Span, claims: Iterable[Claim]) -> Claim | None:
    """The innermost of the claims that cover a stretch of text."""
    start, end = span.start, span.end
    over = [c for c in claims if c.start <= start and end <= c.end]
    return min(over, key=lambda c: (c.end - c.start, c.start), default=None)


class Frame(Span, frozen=True):
    """A candidate, language-neutral: a frame of data/frame, what evoked it, and who fills which role.

    The span is the sentence; `trigger` the words that evoke it; `when` the shape of its time, `day` that shape's value.
    `score` is what deciding thinks of it, 0 to 1; `reasons` its strongest features. `mode` and `process` ("talks.held") hold
    where it is `refined`, else the codebook's for the frame. `also` are the other sentences that tell of it.
    """

    frame: str
    rule: str
    trigger: Span
    sentence: int
    zone: Zone
    story: int
    status: Status = "actual"
    source: tuple[Actor, ...] = ()
    target: tuple[Actor, ...] = ()
    third: tuple[Actor, ...] = ()
    when: str | None = None
    day: Day = Day()
    place: Locus | None = None
    killed: tuple[Toll, ...] = ()
    injured: tuple[Toll, ...] = ()
    said_by: Actor | str | None = None
    tags: tuple[str, ...] = ()
    score: float = 0.5
    reasons: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    mode: str | None = None
    process: str | None = None
    refined: bool = False


class Event(Record, frozen=True):
    """One happening as one page reports it, coded; `quotes` are the sentences that say so, the clearest first.

    `when` is the shape of `date`, so that a page re-dated by its neighbours need not be read again.
    """

    id: str
    zone: Zone
    story: int
    type: str
    mode: str | None
    status: Status
    contexts: tuple[str, ...]
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    third: tuple[Actor, ...]
    date: Day
    place: Locus | None
    killed: tuple[Toll, ...]
    injured: tuple[Toll, ...]
    said_by: Actor | str | None
    process: str | None
    step: str | None
    quotes: tuple[Span, ...]
    rule: str
    confidence: float
    frame: str
    when: str | None = None
    why: tuple[Why, ...] = ()
