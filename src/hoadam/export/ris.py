"""The pages that the story rests on, as RIS: what EndNote, Zotero, Mendeley and Citavi read."""

from collections.abc import Iterator, Mapping

from hoadam.model.story import Reading, Story
from hoadam.packs.citing import clean
from hoadam.packs.kit import Kit


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:  # noqa: ARG001  (titles are in the pages' language)
    """The file: one record a page that an episode rests on, in the order of first use."""
    for page in dict.fromkeys(report.page for episode in story.episodes for report in episode.reports):
        if page in readings:
            yield "".join(f"{tag}  - {value}\r\n" for tag, value in _fields(readings[page])) + "ER  - \r\n\r\n"


def _fields(reading: Reading) -> Iterator[tuple[str, str]]:
    page, (year, month, day) = reading.page, _parts(reading.written.value)
    told = (
        ("TY", "NEWS"), ("ID", page.id), ("TI", page.title or page.source), ("T2", page.outlet), ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else None), ("UR", page.url), ("LA", page.lang), ("N1", page.source),
    )  # fmt: skip
    yield from ((tag, _line(value)) for tag, value in told if value)


def _line(words: str) -> str:
    """The words on one line, so that no page can begin a field or a record of its own."""
    return " ".join(clean(words).split())


def _parts(value: str | None) -> tuple[str, str, str]:
    """Year, month and day of writing as far as they are known."""
    parts = (value or "").split("-")
    return tuple((*parts, "", "")[:3]) if all(part.isdigit() for part in parts) else ("", "", "")  # type: ignore[return-value]
