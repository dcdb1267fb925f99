"""What dated knowledge says of the day of writing: events named or told again, editions of series, anniversaries."""

from collections.abc import Iterator, Sequence
from datetime import date

from hoadam.model.base import Span
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac, Happening, edition_of, span_of
from hoadam.read.dating.days import is_yearless, said
from hoadam.read.dating.odds import FIRST, LAST, Hint, likened, slot, turned, windows
from hoadam.read.dating.scene import Scene, Told

_HEAD = 700  # letters in which a story says what is new
_WITHIN = 40  # letters between the number of an anniversary or edition and its name
_SHORT = 60  # days: of a longer event only its beginning says something
_LONG = 6  # days: of longer events only the first and last day are known by their date
_THIRDS = {"START": (1, 11), "MID": (9, 22), "END": (19, 31)}


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The hints of everything dated that a story touches."""
    yield from _named(scene, almanac)
    yield from _kept_years(scene, almanac)
    parties = {owner.code for naming in scene.namings for owner in naming.owners}
    about = [happening for names, rows in almanac.by_pair.items() if len(names) > 1 and names <= parties for happening in rows]
    if about:
        places = {naming.place for naming in scene.namings if naming.place and naming.start < scene.start + _HEAD}
        yield from _same_days(scene, about, almanac)
        yield from _same_months(scene, about, almanac)
        yield from _like(scene, [happening for happening in about if happening.place in places], almanac)


def _named(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """Events, editions and anniversaries called by their names, each once."""
    seen: set[str] = set()
    for start, end, (kind, key) in almanac.named.find(scene.text.lower[scene.start : scene.end]):
        span = Span(start + scene.start, end + scene.start)
        made = {"events": _event, "series": _edition, "anniversaries": _anniversary}[kind](key, span, scene, almanac)
        if made is not None and made.cue not in seen:
            seen.add(made.cue)
            yield made


def _event(key: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    if key not in almanac.events:
        return None
    happening = almanac.events[key]
    cue = f"an event of {_days(happening.first, happening.last)} named: {happening.name}"
    if any(one.shape.inner[:4].isdigit() and one.timex.start < span.end + _WITHIN and one.timex.end > span.start - _WITHIN for one in scene.told):
        return None
    if happening.last - happening.first > _SHORT:
        return Hint("event", cue, span, ((max(FIRST, happening.first - 30), LAST, curves.LONG_EVENT),))
    return Hint("event", cue, span, windows(happening.first, happening.last, curves.NAMED_EVENT, chance=0.1))


def _days(first: int, last: int) -> str:
    a, b = date.fromordinal(max(first, 1)).isoformat(), date.fromordinal(last).isoformat()
    return a if a == b else f"{a} to {b}"


def _edition(key: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    """The edition of a series that the number beside its name tells."""
    low, series = scene.text.lower, almanac.series[key]
    after = almanac.after_number.match(low, span.end) if almanac.after_number else None
    before = almanac.before_number.search(low[max(0, span.start - _WITHIN) : span.start]) if almanac.before_number else None
    for found in (after, before):
        number = almanac.number(found["n"]) if found else None
        days = edition_of(series, int(number)) if number else None
        if days and days[1] >= FIRST and days[0] <= LAST + 400:
            where = Span(span.start, after.end()) if found is after and after else span
            return Hint("series", f"number {int(number or 0)} of {series.name} was {_days(*days)}", where, windows(*days, curves.EDITION))
    return None


def _anniversary(key: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    """The day that an anniversary and its number of years lead to; without a number, the day of the year."""
    entry = almanac.anniversaries[key]
    if entry.of and not any(owner.id == entry.of for naming in scene.namings for owner in naming.owners):
        return None
    first, _ = span_of(entry.date, entry.date)
    left = scene.text.lower[max(scene.start, span.start - _WITHIN) : span.start]
    years = _years_beside(left, scene.text.lower[span.end : span.end + _WITHIN], almanac)
    if years is None:
        if len(entry.date) < len("2000-01-01") or not almanac.anniversary.search(left):
            return None
        return Hint("feast", f"the day of {entry.name}", span, yearly=turned(almanac.turns["later"], slot(first)))
    day = _years_on(first, years)
    if not FIRST <= day <= LAST:
        return None
    return Hint("anniversary", f"{years} years since {entry.date}: {entry.name}", span, windows(day, day, curves.ANNIVERSARY))


def _years_beside(left: str, right: str, almanac: Almanac) -> int | None:
    """The number of years told before, else after, the name of an anniversary."""
    before = list(almanac.years.finditer(left))
    found = before[-1] if before else almanac.years.search(right) if almanac.anniversary.search(right) else None
    number = almanac.number(found["n"]) if found else None
    return int(number) if number else None


def _years_on(day: int, years: int) -> int:
    start = date.fromordinal(day)
    return date(min(start.year + years, 9998), start.month, min(start.day, 28) if start.month == 2 else start.day).toordinal()  # noqa: PLR2004


def _kept_years(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """"kỷ niệm 30 năm" in the sentence of a year: that many years after it."""
    low = scene.text.lower
    for one in scene.told:
        inner = one.shape.inner
        if one.shape.base or not inner[:4].isdigit() or len(inner) < 4:  # noqa: PLR2004
            continue
        start, end = scene.sentence(one.timex.start)
        for found in almanac.years.finditer(low, start, end):
            number = almanac.number(found["n"])
            if not number or number < 2 or not almanac.anniversary.search(low, max(start, found.start() - _WITHIN), found.start()):  # noqa: PLR2004
                continue
            day = date(min(int(inner[:4]) + int(number), 9998), 1, 1).toordinal()
            if FIRST <= day <= LAST:
                yield Hint("since", f"{int(number)} years since {inner[:4]}", Span(found.start(), found.end()), windows(day, day, curves.YEARS_SINCE))


def _same_days(scene: Scene, about: Sequence[Happening], almanac: Almanac) -> Iterator[Hint]:
    """Days without year that are the days of known events of the same parties, told in words for such events."""
    seen: set[str] = set()
    for one in scene.told:
        if not is_yearless(one) or one.shape.inner in seen:
            continue
        seen.add(one.shape.inner)
        month, day = int(one.shape.inner[5:7]), int(one.shape.inner[8:10])
        start, end = scene.sentence(one.timex.start)
        kinds = {happening.kind for happening in about if _worded(happening, scene, start, end, almanac)}
        met = [(at, h) for h in about if h.exact and h.kind in kinds and (at := _on(h, month, day))]
        if met:
            made = likened((max(FIRST, at + lo), min(LAST, at + hi), times) for at, _ in met for lo, hi, times in curves.SAME_DAY)
            yield Hint("same-day", f"on {said(month, day)}: " + " or ".join(f"{h.name} ({date.fromordinal(at).year})" for at, h in met[:3]), one.timex, made)


def _worded(happening: Happening, scene: Scene, start: int, end: int, almanac: Almanac) -> bool:
    pattern = almanac.kinds.get(happening.kind)
    return pattern is not None and pattern.search(scene.text.lower, start, end) is not None


def _on(happening: Happening, month: int, day: int) -> int | None:
    """The day of the event, by ordinal, that is this day of the year."""
    first, last = happening.first, happening.last
    days = range(first, last + 1) if last - first <= _LONG else (first, last)
    for at in days:
        found = date.fromordinal(at)
        if (found.month, found.day) == (month, day):
            return at
    return None


def _same_months(scene: Scene, about: Sequence[Happening], almanac: Almanac) -> Iterator[Hint]:
    """"cuối tháng trước" with words for a kind of event: the month after such events of the same parties."""
    for one in scene.told:
        steps = one.shape.steps
        if one.shape.base != "DCT" or one.shape.inner or len(steps) != 1 or steps[0][1] != "M" or not -3 <= steps[0][0] <= 0:  # noqa: PLR2004
            continue
        start, end = scene.sentence(one.timex.start)
        low, high = _THIRDS.get(one.timex.mod or "", (1, 31))
        met = [h for h in about if h.exact and low <= date.fromordinal(h.first).day <= high and _worded(h, scene, start, end, almanac)]
        months = {_month(h.first, -round(steps[0][0])): h for h in met}
        if months:
            made = likened((max(FIRST, a), min(LAST, b), curves.SAME_MONTH) for a, b in months)
            yield Hint("same-month", f"the month told fits {_some(list(months.values()))}", one.timex, made)


def _month(day: int, later: int) -> tuple[int, int]:
    """The first and last day of the month so many months after that of `day`."""
    start = date.fromordinal(day)
    first = start.year * 12 + start.month - 1 + later
    return date(first // 12, first % 12 + 1, 1).toordinal(), date((first + 1) // 12, (first + 1) % 12 + 1, 1).toordinal() - 1


def _some(happenings: Sequence[Happening]) -> str:
    return ", ".join(h.name for h in happenings[:2]) + (" and others" if len(happenings) > 2 else "")  # noqa: PLR2004


def _like(scene: Scene, about: Sequence[Happening], almanac: Almanac) -> Iterator[Hint]:
    """News that could be that of known events: same parties and place, and words for such an event in its head."""
    end = min(scene.end, scene.start + _HEAD)
    met = [h for h in about if h.exact and h.last - h.first <= _LONG and _worded(h, scene, scene.start, end, almanac)]
    if met:
        made = likened((max(FIRST, h.first + lo), min(LAST, h.last + hi), times) for h in met for lo, hi, times in curves.LIKE)
        yield Hint("like", f"parties, place and words fit {_some(met)}", Span(scene.start, end), made)
