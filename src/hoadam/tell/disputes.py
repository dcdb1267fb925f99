"""Where do reports contradict each other? On numbers, days, who fired first, and whether the truce was kept."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.story import Dispute, Episode, Figure, FigureClaim, Report

NEAR = 3  # days between an accusation and its answer, or between a truce that holds and the shot that breaks it
VIOLATED = ("ceasefire", "violated")
HOLDS = ("ceasefire", "in-force")


def find(episodes: Sequence[Episode]) -> tuple[Dispute, ...]:
    """All disputes, in the order of the episodes."""
    found: list[Dispute] = []
    for episode in episodes:
        found += _numbers(episode, "killed", episode.killed.by)
        found += _numbers(episode, "injured", episode.injured.by)
        found += _days(episode)
    return (*found, *_first_fire(episodes), *_truce(episodes))


def marked(episodes: Iterable[Episode], disputes: Iterable[Dispute]) -> tuple[Episode, ...]:
    """The episodes with what is disputed about each."""
    about: dict[str, list[str]] = {}
    for dispute in disputes:
        for key in (dispute.episode, *dispute.others):
            about.setdefault(key, []).append(dispute.about)
    return tuple(
        msgspec.structs.replace(episode, disputed=tuple(sorted(set(about[episode.id])))) if episode.id in about else episode
        for episode in episodes
    )


def _numbers(episode: Episode, kind: str, by: Iterable[Figure]) -> Iterable[Dispute]:
    """Counts of the same dead that cannot both be right, by speakers that do not correct each other."""
    for figure in by:
        if not figure.spread:
            continue
        rows: dict[str, list[str]] = {}
        for claim in _last_of_each(figure.claims):
            rows.setdefault(_said(claim), []).append(claim.event)
        if len({_range(claim) for claim in _last_of_each(figure.claims)}) > 1 and not _agree(_last_of_each(figure.claims)):
            yield Dispute(episode.id, kind, tuple((key, tuple(events)) for key, events in rows.items()), figure.who)


def _last_of_each(claims: Sequence[FigureClaim]) -> list[FigureClaim]:
    """What each speaker said last."""
    last: dict[str, FigureClaim] = {}
    for claim in sorted(claims, key=lambda c: (c.said or "", c.page, c.event)):
        last[_speaker(claim.said_by)] = claim
    return list(last.values())


def _agree(claims: Sequence[FigureClaim]) -> bool:
    low = max(claim.toll.min or 0 for claim in claims)
    highs = [claim.toll.max for claim in claims if claim.toll.max is not None]
    return not highs or low <= min(highs)


def _range(claim: FigureClaim) -> tuple[int | None, int | None]:
    return claim.toll.min, claim.toll.max


def _said(claim: FigureClaim) -> str:
    low, high = _range(claim)
    figure = str(low) if low == high else f"{low}+" if high is None else f"{low or 0}-{high}"
    return f"{_speaker(claim.said_by)}: {figure}"


def _speaker(said_by: Actor | str | None) -> str:
    """A code, an outlet, or "" for the narrator."""
    return f"{said_by.code}.{said_by.sector}" if isinstance(said_by, Actor) else said_by or ""


def _days(episode: Episode) -> Iterable[Dispute]:
    """Reports of what is done that give days which cannot be the same; those of a named clash may tell of its different days."""
    if episode.named and episode.type not in ("CONSULT", "AGREE", "SUPPORT", "CONCEDE"):
        return
    told: dict[str, list[Report]] = {}
    for report in episode.reports:
        day = report.date
        if report.status == "actual" and day.value and day.earliest and day.latest and len(day.value) >= 10:
            told.setdefault(day.value, []).append(report)
    spans = [(r[0].date.earliest or "", r[0].date.latest or "") for r in told.values()]
    if len(told) > 1 and max(first for first, _ in spans) > min(last for _, last in spans):
        yield Dispute(episode.id, "date", tuple((value, tuple(r.event for r in rows)) for value, rows in sorted(told.items())))


def _first_fire(episodes: Sequence[Episode]) -> Iterable[Dispute]:
    """Two sides that accuse each other of the attack, or of breaking the truce, within days: one dispute a fight."""
    charges = [e for e in episodes if e.type == "ACCUSE" and e.mode == "allege" and e.source and e.target and _ordinal(e) and _about(e)]
    fights: dict[frozenset[str], list[Episode]] = {}
    for episode in episodes:
        if episode.type == "ASSAULT" and episode.source:
            fights.setdefault(_sides(episode), []).append(episode)
    homes: dict[str, str] = {}
    told: dict[str, list[Episode]] = {}
    for n, one in enumerate(charges):
        for other in charges[n + 1 :]:
            if _ordinal(other) - _ordinal(one) > NEAR:
                break
            if _codes(one.source) == _codes(other.target) and _codes(one.target) == _codes(other.source):
                fight = _fight_near(one, fights.get(_sides(one), ()))
                home = fight.id if fight else homes.get(one.id, one.id)
                homes |= {one.id: home, other.id: home}
                told.setdefault(home, []).extend(e for e in (one, other) if e not in told.get(home, ()))
    for home, rows in told.items():
        by: dict[str, tuple[str, ...]] = {}
        for key, events in map(_position, rows):
            by[key] = (*by.get(key, ()), *events)
        yield Dispute(home, "first-fire", tuple(by.items()), None, tuple(one.id for one in rows if one.id != home))


def _about(episode: Episode) -> bool:
    """True for a charge of fighting: nothing said of its process, or a broken truce."""
    return not episode.steps or VIOLATED in episode.steps


def _sides(episode: Episode) -> frozenset[str]:
    return frozenset(_codes(episode.source) | _codes(episode.target))


def _fight_near(charge: Episode, fights: Iterable[Episode]) -> Episode | None:
    """The nearest of the fights between the same sides."""
    near = [f for f in fights if abs(_ordinal(f) - _ordinal(charge)) <= NEAR]
    return min(near, key=lambda f: (abs(_ordinal(f) - _ordinal(charge)), f.id), default=None)


def _truce(episodes: Sequence[Episode]) -> Iterable[Dispute]:
    """A truce that one report says holds and another says was broken."""
    holds = [e for e in episodes if HOLDS in e.steps and _ordinal(e)]
    broken = [e for e in episodes if VIOLATED in e.steps and _ordinal(e)]
    for one in holds:
        sides = _codes(one.source) | _codes(one.target)
        against = [e for e in broken if _codes(e.source) | _codes(e.target) == sides and 0 <= _ordinal(e) - _ordinal(one) <= NEAR]
        if against:
            yield Dispute(one.id, "truce", (_position(one), *map(_position, against)), None, tuple(e.id for e in against))


def _position(episode: Episode) -> tuple[str, tuple[str, ...]]:
    """Who holds it, and the events that say so."""
    who = "+".join(sorted(_codes(episode.source)))
    if episode.type == "ACCUSE":
        return f"{who}: accuse", tuple(r.event for r in episode.reports)
    return f"{who}: {' '.join(episode.steps[0]) if episode.steps else episode.type.lower()}", tuple(r.event for r in episode.reports)


def _codes(actors: Iterable[Actor]) -> set[str]:
    return {actor.code for actor in actors}


def _ordinal(episode: Episode) -> int:
    day = episode.date.earliest or episode.date.latest
    return date.fromisoformat(day).toordinal() if day else 0
