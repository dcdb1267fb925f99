"""Keep or drop, which type, whose role, and what is one happening: rules propose, small trained weights decide."""

from hoadam.read.deciding.choosing import Choice, alone, choices, words_of
from hoadam.read.deciding.company import Company, company
from hoadam.read.deciding.decide import KNOWN, decide
from hoadam.read.deciding.linking import link_features
from hoadam.read.deciding.naming import Story, side_of, stories_of
from hoadam.read.deciding.numbering import Numbering
from hoadam.read.deciding.pairing import Candidate, paired
from hoadam.read.deciding.placing import placed, scene_of, seats
from hoadam.read.deciding.silences import silences
from hoadam.read.deciding.tables import Tables
from hoadam.read.deciding.together import judged, neighbours, rated, weighed
from hoadam.read.deciding.tying import best_frame, candidates, tied

__all__ = [
    "KNOWN",
    "Candidate",
    "Choice",
    "Company",
    "Numbering",
    "Story",
    "Tables",
    "alone",
    "best_frame",
    "candidates",
    "choices",
    "company",
    "decide",
    "judged",
    "link_features",
    "neighbours",
    "paired",
    "placed",
    "rated",
    "scene_of",
    "seats",
    "side_of",
    "silences",
    "stories_of",
    "tied",
    "weighed",
    "words_of",
]
