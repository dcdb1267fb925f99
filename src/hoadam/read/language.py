"""Which language a page is in: the one whose commonest words and letters it uses most, told apart from those that there is no pack for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hoadam.model.base import Record
from hoadam.model.errors import BadPage
from hoadam.packs.fold import Folded
from hoadam.packs.language import PackInfo

SAMPLE = 200  # words looked at
MANY = 40  # of so many words the common ones decide at once, where one language has AHEAD times what any other has
AHEAD = 3
LEAST = 0.1  # share of the words below which no language is told; whole pages have 0.15 and more
LEAD = 0.5  # words by which a language must be ahead of all others: "in" alone is English, German, Dutch and Italian in equal parts
_AROUND = ".,;:!?…()[]{}\"'“”‘’«»„-–—/*|"


class Signs(Record, frozen=True):
    """What tells languages apart: the languages that have a word among their commonest, or a letter beyond a to z."""

    common: dict[str, tuple[str, ...]]
    letters: dict[str, frozenset[str]]
    packs: frozenset[str]
    known: str


def compile_signs(packs: Iterable[PackInfo], others: Iterable[PackInfo]) -> Signs:
    """The signs of the languages that there are packs for, and of others; a pack takes the place of another language of its code."""
    ours = sorted(packs, key=lambda pack: pack.code)
    codes = {pack.code for pack in ours}
    each = [*ours, *(one for one in others if one.code not in codes)]
    return Signs(
        {word: tuple(have) for word, have in _having((word, pack.code) for pack in each for word in pack.common).items()},
        {sign: frozenset(have) for sign, have in _having((sign, pack.code) for pack in each for sign in pack.letters).items()},
        frozenset(codes),
        ", ".join(pack.name for pack in ours),
    )


def _having(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    """The languages that have each sign, in their order."""
    found: dict[str, dict[str, None]] = {}
    for sign, code in pairs:
        found.setdefault(sign, {})[code] = None
    return found


def language_of(text: Folded, source: str, signs: Signs) -> str:
    """The code of the page's language; raises BadPage when it is in none that there is a pack for, or cannot be told."""
    words = text.lower[: SAMPLE * 12].split()[:SAMPLE]
    best = _first(_votes(Counter(words), signs.common), len(words), signs, AHEAD) if len(words) >= MANY else None
    best = best or _looked_at_closely(text.text[: SAMPLE * 12].split()[:SAMPLE], signs)
    if best is None:
        raise BadPage(
            f"{source}: in a language that there is no pack for, or too short to tell (known: {signs.known}). "
            "Leave it out, or add a language folder."
        )
    return best


def _first(votes: Mapping[str, float], count: int, signs: Signs, ahead: float = 1.0) -> str | None:
    """The language that is ahead of all others; None where none is, or it is one without a pack, or has too few of the words."""
    first, second = [*sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])), ("", 0.0), ("", 0.0)][:2]
    is_clear = first[1] - second[1] >= LEAD and first[1] >= ahead * second[1] and first[1] >= LEAST * count
    return first[0] if is_clear and first[0] in signs.packs else None


def _votes(words: Mapping[str, int], common: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """How many words speak for each language; a word that several have speaks for each in part."""
    votes: dict[str, float] = {}
    for word in words.keys() & common.keys():
        part = words[word] / len(common[word])
        for code in common[word]:
            votes[code] = votes.get(code, 0.0) + part
    return votes


def _looked_at_closely(found: Sequence[str], signs: Signs) -> str | None:
    """The same where common words alone do not decide: without signs around the words, and by the letters of the others too.

    Letters of names only confirm what other words say ("Nguyễn Phú Trọng met …"), unless there is nothing but capitals.
    """
    words = Counter(word for piece in found if (word := piece.strip(_AROUND)) and not word.isdigit())
    votes = _votes(Counter(word.lower() for word in words.elements()), signs.common)
    has_small = any(word[0].islower() for word in words)
    strange = [word for word in words if not word.isascii() and word.lower() not in signs.common]
    for word in sorted(strange, key=lambda word: word[0].isupper()):
        is_name = has_small and word[0].isupper()
        for code in (have := _owners(word.lower(), signs)):
            if not is_name or code in votes:
                votes[code] = votes.get(code, 0.0) + words[word] / len(have)
    return _first(votes, words.total(), signs)


def _owners(word: str, signs: Signs) -> frozenset[str]:
    """The languages that have all the letters of the word that lie beyond a to z."""
    have = [signs.letters.get(sign, frozenset()) for sign in word if not sign.isascii()]
    return have[0].intersection(*have[1:])
