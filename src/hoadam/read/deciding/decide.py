"""From candidates to the frames that are kept: chosen, tied to their actors, and joined."""

from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.event import Claim, Frame
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.index import NameIndex
from hoadam.packs.weights import Weights
from hoadam.read.deciding.choosing import HOPELESS, choices, reasons
from hoadam.read.deciding.company import company
from hoadam.read.deciding.linking import merged
from hoadam.read.deciding.naming import stories_of
from hoadam.read.deciding.placing import placed, scene_of
from hoadam.read.deciding.plain import by_rules
from hoadam.read.deciding.refining import refined
from hoadam.read.deciding.tables import Tables
from hoadam.read.deciding.together import Judged, judged, strongest
from hoadam.read.deciding.tying import best_frame, tied

KNOWN = "recalled"  # tag of what the knowledge tells too, and the name of its least score: .41 of those under the usual one are right
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
    stories, scene = stories_of(sentences), scene_of(sentences, index)
    found = judged(choices(frames, types, sentences, stories, text, tables, HOPELESS), tables)
    likely = [one for one in found if one.score >= _least(one, tables.weights)]
    clearest = [best_frame(one.choice, tables) for one in likely]
    others = company(clearest, [one.choice.type for one in likely], claims)
    kept: list[Frame] = []
    because: dict[tuple[int, str], Judged] = {}
    for one, best, among in zip(likely, clearest, others, strict=True):
        choice = one.choice
        rivals = [f for f in choice.frames if f is not best]
        made = tied(best, choice.type, rivals, sentences, stories.get(best.story), claims, text, among, tables)
        where = placed(made, choice.type, sentences, scene, text, index, tables)
        kept.append(msgspec.structs.replace(_owned(where, choice.type), score=round(one.score, 4)))
        because[choice.sentence, choice.type] = one
    one_each = merged(kept, types, tables.weights)
    return tuple(_told(frame, type_, because[frame.sentence, type_], tables) for frame in one_each for type_ in (types[frame.frame],))


def _least(one: Judged, weights: Weights) -> float:
    """The score that is enough: less where the parties are known to have done such a thing at that time."""
    enough = weights.threshold(one.choice.type)
    return min(enough, weights.threshold(KNOWN)) if any(KNOWN in frame.tags for frame in one.choice.frames) else enough


def _told(frame: Frame, type_: str, one: Judged, tables: Tables) -> Frame:
    """The frame with its mode and step, and the reasons for which it is kept."""
    why = reasons(type_, one.choice.features, tables) + strongest(one.beside, tables.weights.together)
    return msgspec.structs.replace(refined(frame, type_, one.choice.features, tables), reasons=why)


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
