"""Which decided candidates of a page tell of one happening."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from hoadam.model.event import Frame
from hoadam.packs.weights import Weights

NEVER = -99.0  # log-odds of what cannot be
MEETING = "CONSULT"


def merged(kept: Sequence[Frame], types: Mapping[str, str], weights: Weights) -> tuple[Frame, ...]:
    """Frames of one type that tell of one happening as one frame, the clearest telling first; in order of sentence."""
    alike: dict[tuple[str, int], list[list[Frame]]] = {}
    for frame in sorted(kept, key=lambda f: (-f.score, f.sentence, f.frame)):
        groups = alike.setdefault((types[frame.frame], frame.story), [])
        home = _home(frame, groups, types, weights)
        if home is None:
            groups.append([frame])
        else:
            home.append(frame)
    every = (group for groups in alike.values() for group in groups)
    return tuple(_joined(group) for group in sorted(every, key=lambda g: (g[0].sentence, g[0].frame)))


def _home(frame: Frame, groups: Sequence[list[Frame]], types: Mapping[str, str], weights: Weights) -> list[Frame] | None:
    """The group that the frame is likeliest to belong to, or None when it stands alone."""
    rows = [(sum(_likeness(frame, other, types, weights) for other in group) / len(group), -i) for i, group in enumerate(groups)]
    best = max(rows, default=(0.0, 0))
    return groups[-best[1]] if best[0] > 0 else None


def _likeness(a: Frame, b: Frame, types: Mapping[str, str], weights: Weights) -> float:
    """Log-odds that two frames of one type and story tell of one happening."""
    if _apart(a, b, types[a.frame]):
        return NEVER
    if not weights.links:
        return 1.0 if set(a.source) & set(b.source) and a.frame == b.frame else -1.0
    return weights.links.get("bias", 0.0) + sum(weights.links.get(f, 0.0) for f in link_features(a, b, types))


def _apart(a: Frame, b: Frame, type_: str) -> bool:
    """True for two that cannot be one happening: told under days that do not meet, or meetings of different parties."""
    if "dated" in a.tags and "dated" in b.tags and (_before(a, b) or _before(b, a)):
        return True
    if ("dated" in a.tags or "dated" in b.tags) and _years(a).isdisjoint(_years(b)) and _years(a) and _years(b):
        return True
    if type_ != MEETING:
        return False
    one, other = {x.code for x in a.source}, {x.code for x in b.source}
    return len(one) > 1 and len(other) > 1 and not (one <= other or other <= one)


def _years(frame: Frame) -> frozenset[str]:
    """The first and the last year that a frame can be of, where both are known."""
    ends = frame.day.earliest, frame.day.latest
    return frozenset([end[:4] for end in ends if end]) if all(ends) else frozenset()


def _before(one: Frame, other: Frame) -> bool:
    """True when the one surely ended before the other began; days without a year count as they are written ("25/9")."""
    ended, began = one.day.latest or _yearless(one), other.day.earliest or _yearless(other)
    return ended is not None and began is not None and ended[0].isdigit() == began[0].isdigit() and ended < began


def _yearless(frame: Frame) -> str | None:
    """The day as the text gives it where its year is unknown; not one counted back from a day of writing that may be off by one."""
    return frame.when if frame.when and frame.when.startswith("XXXX-") and len(frame.when) == len("XXXX-09-26") else None


def link_features(a: Frame, b: Frame, types: Mapping[str, str]) -> Iterator[str]:
    """What tells whether two candidates of one type tell of one happening."""
    codes_a, codes_b = {x.code for x in a.source}, {x.code for x in b.source}
    aims_a, aims_b = {x.code for x in a.target}, {x.code for x in b.target}
    source, target = _overlap(codes_a, codes_b), _overlap(aims_a, aims_b)
    yield f"source={source}"
    yield f"target={target}"
    yield f"source={source}&target={target}"
    yield f"parties={_overlap(codes_a | aims_a, codes_b | aims_b)}"
    gap = abs(a.sentence - b.sentence)
    near = str(gap) if gap < 4 else "mid" if gap < 9 else "far"
    yield f"gap={near}"
    yield f"gap={near}&source={source}"
    yield f"type={types[a.frame]}"
    yield f"type={types[a.frame]}&source={source}&target={target}"
    yield f"head={min(a.sentence, b.sentence) < 2}"
    yield f"frame={a.frame == b.frame}"
    yield f"type={types[a.frame]}&frame={a.frame == b.frame}"
    yield f"status={a.status == b.status}"
    told = [f.when if "dated" in f.tags else None for f in (a, b)]
    when = "none" if None in told else str(told[0] == told[1])
    yield f"when={when}"
    yield f"when={when}&source={source}"
    yield f"place={'none' if not (a.place and b.place) else a.place.name == b.place.name}"
    yield f"names={_overlap({x.name for x in (*a.source, *a.target) if x.name}, {x.name for x in (*b.source, *b.target) if x.name})}"
    yield f"said={(a.said_by is None, b.said_by is None)}"


def _overlap(a: set[str], b: set[str]) -> str:
    if not a or not b:
        return "none" if not a and not b else "one"
    return "same" if a == b else "part" if a & b else "apart"


def _joined(group: Sequence[Frame]) -> Frame:
    """The clearest frame, with what it lacks filled in from the others."""
    best = group[0]
    return msgspec.structs.replace(
        best,
        also=tuple(sorted({f.sentence for f in group[1:]} - {best.sentence})),
        source=best.source or next((f.source for f in group if f.source), ()),
        target=best.target or next((f.target for f in group if f.target and not set(f.target) & set(best.source)), ()),
        third=best.third or next((f.third for f in group if f.third), ()),
        place=best.place or next((f.place for f in group if f.place), None),
        when=best.when or next((f.when for f in group if f.when), None),
        day=best.day if best.when else next((f.day for f in group if f.when), best.day),
        killed=best.killed or next((f.killed for f in group if f.killed), ()),
        injured=best.injured or next((f.injured for f in group if f.injured), ()),
    )
