"""Which nodes of one component belong together? Near pairs, best first, joined unless something in their groups forbids it.

What is dated by a year alone is joined last. All hangs on the component's own nodes and edges: pages elsewhere change nothing here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hoadam.model.base import Record
from hoadam.tell.episodes.items import Item
from hoadam.tell.episodes.nodes import Node
from hoadam.tell.episodes.pairs import JOIN, VETO, is_one_long, same_step, score, tolls

LOOK = 8  # members of each group that must not forbid one another
SHARED = 0.1  # of the pages of two large groups may tell both, by a report read twice; in small groups none
LARGE = 10
FAMOUS = 3  # times as many reports as the next candidate: then a background mention means this one


class Edge(Record, frozen=True, array_like=True):
    """Two nodes that may be one: how much speaks for it; `about` where one is the other's background, `sure` by its name or its dead."""

    score: float
    about: bool = False
    sure: bool = False


def near(one: Item, other: Item) -> Edge | None:
    """The edge of two nodes compared by their faces; None when too little speaks for it."""
    value = score(one, other)
    return Edge(value) if value >= JOIN else None


def about(wide: Item, fine: Item) -> Edge | None:
    """The edge of background and what it may be about: by its name or its dead, else a pact or the same step of a process.

    One clash of a year is not its war.
    """
    sure = (wide.named is not None and wide.named == fine.named) or tolls(wide, fine) > 1
    if not (sure or wide.family.startswith("pact") or same_step(wide, fine)):
        return None
    value = score(wide, fine)
    return Edge(value, about=True, sure=sure) if value >= JOIN else None


@dataclass
class _Group:
    """Nodes of one happening while it grows: their faces and reports, pages, and the days that all exact ones share."""

    faces: list[Item]
    members: list[Item]
    keys: set[str]
    first: int | None
    last: int | None


def clusters(nodes: Sequence[Node], edges: Mapping[tuple[str, str], Edge]) -> list[list[Item]]:
    """The reports of each happening; `edges` by the ids of their nodes, those of background with the background first."""
    ordered = sorted(nodes, key=lambda node: (node.rank, node.id))
    number = {node.id: n for n, node in enumerate(ordered)}
    groups = [_group(node) for node in ordered]
    chief = list(range(len(groups)))
    plain: list[tuple[float, int, int]] = []
    matters: dict[int, list[tuple[int, Edge]]] = {}
    for (one, other), edge in edges.items():
        a, b = number[one], number[other]
        if edge.about:
            matters.setdefault(a, []).append((b, edge))
        else:
            plain.append((edge.score, min(a, b), max(a, b)))
    plain.sort(key=lambda row: (-row[0], row[1], row[2]))
    _join_plain(plain, groups, chief)
    _attach(matters, groups, chief)
    roots = sorted({_root(n, chief) for n in range(len(groups))})
    return [groups[n].members for n in roots]


def _group(node: Node) -> _Group:
    face = node.face
    first, last = (face.first, face.last) if face.exact else (None, None)
    return _Group([face], list(node.members), {item.key for item in node.members}, first, last)


def _join_plain(pairs: Sequence[tuple[float, int, int]], groups: Sequence[_Group], chief: list[int]) -> None:
    """First what is told exactly, then months and guesses with it, then years with years."""
    exact = [group.faces[0].exact for group in groups]
    coarse = [group.faces[0].is_coarse for group in groups]
    _join([pair for pair in pairs if exact[pair[1]] and exact[pair[2]]], groups, chief)
    wide = [pair for pair in pairs if not (exact[pair[1]] and exact[pair[2]]) and not coarse[pair[1]]]
    _join(_larger_first(wide, groups, chief), groups, chief)
    _join([pair for pair in pairs if coarse[pair[1]]], groups, chief)


def _larger_first(pairs: list[tuple[float, int, int]], groups: Sequence[_Group], chief: list[int]) -> list[tuple[float, int, int]]:
    """Pairs of a month or a guess with what is told exactly: of equal scores, the happening that more reports tell of first."""
    size = {n: len(groups[_root(n, chief)].members) for pair in pairs for n in pair[1:]}
    return sorted(pairs, key=lambda row: (-row[0], -max(size[row[1]], size[row[2]]), row[1], row[2]))


def _join(pairs: Iterable[tuple[float, int, int]], groups: Sequence[_Group], chief: list[int]) -> None:
    for _, a, b in pairs:
        one, other = _root(a, chief), _root(b, chief)
        if one != other and _allowed(groups[one], groups[other]):
            _merge(min(one, other), max(one, other), groups, chief)


def _merge(one: int, other: int, groups: Sequence[_Group], chief: list[int]) -> None:
    keep, drop = groups[one], groups[other]
    chief[other] = one
    keep.faces += drop.faces
    keep.members += drop.members
    keep.keys |= drop.keys
    if drop.first is not None:
        keep.first = drop.first if keep.first is None else max(keep.first, drop.first)
        keep.last = drop.last if keep.last is None else min(keep.last, drop.last or keep.last)


def _allowed(one: _Group, other: _Group) -> bool:
    """False when a page tells both, their exact days lie apart, or one member forbids another."""
    both = len(one.keys & other.keys)
    smaller = min(len(one.keys), len(other.keys))
    if both and (smaller < LARGE or both > SHARED * smaller):
        return False
    apart = None not in (one.first, other.first) and (one.first > other.last or other.first > one.last)  # type: ignore[operator]
    if apart and not is_one_long(one.faces[0], other.faces[0]):
        return False
    return all(score(a, b) > VETO or a.key == b.key for a in one.faces[:LOOK] for b in other.faces[:LOOK])


def _attach(matters: Mapping[int, Sequence[tuple[int, Edge]]], groups: Sequence[_Group], chief: list[int]) -> None:
    """Background told by its year joins the one event of that year that it must be."""
    of_root: dict[int, list[tuple[int, Edge]]] = {}
    for n in sorted(matters):
        of_root.setdefault(_root(n, chief), []).extend(matters[n])
    for n in sorted(of_root):
        target = _target(of_root[n], groups, chief)
        if target is not None and _allowed(groups[target], groups[n]):
            _merge(target, n, groups, chief)


def _target(rows: Iterable[tuple[int, Edge]], groups: Sequence[_Group], chief: list[int]) -> int | None:
    """The group that background is about: by its name or its dead, else the one that is told far more often than the others."""
    best: dict[int, tuple[bool, float]] = {}
    for n, edge in rows:
        root = _root(n, chief)
        sure, value = best.get(root, (False, 0.0))
        best[root] = (sure or edge.sure, max(value, edge.score))
    ranked = sorted((not sure, -len(groups[n].members), -value, n) for n, (sure, value) in best.items())
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] > FAMOUS * ranked[1][1]:
        return None
    return ranked[0][3] if ranked else None


def _root(n: int, chief: list[int]) -> int:
    while chief[n] != n:
        chief[n] = chief[chief[n]]
        n = chief[n]
    return n
