"""The story as entities of FollowTheMoney (JSON lines), for Aleph, OpenSanctions' tools and the like: events, who took part, articles."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from hoadam.export.lookup import Proof, proofs
from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.citing import clean
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, actor_name, place, sentence, speaker_of, tolls

Entity = dict[str, Any]
_ID = re.compile(r"[^A-Za-z0-9._-]")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
PUBLIC = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY")  # sectors that are organs of a state


class Codes(msgspec.Struct, frozen=True):
    """What FollowTheMoney wants to know of codes: a country's alpha-2 code, and which ids are persons."""

    countries: dict[str, str]
    persons: frozenset[str]
    tongue: Speaker


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:
    """The file, piece by piece: each actor and article before the first event that names it."""
    states = {state.code: state.iso2.lower() for state in kit.knowledge.states if state.iso2}
    codes = Codes(states, frozenset(person.id for person in kit.knowledge.people), speaker_of(kit, lang))
    told: set[str] = set()
    for episode in story.episodes:
        for entity in _of(episode, proofs(episode, readings), codes):
            if entity["id"] not in told:
                told.add(entity["id"])
                yield msgspec.json.encode(entity).decode() + "\n"


def _of(episode: Episode, found: list[Proof], codes: Codes) -> Iterator[Entity]:
    yield from (_actor(actor, codes) for actor in (*episode.source, *episode.target, *episode.third))
    yield from (_article(proof.reading) for proof in found)
    yield _event(episode, found, codes)


def _event(episode: Episode, found: list[Proof], codes: Codes) -> Entity:
    told = ((episode.killed, "killed"), (episode.injured, "injured"))
    counts = [tolls(one, what, codes.tongue) for one, what in told if one.claims]
    return _entity(
        f"hoadam-episode-{episode.id}", "Event",
        name=sentence(episode, codes.tongue), startDate=_date(episode.date.earliest), endDate=_date(episode.date.latest),
        date=_date(episode.date.value), location=place(episode.place, codes.tongue) if episode.place else None,
        country=codes.countries.get(episode.place.country or "") if episode.place else None,
        organizer=_keys(episode.source), involved=_keys((*episode.target, *episode.third)),
        description=[proof.words for proof in found], proof=[_page_key(proof.reading) for proof in found],
        sourceUrl=[_url(proof.reading) for proof in found], publisher=[proof.reading.page.outlet for proof in found],
        keywords=[episode.type, episode.mode, episode.process, episode.step, episode.status, episode.certainty], notes=counts,
        recordId=episode.id,
    )  # fmt: skip


def _actor(actor: Actor, codes: Codes) -> Entity:
    schema = "Person" if actor.id in codes.persons else "PublicBody" if actor.sector in PUBLIC else "Organization"
    return _entity(
        _key(actor), schema, name=actor_name(actor, codes.tongue), country=codes.countries.get(actor.code),
        keywords=[f"{actor.code}.{actor.sector}"],
    )  # fmt: skip


def _article(reading: Reading) -> Entity:
    page = reading.page
    return _entity(
        _page_key(reading), "Article", title=page.title or page.source, fileName=page.source, sourceUrl=_url(reading),
        publisher=page.outlet, publishedAt=_date(reading.written.value),
    )  # fmt: skip


def _entity(key: str, schema: str, **properties: object) -> Entity:
    """An entity; every property is a list of different values, and those without one are left out."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    known = {name: list(dict.fromkeys(clean(str(one)) for one in value if one)) for name, value in lists.items()}
    return {"id": key, "schema": schema, "properties": {name: value for name, value in known.items() if value}}


def _keys(actors: Iterable[Actor]) -> list[str]:
    return [_key(actor) for actor in actors]


def _key(actor: Actor) -> str:
    """The id of an actor: that of the knowledge, else made of what is told."""
    if actor.id and not _ID.search(actor.id):
        return f"hoadam-actor-{actor.id}"
    told = f"{actor.code}\0{actor.sector}\0{actor.name}\0{actor.id}"
    return f"hoadam-actor-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _page_key(reading: Reading) -> str:
    return f"hoadam-page-{reading.page.id}"


def _url(reading: Reading) -> str | None:
    url = reading.page.url
    return url if url and url.startswith(("http://", "https://")) else None


def _date(value: str | None) -> str | None:
    return value if value and _DAY.fullmatch(value) else None
