"""How is one store asked many questions? What its story says as a whole is held in memory, and made again when it is told anew."""

from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import func, select

from hoadam.model.story import Dispute, Line, Track
from hoadam.ports import Asked, Bin, Change, Counts, Pair, PairBin, Place, Portion
from hoadam.store import asking, tables
from hoadam.store.columns import Columns, changed, load
from hoadam.store.filling import meta_of
from hoadam.store.kept import Kept

T = TypeVar("T")
COLUMNS = "columns"
MUCH = 8  # one episode in so many changed: then all are read anew
FEW = 2_000  # episodes: below this SQL answers as fast, and nothing need be held


class Quick(Kept):
    """A store that gives the same answers as the one that it is made of, faster from the second on."""

    def __init__(self, of: Kept) -> None:
        """Of an open store, which it takes the place of."""
        super().__init__(of._place)  # noqa: SLF001  (the two are one)
        self._held: dict[object, Any] = {}
        self._held_of = ("", "", 0)
        self._lock = Lock()

    def _told_as(self) -> tuple[str, str, int]:
        """A name for the telling kept, another one after each; its rules, and the number of the last change of an episode."""
        with self._reading() as connection:
            values, last = meta_of(connection), connection.scalar(select(func.max(tables.changes.c.number)))
        return f"{values['told_revision']} {values['told_rules']} {last}", values["told_rules"], last or 0

    def _hold(self, key: object, make: Callable[[], T]) -> T:
        """What was made for this telling, or is made now; two that ask at once wait for one answer."""
        with self._lock:
            told = self._told_as()
            if told != self._held_of:
                kept = self._kept_columns(told) if COLUMNS in self._held and told[1] == self._held_of[1] else None
                self._held, self._held_of = {COLUMNS: kept} if kept else {}, told
            if key not in self._held:
                self._held[key] = make()
            found: T = self._held[key]
            return found

    def _kept_columns(self, told: tuple[str, str, int]) -> Columns | None:
        """The columns held with what has changed since; None where they are to be read anew, as most has."""
        columns: Columns | None = self._held[COLUMNS]
        number = tables.changes.c.number
        since = select(tables.changes.c.episode).where(number > self._held_of[2], number <= told[2]).distinct()
        with self._reading() as connection:
            if columns is None or told[2] < self._held_of[2]:
                return None
            episodes = set(connection.scalars(since))
            if len(episodes) * MUCH > len(columns.ids):
                return None
            return changed(connection, columns, episodes) if episodes else columns

    def _columns(self, asked: Asked) -> Columns | None:
        """The columns that can answer this; None where SQL must, or does it as fast."""
        return None if asked.revised else self._hold(COLUMNS, self._load)

    def _load(self) -> Columns | None:
        with self._reading() as connection:
            return load(connection) if asking.count(connection, Asked()) > FEW else None

    def portion(self, asked: Asked, after: str | None, limit: int, *, newest: bool = False) -> Portion:
        """At most so many of the episodes asked for, after a cursor, by date and id, or the newest first (undated last)."""
        columns = self._columns(asked)
        if columns is None:
            return super().portion(asked, after, limit, newest=newest)
        found = columns.keys(asked, after, limit + 1, newest=newest)
        last = found[limit - 1] if len(found) > limit else None
        more = f"{columns.days[last]}~{columns.ids[last]}" if last is not None else None
        return Portion(tuple(self.entries([columns.ids[n] for n in found[:limit]])), more)

    def count(self, asked: Asked) -> int:
        """How many episodes were asked for."""
        columns = self._columns(asked)
        return super().count(asked) if columns is None else int(columns.mask(asked).sum())

    def span(self, asked: Asked) -> tuple[str, str] | None:
        """The first and last day of the episodes asked for; None when none has a day."""
        columns = self._columns(asked)
        return super().span(asked) if columns is None else columns.span(asked)

    def bins(self, asked: Asked, letters: int) -> list[Bin]:
        """How many of the episodes asked for fall into each period: years (4 letters of the day), months (7) or days (10)."""
        columns = self._columns(asked)
        return super().bins(asked, letters) if columns is None else columns.bins(asked, letters)

    def pairs(self, asked: Asked) -> list[Pair]:
        """Who did what to whom how often, in the episodes asked for."""
        columns = self._columns(asked)
        return super().pairs(asked) if columns is None else columns.pairs(asked)

    def pair_bins(self, asked: Asked, letters: int, pairs: Collection[tuple[str, str]]) -> list[PairBin]:
        """How often the two of each of these pairs (in the order of their codes) did what to or with each other in each period."""
        columns = self._columns(asked)
        return super().pair_bins(asked, letters, pairs) if columns is None else columns.pair_bins(asked, letters, pairs)

    def places(self, asked: Asked) -> list[Place]:
        """Where the episodes asked for happened, those without a place as one row a certainty."""
        columns = self._columns(asked)
        return super().places(asked) if columns is None else columns.places(asked)

    def tracks(self) -> list[Track]:
        """Every track of the story kept, in its order."""
        return list(self._hold("tracks", super().tracks))

    def disputes(self) -> list[Dispute]:
        """What is told in two ways."""
        return list(self._hold("disputes", super().disputes))

    def brief(self) -> list[Line]:
        """The lines of the brief kept, in its order."""
        return list(self._hold("brief", super().brief))

    def latest_changes(self, limit: int) -> list[Change]:
        """The newest changes, newest first; what the very first telling made is none."""
        return list(self._hold(("changes", limit), lambda: self._changes(limit)))

    def _changes(self, limit: int) -> Sequence[Change]:
        return super().latest_changes(limit)

    def counts(self) -> Counts:
        """How much there is of everything, counted anew after each page and ruling."""
        return self._hold(("counts", self.revision()), super().counts)
