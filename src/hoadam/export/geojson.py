"""The story on a map: GeoJSON (RFC 7946), a feature an episode; one whose place has no degrees has no geometry."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hoadam.export.lookup import proofs, urn
from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Reading, Story, Tolls
from hoadam.packs.converting import Converter, all_codes, converters
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, sentence, speaker_of


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file: one FeatureCollection."""
    tongue, books = speaker_of(kit, lang), converters(kit.codebooks)
    features = [_feature(episode, readings, tongue, books) for episode in story.episodes]
    return msgspec.json.format(msgspec.json.encode({"type": "FeatureCollection", "features": features}), indent=1).decode() + "\n"


def _feature(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker, books: tuple[Converter, ...]) -> dict[str, Any]:
    found = proofs(episode, readings)
    place = episode.place
    told = {
        "text": sentence(episode, tongue), "date": episode.date.value, "earliest": episode.date.earliest, "latest": episode.date.latest,
        "type": episode.type, "mode": episode.mode, "status": episode.status, "certainty": episode.certainty,
        "process": episode.process, "step": episode.step, "source": _names(episode.source), "target": _names(episode.target),
        "third": _names(episode.third), "place": place.name if place else None, "country": place.country if place else None,
        "killed": _count(episode.killed), "injured": _count(episode.injured), "outlets": episode.outlets,
        "quote": found[0].words if found else None, "url": next((one.reading.page.url for one in found if one.reading.page.url), None),
        "codes": {one.book: one.code for one in all_codes(episode, books)},
    }  # fmt: skip
    return {"type": "Feature", "id": urn("episode", episode.id), "geometry": _point(place), "properties": told}


def _point(place: Locus | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _names(actors: tuple[Actor, ...]) -> list[str]:
    return [f"{actor.code}.{actor.sector}" + (f" {actor.name}" if actor.name else "") for actor in actors]


def _count(tolls: Tolls) -> dict[str, int | None] | None:
    return {"low": tolls.low, "best": tolls.best, "high": tolls.high} if tolls.claims else None
