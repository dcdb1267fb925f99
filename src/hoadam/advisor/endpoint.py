"""Which rulings does a language model propose? Events that a page tells and the reading lacks, and episodes that are one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import msgspec

from hoadam.advisor import asking, checking, saying
from hoadam.answers import review
from hoadam.model.story import Episode, Reading, Ruling, Story
from hoadam.packs.codebook import Codebook

PAIRS = 20  # asked about at once
PATIENCE = 3  # questions without an answer, one after the other
Remark = Callable[[str], None]


class Adviser:
    """An Advisor (hoadam.ports) behind an endpoint; `remark` is told why a proposal was dropped or a page got no answer."""

    def __init__(self, endpoint: asking.Endpoint, book: Codebook, remark: Remark, each: Callable[[], None] = lambda: None) -> None:
        """With the codebook of the records; `each` is called after every question."""
        self.endpoint = asking.checked(endpoint)
        self.book = book
        self.remark = remark
        self.each = each
        self.unanswered = 0
        self.in_a_row = 0

    def propose(self, story: Story, readings: Sequence[Reading]) -> Sequence[Ruling]:
        """Rulings for a person to accept or refuse, in the order of the pages, those about episodes last."""
        found = [ruling for reading in readings for ruling in self._events(reading)]
        pairs = pairs_of(story, {reading.page.id for reading in readings})
        batches = [pairs[at : at + PAIRS] for at in range(0, len(pairs), PAIRS)]
        return [*found, *(ruling for batch in batches for ruling in self._joins(batch, readings))]

    def _events(self, reading: Reading) -> Iterator[Ruling]:
        name = reading.page.source
        for raw in self._asked(name, saying.about_page(reading, self.book), "events"):
            try:
                said = checking.shaped(raw, checking.SaidEvent)
                made = checking.addition(said, reading, self.book)
            except checking.Dropped as why:
                self.remark(f"{name}: a proposal was dropped. {why}")
                continue
            yield self._ruling("add", (reading.page.id,), said.reason, msgspec.json.encode(made).decode())

    def _joins(self, pairs: Sequence[tuple[Episode, Episode]], readings: Sequence[Reading]) -> Iterator[Ruling]:
        pages = {reading.page.id: reading for reading in readings}
        words = {one.id: _words(one, pages) for pair in pairs for one in pair}
        for raw in self._asked("joins", saying.about_pairs(pairs, words), "joins"):
            try:
                said = checking.shaped(raw, checking.SaidJoin)
                ids = checking.joined(said, pairs, pages)
            except checking.Dropped as why:
                self.remark(f"joins: a proposal was dropped. {why}")
                continue
            yield self._ruling("merge", ids, said.reason, None)

    def _asked(self, name: str, messages: asking.Messages, key: str) -> Iterable[object]:
        """The proposals of an answer; none, and it is said, where there is no answer. Who is silent three times is not asked again."""
        if self.in_a_row == PATIENCE:
            self.unanswered += 1
            return ()
        try:
            found = checking.proposals(asking.reply(self.endpoint, messages), key)
        except asking.Unanswered as why:
            self.unanswered, self.in_a_row = self.unanswered + 1, self.in_a_row + 1
            self.remark(f"{name}: no proposals, for {why}." + (" It is not asked again." if self.in_a_row == PATIENCE else ""))
            return ()
        finally:
            self.each()
        self.in_a_row = 0
        return found

    def _ruling(self, act: str, about: tuple[str, ...], reason: str | None, value: str | None) -> Ruling:
        """The ruling, signed by the model; its reason is cut, for it is the model's own words."""
        note = " ".join((reason or "").encode("utf-8", "ignore").decode().split())[:300]
        return review.made(act, about, f"advisor:{self.endpoint.model}", note, value=value)


def pairs_of(story: Story, pages: set[str]) -> list[tuple[Episode, Episode]]:
    """Episodes of the pages that may be one: of one type, on days that touch, with a side in common, told by different pages."""
    mine = [one for one in story.episodes if one.date.earliest and one.date.latest and any(r.page in pages for r in one.reports)]
    return [
        (a, b)
        for a, b in combinations(mine, 2)
        if a.type == b.type and _touch(a, b) and _sides(a) & _sides(b) and not _pages(a) & _pages(b)
    ]


def _touch(a: Episode, b: Episode) -> bool:
    return (a.date.earliest or "") <= (b.date.latest or "") and (b.date.earliest or "") <= (a.date.latest or "")


def _sides(one: Episode) -> set[str]:
    return {actor.code for actor in (*one.source, *one.target)}


def _pages(one: Episode) -> set[str]:
    return {report.page for report in one.reports}


def _words(one: Episode, pages: dict[str, Reading]) -> str:
    found = (report.quotes[0].of(pages[report.page].page.text) for report in one.reports if report.quotes and report.page in pages)
    return next(found, "")
