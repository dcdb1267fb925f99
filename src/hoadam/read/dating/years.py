"""What years on the page say of the day of writing: as background, as plans, as seasons, beside "năm ngoái" or "30 năm trước"."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from hoadam.model.base import Span
from hoadam.model.calendar import bounds
from hoadam.packs.fold import Folded
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac
from hoadam.read.dating.days import dated, is_full
from hoadam.read.dating.odds import FIRST, LAST, Curve, Hint, windows
from hoadam.read.dating.scene import Scene, Told

_AGAIN = 0.7  # tempers years told after the strongest one: of one story they are not independent
_ABROAD = 0.5  # measured: years told in news from abroad are background, and say half of what their curve would
_BEFORE = 40
_LINK = 14  # letters between "30 năm trước" and the year it leads to
_BESIDE = 26  # letters between a year of birth and the age
_MOST_AGES = 3
_CURVES: Mapping[str, tuple[Curve, str]] = {
    "quarter": (curves.QUARTER, "a quarter or half of a year told"),
    "part": (curves.PART_OF_YEAR, "a part of a year told"),
    "season": (curves.SEASON_OF_YEARS, "a season told"),
    "plan": (curves.PLAN, "a year planned for"),
    "compared": (curves.COMPARED, "figures held against those of a year"),
    "since-begin": (curves.SINCE_BEGIN, "from the beginning of a year until now"),
    "since": (curves.SINCE_YEAR, "from a year until now"),
    "since-month": (curves.SINCE_MONTH, "from a month until now"),
    "counted": (curves.COUNTED_MONTH, "counted until a month"),
    "born": (curves.BORN, "the year of a birth"),
    "law": (curves.LAW, "the year of a law or decree"),
    "yearbook": (curves.YEARBOOK, "a contest or season of a year"),
    "month": (curves.MONTH_ABROAD, "a month told with its year"),
    "range": (curves.BOTH_ENDS, "a stretch of years told"),
    "stretch": (curves.STRETCH, "a stretch of years summed up"),
    "year": (curves.YEAR_ABROAD, "a year told"),
    "ahead": (curves.YEAR_AHEAD, "a year told as yet to come"),
}

_WEAK: Mapping[str, float] = {"born": 0.6}  # people of one age are told of together
_AT_HOME: Mapping[str, Curve] = {"month": curves.MONTH_AT_HOME, "year": curves.YEAR_AT_HOME}


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The hints of all years of a story: of a year told in several ways the one that says most, of plans ahead the first."""
    yield from _relative(scene.told, scene.text)
    yield from _laws(scene, almanac)
    yield from _ages(scene, almanac)
    best: dict[str, tuple[int, tuple[int, int], str, Told]] = {}
    order, full = list(_CURVES), {told.shape.inner[:4] for told in scene.told if is_full(told)}
    for span, kind, told in _kinds(scene, almanac):
        rank, year = order.index(kind), told.shape.inner[:4]
        if (year not in full or rank < order.index("month")) and (year not in best or rank < best[year][0]):
            best[year] = rank, span, kind, told
    ahead = min((item[1] for item in best.values() if item[2] == "ahead"), default=None)
    done = min((item[1][1] for item in best.values() if item[2] == "range"), default=LAST)
    kept = [item for item in best.values() if (item[2] != "ahead" or item[1] == ahead) and (item[2] != "range" or item[1][0] < done)]
    latest = max((span for _, span, kind, _ in kept if kind == "year"), default=None)
    for n, (_, span, kind, told) in enumerate(sorted(kept, key=lambda item: -item[1][0])):
        curve, cue = _CURVES[kind]
        curve = curve if scene.abroad else curves.LATEST_AT_HOME if (kind, span) == ("year", latest) else _AT_HOME.get(kind, curve)
        strength = (1.0 if n == 0 else _AGAIN) * (_ABROAD if scene.abroad and kind in ("year", "stretch") else 1.0)
        made = dated(span[0], curve, strength, 0) if kind == "month" else windows(*span, curve, strength * _WEAK.get(kind, 1.0))
        yield Hint(kind, f"{cue}: {told.shape.inner}", told.timex, made)


def _kinds(scene: Scene, almanac: Almanac) -> Iterator[tuple[tuple[int, int], str, Told]]:
    """The days that each told year is counted from, in which way it is told, and where."""
    told = scene.told
    for n, one in enumerate(told):
        inner = one.shape.inner
        if one.shape.base or not inner[:4].isdigit() or not FIRST <= date(int(inner[:4]) or 1, 1, 1).toordinal() <= LAST + 3650:
            continue
        year, fields = int(inner[:4]), inner.split("-")
        if len(fields) > 2:
            continue
        after = told[n + 1] if n + 1 < len(told) else None
        if len(fields) == 1 and after is not None and _linked(one, after, scene.text) and len(after.shape.inner) == 4:
            yield _pair(year, int(after.shape.inner), one, scene, almanac)
        elif len(fields) == 1 and n and _linked(told[n - 1], one, scene.text) and len(told[n - 1].shape.inner) == 4:
            continue
        elif len(fields) == 2 and not fields[1].isdigit():
            ahead, span = _is_ahead(one, scene, almanac), _quarter(inner)
            yield (_first(year), "ahead" if ahead else "part", one) if ahead or span is None else (span, "quarter", one)
        elif len(fields) == 2:
            kind = "ahead" if _is_ahead(one, scene, almanac) else "month"
            day = date(year, int(fields[1]), 1).toordinal()
            if kind == "month":
                kind = _way_of_month(one, scene, almanac)
            yield (_first(year) if kind == "ahead" else (day, day)), kind, one
        else:
            yield _first(year), _way(one, scene, almanac), one


def _quarter(inner: str) -> tuple[int, int] | None:
    """The first and last day of a quarter or half of a year, by ordinal; None for another part, such as a season."""
    first, last = bounds(inner) if inner[5:6] in ("Q", "H") else (None, None)
    return (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()) if first and last else None


def _first(year: int) -> tuple[int, int]:
    day = date(year, 1, 1).toordinal()
    return day, day


def _linked(one: Told, other: Told, text: Folded) -> bool:
    """True for the two years of "2013-2014"."""
    return not other.shape.base and other.shape.inner[:4].isdigit() and text.lower[one.timex.end : other.timex.start].strip() in ("-", "/")


def _pair(year: int, until: int, told: Told, scene: Scene, almanac: Almanac) -> tuple[tuple[int, int], str, Told]:
    """A season of two years that follow each other, or a longer stretch."""
    left = scene.text.lower[max(0, told.timex.start - _BEFORE) : told.timex.start]
    if until == year + 1 and almanac.yearbook(left):
        day = date(year, 7, 1).toordinal()
        return (day, day), "season", told
    if until <= year:
        return _first(year), "year", told
    if not almanac.ahead(left):
        return _first(min(until, 9000)), "stretch", told
    return (date(year, 1, 1).toordinal(), date(min(until, 9000), 12, 31).toordinal()), "range", told


def _way(told: Told, scene: Scene, almanac: Almanac) -> str:
    low = scene.text.lower
    left, words = low[max(0, told.timex.start - _BEFORE) : told.timex.start], low[told.timex.start : told.timex.end]
    if almanac.till_now(low, told.timex.end):
        return "since-begin" if told.timex.mod == "START" or almanac.begin(words) else "since"
    ahead = almanac.ahead(left) or almanac.ahead(f"{left}{words.rstrip('0123456789')}")
    ways = (
        ("born", almanac.born(left)), ("compared", almanac.compared(left)), ("ahead", ahead), ("law", almanac.law(left)),
        ("plan", almanac.plan(left)), ("yearbook", almanac.yearbook(left)), ("ahead", _is_ahead(told, scene, almanac)),
    )  # fmt: skip
    return next((way for way, found in ways if found), "year")


def _way_of_month(told: Told, scene: Scene, almanac: Almanac) -> str:
    low = scene.text.lower
    if almanac.till_now(low, told.timex.end):
        return "since-month"
    return "counted" if almanac.as_of(low[max(0, told.timex.start - _BEFORE) : told.timex.start]) else "month"


def _laws(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """The youngest of the laws and decrees that bear their year in their number: 72/2013/NĐ-CP."""
    low = scene.text.lower
    if low.find("/19", scene.start, scene.end) < 0 and low.find("/20", scene.start, scene.end) < 0:
        return
    found = list(almanac.law_number.finditer(low, scene.start, scene.end))
    if found:
        last = max(found, key=lambda match: (match["y"], -match.start()))
        made = windows(*_first(int(last["y"])), curves.LAW_NUMBER)
        yield Hint("law", f"a law or decree numbered in {last['y']}", Span(last.start(), last.end()), made)


def _ages(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """Somebody's year of birth with the age beside it."""
    low, seen = scene.text.lower, set[int]()
    for one in scene.told:
        inner = one.shape.inner
        if one.shape.base or not inner[:4].isdigit() or not almanac.born(low[max(0, one.timex.start - _BEFORE) : one.timex.start]):
            continue
        for found in almanac.age.finditer(low, max(scene.start, one.timex.start - _BESIDE), min(scene.end, one.timex.end + _BESIDE)):
            year = int(inner[:4]) + int(found["n"])
            between = low[min(found.end(), one.timex.end) : max(found.start(), one.timex.start)]
            if year not in seen and len(seen) < _MOST_AGES and not any(stop in between for stop in ".;\n") and _is_scored(year):
                seen.add(year)
                strength = 1.0 if len(seen) == 1 else _AGAIN
                yield Hint("age", f"born {inner[:4]}, aged {found['n']}", one.timex, windows(*_first(year), curves.AGED, strength))


def _is_scored(year: int) -> bool:
    return FIRST <= date(year, 1, 1).toordinal() <= LAST


def _is_ahead(told: Told, scene: Scene, almanac: Almanac) -> bool:
    """True when a cue of the future stands before the expression in its sentence, or right after it ("từ năm 2015 sẽ")."""
    if scene.tense(told, almanac.future, almanac.past) > 0:
        return True
    return almanac.future.match(scene.text.lower, told.timex.end + 1) is not None


def _relative(told: Sequence[Told], text: Folded) -> Iterator[Hint]:
    """The year of writing by its distance from another: "năm ngoái (2012)", "cách đây 30 năm (1983)"."""
    for one, other in pairwise(told):
        steps, year = (one, other) if one.shape.base == "DCT" else (other, one)
        if steps.shape.base != "DCT" or year.shape.base or steps.shape.inner or not year.shape.inner[:4].isdigit():
            continue
        gap = text.lower[one.timex.end : other.timex.start]
        if len(steps.shape.steps) != 1 or steps.shape.steps[0][1] != "Y" or len(gap) > _LINK or any(stop in gap for stop in ".;!?\n"):
            continue
        away = -round(steps.shape.steps[0][0])
        if abs(away) < 2 and gap.strip(" (,") != "":
            continue
        day = date(int(year.shape.inner[:4]) + away, 1, 1).toordinal()
        if FIRST <= day <= LAST:
            yield Hint(
                "relative",
                f"{year.shape.inner[:4]} is {away} year(s) ago",
                year.timex,
                windows(day, day + 364, ((-365, -1, 0.06), (0, 0, 0.85), (1, 365, 0.06))),
            )
