"""The story as strict PLOVER: JSON lines with the fields of its manual, one record an episode.

PLOVER has no status: what is only arranged becomes the intent or threat that it is (data/codebook/plover.yaml). A record must have a
source and a day, so episodes without one are left out; one that must have a recipient and names only parties has the others as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hoadam.export.lookup import book, proofs, span, urn
from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.codebook import Codebook
from hoadam.packs.converting import Coded, coded, sides
from hoadam.packs.kit import Kit

Fields = dict[str, Any]


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:  # noqa: ARG001  (codes and quotes are in no language)
    """The file: one JSON object a line."""
    by = book("plover", kit)
    for episode in story.episodes:
        if episode.source and span(episode.date) and (code := coded(episode, by)):
            yield msgspec.json.encode(record(episode, code, by.book, readings)).decode() + "\n"


def record(episode: Episode, code: Coded, plover: Codebook, readings: Mapping[str, Reading]) -> Fields:
    """One record; what is not known is left out."""
    source, recipient = sides(episode) if code.code in plover.needs else (episode.source, episode.target)
    first, last = (episode.date.earliest, episode.date.latest)
    contexts = [name for name in episode.contexts if name in plover.sees]
    made: Fields = {
        "id": urn("episode", episode.id),
        "date": first,
        "enddate": last if last != first else None,
        "source": [_actor(actor) for actor in source],
        "recipient": [_actor(actor) for actor in recipient],
        "event": [code.code],
        "mode": code.mode,
        "context": contexts + (["future"] if episode.status == "planned" and code.code == episode.type == "MOBILIZE" else []),
        "quad_code": code.quad,
        "event_scale": code.score,
        "event_loc": _place(episode),
        "dead": episode.killed.best,
        "injured": episode.injured.best,
    }
    cited = _cited(episode, readings)
    return {key: value for key, value in (made | cited).items() if value not in (None, [], {})}


def _actor(actor: Actor) -> Fields:
    made = {"code": actor.code, "sector": actor.sector, "identifier_id": actor.id, "identifier_text": actor.name}
    return {key: value for key, value in made.items() if value is not None}


def _place(episode: Episode) -> Fields:
    place = episode.place
    if place is None:
        return {}
    made = {"name": place.name, "cc3": place.country, "latitude": place.lat, "longitude": place.lon}
    return {key: value for key, value in made.items() if value is not None}


def _cited(episode: Episode, readings: Mapping[str, Reading]) -> Fields:
    """The quote that the record rests on, and every page that tells of it."""
    found = proofs(episode, readings)
    pages: Sequence[Fields] = [
        {"citation": proof.report.page, "url": proof.reading.page.url, "title": proof.reading.page.title,
         "publication": proof.report.outlet, "language": proof.reading.page.lang, "start": proof.start, "end": proof.end}
        for proof in found
    ]  # fmt: skip
    trimmed = [{key: value for key, value in page.items() if value is not None} for page in pages]
    return {"event_text": [found[0].words] if found else [], "cite_info": trimmed}
