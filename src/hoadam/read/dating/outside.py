"""What stands outside the story: the address of the page, the day it was crawled, and the other stories on it."""

import re
from collections.abc import Iterator
from datetime import date

from hoadam.model.page import Page
from hoadam.model.shape import exists, parse
from hoadam.read.dating import curves
from hoadam.read.dating.odds import FIRST, LAST, Curve, Hint, Odds, windows

CRAWL = "crawl"  # the sort of the hint that holds whatever others say
_URL = re.compile(
    r"(?<!\d)(?P<y>199\d|20[0-2]\d)(?P<s>[/_-]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6}|\d{9})?(?!\d)"
)
_URL_DMY = re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<s>[/_-])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<y>199\d|20[0-2]\d)(?!\d)")
_ADDRESS: Curve = ((-7, -2, 0.01), (-1, -1, 0.03), (0, 0, 0.88), (1, 1, 0.05), (2, 7, 0.01))
_GIVEN: Curve = ((0, 0, 1.0),)
_SURE = 40.0  # log weight that settles a matter
_WIDE = 1500  # days: an interval wider than this says nothing of the story beside it


def hints(page: Page) -> Iterator[Hint]:
    """The hints of the page's own address, and the trusted day that came with it."""
    if page.written and (parsed := parse(page.written)) and parsed.grain == "day":
        yield Hint("page", "given with the page", None, windows(_ordinal(page.written), _ordinal(page.written), _GIVEN, chance=1e-9))
    day = _day_in(page.url) if page.url else None
    if day is not None:
        yield Hint("page", f"the address holds the day {date.fromordinal(day).isoformat()}", None, windows(day, day, _ADDRESS))


def bounds(page: Page) -> Iterator[Hint]:
    """What holds for every story of a page: it is no younger than the crawl, and pages of the early Web are few."""
    yield _online()
    if page.seen and _ordinal(page.seen) >= FIRST:  # an earlier day is a slip: there was no Web to crawl
        yield Hint(CRAWL, crawled(page.seen), None, ((FIRST, min(LAST, _ordinal(page.seen)), _SURE),))


def crawled(seen: str) -> str:
    """The day of the crawl, as a cue."""
    return f"crawled on {seen[:10]}, so written no later"


def _online() -> Hint:
    edges = [FIRST, *(date(year + 1, 1, 1).toordinal() for year, _ in curves.BEFORE_THE_WEB)]
    parts = zip(edges, edges[1:], (weight for _, weight in curves.BEFORE_THE_WEB), strict=False)
    return Hint("web", "pages of the early Web are few", None, tuple((a, b - 1, weight) for a, b, weight in parts))


def _ordinal(text: str) -> int:
    return date.fromisoformat(text[:10]).toordinal()


def _day_in(url: str) -> int | None:
    """The day in an address: /2023/09/24/, -20230924-, or the id of a Vietnamese CMS (20220914101010)."""
    for pattern in (_URL, _URL_DMY):
        for found in pattern.finditer(url):
            year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
            if exists(year, month, day) and FIRST <= (at := date(year, month, day).toordinal()) <= LAST:
                return at
    return None


def not_before(odds: Odds, story: int) -> Hint | None:
    """A story is no older than the one appended under it; None where that one's day is too uncertain to say anything."""
    first, last = odds.quantile(0.05), odds.quantile(0.95)
    if last - first > _WIDE:
        return None
    return Hint(
        "order", f"story {story} under it is of {date.fromordinal(first).isoformat()} or later", None, windows(first, last, curves.OLDER)
    )


def beside(odds: Odds, story: int) -> Hint | None:
    """A related story is about as old as the one that it stands beside; None where that one's day is too uncertain."""
    first, last = odds.quantile(0.2), odds.quantile(0.8)
    if last - first > _WIDE:
        return None
    return Hint(
        "order", f"story {story} beside it is of about {date.fromordinal(first).isoformat()}", None, windows(first, last, curves.RELATED)
    )


def not_after(odds: Odds, story: int) -> Hint | None:
    """A story is no younger than the one it is appended to; None where that one's day is too uncertain to say anything."""
    first, last = odds.quantile(0.05), odds.quantile(0.95)
    if last - first > _WIDE:
        return None
    turned: Curve = tuple((-hi, -lo, mass) for lo, hi, mass in curves.OLDER)
    return Hint(
        "order", f"story {story} above it is of {date.fromordinal(last).isoformat()} or earlier", None, windows(first, last, turned)
    )
