"""Why is an answer empty, and what is there that comes near to what was asked?"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

import msgspec

from hoadam.model.base import Record
from hoadam.packs.fold import bare, fold
from hoadam.packs.kit import Kit
from hoadam.ports import Asked, Store

FILTERS: Mapping[str, tuple[str, ...]] = {  # each filter, and the fields of a question that it sets
    "days": ("since", "until"), "actor": ("actor",), "with": ("other",), "type": ("type",), "process": ("process",),
    "country": ("country",), "certainty": ("certainty",),
}  # fmt: skip
SOME = 8  # names shown of what there is
NEAREST, LIKE = 3, 0.72  # names shown of what comes near, and how like they must be (1 = the same)
LONG = 6  # letters of one word of a person's name by which it may be asked for: of shorter ones too many are like each other


class Unmet(Record, frozen=True):
    """A filter that nothing answers to even alone, the value asked for, values near to it, and else those that there are."""

    what: str
    asked: str
    near: tuple[str, ...]
    has: tuple[str, ...] = ()


class Empty(Record, frozen=True):
    """Why nothing was found: how much there is without filters, its days, whether the days asked for are turned round, what is unmet alone.

    `without` says how much answers when one filter is left out.
    """

    held: int
    days: tuple[str, str] | None
    turned: bool
    unmet: tuple[Unmet, ...]
    without: dict[str, int]


def why_empty(store: Store, asked: Asked, kit: Kit, counted: Callable[[Asked], int] | None = None) -> Empty:
    """Why nothing answers to the question; `counted` says how much answers to one, where that is not all episodes."""
    count = counted or store.count
    wanted = [name for name, fields in FILTERS.items() if any(getattr(asked, field) for field in fields)]
    held = count(_only(asked, ()))
    turned = bool(asked.since and asked.until and asked.since > asked.until)
    unmet = tuple(_unmet(store, asked, kit, name) for name in wanted if held and not count(_only(asked, FILTERS[name])))
    without = {name: count(_less(asked, name)) for name in wanted} if held and len(wanted) > 1 else {}
    return Empty(held, store.span(_only(asked, ())), turned, unmet, {name: number for name, number in without.items() if number})


def _only(asked: Asked, fields: Iterable[str]) -> Asked:
    """The question with these filters alone."""
    return Asked(counted=asked.counted, placeless=asked.placeless, **{field: getattr(asked, field) for field in fields})


def _less(asked: Asked, name: str) -> Asked:
    return msgspec.structs.replace(asked, **dict.fromkeys(FILTERS[name]))


def _unmet(store: Store, asked: Asked, kit: Kit, name: str) -> Unmet:
    value = str(next((given for field in FILTERS[name] if (given := getattr(asked, field))), ""))
    if name == "type":
        return _of_codes(name, value, store.types(), kit.codebooks["plover"].types)
    if name == "process":
        return _of_codes(name, value, [one for one in kit.boards if store.count(Asked(process=one))], kit.boards)
    if name in ("actor", "with", "country"):
        there = _countries(store) if name == "country" else _actors(store)
        return Unmet(name, value, near_names(value, kit), tuple(there[:SOME]))
    return Unmet(name, value, ())


def _of_codes(name: str, value: str, there: Iterable[str], known: Iterable[str]) -> Unmet:
    """Codes near to the one asked for; all that there are where it is none, or where it is a good one that nothing is told of."""
    like = {code.lower(): code for code in known}
    near = [like[one] for one in get_close_matches(value.lower(), like, NEAREST, LIKE - 0.12)]
    return Unmet(name, value, () if value in near else tuple(near), tuple(there))


def _actors(store: Store) -> list[str]:
    """The countries and organisations told of, the most told first."""
    found: dict[str, int] = {}
    for pair in store.pairs(Asked()):
        for code in (pair.one, pair.other):
            found[code] = found.get(code, 0) + pair.count
    return sorted(found, key=lambda code: (-found[code], code))


def _countries(store: Store) -> list[str]:
    """The countries in which something is told to have happened, those of most first."""
    found: dict[str, int] = {}
    for place in store.places(Asked()):
        if place.country:
            found[place.country] = found.get(place.country, 0) + place.count
    return sorted(found, key=lambda code: (-found[code], code))


def near_names(words: str, kit: Kit) -> tuple[str, ...]:
    """Codes of states, or names of people and groups, whose names in any language are like the words."""
    known = _names(kit)
    wanted = bare(fold(words)).strip()
    if exact := known.get(wanted):  # rightly written: nothing is told of it, and what is like it is something else
        return () if wanted in bare(fold(exact)) else (exact,)
    near = get_close_matches(wanted, known, NEAREST, LIKE)
    return tuple(dict.fromkeys(known[one] for one in near if known[one] != words))


def _names(kit: Kit) -> dict[str, str]:
    """What every name leads to: of a state its code, of a person or group the name by which it is asked for."""
    knowledge = kit.knowledge
    people = [one.name for one in knowledge.people]
    found = {part: name for name in people for part in bare(fold(name)).split() if len(part) >= LONG}
    found |= {bare(fold(name)): name for name in (*people, *(one.name for one in knowledge.groups))}
    codes = {state.id: state.code for state in knowledge.states}
    found |= {state.code.lower(): state.code for state in knowledge.states}
    for language in kit.languages.values():
        for key, names in language.state_names.items():
            found |= {bare(fold(name)): codes[key] for name in names.names if key in codes}
    return found
