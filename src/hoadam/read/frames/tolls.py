"""How many were killed or hurt, and whose they are: numbers beside the words for dying."""

import re
from collections.abc import Sequence

from hoadam.model.event import Toll
from hoadam.model.sentence import Marker, Sentence
from hoadam.packs.fold import Folded
from hoadam.read.frames.rules import FrameRules

REACH = 60  # letters between a number and its verb; beyond that it counts something else


def tolls(sentence: Sentence, text: Folded, rules: FrameRules) -> tuple[tuple[Toll, ...], tuple[Toll, ...]]:
    """The killed and the injured that a sentence counts; `who` is "UNK" where the words do not say whose."""
    numbers = [m for m in rules.number.finditer(text.lower, sentence.start, sentence.end) if not _is_date(m, text)]
    killed = _counted("killed", numbers, sentence, text, rules)
    injured = _counted("injured", numbers, sentence, text, rules)
    return killed, injured


def _is_date(match: re.Match[str], text: Folded) -> bool:
    around = text.lower[match.start() - 1 : match.start()] + text.lower[match.end() : match.end() + 1]
    return "/" in around or ":" in around


def _counted(kind: str, numbers: Sequence[re.Match[str]], sentence: Sentence, text: Folded, rules: FrameRules) -> tuple[Toll, ...]:
    found: list[Toll] = []
    used: set[int] = set()
    for verb in (m for m in sentence.markers if kind in m.kinds):
        match = _nearest(verb, numbers, text)
        if match is None or match.start() in used:
            continue
        used.add(match.start())
        toll = _toll(match, verb, sentence, text, rules)
        if toll is not None:
            found.append(toll)
    return tuple(found)


def _nearest(verb: Marker, numbers: Sequence[re.Match[str]], text: Folded) -> re.Match[str] | None:
    """The last number before the verb in its stretch, else the first one just after it."""
    before = [n for n in numbers if n.end() <= verb.start and verb.start - n.end() <= REACH and not _stops(text.lower[n.end() : verb.start])]
    after = [n for n in numbers if n.start() >= verb.end and n.start() - verb.end <= REACH // 3]
    return before[-1] if before else after[0] if after else None


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
    return Toll(low, high, _whose(match, verb, sentence))


def _whose(match: re.Match[str], verb: Marker, sentence: Sentence) -> str:
    """The actor named between the number and the verb ("49 binh sĩ Armenia thiệt mạng"), or just behind both."""
    start, end = min(match.start(), verb.start), max(match.end(), verb.end)
    inside = [m for m in sentence.mentions if m.actors and start <= m.start < end and m.kind != "place"]
    behind = [m for m in sentence.mentions if m.actors and end <= m.start <= end + 16 and match.start() > verb.start]
    chosen = (inside or behind)[:1]
    return chosen[0].actors[0].code if chosen else "UNK"
