"""How many died, by whose count? Every claim kept side by side, and low, best and high of them.

After UCDP: low is the lowest credible count, high the highest, best the latest of the most reliable speaker. After ACLED: the
conservative figure is the lowest count that still stands. A later count takes the place of an earlier one only when both count
the same dead; a total and a part of it are never added.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.event import Event, Toll
from hoadam.model.story import Episode, Figure, FigureClaim, Reading, Report, Tolls

Kind = Literal["killed", "injured"]
Key = tuple[str, str]
KINDS: tuple[Kind, ...] = ("killed", "injured")
TOTAL = "UNK"  # whose dead nobody says: a count of both sides together


def of(episodes: Iterable[Episode], readings: Iterable[Reading]) -> tuple[Episode, ...]:
    """The episodes with their dead and hurt filled in."""
    events = {(reading.page.id, event.id): event for reading in readings for event in reading.events}
    return tuple(counted(episode, events) for episode in episodes)


def counted(episode: Episode, events: Mapping[Key, Event]) -> Episode:
    """The episode with its dead and hurt filled in out of the events that its reports are of."""
    if not any(event.killed or event.injured for report in episode.reports if (event := events.get((report.page, report.event)))):
        return episode
    parties = {actor.code for actor in (*episode.source, *episode.target)}
    killed, injured = (_tolls(_claims(episode.reports, events, kind), parties) for kind in KINDS)
    return msgspec.structs.replace(episode, killed=killed, injured=injured)


def _claims(reports: Iterable[Report], events: Mapping[Key, Event], kind: Kind) -> list[FigureClaim]:
    return [
        FigureClaim(toll, report.said_by, report.written, report.page, report.event)
        for report in reports
        if (report.page, report.event) in events
        for toll in getattr(events[report.page, report.event], kind)
    ]


def _tolls(claims: Sequence[FigureClaim], parties: set[str]) -> Tolls:
    """The figures of each side, and of all: the sum of the sides that fought, or a count of all where that is more."""
    if not claims:
        return Tolls()
    whose = sorted({claim.toll.who for claim in claims}, key=lambda who: (who == TOTAL, who))
    by = tuple(figure(_totals([claim for claim in claims if claim.toll.who == who]), who) for who in whose)
    return Tolls(tuple(claims), _all(by, "low", parties), _all(by, "best", parties), _all(by, "high", parties), by)


def _totals(claims: Sequence[FigureClaim]) -> list[FigureClaim]:
    """One claim a report: where it counts one side twice, the smaller count is a part ("ten of them civilians")."""
    largest: dict[Key, FigureClaim] = {}
    for claim in claims:
        key = (claim.page, claim.event)
        if key not in largest or _count(claim.toll) > _count(largest[key].toll):
            largest[key] = claim
    return list(largest.values())


def _all(by: Sequence[Figure], name: Literal["low", "best", "high"], parties: set[str]) -> int | None:
    """The sides added up, unless one is open; those that took no part ("one of them American") are a part of the others."""
    sides = [figure for figure in by if figure.who != TOTAL and (figure.who in parties or len(by) == 1)]
    values: list[int | None] = [getattr(figure, name) for figure in sides or by]
    total: int | None = next((getattr(figure, name) for figure in by if figure.who == TOTAL), None)
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return total if name != "high" else None
    added = sum(known) if sides else max(known)
    return max(added, total) if total is not None else added


def figure(claims: Sequence[FigureClaim], who: str) -> Figure:
    """Low, best and high of the claims on one side's dead, the conservative figure, and how far standing claims lie apart."""
    ordered = sorted(claims, key=lambda claim: (claim.said or "", claim.page, claim.event))
    standing = _standing(ordered)
    counts = [_count(claim.toll) for claim in ordered]
    lows = [claim.toll.min for claim in ordered if claim.toll.min is not None]
    still = [_count(claim.toll) for claim in standing]
    best = _best(standing, who)
    return Figure(
        who=who,
        claims=tuple(claims),
        low=min(lows, default=None),
        best=best,
        high=_high(ordered),
        conservative=min(still),
        spread=round((max(still) - min(still)) / max(1, *still), 3) if len(counts) > 1 else None,
    )


def _count(toll: Toll) -> int:
    """The figure that a claim names."""
    return toll.min if toll.min is not None else toll.max or 0


def _high(claims: Sequence[FigureClaim]) -> int | None:
    """The most that anybody says, or None when a claim is open above that."""
    highs = [claim.toll.max for claim in claims if claim.toll.max is not None]
    top = max(highs, default=None)
    least = max((claim.toll.min or 0 for claim in claims), default=0)
    return top if top is not None and top >= least else None


def _standing(ordered: Sequence[FigureClaim]) -> list[FigureClaim]:
    """The claims that no later one of the same speaker, or of a speaker for the same dead, has replaced.

    A toll grows: a later and higher count replaces the earlier ones of the same dead, whoever told them. A later and lower
    one replaces only what the same speaker said.
    """
    kept: list[FigureClaim] = []
    for claim in ordered:
        kept = [old for old in kept if not _replaces(claim, old)]
        kept.append(claim)
    return kept


def _replaces(new: FigureClaim, old: FigureClaim) -> bool:
    if (new.said or "") <= (old.said or ""):
        return False
    same = _speaker(new.said_by) == _speaker(old.said_by)
    if same or _kind(new.said_by) == _kind(old.said_by):
        return same or _count(new.toll) >= _count(old.toll)
    return _speaker(old.said_by) is None and _count(new.toll) >= _count(old.toll)


def _speaker(said_by: Actor | str | None) -> tuple[str, str | None] | None:
    if isinstance(said_by, Actor):
        return said_by.code, said_by.sector
    return (said_by, None) if said_by else None


def _kind(said_by: Actor | str | None) -> str | None:
    """What sort of speaker: rebels and governments do not count for one another."""
    return said_by.sector if isinstance(said_by, Actor) and said_by.sector == "REB" else None


def _best(standing: Sequence[FigureClaim], who: str) -> int | None:
    """The newest count; of several as new the one most often told, then that of the side's own office, then the lower."""
    newest = max(claim.said or "" for claim in standing)
    fresh = [claim for claim in standing if (claim.said or "") == newest]
    counts = [_count(claim.toll) for claim in fresh]
    own = {_count(claim.toll) for claim in fresh if isinstance(claim.said_by, Actor) and claim.said_by.code == who}
    return min(counts, key=lambda n: (-counts.count(n), n not in own, n)) if counts else None
