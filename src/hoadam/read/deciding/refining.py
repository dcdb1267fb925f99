"""Which mode a decided event has, and which step of a peace process it is."""

from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.event import Frame
from hoadam.packs.weights import Weights


def refined(frame: Frame, type_: str, features: Sequence[str], weights: Weights) -> Frame:
    """The frame with the likeliest mode and process step of its type; as the codebook has it where nothing was learned."""
    modes, steps = weights.modes.get(type_), weights.steps.get(type_)
    if not modes or not steps:
        return frame
    return msgspec.structs.replace(frame, mode=_likeliest(modes, features), process=_likeliest(steps, features), refined=True)


def _likeliest(tables: Mapping[str, Mapping[str, float]], features: Sequence[str]) -> str | None:
    """The label with the highest log-odds, "-" meaning none."""
    scores = {label: table.get("bias", 0.0) + sum([table.get(f, 0.0) for f in features]) for label, table in tables.items()}
    best = max(sorted(scores), key=lambda label: scores[label])
    return None if best == "-" else best
