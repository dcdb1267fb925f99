"""What dated knowledge says of the day of writing: events named or told again, editions of series, anniversaries."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from hoadam.model.base import Span
from hoadam.packs.knowledge import Series
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac, Happening, edition_of, span_of, years_between
from hoadam.read.dating.days import is_yearless, said
from hoadam.read.dating.odds import DAYS, FIRST, LAST, Curve, Hint, Turn, Window, likened, slot, windows
from hoadam.read.dating.scene import Scene, Told

_HEAD = 700  # letters in which a story says what is new
_WITHIN = 40  # letters between the number of an anniversary or edition and its name
_SHORT = 60  # days: of a longer event only its beginning says something
_LONG = 6  # days: of longer events only the first and last day are known by their date
_BRIEF = 400  # days: what was news no longer than that is told again with its year
_LASTING = 1000  # days: what was in use longer than that says little of the day, but much of those before and after
_YEARLIKE = 1900  # series that count by the year: the year says as much
_UNITS = ("M", "Y")
_THIRDS = {"START": (1, 11), "MID": (9, 22), "END": (19, 31)}


def called(scene: Scene, almanac: Almanac) -> list[tuple[Span, str, str]]:
    """Where a story calls events, series and anniversaries by their names: place, sort and id."""
    found = almanac.named.find(scene.text.lower[scene.start : scene.end])
    return [(Span(start + scene.start, end + scene.start), kind, key) for start, end, (kind, key) in found]


def hints(scene: Scene, names: Sequence[tuple[Span, str, str]], almanac: Almanac) -> Iterator[Hint]:
    """The hints of everything dated that a story touches; `names` as called() gives them."""
    yield from _named(scene, [name for name in names if name[1] != "news"], almanac)
    yield from _news(scene, [(span, key) for span, kind, key in names if kind == "news"], almanac)
    yield from _kept_years(scene, almanac)
    parties = {owner.code for naming in scene.namings for owner in naming.owners}
    shared = sorted(row for party in parties for row in almanac.by_party.get(party, ()) if row[1] <= parties)
    about = [happening for _, _, rows in shared for happening in rows]
    events = [(span, almanac.events[key]) for span, kind, key in names if kind == "events" and key in almanac.events]
    if about or events:
        yield from _so_long_ago(scene, about, events, almanac)
    if about:
        places = {naming.place for naming in scene.namings if naming.place and naming.start < scene.start + _HEAD}
        yield from _same_days(scene, about, almanac)
        yield from _like(scene, [happening for happening in about if happening.place in places], parties, almanac)


def _named(scene: Scene, names: Sequence[tuple[Span, str, str]], almanac: Almanac) -> Iterator[Hint]:
    """Events, editions and anniversaries called by their names, each once."""
    seen: set[str] = set()
    for span, kind, key in names:
        made = {"events": _event, "series": _edition, "anniversaries": _anniversary}[kind](key, span, scene, almanac)
        if made is not None and made.cue not in seen:
            seen.add(made.cue)
            yield made


def _event(key: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    """An event called by its name: news of it, or far more often background; nothing where its year stands beside it."""
    happening = almanac.events.get(key)
    if happening is None or any(_has_year(one) and _is_near(one, span) for one in scene.told):
        return None
    cue = f"an event of {_days(happening.first, happening.last)} named: {happening.name}"
    left = scene.text.lower[max(scene.start, span.start - _WITHIN) : span.start]
    years = _years_beside(left, "", almanac) if happening.exact and almanac.anniversary.search(left) else None
    if years is not None:
        day = _years_on(happening.first, years)
        return (
            Hint("anniversary", f"{years} years since {cue}", span, windows(day, day, curves.ANNIVERSARY)) if FIRST <= day <= LAST else None
        )
    if happening.last - happening.first > _SHORT:
        return Hint("event", cue, span, ((max(FIRST, happening.first - 30), LAST, curves.LONG_EVENT),))
    return Hint("event", cue, span, likened(_stretches(happening.first, happening.last, curves.NAMED_EVENT)))


def _news(scene: Scene, names: Sequence[tuple[Span, str]], almanac: Almanac) -> Iterator[Hint]:
    """Storms, products, scandals, bodies renamed: each counts once, by the name that fewest happenings share."""
    low, places = scene.text.lower[scene.start : scene.end], dict[str, list[Span]]()
    for span, phrase in names:
        places.setdefault(phrase, []).append(span)
    met: list[tuple[Span, list[Happening]]] = []
    for phrase, spans in places.items():
        rows = [happening for happening, others in almanac.news[phrase] if all(_stands(other, low) for other in others)]
        if rows and not any(_is_past_there(rows, span, scene) for span in spans):
            met.append((spans[0], rows))
    seen: set[str] = set()
    for span, rows in sorted(met, key=lambda item: (len(item[1]), item[1][0].last - item[1][0].first, item[0].start)):
        ids = {happening.id for happening in rows}
        if not ids & seen:
            lasting = rows[0].last - rows[0].first > _LASTING
            strength = curves.NEWS_FIRST if lasting or not seen else curves.NEWS_AGAIN
            seen |= ids
            cue = f"named: {rows[0].name}" if len(rows) == 1 else f"{rows[0].kind} named: {scene.text.text[span.start : span.end]}"
            days = f", of {_days(rows[0].first, rows[0].last)}" if len(rows) == 1 else ""
            yield Hint("use" if lasting else "news", cue + days, span, _news_days(rows, strength))


def _stands(words: str, low: str) -> bool:
    """True where the words stand whole in the text."""
    at = low.find(words)
    while at >= 0:
        end = at + len(words)
        if not (low[at - 1 : at].isalnum() or low[end : end + 1].isalnum()):
            return True
        at = low.find(words, at + 1)
    return False


def _is_past_there(rows: Sequence[Happening], span: Span, scene: Scene) -> bool:
    """True where a year beside the name says that it is told as background; what was in use for years has no such year."""
    brief = any(h.last - h.first <= _BRIEF for h in rows)
    return brief and any(_has_year(one) and _is_near(one, span) for one in scene.told)


def _news_days(rows: Sequence[Happening], strength: float) -> tuple[Window, ...]:
    """Log weights of all days: none before the first of the happenings was heard of, most while one is news."""
    parts: list[tuple[int, int, float]] = []
    for h in rows:
        for a, b, mass in _shares(h):
            parts.append((max(FIRST, a), min(LAST, b), mass / (b - a + 1) * DAYS * curves.NEWS_ODDS / len(rows)))
        if h.heard is not None and h.heard < h.first:
            parts.append((max(FIRST, h.heard), h.first - 1, curves.HEARD / (h.first - h.heard) * DAYS * curves.NEWS_ODDS / len(rows)))
    heard = min(h.heard or h.first for h in rows)
    made = tuple((a, b, weight * strength) for a, b, weight in likened(parts))
    return (*made, *(((FIRST, heard - 1, curves.UNHEARD),) if heard > FIRST else ()))


def _shares(h: Happening) -> Iterator[tuple[int, int, float]]:
    """How the pages that name a happening lie in and after its time: of news that lasts, the first weeks have the most."""
    days = h.last - h.first
    for lo, hi, mass in curves.NEWS if days <= _LASTING else curves.IN_USE:
        onset = curves.ONSET_SHARE * mass if lo == 0 and 2 * curves.ONSET <= days <= _LASTING else 0.0
        if onset:
            yield h.first, h.first + curves.ONSET - 1, onset
        yield h.first if lo == 0 else h.last + lo, h.last + hi, mass - onset


def _stretches(first: int, last: int, steps: Sequence[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    for lo, hi, times in steps:
        yield max(FIRST, first + lo), min(LAST, last + hi), times


def _has_year(one: Told) -> bool:
    return not one.shape.base and one.shape.inner[:4].isdigit()


def _is_near(one: Told, span: Span) -> bool:
    return one.timex.start < span.end + _WITHIN and one.timex.end > span.start - _WITHIN


def _days(first: int, last: int) -> str:
    a, b = date.fromordinal(max(first, 1)).isoformat(), date.fromordinal(last).isoformat()
    return a if a == b else f"{a} to {b}"


def _edition(literal: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    """The edition of a series that the number in its name tells."""
    for key, follows, other in almanac.templates[literal]:
        found = _numbered(scene.text.lower, span, other, almanac, follows=follows)
        number = almanac.number(found[0]) if found else None
        days = edition_of(almanac.series[key], int(number)) if number and number < _YEARLIKE else None
        if found and days and days[1] >= FIRST:
            cue = f"number {int(number or 0)} of {almanac.series[key].name} was {_days(*days)}"
            return Hint("series", cue, found[1], windows(*days, _told_of(days, almanac.series[key])))
    return None


def _told_of(days: tuple[int, int], series: Series) -> Curve:
    """How pages that name an edition lie about its days: what sits for years, what is cited for years, and what passes."""
    if days[1] - days[0] > _SHORT:
        return curves.LEGISLATURE
    return curves.CONGRESS if years_between(series) >= curves.CONGRESS_YEARS else curves.EDITION


def _numbered(low: str, span: Span, other: str, almanac: Almanac, *, follows: bool) -> tuple[str, Span] | None:
    """The number beside the fixed part of a name, when the other part of the name stands beyond it."""
    if follows:
        at = span.end + (low[span.end : span.end + 1] == " ")
        found = almanac.ordinal.match(low, at)
        return (found["n"], Span(span.start, found.end() + len(other))) if found and low.startswith(other, found.end()) else None
    left = low[max(0, span.start - _WITHIN) : span.start].rstrip(" ,")
    found = almanac.ordinal_end.search(left)
    if found is None or not left[: found.start()].endswith(other):
        return None
    return found["n"], Span(span.start - (min(_WITHIN, span.start) - found.start()) - len(other), span.end)


def _anniversary(key: str, span: Span, scene: Scene, almanac: Almanac) -> Hint | None:
    """The day that an anniversary and its number of years lead to; without a number, the day of the year."""
    entry = almanac.anniversaries[key]
    if entry.of and entry.of not in almanac.home and not any(owner.id == entry.of for naming in scene.namings for owner in naming.owners):
        return None
    first, _ = span_of(entry.date, entry.date)
    left = scene.text.lower[max(scene.start, span.start - _WITHIN) : span.start]
    years = _years_beside(left, scene.text.lower[span.end : span.end + _WITHIN], almanac)
    if years is None:
        if len(entry.date) < len("2000-01-01") or not almanac.anniversary.search(left):
            return None
        return Hint("feast", f"the day of {entry.name}", span, yearly=Turn(almanac.turns["later"], slot(first)))
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
    return date(min(start.year + years, 9998), start.month, min(start.day, 28) if start.month == 2 else start.day).toordinal()


def _kept_years(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """So many years after a year: "kỷ niệm 30 năm" in its sentence."""
    low = scene.text.lower
    counts: dict[int, list[re.Match[str]]] = {}  # of each sentence once: one of a thousand dates would be gone through a thousand times
    for one in scene.told:
        inner = one.shape.inner
        if one.shape.base or not inner[:4].isdigit() or len(inner) < 4:
            continue
        start, end = scene.sentence(one.timex.start)
        if start not in counts:
            is_kept = almanac.anniversary.search(low, start, end) is not None
            counts[start] = list(almanac.years.finditer(low, start, end)) if is_kept else []
        for found in counts[start]:
            number = almanac.number(found["n"])
            if not number or number < 2 or not almanac.anniversary.search(low, max(start, found.start() - _WITHIN), found.start()):
                continue
            day = date(min(int(inner[:4]) + int(number), 9998), 1, 1).toordinal()
            if FIRST <= day <= LAST:
                yield Hint(
                    "since",
                    f"{int(number)} years since {inner[:4]}",
                    Span(found.start(), found.end()),
                    windows(day, day, curves.YEARS_SINCE),
                )


def _same_days(scene: Scene, about: Sequence[Happening], almanac: Almanac) -> Iterator[Hint]:
    """Days without year that are the days of known events of the same parties, told in words for such events."""
    seen: set[str] = set()
    exact = [happening for happening in about if happening.exact]
    for one in scene.told:
        if not is_yearless(one) or one.shape.inner in seen:
            continue
        seen.add(one.shape.inner)
        month, day = int(one.shape.inner[5:7]), int(one.shape.inner[8:10])
        then = [(at, h) for h in exact if (at := _days_on(h.first, h.last).get((month, day)))]
        start, end = scene.sentence(one.timex.start) if then else (0, 0)
        kinds = {kind for kind in {happening.kind for _, happening in then} if _worded(kind, scene, start, end, almanac)}
        met = [(at, h) for at, h in then if h.kind in kinds]
        if met:
            made = likened(stretch for at, _ in met for stretch in _stretches(at, at, curves.SAME_DAY))
            yield Hint(
                "same-day",
                f"on {said(month, day)}: " + " or ".join(f"{h.name} ({date.fromordinal(at).year})" for at, h in met[:3]),
                one.timex,
                made,
            )


def _worded(kind: str, scene: Scene, start: int, end: int, almanac: Almanac) -> bool:
    pattern = almanac.kinds.get(kind)
    return pattern is not None and pattern.search(scene.text.lower, start, end) is not None


@lru_cache(4096)
def _days_on(first: int, last: int) -> dict[tuple[int, int], int]:
    """Month and day of the days of an event to the day, by ordinal; of longer events those of the first and the last."""
    days = range(first, last + 1) if last - first <= _LONG else (first, last)
    return {((day := date.fromordinal(at)).month, day.day): at for at in reversed(days)}


def _so_long_ago(scene: Scene, about: Sequence[Happening], called: Sequence[tuple[Span, Happening]], almanac: Almanac) -> Iterator[Hint]:
    """So much later than an event, called by its name or by parties and words: "cuối tháng trước", "năm ngoái"."""
    for one in scene.told:
        steps = one.shape.steps
        if one.shape.base != "DCT" or one.shape.inner or len(steps) != 1 or steps[0][1] not in _UNITS or not -3 <= steps[0][0] <= 0:
            continue
        start, end = scene.sentence(one.timex.start)
        low, high = _THIRDS.get(one.timex.mod or "", (1, 31))
        near = [h for span, h in called if start <= span.start < end and h.last - h.first <= _SHORT]
        named = [h for h in near if not _left(h, scene, start, end, almanac)]
        worded = [] if named or steps[0][1] == "Y" else [h for h in about if _worded(h.kind, scene, start, end, almanac)]
        met = [h for h in named or worded if h.exact and (steps[0][1] == "Y" or low <= date.fromordinal(h.first).day <= high)]
        if met:
            months = {_later(h.first, -round(steps[0][0]), steps[0][1]): h for h in met}
            here = {naming.place for naming in scene.namings if naming.place and start <= naming.start < end}
            made = likened(
                (
                    max(FIRST, a),
                    min(LAST, b),
                    curves.NAMED_BEFORE if named else curves.SAME_MONTH * (curves.TOGETHER if h.place in here else 1.0),
                )
                for (a, b), h in months.items()
            )
            yield Hint("ago", f"so long after {_some(list(months.values()))}", one.timex, made)


def _left(happening: Happening, scene: Scene, start: int, end: int, almanac: Almanac) -> bool:
    """True where a sentence tells that somebody left the agreement that it names."""
    return happening.kind == "agreement" and _worded("withdrawal", scene, start, end, almanac)


def _later(day: int, n: int, unit: str) -> tuple[int, int]:
    """The first and last day of the month or year that is n after that of `day`."""
    start = date.fromordinal(day)
    if unit == "Y":
        return date(start.year + n, 1, 1).toordinal(), date(start.year + n, 12, 31).toordinal()
    return _month(day, n)


def _month(day: int, later: int) -> tuple[int, int]:
    """The first and last day of the month so many months after that of `day`."""
    start = date.fromordinal(day)
    first = start.year * 12 + start.month - 1 + later
    return date(first // 12, first % 12 + 1, 1).toordinal(), date((first + 1) // 12, (first + 1) % 12 + 1, 1).toordinal() - 1


def _some(happenings: Sequence[Happening]) -> str:
    return ", ".join(h.name for h in happenings[:2]) + (" and others" if len(happenings) > 2 else "")


def _like(scene: Scene, about: Sequence[Happening], parties: set[str], almanac: Almanac) -> Iterator[Hint]:
    """News that could be that of known events: same parties and place, and words for such an event in its head."""
    end = min(scene.end, scene.start + _HEAD)
    brief = [h for h in about if h.exact and h.last - h.first <= _LONG]
    worded = {kind for kind in {h.kind for h in brief} if _worded(kind, scene, scene.start, end, almanac)}
    met = [h for h in brief if h.kind in worded]
    if met:
        made = likened(
            (a, b, times * (curves.TOGETHER if h.third and h.third <= parties else 1.0))
            for h in met
            for a, b, times in _stretches(h.first, h.last, curves.LIKE)
        )
        yield Hint("like", f"parties, place and words fit {_some(met)}", Span(scene.start, end), made)
