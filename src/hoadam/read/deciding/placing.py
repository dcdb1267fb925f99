"""In which country did it happen? Each that its sentence, those around it, its parties and the head of its story name is weighed."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from hoadam.model.actor import Mention
from hoadam.model.base import Record
from hoadam.model.event import Frame, Locus
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.index import NameIndex
from hoadam.read.deciding.numbering import UNKNOWN, Numbering
from hoadam.read.deciding.tables import BIAS, Tables, log_odds

ENOUGH = 0.36  # by cross-validation on the gold .645 of those given or wanted are right, at .45 .631 (.59 without what stands around)
NEAR = 14  # letters before a place in which its preposition is looked for
STEP, STEPS = 25, 5  # letters from the trigger that count as one step, and how many are told apart
NOBODYS = frozenset({"", "UNK", "IGO", "NGO", "ISM", "MNC"})  # codes of those who are of no country
HEAD = frozenset({"headline", "lede"})
BEFORE, AFTER = 3, 2  # sentences before and behind its own whose places are weighed too


class Seat(Record, frozen=True):
    """A country where it may have happened: the place in it that the sentence names, if any, and the numbers of what speaks for it."""

    country: str
    locus: Locus
    features: tuple[int, ...]


class Scene(Record, frozen=True):
    """The countries of the places that a page names: by sentence in order, and for each story those that its head names."""

    places: Mapping[int, tuple[str, ...]]
    heads: Mapping[int, tuple[str, ...]]


class Around(Record, frozen=True):
    """The countries of the places named around a sentence: in it, shortly before, the last of all before, shortly behind."""

    here: frozenset[str]
    before: frozenset[str]
    last: str | None
    after: frozenset[str]


def scene_of(sentences: Sequence[Sentence], index: NameIndex) -> Scene:
    """Where a page's sentences are set."""
    places: dict[int, tuple[str, ...]] = {}
    heads: dict[int, dict[str, None]] = {}
    for sentence in sentences:
        loci = [index.locus(mention) for mention in sentence.mentions if mention.kind == "place"]
        countries = tuple(locus.country for locus in loci if locus is not None and locus.country)
        if countries:
            places[sentence.number] = countries
        if sentence.zone in HEAD:
            heads.setdefault(sentence.story, {}).update(dict.fromkeys(countries))
    return Scene(places, {story: tuple(countries) for story, countries in heads.items()})


def _around(frame: Frame, sentences: Sequence[Sentence], scene: Scene) -> Around:
    at = frame.sentence
    earlier = [n for n in range(at - 1, -1, -1) if n in scene.places and sentences[n].story == frame.story]
    later = [n for n in range(at + 1, min(at + 1 + AFTER, len(sentences))) if sentences[n].story == frame.story]
    return Around(
        frozenset(scene.places.get(at, ())),
        frozenset(country for n in earlier if n >= at - BEFORE for country in scene.places[n]),
        scene.places[earlier[0]][-1] if earlier else None,
        frozenset(country for n in later for country in scene.places.get(n, ())),
    )


def seats(frame: Frame, sentences: Sequence[Sentence], scene: Scene, text: Folded, index: NameIndex, features: Numbering) -> list[Seat]:
    """Every country near a tied frame."""
    sentence, heads, around = sentences[frame.sentence], scene.heads.get(frame.story, ()), _around(frame, sentences, scene)
    source, target = ({actor.code for actor in actors} for actors in (frame.source, frame.target))
    made: dict[str, dict[int, None]] = {}
    locus_of: dict[str, Locus] = {}
    named = _by_nearness(frame, sentence)
    trigger = text.lower[frame.trigger.start : frame.trigger.end]
    sectors = [actors[0].sector if actors else "-" for actors in (frame.source, frame.target)]
    for rank, mention in enumerate(named):
        locus = index.locus(mention)
        if locus is not None and locus.country:
            locus_of.setdefault(locus.country, locus)
            made.setdefault(locus.country, {}).update(dict.fromkeys(_of_place(rank, mention, named, frame, sentence, text, features)))
    told = {actor.code for mention in sentence.mentions if mention.kind != "place" for actor in mention.actors}
    for country in sorted({*told, *heads, *source, *target, *around.before, *around.after} - NOBODYS):
        made.setdefault(country, {})
    found = []
    for country, own in made.items():
        sides = features.alike(_sided, country in source, country in target, country in told, country in heads, bool(named), frame.status)
        near = features.alike(_near, country in around.before, country == around.last, country in around.after, bool(around.here))
        whose = f"{country in source}>{country in target}"
        deed = *features.alike(_by_trigger, trigger, whose), *features.alike(_by_sectors, *sectors, country in source, whose)
        found.append(Seat(country, locus_of.get(country) or Locus(None, country), (*own, *sides, *near, *deed)))
    return found


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


def _by_trigger(trigger: str, whose: str) -> Iterator[str]:
    yield f"t={trigger}&{whose}"


def _by_sectors(source: str, target: str, of_source: bool, whose: str) -> Iterator[str]:
    yield from (f"acting={source}&{of_source}", f"sectors={source}>{target}&{whose}")


def _near(before: bool, last: bool, after: bool, here: bool) -> Iterator[str]:
    for feature in (f"before={before}", f"last={last}", f"after={after}"):
        yield from (feature, f"{feature}&here={here}")


def placed(frame: Frame, type_: str, sentences: Sequence[Sentence], scene: Scene, text: Folded, index: NameIndex, tables: Tables) -> Frame:
    """The frame with the place that is likeliest to be its own, None where none is likely enough; as the rules have it without weights."""
    if not tables.weights.places:
        return frame
    said, bias = tables.places(type_, frame.frame), tables.of_places.number(BIAS)
    rows = [
        (said[bias] + sum([said[n] for n in seat.features]), seat) for seat in seats(frame, sentences, scene, text, index, tables.of_places)
    ]
    best = max(rows, key=lambda row: (row[0], row[1].country), default=None)
    return msgspec.structs.replace(frame, place=best[1].locus if best is not None and best[0] >= log_odds(ENOUGH) else None)
