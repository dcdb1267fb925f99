"""The pages that the story rests on, as CSL-JSON: what Zotero, Pandoc and citeproc read to make a list of sources."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:  # noqa: ARG001  (titles are in the pages' language)
    """The file: one item a page that an episode rests on, in the order of first use."""
    cited = dict.fromkeys(report.page for episode in story.episodes for report in episode.reports)
    items = [_item(readings[page]) for page in cited if page in readings]
    return msgspec.json.format(msgspec.json.encode(items), indent=1).decode() + "\n"


def _item(reading: Reading) -> dict[str, Any]:
    page = reading.page
    made = {
        "id": page.id, "type": "article-newspaper", "title": page.title or page.source, "container-title": page.outlet, "URL": page.url,
        "language": page.lang, "issued": _issued(reading.written.value), "note": page.source,
    }  # fmt: skip
    return {key: value for key, value in made.items() if value is not None}


def _issued(value: str | None) -> dict[str, Any] | None:
    """The day, month or year of writing as far as it is known."""
    parts = (value or "").split("-")
    return {"date-parts": [[int(part) for part in parts]]} if all(part.isdigit() for part in parts) else None
