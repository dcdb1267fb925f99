"""Folded copies of text for matching: the same length as the original, so that offsets still point into it."""

import re
import unicodedata

from hoadam.model.base import Record

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_LATE = {
    (v, unicodedata.normalize("NFC", v2 + t)): (unicodedata.normalize("NFC", v + t), v2)
    for v, v2 in (("o", "a"), ("o", "e"), ("u", "y"))
    for t in _TONES
}
_PAIRS = {a + b: c + d for (a, b), (c, d) in _LATE.items()}
_PAIRS |= {k.upper(): v.upper() for k, v in _PAIRS.items()} | {k.capitalize(): v.capitalize() for k, v in _PAIRS.items()}
_FIRST, _SECOND = ("".join(sorted({pair[n] for pair in _PAIRS})) for n in (0, 1))
_LATE_TONE = re.compile(rf"[{_FIRST}][{_SECOND}](?!\w)(?<![qQ]..)")  # (opened by a class of letters, it is searched for quickly)
_SPACES = {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t"}
_SIGNS = {ord(a): b for a, b in zip("‘’‚‛“”„‟«»–—−‐‑", '\'\'\'\'""""""-----', strict=True)}
_DIGITS = {0xFF10 + n: str(n) for n in range(10)}
_MARKS = dict.fromkeys((8203, 8204, 8205, 8288, 65279, 173), " ")
_TABLE = {chr(code): plain for code, plain in (_SPACES | _SIGNS | _DIGITS | _MARKS).items()}
_ABOVE = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # marks of Latin letters: most text is plain without them
_ODD = re.compile(f"[{''.join(sorted(_TABLE))}]")  # (one search is ten times as quick as str.translate)


class Folded(Record, frozen=True):
    """A text and its folded copies of one length: `text` keeps case, `lower` does not; offsets fit all three.

    `starts` maps an offset of these to one of the page as found, where the two differ in length (NFD text); else empty.
    """

    text: str
    lower: str
    starts: tuple[int, ...] = ()


def fold(text: str) -> str:
    """`text` with old-style tone marks moved (hoà -> hòa), odd spaces, quotes, dashes and digits made plain; same length."""
    plain = _ODD.sub(lambda m: _TABLE[m.group()], text)
    return _LATE_TONE.sub(lambda m: _PAIRS.get(m.group(), m.group()), plain)


def lowered(text: str) -> str:
    """Lower case of the same length: letters whose lower case is longer (İ) stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def folded(text: str) -> Folded:
    """The folded copies of a page's text; NFD text is composed first and keeps a map of its offsets."""
    if unicodedata.is_normalized("NFC", text):
        plain = fold(text)
        return Folded(plain, lowered(plain))
    composed, starts = _composed(text)
    plain = fold(composed)
    return Folded(plain, lowered(plain), starts)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """NFC of `text`, and for each of its letters (and the end) the offset in `text` where it began."""
    out: list[str] = []
    starts: list[int] = []
    i = 0
    while i < len(text):
        j = i + 1
        while j < len(text) and unicodedata.combining(text[j]):
            j += 1
        piece = unicodedata.normalize("NFC", text[i:j])
        out.append(piece)
        starts.extend([i] * len(piece))
        i = j
    starts.append(len(text))
    return "".join(out), tuple(starts)


def bare(text: str) -> str:
    """Lower case without diacritics (đ too), for search and near-equality; the length may change."""
    flat = _ABOVE.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))
    return flat if flat.isascii() else "".join(c for c in flat if not unicodedata.combining(c))
