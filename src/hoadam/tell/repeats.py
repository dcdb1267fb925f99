"""Which articles and passages of other pages say the same again? By containment: a teaser is the beginning of another page's lede.

Within one page the reading finds repeats itself (read/segment/repeats.py).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")
NEAR = 0.8  # share of the smaller one's shingles; of 357 pairs of pages on one happening 95 % are below .56, 99 % below .71
EDITED = 0.7  # of a whole article: leads and last paragraphs get rewritten
ALIKE = 0.5  # two versions of an article are at least so alike in length
FEWEST = 6  # fewer words must be equal to the letter

SKETCH = 8  # of an article's shingles so many are its keys: of two articles half alike 98 % share two of them
TEASED = 2  # of a passage's shingles so many are its keys, besides its first words: a teaser is the beginning of a lede

Numbers = NDArray[np.uint32]
_ONE, _TWO, _THREE, _LAST = (np.uint32(x) for x in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))  # the constants of xxHash
_HALF = np.uint32(15)


class Print(NamedTuple):
    """What a text is found and compared by: the checksums of its shingles, the lowest first; of a short text the words themselves."""

    words: tuple[str, ...]
    shingles: Numbers


def print_of(paragraphs: Sequence[str]) -> Print:
    """The print of an article, or of a passage alone: it hangs on nothing but the words."""
    words = _words("\n".join(paragraphs))
    return Print(tuple(words) if len(words) < FEWEST else (), _shingles(words))


def article_keys(one: Print) -> list[str]:
    """By what other versions of an article find it: the lowest checksums of its shingles."""
    return [f"a{number:x}" for number in one.shingles[:SKETCH].tolist()] if len(one.shingles) else _exact("a", one.words)


def passage_keys(text: str) -> list[str]:
    """By what a paragraph that says the same finds this one: its first words, and the shingles with the lowest checksums."""
    words = _words(text)
    return [*_exact("p", words[:FEWEST]), *(f"p{number:x}" for number in _shingles(words)[:TEASED].tolist())]


def is_same_article(one: Print, other: Print) -> bool:
    """True when two articles are one text with small edits; the same whichever is asked first."""
    return _are_same(one, other, EDITED, ALIKE)


def is_same(one: str, other: str) -> bool:
    """True when two paragraphs say the same, to the letter or nearly; the same whichever is asked first."""
    return _are_same(print_of([one]), print_of([other]), NEAR, 0.0)


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _exact(kind: str, words: Sequence[str]) -> list[str]:
    return [f"{kind}={crc32(' '.join(words).encode()):x}"] if words else []


def _are_same(one: Print, other: Print, near: float, alike: float) -> bool:
    smaller, larger = sorted((len(one.shingles), len(other.shingles)))
    if not smaller:
        return not larger and one.words == other.words and bool(one.words)
    return smaller >= alike * larger and _common(one.shingles, other.shingles) >= near * smaller


def _common(one: Numbers, other: Numbers) -> int:
    """How many numbers stand in both: in order, those of both stand side by side."""
    both = np.concatenate((one, other))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))


def _shingles(words: Sequence[str]) -> Numbers:
    """The checksums of every three words in a row, mixed to one number each, in order and each once; none of a short text."""
    if len(words) < FEWEST:
        return np.empty(0, np.uint32)
    sums = np.fromiter(map(crc32, map(str.encode, words)), np.uint32, len(words))
    mixed = sums[:-2] * _ONE ^ sums[1:-1] * _TWO ^ sums[2:] * _THREE  # modulo 2^32
    found = (mixed ^ mixed >> _HALF) * _LAST
    found.sort()
    first = np.ones(len(found), np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    each: Numbers = found[first]
    return each
