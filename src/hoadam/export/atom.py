"""The story as a feed (Atom, RFC 4287): an entry an episode, the latest first, with its quote and the pages that tell of it."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from hoadam.export.lookup import Proof, by_day, newest, proofs, urn
from hoadam.export.xml_ import add, written
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, day, sentence, speaker_of

NEVER = "1970-01-01"  # a feed must say how new it is; where no page has a date, nothing is known


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file."""
    tongue = speaker_of(kit, lang)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": lang})
    add(root, "id", urn("feed", "chronicle"))
    add(root, "title", tongue.phrases.labels["title"])
    add(root, "updated", _moment(newest(readings)))
    add(add(root, "author"), "name", "Hoadam")
    add(root, "generator", "Hoadam")
    for episode in reversed(list(by_day(story.episodes))):
        _entry(add(root, "entry"), episode, proofs(episode, readings), tongue)
    return written(root)


def _entry(entry: ET.Element, episode: Episode, found: list[Proof], tongue: Speaker) -> None:
    days = sorted(proof.report.written for proof in found if proof.report.written)
    add(entry, "id", urn("episode", episode.id))
    add(entry, "title", f"{day(episode.date, tongue)}: {sentence(episode, tongue)}")
    add(entry, "updated", _moment(days[-1] if days else None))
    if days:
        add(entry, "published", _moment(days[0]))
    for term in filter(None, (episode.type, episode.process, episode.certainty)):
        add(entry, "category", term=term)
    for url in dict.fromkeys(proof.reading.page.url for proof in found):
        if url and url.startswith(("http://", "https://")):
            add(entry, "link", rel="related", href=url)
    told = "\n".join(f"“{proof.words}” ({proof.report.outlet or proof.report.source})" for proof in found)
    add(entry, "content", told or sentence(episode, tongue), type="text")


def _moment(value: str | None) -> str:
    """Midnight of a day, or of the first day of a month or year."""
    known = value or NEVER
    return f"{known}{'-01-01'[len(known) - 4 :] if len(known) < 10 else ''}T00:00:00Z"
