"""What must one know now? What is new and changed, what is disputed, what is overdue, what is ahead, and what nobody knows."""

from collections.abc import Iterable

from hoadam.answers.periods import CERTAINTIES
from hoadam.model.base import Record
from hoadam.model.story import Line, Story, Track
from hoadam.packs.saying import Speaker, line_text, sentence
from hoadam.ports import Asked, Change, Counts, Store

NEWS = 12  # changes shown: more are in the list of changes
AHEAD = 10
NEWEST = 6


class Overview(Record, frozen=True):
    """The answer; the texts of the lines are in the language asked for."""

    counts: Counts
    certainties: dict[str, int]
    days: tuple[str, str] | None
    latest: tuple[Line, ...]
    disputes: tuple[Line, ...]
    overdue: tuple[Track, ...]
    ahead: tuple[Track, ...]
    gaps: tuple[Line, ...]
    changes: tuple[Change, ...]


def overview(store: Store, tongue: Speaker) -> Overview:
    """The overview."""
    tracks = store.tracks()
    lines = said(store, store.brief(), tracks, tongue)
    bins = store.bins(Asked(), 0)
    due = sorted((track for track in tracks if track.due), key=_due)
    return Overview(
        counts=store.counts(),
        certainties={str(name): sum(one.count for one in bins if one.certainty == name) for name in CERTAINTIES},
        days=store.span(Asked()),
        latest=_of(lines, "latest") or _newest(store, tongue),
        disputes=_of(lines, "disputes"),
        overdue=tuple(track for track in reversed(due) if track.overdue),
        ahead=tuple(track for track in due if not track.overdue)[:AHEAD],
        gaps=tuple(line for line in _of(lines, "gaps") if line.about != "single-source"),  # the certainties say that number
        changes=tuple(store.latest_changes(NEWS)),
    )


def said(store: Store, lines: Iterable[Line], tracks: Iterable[Track], tongue: Speaker) -> list[Line]:
    """The lines with their texts in the language of the speaker."""
    wanted = list(lines)
    disputes = tuple(store.disputes()) if any(line.section == "disputes" for line in wanted) else ()
    entries = store.entries(list(dict.fromkeys(line.episode for line in wanted)))
    story = Story(tuple(entry.episode for entry in entries), tuple(tracks), disputes)
    return [Line(one.episode, one.date, line_text(one, story, tongue), one.certainty, one.section, one.track, one.about) for one in wanted]


def _of(lines: Iterable[Line], section: str) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.section == section)


def _newest(store: Store, tongue: Speaker) -> tuple[Line, ...]:
    """The newest that happened: what is shown where the brief has nothing of the last days."""
    entries = store.portion(Asked(), None, 4 * NEWEST, newest=True).entries
    done = [entry.episode for entry in entries if entry.episode.status == "actual"][:NEWEST]
    return tuple(Line(one.id, one.date, sentence(one, tongue), one.certainty, "latest") for one in done)


def _due(track: Track) -> str:
    return (track.due.latest or track.due.earliest or "") if track.due else ""
