"""The day each story on a page was written: all hints weighed, then a day with its evidence, or an honest null with its bounds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from hoadam.model.actor import Naming
from hoadam.model.base import Span
from hoadam.model.page import Block, Page
from hoadam.model.story import StoryDate
from hoadam.model.time import Cue, Timex, Written
from hoadam.packs.fold import Folded
from hoadam.read.dating import days, feasts, known, outside, people, relative, years
from hoadam.read.dating.almanac import Almanac, span_of
from hoadam.read.dating.odds import Hint, Odds, support, weigh
from hoadam.read.dating.scene import Scene, scenes

# Least probability of a year that is given, of home news and of news from abroad: 96 % of the pages of home news between .6 and .8 had
# the right year (316 dated pages), 60 % of those from abroad (these and 229 annotated articles).
YEAR_SURE, YEAR_SURE_ABROAD = 0.58, 0.65
YEAR_ALONE, YEAR_ALONE_ABROAD = 0.6, 0.7  # the same of a year that is given without a day
# The same where only offices and their holders, or events told again, speak for that year: news from abroad names many, with errors.
YEAR_BY_HOLDERS, ALONE_BY_HOLDERS = 0.7, 0.95
LEAST = {False: (YEAR_SURE, YEAR_ALONE), True: (YEAR_SURE_ABROAD, YEAR_ALONE_ABROAD)}
_HOLDERS = ("office", "named", "former", "elect", "new", "like", "same-day", "event", "ago", "use", "web", "weekday", "feast")
MONTH_SURE = 0.8  # least probability of a month that is given
DAY_SURE = 0.2  # least probability of the day given and its neighbours
YEARLESS_SURE = 0.5  # least probability, over all years, of the month and day given without a year, and their neighbours
_CUES = 8
_SIDEBAR = 6  # teasers of the sidebar that are read for the day of the crawl
_SPEAKS = 0.4  # least support of a hint that is named as a cue (natural log)


class Weighed(NamedTuple):
    """The odds of every day for one story, the hints that made them, and whether it is news from abroad."""

    odds: Odds
    hints: tuple[Hint, ...]
    abroad: bool = False


def date(
    page: Page, text: Folded, blocks: Sequence[Block], times: Sequence[Timex], namings: Sequence[Naming], almanac: Almanac
) -> tuple[StoryDate, ...]:
    """The day of every story on the page, with its evidence; an honest null where it cannot be told."""
    found = weighed(page, text, blocks, times, namings, almanac)
    stories = sorted({block.story for block in blocks} | {0})
    return tuple(StoryDate(story, _written(story, page, found)) for story in stories)


def weighed(
    page: Page, text: Folded, blocks: Sequence[Block], times: Sequence[Timex], namings: Sequence[Naming], almanac: Almanac
) -> dict[int, Weighed]:
    """The odds of every day and the hints that made them, by story; teasers that tell no time are left out."""
    told = scenes(text, blocks, times, namings, almanac.home)
    evidence = {story: _evidence(scene, page, almanac) for story, scene in told.items() if story == 0 or (scene.end and not scene.zone)}
    alone = {story: weigh(hints) for story, hints in evidence.items()}
    found: dict[int, Weighed] = {}
    for story, hints in evidence.items():
        more = _neighbours(story, alone)
        found[story] = Weighed(weigh((*hints, *more)) if more else alone[story], (*hints, *more), told[story].abroad)
    return found | _teasers([scene for scene in told.values() if scene.zone and scene.told], found, page, almanac)


def _teasers(teasers: Sequence[Scene], found: Mapping[int, Weighed], page: Page, almanac: Almanac) -> dict[int, Weighed]:
    """The same for teasers: a related one is dated by the story beside it, those of the sidebar all together by the crawl."""
    made: dict[int, Weighed] = {}
    for scene in teasers:
        if scene.zone == "related":
            story = max(number for number in found if number <= scene.story)
            near = outside.beside(found[story].odds, story)
            hints = (*outside.bounds(page), *days.hints(scene, almanac), *years.hints(scene, almanac), *([near] if near else []))
            made[scene.story] = Weighed(weigh(hints), hints)
    sidebar = [scene for scene in teasers if scene.zone == "sidebar"]
    if sidebar:
        crawl = _crawl(sidebar, found[0].odds, page, almanac)
        made |= {scene.story: crawl for scene in sidebar}
    return made


def _crawl(sidebar: Sequence[Scene], own: Odds, page: Page, almanac: Almanac) -> Weighed:
    """The days about the crawl, from all that the sidebar tells; it is no older than the page's own story."""
    after = outside.not_before(own, 0)
    told = tuple(hint for scene in sidebar[:_SIDEBAR] for hint in (*days.hints(scene, almanac), *years.hints(scene, almanac)))
    hints = (*outside.bounds(page), *told, *([after] if after else []))
    return Weighed(weigh(hints), hints)


def _evidence(scene: Scene, page: Page, almanac: Almanac) -> tuple[Hint, ...]:
    """All hints of one story; the page's address and trusted day are those of its own story."""
    own = (*outside.bounds(page), *(outside.hints(page) if scene.story == 0 else ()))
    names = known.called(scene, almanac)
    told = scene.without([span for span, kind, _ in names if kind == "events"])
    events = known.hints(scene, names, almanac)
    dated = (*days.hints(told, almanac), *feasts.hints(told, almanac), *years.hints(told, almanac), *relative.hints(told, almanac))
    return (*own, *dated, *people.hints(told, almanac), *events)


def _neighbours(story: int, alone: Mapping[int, Odds]) -> tuple[Hint, ...]:
    """What the stories above and under a story say of its day."""
    above = outside.not_after(alone[story - 1], story - 1) if story - 1 in alone else None
    under = outside.not_before(alone[story + 1], story + 1) if story + 1 in alone else None
    return tuple(hint for hint in (above, under) if hint is not None)


def _written(story: int, page: Page, found: Mapping[int, Weighed]) -> Written:
    if story == 0 and page.written is not None:
        bound = (Cue(outside.crawled(page.seen)),) if page.seen else ()
        return Written(page.written, page.written, page.written, 1.0, (Cue("given with the page"), *bound))
    return judged(found[story]) if story in found else Written()


def judged(found: Weighed) -> Written:
    """The day that the odds tell, if they tell any, with bounds, the cues that speak for it and the runner-up year."""
    odds, hints = found.odds, found.hints
    ranked = sorted(odds.years().items(), key=lambda item: (-item[1], -item[0]))
    year, sure = ranked[0]
    day = odds.best(Date(year, 1, 1).toordinal(), Date(year, 12, 31).toordinal())
    said = [support(hint, day) for hint in hints]
    told = any(hint.windows and hint.sort not in _HOLDERS and speaks > _SPEAKS for hint, speaks in zip(hints, said, strict=True))
    least = (YEAR_BY_HOLDERS, ALONE_BY_HOLDERS) if not told else LEAST[found.abroad]
    value, held = _value(odds, year, sure, day, least)
    low, high = _within(value, odds.quantile(0.05), odds.quantile(0.95))
    second = next((str(other) for other, share in ranked[1:2] if share > 0.01), None)
    return Written(
        value=value,
        earliest=Date.fromordinal(low).isoformat(),
        latest=Date.fromordinal(high).isoformat(),
        confidence=round(held, 3),
        why=tuple(_cues(hints, said)),
        runner_up=second,
        yearless=None
        if value and len(value) == len("2000-01-01")
        else _yearless(odds, [other for other, some in ranked if some > 0.01], day),
    )


def _yearless(odds: Odds, years: Sequence[int], day: int) -> str | None:
    """Month and day ("XXXX-09-27") where they are as good as told in whatever year it was; else None."""
    found = Date.fromordinal(day)
    if (found.month, found.day) == (2, 29):
        return None
    same = [found.replace(year=year).toordinal() for year in years]
    return f"XXXX-{found:%m-%d}" if sum(odds.share(n - 1, n + 1) for n in same) >= YEARLESS_SURE else None


def _within(value: str | None, low: int, high: int) -> tuple[int, int]:
    """The bounds, drawn in to the month or year where only that is given."""
    if value is None or len(value) == len("2000-01-01"):
        return low, high
    first, last = span_of(value, value)
    return max(low, first), min(high, last)


def _value(odds: Odds, year: int, sure: float, day: int, least: tuple[float, float]) -> tuple[str | None, float]:
    """The day with its neighbours, else the month, else the year, whichever is sure enough, and how likely that is; else None.

    `least` are the least probabilities of a year that is given with a day, and alone.
    """
    found, near = Date.fromordinal(day), odds.share(day - 1, day + 1)
    if sure >= least[0] and near >= DAY_SURE:
        return found.isoformat(), near
    if sure < least[1]:
        return None, 0.0
    month = Date(year, found.month, 1)
    share = odds.share(month.toordinal(), Date(year + found.month // 12, found.month % 12 + 1, 1).toordinal() - 1)
    return (f"{month:%Y-%m}", share) if share >= MONTH_SURE else (f"{year}", sure)


def _cues(hints: Sequence[Hint], said: Sequence[float]) -> Iterator[Cue]:
    """The hints that speak for the day, strongest first, and last the day of the crawl, which bounds it."""
    for n in sorted(range(len(hints)), key=lambda n: -said[n])[:_CUES]:
        if said[n] > _SPEAKS and hints[n].sort not in {"web", outside.CRAWL}:
            quote = hints[n].quote  # may be a Timex: only its place goes out
            yield Cue(hints[n].cue, Span(quote.start, quote.end) if quote else None)
    yield from (Cue(hint.cue) for hint in hints if hint.sort == outside.CRAWL)
