"""What do people's rulings on joining mean here? Which reports the ids in them stand for, and what must be together or apart for it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from hoadam.model.base import Record
from hoadam.model.shelf import Book, Slip
from hoadam.tell.episodes.items import Item
from hoadam.tell.episodes.made import ID_LENGTH, episode_id
from hoadam.tell.episodes.nodes import Node, nodes


class Head(Record, frozen=True, array_like=True):
    """The first report of an episode, which gives it its id: its event, its place and its page."""

    event: str
    place: str
    page: str

    @property
    def base(self) -> str:
        """The id of the episode where no other begins with the same event."""
        return episode_id(self.event)


class Event(msgspec.Struct, frozen=True, gc=False):
    """Of an item its event's id alone, which is all that naming needs."""

    id: str


class Named(msgspec.Struct, frozen=True, gc=False):
    """An item as far as it can be named."""

    event: Event


@dataclass(frozen=True)
class Links:
    """People's rulings on joining: event ids that must be in one episode, and event ids that must leave the one they are in.

    An episode's id among the first stands for its first event.
    """

    together: Sequence[Collection[str]] = ()
    apart: Sequence[Collection[str]] = ()

    @cached_property
    def groups(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the groups that must be together with what has an id."""
        found: dict[str, list[int]] = {}
        for number, group in enumerate(self.together):
            for one in dict.fromkeys(group):
                found.setdefault(one, []).append(number)
        return found


def differing(before: Iterable[Collection[str]], after: Iterable[Collection[str]]) -> set[str]:
    """The ids in those groups that are not in both, or not as often."""
    was, now = Counter(map(frozenset, before)), Counter(map(frozenset, after))
    return {one for group in {**was, **now} if was[group] != now[group] for one in group}


@dataclass(frozen=True)
class Bound:
    """What one ruling joins: the places of its reports, and the nodes that these are in."""

    number: int
    places: frozenset[str]
    nodes: frozenset[str]


@dataclass
class Lookup:
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

    def at(self, places: Collection[str]) -> set[str]:
        """The nodes that the items at these places are in."""
        wanted = set(places)
        slips = [slip for slip in self.book.items.of({_page(place) for place in wanted}) if place_of(slip.value) in wanted]
        there = self.of_signs({slip.key for slip in slips})
        return {one for one, node in there.items() if any(place_of(item) in wanted for item in node.members)}

    def _look(self, signs: set[str]) -> None:
        missing = signs - self.signs
        if missing:
            self.signs |= missing
            self.found |= nodes((slip.key, slip.value) for slip in self.book.items.at(missing))


class Bonds:
    """What rulings join, looked up where telling comes by: what nobody touches costs nothing."""

    def __init__(self, lookup: Lookup, links: Links) -> None:
        """Of these rulings, on what is on the shelves."""
        self._lookup = lookup
        self._links = links
        self._found: dict[int, Bound] = {}

    def of(self, nodes: Collection[str]) -> list[Bound]:
        """The bonds that one of these nodes is in."""
        if not self._links.together:
            return []
        places = {place_of(item) for node in self._lookup.of(nodes).values() for item in node.members}
        return self.naming({slip.key for slip in self._lookup.book.named.of(places)})

    def naming(self, ids: Iterable[str]) -> list[Bound]:
        """The bonds that one of these ids is named in."""
        return [self._bound(number) for number in sorted({n for one in ids for n in self._links.groups.get(one, ())})]

    def _bound(self, number: int) -> Bound:
        if number not in self._found:
            places = frozenset(slip.owner for slip in self._lookup.book.named.at(set(self._links.together[number])))
            self._found[number] = Bound(number, places, frozenset(self._lookup.at(places)))
        return self._found[number]


def named_again(book: Book, items: Iterable[Item], places: Collection[str], links: Links, gone: Collection[str] = ()) -> set[str]:
    """The ids by which rulings mean or meant what is at these places, where these items stand now, and those that they name no longer."""
    if not (links.together or gone):
        return set()
    was = [*book.named.of(places), *book.named.at(gone)]
    book.named.drop(places)
    book.named.unkey(gone)
    wanted = links.groups.keys()
    now = [Slip(place_of(item), one) for item in items if place_of(item) in places for one in sorted(_ids(item) & wanted)]
    book.named.put(now)
    return {slip.key for slip in was + now}


def meant(book: Book, ids: Collection[str], before: Links) -> tuple[set[str], set[str]]:
    """The events that these ids of episodes stand for, and pages on which they do; `before` are the rulings laid till now.

    What an episode is called now, or what rulings joined, is found at once; for any other id all that is told is looked through.
    """
    slips = book.heads.at(ids)
    events, pages = {slip.value[0].event for slip in slips}, {slip.value[0].page for slip in slips}
    pages |= {_page(slip.owner) for slip in book.named.at(ids)}
    rest = {one for one in ids if len(one) == ID_LENGTH} - {slip.key for slip in slips} - before.groups.keys()
    for slip in book.items.each(Named) if rest else ():
        if not rest.isdisjoint(_names(slip.value.event.id, slip.owner, slip.number)):
            pages.add(slip.owner)
    return events, pages


def _ids(item: Item) -> set[str]:
    """All ids by which a ruling on joining can mean the item."""
    return {item.event.id, *_names(item.event.id, item.page, item.number)}


def _names(event: str, page: str, number: int) -> Iterator[str]:
    """What the episode that begins with the event can be called."""
    yield episode_id(event)
    yield episode_id(event, page)
    yield episode_id(event, f"{page}#{number}")


def place_of(item: Item) -> str:
    """Where an item stands, as a key."""
    return f"{item.page}#{item.number}"


def _page(place: str) -> str:
    return place.rpartition("#")[0]


def laid_on(groups: Sequence[list[Item]], links: Links, bound: Iterable[Bound]) -> list[list[Item]]:
    """The groups of a component with people's rulings laid over them: first what must leave, then what must join."""
    here = {item.event.id for group in groups for item in group} if links.apart else set()
    for ids in links.apart:
        if not here.isdisjoint(ids):
            groups = [part for group in groups for part in _parted(group, set(ids))]
    for one in bound:
        joined = [group for group in groups if any(place_of(item) in one.places for item in group)]
        groups = [group for group in groups if not any(place_of(item) in one.places for item in group)]
        groups += [[item for group in joined for item in group]] if joined else []
    return list(groups)


def _parted(group: list[Item], leaving: set[str]) -> list[list[Item]]:
    """A group without those that leave, and those together in a group of their own."""
    out = [item for item in group if item.event.id in leaving]
    stay = [item for item in group if item.event.id not in leaving]
    return [part for part in (stay, out) if part]
