"""The story as linked data: JSON-LD with schema.org's words, its context within, so that nothing has to be fetched to read it.

An episode is an Event, the pages that tell of it are NewsArticles, and each quote is a Quotation with its place in the page's text.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from hoadam.export.lookup import Proof, proofs, urn
from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, actor_name, place, sentence, speaker_of

CONTEXT = {
    "@vocab": "https://schema.org/",
    "hoadam": "urn:hoadam:term:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "startDate": {"@type": "xsd:date"},
    "endDate": {"@type": "xsd:date"},
    "datePublished": {"@type": "xsd:date"},
    "url": {"@type": "@id"},
    "eventStatus": {"@type": "@id"},
}
STATUS = {"called-off": "https://schema.org/EventCancelled"}
SCHEDULED = "https://schema.org/EventScheduled"


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file."""
    tongue = speaker_of(kit, lang)
    graph = [_event(episode, readings, tongue) for episode in story.episodes]
    cited = dict.fromkeys(report.page for episode in story.episodes for report in episode.reports)
    graph += [_article(readings[page]) for page in cited if page in readings]
    return msgspec.json.format(msgspec.json.encode({"@context": CONTEXT, "@graph": graph}), indent=1).decode() + "\n"


def _event(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker) -> dict[str, Any]:
    made = {
        "@id": urn("episode", episode.id), "@type": "Event", "name": sentence(episode, tongue), "additionalType": episode.type,
        "startDate": _day(episode.date.earliest), "endDate": _day(episode.date.latest), "location": _place(episode.place, tongue),
        "eventStatus": (STATUS.get(episode.outcome or "", SCHEDULED) if episode.status == "planned" else None),
        "organizer": [_actor(actor, tongue) for actor in episode.source], "attendee": [_actor(actor, tongue) for actor in episode.target],
        "contributor": [_actor(actor, tongue) for actor in episode.third],
        "hoadam:mode": episode.mode, "hoadam:process": episode.process, "hoadam:step": episode.step,
        "hoadam:certainty": episode.certainty, "hoadam:killedLow": episode.killed.low, "hoadam:killedBest": episode.killed.best,
        "hoadam:killedHigh": episode.killed.high, "citation": [_quotation(proof) for proof in proofs(episode, readings)],
    }  # fmt: skip
    return _known(made)


def _day(value: str | None) -> str | None:
    return value if value and len(value) == 10 else None


def _place(where: Locus | None, tongue: Speaker) -> dict[str, Any] | None:
    if where is None:
        return None
    geo = {"@type": "GeoCoordinates", "latitude": where.lat, "longitude": where.lon} if where.lat is not None else None
    return _known({"@type": "Place", "name": place(where, tongue), "addressCountry": where.country, "geo": geo})


def _actor(actor: Actor, tongue: Speaker) -> dict[str, Any]:
    key = urn("actor", actor.id) if actor.id else None
    name = actor_name(actor, tongue)
    return _known({"@id": key, "@type": "Thing", "name": name, "hoadam:code": actor.code, "hoadam:sector": actor.sector})


def _quotation(proof: Proof) -> dict[str, Any]:
    key = urn("quote", f"{proof.report.page}:{proof.start}-{proof.end}")
    made = {"@id": key, "@type": "Quotation", "text": proof.words, "isPartOf": {"@id": urn("page", proof.report.page)}}
    return made | {"hoadam:start": proof.start, "hoadam:end": proof.end}


def _article(reading: Reading) -> dict[str, Any]:
    page = reading.page
    url = page.url if page.url and page.url.startswith(("http://", "https://")) and not set(page.url) & set(' <>"{}|\\^`') else None
    publisher = {"@type": "Organization", "name": page.outlet} if page.outlet else None
    made = {
        "@id": urn("page", page.id), "@type": "NewsArticle", "headline": page.title, "url": url, "inLanguage": page.lang,
        "datePublished": _day(reading.written.value), "publisher": publisher, "identifier": page.source,
    }  # fmt: skip
    return _known(made)


def _known(made: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {key: value for key, value in made.items() if value is not None and value != []}
