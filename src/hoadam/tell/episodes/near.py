"""Which reports are compared at all? Those of one family and country that overlap in time, the nearest of them in a crowd.

Each node stands in a few blocks; what a block says hangs on the nodes in it alone. So when nodes come or go, only the pairs of their own
blocks and days can change, and `compared` says which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from hoadam.model.base import Record
from hoadam.model.shelf import Shelf, Slip
from hoadam.tell.episodes.items import COARSE, Item, Rank
from hoadam.tell.episodes.nodes import Node

CROWD = 120  # nodes that each is compared with at most, the nearest before it: a day of one war in one country has fewer kinds of report
LASTS = 10  # days that a named happening is looked for after a report of one of its days
REACH = COARSE + LASTS + 1  # days before a node in which those begin that can overlap with it
HALF = 0.5
FINE, WIDE, UNDATED, ABOUT, ABOUT_WIDE, WORDS, UNDATED_WORDS = "f", "c", "u", "F", "C", "w", "W"
KEYS = 3  # words of a sentence by which what has no time finds the same sentence with one: of two alike by 0.6, 94 % share one
Pairs = set[tuple[str, str]]  # the later node first


class Row(Record, frozen=True, array_like=True):
    """What a block keeps of a node: its last day, how far it reaches, its name, its countries and its place in order."""

    last: int
    reach: int
    named: str | None
    codes: tuple[str, ...]
    rank: Rank


def rows_of(node: Node) -> list[Slip]:
    """The rows of a node in all its blocks."""
    face = node.face
    codes = tuple(sorted(face.codes))
    if not codes:
        return []
    said = [f"{face.family}|{'+'.join(codes)}|{one:x}" for one in sorted([crc32(word.encode()) for word in face.words])[:KEYS]]
    if face.first is None or face.last is None:
        row = Row(0, 0, face.named, codes, face.rank)
        keys = [f"{UNDATED}|{face.family}|{'+'.join(codes)}", *(f"{UNDATED_WORDS}|{one}" for one in said)]
        return [Slip(node.id, key, 0, row) for key in keys]
    row = Row(face.last, face.last + (LASTS if face.named else 0), face.named, codes, face.rank)
    near, about = (WIDE, ABOUT_WIDE) if face.is_coarse else (FINE, ABOUT)
    keys = [f"{near}|{face.family}|{code}" for code in codes] + [f"{about}|{one}" for one in _abouts(face, codes)]
    keys += [] if face.is_coarse else [f"{WORDS}|{one}" for one in said]
    return [Slip(node.id, key, face.first, row) for key in dict.fromkeys(keys)]


def _abouts(face: Item, codes: Sequence[str]) -> Iterator[str]:
    """By what background told by its year can be about something told exactly: a pact, a step, a name, a count of the dead."""
    event = face.event
    for code in codes:
        if face.family.startswith("pact"):
            yield f"{face.family}|{code}"
        elif event.process:
            yield f"{face.family}|{code}|{event.process}.{event.step}"
    if face.named:
        yield f"{face.family}||{face.named}"
    yield from (f"{face.family}||{toll.who} {toll.min}" for toll in event.killed if toll.min is not None)


class Compared(NamedTuple):
    """The pairs to compare: near in time, without a time and with one (in the same words), background and what it may be about.

    A stale node stands in a crowd in which something changed: all its near pairs with earlier nodes are to be made anew, and are there.
    """

    near: Pairs
    alike: Pairs
    about: Pairs
    stale: set[str]


def compared(shelf: Shelf, gone: Sequence[Slip], new: Sequence[Slip]) -> Compared:
    """What to compare now that some rows are gone from the shelf and some are new on it."""
    rows: dict[str, list[Slip]] = {}
    pairs, stale = _after(shelf, gone, new, rows)
    wanted = [*new, *shelf.of(stale)]
    return Compared(pairs | _before(shelf, wanted, {} if stale else rows), _alike(shelf, new), _about(shelf, new), stale)


def _after(shelf: Shelf, gone: Sequence[Slip], new: Sequence[Slip], seen: dict[str, list[Slip]]) -> tuple[Pairs, set[str]]:
    """Pairs of the nodes after the new ones with these, and the nodes in whose crowd something changed; `seen` takes the rows looked at."""
    added, lost = {slip.owner for slip in new}, {slip.owner for slip in gone}
    pairs: Pairs = set()
    stale: set[str] = set()
    for key, changed in _by_block([*gone, *new]).items():
        rows = seen[key] = _around(shelf, key, changed, REACH)
        if sum(slip.owner in added for slip in rows) == len(rows):
            continue
        ghosts = [slip for slip in changed if slip.owner in lost]
        for slip, active in _swept([*rows, *ghosts]):
            if slip.owner in added or slip.owner in lost:
                continue
            near = [one for one in active if one.owner in added or one.owner in lost]
            if near and len(active) > CROWD:
                stale.add(slip.owner)
            pairs.update((slip.owner, one.owner) for one in near if one.owner in added and _may(slip, one))
    return {pair for pair in pairs if pair[0] not in stale}, stale


def _before(shelf: Shelf, wanted: Sequence[Slip], seen: Mapping[str, list[Slip]]) -> Pairs:
    """The pairs of the wanted nodes with those before them; `seen` are all rows of a block around them, where they are at hand."""
    owners = {slip.owner for slip in wanted}
    pairs: Pairs = set()
    for key, mine in _by_block(wanted).items():
        for slip, active in _swept(seen[key] if key in seen else _around(shelf, key, mine, 0)):
            if slip.owner in owners:
                pairs.update((slip.owner, one.owner) for one in active[-CROWD:] if _may(slip, one))
    return pairs


def _by_block(slips: Iterable[Slip]) -> dict[str, list[Slip]]:
    found: dict[str, list[Slip]] = {}
    for slip in slips:
        if slip.key[0] in (FINE, WIDE, UNDATED):
            found.setdefault(slip.key, []).append(slip)
    return dict(sorted(found.items()))


def _around(shelf: Shelf, key: str, slips: Sequence[Slip], after: int) -> list[Slip]:
    """The rows of a block that can have to do with these: those that begin not too long before, and up to so many days after."""
    if key[0] != FINE:
        return shelf.at([key])
    days = [slip.number for slip in slips]
    return shelf.within(key, min(days) - REACH, max(days) + after)


def _swept(slips: Iterable[Slip]) -> Iterator[tuple[Slip, list[Slip]]]:
    """Each row in order, with all before it that reach as far."""
    active: list[Slip] = []
    for slip in sorted(slips, key=lambda one: (one.value.rank, one.owner)):
        start = slip.number
        active = [one for one in active if one.value.reach >= start]
        yield slip, active
        active.append(slip)


def _may(slip: Slip, other: Slip) -> bool:
    """True in the block of the first country that both name, and for long times only where they are alike."""
    one, two, key = slip.value.codes, other.value.codes, slip.key
    if key[0] == UNDATED:
        return True
    first = one[0] if one == two else next(code for code in one if code in two)  # codes are in order
    if not key.endswith(first) or key[-len(first) - 1] != "|":
        return False
    return key[0] == FINE or _alike_in_time(slip, other)


def _alike_in_time(slip: Slip, other: Slip) -> bool:
    """True for two long times that share at least half of the longer, or that are of one named happening."""
    if slip.value.named is not None and slip.value.named == other.value.named:
        return True
    a, b, c, d = slip.number, slip.value.last, other.number, other.value.last
    return bool(min(b, d) - max(a, c) >= HALF * max(b - a, d - c))


def _alike(shelf: Shelf, new: Iterable[Slip]) -> Pairs:
    """What has no time with what has one, where a telling word of their sentences is the same."""
    pairs: Pairs = set()
    for slip in new:
        kind, _, rest = slip.key.partition("|")
        if kind == UNDATED_WORDS:
            pairs.update((slip.owner, one.owner) for one in shelf.at([f"{WORDS}|{rest}"]))
        elif kind == WORDS:
            pairs.update((one.owner, slip.owner) for one in shelf.at([f"{UNDATED_WORDS}|{rest}"]))
    return pairs


def _about(shelf: Shelf, new: Iterable[Slip]) -> Pairs:
    """The background that one of the new nodes is, or is the matter of, with what it may be about: all of that lies within its time."""
    pairs: Pairs = set()
    for slip in new:
        kind, _, rest = slip.key.partition("|")
        if kind == ABOUT_WIDE:
            inner = shelf.within(f"{ABOUT}|{rest}", slip.number, slip.value.last)
            pairs.update((slip.owner, one.owner) for one in inner if one.value.last <= slip.value.last)
        elif kind == ABOUT:
            outer = shelf.within(f"{ABOUT_WIDE}|{rest}", 0, slip.number)
            pairs.update((one.owner, slip.owner) for one in outer if slip.value.last <= one.value.last)
    return pairs
