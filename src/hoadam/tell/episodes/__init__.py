"""Which reports tell of one happening? Episodes joined over pages, outlets, days and wording."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hoadam.model.story import Episode, Reading
from hoadam.tell.episodes.clusters import clusters
from hoadam.tell.episodes.items import Item, items
from hoadam.tell.episodes.known import Known, compile_known, named
from hoadam.tell.episodes.made import episode_id, made

__all__ = ["Known", "compile_known", "episode_id", "join"]


def join(
    readings: Sequence[Reading],
    known: Known,
    copies: Mapping[str, str] | None = None,
    together: Iterable[Sequence[str]] = (),
    apart: Iterable[Sequence[str]] = (),
) -> tuple[Episode, ...]:
    """The episodes in order of time; the same for any order of the readings.

    `copies` maps the page of a reprint to its original. `together` and `apart` are people's rulings, as event ids: what must
    be one episode, and what must leave the one it is in.
    """
    prepared = _with_names(items(readings, copies or {}), readings, known)
    groups = _ruled(clusters(prepared), prepared, list(together), list(apart))
    pages = {reading.page.id: reading.page.source for reading in readings}
    found = _distinct([made([prepared[n] for n in group], pages) for group in groups])
    return tuple(sorted(found, key=lambda e: (e.date.earliest or e.date.latest or "9999", e.date.latest or "9999", e.id)))


def _distinct(found: Sequence[Episode]) -> list[Episode]:
    """The episodes with ids of their own, also where two begin with the same sentence of two pages."""
    counts = Counter(episode.id for episode in found)
    return [episode if counts[episode.id] == 1 else _renamed(episode) for episode in found]


def _renamed(episode: Episode) -> Episode:
    first = episode.reports[0]
    return msgspec.structs.replace(episode, id=episode_id(first.event, first.page))


def _with_names(prepared: Sequence[Item], readings: Iterable[Reading], known: Known) -> list[Item]:
    """The items with the dated event that each is a report of."""
    texts = {reading.page.id: reading.page.text for reading in readings}
    found: list[Item] = []
    for item in prepared:
        words = " \n ".join(span.of(texts[item.page]) for span in item.event.quotes)
        name = named(item, words, known)
        found.append(msgspec.structs.replace(item, named=name) if name else item)
    return found


def _ruled(
    groups: list[list[int]], prepared: Sequence[Item], together: Sequence[Sequence[str]], apart: Sequence[Sequence[str]]
) -> list[list[int]]:
    """The groups with people's rulings laid over them: first what must leave, then what must join."""
    places: dict[str, set[int]] = {}
    for item in prepared:
        places.setdefault(item.event.id, set()).add(item.order)
    for ids in apart:
        leaving = {n for one in ids for n in places.get(one, ())}
        groups = [part for group in groups for part in _parted(group, leaving)]
    for ids in together:
        wanted = {n for one in ids for n in places.get(one, ())}
        joined = [group for group in groups if wanted.intersection(group)]
        groups = [group for group in groups if not wanted.intersection(group)]
        groups += [sorted(n for group in joined for n in group)] if joined else []
    return sorted(groups)


def _parted(group: list[int], leaving: set[int]) -> list[list[int]]:
    """A group without those that leave, and those together in a group of their own."""
    out = [n for n in group if n in leaving]
    stay = [n for n in group if n not in leaving]
    return [part for part in (stay, out) if part]
