"""What many pages tell together: readings in, episodes, tracks and a brief out, and the rulings of people over them."""

from typing import Literal

from hoadam.model.actor import Actor, Mention
from hoadam.model.base import Record, Span
from hoadam.model.event import Claim, Event, Locus, Status, Toll
from hoadam.model.page import Block, Page
from hoadam.model.time import Day, Timex, Written

Certainty = Literal["certain", "planned", "disputed", "single-source"]
Outcome = Literal["done", "called-off", "open", "overdue"]


class StoryDate(Record, frozen=True):
    """The number of a story on a page (0 = the page's own) and the day it was written."""

    story: int
    written: Written


class Silence(Span, frozen=True):
    """A sentence that names two actors and yields no event, and what was missing."""

    missing: str


class Reading(Record, frozen=True):
    """All that one page says: the contract of `hoadam read` (docs/output.md)."""

    page: Page
    written: Written
    blocks: tuple[Block, ...] = ()
    stories: tuple[StoryDate, ...] = ()
    times: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    silences: tuple[Silence, ...] = ()
    kit: str = ""


class Unread(Record, frozen=True):
    """A page that could not be read: where it is and why, in words a person can act on."""

    source: str
    reason: str


class Report(Record, frozen=True):
    """One page's account of an episode: the page and event ids, where it came from, and its quotes."""

    page: str
    event: str
    source: str
    quotes: tuple[Span, ...]
    said_by: Actor | str | None
    date: Day
    status: Status
    outlet: str | None = None
    written: str | None = None


class FigureClaim(Record, frozen=True):
    """One count of the dead or hurt, whose, on whose word, when it was said, and by which report."""

    toll: Toll
    said_by: Actor | str | None
    said: str | None
    page: str
    event: str


class Figure(Record, frozen=True):
    """All claims on one toll of one episode, and low, best and high of them (None = open); `who` a country code."""

    who: str
    claims: tuple[FigureClaim, ...]
    low: int | None
    best: int | None
    high: int | None
    conservative: int | None = None
    spread: float | None = None


class Tolls(Record, frozen=True):
    """An episode's dead (or hurt): every claim, and low, best and high over all sides; `by` says it for each side."""

    claims: tuple[FigureClaim, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    by: tuple[Figure, ...] = ()


class Dispute(Record, frozen=True):
    """What is told in two ways: on what ("killed", "date", "first-fire", "truce"), and each position with the events that hold it.

    `episode` is the happening that it is about; `who` whose toll where it is a number; `others` the episodes of the other positions.
    """

    episode: str
    about: str
    positions: tuple[tuple[str, tuple[str, ...]], ...]
    who: str | None = None
    others: tuple[str, ...] = ()


class Episode(Record, frozen=True):
    """One happening joined over all pages, with every report that tells of it; `disputed` names the fields in dispute.

    `outlets` counts independent ones: a reprint adds none. `named` is the id of the dated event of the knowledge that it is.
    `history` says what was told when (day of writing, status). `steps` are all processes and steps that reports give it.
    `outcome` says what became of what is only told as planned. `weight` is how much it matters for a timeline. `due` is the day by
    which a promise or demand is to be kept ("within 72 hours").
    """

    id: str
    type: str
    mode: str | None
    status: Status
    date: Day
    place: Locus | None
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    third: tuple[Actor, ...]
    process: str | None
    step: str | None
    killed: Tolls
    injured: Tolls
    reports: tuple[Report, ...]
    outlets: int
    disputed: tuple[str, ...] = ()
    named: str | None = None
    history: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()
    frame: str | None = None
    contexts: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    outcome: Outcome | None = None
    weight: float = 0.0
    due: Day | None = None

    @property
    def certainty(self) -> Certainty:
        """How far it can be relied on: planned before disputed before single-source, else certain."""
        if self.status == "planned":
            return "planned"
        if self.disputed:
            return "disputed"
        return "certain" if self.outlets > 1 else "single-source"


class State(Record, frozen=True):
    """One state of a track: its name, when it began, and the episodes that show it; `status` planned or only alleged by a side.

    `outcome` says what became of what was planned or promised: done, called off, open still, or overdue by the newest day told. `due`
    is the day by which a promise is to be kept, where one is named. `by` says how the step is known: reports name it, the kind of
    happening tells it, the two who meet are foes, or the happening is a known one (Episode.named) and the knowledge tells it. `who` took
    the step: declared, offered, signed or ended.
    """

    state: str
    date: Day
    episodes: tuple[str, ...]
    third: tuple[Actor, ...] = ()
    status: Literal["actual", "planned", "alleged"] = "actual"
    place: Locus | None = None
    outcome: Outcome | None = None
    due: Day | None = None
    by: Literal["reports", "kind", "foes", "knowledge"] = "reports"
    who: tuple[Actor, ...] = ()


class Track(Record, frozen=True):
    """One thread of a peace process (a ceasefire, a line of talks, …) and its states in time.

    `declared`, `in_effect`, `ended` and `end_type` are the fields of the ETH/PRIO ceasefire data (`end_type` is the last state).
    `due` is the first planned day that nothing has fulfilled yet; `overdue` when the newest day told lies behind it. `inferred` is the
    other side where reports name one alone, and that one fights nobody else: no report of the track names it.
    """

    id: str
    kind: str
    name: str
    parties: tuple[Actor, ...]
    third: tuple[Actor, ...]
    states: tuple[State, ...]
    now: str
    place: Locus | None = None
    due: Day | None = None
    overdue: bool = False
    declared: Day | None = None
    in_effect: Day | None = None
    ended: Day | None = None
    end_type: str | None = None
    inferred: tuple[Actor, ...] = ()

    @property
    def standing(self) -> State | None:
        """The state that it stands in: the last that is not one side's word alone, where there is such a one."""
        meant = [state for state in self.states if state.status != "alleged"] or self.states
        return meant[-1] if meant else None


class Member(Record, frozen=True):
    """An episode of a conflict, and why it belongs to it."""

    episode: str
    why: str


class Conflict(Record, frozen=True):
    """Who fights whom where: `dyads` ("ARM-AZE", "*" for rebels), the most told first, which names it; `theatre` a country's code.

    `why` says what made the dyads one conflict, `tracks` are the ids of its threads of the peace process.
    """

    id: str
    dyads: tuple[str, ...]
    parties: tuple[Actor, ...]
    theatre: str | None
    first: str | None
    last: str | None
    members: tuple[Member, ...]
    tracks: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


class Line(Record, frozen=True):
    """One line of the brief or timeline: the words, their date, certainty, and the episode whose quotes prove it.

    `track` is the track that a line of the board is about; `about` what a dispute or gap is about, with
    `count` where it counts; a dispute about a toll names in `track` whose.
    """

    episode: str
    date: Day
    text: str
    certainty: Certainty
    section: str = ""
    track: str | None = None
    about: str | None = None
    count: int | None = None


class Story(Record, frozen=True):
    """The chronicle: what `hoadam tell` writes (docs/output.md)."""

    episodes: tuple[Episode, ...] = ()
    tracks: tuple[Track, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    brief: tuple[Line, ...] = ()
    gaps: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Addition(Record, frozen=True):
    """An event that a person adds to a page: where its quote stands, and its fields as they are written into a form.

    The JSON of it is the `value` of a ruling `add`, whose `about` is the page.
    """

    start: int
    end: int
    type: str
    status: Status = "actual"
    mode: str | None = None
    date: str | None = None
    place: str | None = None
    source: str | None = None
    target: str | None = None
    third: str | None = None
    process: str | None = None
    step: str | None = None


class Ruling(Record, frozen=True):
    """A person's judgement laid over the readings: never an edit. `about` lists event, episode or page ids; `at` an ISO time."""

    id: str
    act: Literal["accept", "reject", "change", "merge", "split", "add"]
    about: tuple[str, ...]
    who: str
    at: str
    field: str | None = None
    value: str | None = None
    note: str | None = None
