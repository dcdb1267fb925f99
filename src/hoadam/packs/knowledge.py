"""The shapes of data/knowledge: states, groups, people, places, dated events, series and anniversaries."""

import msgspec

from hoadam.model.base import Record

Names = tuple[str, ...]


class State(Record, frozen=True):
    """A country: `id` is its lower-case ISO alpha-3 code, `iso2` the alpha-2; `since`/`until` bound one that was not yet or is no more."""

    id: str
    code: str
    name: str
    iso2: str | None = None
    lat: float | None = None
    lon: float | None = None
    names: Names = ()
    since: str | None = None
    until: str | None = None
    neighbours: Names = ()
    source: str | None = None


class Group(Record, frozen=True):
    """An organised body that is no state: armed group, party, organisation, named state organ, news agency."""

    id: str
    code: str
    sector: str
    name: str
    names: Names = ()
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    source: str | None = None


class TermOf(Record, frozen=True):
    """One term of office: `office` is owner and role ("usa.president"); `to` left out means still in office."""

    office: str
    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")


class Person(Record, frozen=True):
    """A person with dated terms; `family` only where the family name is not the last word."""

    id: str
    name: str
    names: Names = ()
    family: str | None = None
    terms: tuple[TermOf, ...] = ()
    source: str | None = None


class Place(Record, frozen=True):
    """A place with coordinates; `seat_of` marks a name that may stand for a government, `disputed` who disputes it."""

    id: str
    name: str
    kind: str
    lat: float | None = None
    lon: float | None = None
    names: Names = ()
    country: str | None = None
    seat_of: str | None = None
    disputed: Names = ()
    source: str | None = None


class DatedEvent(Record, frozen=True):
    """A happening whose date is known: it dates pages that report it and joins the reports that name it.

    `heard` is given where the names stand for nothing else (a storm, a product, a body that was renamed): the first day on which a
    page could have them. `from` to `to` is then the time in which they are news, or in use; a name "a + b" counts where both stand
    in one story. `also` are further steps that it took ("agreement.agreed" of a truce that was laid down in a treaty).
    """

    id: str
    name: str
    kind: str
    since: str = msgspec.field(name="from")
    until: str | None = msgspec.field(default=None, name="to")
    names: Names = ()
    parties: Names = ()
    place: str | None = None
    type: str | None = None
    process: str | None = None
    step: str | None = None
    third: Names = ()
    also: Names = ()
    heard: str | None = None
    source: str | None = None


class Edition(Record, frozen=True):
    """One edition of a series: its ordinal, first and last day, and place id."""

    ordinal: int
    since: str = msgspec.field(name="from")
    until: str | None = msgspec.field(default=None, name="to")
    place: str | None = None


class First(Record, frozen=True):
    """The edition from which a regular series is counted."""

    ordinal: int
    date: str


class Series(Record, frozen=True):
    """A dated series ("UN General Assembly session 77"): regular (`first` and `every`), or listed as `editions`."""

    id: str
    name: str
    names: Names = ()
    first: First | None = None
    every: str | None = None
    editions: tuple[Edition, ...] = ()
    source: str | None = None


class Anniversary(Record, frozen=True):
    """A day whose anniversaries are kept ("32 years of the army"); `of` is a state or group id."""

    id: str
    name: str
    date: str
    names: Names = ()
    of: str | None = None
    source: str | None = None


class Knowledge(Record, frozen=True):
    """All of data/knowledge, by kind, in the order of the files."""

    states: tuple[State, ...] = ()
    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[DatedEvent, ...] = ()
    series: tuple[Series, ...] = ()
    anniversaries: tuple[Anniversary, ...] = ()
