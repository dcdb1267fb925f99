"""Which quote proves a line, and where does it stand? Citations numbered once for a whole document."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from hoadam.model.base import Record, Span
from hoadam.model.story import Episode, Line, Reading, Story

# Characters that HTML and XML do not allow, and those that turn the direction of text and so make it read as what it is not.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
MOST = 3  # citations of one line: one an outlet, the earliest pages first


class Cite(Record, frozen=True):
    """A quote of a page: its number in the document, page id, and where it stands on the page."""

    number: int
    page: str
    start: int
    end: int

    @property
    def anchor(self) -> str:
        """The name of the place it links to."""
        return f"q{self.number}"


class Citations(Record, frozen=True):
    """All quotes of a document in order of first use, and those of each episode."""

    cites: tuple[Cite, ...]
    of: dict[str, tuple[int, ...]]

    def by_episode(self, episode: str) -> list[Cite]:
        """The citations of an episode."""
        return [self.cites[n] for n in self.of.get(episode, ())]

    def by_page(self) -> dict[str, list[Cite]]:
        """The citations of each page, pages in order of first use."""
        found: dict[str, list[Cite]] = {}
        for cite in self.cites:
            found.setdefault(cite.page, []).append(cite)
        return found


def clean(words: str) -> str:
    """The words without what no document may hold, nor a page bring into it."""
    return _HIDDEN.sub("", words)


def citations(story: Story, readings: Mapping[str, Reading], lines: Iterable[Line]) -> Citations:
    """The citations of every line, numbered from 1 in the order of the lines; a quote used twice has one number."""
    episodes = {episode.id: episode for episode in story.episodes}
    disputes = {(d.episode, d.about, d.who): d for d in story.disputes}
    numbers: dict[tuple[str, int, int], int] = {}
    of: dict[str, tuple[int, ...]] = {}
    for line in lines:
        dispute = disputes.get((line.episode, line.about or "", line.track))
        for key in (line.episode, *(dispute.others if dispute and line.section == "disputes" else ())):
            if key in episodes and key not in of:
                of[key] = tuple(numbers.setdefault(quote, len(numbers)) for quote in _quotes(episodes[key], readings))
    return Citations(tuple(Cite(n + 1, *quote) for quote, n in numbers.items()), of)


def _quotes(episode: Episode, readings: Mapping[str, Reading]) -> Iterator[tuple[str, int, int]]:
    """The clearest quote of one report an outlet."""
    outlets: set[str] = set()
    for report in episode.reports:
        outlet = report.outlet or report.page
        reading = readings.get(report.page)
        if outlet in outlets or reading is None or not report.quotes or len(outlets) == MOST:
            continue
        span = report.quotes[0]
        if 0 <= span.start < span.end <= len(reading.page.text):
            outlets.add(outlet)
            yield report.page, span.start, span.end


def pieces(text: str, spans: Sequence[Span | Cite]) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """The text cut at the ends of the spans: words, the positions in `spans` of those that begin there, and whether any covers it."""
    cuts = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    for first, last in pairwise(cuts):
        begin = tuple(n for n, span in enumerate(spans) if span.start == first)
        yield text[first:last], begin, any(span.start <= first and last <= span.end for span in spans)
