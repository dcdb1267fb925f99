"""Gold events made as bad as a program's: fields lost, sectors and days wrong, events missing, others made up."""

import random
from collections.abc import Sequence

import msgspec

from hoadam.model.event import Event
from hoadam.model.story import Reading
from hoadam.model.time import Day


def noisy(readings: Sequence[Reading], seed: int) -> list[Reading]:
    """The readings, each event spoilt with some chance, always in the same way for one seed."""
    dice = random.Random(seed)
    return [msgspec.structs.replace(reading, events=tuple(_all(reading.events, dice))) for reading in readings]


def _all(events: Sequence[Event], dice: random.Random) -> list[Event]:
    found = []
    for event in events:
        spoilt = _spoilt(event, dice)
        if dice.random() < 0.8:
            found.append(spoilt)
        if dice.random() < 0.1:
            other = dice.choice(events)
            found.append(msgspec.structs.replace(spoilt, id=event.id[::-1], type=other.type, process=None, step=None, date=other.date))
    return found


def _spoilt(event: Event, dice: random.Random) -> Event:
    changes: dict[str, object] = {}
    for name, lost in (("place", None), ("mode", None), ("third", ()), ("killed", ()), ("said_by", None)):
        if dice.random() < 0.3:
            changes[name] = lost
    if dice.random() < 0.3:
        changes |= {"process": None, "step": None}
    if dice.random() < 0.15:
        changes["date"] = Day()
    if dice.random() < 0.3 and event.source:
        changes["source"] = tuple(
            msgspec.structs.replace(a, sector="GOV" if a.sector == "MIL" else a.sector, name=None) for a in event.source
        )
    if dice.random() < 0.1 and event.target:
        changes |= {"source": event.source + event.target, "target": ()}
    if dice.random() < 0.1 and len(event.source) > 1:
        changes["source"] = event.source[:1]
    return msgspec.structs.replace(event, **changes)
