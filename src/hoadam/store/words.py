"""Which words a search asks for, and where on a page they stand."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from hoadam.model.base import Span
from hoadam.packs.fold import bare, fold

_ASKED = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
LONGEST = 400
TOGETHER = 6  # sentences put into shape at once: what is looked for mostly stands in the first of them
RANKED = 1_000  # pages with the words, the newest, among which the best are sought: ranking 40,000 takes 0.15 s


def asked(words: str) -> tuple[str, ...]:
    """The words and "phrases in quotes" that were asked for; those without a letter or digit are left out."""
    parts = (match.group(1) or match.group(2) for match in _ASKED.finditer(composed(words)))
    return tuple(part for part in parts if _WORD.search(part))


def composed(text: str) -> str:
    """The text as the `exact` column has it: one code point a letter, tone marks in one place."""
    return fold(unicodedata.normalize("NFC", text))


def match_of(parts: Sequence[str], column: str) -> str:
    """The FTS5 expression that all parts stand in the column; nothing a user types is taken for an operator."""
    prepared = [" ".join(_WORD.findall(bare(part) if column == "fold" else part)) for part in parts]
    return f"{column} : (" + " AND ".join(f'"{part}"' for part in prepared) + ")"


def place_of(text: str, parts: Sequence[str], *, exact: bool) -> Span | None:
    """The first sentence with the most of the parts, at most 400 letters of it; None when none is in the text."""
    shape = _exact if exact else bare
    wanted = [phrase for part in parts if (phrase := tuple(_WORD.findall(shape(part))))]
    best, most = None, 0
    for start, end, told in _shaped(text, shape):
        if most == len(wanted):
            break
        if sum(all(word in told for word in phrase) for phrase in wanted) <= most:  # letters are found sooner than words
            continue
        found = _WORD.findall(told)
        count = sum(_holds(found, phrase) for phrase in wanted)
        if count > most:
            best, most = Span(start, min(end, start + LONGEST)), count
    return best


def _shaped(text: str, shape: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Start and end of each sentence and its words in that shape; some at a time, for a call of it costs as much as a sentence."""
    places = _sentences(text)
    for n in range(0, len(places), TOGETHER):
        some = places[n : n + TOGETHER]
        told = shape("\n".join(text[start:end] for start, end in some)).split("\n")  # no sentence has a line's end in it
        yield from ((start, end, words) for (start, end), words in zip(some, told, strict=True))


def _exact(text: str) -> str:
    return composed(text).lower()


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return phrase[0] in words and any(tuple(words[i : i + size]) == phrase for i in range(len(words) - size + 1))


def _sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, roughly: good enough to show one, never used for reading."""
    ends = [(match.start(), match.end()) for match in _SENTENCE_END.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    return [(a, b) for a, b in zip(starts, [*(start for start, _ in ends), len(text)], strict=True) if a < b]
