"""Keep or drop, which type, whose role, and what is one happening: rules propose, small trained weights decide."""

from hoadam.read.deciding.choosing import Choice, choices, scored, words_of
from hoadam.read.deciding.decide import decide
from hoadam.read.deciding.linking import link_features
from hoadam.read.deciding.naming import Story, side_of, stories_of
from hoadam.read.deciding.numbering import Numbering
from hoadam.read.deciding.pairing import Candidate, paired
from hoadam.read.deciding.placing import heads_of, placed, seats
from hoadam.read.deciding.silences import silences
from hoadam.read.deciding.tables import Tables
from hoadam.read.deciding.tying import best_frame, candidates, tied

__all__ = [
    "Candidate",
    "Choice",
    "Numbering",
    "Story",
    "Tables",
    "best_frame",
    "candidates",
    "choices",
    "decide",
    "heads_of",
    "link_features",
    "paired",
    "placed",
    "scored",
    "seats",
    "side_of",
    "silences",
    "stories_of",
    "tied",
    "words_of",
]
