"""Which reports say the very same? They are one node, compared with others once; two of one page are never one."""

import hashlib
from collections.abc import Iterable

import msgspec

from hoadam.model.base import Record
from hoadam.tell.episodes.items import Item, Rank


class Node(Record, frozen=True):
    """Reports that say the very same, in order: its id, and the first of them, which is compared for all."""

    id: str
    members: tuple[Item, ...]

    @property
    def face(self) -> Item:
        """The first of its reports."""
        return self.members[0]

    @property
    def rank(self) -> Rank:
        """Its place among the others."""
        return self.members[0].rank


def sign(item: Item) -> str:
    """What reports that say the very same have in common, as a digest."""
    event = item.event
    is_bare = len(item.codes) < 2 and not (event.process or event.killed or item.named)
    said = sorted(item.words) if item.first is None or item.soft or is_bare else None
    alone = (item.page, item.number) if item.first is None and not item.words else None
    parts = (
        item.family, event.type, event.mode, event.process, event.step, event.status, sorted(item.source), sorted(item.target),
        sorted(item.third), item.first, item.last, item.soft, item.place, sorted(item.people), event.killed, item.named, said, alone,
    )  # fmt: skip
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=9).hexdigest()


def nodes(signed: Iterable[tuple[str, Item]]) -> dict[str, Node]:
    """The nodes of these items (all that there are of their signs) by id."""
    rows = sorted(signed, key=lambda row: (row[0], row[1].rank))
    found: dict[tuple[str, int], list[Item]] = {}
    for key, item in rows:
        turn = 0
        while (key, turn) in found and found[key, turn][-1].key == item.key:
            turn += 1
        found.setdefault((key, turn), []).append(item)
    return {f"{key}/{turn}": Node(f"{key}/{turn}", tuple(members)) for (key, turn), members in found.items()}
