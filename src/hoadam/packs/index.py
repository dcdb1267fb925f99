"""Where names and words of the data folder stand in a text: automata built once from a Kit, asked for every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import ahocorasick_rs

from hoadam.model.actor import Actor, Mention
from hoadam.model.event import Locus
from hoadam.packs.fold import fold, lowered
from hoadam.packs.knowledge import Knowledge, Person, Place, State
from hoadam.packs.language import Language

T = TypeVar("T")


class Finder(Generic[T]):
    """Finds many phrases at once, whole words only: the longest at the leftmost place, or all of them where `overlapping`."""

    def __init__(self, phrases: Iterable[tuple[str, T]], *, overlapping: bool = False) -> None:
        """Phrases and what each stands for; of two the same, the first is kept. They must be folded as the text will be."""
        kind = ahocorasick_rs.MatchKind.Standard if overlapping else ahocorasick_rs.MatchKind.LeftmostLongest
        self._overlapping = overlapping
        table: dict[str, T] = {}
        for phrase, value in phrases:
            if phrase:
                table.setdefault(phrase, value)
        self._values = list(table.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(table), matchkind=kind) if table else None

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """(start, end, value) of every phrase in `text` that stands as whole words, left to right."""
        if self._automaton is None:
            return
        size = len(text)
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=self._overlapping):
            if (start and text[start - 1].isalnum() and text[start].isalnum()) or (
                end < size and text[end].isalnum() and text[end - 1].isalnum()
            ):
                continue
            yield start, end, self._values[number]


@dataclass(frozen=True)
class Named:
    """What a proper name stands for: a state, group, person or place; `actor` is None for a place that governs nobody."""

    sort: str
    id: str
    actor: Actor | None = None
    person: Person | None = None
    place: Place | None = None


@dataclass(frozen=True)
class NameIndex:
    """Proper names of one language (with those used in every language), and the people by surname."""

    names: Finder[Named]
    surnames: dict[str, tuple[Named, ...]]
    offices: dict[str, tuple[tuple[str, str, Named], ...]]
    people: dict[str, Named]
    owners: dict[str, Actor]
    places: dict[str, Place]
    states: dict[str, State]

    def locus(self, mention: Mention) -> Locus | None:
        """The place that a mention names, or the state as a place; None where it is neither."""
        place = self.places.get(mention.place or "")
        if place is not None:
            return Locus(place.name, place.country, place.lat, place.lon)
        state = self.states.get(mention.actors[0].id or "") if mention.actors else None
        return Locus(state.name, state.code, state.lat, state.lon) if state else None


def name_index(knowledge: Knowledge, language: Language) -> NameIndex:
    """The index of all names of `knowledge` as `language` writes them."""
    owners = {s.id: Actor(s.code, "GOV", None, s.id) for s in knowledge.states}
    owners |= {g.id: Actor(g.code, g.sector, g.name, g.id) for g in knowledge.groups}
    people = [Named("person", p.id, _person_actor(p, owners), person=p) for p in knowledge.people]
    phrases = [*_state_names(knowledge, language, owners), *_group_names(knowledge, language, owners)]
    phrases += [(name, person) for person in people for name in _full_names(person, language)]
    phrases += list(_place_names(knowledge, language, owners))
    return NameIndex(
        names=Finder((fold(name), value) for name, value in phrases),
        surnames=_by_surname(people),
        offices=_by_office(people),
        people={named.id: named for named in people},
        owners=owners,
        places={p.id: p for p in knowledge.places},
        states={s.id: s for s in knowledge.states},
    )


def _person_actor(person: Person, owners: dict[str, Actor]) -> Actor:
    owner = owners.get(person.id.partition(".")[0])
    return Actor(owner.code if owner else "UNK", owner.sector if owner else "UNK", person.name, person.id)


def _state_names(knowledge: Knowledge, language: Language, owners: dict[str, Actor]) -> Iterator[tuple[str, Named]]:
    for state in knowledge.states:
        words = language.state_names.get(state.id)
        own = (*words.names, *words.adjectives, *words.people) if words else ()
        for name in (*own, state.name, *state.names):
            yield name, Named("state", state.id, owners[state.id])


def _group_names(knowledge: Knowledge, language: Language, owners: dict[str, Actor]) -> Iterator[tuple[str, Named]]:
    for group in knowledge.groups:
        sort = "press" if group.sector == "JRN" else "group"
        for name in (*language.other_names["groups"].get(group.id, ()), group.name, *group.names):
            for written in _hyphenated(name):
                yield written, Named(sort, group.id, owners[group.id])
                if name[0].islower():
                    yield written[0].upper() + written[1:], Named(sort, group.id, owners[group.id])


def _full_names(person: Named, language: Language) -> Iterator[str]:
    known = person.person
    if known is not None:
        for name in (known.name, *known.names, *language.other_names["people"].get(known.id, ())):
            yield from _hyphenated(name)


def _hyphenated(name: str) -> tuple[str, ...]:
    """The name, and as pages write it whose every word was set apart: "Kim Yong - chol"."""
    return (name, name.replace("-", " - ")) if "-" in name else (name,)


def _place_names(knowledge: Knowledge, language: Language, owners: dict[str, Actor]) -> Iterator[tuple[str, Named]]:
    for place in knowledge.places:
        seat = owners.get(place.seat_of) if place.seat_of else None
        for name in (*language.other_names["places"].get(place.id, ()), place.name, *place.names):
            yield name, Named("seat" if seat else "place", place.id, seat, place=place)


def surname(person: Person) -> str:
    """The family name: as given, or the last word of the name."""
    return person.family or person.name.split()[-1]


def _by_surname(people: list[Named]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for named in people:
        if named.person is not None:
            for name in {surname(named.person), *(n.split()[-1] for n in named.person.names if not named.person.family)}:
                found.setdefault(lowered(fold(name)), []).append(named)
    return {name: tuple(rows) for name, rows in found.items()}


def _by_office(people: list[Named]) -> dict[str, tuple[tuple[str, str, Named], ...]]:
    """Office to its holders as (since, until, who), earliest first; open ends are "0000" and "9999"."""
    found: dict[str, list[tuple[str, str, Named]]] = {}
    for named in people:
        for term in named.person.terms if named.person else ():
            found.setdefault(term.office, []).append((term.since or "0000", term.until or "9999", named))
    return {office: tuple(sorted(rows, key=lambda row: row[:2])) for office, rows in found.items()}
