"""How are the counts of a big story answered in a blink? What may be asked of its episodes, held in memory as columns of numbers.

Counting 200,000 rows by SQL takes 0.3 to 2 s a question, over these columns 1 to 20 ms. Each answer is the one that `asking` gives.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from hoadam.packs.fold import bare
from hoadam.ports import Asked, Bin, Pair, PairBin, Place
from hoadam.store import tables
from hoadam.store.asking import in_parts
from hoadam.store.rows import CODE, NO_DAY

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Sorts:
    """A column as numbers: each row's place among the different values, which stand in order, None first."""

    def __init__(self, values: Sequence[Any]) -> None:
        """Of these values, all of one type or None."""
        self.names: list[Any] = sorted(set(values), key=_nulls_first)
        places = {name: n for n, name in enumerate(self.names)}
        self.rows: Numbers = np.fromiter(map(places.__getitem__, values), np.int64, len(values))

    def __len__(self) -> int:
        """How many different values there are."""
        return len(self.names)

    def changed(self, stay: Mask, values: Sequence[Any], places: Numbers) -> "Sorts":
        """The column of the rows that stay, and of new ones put in before these of them; values that no row has any more are kept."""
        made = Sorts(())
        made.names, rows = self.names, self.rows[stay]
        for name in sorted(set(values) - set(self.names), key=_nulls_first):
            place = bisect_left(made.names, _nulls_first(name), key=_nulls_first)
            made.names = [*made.names[:place], name, *made.names[place:]]
            rows += rows >= place
        numbers = {name: n for n, name in enumerate(made.names)}
        made.rows = np.insert(rows, places, [numbers[value] for value in values])
        return made

    def where(self, fits: Callable[[Any], bool]) -> Mask:
        """The rows whose value fits; each different value is looked at once."""
        chosen: Mask = np.fromiter((fits(name) for name in self.names), np.bool_, len(self.names))
        return chosen[self.rows]


def _nulls_first(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return tuple(_nulls_first(part) for part in value)
    return (value is not None, value if value is not None else 0)


class Columns:
    """The episodes of one telling, by day and id, and who acts on whom in them."""

    def __init__(self, episodes: Sequence[Sequence[Any]], pairs: Sequence[Sequence[Any]]) -> None:
        """Of the rows that `load` reads."""
        fields: list[Sequence[Any]] = list(zip(*episodes, strict=True)) or [()] * len(_FIELDS)
        self._order(fields[0], fields[1], {name: Sorts(values) for name, values in _values(fields).items()})
        numbers = {key: n for n, key in enumerate(self.ids)}
        self._pair_episode: Numbers = np.fromiter((numbers[row[0]] for row in pairs), np.int64, len(pairs))
        self._both = Sorts([code for row in pairs for code in row[1:3]])
        self._mutual: Numbers = np.fromiter((row[3] for row in pairs), np.int64, len(pairs))

    def _order(self, ids: Sequence[str], days: Sequence[str], columns: dict[str, Sorts]) -> None:
        self.ids, self.days, self._columns = ids, days, columns
        self._dated = bisect_left(self.days, NO_DAY)
        self._first, self._last = columns["first"], columns["last"]
        self._type, self._certainty, self._process = columns["type"], columns["certainty"], columns["process"]
        self._actors, self._country, self._place = columns["actors"], columns["country"], columns["place"]
        self._counted: Mask = columns["counted"].where(bool)
        self._periods: dict[int, Sorts] = {}
        self._newest: Numbers = np.concatenate([np.arange(self._dated)[::-1], np.arange(self._dated, len(self.ids))[::-1]])

    @property
    def _codes(self) -> list[Any]:
        return self._both.names

    @property
    def _one(self) -> Numbers:
        return self._both.rows[::2]

    @property
    def _other(self) -> Numbers:
        return self._both.rows[1::2]

    def changed(self, gone: Collection[str], episodes: Sequence[Sequence[Any]], pairs: Sequence[Sequence[Any]]) -> "Columns":
        """The columns without some episodes and with these rows, which `load` would read of those that are there now."""
        stay: Mask = np.fromiter((key not in gone for key in self.ids), np.bool_, len(self.ids))
        ids, days = (list(compress(column, stay)) for column in (self.ids, self.days))
        made, old = Columns((), ()), range(len(ids))
        places = np.array([bisect_left(old, (row[1], row[0]), key=lambda n: (days[n], ids[n])) for row in episodes], np.int64)
        fields: list[Sequence[Any]] = list(zip(*episodes, strict=True)) or [()] * len(_FIELDS)
        for n, row in reversed(list(zip(places.tolist(), episodes, strict=True))):
            ids.insert(n, row[0])
            days.insert(n, row[1])
        new = {name: self._columns[name].changed(stay, values, places) for name, values in _values(fields).items()}
        made._order(ids, days, new)
        shifted = np.cumsum(stay) - 1  # the place of each that stays among these
        shifted += np.searchsorted(np.sort(places), shifted, side="right")
        numbers = {row[0]: n + k for k, (n, row) in enumerate(zip(places.tolist(), episodes, strict=True))}
        kept = stay[self._pair_episode]
        end = np.full(2 * len(pairs), 2 * int(kept.sum()), np.int64)
        old_pairs = shifted[self._pair_episode[kept]]
        made._pair_episode = np.concatenate([old_pairs, np.array([numbers[row[0]] for row in pairs], np.int64)])
        made._both = self._both.changed(np.repeat(kept, 2), [code for row in pairs for code in row[1:3]], end)
        made._mutual = np.concatenate([self._mutual[kept], np.array([row[3] for row in pairs], np.int64)])
        return made

    def mask(self, asked: Asked) -> Mask:
        """The episodes asked for."""
        found: Mask = np.ones(len(self.ids), np.bool_)
        for name, condition in self._conditions().items():
            if value := getattr(asked, name):
                found &= condition(value)
        return found

    def _conditions(self) -> dict[str, Callable[[Any], Mask]]:
        return {
            "since": lambda first: self._last.where(lambda day: day is not None and day >= first),
            "until": lambda last: self._first.where(lambda day: day is not None and day <= last),
            "type": lambda code: self._type.where(lambda one: one == code.upper()),
            "process": lambda name: self._process.where(lambda one: one == name.lower()),
            "actor": self._with, "other": self._with,
            "country": lambda code: self._country.where(lambda one: one == code.upper()),
            "certainty": lambda name: self._certainty.where(lambda one: one == name),
            "counted": lambda _: self._counted,
            "placeless": lambda _: self._place.where(lambda one: one[0] is None),
        }  # fmt: skip

    def _with(self, words: str) -> Mask:
        code, name = f"|{words}|".lower(), bare(words).replace("|", " ").strip().lower()
        return self._actors.where(lambda text: code in text.lower() or (len(name) > CODE and name in text.lower()))

    def keys(self, asked: Asked, after: str | None, limit: int, *, newest: bool) -> list[int]:
        """The numbers of at most so many episodes after the cursor, by day and id, or the newest first with those without a day last."""
        day, _, key = (after or "").partition("~")
        order = self._newest if newest else np.arange(len(self.ids))
        rest = order[self._place_after(day, key, newest=newest) if after is not None else 0 :]
        return [int(n) for n in rest[self.mask(asked)[rest]][:limit]]

    def _place_after(self, day: str, key: str, *, newest: bool) -> int:
        if not newest:
            return self._bisect(bisect_right, 0, len(self.ids), day, key)
        if day in (NO_DAY, ""):
            return self._dated + len(self.ids) - self._bisect(bisect_left, self._dated, len(self.ids), day, key)
        return self._dated - self._bisect(bisect_left, 0, self._dated, day, key)

    def _bisect(self, find: Callable[..., int], low: int, high: int, day: str, key: str) -> int:
        return find(range(len(self.ids)), (day, key), low, high, key=lambda n: (self.days[n], self.ids[n]))

    def span(self, asked: Asked) -> tuple[str, str] | None:
        """The first and last day of the episodes asked for."""
        found = np.flatnonzero(self.mask(asked)[: self._dated])
        return (self.days[found[0]], self.days[found[-1]]) if len(found) else None

    def _period(self, letters: int) -> Sorts:
        if letters not in self._periods:
            self._periods[letters] = Sorts([day[:letters] if day != NO_DAY or not letters else "~" for day in self.days])
        return self._periods[letters]

    def bins(self, asked: Asked, letters: int) -> list[Bin]:
        """How many of each certainty and type fall into each period."""
        period, chosen = self._period(letters), self.mask(asked)
        columns = (period, self._certainty, self._type)
        rows = _counts([column.rows[chosen] for column in columns], [len(column) for column in columns])
        return [Bin(_named(period.names[a]), self._certainty.names[b], self._type.names[c], number) for (a, b, c), number in rows]

    def pairs(self, asked: Asked) -> list[Pair]:
        """Who did what to whom how often."""
        chosen, size = self.mask(asked)[self._pair_episode], len(self._codes)
        columns = [self._one, self._other, self._type.rows[self._pair_episode], self._mutual]
        rows = _counts([column[chosen] for column in columns], [size, size, len(self._type), 2])
        made = [Pair(self._codes[a], self._codes[b], self._type.names[c], bool(d), number) for (a, b, c, d), number in rows]
        return sorted(made, key=lambda pair: -pair.count)

    def pair_bins(self, asked: Asked, letters: int, pairs: Collection[tuple[str, str]]) -> list[PairBin]:
        """How often each of these pairs did what in each period, whoever of the two acted."""
        period, size = self._period(letters), len(self._codes)
        numbers = {code: n for n, code in enumerate(self._codes)}
        wanted = np.array([numbers[one] * size + numbers[other] for one, other in pairs if {one, other} <= numbers.keys()], np.int64)
        low, high = np.minimum(self._one, self._other), np.maximum(self._one, self._other)
        chosen = self.mask(asked)[self._pair_episode] & np.isin(low * size + high, wanted)
        episode = self._pair_episode[chosen]
        columns = [low[chosen], high[chosen], period.rows[episode], self._type.rows[episode]]
        rows = _counts(columns, [size, size, len(period), len(self._type)])
        codes, kinds = self._codes, self._type.names
        return [PairBin(codes[a], codes[b], _named(period.names[c]), kinds[d], number) for (a, b, c, d), number in rows]

    def places(self, asked: Asked) -> list[Place]:
        """Where it happened, the places told most often first."""
        chosen = self.mask(asked)
        rows = _counts([self._place.rows[chosen], self._certainty.rows[chosen]], [len(self._place), len(self._certainty)])
        made = [Place(*(*self._place.names[a], self._certainty.names[b], number)) for (a, b), number in rows]
        return sorted(made, key=lambda place: -place.count)


def _values(fields: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The values of each column, out of those of the fields that are read."""
    of = dict(zip(_FIELDS, fields, strict=True))
    names = ("type", "certainty", "process", "actors", "country")
    return {name: of[name] for name in names} | {
        "first": _either(of["earliest"], of["latest"]),
        "last": _either(of["latest"], of["earliest"]),
        "place": list(zip(*(of[name] for name in ("place", "country", "lat", "lon")), strict=True)),
        "counted": [a is not None or b is not None for a, b in zip(of["killed"], of["injured"], strict=True)],
    }


def _either(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    return [a if a is not None else b for a, b in zip(first, second, strict=True)]


def _named(period: str) -> str:
    return "" if period == "~" else period  # "~" sorts after every day, as NO_DAY does


def _counts(columns: Sequence[Numbers], sizes: Sequence[int]) -> list[tuple[tuple[int, ...], int]]:
    """Each combination of the columns' values that there is, in order, and how many rows have it."""
    keys = np.zeros(len(columns[0]), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        keys = keys * max(size, 1) + column
    found, numbers = np.unique(keys, return_counts=True)
    parts: list[Hashable] = []
    for size in reversed(sizes):
        parts.append((found % max(size, 1)).tolist())
        found = found // max(size, 1)
    return list(zip(zip(*reversed(parts), strict=True), numbers.tolist(), strict=True))


_FIELDS = (
    "id", "day", "earliest", "latest", "type", "certainty", "process", "actors", "place", "country", "lat", "lon", "killed", "injured",
)  # fmt: skip
_EPISODES = select(*(tables.episodes.c[name] for name in _FIELDS)).order_by(tables.episodes.c.day, tables.episodes.c.id)
_PAIRS = select(tables.pairs.c.episode, tables.pairs.c.one, tables.pairs.c.other, tables.pairs.c.mutual)


def load(connection: Connection) -> Columns:
    """The columns of the story kept."""
    return Columns(connection.execute(_EPISODES).all(), connection.execute(_PAIRS).all())


def changed(connection: Connection, before: Columns, episodes: Collection[str]) -> Columns:
    """The columns of the story kept, made of those of before: only of these episodes something is other than it was."""
    rows: list[Sequence[Any]] = []
    pairs: list[Sequence[Any]] = []
    for some in in_parts(sorted(episodes)):
        rows += connection.execute(_EPISODES.where(tables.episodes.c.id.in_(some))).all()
        pairs += connection.execute(_PAIRS.where(tables.pairs.c.episode.in_(some))).all()
    return before.changed(episodes, sorted(rows, key=lambda row: (row[1], row[0])), pairs)
