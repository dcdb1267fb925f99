"""What an answer holds in JSON and CSV: one flat row a line, named as in docs/output.md."""

from typing import Any

from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Tolls, Track, Unread
from hoadam.ports import Entry, Hit

Row = dict[str, Any]


def entry_row(entry: Entry) -> Row:
    """A line of the timeline."""
    episode = entry.episode
    return {
        "date": episode.date.value, "earliest": episode.date.earliest, "latest": episode.date.latest,
        "type": episode.type, "mode": episode.mode, "status": episode.status, "certainty": entry.certainty,
        "process": episode.process, "step": episode.step,
        "source": names(episode.source), "target": names(episode.target), "third": names(episode.third),
        "place": episode.place.name if episode.place else None, "country": episode.place.country if episode.place else None,
        "killed": toll_row(episode.killed), "injured": toll_row(episode.injured),
        "text": entry.text, "words": entry.words, "page": entry.page, "page_source": entry.source,
        "reports": len(episode.reports), "outlets": episode.outlets, "disputed": list(episode.disputed), "id": episode.id,
    }  # fmt: skip


def toll_row(tolls: Tolls) -> Row | None:
    """Low, best and high; None where nobody counted."""
    return {"low": tolls.low, "best": tolls.best, "high": tolls.high} if tolls.claims else None


def track_row(track: Track) -> Row:
    """A line of the board."""
    last = track.states[-1] if track.states else None
    return {
        "kind": track.kind, "name": track.name, "parties": names(track.parties), "third": names(track.third), "now": track.now,
        "since": last.date.value if last else None, "due": track.due.value if track.due else None, "overdue": track.overdue,
        "states": [{"state": one.state, "date": one.date.value, "episodes": list(one.episodes)} for one in track.states],
        "id": track.id,
    }  # fmt: skip


def hit_row(hit: Hit) -> Row:
    """A page found by its words."""
    return {
        "page": hit.page, "source": hit.source, "title": hit.title, "written": hit.written.value, "exact": hit.exact,
        "start": hit.quote.start if hit.quote else None, "end": hit.quote.end if hit.quote else None, "words": hit.words,
        "episodes": list(hit.episodes),
    }  # fmt: skip


def unread_row(one: Unread) -> Row:
    """A page that could not be read."""
    return {"source": one.source, "reason": one.reason}


def names(actors: tuple[Actor, ...]) -> list[str]:
    """Each actor's name, or its code where it has none."""
    return [name_of(actor) for actor in actors]


def name_of(actor: Actor) -> str:
    """The name, or code and sector."""
    return actor.name or (actor.code if actor.sector == "GOV" else f"{actor.code} {actor.sector}")


def happening(episode: Episode) -> str:
    """An episode in a few words: who, what, to whom, where."""
    who = ", ".join(names(episode.source)) or "?"
    whom = ", ".join(names(episode.target))
    what = f"{episode.process} {episode.step}" if episode.process and episode.step else (episode.mode or episode.type.lower())
    counted = ((episode.killed, "killed"), (episode.injured, "injured"))
    toll = "".join(f", {count_of(tolls)} {word}" for tolls, word in counted if tolls.claims)
    place = f" ({episode.place.name})" if episode.place else ""
    return f"{who}{' → ' + whom if whom else ''}: {what}{place}{toll}"


def count_of(tolls: Tolls) -> str:
    """A toll in figures: "49", "49 to 60", "at least 49"."""
    if tolls.low is not None and tolls.high is not None:
        return str(tolls.low) if tolls.low == tolls.high else f"{tolls.low} to {tolls.high}"
    if tolls.low is not None:
        return f"at least {tolls.low}"
    return f"at most {tolls.high}" if tolls.high is not None else str(tolls.best or "?")
