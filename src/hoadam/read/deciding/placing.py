"""In which country did it happen? Each that its sentence, its parties and the head of its story name is weighed."""

from collections.abc import Iterator, Sequence

import msgspec

from hoadam.model.actor import Mention
from hoadam.model.base import Record
from hoadam.model.event import Frame, Locus
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.index import NameIndex
from hoadam.read.deciding.numbering import UNKNOWN, Numbering
from hoadam.read.deciding.tables import BIAS, Tables, log_odds

ENOUGH = 0.45  # by cross-validation: .57 of all right (.38 by the nearest place named), .78 of those given
NEAR = 14  # letters before a place in which its preposition is looked for
STEP, STEPS = 25, 5  # letters from the trigger that count as one step, and how many are told apart
NOBODYS = frozenset({"", "UNK", "IGO", "NGO", "ISM", "MNC"})  # codes of those who are of no country
HEAD = frozenset({"headline", "lede"})


class Seat(Record, frozen=True):
    """A country where it may have happened: the place in it that the sentence names, if any, and the numbers of what speaks for it."""

    country: str
    locus: Locus
    features: tuple[int, ...]


def seats(
    frame: Frame, sentences: Sequence[Sentence], heads: Sequence[str], text: Folded, index: NameIndex, features: Numbering
) -> list[Seat]:
    """Every country near a tied frame; `heads` are those that the head of its story names as places."""
    sentence = sentences[frame.sentence]
    source, target = ({actor.code for actor in actors} for actors in (frame.source, frame.target))
    made: dict[str, dict[int, None]] = {}
    locus_of: dict[str, Locus] = {}
    named = _by_nearness(frame, sentence)
    for rank, mention in enumerate(named):
        locus = index.locus(mention)
        if locus is not None and locus.country:
            locus_of.setdefault(locus.country, locus)
            made.setdefault(locus.country, {}).update(dict.fromkeys(_of_place(rank, mention, named, frame, sentence, text, features)))
    told = {actor.code for mention in sentence.mentions if mention.kind != "place" for actor in mention.actors}
    for country in sorted({*told, *heads, *source, *target} - NOBODYS):
        made.setdefault(country, {})
    found = []
    for country, own in made.items():
        sides = features.alike(_sided, country in source, country in target, country in told, country in heads, bool(named), frame.status)
        found.append(Seat(country, locus_of.get(country) or Locus(None, country), (*own, *sides)))
    return found


def heads_of(sentences: Sequence[Sentence], index: NameIndex) -> dict[int, list[str]]:
    """The countries of the places that the head of each story names."""
    found: dict[int, dict[str, None]] = {}
    for sentence in sentences:
        for mention in sentence.mentions if sentence.zone in HEAD else ():
            locus = index.locus(mention) if mention.kind == "place" else None
            if locus is not None and locus.country:
                found.setdefault(sentence.story, {})[locus.country] = None
    return {story: list(countries) for story, countries in found.items()}


def _by_nearness(frame: Frame, sentence: Sentence) -> list[Mention]:
    """The places that a sentence names: those more specific than a state first, then those behind the trigger, then the nearest."""
    start = frame.trigger.start
    places = [mention for mention in sentence.mentions if mention.kind == "place"]
    return sorted(places, key=lambda m: (m.place is None, m.start < start, abs(m.start - start)))


def _of_place(
    rank: int, mention: Mention, named: Sequence[Mention], frame: Frame, sentence: Sentence, text: Folded, features: Numbering
) -> Iterator[int]:
    trigger = frame.trigger
    before = text.lower[max(sentence.start, mention.start - NEAR) : mention.start].split()
    side = "L" if mention.start < trigger.start else "R"
    here = sentence.clause_at(trigger.start).holds(mention)
    steps = min(abs(mention.start - trigger.start) // STEP, STEPS)
    yield from features.alike(_standing, min(rank, 2), side, here, mention.place is not None, min(len(named), 3), steps, frame.status)
    yield features.under("before=").get(before[-1] if before else "^", UNKNOWN)


def _standing(rank: int, side: str, here: bool, exact: bool, places: int, steps: int, status: str) -> Iterator[str]:
    plain = ("place", f"rank={rank}", f"side={side}", f"here={here}", f"exact={exact}", f"places={places}", f"steps={steps}")
    yield from plain
    yield f"{status}&place"


def _sided(source: bool, target: bool, told: bool, head: bool, places: bool, status: str) -> Iterator[str]:
    of_sides = f"source={source}&target={target}"
    plain = (of_sides, f"told={told}", f"head={head}", f"some-place={places}")
    yield from plain
    yield from (f"some-place={places}&{feature}" for feature in plain[:-1])
    yield f"{status}&{of_sides}"


def placed(
    frame: Frame, type_: str, sentences: Sequence[Sentence], heads: Sequence[str], text: Folded, index: NameIndex, tables: Tables
) -> Frame:
    """The frame with the place that is likeliest to be its own, None where none is likely enough; as the rules have it without weights."""
    if not tables.weights.places:
        return frame
    said, bias = tables.places(type_, frame.frame), tables.of_places.number(BIAS)
    rows = [
        (said[bias] + sum([said[n] for n in seat.features]), seat) for seat in seats(frame, sentences, heads, text, index, tables.of_places)
    ]
    best = max(rows, key=lambda row: (row[0], row[1].country), default=None)
    return msgspec.structs.replace(frame, place=best[1].locus if best is not None and best[0] >= log_odds(ENOUGH) else None)
