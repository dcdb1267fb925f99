"""How far can two reports be of one happening? A score, or a veto that nothing outweighs."""

from hoadam.model.event import Toll
from hoadam.tell.episodes.items import NO_YEAR, STATEMENTS, Item, overlap

JOIN = 3.0  # measured on the example pages and the five seed pages: the joins score 3.5 and more, the near misses 2.5 at most
VETO = -9.0
ALONE = 0.5  # one side says little: on one day a state does many things of one type
HOME = 1.5  # taken from two reports of one country that have neither words, dead, step nor name in common
BODILY = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION"})  # what is done at a place: the same place tells something
ONE_LONG = 0.5  # other days of one clash of some days that the knowledge knows
GUESSED = 0.25  # days taken from the day of writing
NO_YEARS = 0.5  # the same day and month of a year that neither tells: pages that are read together are mostly of one time
ON_THE_SPOT = 0.25  # one attacker on one day at one place: whom it struck is told differently, or taken for another
COPIED = 0.35  # likeness of words from which a report without any time can be one with another: parts of one dispatch
LIKENESS = ((0.6, 2.0), (0.35, 0.75), (0.2, 0.25))  # share of common words, and what it is worth
_NO_MIX = frozenset({"REQUEST", "REJECT", "THREATEN"})  # another mode is another act
TOO_FAR = 10  # counts that differ by so many times are of different things


def score(a: Item, b: Item) -> float:
    """The sum of what speaks for and against one happening; VETO when it cannot be."""
    days = _days(a, b)
    sides = _sides(a, b) if days is not None else None
    if days is None or sides is None or a.key == b.key:
        return VETO
    what = _what(a, b)
    if what is None:
        return VETO
    place, words, dead = _place(a, b), _words(a, b), tolls(a, b)
    same_name = a.named is not None and a.named == b.named
    total = days + sides + what + _third(a, b) + _people(a, b) + words + place + dead
    if a.named and b.named:
        total += 2.0 if same_name else -1.0
    if len(a.codes) == 1 or len(b.codes) == 1:
        told = same_name or words or dead > 1 or same_step(a, b) or (place > 0 and a.family in BODILY)
        total -= 0.0 if told else HOME
    return total


def is_one_long(a: Item, b: Item) -> bool:
    """True for deeds on different days of one dated happening: a clash of three days, a flight of a week; never for meetings."""
    return a.named is not None and a.named == b.named and a.family in BODILY


def same_step(a: Item, b: Item) -> bool:
    """True when both are the same step of one process."""
    return a.event.process is not None and (a.event.process, a.event.step) == (b.event.process, b.event.step)


def _days(a: Item, b: Item) -> float | None:  # noqa: PLR0911  (one line a case)
    """Two for the same days, less for wider ones, None when they lie apart or nothing is known of them."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 0.0 if likeness(a, b) >= COPIED else None
    if a.first > b.last or b.first > a.last:
        return ONE_LONG if is_one_long(a, b) else None
    if a.last < NO_YEAR:
        return NO_YEARS if a.first == b.first else None
    if a.soft and b.soft:
        return GUESSED if abs(a.last - b.last) <= 7 else None
    if a.soft or b.soft:
        return GUESSED
    if a.first == b.first and a.last == b.last:
        return 2.0 if a.exact else 1.5
    return 1.5 if a.exact and b.exact else 1.0


def _sides(a: Item, b: Item) -> float | None:  # noqa: PLR0911  (one line a case)
    """One for the same sides, half for sides that one report tells more fully, None for others or for swapped roles."""
    if not (a.source or a.target) or not (b.source or b.target):
        return None
    if a.source == b.source and a.target == b.target:
        return 1.0 if len(a.sides) > 1 else ALONE
    if a.family == "meet" or a.event.type == "CONSULT":
        return _met(a, b)
    if a.family == "ASSAULT":
        return _fought(a, b)
    if a.family.startswith("pact") or (not a.target and not b.target):
        return _nested(a.sides, b.sides, a, b)
    if not _alike(a.source, b.source) or (a.target and b.target and not _alike(a.target, b.target)):
        return None
    return 0.75 if a.source & b.source and a.target & b.target else 0.5


def _met(a: Item, b: Item) -> float | None:
    """A meeting: those named by one report were there, or brokered it, by the other too."""
    return _nested(a.sides, b.sides, a, b)


def _nested(one: frozenset[str], other: frozenset[str], a: Item, b: Item) -> float | None:
    if one == other:
        return 1.0
    if one <= other | b.third and other <= one | a.third:
        return 0.75
    if len(one & other) >= 2:
        return 0.5 if one <= other or other <= one else None
    if a.codes == b.codes or (min(len(one), len(other)) == 1 and (one <= other or other <= one)):
        return 0.25
    return None


def _fought(a: Item, b: Item) -> float | None:  # noqa: PLR0911  (one line a case)
    """A fight: the same sides, one of them left out, or rebels of a country told as the neighbour that stands behind them."""
    if a.source and b.source and a.source & b.target and b.source & a.target and not a.source & b.source:
        return None
    one, other = a.sides, b.sides
    if one == other:
        return 1.0
    if a.codes == b.codes:
        return 0.75
    if a.codes <= b.codes or b.codes <= a.codes:
        return 0.5
    if a.source and _alike(a.source, b.source) and a.exact and b.exact and a.first == b.first and _is_one_spot(a, b):
        return ON_THE_SPOT
    shared = a.codes & b.codes
    for x, y in ((a, b), (b, a)):
        behind = y.codes - x.codes
        if shared and any(side.endswith("*") and side[:-1] in shared for side in x.sides) and len(behind) == 1 and x.codes <= y.codes:
            return 0.5
    return None


def _is_one_spot(a: Item, b: Item) -> bool:
    """True for one place that both name, smaller than a country."""
    one, other = a.event.place, b.event.place
    return one is not None and other is not None and one.name == other.name and one.lat is not None and one.name is not None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when one holds the other, sectors aside."""
    bare, others = {side.rstrip("*~") for side in one}, {side.rstrip("*~") for side in other}
    return bool(one & other) or bare <= others or others <= bare


def _what(a: Item, b: Item) -> float | None:
    """Type, mode and step: points for the same ones, None for another act of the same family."""
    one, other = a.event, b.event
    total = 1.0 if one.type == other.type else 0.75 if a.family == "pact" else 0.0
    if one.process and other.process:
        if (one.process, one.step) == (other.process, other.step):
            total += 1.0
        elif a.family == "pact":
            total += 0.5 * (one.process == other.process)
        elif a.family in STATEMENTS or a.family.startswith("RETREAT"):
            return None
    if one.mode and other.mode and one.mode != other.mode:
        if one.type in _NO_MIX or "phone" in (one.mode, other.mode):
            return None
        return total - 0.5
    if "phone" in (one.mode, other.mode) and (one.place or other.place):
        return None
    return total + 0.5 * (one.mode is not None and one.mode == other.mode)


def _third(a: Item, b: Item) -> float:
    if not a.third or not b.third:
        return 0.0
    return 0.5 if a.third & b.third else -0.5


def _people(a: Item, b: Item) -> float:
    """For a country that both give a person: the same person, or another one (another meeting)."""
    if not a.people or not b.people:
        return 0.0
    if a.people & b.people:
        return 0.5
    clash = {code for code, _ in a.people} & {code for code, _ in b.people}
    return (-2.0 if a.event.type == "CONSULT" else -1.0) if clash else 0.0


def _words(a: Item, b: Item) -> float:
    """The words themselves: near-copies of one sentence tell of one thing."""
    shared = likeness(a, b)
    for least, points in LIKENESS:
        if shared >= least:
            return points
    return 0.0


def likeness(a: Item, b: Item) -> float:
    """The share of their words that both have, 0 to 1."""
    if not a.words or not b.words:
        return 0.0
    both = len(a.words & b.words)
    return both / (len(a.words) + len(b.words) - both)


def _place(a: Item, b: Item) -> float:
    """The same place, or another: in another country it weighs most."""
    one, other = a.event.place, b.event.place
    if one is None or other is None:
        return 0.0
    if one.name and one.name == other.name:
        return 1.0
    if one.country == other.country and None in (one.lat, other.lat):
        return 0.0  # a country and a place in it
    if one.country is None or one.country == other.country:
        return -0.25 if a.family == "ASSAULT" else -1.0 if a.event.type == "RETREAT" else -0.5
    return -0.5 if a.family == "ASSAULT" and one.country in b.codes and other.country in a.codes else -1.5


def tolls(a: Item, b: Item) -> float:
    """Equal counts of the same dead are strong evidence; counts ten times apart speak against."""
    if not a.event.killed or not b.event.killed:
        return 0.0
    best = 0.25
    for one in a.event.killed:
        for other in b.event.killed:
            if one.who == other.who:
                best = max(best, 1.5) if _equal(one, other) else -1.0 if _far(one, other) and best < 1 else best
    return best


def _equal(one: Toll, other: Toll) -> bool:
    return one.min is not None and one.min == other.min and overlap(one, other)


def _far(one: Toll, other: Toll) -> bool:
    low, high = sorted((one.min or one.max or 1, other.min or other.max or 1))
    return high >= TOO_FAR * low
