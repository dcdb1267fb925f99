"""The shape of data/lang/xx/dating.yaml: the words of a language that tell when a page was written."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class DatingPack(Record, frozen=True):
    """Cue words for dating, all matched on folded lower-case text.

    `home` are the states whose press writes in the language: home news names its own year, news from abroad the years before.
    `former`, `elect` and `new` qualify a title ("cựu", "đắc cử"). `kinds` are words for kinds of dated events
    ("talks", "clash"), `alike` kinds that reports do not keep apart. `anniversary` words stand before or after the number of
    years of an anniversary, `years` are words for a year after that number. `ordinal_ends` may
    follow the figures of an ordinal ("77th"). `ahead` words before a year say that it
    is yet to come or planned for, `until` words before a day that it is a deadline, or the end of what goes on,
    `same` words between a lunar day and the same day of the sun's calendar, `yearbook` words that it names a season or contest of
    that year, `plan` words that something is planned for it, `law` words that it is part of the name of a law or decree, `born` words
    that somebody was born in it, `aged` words after the years of somebody's age, `compared` words that figures are held against those of
    it, `as_of` words that a count was made then.
    `months` are words after the number of a year's first months, `months_dated` the same before a year.
    `till_now` words after a time, and `begin` words in it, make it the start of what still goes on. `weekdays` give ISO numbers.
    """

    home: Words = ()
    former: Words = ()
    elect: Words = ()
    new: Words = ()
    kinds: dict[str, Words] = {}
    alike: tuple[Words, ...] = ()
    anniversary: Words = ()
    years: Words = ()
    ordinal_ends: Words = ()
    ahead: Words = ()
    until: Words = ()
    same: Words = ()
    yearbook: Words = ()
    plan: Words = ()
    law: Words = ()
    born: Words = ()
    aged: Words = ()
    compared: Words = ()
    as_of: Words = ()
    till_now: Words = ()
    begin: Words = ()
    months: Words = ()
    months_dated: Words = ()
    weekdays: dict[str, int] = {}


class DatingExample(Record, frozen=True):
    """A page and what must be told of it: the day, the year, or (neither) that it cannot be told."""

    text: str
    day: str | None = None
    year: str | None = None
    url: str | None = None
    seen: str | None = None
    cue: str | None = None


class DatingExamples(Record, frozen=True):
    """data/lang/xx/examples/dating.yaml."""

    examples: tuple[DatingExample, ...]
