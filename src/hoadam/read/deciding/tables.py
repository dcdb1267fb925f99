"""The weights laid out by feature, so that one look-up tells what it says of every type, role or label."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hoadam.packs.weights import Weights

Rows = dict[str, tuple[float, ...]]  # for each feature, its log-odds in the order of the columns


def logistic(total: float) -> float:
    """The probability that log-odds of `total` mean."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Labels:
    """The modes and the steps of a type: their names, where the steps begin, and what each feature says of each."""

    names: tuple[str, ...]
    steps_from: int
    rows: Rows

    def likeliest(self, features: Iterable[str]) -> tuple[str | None, str | None]:
        """The mode and the step with the highest log-odds, of those alike the first by name; "-" means none."""
        rows = [row for f in ("bias", *features) if (row := self.rows.get(f))]
        totals = [sum(column) for column in zip(*rows, strict=True)]
        modes, steps = range(self.steps_from), range(self.steps_from, len(self.names))
        mode, step = (self.names[max(places, key=totals.__getitem__)] for places in (modes, steps))
        return None if mode == "-" else mode, None if step == "-" else step


@dataclass(frozen=True)
class Tables:
    """Weights ready for use; what holds for a type or frame is laid out when it is first needed.

    `choices` has a column for each type, the last one for types that nothing was learned for.
    """

    weights: Weights
    columns: dict[str, int] = field(default_factory=dict)
    choices: Rows = field(default_factory=dict)
    scopes: dict[str, Rows] = field(default_factory=dict)
    roles_of: dict[tuple[str, str], Rows] = field(default_factory=dict)
    labels_of: dict[str, Labels | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lays out what holds for all types."""
        types = sorted({*self.weights.types, *self.weights.bias})
        self.columns.update({type_: n for n, type_ in enumerate(types)})
        self.choices.update(_choice_rows(self.weights, types))

    def column(self, type_: str) -> int:
        """The place of a type in the rows of `choices`."""
        return self.columns.get(type_, -1)

    def rows(self, features: Iterable[str]) -> list[tuple[float, ...]]:
        """The rows of `choices` for the features that have one."""
        known = self.choices
        return [known[f] for f in features if f in known]

    def roles(self, type_: str, frame: str) -> Rows:
        """What each feature says of an actor as source and as target of a frame of this type."""
        key = (type_, frame)
        if key not in self.roles_of:
            if not self.scopes:
                self.scopes.update(_by_scope(self.weights))
            self.roles_of[key] = _summed([self.scopes.get(scope, {}) for scope in ("", type_, frame)])
        return self.roles_of[key]

    def labels(self, type_: str) -> Labels | None:
        """What each feature says of the modes and steps of a type; None where nothing was learned."""
        if type_ not in self.labels_of:
            modes, steps = self.weights.modes.get(type_), self.weights.steps.get(type_)
            self.labels_of[type_] = _labels(modes, steps) if modes and steps else None
        return self.labels_of[type_]


def _choice_rows(weights: Weights, types: list[str]) -> Rows:
    """For each feature, what it says of a choice of each type."""
    rows = {feature: [value] * (len(types) + 1) for feature, value in weights.shared.items()}
    for column, type_ in enumerate(types):
        for feature, value in weights.types.get(type_, {}).items():
            rows.setdefault(feature, [0.0] * (len(types) + 1))[column] += value
    return {feature: tuple(row) for feature, row in rows.items()}


def _by_scope(weights: Weights) -> dict[str, Rows]:
    """What each feature says of a source and a target under the type or frame before its bar, "" for those of all."""
    scopes: dict[str, Rows] = {}
    for name in {**weights.source, **weights.target}:
        scope, _, feature = name.rpartition("|")
        scopes.setdefault(scope, {})[feature] = weights.source.get(name, 0.0), weights.target.get(name, 0.0)
    return scopes


def _summed(tables: Iterable[Rows]) -> Rows:
    """The tables as one; what a feature says in several is added up."""
    total: Rows = {}
    for table in tables:
        for feature, row in table.items():
            total[feature] = tuple(map(sum, zip(total[feature], row, strict=True))) if feature in total else row
    return total


def _labels(modes: Mapping[str, Mapping[str, float]], steps: Mapping[str, Mapping[str, float]]) -> Labels:
    tables = [kind[name] for kind in (modes, steps) for name in sorted(kind)]
    rows = {f: tuple(table.get(f, 0.0) for table in tables) for f in dict.fromkeys(f for table in tables for f in table)}
    return Labels((*sorted(modes), *sorted(steps)), len(modes), rows)
