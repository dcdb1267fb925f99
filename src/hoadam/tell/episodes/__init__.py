"""Which reports tell of one happening? Episodes joined over pages, outlets, days and wording."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hoadam.model.shelf import blank
from hoadam.model.story import Episode, Reading
from hoadam.tell.episodes.bonds import Links, meant
from hoadam.tell.episodes.growing import KINDS, Grown, Others, Told, grow
from hoadam.tell.episodes.items import Item, items_of
from hoadam.tell.episodes.known import Known, compile_known, named
from hoadam.tell.episodes.made import episode_id
from hoadam.tell.episodes.mending import mended

__all__ = [
    "KINDS", "Grown", "Item", "Known", "Links", "Others", "Told", "compile_known", "episode_id", "grow", "in_time", "items", "join",
    "meant",
]  # fmt: skip


def items(reading: Reading, known: Known, origin: str | None = None) -> list[Item]:
    """Every event of the reading as joining sees it, with the dated event that it is a report of; `origin` as in Item."""
    found: list[Item] = []
    for item in items_of(mended(reading, known.terms), origin):
        words = " \n ".join(span.of(reading.page.text) for span in item.event.quotes)
        name = named(item, words, known)
        found.append(msgspec.structs.replace(item, named=name) if name else item)
    return found


def join(
    readings: Sequence[Reading], known: Known, origins: Mapping[str, str] | None = None, links: Links | None = None
) -> tuple[Episode, ...]:
    """The episodes of these readings in order of time, the same for any order of the readings; `origins` by the page of a reprint."""
    made = {reading.page.id: items(reading, known, (origins or {}).get(reading.page.id)) for reading in readings}
    grown = grow(blank(), made, links or Links())
    return in_time(episode for episode, _ in grown.told)


def in_time(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    """The episodes in order of time, those without any day last."""
    return tuple(sorted(episodes, key=lambda e: (e.date.earliest or e.date.latest or "9999", e.date.latest or "9999", e.id)))
