"""How are the counts of a big story answered in a blink? What may be asked of its episodes, held in memory as columns of numbers.

Counting 200,000 rows by SQL takes 0.3 to 2 s a question, over these columns 1 to 20 ms. Each answer is the one that `asking` gives.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from hoadam.packs.fold import bare
from hoadam.ports import Asked, Bin, Pair, PairBin, Place
from hoadam.store import tables
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
        self.ids, self.days = fields[0], fields[1]
        self._dated = bisect_left(self.days, NO_DAY)
        self._first, self._last = Sorts(_either(fields[2], fields[3])), Sorts(_either(fields[3], fields[2]))
        self._type, self._certainty, self._process, self._actors = (Sorts(column) for column in fields[4:8])
        self._country = Sorts(fields[9])
        self._place = Sorts(list(zip(*fields[8:12], strict=True)))
        tolls = zip(*fields[12:14], strict=True)
        self._counted: Mask = np.fromiter((a is not None or b is not None for a, b in tolls), np.bool_, len(self.ids))
        self._periods: dict[int, Sorts] = {}
        self._newest: Numbers = np.concatenate([np.arange(self._dated)[::-1], np.arange(self._dated, len(self.ids))[::-1]])
        numbers = {key: n for n, key in enumerate(self.ids)}
        self._pair_episode: Numbers = np.fromiter((numbers[row[0]] for row in pairs), np.int64, len(pairs))
        codes = Sorts([code for row in pairs for code in row[1:3]])
        self._codes, self._one, self._other = codes.names, codes.rows[::2], codes.rows[1::2]
        self._mutual: Numbers = np.fromiter((row[3] for row in pairs), np.int64, len(pairs))

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


def load(connection: Connection) -> Columns:
    """The columns of the story kept."""
    episode, pair = tables.episodes.c, tables.pairs.c
    rows = connection.execute(select(*(episode[name] for name in _FIELDS)).order_by(episode.day, episode.id)).all()
    pairs = connection.execute(select(pair.episode, pair.one, pair.other, pair.mutual)).all()
    return Columns(rows, pairs)
