"""Who does what to whom, and is it cooperation or conflict? Pairs of actors counted, and both over time."""

from collections.abc import Iterable, Mapping

import msgspec

from hoadam.answers.periods import DAYS, DECADES, MONTHS, YEARS, Period, few, letters_for, periods, window_of
from hoadam.model.base import Record
from hoadam.packs.codebook import Codebook
from hoadam.ports import Asked, Pair, Store

COOPERATION, CONFLICT = "cooperation", "conflict"
MOST_COURSES = 12  # pairs drawn over time


class Relation(Record, frozen=True):
    """What one did to the other (to each other, when `mutual`): how often in cooperation and in conflict, and by type."""

    one: str
    other: str
    mutual: bool
    cooperation: int
    conflict: int
    types: dict[str, int]

    @property
    def total(self) -> int:
        """How often in all."""
        return self.cooperation + self.conflict


class Person(Record, frozen=True):
    """One actor with the number of things done by, to and with it."""

    code: str
    cooperation: int
    conflict: int

    @property
    def total(self) -> int:
        """How often in all."""
        return self.cooperation + self.conflict


class Course(Record, frozen=True):
    """Two actors, in the order of their codes, and what there was between them in each period."""

    one: str
    other: str
    periods: tuple[Period, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(period.total for period in self.periods)

    def sum(self, sort: str) -> int:
        """How much of it is of one sort."""
        return sum(period.counts.get(sort, 0) for period in self.periods)


class Actors(Record, frozen=True):
    """The answer: relations and actors, those with most first, cooperation against conflict over time, and the same pair by pair."""

    asked: Asked
    relations: tuple[Relation, ...]
    actors: tuple[Person, ...]
    periods: tuple[Period, ...]
    courses: tuple[Course, ...] = ()


def actors(store: Store, asked: Asked, book: Codebook) -> Actors:
    """The relations of the episodes asked for; those of one actor only where one was asked for."""
    side = side_of(book)
    found = _relations(store.pairs(asked), side)
    code = (asked.actor or "").split(".")[0].upper()
    mine = [one for one in found if code in (one.one, one.other)] or found
    window = window_of(store.span(asked), asked)
    if window is None:
        return Actors(asked, tuple(mine), _people(found), ())
    letters = letters_for(*window)
    bins = store.bins(asked, letters)
    whole = periods(*window, letters, [(one.period, side[one.type], one.count) for one in bins if one.type in side])
    return Actors(asked, tuple(mine), _people(found), whole, _courses(store, asked, window, side, mine))


def side_of(book: Codebook) -> dict[str, str]:
    """Whether a type is cooperation or conflict."""
    return {kind: name.rpartition("-")[2] for name, kinds in book.classes.items() for kind in kinds}


def _relations(pairs: Iterable[Pair], side: Mapping[str, str]) -> list[Relation]:
    found: dict[tuple[str, str, bool], dict[str, int]] = {}
    for pair in pairs:
        found.setdefault((pair.one, pair.other, pair.mutual), {})[pair.type] = pair.count
    made = [
        Relation(one, other, mutual, _sum(types, side, COOPERATION), _sum(types, side, CONFLICT), types)
        for (one, other, mutual), types in found.items()
    ]
    return sorted(made, key=lambda one: (-one.total, one.one, one.other))


def _sum(types: Mapping[str, int], side: Mapping[str, str], name: str) -> int:
    return sum(number for kind, number in types.items() if side.get(kind) == name)


def _people(relations: Iterable[Relation]) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    for one in relations:
        for code in (one.one, one.other):
            old = found.get(code, Person(code, 0, 0))
            new = msgspec.structs.replace(old, cooperation=old.cooperation + one.cooperation, conflict=old.conflict + one.conflict)
            found[code] = new
    return tuple(sorted(found.values(), key=lambda one: (-one.total, one.code)))


def _courses(
    store: Store, asked: Asked, window: tuple[str, str], side: Mapping[str, str], relations: Iterable[Relation]
) -> tuple[Course, ...]:
    """The pairs with most between them, in fewer and longer periods than the whole, for each is drawn small."""
    sums: dict[tuple[str, str], int] = {}
    for one in relations:
        first, second = sorted((one.one, one.other))
        sums[first, second] = sums.get((first, second), 0) + one.total
    pairs = sorted(sums, key=lambda pair: (-sums[pair], pair))[:MOST_COURSES]
    letters = next(size for size in (DAYS, MONTHS, YEARS, DECADES) if size <= letters_for(*window) and few(*window, size))
    found: dict[tuple[str, str], list[tuple[str, str, int]]] = {pair: [] for pair in pairs}
    for bin_ in store.pair_bins(asked, letters, pairs):
        if bin_.type in side:
            found[bin_.one, bin_.other].append((bin_.period, side[bin_.type], bin_.count))
    return tuple(Course(*pair, periods(*window, letters, counted)) for pair, counted in found.items())
