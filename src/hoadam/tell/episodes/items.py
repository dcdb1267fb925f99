"""What of a report is compared: its family of types, sides, days, place, tolls and words, taken out of events once."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.event import Event, Toll
from hoadam.model.story import Reading
from hoadam.model.time import Day, Written

STATEMENTS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
PACT_STEPS = frozenset({"agreed", "declared", "signed", "in-force"})
REBELS = frozenset({"REB", "OPP", "PRM", "UAF"})
PEOPLE = frozenset({"CVL", "REF", "JRN", "ELI", "MED", "BUS"})
COARSE = 45  # days: what is wider ("2020") is background and joins an event told exactly, never a fellow within it
LEAP = 4  # the year that stands for an unknown one: day numbers below those of its end have no year
NO_YEAR = date(LEAP + 1, 1, 1).toordinal()
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)(?:T.*)?")
_WORD = re.compile(r"\w+")
Rank = tuple[bool, int, int, str, str, str, int]


class Item(Record, frozen=True):
    """One event as joining sees it. Sides are codes, with "*" for rebels and "~" for civilians of that country.

    `first` and `last` are day numbers; `soft` says that they are only guessed from the day of writing, `exact` that they
    are days and not a month. `number` is its place among the events of the page, whose source is called `name`. `key` names page and
    story: no two items of one key are one happening. `origin` is the outlet, or the page where none is known, or for a reprint its
    original page: what counts as one source. `due` are the times before which its sentence sets a deadline.
    """

    event: Event
    page: str
    number: int
    name: str
    key: str
    origin: str
    outlet: str | None
    written: str | None
    family: str
    source: frozenset[str]
    target: frozenset[str]
    third: frozenset[str]
    codes: frozenset[str]
    first: int | None
    last: int | None
    soft: bool
    exact: bool
    people: frozenset[tuple[str, str]]
    place: str | None
    words: frozenset[str]
    named: str | None = None
    due: tuple[tuple[str, str, str | None], ...] = ()

    @property
    def rank(self) -> Rank:
        """Its place in an order that hangs on what is told and not on how pages came: by time, the undated last."""
        return self.first is None, self.first or 0, self.last or 0, self.written or "9999", self.page, self.event.id, self.number

    @property
    def sides(self) -> frozenset[str]:
        """Everybody who acts or is acted upon."""
        return self.source | self.target

    @property
    def is_coarse(self) -> bool:
        """True for what is only dated by a year or so."""
        return self.first is not None and self.last is not None and self.last - self.first > COARSE


def items_of(reading: Reading, origin: str | None) -> list[Item]:
    """Every event of the reading as joining sees it; `origin` is the original page of a reprint."""
    stories = {one.story: one.written for one in reading.stories}
    return [_item(event, n, reading, stories.get(event.story, reading.written), origin) for n, event in enumerate(reading.events)]


def _item(event: Event, number: int, reading: Reading, written: Written, origin: str | None) -> Item:
    first, last, soft = window(event, written.day)
    source, target = _sides(event.source), _sides(event.target)
    page = reading.page
    words = " ".join(span.of(page.text) for span in event.quotes[:1])
    outlet = page.outlet or _host(page.url)
    return Item(
        event=msgspec.structs.replace(event, why=()), page=page.id, number=number, name=page.source, key=f"{page.id}/{event.story}",
        origin=origin or outlet or page.id, outlet=outlet,
        written=_told(written), family=family(event.type, event.mode, event.process, event.step),
        source=source, target=target, third=_sides(event.third),
        codes=frozenset(side.rstrip("*~") for side in source | target),
        first=first, last=last, soft=soft, exact=first is not None and last is not None and not soft and last - first <= 12,
        people=frozenset((a.code, a.name) for a in (*event.source, *event.target) if a.name and _is_person(a)),
        place=event.place.name if event.place else None,
        words=frozenset(_WORD.findall(words.lower())),
    )  # fmt: skip


def _told(written: Written) -> str | None:
    """The day of writing, or the last day that it can have been where that is known to some weeks."""
    if written.value and written.value[:4].isdigit() and len(written.value) >= 10:
        return written.value[:10]
    near = written.earliest and written.latest and ordinal(written.latest) - ordinal(written.earliest) <= COARSE
    return written.latest if near else None


def family(kind: str, mode: str | None, process: str | None, step: str | None) -> str:
    """The family of types within which reports can be of one happening."""
    if kind in ("AGREE", "CONCEDE", "SUPPORT"):
        if step in PACT_STEPS and process:
            return "pact" if process in ("ceasefire", "agreement") else f"pact {process}"
        return f"{step} {process}" if process and step else kind
    if kind == "RETREAT":
        return f"RETREAT {mode or process or ''}"
    return kind


def window(event: Event, written: Day) -> tuple[int | None, int | None, bool]:
    """First and last day on which it can have been, and whether that is only guessed from the day of writing.

    Undated news is new: what was said is days old, what was done a month at most; what is planned lies two months ahead.
    """
    day = event.date
    if day.earliest and day.latest:
        return ordinal(day.earliest), ordinal(day.latest), False
    if day.value:
        open_year = _YEARLESS.fullmatch(day.value)
        first = date(LEAP, int(open_year[1]), int(open_year[2])).toordinal() if open_year else None
        return first, first, True
    if not (written.earliest and written.latest):
        return None, None, False
    if ordinal(written.latest) - ordinal(written.earliest) > COARSE:
        return None, None, False
    if event.status == "planned":
        return ordinal(written.earliest), ordinal(written.latest) + 60, True
    back = 3 if event.type in STATEMENTS else 7 if event.type == "CONSULT" else 30
    return ordinal(written.earliest) - back, ordinal(written.latest), True


def ordinal(iso: str) -> int:
    """The number of an ISO day."""
    return date.fromisoformat(iso).toordinal()


def _sides(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(a.code + ("*" if a.sector in REBELS else "~" if a.sector in PEOPLE else "") for a in actors if a.code != "UNK")


def _is_person(actor: Actor) -> bool:
    """True for a person: an actor of knowledge whose id is "arm.somebody", or a name of two or three words without an id."""
    if actor.id is not None:
        return "." in actor.id
    words = (actor.name or "").split()
    return 2 <= len(words) <= 3 and all(word[0].isupper() for word in words)


def _host(url: str | None) -> str | None:
    return url.split("/")[2].removeprefix("www.") if url and url.count("/") >= 2 else None


def overlap(one: Toll, other: Toll) -> bool:
    """True when both counts can be of the same dead."""
    low = max(one.min or 0, other.min or 0)
    highs = [toll.max for toll in (one, other) if toll.max is not None]
    return not highs or low <= min(highs)
