"""Which episodes change when some pages change? Only those of the components touched, and they come out as if all were told anew.

What a component tells hangs on its nodes and edges, an edge on two nodes and the block that they stand in. So it is enough to find the
nodes that come and go, the edges that this makes or ends, and the components on either side of them. A rebuild is the same with all pages
new.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from hoadam.model.shelf import Book, Slip
from hoadam.model.story import Episode
from hoadam.tell.episodes.bonds import Bonds, Bound, Head, Links, Lookup, differing, laid_on, named_again, place_of
from hoadam.tell.episodes.clusters import Edge, about, clusters, near
from hoadam.tell.episodes.items import Item
from hoadam.tell.episodes.made import episode_id, in_order, made
from hoadam.tell.episodes.near import Row, compared, rows_of
from hoadam.tell.episodes.nodes import Node, nodes, sign

BACK = "@"  # begins the owner of edges of background and of what has no time: they stay when its near edges are made anew
Told = tuple[Episode, tuple[Item, ...]]


@dataclass(frozen=True)
class Grown:
    """What came of it: the episodes of the components touched, each with its reports, and the ids of those that they replace."""

    told: list[Told]
    gone: set[str]


KINDS: Mapping[str, Any] = {"items": Item, "rows": Row, "edges": Edge, "heads": tuple[Head, str, bytes], "named": None}


@dataclass(frozen=True)
class Others:
    """Rulings that say otherwise than before: the links of before, and the ids of episodes to be told again in any case."""

    links: Links
    ids: Collection[str] = ()


def grow(book: Book, items: Mapping[str, Sequence[Item]], links: Links, others: Others | None = None) -> Grown:
    """The episodes that change when these pages have these items now (none: the page is gone); the book is brought up to date.

    With `others`, the rulings are not those under which the book was grown, and the pages are those of the ids that they differ on.
    """
    old = {(slip.owner, slip.number): slip for slip in book.items.of(items)}
    new = {(page, item.number): Slip(page, sign(item), item.number, item) for page, rows in items.items() for item in rows}
    changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    signs = {slip.key for key in changed for slip in (old.get(key), new.get(key)) if slip}
    before = nodes((slip.key, slip.value) for slip in book.items.at(signs))
    pages = {page for page, _ in changed}
    book.items.drop(pages)
    book.items.put(slip for key, slip in sorted(new.items()) if key[0] in pages)
    lookup = Lookup(book)
    dirty = _connected(book, lookup, before, lookup.of_signs(signs))
    places = {place_of(slip.value) for key in changed for slip in (old.get(key), new.get(key)) if slip}
    gone = {place_of(old[key].value) for key in changed if key in old}
    if others is None:
        ids = named_again(book, _of(items, pages), places, links)
    else:
        ids, ruled, again = _ruled(book, items, links, others)
        dirty, places = dirty | lookup.at(ruled | again), places | again
    dirty |= {one for bound in Bonds(lookup, links).naming(ids) for one in bound.nodes}
    return _told(book, lookup, dirty, links, places, gone)


def _of(items: Mapping[str, Sequence[Item]], pages: Collection[str]) -> list[Item]:
    return [item for page in sorted(pages) for item in items[page]]


def _ruled(book: Book, items: Mapping[str, Sequence[Item]], after: Links, others: Others) -> tuple[set[str], set[str], set[str]]:
    """The ids that rulings on joining name or named here, the places that they tie otherwise, and those of the heads to be told again."""
    here = _of(items, items.keys())
    places = {place_of(item) for item in here}
    before = others.links
    joined, parted = differing(before.together, after.together), differing(before.apart, after.apart)
    ruled = {slip.owner for slip in book.named.at(joined)} | {place_of(item) for item in here if item.event.id in parted}
    gone = before.groups.keys() - after.groups.keys()
    ids = named_again(book, here, places, after, gone) | joined
    ruled |= {slip.owner for slip in book.named.at(joined)}
    again = {slip.owner for slip in book.heads.of(places) if slip.value[1] in others.ids}
    return ids, ruled, again


def _connected(book: Book, lookup: Lookup, before: Mapping[str, Node], after: Mapping[str, Node]) -> set[str]:
    """The nodes from which something changed; rows and edges are brought up to date."""
    gone = {one: node for one, node in before.items() if one not in after or after[one].face != node.face}
    come = {one: node for one, node in after.items() if one not in before or before[one].face != node.face}
    lost_rows = [slip for node in gone.values() for slip in rows_of(node)]
    new_rows = [slip for node in come.values() for slip in rows_of(node)]
    dirty = {one for one in {**before, **after} if before.get(one) != after.get(one)}
    dirty |= _without(book, list(gone), [*gone, *(BACK + one for one in gone)])
    book.rows.drop(list(gone))
    book.rows.put(new_rows)
    found = compared(book.rows, lost_rows, new_rows)
    if found.stale:
        dirty |= _without(book, [], list(found.stale)) | found.stale
    faces = {one: node.face for one, node in lookup.of({one for pairs in found[:3] for pair in pairs for one in pair}).items()}
    edges = [Slip(a, b, 0, edge) for a, b in found.near if (edge := near(faces[b], faces[a]))]
    edges += [Slip(BACK + a, b, 0, edge) for a, b in found.alike if (edge := near(faces[b], faces[a]))]
    edges += [Slip(BACK + a, b, 0, edge) for a, b in found.about if (edge := about(faces[a], faces[b]))]
    book.edges.put(edges)
    return dirty | {end for slip in edges for end in (slip.owner.removeprefix(BACK), slip.key)}


def _without(book: Book, keys: Collection[str], owners: Collection[str]) -> set[str]:
    """The nodes at the other ends of these edges, which are let go."""
    ends = {slip.key for slip in book.edges.of(owners)} | {slip.owner.removeprefix(BACK) for slip in book.edges.at(keys)}
    book.edges.drop(owners)
    book.edges.unkey(keys)
    return ends


def _told(book: Book, lookup: Lookup, dirty: Collection[str], links: Links, changed: Collection[str], gone: Collection[str]) -> Grown:
    """The episodes of all components that the dirty nodes are of; where a name is free again or wanted twice, of the other's too.

    One that has the same reports as before, none of them at a `changed` place, is as it was and is not told again.
    """
    bonds = Bonds(lookup, links)
    while True:
        parts, bound = _components(book, lookup, dirty, bonds)
        groups = [group for there, edges in parts for group in laid_on(clusters(there, edges), links, bound)]
        places = {*gone} | {place_of(item) for there, _ in parts for node in there for item in node.members}
        old = book.heads.of(places)
        heads = [Head(item.event.id, place_of(item), item.page) for item in (in_order(group)[0] for group in groups)]
        others = _misnamed(book, heads, old, places)
        if not others:
            break
        dirty = {*dirty, *lookup.at([head.place for head in others])}
    names = _names(heads + _rest(book, heads, old, places))
    book.heads.drop(places)
    before = {slip.owner: slip.value for slip in old}
    now = {head.place: (head, names[head.place], _members(group)) for group, head in zip(groups, heads, strict=True)}
    book.heads.put(Slip(place, value[0].base, 0, value) for place, value in now.items())
    same = {place for place, value in now.items() if before.get(place) == value}
    new = [
        (group, head) for group, head in zip(groups, heads, strict=True)
        if head.place not in same or any(place_of(item) in changed for item in group)
    ]  # fmt: skip
    told = [(_renamed(made(group), names[head.place]), tuple(group)) for group, head in new]
    kept = {name for _, name, _ in now.values()} - {names[head.place] for _, head in new}
    return Grown(told, {slip.value[1] for slip in old} - kept)


def _members(group: Iterable[Item]) -> bytes:
    """Which reports are in a group, as a digest."""
    return hashlib.blake2b(" ".join(sorted(map(place_of, group))).encode(), digest_size=9).digest()


def _rest(book: Book, heads: Sequence[Head], old: Iterable[Slip], places: Collection[str]) -> list[Head]:
    """The heads of episodes elsewhere that begin with the same events."""
    bases = {head.base for head in heads} | {slip.key for slip in old}
    return [slip.value[0] for slip in book.heads.at(bases) if slip.owner not in places]


def _names(heads: Sequence[Head]) -> dict[str, str]:
    """The id of each episode by the place of its head: of the event alone, else with its page, else with its place on the page."""
    events, pages = Counter(head.event for head in heads), Counter((head.event, head.page) for head in heads)
    return {
        head.place: head.base
        if events[head.event] == 1
        else episode_id(head.event, head.page if pages[head.event, head.page] == 1 else head.place)
        for head in heads
    }


def _misnamed(book: Book, heads: Sequence[Head], old: Sequence[Slip], places: Collection[str]) -> list[Head]:
    """The heads elsewhere whose episodes must be named otherwise now."""
    rest = _rest(book, heads, old, places)
    names = _names([*heads, *rest])
    named = {slip.owner: slip.value[1] for slip in book.heads.of([head.place for head in rest])}
    return [head for head in rest if named[head.place] != names[head.place]]


def _renamed(episode: Episode, name: str) -> Episode:
    return episode if episode.id == name else msgspec.structs.replace(episode, id=name)


Part = tuple[list[Node], dict[tuple[str, str], Edge]]


def _components(book: Book, lookup: Lookup, dirty: Collection[str], bonds: Bonds) -> tuple[list[Part], list[Bound]]:
    """The components that the dirty nodes are of, each with its nodes and edges, and what rulings join in them."""
    chief: dict[str, str] = {}
    edges: dict[tuple[str, str], Edge] = {}
    bound: dict[int, Bound] = {}
    frontier = set(lookup.of(dirty))
    while frontier:
        chief |= {one: one for one in frontier}
        new = {group.number: group for group in bonds.of(frontier) if group.number not in bound}
        bound |= new
        ends = {one for group in new.values() for one in group.nodes}
        for slips in (book.edges.of([*frontier, *(BACK + one for one in frontier)]), book.edges.at(frontier)):
            for slip in slips:
                pair = slip.owner.removeprefix(BACK), slip.key
                edges[pair] = slip.value
                ends.update(pair)
        frontier = ends - chief.keys()
    for one, other in [*edges, *((min(group.nodes), one) for group in bound.values() for one in group.nodes)]:
        first, second = _root(one, chief), _root(other, chief)
        if first != second:
            chief[max(first, second)] = min(first, second)
    parts: dict[str, Part] = {}
    for one, node in lookup.of(chief).items():
        parts.setdefault(_root(one, chief), ([], {}))[0].append(node)
    for pair, edge in edges.items():
        parts[_root(pair[0], chief)][1][pair] = edge
    return [parts[one] for one in sorted(parts)], [bound[number] for number in sorted(bound)]


def _root(one: str, chief: dict[str, str]) -> str:
    while chief[one] != one:
        chief[one] = chief[chief[one]]
        one = chief[one]
    return one
