"""What happened when? The episodes asked for, counted by period for a picture, and listed a portion at a time."""

from hoadam.answers.periods import CERTAINTIES, Period, letters_for, periods, window_of
from hoadam.model.base import Record
from hoadam.ports import Asked, Entry, Store

PORTION = 50  # lines on a page


class Timeline(Record, frozen=True):
    """The answer: how many there are, how many of each certainty and without a day, the periods, and a portion of lines."""

    asked: Asked
    total: int
    undated: int
    certainties: dict[str, int]
    periods: tuple[Period, ...]
    entries: tuple[Entry, ...]
    next: str | None


def timeline(store: Store, asked: Asked, after: str | None = None, limit: int = PORTION, *, newest: bool = False) -> Timeline:
    """The timeline asked for."""
    portion = store.portion(asked, after, limit, newest=newest)
    span = window_of(store.span(asked), asked)
    letters = letters_for(*span) if span else 4
    bins = store.bins(asked, letters)
    counts: dict[str, int] = {name: sum(one.count for one in bins if one.certainty == name) for name in CERTAINTIES}
    drawn = periods(*span, letters, [(one.period, one.certainty, one.count) for one in bins]) if span else ()
    undated = sum(one.count for one in bins if not one.period)
    return Timeline(asked, sum(counts.values()), undated, counts, drawn, portion.entries, portion.next)
