"""Which reports belong together? Near pairs, best first, joined unless something in their groups forbids it.

Blocks keep it near-linear: reports of one family and one country are swept in order of time, and only what overlaps is
compared; reports that say the very same are one before that. What is dated by a year alone is joined last.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hoadam.tell.episodes.items import Item
from hoadam.tell.episodes.pairs import JOIN, VETO, is_one_long, same_step, score, tolls

CROWD = 120  # reports compared with each at most, the nearest in time: a day of one war in one country has fewer kinds of report
LOOK = 8  # members of each group that must not forbid one another
SHARED = 0.1  # of the pages of two large groups may tell both, by a report read twice; in small groups none
LARGE = 10
HALF = 0.5
LASTS = 10  # days that a named happening is looked for after a report of one of its days
FAMOUS = 3  # times as many reports as the next candidate: then a background mention means this one


@dataclass
class Group:
    """Reports of one happening while it grows: their numbers, pages, and the days that all exact ones share."""

    faces: list[Item]
    members: list[int]
    keys: set[str]
    first: int | None
    last: int | None
    named: set[str] = field(default_factory=set)


def clusters(items: Sequence[Item]) -> list[list[int]]:
    """The groups, as sorted positions in `items`, in order of their first; each item in one group."""
    groups = [_group(same, items) for same in _same(items)]
    fine = [n for n, group in enumerate(groups) if not group.faces[0].is_coarse]
    coarse = [n for n, group in enumerate(groups) if group.faces[0].is_coarse]
    chief = list(range(len(groups)))
    pairs = _pairs(groups, fine)
    is_exact = [group.faces[0].exact for group in groups]
    exact = [pair for pair in pairs if is_exact[pair[1]] and is_exact[pair[2]]]
    wide = [pair for pair in pairs if not (is_exact[pair[1]] and is_exact[pair[2]])]
    _join(exact, groups, chief)
    _join(_larger_first(wide, groups, chief), groups, chief)
    _join(_pairs(groups, coarse), groups, chief)
    _attach(_roots(coarse, chief), _roots(fine, chief), groups, chief)
    return sorted(sorted(groups[n].members) for n in sorted({_root(n, chief) for n in range(len(groups))}))


def _group(same: list[int], items: Sequence[Item]) -> Group:
    face = items[same[0]]
    first, last = (face.first, face.last) if face.exact else (None, None)
    return Group([face], same, {items[n].key for n in same}, first, last, {face.named} if face.named else set())


def _same(items: Sequence[Item]) -> list[list[int]]:
    """Reports that say the very same of different pages, together; two of one page stay apart."""
    found: dict[Hashable, list[int]] = {}
    for n, item in enumerate(items):
        sign = _sign(item)
        turn = 0
        while any(items[m].key == item.key for m in found.get((sign, turn), ())[-1:]):
            turn += 1
        found.setdefault((sign, turn), []).append(n)
    return list(found.values())


def _sign(item: Item) -> Hashable:
    event = item.event
    is_bare = len(item.codes) < 2 and not (event.process or event.killed or item.named)
    said = item.words if item.first is None or item.soft or is_bare else None
    alone = item.order if item.first is None and not item.words else None
    return (
        item.family, event.type, event.mode, event.process, event.step, event.status, item.source, item.target, item.third, item.first,
        item.last, item.soft, item.place, item.people, event.killed, item.named, said, alone,
    )  # fmt: skip


def _pairs(groups: Sequence[Group], part: Sequence[int]) -> list[tuple[float, int, int]]:
    """The pairs of groups that score enough to be one, best first."""
    found = [(value, a, b) for a, b in _near(groups, part) if (value := score(groups[a].faces[0], groups[b].faces[0])) >= JOIN]
    found.sort(key=lambda row: (-row[0], row[1], row[2]))
    return found


def _larger_first(pairs: list[tuple[float, int, int]], groups: Sequence[Group], chief: list[int]) -> list[tuple[float, int, int]]:
    """Pairs of a month or a guess with what is told exactly: of equal scores, the happening that more reports tell of first."""
    size = [len(groups[_root(n, chief)].members) for n in range(len(groups))]
    return sorted(pairs, key=lambda row: (-row[0], -max(size[row[1]], size[row[2]]), row[1], row[2]))


def _near(groups: Sequence[Group], part: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of one family that share a country and overlap in time; undated ones with all of the very same countries."""
    blocks: dict[tuple[str, str], list[int]] = {}
    undated: dict[Hashable, list[int]] = {}
    for n in part:
        face = groups[n].faces[0]
        undated.setdefault((face.family, face.codes or face.words), []).append(n)
        if face.first is None:
            continue
        for code in sorted(face.codes):
            blocks.setdefault((face.family, code), []).append(n)
    for rows in undated.values():
        late = ((place, n) for place, n in enumerate(rows) if groups[n].faces[0].first is None)
        yield from ((m, n) for place, n in late for m in rows[max(0, place - CROWD) : place])
    for (_, code), rows in blocks.items():
        yield from _swept(rows, code, groups)


def _swept(rows: Sequence[int], code: str, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Overlapping pairs of one block, each only in the block of the first country that both name."""
    active: list[int] = []
    for n in rows:
        face = groups[n].faces[0]
        start = face.first or 0
        active = [m for m in active if (groups[m].faces[0].last or 0) + (LASTS if groups[m].faces[0].named else 0) >= start]
        for m in active[-CROWD:]:
            other = groups[m].faces[0]
            if min(face.codes & other.codes) == code and (not face.is_coarse or _alike_in_time(face, other)):
                yield m, n
        active.append(n)


def _alike_in_time(one: Item, other: Item) -> bool:
    """True for two long times that share at least half of the longer, or that are of one named happening."""
    if one.named is not None and one.named == other.named:
        return True
    a, b, c, d = one.first or 0, one.last or 0, other.first or 0, other.last or 0
    return min(b, d) - max(a, c) >= HALF * max(b - a, d - c)


def _join(pairs: Iterable[tuple[float, int, int]], groups: Sequence[Group], chief: list[int]) -> None:
    for _, a, b in pairs:
        one, other = _root(a, chief), _root(b, chief)
        if one != other and _allowed(groups[one], groups[other]):
            _merge(min(one, other), max(one, other), groups, chief)


def _merge(one: int, other: int, groups: Sequence[Group], chief: list[int]) -> None:
    keep, drop = groups[one], groups[other]
    chief[other] = one
    keep.faces += drop.faces
    keep.members += drop.members
    keep.keys |= drop.keys
    keep.named |= drop.named
    if drop.first is not None:
        keep.first = drop.first if keep.first is None else max(keep.first, drop.first)
        keep.last = drop.last if keep.last is None else min(keep.last, drop.last or keep.last)


def _allowed(one: Group, other: Group) -> bool:
    """False when a page tells both, their exact days lie apart, or one member forbids another."""
    both = len(one.keys & other.keys)
    smaller = min(len(one.keys), len(other.keys))
    if both and (smaller < LARGE or both > SHARED * smaller):
        return False
    apart = None not in (one.first, other.first) and (one.first > other.last or other.first > one.last)  # type: ignore[operator]
    if apart and not is_one_long(one.faces[0], other.faces[0]):
        return False
    return all(score(a, b) > VETO or a.key == b.key for a in one.faces[:LOOK] for b in other.faces[:LOOK])


def _attach(coarse: Sequence[int], fine: Sequence[int], groups: Sequence[Group], chief: list[int]) -> None:
    """Background told by its year joins the one event of that year that it must be."""
    by_year: dict[tuple[str, str, int], list[int]] = {}
    for n in fine:
        face = groups[n].faces[0]
        if face.first is not None:
            for code in sorted(face.codes):
                by_year.setdefault((face.family, code, face.first // 366), []).append(n)
    for n in coarse:
        target = _target(groups[n], by_year, groups)
        if target is not None and _allowed(groups[target], groups[n]):
            _merge(target, n, groups, chief)


def _target(group: Group, by_year: dict[tuple[str, str, int], list[int]], groups: Sequence[Group]) -> int | None:
    """The fine group that a coarse one is about: by its name or its dead, else the one that is told far more often than the others.

    Without a name or dead only a pact, or the same step of a process, may: one clash of a year is not its war.
    """
    face = group.faces[0]
    first, last = face.first or 0, face.last or 0
    years = range(first // 366, last // 366 + 1)
    near = dict.fromkeys(n for code in sorted(face.codes) for year in years for n in by_year.get((face.family, code, year), ()))
    ranked: list[tuple[bool, int, float, int]] = []
    for n in near:
        other = groups[n]
        if first <= (other.faces[0].first or 0) and (other.faces[0].last or 0) <= last:
            rows = [(a, b) for a in group.faces[:LOOK] for b in other.faces[:LOOK]]
            value = max(score(a, b) for a, b in rows)
            sure = bool(group.named & other.named) or max(tolls(a, b) for a, b in rows) > 1
            if value >= JOIN and (sure or face.family.startswith("pact") or same_step(face, other.faces[0])):
                ranked.append((not sure, -len(other.members), -value, n))
    ranked.sort()
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] > FAMOUS * ranked[1][1]:
        return None
    return ranked[0][3] if ranked else None


def _roots(part: Sequence[int], chief: list[int]) -> list[int]:
    return sorted({_root(n, chief) for n in part})


def _root(n: int, chief: list[int]) -> int:
    while chief[n] != n:
        chief[n] = chief[chief[n]]
        n = chief[n]
    return n
