"""What dating needs of a language and of the knowledge, compiled once: terms by name, events, series, anniversaries, patterns."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoadam.packs.fold import fold, lowered
from hoadam.packs.index import Finder, surname
from hoadam.packs.knowledge import Anniversary, DatedEvent, Edition, Knowledge, Series
from hoadam.packs.language import Language
from hoadam.packs.numerals import number_of, number_pattern
from hoadam.read.dating import curves
from hoadam.read.dating.odds import FIRST, LAST, Curve, Floats, yearly

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_STEP = re.compile(r"P(\d+)([YM])")


@dataclass(frozen=True)
class Tenure:
    """One person in one office, by ordinal of day."""

    name: str
    owner: str
    role: str
    first: int
    last: int


@dataclass(frozen=True)
class Happening:
    """A dated event: its days, whose it is, where, its kinds of words, and whether its days are known exactly."""

    id: str
    name: str
    first: int
    last: int
    exact: bool
    parties: frozenset[str]
    place: str | None
    kind: str
    third: frozenset[str] = frozenset()
    heard: int | None = None


Called = tuple[Happening, tuple[str, ...]]  # a happening, and the further words that its name takes


@dataclass(frozen=True)
class Almanac:
    """Everything that dating looks up."""

    home: frozenset[str]
    people: Mapping[str, tuple[Tenure, ...]]
    holders: Mapping[tuple[str, str], tuple[Tenure, ...]]
    roles: Mapping[str, str]
    by_party: Mapping[str, tuple[tuple[int, frozenset[str], tuple[Happening, ...]], ...]]
    kinds: Mapping[str, re.Pattern[str]]
    named: Finder[tuple[str, str]]
    events: Mapping[str, Happening]
    news: Mapping[str, tuple[Called, ...]]
    series: Mapping[str, Series]
    anniversaries: Mapping[str, Anniversary]
    templates: Mapping[str, tuple[tuple[str, bool, str], ...]]
    ordinal: re.Pattern[str]
    ordinal_end: re.Pattern[str]
    years: re.Pattern[str]
    anniversary: re.Pattern[str]
    qualifiers: Mapping[str, re.Pattern[str]]
    ahead: Callable[..., re.Match[str] | None]
    until: Callable[..., re.Match[str] | None]
    same: Callable[..., re.Match[str] | None]
    yearbook: Callable[..., re.Match[str] | None]
    plan: Callable[..., re.Match[str] | None]
    law: Callable[..., re.Match[str] | None]
    law_number: re.Pattern[str]
    born: Callable[..., re.Match[str] | None]
    age: re.Pattern[str]
    compared: Callable[..., re.Match[str] | None]
    as_of: Callable[..., re.Match[str] | None]
    till_now: Callable[..., re.Match[str] | None]
    begin: Callable[..., re.Match[str] | None]
    future: re.Pattern[str]
    past: re.Pattern[str]
    weekday: re.Pattern[str]
    weekdays: Mapping[str, int]
    months: tuple[str, ...]
    months_dated: tuple[str, ...]
    number: Callable[[str], float | None]
    turns: Mapping[str, Floats]


def compile_almanac(knowledge: Knowledge, language: Language) -> Almanac:
    """The knowledge and the cues of `language`, ready for dating."""
    pack, number = language.dating, rf"(?P<n>{number_pattern(language.numbers)})"
    happenings = tuple(_happenings(knowledge))
    templates, news = _templates(knowledge, language), _news(knowledge, language)
    tenures = {person.id: tuple(_tenures(person.name, person.terms)) for person in knowledge.people}
    return Almanac(
        home=frozenset(pack.home),
        people=tenures,
        holders=_holders(knowledge, tenures),
        roles={title.id: title.role for title in language.roles.titles if title.role},
        by_party=_by_parties(happenings),
        kinds=_kinds(pack.kinds, pack.alike),
        named=Finder(
            [
                *_names(knowledge, language),
                *((literal, ("series", literal)) for literal in templates),
                *((phrase, ("news", phrase)) for phrase in news),
            ]
        ),
        news=news,
        events={happening.id: happening for happening in happenings},
        series={series.id: series for series in knowledge.series},
        anniversaries={entry.id: entry for entry in knowledge.anniversaries},
        templates=templates,
        ordinal=re.compile(_ordinal(language)),
        ordinal_end=re.compile(rf"(?<![\w.,/]){_ordinal(language)}$"),
        years=re.compile(rf"(?<![\w.,/-]){number}[ -]?(?:{_any(pack.years)})(?!\w)"),
        anniversary=re.compile(rf"(?<!\w)(?:{_any(pack.anniversary)})(?!\w)"),
        qualifiers={name: re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)") for name, words in _qualifiers(language).items()},
        ahead=re.compile(rf"(?<!\w)(?:{_any(pack.ahead)}) ?$").search,
        until=re.compile(rf"(?<!\w)(?:{_any(pack.until)}) ?$").search,
        same=re.compile(_any(pack.same)).fullmatch,
        yearbook=re.compile(rf"(?<!\w)(?:{_any(pack.yearbook)})(?: [\w-]+){{0,4}} ?$").search,
        plan=re.compile(rf"(?<!\w)(?:{_any(pack.plan)})(?: [\w-]+){{0,4}} ?$").search,
        law=re.compile(rf"(?<!\w)(?:{_any(pack.law)})(?: [\w/-]+){{0,4}} ?$").search,
        law_number=re.compile(rf"(?<!\w)(?:(?:{_any(pack.law)}) (?:\w+ )?)?\d{{1,4}}/(?P<y>(?:19|20)\d\d)/[^\W\d_]{{2,}}"),
        born=re.compile(rf"(?<!\w)(?:{_any(pack.born)}) ?$").search,
        age=re.compile(rf"(?<![\w.,/-])(?P<n>[1-9]\d?) (?:{_any(pack.aged)})(?!\w)"),
        compared=re.compile(rf"(?<!\w)(?:{_any(pack.compared)})(?: [\w-]+){{0,2}} ?$").search,
        as_of=re.compile(rf"(?<!\w)(?:{_any(pack.as_of)}) ?$").search,
        till_now=re.compile(rf" ?(?:{_any(pack.till_now)})(?!\w)").match,
        begin=re.compile(rf"(?<!\w)(?:{_any(pack.begin)})(?!\w)").search,
        future=re.compile(rf"(?<!\w)(?:{_any(language.time.future)})(?!\w)"),
        past=re.compile(rf"(?<!\w)(?:{_any(language.time.past)})(?!\w)"),
        weekday=re.compile(rf"(?<!\w)(?:{_any(pack.weekdays)})(?!\w)"),
        weekdays=pack.weekdays,
        months=tuple(lowered(fold(words)) for words in pack.months),
        months_dated=tuple(lowered(fold(words)) for words in pack.months_dated),
        number=lambda text: _number(text, language),
        turns={name: yearly(curve) for name, curve in _yearly_curves().items()},
    )


def _yearly_curves() -> dict[str, Curve]:
    return {
        "first": curves.FIRST_TOLD,
        "deep": curves.DEEP_TOLD,
        "later": curves.LATER_TOLD,
        "first-past": curves.FIRST_PAST,
        "past": curves.PAST_TOLD,
        "ahead": curves.AHEAD_TOLD,
        "today": curves.TODAY,
        "near": curves.NEAR_TODAY,
        "month": curves.MONTH_TOLD,
        "month-ahead": curves.MONTH_AHEAD,
        "months": curves.MONTHS_TURN,
        "quarter": curves.QUARTER_TURN,
        "quarter-ahead": curves.QUARTER_AHEAD,
    }


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(lowered(fold(word))) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


def _qualifiers(language: Language) -> dict[str, tuple[str, ...]]:
    pack = language.dating
    return {"elect": pack.elect, "former": pack.former, "new": pack.new}


def _ordinal(language: Language) -> str:
    """A pattern for the number of an edition: figures with or without an ending, Roman figures, words."""
    ends = _any(language.dating.ordinal_ends)
    return rf"(?P<n>\d{{1,3}}|[{''.join(_ROMAN)}]{{1,7}}|{number_pattern(language.numbers)})(?:{ends})?(?![\w/]|[.,]\d)"


def _templates(knowledge: Knowledge, language: Language) -> dict[str, tuple[tuple[str, bool, str], ...]]:
    """The longer fixed part of each name of a series to (series, whether the number follows that part, the other part)."""
    found: dict[str, list[tuple[str, bool, str]]] = {}
    for series in knowledge.series:
        for name in (*language.other_names["series"].get(series.id, ()), series.name, *series.names):
            before, _, after = lowered(fold(name)).partition("{n}")
            follows = len(before.strip()) >= len(after.strip())
            kept, other = (before, after) if follows else (after, before)
            row = series.id, follows, other
            if kept.strip() and row not in found.setdefault(kept.strip(), []):
                found[kept.strip()].append(row)
    return {literal: tuple(rows) for literal, rows in found.items()}


def _number(text: str, language: Language) -> float | None:
    """What figures, words or Roman figures mean."""
    low = text.strip().lower()
    if low and not set(low) - set(_ROMAN):
        values = [_ROMAN[c] for c in low]
        return float(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
    return number_of(low, language.numbers)


def _tenures(name: str, terms: Iterable[object]) -> Iterator[Tenure]:
    for term in terms:
        owner, _, role = term.office.partition(".")  # type: ignore[attr-defined]
        first, last = span_of(term.since, term.until)  # type: ignore[attr-defined]
        yield Tenure(name, owner, role, first, last)


def _holders(knowledge: Knowledge, tenures: Mapping[str, tuple[Tenure, ...]]) -> dict[tuple[str, str], tuple[Tenure, ...]]:
    """Role and surname (lower case) to all who held such an office."""
    found: dict[tuple[str, str], list[Tenure]] = {}
    for person in knowledge.people:
        for tenure in tenures[person.id]:
            found.setdefault((tenure.role, lowered(fold(surname(person)))), []).append(tenure)
    return {key: tuple(rows) for key, rows in found.items()}


def _happenings(knowledge: Knowledge) -> Iterator[Happening]:
    for event in knowledge.events:
        first, last = span_of(event.since, event.until or event.since)
        if last >= FIRST:
            exact = len(event.since) == len("2020-01-01")
            yield Happening(
                event.id, event.name, first, last, exact, frozenset(event.parties), event.place, event.kind, frozenset(event.third),
                _first_day(event.heard) if event.heard else None,
            )  # fmt: skip


def _by_parties(happenings: Iterable[Happening]) -> dict[str, tuple[tuple[int, frozenset[str], tuple[Happening, ...]], ...]]:
    """The happenings of two parties or more: under one of them, by all of them, with their place in the order of all."""
    found: dict[frozenset[str], list[Happening]] = {}
    for happening in happenings:
        if len(happening.parties) > 1:
            found.setdefault(happening.parties, []).append(happening)
    made: dict[str, list[tuple[int, frozenset[str], tuple[Happening, ...]]]] = {}
    for n, (parties, rows) in enumerate(found.items()):
        made.setdefault(min(parties), []).append((n, parties, tuple(rows)))
    return {party: tuple(rows) for party, rows in made.items()}


def _kinds(words: Mapping[str, tuple[str, ...]], alike: Iterable[tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    """Kind of event to a pattern of its words and of the kinds that reports do not keep apart from it."""
    groups = tuple(alike)
    made = {}
    for kind in words:
        near = {kind, *(other for group in groups if kind in group for other in group)}
        made[kind] = re.compile(rf"(?<!\w)(?:{_any({word for name in near for word in words.get(name, ())})})(?!\w)")
    return made


def _names(knowledge: Knowledge, language: Language) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names of events and anniversaries as the language and all languages write them."""
    rows: list[tuple[str, Sequence[DatedEvent | Anniversary]]] = [("events", knowledge.events), ("anniversaries", knowledge.anniversaries)]
    for kind, entries in rows:
        for entry in entries:
            if getattr(entry, "heard", None) is None:
                for name in (*language.other_names[kind].get(entry.id, ()), entry.name, *entry.names):
                    yield lowered(fold(name)), (kind, entry.id)


def _news(knowledge: Knowledge, language: Language) -> dict[str, tuple[Called, ...]]:
    """The names that stand for nothing but some events, each with all its events: storms of many years bear one number."""
    events = {happening.id: happening for happening in _happenings(knowledge) if happening.heard is not None}
    found: dict[str, list[Called]] = {}
    for event in knowledge.events:
        if event.id in events:
            for name in dict.fromkeys(lowered(fold(name)) for name in (*language.other_names["events"].get(event.id, ()), *event.names)):
                phrase, *others = name.split(" + ")
                found.setdefault(phrase, []).append((events[event.id], tuple(others)))
    return {phrase: tuple(rows) for phrase, rows in found.items()}


def span_of(since: str | None, until: str | None) -> tuple[int, int]:
    """The first and last ordinal of two ISO days, months or years; an open end reaches to the end of what is scored."""
    return _first_day(since), max(_first_day(since), _last_day(until))


def _first_day(text: str | None) -> int:
    if text is None:
        return FIRST - 20000
    fields = [int(x) for x in text.split("-")]
    return date(fields[0], fields[1] if len(fields) > 1 else 1, fields[2] if len(fields) > 2 else 1).toordinal()


def _last_day(text: str | None) -> int:
    if text is None:
        return LAST
    fields = [int(x) for x in text.split("-")]
    if len(fields) == 3:
        return date(*fields).toordinal()
    year, month = (fields[0], fields[1] + 1) if len(fields) > 1 and fields[1] < 12 else (fields[0] + 1, 1)
    return date(year, month, 1).toordinal() - 1


def years_between(series: Series) -> int:
    """The whole years from one edition to the next, or 0 where they do not come so."""
    step = _STEP.fullmatch(series.every or "")
    return int(step[1]) if step is not None and step[2] == "Y" else 0


def edition_of(series: Series, ordinal: int) -> tuple[int, int] | None:
    """The first and last day of an edition of a series, by ordinal of day; None when there is no such edition."""
    listed: Edition | None = next((edition for edition in series.editions if edition.ordinal == ordinal), None)
    if listed is not None:
        return span_of(listed.since, listed.until or listed.since)
    step = _STEP.fullmatch(series.every or "")
    if series.first is None or step is None or ordinal < series.first.ordinal:
        return None
    months = (ordinal - series.first.ordinal) * int(step[1]) * (12 if step[2] == "Y" else 1)
    start = date.fromordinal(_first_day(series.first.date))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return (day := date(year, month + 1, min(start.day, 28)).toordinal()), day
