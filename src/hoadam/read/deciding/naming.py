"""Whom does each story name? Its sides by how often, those in its headline, and how many states it is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hoadam.model.actor import Actor
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence

CAMPS = {"GOV": "state", "MIL": "state", "LEG": "state", "COP": "state", "SPY": "state", "JUD": "state", "CVL": "people", "REF": "people"}
OFTEN = 5  # the states that a story names most are candidates in each of its sentences


@dataclass(frozen=True)
class Story:
    """What a story names: its actors by how often, their sides, and the sides in its headline in order."""

    often: tuple[Actor, ...]
    ranks: tuple[str, ...]
    headline: tuple[str, ...]

    def rank_of(self, side: str) -> str:
        """How often the story names a side, against others, as a feature."""
        return f"rank={self.ranks.index(side) if side in self.ranks else 'low'}"

    def head_of(self, side: str) -> str:
        """Where the headline names a side, as a feature."""
        return f"head={self.headline.index(side) if side in self.headline[:3] else 'no'}"

    @property
    def about(self) -> tuple[str, int, int]:
        """The state named most, how many there are, and how many sides the headline names: two are as good as more."""
        codes = dict.fromkeys([actor.code for actor in self.often])
        return next(iter(codes), "nobody"), len(codes), min(len(self.headline), 2)


NAMELESS = Story((), (), ())


def stories_of(sentences: Sequence[Sentence]) -> dict[int, Story]:
    """What each story on the page names."""
    counts: dict[int, Counter[str]] = {}
    first: dict[tuple[int, str], Actor] = {}
    heads: dict[int, list[str]] = {}
    for sentence in sentences:
        if sentence.zone not in ARTICLE:
            continue
        for mention in sentence.mentions:
            for actor in mention.actors:
                if actor.sector != "JRN" and actor.code != "UNK":
                    side = side_of(actor)
                    counts.setdefault(sentence.story, Counter())[side] += 1 if mention.kind != "place" else 0
                    first.setdefault((sentence.story, side), actor)
                    if sentence.zone == "headline":
                        heads.setdefault(sentence.story, []).append(side)
    made = {}
    for story, count in counts.items():
        ranks = tuple(side for side, _ in count.most_common(OFTEN))
        made[story] = Story(tuple(first[story, side] for side in ranks), ranks, tuple(dict.fromkeys(heads.get(story, []))))
    return made


def side_of(actor: Actor) -> str:
    """The side that an actor is on: its country and camp, so that an army and its rebels are two, a president and his army one."""
    return f"{actor.code}.{CAMPS.get(actor.sector, 'other')}"
