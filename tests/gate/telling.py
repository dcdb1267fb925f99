"""Telling as tests run it: pipeline.tell with the bundled data, made ready once."""

from collections.abc import Callable, Sequence
from functools import cache

from hoadam import pipeline
from hoadam.model.story import Reading, Ruling, Story
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker
from hoadam.tell import episodes

Tell = Callable[..., Story]


@cache
def the_tools() -> pipeline.Tools:
    """The bundled data folder, made ready."""
    return pipeline.prepare(load.load())


def the_kit() -> Kit:
    """The bundled data folder."""
    return the_tools().kit


def a_speaker(lang: str) -> Speaker:
    """The speaker of a language."""
    return the_tools().voice(lang).speaker


def the_known() -> episodes.Known:
    """The dated events of the bundled knowledge."""
    return the_tools().voice("en").known


def teller(lang: str = "vi") -> Tell:
    """tell(readings, rulings) in a language."""

    def tell(readings: Sequence[Reading], ruled: Sequence[Ruling] = ()) -> Story:
        return pipeline.tell(readings, the_tools(), ruled, lang)

    return tell
