"""What a story offers for dating: its time expressions and namings, sorted by where on the page they stand."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from hoadam.model.actor import Naming
from hoadam.model.base import Span
from hoadam.model.page import Block
from hoadam.model.shape import Shape, parse
from hoadam.model.time import Timex
from hoadam.packs.fold import Folded

_FOREIGN = 3  # foreign states and groups named before a story counts as news from abroad
_REACH = 90  # letters before an expression in which cues of tense stand
TEASERS = ("related", "sidebar")
_STOPS = (". ", "! ", "? ", "\n", "… ")


@dataclass(frozen=True)
class Told:
    """A time expression and its shape taken apart."""

    timex: Timex
    shape: Shape


@dataclass
class Scene:
    """One story: expressions in its article, in captions, and above it (where bylines stand), and its namings.

    `zone` is "related" or "sidebar" for a teaser, which has no article: then its expressions are those of its lines.
    """

    story: int
    text: Folded
    start: int = 0
    end: int = 0
    told: list[Told] = field(default_factory=list)
    pictured: list[Told] = field(default_factory=list)
    above: list[Told] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    abroad: bool = False
    zone: str = ""

    def without(self, spans: Sequence[Span]) -> "Scene":
        """The scene without the expressions that only belong to a name ("vụ khủng bố 11/9")."""
        return replace(self, told=[one for one in self.told if not any(span.holds(one.timex) for span in spans)])

    def tense(self, one: Told, future: re.Pattern[str], past: re.Pattern[str]) -> int:
        """1 when a cue of the future stands nearest before the expression in its sentence, -1 for one of the past, else 0."""
        if one.timex.tense:
            return one.timex.tense
        start = max(self.sentence(one.timex.start)[0], one.timex.start - _REACH)
        left = self.text.lower[start : one.timex.start]
        ahead = max((m.end() for m in future.finditer(left)), default=0)
        back = max((m.end() for m in past.finditer(left)), default=0)
        return (ahead > back) - (back > ahead)

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence around an offset begins and ends, within the story's article."""
        low = self.text.lower
        first = max((found + len(stop) for stop in _STOPS if (found := low.rfind(stop, self.start, at)) >= 0), default=self.start)
        last = min((found for stop in _STOPS if (found := low.find(stop, at, self.end)) >= 0), default=self.end)
        return first, max(last, at)


def scenes(
    text: Folded, blocks: Sequence[Block], times: Sequence[Timex], namings: Sequence[Naming], home: frozenset[str]
) -> dict[int, Scene]:
    """The scenes of a page by the number of their story."""
    made = {story: Scene(story, text) for story in sorted({block.story for block in blocks} | {0})}
    telling = [block for block in blocks if block.is_article]
    for block in telling:
        scene = made[block.story]
        scene.start = block.start if scene.end == 0 else scene.start
        scene.end = max(scene.end, block.end)
    for block in blocks:
        scene = made[block.story]
        if block.zone in TEASERS and (scene.zone or not scene.end):
            scene.start = block.start if scene.end == 0 else scene.start
            scene.end = max(scene.end, block.end)
            scene.zone = block.zone
    _place_times(made, blocks, times)
    starts = [block.start for block in telling]
    for naming in namings:
        where = _block(telling, starts, naming.start)
        if where is not None:
            made[where.story].namings.append(naming)
    for scene in made.values():
        foreign = (naming for naming in scene.namings if any(owner.id not in home for owner in naming.owners))
        scene.abroad = len(list(islice(foreign, _FOREIGN))) >= _FOREIGN
    return made


def _place_times(made: dict[int, Scene], blocks: Sequence[Block], times: Sequence[Timex]) -> None:
    starts = [block.start for block in blocks]
    for told in _parsed(times):
        block = _block(blocks, starts, told.timex.start)
        if block is None:
            continue
        scene = made[block.story]
        if block.is_article or (scene.zone and block.zone == scene.zone and block.repeats is None):
            scene.told.append(told)
        elif block.zone == "caption":
            scene.pictured.append(told)
        elif block.zone in ("byline", "furniture") and block.start < scene.start + 600:
            scene.above.append(told)


def _parsed(times: Sequence[Timex]) -> Iterator[Told]:
    for timex in times:
        shape = parse(timex.shape) if timex.type in ("DATE", "TIME") else None
        if shape is not None:
            yield Told(timex, shape)


def _block(blocks: Sequence[Block], starts: Sequence[int], at: int) -> Block | None:
    place = bisect_right(starts, at) - 1
    return blocks[place] if place >= 0 and at < blocks[place].end else None
