"""The shape of data/lang/xx/phrases.yaml: how the chronicle is said in a language, from codes and never by translation."""

import msgspec

from hoadam.model.base import Record

Words = tuple[str, ...]


class Phrase(Record, frozen=True):
    """How one kind of happening is said; the first that fits and whose slots can be filled is taken.

    A condition left out fits anything. `many` asks for two and more countries as source (True) or one (False). Slots are
    {source}, {target}, {third} and {place}. `planned` is said of what is still ahead. `third` says how brokers and hosts are
    added, "" that they are not.
    """

    text: str
    planned: str | None = None
    type: str | None = None
    mode: str | None = None
    process: str | None = None
    step: str | None = None
    frame: str | None = None
    many: bool | None = None
    third: str | None = None


class DateWords(Record, frozen=True):
    """How a day, month, year and range are written: {d} {m} {month} {y}, {a} and {b}.

    `until` and `since` are for what is only bounded on one side, `yearless` for a day and `yearless_month` for a month of an unknown
    year; `writing` is the day of a writing that is unknown, {steps} the days from it (" −1").
    """

    day: str
    writing: str
    yearless: str
    yearless_month: str
    month: str
    year: str
    decade: str
    range: str
    until: str
    since: str
    unknown: str
    months: Words = ()


class TollWords(Record, frozen=True):
    """How tolls are said: exactly {n}, at least, at most, from {low} to {high}, whose ({who}), and what they count."""

    exact: str
    least: str
    most: str
    between: str
    of: str
    total: str
    killed: str
    injured: str


class Phrases(Record, frozen=True):
    """Sentences, and the words around them, in one language.

    `actors` makes an actor of a sector out of a {state}; `organs` are names of offices; `bodies` codes that are no state, and
    `countries` states whose names want other words in a sentence; `places` and `people`, by id, are called otherwise than in
    data/knowledge; a known happening without a name in the language is called by its kind, one of `kinds`, and its place.
    `tails` are added to a sentence: `place`, `third`, `said_by`. `labels` are the words of the briefing by their id; one that
    ends in " (1)" is said of one thing alone.
    """

    phrases: tuple[Phrase, ...]
    dates: DateWords
    tolls: TollWords
    actors: dict[str, str]
    bodies: dict[str, str]
    countries: dict[str, str]
    organs: dict[str, str]
    tails: dict[str, str]
    labels: dict[str, str]
    and_: str = msgspec.field(name="and")
    nobody: str
    planned: str
    places: dict[str, str] = {}
    people: dict[str, str] = {}
    kinds: dict[str, str] = {}
