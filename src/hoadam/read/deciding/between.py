"""Which words lead from a trigger to an actor? "Không kích của Mỹ" and "không kích nhằm vào Mỹ" differ in nothing else."""

import re
from collections.abc import Sequence

from hoadam.model.actor import Mention
from hoadam.model.base import Span
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.numbering import UNKNOWN, Numbering

ANOTHER = "@"  # in the place of another actor on the way
SHORT = 4  # words on the way that are told as a whole; of a longer one the first two and the last
LONG = 24  # words on the way beyond which none is told by itself
ASIDE = 16  # letters beside a trigger in which its neighbours are looked for
_WORD = re.compile(r"\w+|[^\w\s]")


def beside(trigger: Span, sentence: Sentence, text: Folded) -> tuple[str, str]:
    """The words right before and behind a trigger, "^" and "$" where its sentence begins or ends."""
    before = _words(text.lower[max(sentence.start, trigger.start - ASIDE) : trigger.start])
    behind = _words(text.lower[trigger.end : min(sentence.end, trigger.end + ASIDE)])
    return before[-1] if before else "^", behind[0] if behind else "$"


def led(
    place: str, low: int, high: int, others: Sequence[Mention], neighbours: tuple[str, str], text: Folded, features: Numbering
) -> list[int]:
    """The numbers of the words from `low` to `high`, past other actors, and of those beside the trigger, for an actor at a place."""
    way = _way(low, high, others, text)
    whole = " ".join(way) if len(way) <= SHORT else f"{way[0]} {way[1]} .. {way[-1]}"
    side = place[0]
    on = features.under(f"{side}on=")
    found = [on.get(word, UNKNOWN) for word in dict.fromkeys(way)] if len(way) <= LONG else []
    found.append(features.under(f"{side}way=").get(whole, UNKNOWN))
    found.append(features.under(f"{place}^=").get(neighbours[0], UNKNOWN))
    found.append(features.under(f"{place}$=").get(neighbours[1], UNKNOWN))
    return [number for number in found if number]  # most words say nothing


def _way(low: int, high: int, others: Sequence[Mention], text: Folded) -> list[str]:
    """The words of a stretch, every actor on it as one sign."""
    made: list[str] = []
    for other in others:
        if other.start >= low:
            made += _words(text.lower[low : other.start])
            if not made or made[-1] != ANOTHER:
                made.append(ANOTHER)
        low = max(low, other.end)
    return made + _words(text.lower[low:high])


def _words(lower: str) -> list[str]:
    """Words, figures as noughts, and signs."""
    return ["0" * len(word) if word.isdigit() else word for word in _WORD.findall(lower)]
