"""What are the things that the data folder knows called in a language? Its own name for each by the English one."""

from collections.abc import Mapping

from hoadam.packs.knowledge import DatedEvent, Knowledge
from hoadam.packs.language import Language
from hoadam.packs.phrases import Phrases

NO_NAME = ("=", " + ")  # marks of an entry that is no name alone


def place_names(knowledge: Knowledge, phrases: Phrases) -> Mapping[tuple[str, str | None], str]:
    """The names of places that the language calls otherwise, by English name and country."""
    return {(place.name, place.country): phrases.places[place.id] for place in knowledge.places if place.id in phrases.places}


def names_in(language: Language, knowledge: Knowledge) -> dict[str, str]:
    """The name of each state, body, office, person, place, event, series and day of remembrance by the English one, or by its code.

    The name of a series holds "{n}" where its number stands.
    """
    phrases = language.phrases
    found = {title.role.replace("-", " "): title.words[0] for title in reversed(language.roles.titles) if title.role}
    for kind in ("events", "series", "anniversaries", "groups"):
        own = language.other_names[kind]
        for one in getattr(knowledge, kind):
            name = next(iter(own.get(one.id, ())), "")
            if name and not any(mark in name for mark in NO_NAME):
                found[one.name] = name
    found |= {group.id.upper(): found.get(group.name, group.name) for group in knowledge.groups}
    found |= {name: said for (name, _), said in place_names(knowledge, phrases).items()}
    found |= {person.name: phrases.people[person.id] for person in knowledge.people if person.id in phrases.people}
    for state in knowledge.states:
        names = language.state_names.get(state.id)
        found[state.code] = found[state.name] = names.names[0] if names and names.names else state.name
    unnamed = [event for event in knowledge.events if event.name not in found and event.kind in phrases.kinds]
    known = found | {place.id: phrases.places.get(place.id, place.name) for place in knowledge.places}
    found |= {event.name: said for event in unnamed if (said := _by_kind(event, known, phrases))}
    return found | phrases.countries | phrases.bodies | phrases.kinds


def _by_kind(event: DatedEvent, known: Mapping[str, str], phrases: Phrases) -> str:
    """A happening that has no name in the language by its kind, and its place or else its parties; nothing where none is known."""
    where = [known.get(event.place, "")] if event.place else [known.get(code, code) for code in event.parties]
    return f"{phrases.kinds[event.kind]} ({', '.join(filter(None, where))})" if any(where) else ""
