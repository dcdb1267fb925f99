"""Where do reports contradict each other? On numbers, days, who fired first, and whether the truce was kept."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.story import Dispute, Episode, Figure, FigureClaim, Report

NEAR = 3  # days between an accusation and its answer, or between a truce that holds and the shot that breaks it
VIOLATED = ("ceasefire", "violated")
HOLDS = ("ceasefire", "in-force")
Days = Sequence[tuple[int, Episode]]  # episodes with their days, in order
Charge = tuple[int, int, Episode, set[str], set[str]]  # its day, its place among the episodes, and the codes of who charges whom


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
    if len(episode.reports) < 2 or (episode.named and episode.type not in ("CONSULT", "AGREE", "SUPPORT", "CONCEDE")):
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
    charges: dict[frozenset[str], list[Charge]] = {}
    fights: dict[frozenset[str], list[tuple[int, Episode]]] = {}
    for n, episode in enumerate(episodes):
        if episode.type == "ASSAULT" and episode.source and (day := _ordinal(episode)):
            fights.setdefault(_sides(episode), []).append((day, episode))
        elif _is_charge(episode) and (day := _ordinal(episode)):
            charges.setdefault(_sides(episode), []).append((day, n, episode, _codes(episode.source), _codes(episode.target)))
    told = [row for sides, rows in charges.items() if len(rows) > 1 for row in _quarrels(rows, fights.get(sides, ()))]
    for _, home, rows in sorted(told, key=lambda row: row[0]):  # as they begin
        by: dict[str, tuple[str, ...]] = {}
        for key, events in map(_position, rows):
            by[key] = (*by.get(key, ()), *events)
        yield Dispute(home, "first-fire", tuple(by.items()), None, tuple(one.id for one in rows if one.id != home))


def _is_charge(episode: Episode) -> bool:
    return episode.type == "ACCUSE" and episode.mode == "allege" and bool(episode.source and episode.target) and _about(episode)


def _quarrels(charges: Sequence[Charge], fights: Days) -> list[tuple[tuple[int, int], str, list[Episode]]]:
    """Of the charges between the same sides those that answer each other: where they begin, what they are about, and the charges."""
    homes: dict[str, str] = {}
    found: dict[str, tuple[tuple[int, int], dict[str, Episode]]] = {}
    for place, (day, n, one, source, target) in enumerate(charges):
        fight, is_sought = None, False
        for later, m, other, its_source, its_target in charges[place + 1 :]:
            if later - day > NEAR:
                break
            if source == its_target and target == its_source:
                fight, is_sought = fight if is_sought else _fight_near(day, fights), True
                home = fight.id if fight else homes.get(one.id, one.id)
                homes |= {one.id: home, other.id: home}
                found.setdefault(home, ((n, m), {}))[1].update({one.id: one, other.id: other})
    return [(began, home, list(rows.values())) for home, (began, rows) in found.items()]


def _about(episode: Episode) -> bool:
    """True for a charge of fighting: nothing said of its process, or a broken truce."""
    return not episode.steps or VIOLATED in episode.steps


def _sides(episode: Episode) -> frozenset[str]:
    return frozenset(_codes(episode.source) | _codes(episode.target))


def _fight_near(day: int, fights: Days) -> Episode | None:
    """The nearest of the fights between the same sides, which are in order."""
    near = _within(fights, day - NEAR, day + NEAR)
    return min(near, key=lambda row: (abs(row[0] - day), row[1].id), default=(0, None))[1]


def _within(rows: Days, low: int, high: int) -> Days:
    """Those of the rows, which are in order, that are of these days."""
    return rows[bisect_left(rows, low, key=lambda row: row[0]) : bisect_right(rows, high, key=lambda row: row[0])]


def _truce(episodes: Sequence[Episode]) -> Iterable[Dispute]:
    """A truce that one report says holds and another says was broken."""
    broken: dict[frozenset[str], list[tuple[int, Episode]]] = {}
    for episode in episodes:
        if VIOLATED in episode.steps and (day := _ordinal(episode)):
            broken.setdefault(_sides(episode), []).append((day, episode))
    for one in episodes if broken else ():
        if HOLDS in one.steps and (day := _ordinal(one)):
            against = [episode for _, episode in _within(broken.get(_sides(one), ()), day, day + NEAR)]
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
