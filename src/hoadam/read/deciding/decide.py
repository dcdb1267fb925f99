"""From candidates to the frames that are kept: chosen, tied to their actors, and joined."""

from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.event import Claim, Frame
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.index import NameIndex
from hoadam.read.deciding.choosing import HOPELESS, choices, reasons, scored
from hoadam.read.deciding.linking import merged
from hoadam.read.deciding.naming import stories_of
from hoadam.read.deciding.placing import heads_of, placed
from hoadam.read.deciding.plain import by_rules
from hoadam.read.deciding.refining import refined
from hoadam.read.deciding.tables import Tables
from hoadam.read.deciding.tying import best_frame, tied

VIOLENCE = "ASSAULT"  # the one type that dead and hurt belong to


def decide(
    frames: Sequence[Frame],
    types: Mapping[str, str],
    sentences: Sequence[Sentence],
    claims: Sequence[Claim],
    text: Folded,
    tables: Tables,
    index: NameIndex,
) -> tuple[Frame, ...]:
    """The kept candidates, scored, one for each happening that the page tells of."""
    if not tables.weights.bias:
        return merged(by_rules(frames, types), types, tables.weights)
    stories, heads = stories_of(sentences), heads_of(sentences, index)
    kept: list[Frame] = []
    features: dict[tuple[int, str], tuple[int, ...]] = {}
    for choice in choices(frames, types, sentences, stories, text, tables, HOPELESS):
        score = scored(choice, tables)
        if score < tables.weights.threshold(choice.type):
            continue
        best = best_frame(choice, tables)
        rivals = [f for f in choice.frames if f is not best]
        made = tied(best, choice.type, rivals, sentences, stories.get(best.story), claims, text, tables)
        where = placed(made, choice.type, sentences, heads.get(best.story, ()), text, index, tables)
        kept.append(msgspec.structs.replace(_owned(where, choice.type), score=round(score, 4)))
        features[choice.sentence, choice.type] = choice.features
    one_each = merged(kept, types, tables.weights)
    return tuple(_told(frame, type_, features[frame.sentence, type_], tables) for frame in one_each for type_ in (types[frame.frame],))


def _told(frame: Frame, type_: str, features: Sequence[int], tables: Tables) -> Frame:
    """The frame with its mode and step, and the reasons for which it is kept."""
    return msgspec.structs.replace(refined(frame, type_, features, tables), reasons=reasons(type_, features, tables))


def _owned(frame: Frame, type_: str) -> Frame:
    """The frame with its tolls where it is violence: those of nobody named are the only target's; elsewhere none."""
    if not frame.killed and not frame.injured:
        return frame
    if type_ != VIOLENCE:
        return msgspec.structs.replace(frame, killed=(), injured=())
    whose = frame.target[0].code if len({actor.code for actor in frame.target}) == 1 else "UNK"
    killed, injured = (
        tuple(msgspec.structs.replace(toll, who=whose) if toll.who == "UNK" else toll for toll in tolls)
        for tolls in (frame.killed, frame.injured)
    )
    return msgspec.structs.replace(frame, killed=killed, injured=injured)
