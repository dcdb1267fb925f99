"""The weights summed up for each type and frame, so that a feature is looked up once."""

import math
from dataclasses import dataclass, field

from hoadam.packs.weights import Weights


def logistic(total: float) -> float:
    """The probability that log-odds of `total` mean."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Tables:
    """Weights ready for use; the sums are made when a type or frame first needs them."""

    weights: Weights
    made: dict[tuple[str, ...], dict[str, float]] = field(default_factory=dict)

    def choice(self, type_: str) -> dict[str, float]:
        """What each feature says of a choice of this type."""
        key = ("choice", type_)
        if key not in self.made:
            total = dict(self.weights.shared)
            for feature, value in self.weights.types.get(type_, {}).items():
                total[feature] = total.get(feature, 0.0) + value
            self.made[key] = total
        return self.made[key]

    def role(self, role: str, type_: str, frame: str) -> dict[str, float]:
        """What each feature says of an actor as `role` ("source", "target") of a frame of this type."""
        key = (role, type_, frame)
        if key not in self.made:
            total: dict[str, float] = {}
            for name, value in getattr(self.weights, role).items():
                scope, bar, feature = name.rpartition("|")
                if not bar or scope in (type_, frame):
                    total[feature] = total.get(feature, 0.0) + value
            self.made[key] = total
        return self.made[key]
