"""Which conflict does each episode belong to? By its dyad, else by place and party, else by the one war that a party is in then.

A dyad is two sides that fought, or that a ceasefire or an exchange of prisoners is between (after UCDP); "*" marks rebels of a
country. Dyads that share a side and a theatre, at about one time, are one conflict; a broker between two sides is at war with neither.
What belongs to none is in none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import NamedTuple

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.story import Conflict, Episode, Member, Ruling, Track

Dyad = tuple[str, str]
REBELS = frozenset({"REB", "PRM", "UAF", "OPP"})
PEOPLE = frozenset({"CVL", "REF", "JRN", "ELI", "MED", "BUS"})
HOSTILE = frozenset({"ceasefire", "exchange"})
NOBODY = "UNK"
CROWD = 3  # pairs of one episode, at most: a longer list of countries is a coalition, misread or not
AT_ONCE = 730  # days between the hostilities of two dyads of one conflict, at most
ACTIVE = 365  # days from a dyad's hostilities within which its parties' other deeds may be about it


@dataclass
class _Side:
    """A dyad as far as it is known: its hostile days, the countries of its fights, and how often it is told."""

    days: list[int] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    told: int = 0

    @property
    def theatre(self) -> str | None:
        """The country that most of its fights are in."""
        return min(self.countries, key=lambda code: (-self.countries[code], code)) if self.countries else None


class _Act(NamedTuple):
    """An episode with its day and the sides in it, each once."""

    episode: Episode
    day: int | None
    source: Sequence[str]
    target: Sequence[str]
    third: Sequence[str]


class Laid(Record, frozen=True):
    """What people rule: episodes put into a conflict (None = into none), dyads kept together and dyads kept apart."""

    put: dict[str, str | None]
    together: tuple[tuple[Dyad, ...], ...]
    apart: frozenset[Dyad]


def find(
    episodes: Sequence[Episode], tracks: Sequence[Track], states: Collection[str], rulings: Iterable[Ruling] = ()
) -> tuple[Conflict, ...]:
    """The conflicts, the most told first, each with its episodes and why, and its tracks.

    `states` are the codes of countries: organisations broker and are no side. `rulings` are those in force.
    """
    laid = _laid(rulings)
    acts = [act for act in (_act(episode, states) for episode in episodes) if laid.put or act.source or act.target or act.third]
    sides = _dyads(acts)
    links = _links(sides, laid)
    groups = _groups(sides, links)
    home = {dyad: group[0] for group in groups for dyad in group}
    by_side: dict[str, list[Dyad]] = {}
    for dyad in home:
        for side in dict.fromkeys(dyad):
            by_side.setdefault(side, []).append(dyad)
    members: dict[Dyad, list[tuple[Member, Episode]]] = {group[0]: [] for group in groups}
    of: dict[str, Dyad] = {}
    for act in acts:
        found = _ruled(act.episode, laid, home) or _home(act, sides, home, by_side)
        if found and found[0] in members:
            of[act.episode.id] = found[0]
            members[found[0]].append((Member(act.episode.id, found[1]), act.episode))
    threads = _tracks_of(tracks, of)
    made = [_conflict(group, sides, links, members[group[0]], threads.get(group[0], [])) for group in groups if members[group[0]]]
    return tuple(sorted(made, key=lambda one: (-len(one.members), one.id)))


def dyad_of(words: str) -> Dyad | None:
    """The dyad that "ARM-AZE" or "aze-aze*" names."""
    one, dash, other = words.upper().strip().partition("-")
    return _ordered(one.strip(), other.strip()) if dash and one.strip() and other.strip() else None


def name_of(dyad: Dyad) -> str:
    """Its name: "ARM-AZE"."""
    return "-".join(dyad)


def _ordered(one: str, other: str) -> Dyad:
    return (one, other) if one <= other else (other, one)


def _laid(rulings: Iterable[Ruling]) -> Laid:
    """The rulings that are about conflicts: a change of the field "conflict", and merges and splits of dyads."""
    put: dict[str, str | None] = {}
    together: list[tuple[Dyad, ...]] = []
    apart: set[Dyad] = set()
    for ruling in rulings:
        dyads = tuple(dyad for one in ruling.about if (dyad := dyad_of(one)))
        if ruling.act == "change" and ruling.field == "conflict":
            put |= dict.fromkeys(ruling.about, ruling.value or None)
        elif ruling.act == "merge" and len(dyads) > 1:
            together.append(dyads)
            apart -= set(dyads)
        elif ruling.act == "split" and dyads:
            apart |= set(dyads)
            together = [tuple(one for one in group if one not in dyads) for group in together]
    return Laid(put, tuple(together), frozenset(apart))


def _side(actor: Actor, states: Collection[str]) -> str | None:
    """The side that an actor fights on; None for organisations and for civilians, who may live under either side."""
    if actor.sector in REBELS:
        return f"{actor.code}*" if actor.code != NOBODY else None
    return actor.code if actor.code in states and actor.sector not in PEOPLE else None


def _sides(actors: Iterable[Actor], states: Collection[str]) -> list[str]:
    found = [side for actor in actors if (side := _side(actor, states))]
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def _act(episode: Episode, states: Collection[str]) -> _Act:
    """The episode with its sides."""
    source, target, third = (_sides(actors, states) for actors in (episode.source, episode.target, episode.third))
    return _Act(episode, _day(episode), source, target, third)


def _pairs(source: Sequence[str], target: Sequence[str]) -> Iterator[Dyad]:
    """The dyads that stand against each other in an episode: source against target, or all of a mutual one."""
    mutual = not target and len(source) > 1
    for one, other in combinations(source, 2) if mutual else product(source, target):
        if one != other:
            yield _ordered(one, other)


def _is_hostile(episode: Episode) -> bool:
    """True for a fight, and for what two sides at war do about it; a plea or a plan of others makes nobody hostile."""
    if episode.status != "actual" or episode.type == "REQUEST":
        return False
    return episode.type == "ASSAULT" or any(process in HOSTILE for process, _ in episode.steps)


def _dyads(acts: Sequence[_Act]) -> dict[Dyad, _Side]:
    """Every dyad with when and where it fights."""
    found: dict[Dyad, _Side] = {}
    for act in acts:
        episode = act.episode
        pairs = list(_pairs(act.source, act.target)) if _is_hostile(episode) else []
        for dyad in pairs if len(pairs) <= CROWD else ():
            side = found.setdefault(dyad, _Side())
            side.told += max(1, episode.outlets)
            side.days += [act.day] if act.day else []
            if episode.place and episode.place.country:
                side.countries[episode.place.country] += 1
    brokered = _brokered(acts)
    return {dyad: side for dyad, side in sorted(found.items()) if side.told > max(1, brokered[dyad]) and side.days}


def _brokered(acts: Iterable[_Act]) -> Counter[Dyad]:
    """How often one of the two stood between the other and somebody else."""
    found: Counter[Dyad] = Counter()
    for act in acts:
        for broker, side in product(act.third, dict.fromkeys((*act.source, *act.target))) if act.third else ():
            found[_ordered(broker, side)] += max(1, act.episode.outlets)
    return found


def _day(episode: Episode) -> int | None:
    iso = episode.date.earliest or episode.date.latest
    return date.fromisoformat(iso).toordinal() if iso else None


def _links(sides: Mapping[Dyad, _Side], laid: Laid) -> dict[tuple[Dyad, Dyad], str]:
    """Pairs of dyads that are one conflict, with why."""
    found: dict[tuple[Dyad, Dyad], str] = {}
    by_side: dict[str, list[Dyad]] = {}
    for dyad in sides:
        for side in dyad:
            by_side.setdefault(side, []).append(dyad)
    for shared, dyads in by_side.items():
        for one, other in combinations(dyads, 2):
            theatre = sides[one].theatre
            if laid.apart & {one, other} or theatre is None or theatre != sides[other].theatre or not _at_once(sides[one], sides[other]):
                continue
            if theatre == shared.rstrip("*"):
                found[one, other] = f"{name_of(one)} and {name_of(other)} share {shared}, and both are fought in {theatre}"
    found |= _abroad(sides, laid)
    for group in laid.together:
        there = [dyad for dyad in group if dyad in sides]
        found |= {(there[0], other): "a person's ruling" for other in there[1:]}
    return found


def _abroad(sides: Mapping[Dyad, _Side], laid: Laid) -> dict[tuple[Dyad, Dyad], str]:
    """Dyads of two outsiders in a country where both of them are at war: a part of that war."""
    found: dict[tuple[Dyad, Dyad], str] = {}
    for dyad, side in sides.items():
        where = side.theatre
        if where is None or where in _codes(dyad) or dyad in laid.apart:
            continue
        war = [other for other in sides if where in _codes(other) and sides[other].theatre == where and other not in laid.apart]
        if _codes(dyad) <= {code for other in war for code in _codes(other)}:
            chief = next(other for other in war if _codes(other) & _codes(dyad))
            found[dyad, chief] = f"both sides of {name_of(dyad)} are at war in {where}, where they meet"
    return found


def _codes(dyad: Dyad) -> set[str]:
    return {side.rstrip("*") for side in dyad}


def _at_once(one: _Side, other: _Side) -> bool:
    return min(one.days) - AT_ONCE <= max(other.days) and min(other.days) - AT_ONCE <= max(one.days)


def _groups(sides: Mapping[Dyad, _Side], links: Iterable[tuple[Dyad, Dyad]]) -> list[list[Dyad]]:
    """The dyads of each conflict, the most told first."""
    chief = {dyad: dyad for dyad in sides}

    def root(dyad: Dyad) -> Dyad:
        while chief[dyad] != dyad:
            dyad = chief[dyad]
        return dyad

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        chief[second] = first
    found: dict[Dyad, list[Dyad]] = {}
    for dyad in sides:
        found.setdefault(root(dyad), []).append(dyad)
    return [sorted(group, key=lambda dyad: (-sides[dyad].told, dyad)) for group in found.values()]


def _ruled(episode: Episode, laid: Laid, home: Mapping[Dyad, Dyad]) -> tuple[Dyad | None, str] | None:
    """Where a person put it; None when nobody did."""
    for key in (episode.id, *(report.event for report in episode.reports)) if laid.put else ():
        if key in laid.put:
            dyad = dyad_of(laid.put[key] or "")
            return (home.get(dyad) if dyad else None), "a person's ruling"
    return None


def _home(
    act: _Act, sides: Mapping[Dyad, _Side], home: Mapping[Dyad, Dyad], by_side: Mapping[str, Sequence[Dyad]]
) -> tuple[Dyad, str] | None:
    """The conflict and why: a dyad of it, else a party and the theatre, else the one conflict that a party is in at that time.

    Two outsiders belong to a war abroad only in what they do there.
    """
    there = list(dict.fromkeys((*act.source, *act.target, *act.third)))
    against = set(_pairs(act.source, act.target))
    day, place = act.day, act.episode.place
    country = place.country if place else None
    both = [dyad for dyad in (_ordered(*pair) for pair in combinations(there, 2)) if dyad in home]
    own = [dyad for dyad in both if sides[dyad].theatre in (None, country) or sides[dyad].theatre in _codes(dyad)]
    if own:
        best = min(own, key=lambda dyad: (dyad not in against, sides[dyad].theatre != country, -sides[dyad].told, dyad))
        return home[best], f"dyad {name_of(best)}"
    known = dict.fromkeys(dyad for side in there for dyad in by_side.get(side, ()))
    near = [dyad for dyad in known if day is None or _is_active(sides[dyad], day)]
    here = {home[dyad] for dyad in near if country and sides[dyad].theatre == country}
    if len(here) == 1:
        return min(here), f"{_shared(near, there)} in {country}, where it is fought"
    only = {home[dyad] for dyad in near}
    return (min(only), f"the one conflict of {_shared(near, there)} at that time") if len(only) == 1 and day is not None else None


def _shared(dyads: Iterable[Dyad], there: Sequence[str]) -> str:
    return min(side for dyad in dyads for side in dyad if side in there)


def _is_active(side: _Side, day: int) -> bool:
    return min(side.days) - ACTIVE <= day <= max(side.days) + ACTIVE


def _conflict(
    group: Sequence[Dyad], sides: Mapping[Dyad, _Side], links: Mapping[tuple[Dyad, Dyad], str], members: Sequence[tuple[Member, Episode]],
    tracks: Iterable[str],
) -> Conflict:  # fmt: skip
    days = [day for _, e in members for day in (e.date.earliest, e.date.latest) if day and e.status == "actual"]
    countries = sum((sides[dyad].countries for dyad in group), Counter[str]())
    return Conflict(
        id=name_of(group[0]),
        dyads=tuple(name_of(dyad) for dyad in group),
        parties=tuple(dict.fromkeys(Actor(side.rstrip("*"), "REB" if side.endswith("*") else "GOV") for dyad in group for side in dyad)),
        theatre=min(countries, key=lambda code: (-countries[code], code)) if countries else None,
        first=min(days, default=None),
        last=max(days, default=None),
        members=tuple(member for member, _ in members),
        tracks=tuple(tracks),
        why=tuple(why for (one, other), why in links.items() if one in group and other in group),
    )


def _tracks_of(tracks: Iterable[Track], of: Mapping[str, Dyad]) -> dict[Dyad, list[str]]:
    """The tracks of each conflict: more than half of what moved them is of it; `of` says of which an episode is."""
    found: dict[Dyad, list[str]] = {}
    for track in tracks:
        moved = [of.get(key) for state in track.states for key in state.episodes]
        for home, count in Counter(moved).items():
            if home is not None and 2 * count > len(moved):
                found.setdefault(home, []).append(track.id)
    return found
