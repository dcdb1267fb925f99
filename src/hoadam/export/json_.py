"""The whole story as JSON: the object of `hoadam tell --json`, with the words of every quote beside its offsets."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit
from hoadam.packs.saying import line_text, sentence, speaker_of


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file: the fields of docs/output.md, each episode with its `text` and each report with the `words` of its quotes."""
    tongue = speaker_of(kit, lang)
    made: dict[str, Any] = msgspec.to_builtins(story)
    for row, episode in zip(made["episodes"], story.episodes, strict=True):
        row["text"] = sentence(episode, tongue)
        row["certainty"] = episode.certainty
        for found, report in zip(row["reports"], episode.reports, strict=True):
            reading = readings.get(report.page)
            found["words"] = [span.of(reading.page.text) for span in report.quotes] if reading else []
    for row, line in zip(made["brief"], story.brief, strict=True):
        row["text"] = line_text(line, story, tongue)
    return msgspec.json.format(msgspec.json.encode(made), indent=1).decode() + "\n"
