"""By when is a promise to be kept? A deadline that its sentence names, counted from the day of the promise, never from the clock."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.model.event import Event
from hoadam.model.story import Episode, Reading
from hoadam.model.time import Day, Timex
from hoadam.packs.due import DuePack
from hoadam.packs.fold import fold

REACH = 30  # letters before a time in which its cue ends
LONGEST = 800  # days: a plan for decades is no deadline
PROMISES = frozenset({"AGREE", "CONCEDE", "SUPPORT", "REQUEST"})
_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:\d+M)?)?")


@dataclass(frozen=True)
class DueRules:
    """Patterns of the words right before a time, by language."""

    within: Mapping[str, re.Pattern[str]]
    before: Mapping[str, re.Pattern[str]]
    short_of: Mapping[str, re.Pattern[str]]


def compile_rules(packs: Mapping[str, DuePack]) -> DueRules:
    """The rules of all languages, made ready once."""
    kinds = ("within", "before", "short_of")
    return DueRules(*({lang: _ending(getattr(pack, kind)) for lang, pack in packs.items() if getattr(pack, kind)} for kind in kinds))


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(fold, words), key=lambda one: (-len(one), one))
    return re.compile(rf"(?:^|\W)(?:{'|'.join(map(re.escape, longest_first))})\s+$", re.IGNORECASE)


def of(episodes: Iterable[Episode], readings: Iterable[Reading], rules: DueRules) -> tuple[Episode, ...]:
    """The episodes, those that promise or demand a thing by a day with that day: of several, the one most told, then the first."""
    pages = {reading.page.id: reading for reading in readings if any(_cues(reading, rules))}
    found: list[Episode] = []
    for episode in episodes:
        days = (
            [day for day in _told(episode, pages, rules) if day]
            if pages and (episode.type in PROMISES or episode.status == "planned")
            else []
        )
        due = min(days, key=lambda day: (-days.count(day), day), default=None)
        found.append(msgspec.structs.replace(episode, due=Day(due, due, due)) if due else episode)
    return tuple(found)


def _cues(reading: Reading, rules: DueRules) -> Iterator[tuple[Timex, str]]:
    """The times of a page that have a cue of a deadline before them, and which: "within", "before" or "short of"."""
    lang, text = reading.page.lang or "", reading.page.text
    for timex in reading.times:
        before = fold(text[max(0, timex.start - REACH) : timex.start])
        if timex.type == "DURATION":
            if lang in rules.within and rules.within[lang].search(before):
                yield timex, "within"
        elif timex.type in ("DATE", "TIME") and lang in rules.before and rules.before[lang].search(before):
            yield timex, "short of" if lang in rules.short_of and rules.short_of[lang].search(before) else "before"


def _told(episode: Episode, pages: Mapping[str, Reading], rules: DueRules) -> Iterator[str | None]:
    for report in episode.reports:
        if report.page in pages:
            reading = pages[report.page]
            event = next((one for one in reading.events if one.id == report.event), None)
            if event is not None:
                start = _said(event, episode, report.written)
                yield from (_day(timex, how, start) for timex, how in _cues(reading, rules) if _is_in(timex, event.quotes[:1]))


def _is_in(timex: Timex, quotes: Sequence[Span]) -> bool:
    return any(quote.holds(timex) for quote in quotes)


def _said(event: Event, episode: Episode, written: str | None) -> str | None:
    """The day from which a length is counted: that of the promise itself, else of the page."""
    for day in (event.date, episode.date):
        if day.earliest and day.earliest == day.latest:
            return day.earliest
    return written


def _day(timex: Timex, how: str, start: str | None) -> str | None:
    """The last day on which the promise would be kept in time; None when it cannot be told or lies before the promise."""
    if how == "within":
        days = _length(timex.shape)
        return _later(start, days) if start and days is not None and days <= LONGEST else None
    first, last = bounds(timex.value)
    due = _later(first, -1) if how == "short of" and first else last
    return due if due and start and start < due <= _later(start, LONGEST) else None


def _length(shape: str) -> int | None:
    match = _LENGTH.fullmatch(shape)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours = (int(part or 0) for part in match.groups())
    return years * 365 + months * 30 + weeks * 7 + days + -(-hours // 24)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
