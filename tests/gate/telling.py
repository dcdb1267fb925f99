"""The chain of telling as tests run it: what pipeline.tell does, step by step, with the bundled data."""

from collections.abc import Callable, Sequence
from functools import cache

import msgspec

from hoadam.model.story import Reading, Ruling, Story
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, speaker_of, track_name
from hoadam.tell import board, briefing, dates, disputes, episodes, figures, repeats, rulings, timeline

Tell = Callable[..., Story]


@cache
def the_kit() -> Kit:
    """The bundled data folder."""
    return load.load()


@cache
def a_speaker(lang: str) -> Speaker:
    """The speaker of a language."""
    return speaker_of(the_kit(), lang)


@cache
def the_known() -> episodes.Known:
    """The dated events of the bundled knowledge."""
    return episodes.compile_known(the_kit().knowledge, the_kit().languages.values())


def teller(lang: str = "vi") -> Tell:
    """tell(readings, rulings) in a language."""
    tongue, known = a_speaker(lang), the_known()

    def tell(readings: Sequence[Reading], ruled: Sequence[Ruling] = ()) -> Story:
        ordered = sorted({r.page.id: r for r in readings}.values(), key=lambda r: r.page.id)
        copies = repeats.same_articles([[b.of(r.page.text) for b in r.blocks if b.story == 0 and b.is_article] for r in ordered])
        parts = dates.parts(ordered)
        same = repeats.same([repeats.Passage(*part) for part in parts])
        settled = dates.settle(
            ordered, [[ordered[n].page.id for n in group] for group in copies], [[parts[n][:2] for n in group] for group in same]
        )
        laid = rulings.lay(settled, ruled, episodes.episode_id)
        original = {ordered[n].page.id: ordered[group[0]].page.id for group in copies for n in group}
        joined = episodes.join(laid.readings, known, original, laid.together, laid.apart)
        counted = figures.of(rulings.over(joined, laid.later), laid.readings)
        found = disputes.find(counted)
        tracks = board.tracks(disputes.marked(counted, found), tongue.boards)
        told = timeline.weighed(board.concluded(disputes.marked(counted, found), tracks))
        named = tuple(msgspec.structs.replace(track, name=track_name(track, tongue)) for track in tracks)
        brief = briefing.brief(told, named, found, tongue)
        return Story(told, named, found, brief, tuple(line.text for line in brief if line.section == "gaps"))

    return tell
