"""The shape of data/lang/xx/dating.yaml: the words of a language that tell when a page was written."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class DatingPack(Record, frozen=True):
    """Cue words for dating, all matched on folded lower-case text.

    `home` are the states whose press writes in the language: home news names its own year, news from abroad the years before.
    `former`, `elect`, `acting` and `new` qualify a title ("cựu", "đắc cử"). `kinds` are words for kinds of dated events
    ("talks", "clash"), `alike` kinds that reports do not keep apart. `anniversary` words stand before or after the number of
    years of an anniversary, `years` are words for a year after that number. `ordinal_after` and `ordinal_before` are patterns
    with a group n, for the number of an edition after or before the name of a series. `ahead` words before a year say that it
    is yet to come or planned for, `yearbook` words that it names a season, contest or plan of that year. `weekdays` give ISO
    numbers. `published` words may stand in a line that holds the day of publication.
    """

    home: Words = ()
    former: Words = ()
    elect: Words = ()
    acting: Words = ()
    new: Words = ()
    kinds: dict[str, Words] = {}
    alike: tuple[Words, ...] = ()
    anniversary: Words = ()
    years: Words = ()
    ordinal_after: str = ""
    ordinal_before: str = ""
    ahead: Words = ()
    yearbook: Words = ()
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
