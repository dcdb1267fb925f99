"""Where does a store keep what telling has worked out, so that one page more need not tell all again? On shelves that are tables."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Table, bindparam, delete, func, select

from hoadam.model.shelf import SHELVES, Alone, Bench, Book, Slip
from hoadam.model.story import Reading, Ruling
from hoadam.ports import Snapshot
from hoadam.store import tables
from hoadam.store.asking import in_parts
from hoadam.store.filling import fill, meta_of, set_meta
from hoadam.store.rows import packed

AT_ONCE = 2_000  # rows written by one statement
Read = Callable[[Connection, Sequence[str]], list[Reading]]


class StoredShelf:
    """A shelf that is a table, inside a transaction of the caller's."""

    def __init__(self, connection: Connection, table: Table, kind: Any) -> None:
        """`kind` is the type of the things on it."""
        self._connection = connection
        self._table = table
        self._decoder = msgspec.msgpack.Decoder(kind)
        cell = table.c
        rows = select(cell.owner, cell.key, cell.number, cell.value)  # made once: to make a statement costs as much as to run it
        self._of = rows.where(cell.owner.in_(bindparam("some", expanding=True)))
        self._at = rows.where(cell.key.in_(bindparam("some", expanding=True)))
        self._within = rows.where(cell.key == bindparam("key"), cell.number.between(bindparam("low"), bindparam("high")))

    def put(self, slips: Iterable[Slip]) -> None:
        """Keep these too."""
        rows = [{"owner": one.owner, "key": one.key, "number": one.number, "value": packed(one.value)} for one in slips]
        for n in range(0, len(rows), AT_ONCE):
            fill(self._connection, self._table, rows[n : n + AT_ONCE])

    def drop(self, owners: Collection[str]) -> None:
        """Let go of all that these own."""
        for some in in_parts(sorted(owners)):
            self._connection.execute(delete(self._table).where(self._table.c.owner.in_(some)))

    def unkey(self, keys: Collection[str]) -> None:
        """Let go of all that stands under these keys."""
        for some in in_parts(sorted(keys)):
            self._connection.execute(delete(self._table).where(self._table.c.key.in_(some)))

    def of(self, owners: Collection[str]) -> list[Slip]:
        """All that these own."""
        return [slip for some in in_parts(sorted(owners)) for slip in self._found(self._of, some=some)]

    def at(self, keys: Collection[str]) -> list[Slip]:
        """All that stands under these keys."""
        return [slip for some in in_parts(sorted(keys)) for slip in self._found(self._at, some=some)]

    def within(self, key: str, low: int, high: int) -> list[Slip]:
        """What stands under the key with a number from `low` to `high`, both included."""
        return self._found(self._within, key=key, low=low, high=high)

    def numbers(self, key: str) -> set[int]:
        """The different numbers of what stands under the key."""
        return set(self._connection.scalars(select(self._table.c.number).where(self._table.c.key == key).distinct()))

    def is_empty(self) -> bool:
        """True when nothing stands on it."""
        return self._connection.execute(select(self._table.c.owner).limit(1)).first() is None

    def each(self, kind: Any) -> Iterator[Slip]:
        """All that stands on it, each thing as far as this type has it."""
        cell, decode = self._table.c, msgspec.msgpack.Decoder(kind).decode
        rows = self._connection.execute(select(cell.owner, cell.key, cell.number, cell.value).execution_options(yield_per=AT_ONCE))
        return (Slip(owner, key, number, decode(value)) for owner, key, number, value in rows)

    def _found(self, asked: Select[Any], **values: object) -> list[Slip]:
        """All at once: a thousand rows fetched one by one cost three times as much."""
        decode, rows = self._decoder.decode, self._connection.execute(asked, values).all()
        return [Slip(owner, key, number, decode(value)) for owner, key, number, value in rows]


class Growth:
    """What telling has worked out so far, in one transaction: it is brought up to date with the pages that changed since."""

    def __init__(self, connection: Connection, kinds: Mapping[str, Any], read: Read) -> None:
        """`kinds` are the types of what is on the shelves; `read` gives the readings of some pages."""
        self._connection = connection
        self._read = read
        self.book = Book(*(StoredShelf(connection, tables.shelves[name], kinds[name]) for name in SHELVES))

    def state(self) -> tuple[str, int, int, int]:
        """By which rules it was worked out, from how many rulings, at which revision, and the revision of the store now."""
        values = meta_of(self._connection)
        rulings, grown = int(values.get("grown_rulings", 0)), int(values.get("grown_revision", -1))
        return values.get("grown_rules", ""), rulings, grown, int(values["revision"])

    def turn(self) -> int:
        """A number that is another after each change of what is worked out."""
        return int(meta_of(self._connection).get("grown_turn", 0))

    def waiting(self) -> int:
        """How many pages came, changed or went since."""
        return self._connection.scalar(select(func.count()).select_from(tables.touched)) or 0

    def touched(self, limit: int) -> list[str]:
        """At most so many of these pages."""
        return list(self._connection.scalars(select(tables.touched.c.page).order_by(tables.touched.c.page).limit(limit)))

    def readings(self, pages: Collection[str]) -> list[Reading]:
        """The readings of those of the pages that are there."""
        return [reading for some in in_parts(sorted(pages)) for reading in self._read(self._connection, some)]

    def rulings(self) -> list[Ruling]:
        """Every ruling, oldest first."""
        return rulings_of(self._connection)

    def pages_of(self, events: Collection[str]) -> dict[str, set[str]]:
        """The pages that each of these events stands on, as they were read."""
        found: dict[str, set[str]] = {}
        for some in in_parts(sorted(events)):
            asked = select(tables.events.c.id, tables.events.c.page).where(tables.events.c.id.in_(some))
            for event, page in self._connection.execute(asked):
                found.setdefault(event, set()).add(page)
        return found

    def replace(self, told: Sequence[Alone], gone: Collection[str], pages: Collection[str], rulings: int) -> None:
        """Put these episodes in place of those: what these pages changed, or so many rulings in place of fewer.

        What is worked out is of this revision only when nothing waits any more: else a telling between two parts would pass for whole.
        """
        _, before_rulings, _, revision = self.state()
        new = {one.episode.id: packed(one) for one in told}
        before = {key: value for some in in_parts(sorted(new)) for key, value in self._told(some)}
        other = {key: value for key, value in new.items() if before.get(key) != value}
        lost = set(gone) - new.keys()
        for some in in_parts(sorted(lost | other.keys())):
            self._connection.execute(delete(tables.alone).where(tables.alone.c.id.in_(some)))
        self._put(other, revision)
        for some in in_parts(sorted(pages)):
            self._connection.execute(delete(tables.touched).where(tables.touched.c.page.in_(some)))
        set_meta(self._connection, grown_rulings=str(rulings), grown_turn=str(self.turn() + 1))
        if other or lost or rulings != before_rulings:  # which conflict it is can change with a ruling alone
            set_meta(self._connection, grown_changed=str(revision))
        if not self.waiting() and rulings == self._connection.scalar(select(func.count()).select_from(tables.rulings)):
            set_meta(self._connection, grown_revision=str(revision))

    def restart(self, book: Book, told: Sequence[Alone], rules: str, rulings: int, revision: int) -> None:
        """Put a whole book and its episodes, as of a revision, in place of what was there."""
        for name in SHELVES:
            self._connection.execute(delete(tables.shelves[name]))
            bench: Bench = getattr(book, name)
            getattr(self.book, name).put(slip for slips in bench.owned.values() for slip in slips)
        self._connection.execute(delete(tables.alone))
        self._put({one.episode.id: packed(one) for one in told}, revision)
        self._connection.execute(delete(tables.touched).where(tables.touched.c.revision <= revision))
        turn = str(self.turn() + 1)
        set_meta(self._connection, grown_rules=rules, grown_rulings=str(rulings), grown_revision=str(revision), grown_turn=turn)
        set_meta(self._connection, grown_changed=str(revision))

    def _told(self, ids: Sequence[str]) -> Iterable[tuple[str, bytes]]:
        return self._connection.execute(select(tables.alone.c.id, tables.alone.c.told).where(tables.alone.c.id.in_(ids))).all()

    def _put(self, told: Mapping[str, bytes], revision: int) -> None:
        rows = [{"id": key, "told": value, "revision": revision} for key, value in sorted(told.items())]
        for n in range(0, len(rows), AT_ONCE):
            fill(self._connection, tables.alone, rows[n : n + AT_ONCE])


def snapshot_of(connection: Connection) -> Snapshot:
    """The episodes alone, and what is kept of the story told of them."""
    values, cell, told = meta_of(connection), tables.alone.c, tables.episodes.c
    rows = connection.execute(select(cell.id, cell.told, cell.revision).order_by(cell.id)).all()
    marked = connection.execute(select(told.id, told.outcome, told.disputed))
    last = int(values["told_revision"]) if values["told_rules"] == values.get("grown_rules") else -1
    decoder = msgspec.msgpack.Decoder(Alone)
    return Snapshot(
        alone=tuple(decoder.decode(packed_one) for _, packed_one, _ in rows),
        fresh=frozenset(key for key, _, revision in rows if revision > last),
        marks={key: (outcome, disputed or "") for key, outcome, disputed in marked},
        rulings=tuple(rulings_of(connection)),
        revision=int(values.get("grown_revision", -1)),
        lang=values.get("told_lang", ""),
    )


def rulings_of(connection: Connection) -> list[Ruling]:
    """Every ruling, oldest first."""
    rows = connection.scalars(select(tables.rulings.c.ruling).order_by(tables.rulings.c.place_in_order))
    return [msgspec.msgpack.decode(row, type=Ruling) for row in rows]
