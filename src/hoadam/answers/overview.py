"""What must one know now? What is new and changed, what is disputed, what is overdue, what is ahead, and what nobody knows."""

from collections.abc import Iterable

from hoadam.answers.periods import CERTAINTIES
from hoadam.model.base import Record
from hoadam.model.story import Line, Story, Track
from hoadam.packs.saying import Speaker, line_text
from hoadam.ports import Asked, Change, Counts, Store

NEWS = 12  # changes shown: more are in the list of changes
AHEAD = 10


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
        latest=_of(lines, "latest"),
        disputes=_of(lines, "disputes"),
        overdue=tuple(track for track in reversed(due) if track.overdue),
        ahead=tuple(track for track in due if not track.overdue)[:AHEAD],
        gaps=_of(lines, "gaps"),
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


def _due(track: Track) -> str:
    return (track.due.latest or track.due.earliest or "") if track.due else ""
