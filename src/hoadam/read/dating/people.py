"""What offices say of the day of writing: who is named as holding one, as having held it, or as elected to it."""

from collections.abc import Iterator, Mapping, Sequence

from hoadam.model.actor import Naming
from hoadam.packs.fold import Folded, lowered
from hoadam.read.dating import curves
from hoadam.read.dating.almanac import Almanac, Tenure
from hoadam.read.dating.odds import FIRST, LAST, Hint, Window
from hoadam.read.dating.scene import Scene

_EDGE = 15  # days: news calls people by an office shortly before they have it and after they left it
_NEAR = 100
_QUALIFIED = 14  # letters before and after the title in which "cựu" or "đắc cử" stand
_MOST_ROWS = 4  # a surname with a role that fits more tenures says nothing


def hints(scene: Scene, almanac: Almanac) -> Iterator[Hint]:
    """One hint for each person and way of being called."""
    seen: set[tuple[str, str]] = set()
    for naming in scene.namings:
        found = _tenures(naming, scene.text, almanac) if naming.person or naming.known in almanac.people else None
        if found is None:
            continue
        tenures, way = found
        key = (tenures[0].name, way)
        if key not in seen:
            seen.add(key)
            yield Hint(way, _cue(tenures, way), naming, tuple(_windows(tenures, _WEIGHTS[way])))


_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "office": curves.IN_OFFICE,
    "named": curves.NAMED,
    "former": curves.ONCE_IN_OFFICE,
    "elect": curves.ELECTED,
    "new": curves.NOW_NEW,
}


def _cue(tenures: Sequence[Tenure], way: str) -> str:
    one = tenures[0]
    return f"{one.name} {'as' if way == 'office' else way + ':'} {one.role.replace('-', ' ')} of {one.owner.upper()}"


def _tenures(naming: Naming, text: Folded, almanac: Almanac) -> tuple[tuple[Tenure, ...], str] | None:
    """The terms of office that a naming calls up, and in which way; None when it calls up none."""
    roles = [almanac.roles[title] for title in naming.titles if title in almanac.roles] if naming.titles else []
    if not roles and naming.known not in almanac.people:
        return None
    way = _way(naming, text, almanac)
    if naming.known in almanac.people:
        terms = almanac.people[naming.known or ""]
        fitting = tuple(term for term in terms if term.role in roles and _owned(term, naming))
        if way == "former":
            return (terms, "former") if terms else None
        return (fitting, way or "office") if fitting else (terms, "named") if terms else None
    name = lowered(naming.person.of(text.text)) if naming.person and way != "former" else ""
    if not name or (" " not in name and not naming.owners):  # "Chủ tịch Kim": a family name alone, and nobody says of what
        return None
    rows = [row for role in roles for key in dict.fromkeys((name, name.split()[-1])) for row in almanac.holders.get((role, key), ())]
    rows = [row for row in rows if _owned(row, naming)]
    if not rows or len(rows) > _MOST_ROWS or (" " in name and len({row.name for row in rows}) > 1):
        return None
    return tuple(rows), way or "office"


def _owned(tenure: Tenure, naming: Naming) -> bool:
    return not naming.owners or any(owner.id == tenure.owner for owner in naming.owners)


def _way(naming: Naming, text: Folded, almanac: Almanac) -> str:
    """The way of being called, where a word in or beside the title says so: "former", "elect" or "new"."""
    end = naming.person.start if naming.person else naming.end
    words = text.lower[max(0, naming.start - 6) : min(len(text.lower), end)]
    for way in ("elect", "former", "new"):
        if almanac.qualifiers[way].search(words):
            return way
    return "former" if "former" in naming.titles else ""


def _windows(tenures: Sequence[Tenure], weights: Mapping[str, float]) -> Iterator[Window]:
    """Log weights of all days by how they lie to the terms: the kindest of several terms counts."""
    edges = {FIRST}
    for t in tenures:
        edges |= {t.first - _NEAR, t.first - _EDGE, t.last + _EDGE + 1, t.last + _NEAR + 1}
    starts = sorted(edge for edge in edges if FIRST <= edge <= LAST)
    for first, after in zip(starts, [*starts[1:], LAST + 1], strict=True):
        weight = max(_weight(first, tenure, weights) for tenure in tenures)
        if weights is curves.ONCE_IN_OFFICE and any(tenure.first - _EDGE <= first <= tenure.last + _EDGE for tenure in tenures):
            weight = weights["inside"]
        if weight:
            yield first, after - 1, weight


def _weight(day: int, tenure: Tenure, weights: Mapping[str, float]) -> float:
    if day < tenure.first - _NEAR:
        return weights["before"]
    if day < tenure.first - _EDGE:
        return weights["just-before"]
    if day <= tenure.last + _EDGE:
        return weights["inside"]
    return weights["just-after"] if day <= tenure.last + _NEAR else weights["after"]
