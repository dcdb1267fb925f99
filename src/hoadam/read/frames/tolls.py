"""How many were killed or hurt, and whose they are: numbers beside the words for dying."""

import re
from collections.abc import Sequence

import msgspec

from hoadam.model.event import Toll
from hoadam.model.sentence import Marker, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.frames.rules import FrameRules

REACH = 60  # letters between a number and its verb; beyond that it counts something else
CLOSE = 16  # letters behind a verb in which a number is its object ("sát hại ít nhất 4 …")
TOGETHER = 6  # letters between two verbs that share their count ("chết và bị thương")
BARE = frozenset(".,;:)")  # what a number without a noun may stand before
LISTED = 24  # letters between two numbers of a list ("13 binh sĩ, hai cảnh sát")
NEXT = 46  # letters between two numbers of one count ("50 binh sĩ Azerbaijan và 49 binh sĩ Armenia")


def tolls(sentence: Sentence, text: Folded, rules: FrameRules) -> tuple[tuple[Toll, ...], tuple[Toll, ...]]:
    """The killed and the injured that a sentence counts; `who` is "UNK" where the words do not say whose."""
    verbs = [m for m in sentence.markers if "killed" in m.kinds or "injured" in m.kinds]
    if not verbs:
        return (), ()
    found = rules.number.finditer(text.lower, sentence.start, sentence.end)
    numbers = [m for m in found if not _is_date(m, text) and _counts_people(m, verbs, sentence, text, rules)]
    return _counted("killed", numbers, verbs, sentence, text, rules), _counted("injured", numbers, verbs, sentence, text, rules)


def _counts_people(match: re.Match[str], verbs: Sequence[Marker], sentence: Sentence, text: Folded, rules: FrameRules) -> bool:
    """True when people, a verb of dying or nothing at all stand right behind a number: "một hệ thống" is no toll."""
    end = match.end()
    if rules.people.match(text.lower, end, sentence.end) or any(0 <= verb.start - end <= 2 for verb in verbs):
        return True
    if any(0 <= mention.start - end <= 2 and mention.actors and mention.kind == "name" for mention in sentence.mentions):
        return True
    return text.lower[end : sentence.end].lstrip()[:1] in BARE


def _is_date(match: re.Match[str], text: Folded) -> bool:
    around = text.lower[match.start() - 1 : match.start()] + text.lower[match.end() : match.end() + 1]
    return "/" in around or ":" in around or (around.startswith("-") and match["digits"] is not None)


def _counted(
    kind: str, numbers: Sequence[re.Match[str]], verbs: Sequence[Marker], sentence: Sentence, text: Folded, rules: FrameRules
) -> tuple[Toll, ...]:
    found: list[Toll] = []
    used: set[int] = set()
    for verb in (m for m in verbs if kind in m.kinds):
        for match in _numbers_of(verb, numbers, verbs, text, rules):
            if match.start() not in used:
                used.add(match.start())
                toll = _toll(match, verb, sentence, text, rules)
                found += [toll] if toll else []
    return _evened(found)


def _evened(found: Sequence[Toll]) -> tuple[Toll, ...]:
    """The counts, each once: "at least two soldiers and two civilians" leaves both open, and a count of nobody named is the same again."""
    made: list[Toll] = []
    for toll in found:
        same = [other for other in found if other.min == toll.min]
        even = msgspec.structs.replace(toll, max=None if any(other.max is None for other in same) else toll.max)
        named = any(other.who != "UNK" for other in same)
        if even not in made and not (named and toll.who == "UNK"):
            made.append(even)
    return tuple(made)


def _numbers_of(
    verb: Marker, numbers: Sequence[re.Match[str]], verbs: Sequence[Marker], text: Folded, rules: FrameRules
) -> list[re.Match[str]]:
    """The number that is the verb's object, or the ones before it that it counts together; then a part of them ("trong đó")."""
    after = [n for n in numbers if 0 <= n.start() - verb.end <= CLOSE and rules.amounts.match(text.lower, verb.end, n.start())]
    before = [
        n
        for n in numbers
        if n.end() <= verb.start
        and verb.start - n.end() <= REACH
        and not _stops(text.lower[n.end() : verb.start])
        and not any(n.end() <= other.start and other.end + TOGETHER < verb.start for other in verbs)
    ]
    chosen = after[:1] or before[-1:]
    earlier = [n for n in numbers if chosen and n.end() <= chosen[0].start()]
    while not after and earlier and _goes_on(earlier[-1].end(), chosen[0].start(), verbs, text, rules):
        chosen.insert(0, earlier.pop())
    last = max([verb.end, *(n.end() for n in chosen)])
    part = [n for n in numbers if last <= n.start() <= last + NEXT and rules.including.search(text.lower[last : n.start()])]
    return chosen + part[:1]


def _goes_on(start: int, end: int, verbs: Sequence[Marker], text: Folded, rules: FrameRules) -> bool:
    """True when two numbers belong to one count: "and", a comma or "among them" between, no verb of dying, and nothing else far off."""
    if end - start > NEXT or any(start <= verb.start < end for verb in verbs):
        return False
    gap = text.lower[start:end]
    return bool(rules.and_word.search(gap) or rules.including.search(gap)) or (gap.count(",") == 1 and len(gap) <= LISTED)


def _stops(gap: str) -> bool:
    return any(mark in gap for mark in ".;")


def _toll(match: re.Match[str], verb: Marker, sentence: Sentence, text: Folded, rules: FrameRules) -> Toll | None:
    words, digits = match["word"], match["digits"]
    value = int(digits.replace(rules.thousands, "")) if digits else rules.values.get(words, rules.vague.get(words, 0))
    value *= rules.scale.get(match["scale"], 1) if match["scale"] else 1
    if value <= 0:
        return None
    before = text.lower[max(sentence.start, match.start() - 24) : match.start()]
    vague = words in rules.vague or rules.at_least.search(before) is not None
    low, high = (None, value) if rules.at_most.search(before) else (value, None if vague else value)
    return Toll(low, high, _whose(match, verb, sentence, text, rules))


def _whose(match: re.Match[str], verb: Marker, sentence: Sentence, text: Folded, rules: FrameRules) -> str:
    """The one side named between the number and the verb ("49 binh sĩ Armenia thiệt mạng"), or just behind both; of two it is not told."""
    start, end = min(match.start(), verb.start), max(match.end(), verb.end)
    inside = [m for m in sentence.mentions if m.actors and start <= m.start < end and m.kind != "place"]
    behind = [m for m in sentence.mentions if m.actors and end <= m.start <= end + 16 and match.start() > verb.start]
    chosen = (inside or behind)[:2]
    if len(chosen) == 2 and not rules.joins.match(text.lower[chosen[0].end : chosen[1].start]):
        chosen.pop()
    codes = {actor.code for mention in chosen for actor in mention.actors}
    return codes.pop() if len(codes) == 1 else "UNK"
