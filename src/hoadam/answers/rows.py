"""What an answer holds in JSON and CSV: one flat row a line, named as in docs/output.md."""

from typing import Any

from hoadam.model.actor import Actor
from hoadam.model.story import Conflict, State, Tolls, Track, Unread
from hoadam.ports import Entry, Hit

Row = dict[str, Any]


def entry_row(entry: Entry, text: str | None = None) -> Row:
    """A line of the timeline; `text` says it in another language than the store's."""
    episode = entry.episode
    return {
        "date": episode.date.value, "earliest": episode.date.earliest, "latest": episode.date.latest,
        "type": episode.type, "mode": episode.mode, "status": episode.status, "certainty": episode.certainty,
        "process": episode.process, "step": episode.step,
        "source": names(episode.source), "target": names(episode.target), "third": names(episode.third),
        "place": episode.place.name if episode.place else None, "country": episode.place.country if episode.place else None,
        "killed": toll_row(episode.killed), "injured": toll_row(episode.injured),
        "text": text or entry.text, "words": entry.words, "page": entry.page, "page_source": entry.source,
        "reports": len(episode.reports), "outlets": episode.outlets, "disputed": list(episode.disputed), "id": episode.id,
    }  # fmt: skip


def toll_row(tolls: Tolls) -> Row | None:
    """Low, best and high; None where nobody counted."""
    return {"low": tolls.low, "best": tolls.best, "high": tolls.high} if tolls.claims else None


def track_row(track: Track) -> Row:
    """A line of the board."""
    last = track.standing
    return {
        "kind": track.kind, "name": track.name, "parties": names(track.parties), "inferred": names(track.inferred),
        "third": names(track.third), "now": track.now,
        "since": last.date.value if last else None, "due": track.due.value if track.due else None, "overdue": track.overdue,
        "states": [state_row(one) for one in track.states],
        "id": track.id,
    }  # fmt: skip


def state_row(state: State) -> Row:
    """A state of a line of the board: who took the step, and `by` how it is known."""
    return {
        "state": state.state, "date": state.date.value, "who": names(state.who), "status": state.status, "outcome": state.outcome,
        "by": state.by, "episodes": list(state.episodes),
    }  # fmt: skip


def conflict_row(conflict: Conflict) -> Row:
    """A line of the conflicts; `members` says of each episode why it belongs to it."""
    return {
        "id": conflict.id, "dyads": list(conflict.dyads), "theatre": conflict.theatre, "first": conflict.first, "last": conflict.last,
        "episodes": len(conflict.members), "tracks": list(conflict.tracks), "why": list(conflict.why),
        "members": [{"episode": one.episode, "why": one.why} for one in conflict.members],
    }  # fmt: skip


def hit_row(hit: Hit) -> Row:
    """A page found by its words."""
    return {
        "page": hit.page, "source": hit.source, "title": hit.title, "written": hit.written.value, "exact": hit.exact,
        "start": hit.quote.start if hit.quote else None, "end": hit.quote.end if hit.quote else None, "words": hit.words,
        "episodes": list(hit.episodes),
    }  # fmt: skip


def unread_row(one: Unread, *, gone: bool) -> Row:
    """A page that could not be read, and whether its file is gone."""
    return {"source": one.source, "reason": one.reason, "gone": gone}


def names(actors: tuple[Actor, ...]) -> list[str]:
    """Each actor's name, or its code where it has none."""
    return [name_of(actor) for actor in actors]


def name_of(actor: Actor) -> str:
    """The name, or code and sector."""
    return actor.name or (actor.code if actor.sector == "GOV" else f"{actor.code} {actor.sector}")
