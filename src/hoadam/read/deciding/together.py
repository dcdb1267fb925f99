"""What do the other candidates of a page say for or against one? What a neighbour tells better need not be told twice."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hoadam.read.deciding.choosing import Choice, alone
from hoadam.read.deciding.tables import BIAS, Tables, logistic

FAINT = -4.0  # log-odds under which a candidate is as good as none: about half of all, of which .4 % are events
SURE = 3  # log-odds from which one is as sure as another
NEAR = 12  # letters between two triggers that are, or share, the same words
OWN = "own"  # the candidate's own log-odds
HEADLINE = "headline"
SHOWN = 2  # reasons told
TOLD = ("recalled", "recalled-near", "dated-beside", "dated", "undated")  # how a candidate is placed in time, the surest first

Together = Mapping[str, Mapping[str, float]]  # by what is looked at, what each of its steps says


class Rated(NamedTuple):
    """A candidate that is not hopeless: what is said of it alone, and what others are compared by."""

    choice: Choice
    score: float
    sources: frozenset[str]
    start: int


class Judged(NamedTuple):
    """A candidate of a page, the probability that it is an event, and what is seen of the others."""

    choice: Choice
    score: float
    beside: Mapping[str, str]


def judged(choices: Iterable[Choice], tables: Tables) -> list[Judged]:
    """Each candidate of a page, alone and beside the others."""
    found = list(choices)
    one_by_one = rated(found, [alone(choice, tables) for choice in found])
    beside = list(neighbours(one_by_one, FAINT)) if tables.weights.together else [{} for _ in one_by_one]
    odds = weighed(one_by_one, beside, tables.weights.together)
    return [Judged(choice, logistic(score), seen) for choice, score, seen in zip(found, odds, beside, strict=True)]


def strongest(beside: Mapping[str, str], said: Together) -> tuple[str, ...]:
    """What weighed most of what is seen of the others, with its log-odds."""
    rows = [(name, step, said.get(name, {}).get(step, 0.0)) for name, step in beside.items()]
    ranked = sorted((row for row in rows if row[2]), key=lambda row: (-abs(row[2]), row[0]))
    return tuple(f"beside: {name}={step} {value:+.2f}" for name, step, value in ranked[:SHOWN])


def rated(choices: Iterable[Choice], scores: Iterable[float]) -> list[Rated]:
    """The candidates with their log-odds."""
    return [
        Rated(choice, score, frozenset([a.code for frame in choice.frames for a in frame.source]), choice.frames[0].trigger.start)
        for choice, score in zip(choices, scores, strict=True)
    ]


def weighed(found: Sequence[Rated], beside: Sequence[Mapping[str, str]], said: Together) -> list[float]:
    """The log-odds of each candidate beside all others of its page; as they were where nothing was learned."""
    if not said:
        return [one.score for one in found]
    own, bias = said[OWN][""], said[BIAS][""]
    return [
        own * one.score + bias + sum([said[name].get(step, 0.0) for name, step in seen.items() if name in said])
        for one, seen in zip(found, beside, strict=True)
    ]


def neighbours(found: Sequence[Rated], least: float = -math.inf) -> Iterator[dict[str, str]]:
    """For each candidate, the log-odds of the best others: of its sentence, of its type nearby, on its page, of its source.

    Nothing for one of less than `least`, whom no others could lift.
    """
    here = [one for one in found if one.score >= FAINT]
    of_sentence: dict[int, list[Rated]] = {}
    of_type: dict[str, list[Rated]] = {}
    for one in here:
        of_sentence.setdefault(one.choice.sentence, []).append(one)
        of_type.setdefault(one.choice.type, []).append(one)
    mean = _tenths(here)
    best = {number: max([one.score for one in rows]) for number, rows in of_sentence.items()}
    for one in found:
        if one.score < least:
            yield {}
            continue
        number, type_ = one.choice.sentence, one.choice.type
        beside = [other for other in of_sentence.get(number, ()) if other is not one]
        alike = [other for other in of_type.get(type_, ()) if other is not one]
        first = sorted([other.score for other in beside], reverse=True)
        yield {
            "first": _step(first[:1]),
            "second": _step(first[1:2]),
            "same words": _step([other.score for other in beside if abs(other.start - one.start) < NEAR]),
            "sentence before": _step([best[number - 1]] if number - 1 in best else []),
            "sentence behind": _step([best[number + 1]] if number + 1 in best else []),
            "type": _step([other.score for other in alike]),
            "type and source": _step([other.score for other in alike if other.sources & one.sources]),
            "type in headline": _step([other.score for other in alike if other.choice.frames[0].zone == HEADLINE]),
            "type, sum": str(min(round(2 * sum([logistic(other.score) for other in alike])), 10)),
            "page": mean,
            "told": _told(one.choice),
            **{f"type {way:+d}": _step([o.score for o in alike if o.choice.sentence == number + way]) for way in (-2, -1, 1, 2)},
        }


def _step(scores: Sequence[float]) -> str:
    """The best of the log-odds in whole steps, "-" where there is none."""
    return str(min(math.floor(max(scores)), SURE)) if scores else "-"


def _told(choice: Choice) -> str:
    """The type and how it is placed in time: a war that is only recalled does not stand or fall with what stands beside it."""
    tags = {tag for frame in choice.frames for tag in frame.tags}
    return f"{choice.type} {next((tag for tag in TOLD if tag in tags), '-')}"


def _tenths(found: Sequence[Rated]) -> str:
    """The mean probability of candidates in tenths."""
    return str(min(int(10 * sum([logistic(one.score) for one in found]) / len(found)), 7)) if found else "-"
