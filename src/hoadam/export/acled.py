"""The story in the columns of ACLED, for those who work with its data: what happened on the ground, one row an episode.

Columns that Hoadam cannot fill (regions, scale of the source) are empty. `fatalities` is the lowest count that still stands, and 0
where nobody counted, as ACLED has it. A day known to the week or month is its middle, with `time_precision` 2 or 3.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from hoadam.export.cells import sheet
from hoadam.export.lookup import Grain, book, conservative, country_names, grain_of, grains, outlets, proofs, span
from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.codebook import ActorKind, Codebook
from hoadam.packs.converting import Coded, coded, kind_of, sides
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, everyone, sentence, speaker_of

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1",
    "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
PRECISION: dict[Grain, int] = {"site": 1, "area": 2, "line": 2, "sea": 2, "province": 3, "country": 3}
CIVILIANS = "7"


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> Iterator[str]:
    """The file, with a header, line by line; episodes that ACLED would not hold are left out."""
    by, tongue = book("acled", kit), speaker_of(kit, lang)
    countries, known = country_names(kit), grains(kit)
    found = [(episode, code) for episode in story.episodes if (code := coded(episode, by))]
    rows = (
        [*_what(episode, code), *_who(episode, by.book, tongue), *_where(episode, by.book, countries, known),
         *_told(episode, readings, tongue)]
        for episode, code in found
    )  # fmt: skip
    return sheet(COLUMNS, rows)


def _what(episode: Episode, code: Coded) -> Iterator[object]:
    country = episode.place.country if episode.place else None
    day, year, precision = when(episode)
    yield from ((country or "") + episode.id, day, year, precision, code.group, code.root_name, code.name)


def when(episode: Episode) -> tuple[str | None, int | None, int | None]:
    """The day (of a week or month its middle), the year, and 1, 2 or 3 as it is known to the day, the week or the month."""
    known = span(episode.date)
    if known is None:
        return None, None, None
    first, last = known
    days = (last - first).days
    year = first.year if first.year == last.year else None
    if days > 31:
        return None, year, None
    middle: date = first + timedelta(days=days // 2)
    return middle.isoformat(), middle.year, 1 if not days else 2 if days < 7 else 3


def _who(episode: Episode, acled: Codebook, tongue: Speaker) -> Iterator[object]:
    kinds = []
    for side in sides(episode):
        kind = next((kind for actor in side if (kind := kind_of(actor, episode, acled))), None)
        kinds.append(kind)
        yield from (everyone(side[:1], tongue), "; ".join(_others(side, tongue)), kind.code if kind else None)
    yield interaction(kinds)
    yield "Civilian targeting" if kinds[1] and kinds[1].code == CIVILIANS else None


def _others(side: Sequence[Actor], tongue: Speaker) -> list[str]:
    first = everyone(side[:1], tongue)
    return [name for name in dict.fromkeys(everyone([actor], tongue) for actor in side[1:]) if name != first]


def interaction(kinds: Sequence[ActorKind | None]) -> str | None:
    """The two numbers of the sides, the lower first; that of a side alone with a nought; None where the first is not known."""
    if kinds[0] is None:
        return None
    return "".join(sorted(kind.code for kind in kinds if kind)) if kinds[1] else f"{kinds[0].code}0"


def _where(
    episode: Episode, acled: Codebook, countries: Mapping[str, str], known: Mapping[tuple[str, str | None], Grain]
) -> Iterator[object]:
    place = episode.place
    if place is None:
        yield from (None,) * 10
        return
    code, grain = place.country or "", grain_of(place, known)
    yield from (acled.countries.get(code), None, countries.get(code), None, None, None)
    yield from (place.name, place.lat, place.lon, PRECISION.get(grain) if grain else None)


def _told(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker) -> Iterator[object]:
    quote = next((f" “{' '.join(proof.words.split())}”" for proof in proofs(episode, readings)), "")
    dead = conservative(episode.killed, (*episode.source, *episode.target))
    yield from (outlets(episode), None, f"{sentence(episode, tongue)}.{quote}", dead or 0, episode.certainty, None)
