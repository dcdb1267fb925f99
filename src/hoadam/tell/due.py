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


Deadline = tuple[str, str, str | None]  # how it is set ("within", "before", "short of"), and the shape and value of its time


def deadlines(reading: Reading, rules: DueRules) -> dict[str, tuple[Deadline, ...]]:
    """The times that have a cue of a deadline before them in the clearest sentence of an event, by the event's id."""
    cues = list(_cues(reading, rules))
    found: dict[str, tuple[Deadline, ...]] = {}
    for event in reading.events if cues else ():
        mine = tuple((how, timex.shape, timex.value) for timex, how in cues if _is_in(timex, event.quotes[:1]))
        found |= {event.id: mine} if mine else {}
    return found


def dated(episode: Episode, events: Iterable[tuple[Event, Iterable[Deadline], str | None]]) -> Episode:
    """The episode with the day by which it promises or demands a thing: of several, the one most told, then the first.

    `events` are those of its reports, each with its deadlines and the day of its page.
    """
    if episode.type not in PROMISES and episode.status != "planned":
        return episode
    told = (_day(one, _said(event, episode, written)) for event, mine, written in events for one in mine)
    days = [day for day in told if day]
    due = min(days, key=lambda day: (-days.count(day), day), default=None)
    return msgspec.structs.replace(episode, due=Day(due, due, due)) if due else episode


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


def _is_in(timex: Timex, quotes: Sequence[Span]) -> bool:
    return any(quote.holds(timex) for quote in quotes)


def _said(event: Event, episode: Episode, written: str | None) -> str | None:
    """The day from which a length is counted: that of the promise itself, else of the page."""
    for day in (event.date, episode.date):
        if day.earliest and day.earliest == day.latest:
            return day.earliest
    return written


def _day(deadline: Deadline, start: str | None) -> str | None:
    """The last day on which the promise would be kept in time; None when it cannot be told or lies before the promise."""
    how, shape, value = deadline
    if how == "within":
        days = _length(shape)
        return _later(start, days) if start and days is not None and days <= LONGEST else None
    first, last = bounds(value)
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
