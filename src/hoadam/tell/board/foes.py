"""Who fights whom in the story, and when? What a thread of a peace process needs to know of its other side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, product

from hoadam.model.actor import Actor
from hoadam.model.story import Episode
from hoadam.model.time import Day

REBELS = frozenset({"REB", "PRM", "UAF", "OPP"})
TWICE = 2  # sides of a fight; and reports of it that make two foes: one may be misread
ACTIVE = 365  # days from a fight of theirs in which they are foes
FIGHTS = frozenset({("ceasefire", "agreed"), ("ceasefire", "declared"), ("ceasefire", "violated")})
Foes = Mapping[frozenset[str], Sequence[int]]  # the days on which two sides fought


def foes_of(episodes: Iterable[Episode]) -> Foes:
    """Pairs of sides that at least two reports tell of as fighting, or as making a truce, with the days."""
    found: dict[frozenset[str], list[int]] = {}
    told: dict[frozenset[str], int] = {}
    for episode in episodes:
        if (
            episode.status != "actual"
            or (episode.type != "ASSAULT" and not FIGHTS.intersection(episode.steps))
            or episode.type == "REQUEST"
        ):
            continue
        source, target = sides(episode.source), sides(episode.target)
        pairs = list(product(source, target)) if target else list(combinations(sorted(source), 2)) if len(source) == TWICE else []
        for pair in map(frozenset, pairs):
            if len(pair) == TWICE:
                found.setdefault(pair, []).extend([day] if (day := number(episode.date)) else [])
                told[pair] = told.get(pair, 0) + len(episode.reports)
    return {pair: days for pair, days in found.items() if told[pair] >= TWICE}


def only_foe(sides: set[str], day: int, foes: Foes) -> str | None:
    """The one whom this one side fights at that time; None when there are several, or none."""
    if len(sides) != 1 or not day:
        return None
    others = {min(pair - sides) for pair, days in foes.items() if sides < pair and any(abs(day - one) <= ACTIVE for one in days)}
    return min(others) if len(others) == 1 else None


def sides(actors: Iterable[Actor]) -> set[str]:
    """Codes, with "*" for armed groups against their state."""
    return {actor.code + "*" * (actor.sector in REBELS) for actor in actors if actor.code != "UNK"}


def number(day: Day) -> int:
    """The number of its first day, else of its last; 0 for none."""
    iso = day.earliest or day.latest
    return date.fromisoformat(iso).toordinal() if iso else 0
