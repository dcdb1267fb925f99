"""What does a reader need to know now? The latest, the board, the disputes, the background, and what is missing; each with its episode."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest

from hoadam.model.story import Dispute, Episode, Line, Track
from hoadam.model.time import Day
from hoadam.packs.saying import Speaker, dispute_line, gap_line, sentence, track_line

WEEK = 7  # days before the newest day told that are the latest
MOST = {"latest": 10, "since": 30, "board": 16, "disputes": 12, "background": 12}
STILL = 400  # days after which a thread that nobody mentions is left off the board
SILENCE = 60  # days without any news that are a gap between two episodes of one set of pages


def brief(
    episodes: Sequence[Episode],
    tracks: Sequence[Track],
    disputes: Sequence[Dispute],
    tongue: Speaker,
    since: str | None = None,
) -> tuple[Line, ...]:
    """The lines of the brief, section by section; `since` begins the latest, which then holds what changed since, too."""
    newest = _newest(episodes)
    if newest is None:
        return ()
    start = since or (date.fromisoformat(newest) - timedelta(WEEK)).isoformat()
    fresh = _new(episodes, start)
    known = {episode.id for episode in fresh}
    changed = [e for e in episodes if since and e.id not in known and _is_changed(e, since)]
    latest = _top([*fresh, *changed], MOST["since" if since else "latest"])
    told = {episode.id for episode in latest}
    old = [e for e in episodes if e.id not in told and (e.date.earliest or e.date.latest or "9999") < start and e.status == "actual"]
    by_id = {episode.id: episode for episode in episodes}
    return (
        *(_line(episode, "latest", tongue) for episode in latest),
        *_board(tracks, by_id, newest, tongue),
        *(_dispute(dispute, by_id, tongue) for dispute in disputes[: MOST["disputes"]]),
        *(_line(episode, "background", tongue) for episode in _top(old, MOST["background"])),
        *_gaps(episodes, tongue),
    )


def _newest(episodes: Sequence[Episode]) -> str | None:
    """The newest day of a page or of anything done."""
    days = {r.written for e in episodes for r in e.reports} | {e.date.latest for e in episodes if e.status == "actual"}
    return max((day for day in days if day), default=None)


def _new(episodes: Iterable[Episode], start: str) -> list[Episode]:
    """What happened since, what is ahead, and what was told since without a day."""
    return [
        e for e in episodes
        if (e.date.latest or "") >= start or (not e.date.value and any((r.written or "") >= start for r in e.reports))
    ]  # fmt: skip


def _is_changed(episode: Episode, since: str) -> bool:
    """True when what was told before is told otherwise since: another toll, or done what was planned."""
    for figure in (*episode.killed.by, *episode.injured.by):
        before = {claim.toll for claim in figure.claims if claim.said and claim.said < since}
        if before and any(claim.toll not in before for claim in figure.claims if claim.said and claim.said >= since):
            return True
    old = {status for day, status in episode.history if day < since}
    return bool(old) and any(status not in old for day, status in episode.history if day >= since)


def _top(episodes: Iterable[Episode], most: int) -> list[Episode]:
    """The weightiest, in order of time, no sentence twice."""
    ranked = nsmallest(most, episodes, key=lambda e: (-e.weight, e.id))
    return sorted(ranked, key=lambda e: (e.date.earliest or e.date.latest or "9999", e.id))


def _line(episode: Episode, section: str, tongue: Speaker) -> Line:
    return Line(episode.id, episode.date, sentence(episode, tongue), episode.certainty, section)


def _board(tracks: Iterable[Track], by_id: Mapping[str, Episode], newest: str, tongue: Speaker) -> list[Line]:
    """A line for each thread that still lives, with the episode that brought it where it stands."""
    edge = (date.fromisoformat(newest) - timedelta(STILL)).isoformat()
    found: list[Line] = []
    for track in tracks:
        state = track.standing
        if state is None or max(state.date.latest or "" for state in track.states) < edge:
            continue
        episode = by_id[state.episodes[0]]
        certainty = "disputed" if state.status == "alleged" else episode.certainty
        found.append(Line(episode.id, state.date, track_line(track, tongue), certainty, "board", track.id))
    return found[: MOST["board"]]


def _dispute(dispute: Dispute, by_id: Mapping[str, Episode], tongue: Speaker) -> Line:
    episode = by_id[dispute.episode]
    return Line(episode.id, episode.date, dispute_line(dispute, by_id, tongue), "disputed", "disputes", dispute.who, dispute.about)


def _gaps(episodes: Sequence[Episode], tongue: Speaker) -> list[Line]:
    """How many happenings rest on one source or have no day, and the stretches of which nothing is told."""
    found: list[Line] = []
    for about, rows in (
        ("single-source", [e for e in episodes if e.outlets == 1 and e.status == "actual"]),
        ("undated", [e for e in episodes if not (e.date.earliest and e.date.latest)]),
    ):
        if rows:
            words = gap_line(about, len(rows), Day(), tongue)
            found.append(Line(rows[0].id, Day(), words, "single-source", "gaps", None, about, len(rows)))
    return found + _silences(episodes, tongue)


def _silences(episodes: Sequence[Episode], tongue: Speaker) -> list[Line]:
    """Stretches longer than two months between things dated to the day, the newest first, three at most."""
    dated = [e for e in episodes if e.date.earliest and e.date.latest and len(e.date.value or "") >= len("2020-09-27")]
    exact = sorted((e.date.earliest or "", e.date.latest or "", e.id) for e in dated)
    found: list[Line] = []
    last = exact[0][1] if exact else ""
    for first, until, episode in exact:
        if first > last and (date.fromisoformat(first) - date.fromisoformat(last)).days > SILENCE:
            gap = Day(f"{last}/{first}", last, first)
            found.append(Line(episode, gap, gap_line("period", None, gap, tongue), "single-source", "gaps", None, "period"))
        last = max(last, until)
    return found[::-1][:3]
