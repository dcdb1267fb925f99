"""The weights laid out by feature, so that one look-up tells what it says of every type, role or label."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hoadam.packs.weights import Weights

Table = npt.NDArray[np.float64]


def logistic(total: float) -> float:
    """The probability that log-odds of `total` mean."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Labels:
    """The modes and the steps of a type: their names, where the steps begin, and what each feature says of each.

    `places` gives the row of a feature, by its number, in `values`; the last row is all noughts, the one before it the bias.
    """

    names: tuple[str, ...]
    steps_from: int
    places: npt.NDArray[np.intp]
    values: Table

    def likeliest(self, features: Sequence[int]) -> tuple[str | None, str | None]:
        """The mode and the step with the highest log-odds, of those alike the first by name; "-" means none."""
        totals = (np.add.reduce(self.values[self.places[features]]) + self.values[-2]).tolist()
        modes, steps = range(self.steps_from), range(self.steps_from, len(self.names))
        mode, step = (self.names[max(places, key=totals.__getitem__)] for places in (modes, steps))
        return None if mode == "-" else mode, None if step == "-" else step


@dataclass(frozen=True)
class Roles:
    """What each feature, by its number, says of an actor as source and as target; `bias` what speaks for any."""

    source: Sequence[float]
    target: Sequence[float]
    bias: tuple[float, float]


@dataclass(frozen=True)
class Tables:
    """Weights ready for use: features are numbered, and what holds for a type or frame is laid out when it is first needed.

    `by_type` has a column for each type, the last one for types that nothing was learned for. `spelled` keeps the names of
    features that many candidates share, so that each is written once.
    """

    weights: Weights
    columns: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    by_type: list[Sequence[float]] = field(default_factory=list)
    rows: Table = field(init=False)
    spelled: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)
    role_numbers: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    roles_of: dict[tuple[str, str], Roles] = field(default_factory=dict)
    labels_of: dict[str, Labels | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Numbers the features and lays out what holds for all types."""
        weights = self.weights
        types = sorted({*weights.types, *weights.bias})
        self.columns.update({type_: n for n, type_ in enumerate(types)})
        known = dict.fromkeys([*weights.shared, *(f for type_ in types for f in weights.types.get(type_, {})), *_labelled(weights)])
        self.names.extend(known)
        self.numbers.update({feature: n for n, feature in enumerate(self.names)})
        rows = np.zeros((len(self.names), len(types) + 1))
        for feature, value in weights.shared.items():
            rows[self.numbers[feature]] = value
        for column, type_ in enumerate(types):
            for feature, value in weights.types.get(type_, {}).items():
                rows[self.numbers[feature], column] += value
        object.__setattr__(self, "rows", rows)
        self.by_type.extend(array("d", column) for column in rows.T)
        self.words.update({word: self.own(f"w={word}") for word in weights.words})
        self.pairs.update({word: self.own(f"b={word}") for word in weights.words})
        self.scopes.update(_by_scope(weights))
        self.role_numbers.update({f: n for n, f in enumerate(dict.fromkeys(f for scope in self.scopes.values() for f in scope))})

    def column(self, type_: str) -> int:
        """The place of a type in the rows."""
        return self.columns.get(type_, -1)

    def own(self, feature: str) -> str:
        """The feature as the tables spell it: one string is found more quickly than another that is equal to it."""
        number = self.numbers.get(feature)
        return feature if number is None else self.names[number]

    def known(self, features: Iterable[str]) -> list[int]:
        """The numbers of the features that anything was learned for."""
        numbers = self.numbers
        return [numbers[f] for f in features if f in numbers]

    def totals(self, features: Sequence[int]) -> list[float]:
        """For each type, what the features add up to."""
        made: list[float] = np.add.reduce(self.rows[features]).tolist() if features else [0.0] * len(self.by_type)
        return made

    def roles(self, type_: str, frame: str) -> Roles:
        """What each feature says of an actor as source and as target of a frame of this type."""
        key = (type_, frame)
        if key not in self.roles_of:
            self.roles_of[key] = _summed([self.scopes.get(scope, {}) for scope in ("", type_, frame)], self.role_numbers)
        return self.roles_of[key]

    def labels(self, type_: str) -> Labels | None:
        """What each feature says of the modes and steps of a type; None where nothing was learned."""
        if type_ not in self.labels_of:
            modes, steps = self.weights.modes.get(type_), self.weights.steps.get(type_)
            self.labels_of[type_] = _labels(modes, steps, self.numbers) if modes and steps else None
        return self.labels_of[type_]


def _labelled(weights: Weights) -> Iterable[str]:
    """The features that speak for modes or steps."""
    return (f for kind in (weights.modes, weights.steps) for tables in kind.values() for table in tables.values() for f in table)


def _by_scope(weights: Weights) -> dict[str, dict[str, tuple[float, float]]]:
    """What each feature says of a source and a target under the type or frame before its bar, "" for those of all."""
    scopes: dict[str, dict[str, tuple[float, float]]] = {}
    for name in {**weights.source, **weights.target}:
        scope, _, feature = name.rpartition("|")
        scopes.setdefault(scope, {})[feature] = weights.source.get(name, 0.0), weights.target.get(name, 0.0)
    return scopes


def _summed(tables: Iterable[Mapping[str, tuple[float, float]]], numbers: Mapping[str, int]) -> Roles:
    """The tables as one; what a feature says in several is added up."""
    source, target = (array("d", bytes(8 * len(numbers))) for _ in range(2))
    for table in tables:
        for feature, (as_source, as_target) in table.items():
            source[numbers[feature]] += as_source
            target[numbers[feature]] += as_target
    bias = numbers.get("bias")
    return Roles(source, target, (0.0, 0.0) if bias is None else (source[bias], target[bias]))


def _labels(modes: Mapping[str, Mapping[str, float]], steps: Mapping[str, Mapping[str, float]], numbers: Mapping[str, int]) -> Labels:
    tables = [kind[name] for kind in (modes, steps) for name in sorted(kind)]
    features = dict.fromkeys(f for table in tables for f in table if f != "bias")
    places = np.full(len(numbers), len(features) + 1, dtype=np.intp)
    places[[numbers[f] for f in features]] = range(len(features))
    rows = [[table.get(f, 0.0) for table in tables] for f in (*features, "bias")]
    return Labels((*sorted(modes), *sorted(steps)), len(modes), places, np.array([*rows, [0.0] * len(tables)]))
