"""One row a report, for a spreadsheet: the episode's fields, and the quote that proves it. Cells that could be formulas are defused."""

from collections.abc import Iterator, Mapping, Sequence

from hoadam.export.cells import sheet
from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Reading, Report, Story
from hoadam.packs.kit import Kit
from hoadam.packs.saying import sentence, speaker_of

COLUMNS = (
    "episode", "date", "earliest", "latest", "text", "certainty", "type", "mode", "status", "process", "step", "outcome",
    "source", "target", "third", "place", "country", "lat", "lon", "killed_low", "killed_best", "killed_high",
    "injured_low", "injured_best", "injured_high", "outlets", "disputed", "named", "page", "page_source", "outlet", "written",
    "url", "event", "said_by", "report_date", "quote_start", "quote_end", "quote",
)  # fmt: skip


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:
    """The file, with a header, line by line."""
    return sheet(COLUMNS, cells_of(story, readings, kit, lang))


def cells_of(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[tuple[object, ...]]:
    """The cells of each row in the order of the columns."""
    tongue = speaker_of(kit, lang)
    for episode in story.episodes:
        words = sentence(episode, tongue)
        for report in episode.reports:
            yield tuple(_cells(episode, words, report, readings))


def _cells(episode: Episode, words: str, report: Report, readings: Mapping[str, Reading]) -> Iterator[object]:
    place = episode.place
    yield from (episode.id, episode.date.value, episode.date.earliest, episode.date.latest, words, episode.certainty)
    yield from (episode.type, episode.mode, episode.status, episode.process, episode.step, episode.outcome)
    yield from (_actors(episode.source), _actors(episode.target), _actors(episode.third))
    yield from (place.name, place.country, place.lat, place.lon) if place else (None,) * 4
    for tolls in (episode.killed, episode.injured):
        yield from (tolls.low, tolls.best, tolls.high)
    yield from (episode.outlets, " ".join(episode.disputed), episode.named)
    yield from _report(report, readings.get(report.page))


def _report(report: Report, reading: Reading | None) -> Iterator[object]:
    span = report.quotes[0] if report.quotes else None
    said_by = _actors([report.said_by]) if isinstance(report.said_by, Actor) else report.said_by
    yield from (report.page, report.source, report.outlet, report.written, reading.page.url if reading else None)
    yield from (report.event, said_by, report.date.value)
    yield from (span.start, span.end, span.of(reading.page.text) if reading else None) if span else (None,) * 3


def _actors(actors: Sequence[Actor]) -> str:
    """Code, sector and name of each: "ARM.GOV Nikol Pashinyan; AZE.MIL"."""
    return "; ".join(f"{a.code}.{a.sector}" + (f" {a.name}" if a.name else "") for a in actors)
