"""Which episodes change when some pages change? Only those of the components touched, and they come out as if all were told anew.

What a component tells hangs on its nodes and edges, an edge on two nodes and the block that they stand in. So it is enough to find the
nodes that come and go, the edges that this makes or ends, and the components on either side of them. A rebuild is the same with all pages
new.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from hoadam.model.base import Record
from hoadam.model.shelf import Book, Slip
from hoadam.model.story import Episode
from hoadam.tell.episodes.clusters import Edge, about, clusters, near
from hoadam.tell.episodes.items import Item
from hoadam.tell.episodes.made import episode_id, in_order, made
from hoadam.tell.episodes.near import Row, compared, rows_of
from hoadam.tell.episodes.nodes import Node, nodes, sign

BACK = "@"  # begins the owner of edges of background and of what has no time: they stay when its near edges are made anew
Told = tuple[Episode, tuple[Item, ...]]


@dataclass(frozen=True)
class Links:
    """People's rulings on joining: event ids that must be in one episode, and event ids that must leave the one they are in.

    An episode's id among the first stands for its first event.
    """

    together: Sequence[Collection[str]] = ()
    apart: Sequence[Collection[str]] = ()

    def named(self) -> set[str]:
        """All ids that must be together with something."""
        return {one for group in self.together for one in group}


@dataclass(frozen=True)
class Grown:
    """What came of it: the episodes of the components touched, each with its reports, and the ids of those that they replace."""

    told: list[Told]
    gone: set[str]


class Head(Record, frozen=True, array_like=True):
    """The first report of an episode, which gives it its id: its event, its place and its page."""

    event: str
    place: str
    page: str

    @property
    def base(self) -> str:
        """The id of the episode where no other begins with the same event."""
        return episode_id(self.event)


KINDS: Mapping[str, Any] = {"items": Item, "rows": Row, "edges": Edge, "heads": tuple[Head, str, bytes], "named": None}


@dataclass(frozen=True)
class Bound:
    """What one ruling joins: the places of its reports, and the nodes that these are in."""

    places: frozenset[str]
    nodes: frozenset[str]


@dataclass
class _Known:
    """Nodes looked up so far, and the pages' items."""

    book: Book
    found: dict[str, Node] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)

    def of(self, ids: Collection[str]) -> dict[str, Node]:
        """The nodes of these ids that there are."""
        self._look({one.partition("/")[0] for one in ids})
        return {one: self.found[one] for one in ids if one in self.found}

    def of_signs(self, signs: Collection[str]) -> dict[str, Node]:
        """All nodes of these signs."""
        self._look(set(signs))
        return {one: node for one, node in self.found.items() if one.partition("/")[0] in signs}

    def _look(self, signs: set[str]) -> None:
        missing = signs - self.signs
        if missing:
            self.signs |= missing
            self.found |= nodes((slip.key, slip.value) for slip in self.book.items.at(missing))


def grow(book: Book, items: Mapping[str, Sequence[Item]], links: Links) -> Grown:
    """The episodes that change when these pages have these items now (none: the page is gone); the book is brought up to date."""
    old = {(slip.owner, slip.number): slip for slip in book.items.of(items)}
    new = {(page, item.number): Slip(page, sign(item), item.number, item) for page, rows in items.items() for item in rows}
    changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    signs = {slip.key for key in changed for slip in (old.get(key), new.get(key)) if slip}
    before = nodes((slip.key, slip.value) for slip in book.items.at(signs))
    pages = {page for page, _ in changed}
    book.items.drop(pages)
    book.items.put(slip for key, slip in sorted(new.items()) if key[0] in pages)
    known = _Known(book)
    dirty = _connected(book, known, before, known.of_signs(signs))
    places = {_place(slip.value) for key in changed for slip in (old.get(key), new.get(key)) if slip}
    if _name(book, places, [item for page in sorted(pages) for item in items[page]], links.named()):
        dirty |= {one for group in _bound(book, known, links) for one in group.nodes}
    return _told(book, known, dirty, links, places, {_place(old[key].value) for key in changed if key in old})


def _name(book: Book, places: Collection[str], items: Iterable[Item], wanted: Collection[str]) -> bool:
    """True when one of these items is or was named by a ruling, by its event's id or by that of an episode that begins with it."""
    if not wanted:
        return False
    was = book.named.of(places)
    book.named.drop(places)
    now = [Slip(_place(item), one) for item in items if _place(item) in places for one in sorted(_ids(item) & set(wanted))]
    book.named.put(now)
    return bool(was or now)


def _ids(item: Item) -> set[str]:
    """All ids by which a ruling on joining can mean the item."""
    event = item.event.id
    return {event, episode_id(event), episode_id(event, item.page), episode_id(event, _place(item))}


def _connected(book: Book, known: _Known, before: Mapping[str, Node], after: Mapping[str, Node]) -> set[str]:
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
    faces = {one: node.face for one, node in known.of({one for pairs in found[:3] for pair in pairs for one in pair}).items()}
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


def _told(book: Book, known: _Known, dirty: Collection[str], links: Links, changed: Collection[str], gone: Collection[str]) -> Grown:
    """The episodes of all components that the dirty nodes are of; where a name is free again or wanted twice, of the other's too.

    One that has the same reports as before, none of them at a `changed` place, is as it was and is not told again.
    """
    bound = _bound(book, known, links)
    while True:
        parts = _components(book, known, dirty, bound)
        groups = [group for there, edges in parts for group in _ruled(clusters(there, edges), links, bound)]
        places = {*gone} | {_place(item) for there, _ in parts for node in there for item in node.members}
        old = book.heads.of(places)
        heads = [Head(item.event.id, _place(item), item.page) for item in (in_order(group)[0] for group in groups)]
        others = _misnamed(book, heads, old, places)
        if not others:
            break
        dirty = {*dirty, *_nodes_at(book, known, others)}
    names = _names(heads + _rest(book, heads, old, places))
    book.heads.drop(places)
    before = {slip.owner: slip.value for slip in old}
    now = {head.place: (head, names[head.place], _members(group)) for group, head in zip(groups, heads, strict=True)}
    book.heads.put(Slip(place, value[0].base, 0, value) for place, value in now.items())
    same = {place for place, value in now.items() if before.get(place) == value}
    new = [
        (group, head) for group, head in zip(groups, heads, strict=True)
        if head.place not in same or any(_place(item) in changed for item in group)
    ]  # fmt: skip
    told = [(_renamed(made(group), names[head.place]), tuple(group)) for group, head in new]
    kept = {name for _, name, _ in now.values()} - {names[head.place] for _, head in new}
    return Grown(told, {slip.value[1] for slip in old} - kept)


def _members(group: Iterable[Item]) -> bytes:
    """Which reports are in a group, as a digest."""
    return hashlib.blake2b(" ".join(sorted(map(_place, group))).encode(), digest_size=9).digest()


def _place(item: Item) -> str:
    """Where an item stands, as a key."""
    return f"{item.page}#{item.number}"


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


def _nodes_at(book: Book, known: _Known, heads: Iterable[Head]) -> set[str]:
    """The nodes that these heads are in."""
    wanted = {head.place for head in heads}
    slips = [slip for slip in book.items.of({head.page for head in heads}) if _place(slip.value) in wanted]
    there = known.of_signs({slip.key for slip in slips})
    return {one for one, node in there.items() if any(_place(item) in wanted for item in node.members)}


Part = tuple[list[Node], dict[tuple[str, str], Edge]]


def _components(book: Book, known: _Known, dirty: Collection[str], bound: Sequence[Bound]) -> list[Part]:
    """The components that the dirty nodes are of, each with its nodes and edges."""
    chief: dict[str, str] = {}
    edges: dict[tuple[str, str], Edge] = {}
    frontier = set(known.of(dirty))
    while frontier:
        chief |= {one: one for one in frontier}
        ends = {one for group in bound if group.nodes & frontier for one in group.nodes}
        for slips in (book.edges.of([*frontier, *(BACK + one for one in frontier)]), book.edges.at(frontier)):
            for slip in slips:
                pair = slip.owner.removeprefix(BACK), slip.key
                edges[pair] = slip.value
                ends.update(pair)
        frontier = ends - chief.keys()
    for one, other in [*edges, *((min(group.nodes), one) for group in bound for one in group.nodes)]:
        if one in chief and other in chief:
            first, second = _root(one, chief), _root(other, chief)
            if first != second:
                chief[max(first, second)] = min(first, second)
    parts: dict[str, Part] = {}
    for one, node in known.of(chief).items():
        parts.setdefault(_root(one, chief), ([], {}))[0].append(node)
    for pair, edge in edges.items():
        parts[_root(pair[0], chief)][1][pair] = edge
    return [parts[one] for one in sorted(parts)]


def _root(one: str, chief: dict[str, str]) -> str:
    while chief[one] != one:
        chief[one] = chief[chief[one]]
        one = chief[one]
    return one


def _bound(book: Book, known: _Known, links: Links) -> list[Bound]:
    """What each ruling joins."""
    found: list[Bound] = []
    for group in links.together:
        places = frozenset(slip.owner for slip in book.named.at(set(group)))
        heads = [Head("", place, place.rpartition("#")[0]) for place in places]
        if heads:
            found.append(Bound(places, frozenset(_nodes_at(book, known, heads))))
    return found


def _ruled(groups: Sequence[list[Item]], links: Links, bound: Iterable[Bound]) -> list[list[Item]]:
    """The groups of a component with people's rulings laid over them: first what must leave, then what must join."""
    for ids in links.apart:
        groups = [part for group in groups for part in _parted(group, set(ids))]
    for one in bound:
        joined = [group for group in groups if any(_place(item) in one.places for item in group)]
        groups = [group for group in groups if not any(_place(item) in one.places for item in group)]
        groups += [[item for group in joined for item in group]] if joined else []
    return list(groups)


def _parted(group: list[Item], leaving: set[str]) -> list[list[Item]]:
    """A group without those that leave, and those together in a group of their own."""
    out = [item for item in group if item.event.id in leaving]
    stay = [item for item in group if item.event.id not in leaving]
    return [part for part in (stay, out) if part]
