"""What cannot be a day of something done, on a page that was crawled on a known day? Any later one."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from hoadam.model.event import Event
from hoadam.model.time import Day


def bounded(events: Iterable[Event], seen: str | None) -> tuple[Event, ...]:
    """The events, what is told as done no later than the day of the crawl: a span of days ends there, a day behind it is unknown."""
    return tuple(_bounded(event, seen[:10]) for event in events) if seen else tuple(events)


def _bounded(event: Event, seen: str) -> Event:
    first, last = event.date.earliest, event.date.latest
    if event.status != "actual" or not first or not last or last <= seen:
        return event
    if first <= seen:
        return msgspec.structs.replace(event, date=msgspec.structs.replace(event.date, latest=seen))
    if first <= (date.fromisoformat(seen) + timedelta(1)).isoformat():
        return event  # the same day in another time zone
    return msgspec.structs.replace(event, date=Day(), when=None)
