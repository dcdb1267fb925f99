"""Which candidates are events by the rules alone, for a language that nothing was learned for."""

from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.event import Frame

CERTAIN = 0.6  # what a line by rule is worth; a trained score says more
ELSEWHERE = frozenset({"earlier", "governed", "nobody"})
UNSAID = frozenset({"negated", "hypothetical"})


def by_rules(frames: Sequence[Frame], types: Mapping[str, str]) -> list[Frame]:
    """The likeliest candidate of each type in each sentence: somebody acts, and it is neither denied nor only thought of."""
    kept: dict[tuple[int, str], Frame] = {}
    for frame in frames:
        key = (frame.sentence, types[frame.frame])
        if _stands(frame) and (key not in kept or _weight(frame) > _weight(kept[key])):
            kept[key] = frame
    return [msgspec.structs.replace(frame, score=CERTAIN) for frame in kept.values()]


def _stands(frame: Frame) -> bool:
    """False without a source, under a denial or an "if", or where the trigger's own demands of its subject are not met."""
    tags = set(frame.tags)
    if not frame.source or tags & UNSAID:
        return False
    return not ("own-subject" in tags and tags & ELSEWHERE) and not ("two-sided" in tags and len(frame.source) == 1)


def _weight(frame: Frame) -> tuple[bool, bool, int]:
    return bool(frame.target), "near" in frame.tags, -frame.trigger.start
