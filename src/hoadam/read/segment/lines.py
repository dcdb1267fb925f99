"""What are the lines of a page, before anybody says what they are for? Places, words, sizes and repeats."""

import re
from itertools import pairwise
from typing import NamedTuple

from hoadam.model.base import Record
from hoadam.packs.fold import Folded
from hoadam.read.segment.repeats import repeated

WORD = re.compile(r"\w+")
BREAK = re.compile(r"[.!?]\s+[\"'(]?(\w+)")
WORDS = 1 << 32  # more than a page has
SIZES = ((26, "tiny"), (46, "brief"), (70, "short"), (135, "mid"), (230, "long"), (700, "para"))


class Line(Record, frozen=True):
    """A non-empty line without the space around it; `blank` when an empty line stands above it.

    `names` are its capitalised words but for those that open a sentence; `repeats` the number of the first earlier line
    that it repeats and whether to the letter; `pairs` every two words in a row, as numbers.
    """

    start: int
    end: int
    text: str
    lower: str
    words: list[str]
    pairs: frozenset[int]
    blank: bool
    size: str
    titular: bool
    multi: bool
    names: frozenset[str]
    repeats: tuple[int, bool] | None


def lines_of(text: Folded) -> list[Line]:
    """The non-empty lines of a page, in order."""
    places = _places(text.text)
    written = [WORD.findall(text.text, start, end) for start, end, _ in places]
    words = [" ".join(own).lower().split() for own in written]
    pairs = _paired(words)
    again = repeated(words, pairs)
    own = map(_Words, written, words, pairs, again)
    return [_line(text, place, one) for place, one in zip(places, own, strict=True)]


def _paired(lines: list[list[str]]) -> list[frozenset[int]]:
    """Every two words in a row of each line, as numbers that hold within the page (sets of them are three times as quick)."""
    codes: dict[str, int] = {}
    found = []
    for words in lines:
        own = [codes.setdefault(word, len(codes)) for word in words]
        found.append(frozenset([a * WORDS + b for a, b in pairwise(own)]))
    return found


class _Words(NamedTuple):
    """The words of a line: as written, in lower case, in pairs, and the earlier line they repeat."""

    written: list[str]
    words: list[str]
    pairs: frozenset[int]
    again: tuple[int, bool] | None


def _places(text: str) -> list[tuple[int, int, bool]]:
    """Start, end and whether an empty line stands above, for each non-empty line."""
    found: list[tuple[int, int, bool]] = []
    last = at = 0
    for line in text.split("\n"):  # a pattern would look at each space of an empty line again for each space before it
        if inside := line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append((start, start + len(inside), text.count("\n", last, at) > 1))
            last = at + len(line)
        at += len(line) + 1
    return found


def _line(text: Folded, place: tuple[int, int, bool], own: _Words) -> Line:
    start, end, blank = place
    inside = text.text[start:end]
    size = next((name for limit, name in SIZES if end - start < limit), "huge")
    openers = [word for word in BREAK.findall(inside) if word[0].isupper()]
    return Line(
        start,
        end,
        inside,
        text.lower[start:end],
        own.words,
        own.pairs,
        blank,
        size,
        titular=size in {"brief", "short", "mid"} and not openers and inside[-1] not in ".…:;,",
        multi=bool(openers),
        names=_names(own.written, openers),
        repeats=own.again,
    )


def _names(words: list[str], openers: list[str]) -> frozenset[str]:
    """The capitalised words that do not only open the line or a sentence."""
    found = {word for word in words if word[0].isupper()}
    for word in {*words[:1], *openers}:
        if word in found and words.count(word) <= openers.count(word) + (word == words[0]):
            found.discard(word)
    return frozenset(found)
