"""Which candidates may tell of a happening whose date is known? A war, a truce or a summit is often told only as background."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from hoadam.model.calendar import bounds
from hoadam.model.event import Frame
from hoadam.model.sentence import Sentence
from hoadam.packs.knowledge import Knowledge

TWO = 2  # parties that the sentence must name, of a happening between more
DEALS = {"AGREE": "SUPPORT", "SUPPORT": "AGREE"}  # what was agreed is told as signed, and the other way round
HERE, NEAR = "recalled", "recalled-near"  # the sentence names the parties, or only its story does


@dataclass(frozen=True)
class Past:
    """One dated happening: its first and last day, and the codes of its parties."""

    first: str
    last: str
    parties: frozenset[str]


Memory = Mapping[tuple[str, int], Sequence[Past]]  # by type and year


def compile_memory(knowledge: Knowledge) -> Memory:
    """The happenings of the knowledge that have a type and parties, made ready once."""
    found: dict[tuple[str, int], list[Past]] = {}
    for event in knowledge.events:
        first, last = bounds(event.since)[0], bounds(event.until or event.since)[1]
        if event.type and event.parties and first and last:
            past = Past(first, last, frozenset(event.parties))
            for type_ in filter(None, (event.type, DEALS.get(event.type))):
                for year in _years(first, last):
                    found.setdefault((type_, year), []).append(past)
    return found


def _years(first: str, last: str) -> range:
    return range(int(first[:4]), int(last[:4]) + 1)


def recalled(frames: Sequence[Frame], types: Mapping[str, str], sentences: Sequence[Sentence], memory: Memory) -> tuple[Frame, ...]:
    """The candidates, those marked that are told under a time in which their parties are known to have done such a thing.

    Of candidates told under some time .28 are annotated as events, of those recalled by their sentence .65, by their story .43.
    """
    told: dict[int, set[str]] = {}
    for sentence in sentences:
        told.setdefault(sentence.story, set()).update(_named(sentence))
    return tuple(_marked(frame, types[frame.frame], sentences[frame.sentence], told, memory) for frame in frames)


def _named(sentence: Sentence) -> set[str]:
    return {actor.code for mention in sentence.mentions for actor in mention.actors}


def _marked(frame: Frame, type_: str, sentence: Sentence, told: Mapping[int, set[str]], memory: Memory) -> Frame:
    if "dated" not in frame.tags:
        return frame
    first, last = frame.day.earliest, frame.day.latest
    if not first or not last:
        return frame
    known = [past for year in _years(first, last) for past in memory.get((type_, year), ())]
    then = [past for past in known if past.first <= last and first <= past.last and past.parties <= told[frame.story]]
    if not then:
        return frame
    here = _named(sentence)
    seen = HERE if any(len(past.parties & here) >= min(TWO, len(past.parties)) for past in then) else NEAR
    return msgspec.structs.replace(frame, tags=(*frame.tags, seen))
