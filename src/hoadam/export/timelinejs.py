"""The story for TimelineJS: JSON with a slide an episode that matters, its quote below; markup in a page's words is shown, not run."""

from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec

from hoadam.export.lookup import by_day, proofs, span
from hoadam.model.story import Episode, Reading, Story
from hoadam.model.time import Day
from hoadam.packs.citing import clean
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, day, sentence, speaker_of

LEAST = 0.5  # weight of an episode on the timeline


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file."""
    tongue = speaker_of(kit, lang)
    slides = [_slide(episode, readings, tongue) for episode in by_day(story.episodes) if episode.weight > LEAST and span(episode.date)]
    made = {"title": {"text": {"headline": tongue.phrases.labels["title"]}}, "events": slides}
    return msgspec.json.format(msgspec.json.encode(made), indent=1).decode() + "\n"


def _slide(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker) -> dict[str, Any]:
    start, end = _dates(episode.date)
    found = proofs(episode, readings)
    label = tongue.phrases.labels[episode.certainty]
    quotes = "".join(
        f"<blockquote>“{_safe(proof.words)}”<br><small>{_safe(proof.report.outlet or proof.report.source)}</small></blockquote>"
        for proof in found[:3]
    )
    made: dict[str, Any] = {
        "unique_id": f"e{episode.id}", "start_date": start, "display_date": day(episode.date, tongue), "group": episode.type,
        "text": {"headline": _safe(sentence(episode, tongue)), "text": f"<p>{_safe(label)}</p>{quotes}"},
    }  # fmt: skip
    return made | ({"end_date": end} if end != start else {})


def _dates(when: Day) -> tuple[dict[str, int], dict[str, int]]:
    """First and last day; a month or year as such, so that the timeline does not show a day nobody told."""
    if when.value and len(when.value) in (4, 7) and when.value.replace("-", "").isdigit():
        parts = _parts(when.value)
        return parts, parts
    return _parts(when.earliest or ""), _parts(when.latest or "")


def _parts(value: str) -> dict[str, int]:
    return {name: int(part) for name, part in zip(("year", "month", "day"), value.split("-"), strict=False)}


def _safe(words: str) -> str:
    return escape(clean(words), quote=True)
