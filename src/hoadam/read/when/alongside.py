"""What do the other kept frames of a page say of a time? Who goes on speaking goes on at the same time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hoadam.model.actor import Actor
from hoadam.model.event import Frame
from hoadam.model.sentence import Sentence
from hoadam.model.time import Timex

FAR = 4  # sentences from which one frame is as far from another as any
HOLDERS = 3  # frames of the sentence that tells a time that are looked at, the nearest first


class Other(NamedTuple):
    """Another kept frame of the story: how many sentences off it is, and what the two have in common.

    "s" is a source, "t" that its target is this one's source, "y" the type, "p" the speaker.
    """

    gap: int
    common: str
    frame: Frame


class Alongside(NamedTuple):
    """The other kept frames of a frame's story, the nearest first, and the last one before it with a source in common."""

    others: tuple[Other, ...]
    prior: Other | None


class _Sides(NamedTuple):
    """Whose act a frame is: codes of those who act and are acted on, without the unknown, who answers for it, and its type."""

    source: frozenset[str]
    target: frozenset[str]
    speaker: str | None
    type: str


def alongside(kept: Sequence[Frame], types: Mapping[str, str]) -> list[Alongside]:
    """For each kept frame, in their order, what else is kept of its story."""
    sides = [_sides(frame, types[frame.frame]) for frame in kept]
    return [_beside(n, kept, sides) for n in range(len(kept))]


def _beside(n: int, kept: Sequence[Frame], sides: Sequence[_Sides]) -> Alongside:
    frame, own = kept[n], sides[n]
    rows = [
        Other(abs(other.sentence - frame.sentence), _common(own, its), other)
        for other, its in zip(kept, sides, strict=True)
        if other is not frame and other.story == frame.story
    ]
    before = [row for row in rows if "s" in row.common and _place(row.frame) < _place(frame)]
    return Alongside(tuple(sorted(rows, key=lambda row: row[:2])), max(before, key=lambda row: _place(row.frame), default=None))


def of_time(time: Timex, seen: Alongside, sentences: Sequence[Sentence]) -> Iterator[str]:
    """What is seen of a time that another sentence tells: whose it is, and whether it is that of the same side's last act."""
    holders = [row for row in seen.others if sentences[row.frame.sentence].holds(time)][:HOLDERS]
    if not holders:
        yield "told=nobody"
    for gap, common, _ in holders:
        yield from (f"told={common}", f"told={common}&gap={min(gap, FAR)}")
    if seen.prior is None:
        yield "prior=none"
        return
    gap, common, prior = seen.prior
    own, its = sentences[prior.sentence].holds(time), prior.when == time.shape
    yield from _both("prior", own, gap, common)
    yield from _both("prior-when", its, gap, common)


def of_none(points: Sequence[Timex], seen: Alongside, sentences: Sequence[Sentence]) -> Iterator[str]:
    """What is seen where no time is told: whether the same side's last act had one."""
    if seen.prior is None:
        yield "prior=none"
        return
    gap, common, prior = seen.prior
    yield from _both("prior", any(sentences[prior.sentence].holds(point) for point in points), gap, common)
    yield from (f"prior-when={prior.when is None}", f"prior-when={prior.when is None}&gap={min(gap, FAR)}")


def _both(name: str, value: bool, gap: int, common: str) -> Iterator[str]:
    yield from (f"{name}={value}", f"{name}={value}&gap={min(gap, FAR)}", f"{name}={value}&{common}")


def _common(own: _Sides, its: _Sides) -> str:
    side = "" if own.source.isdisjoint(its.source) else "s"
    if not side and not own.source.isdisjoint(its.target):
        side = "t"
    type_ = "y" if own.type == its.type else ""
    said = "p" if own.speaker and (own.speaker == its.speaker or own.speaker in its.source) else ""
    return side + type_ + said or "-"


def _sides(frame: Frame, type_: str) -> _Sides:
    source, target = (frozenset([actor.code for actor in role if actor.code != "UNK"]) for role in (frame.source, frame.target))
    return _Sides(source, target, frame.said_by.code if isinstance(frame.said_by, Actor) else frame.said_by, type_)


def _place(frame: Frame) -> tuple[int, int]:
    return frame.sentence, frame.trigger.start
