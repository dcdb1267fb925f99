"""How many died or were hurt, by whose count? Every claim of every episode that counts, side by side."""

from collections.abc import Iterator

from hoadam.answers.rows import Row, name_of
from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.story import FigureClaim
from hoadam.ports import Asked, Entry, Store

PORTION = 25


class Figures(Record, frozen=True):
    """The answer: how many episodes count, and a portion of them."""

    asked: Asked
    total: int
    entries: tuple[Entry, ...]
    next: str | None


def figures(store: Store, asked: Asked, after: str | None = None, limit: int = PORTION) -> Figures:
    """The episodes with tolls, the newest first; `asked.counted` must be set."""
    portion = store.portion(asked, after, limit, newest=True)
    return Figures(asked, store.count(asked), portion.entries, portion.next)


def claim_rows(entry: Entry, text: str) -> Iterator[Row]:
    """A row a claim: what is counted, whose, how many, on whose word, when it was said, and where it stands."""
    episode = entry.episode
    for what, tolls in (("killed", episode.killed), ("injured", episode.injured)):
        for claim in tolls.claims:
            yield {
                "episode": episode.id, "date": episode.date.value, "text": text, "certainty": episode.certainty, "what": what,
                "whose": claim.toll.who, "min": claim.toll.min, "max": claim.toll.max, "said_by": speaker_name(claim), "said": claim.said,
                "low": tolls.low, "best": tolls.best, "high": tolls.high, "page": claim.page, "event": claim.event,
            }  # fmt: skip


def speaker_name(claim: FigureClaim) -> str | None:
    """Who says it; None where the page tells it itself."""
    return name_of(claim.said_by) if isinstance(claim.said_by, Actor) else claim.said_by
