"""The story in the columns of UCDP's Georeferenced Event Dataset: organised violence with dead, one row an episode.

`best`, `low` and `high` are empty where no count bounds them ("at least 49" has no high). What would need UCDP's own lists (ids of
conflicts and dyads, country numbers) is empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import floor

from hoadam.export.cells import sheet
from hoadam.export.lookup import Grain, book, country_names, grain_of, grains, outlets, proofs, span
from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.converting import coded, sides
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, actor_name, everyone, speaker_of

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country",
    "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
WHERE: dict[Grain, int] = {"site": 1, "area": 3, "province": 4, "line": 5, "country": 6, "sea": 7}
ONE_SIDED = "3"


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:
    """The file, with a header, line by line; only violence of UCDP's types in which somebody died."""
    by, tongue = book("ucdp", kit), speaker_of(kit, lang)
    countries, known = country_names(kit), grains(kit)
    deadly = [episode for episode in story.episodes if episode.killed.best or episode.killed.low]
    found = [(episode, code.code) for episode in deadly if (code := coded(episode, by))]
    rows = (
        [*_what(episode, kind, tongue), *_told(episode, readings, tongue), *_where(episode.place, countries, known),
         *_when(episode), *deaths(episode, kind), None, None]
        for episode, kind in found
    )  # fmt: skip
    return sheet(COLUMNS, rows)


def _what(episode: Episode, kind: str, tongue: Speaker) -> Iterator[object]:
    days = span(episode.date)
    a, b = (everyone(side, tongue) for side in sides(episode))
    name = f"{a} - {b}"
    yield from (episode.id, episode.id, days[0].year if days and days[0].year == days[1].year else None, None, None, kind)
    yield from (None, None, name, None, None, name, None, None, a, None, None, b)


def _told(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker) -> Iterator[object]:
    found = proofs(episode, readings)
    articles = (
        f'"{proof.report.outlet or proof.report.source},{proof.report.written or ""},{proof.reading.page.title or ""}"' for proof in found
    )
    days = sorted(proof.report.written for proof in found if proof.report.written)
    title = next((proof.reading.page.title for proof in found if proof.reading.page.title), None)
    said_by = next((report.said_by for report in episode.reports if report.said_by), None)
    yield from (episode.outlets, ";".join(articles), outlets(episode), days[0] if days else None, title)
    yield actor_name(said_by, tongue) if isinstance(said_by, Actor) else said_by


def _where(place: Locus | None, countries: Mapping[str, str], known: Mapping[tuple[str, str | None], Grain]) -> Iterator[object]:
    if place is None:
        yield from (None,) * 12
        return
    grain = grain_of(place, known)
    lat, lon = place.lat, place.lon
    yield from (WHERE.get(grain) if grain else None, place.name, None, None, None, lat, lon)
    yield f"POINT ({lon} {lat})" if lat is not None and lon is not None else None
    yield grid_cell(lat, lon) if lat is not None and lon is not None else None
    yield from (countries.get(place.country or ""), None, None)


def grid_cell(lat: float, lon: float) -> int | None:
    """The cell of PRIO-GRID: halves of a degree, counted from -90, -180 eastward and then northward, from 1."""
    row, column = floor((lat + 90) * 2), floor((lon + 180) * 2)
    return row * 720 + column + 1 if 0 <= row < 360 and 0 <= column < 720 else None


def _when(episode: Episode) -> Iterator[object]:
    days = span(episode.date)
    yield None
    if days is None:
        yield from (None, None, None)
        return
    length = (days[1] - days[0]).days
    yield 1 if not length else 2 if length < 7 else 3 if length == 7 else 4 if length <= 31 else 5
    yield from (days[0].isoformat(), days[1].isoformat())


def deaths(episode: Episode, kind: str) -> tuple[int | None, int | None, int | None, int | None, int | None, int | None, int | None]:
    """The dead of side a, of side b, of civilians, those whose side nobody says; best, high, low."""
    best, high, low = episode.killed.best, episode.killed.high, episode.killed.low
    if kind == ONE_SIDED:
        return 0, 0, best, 0, best, high, low
    a, b = (_of(side, episode) for side in sides(episode))
    told = (a or 0) + (b or 0)
    return a, b, None, best - told if best is not None and best >= told else None, best, high, low


def _of(side: Sequence[Actor], episode: Episode) -> int | None:
    """The dead of one side, where its country is no other side's."""
    ours, theirs = sides(episode)
    others = {actor.code for actor in (theirs if side == ours else ours)}
    counts = [one.best for one in episode.killed.by if one.best is not None and one.who in {actor.code for actor in side} - others]
    return sum(counts) if counts else None
