"""The chain of telling as tests run it: what pipeline.tell does, with as much of the data folder as it needs."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from hoadam.model.story import Reading, Ruling, Story
from hoadam.packs import load
from hoadam.packs.board import Board
from hoadam.packs.language import StateNames
from hoadam.packs.phrases import Phrases
from hoadam.packs.saying import Speaker, speaker, track_name
from hoadam.packs.strict import load_as
from hoadam.tell import board, briefing, dates, disputes, episodes, figures, repeats, rulings, timeline


def a_speaker(lang: str, root: Path | None = None) -> Speaker:
    """The speaker of a language from the data folder."""
    root = root or load.bundled()
    folder = root / "lang" / lang
    boards = {b.id: b for b in (load_as(path, Board) for path in sorted((root / "board").glob("*.yaml")))}
    states = load_as(folder / "names" / "states.yaml", dict[str, StateNames])
    groups = load._merged(folder / "names", "groups")
    return speaker(lang, load_as(folder / "phrases.yaml", Phrases), load.knowledge(root / "knowledge"), states, groups, boards)


def teller(lang: str = "vi") -> Callable[..., Story]:
    """tell(readings, rulings) with the bundled data."""
    tongue = a_speaker(lang)
    known = episodes.compile_known(load.knowledge(load.bundled() / "knowledge"), ())

    def tell(readings: Sequence[Reading], ruled: Sequence[Ruling] = ()) -> Story:
        ordered = sorted({r.page.id: r for r in readings}.values(), key=lambda r: r.page.id)
        articles = [[b.of(r.page.text) for b in r.blocks if b.story == 0 and b.is_article] for r in ordered]
        copies = repeats.same_articles(articles)
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
        told = disputes.marked(counted, found)
        tracks = tuple(msgspec.structs.replace(t, name=track_name(t, tongue)) for t in board.tracks(told, tongue.boards))
        told = timeline.weighed(board.concluded(told, tracks))
        brief = briefing.brief(told, tracks, found, tongue)
        return Story(told, tracks, found, brief, tuple(line.text for line in brief if line.section == "gaps"))

    return tell
