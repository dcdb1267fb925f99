"""The weights laid out by feature, so that one look-up tells what it says of every type, role or label."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hoadam.packs.weights import Weights
from hoadam.read.deciding.numbering import NONE, UNKNOWN, Numbering

Table = npt.NDArray[np.float32]
Scopes = dict[str, dict[str, float]]


def log_odds(probability: float) -> float:
    """The log-odds that a probability means."""
    return math.log(probability / (1 - probability)) if 0 < probability < 1 else math.inf if probability else -math.inf


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
        totals = (np.add.reduce(self.values[self.places[list(features)]]) + self.values[-2]).tolist()
        modes, steps = range(self.steps_from), range(self.steps_from, len(self.names))
        mode, step = (self.names[max(places, key=totals.__getitem__)] for places in (modes, steps))
        return None if mode == "-" else mode, None if step == "-" else step


@dataclass(frozen=True)
class Roles:
    """What each feature, by its number, says of an actor as source and as target; `bias` what speaks for any."""

    source: Sequence[float]
    target: Sequence[float]
    bias: tuple[float, float]


class Beside(NamedTuple):
    """The number of a trigger or a frame as a feature, and those of the words before and behind it with it."""

    own: int
    before: Mapping[str, int]
    after: Mapping[str, int]


class Tagged(dict[str, tuple[int, ...]]):
    """The numbers of each tag of a frame: of the two together, and of the tag alone; found when the tag is first met."""

    def __init__(self, frame: str, features: Numbering) -> None:
        super().__init__()
        self._frame, self._features = frame, features

    def __missing__(self, tag: str) -> tuple[int, ...]:
        """The numbers of a tag that is met for the first time."""
        names = f"f={self._frame}&{tag}", f"tag={tag}"
        made = self[tag] = tuple([number for name in names if (number := self._features.number(name))])
        return made


BIAS = "bias"  # what speaks for any
NOWHERE = Beside(UNKNOWN, NONE, NONE)


@dataclass(frozen=True)
class Tables:
    """Weights ready for use: features are numbered, and what holds for a type or frame is laid out when it is first needed.

    `by_type` has what each feature says of each type, and last of types that nothing was learned for; the first feature stands for
    all that nothing was learned for, and says nothing. When `learning`, every feature that is asked for gets a number.
    """

    weights: Weights
    learning: bool = False
    columns: dict[str, int] = field(default_factory=dict)
    features: Numbering = field(init=False)
    of_roles: Numbering = field(init=False)
    by_type: list[Sequence[float]] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)
    of_places: Numbering = field(init=False)
    scopes: dict[str, Scopes] = field(default_factory=dict)
    beside_of: dict[str, Beside] = field(default_factory=dict)
    tagged_of: dict[str, Tagged] = field(default_factory=dict)
    roles_of: dict[tuple[str, str], Roles] = field(default_factory=dict)
    places_of: dict[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    labels_of: dict[str, Labels | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Numbers the features and lays out what holds for all types."""
        weights = self.weights
        types = sorted({*weights.types, *weights.bias})
        self.columns.update({type_: n for n, type_ in enumerate(types)})
        known = dict.fromkeys(chain(weights.shared, *(weights.types.get(type_, ()) for type_ in types), _labelled(weights)))
        features = Numbering(known, learning=self.learning)
        object.__setattr__(self, "features", features)
        self.by_type.extend(array("f", column) for column in _rows(weights, types, features).T)
        self.words.update({word: number for word in sorted(weights.words) if (number := features.number(f"w={word}"))})
        self.scopes.update({kind: _by_scope(getattr(weights, kind)) for kind in ("source", "target", "places")})
        for name, kinds in (("of_roles", ("source", "target")), ("of_places", ("places",))):
            known = dict.fromkeys(f for kind in kinds for scope in self.scopes[kind].values() for f in scope)
            object.__setattr__(self, name, Numbering(known, learning=self.learning))

    def column(self, type_: str) -> int:
        """The place of a type in the rows."""
        return self.columns.get(type_, -1)

    def names(self, features: Iterable[int]) -> list[str]:
        """How the features are called."""
        return [self.features.names[n] for n in features]

    def tagged(self, frame: str) -> Tagged:
        """The numbers of each tag of a frame."""
        made = self.tagged_of.get(frame)
        if made is None:
            made = self.tagged_of[frame] = Tagged(frame, self.features)
        return made

    def beside(self, name: str) -> Beside:
        """The numbers of a trigger ("t=…") or a frame ("f=…") and of the words beside it."""
        made = self.beside_of.get(name)
        if made is None:
            made = Beside(self.features.number(name), self.features.under(f"{name}&-1="), self.features.under(f"{name}&+1="))
            if not any(made):
                return NOWHERE
            self.beside_of[name] = made
        return made

    def roles(self, type_: str, frame: str) -> Roles:
        """What each feature says of an actor as source and as target of a frame of this type."""
        key = (type_, frame)
        if key not in self.roles_of:
            source, target = (_summed(self.scopes[kind], key, self.of_roles) for kind in ("source", "target"))
            bias = self.of_roles.number(BIAS)
            self.roles_of[key] = Roles(source, target, (source[bias], target[bias]))
        return self.roles_of[key]

    def places(self, type_: str, frame: str) -> Sequence[float]:
        """What each feature says of a country as the one where a frame of this type happens."""
        key = (type_, frame)
        if key not in self.places_of:
            self.places_of[key] = _summed(self.scopes["places"], key, self.of_places)
        return self.places_of[key]

    def labels(self, type_: str) -> Labels | None:
        """What each feature says of the modes and steps of a type; None where nothing was learned."""
        if type_ not in self.labels_of:
            modes, steps = self.weights.modes.get(type_), self.weights.steps.get(type_)
            self.labels_of[type_] = _labels(modes, steps, self.features) if modes and steps else None
        return self.labels_of[type_]


def _rows(weights: Weights, types: Sequence[str], features: Numbering) -> Table:
    """What each feature says of each type, and of one that nothing was learned for."""
    rows = np.zeros((len(features.names), len(types) + 1), dtype=np.float32)
    rows[[features.number(feature) for feature in weights.shared]] = np.array([*weights.shared.values()]).reshape(-1, 1)
    for column, type_ in enumerate(types):
        said = weights.types.get(type_, {})
        rows[[features.number(feature) for feature in said], column] += np.array([*said.values()])
    return rows


def _labelled(weights: Weights) -> Iterable[str]:
    """The features that speak for modes or steps."""
    return (f for kind in (weights.modes, weights.steps) for tables in kind.values() for table in tables.values() for f in table)


def _by_scope(weights: Mapping[str, float]) -> Scopes:
    """What each feature says under the type or frame before its bar, "" for those of all."""
    scopes: Scopes = {}
    for name, value in weights.items():
        scope, _, feature = name.rpartition("|")
        scopes.setdefault(scope, {})[feature] = value
    return scopes


def _summed(scopes: Scopes, key: Iterable[str], features: Numbering) -> Sequence[float]:
    """What each feature says by itself and under these scopes, added up."""
    totals = array("f", bytes(4 * len(features.names)))
    for scope in ("", *key):
        for feature, value in scopes.get(scope, {}).items():
            totals[features.number(feature)] += value
    return totals


def _labels(modes: Mapping[str, Mapping[str, float]], steps: Mapping[str, Mapping[str, float]], features: Numbering) -> Labels:
    tables = [kind[name] for kind in (modes, steps) for name in sorted(kind)]
    named = dict.fromkeys(f for table in tables for f in table if f != "bias")
    places = np.full(len(features.names), len(named) + 1, dtype=np.intp)
    places[[features.number(f) for f in named]] = range(len(named))
    rows = [[table.get(f, 0.0) for table in tables] for f in (*named, "bias")]
    values = np.array([*rows, [0.0] * len(tables)], dtype=np.float32)
    return Labels((*sorted(modes), *sorted(steps)), len(modes), places, values)
