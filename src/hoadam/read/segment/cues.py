"""How do a language's cues look when they are ready to match? Compiled once from the pack, passed in to every page."""

import re
from collections.abc import Iterable
from itertools import pairwise

from hoadam.model.base import Record
from hoadam.packs.fold import fold, lowered
from hoadam.packs.segments import SegmentPack
from hoadam.read.segment.weights import Weights, compile_weights

Pattern = re.Pattern[str]
EDGES = " \t|:>*•·»-.…"


class Cues(Record, frozen=True):
    """The patterns of one language and the weights of the decoder; all patterns are for folded lower-case text."""

    related: Pattern
    sidebar: Pattern
    furniture: Pattern
    more: Pattern
    caption_end: Pattern
    caption_start: Pattern
    depicts: Pattern
    narrates: frozenset[str]
    narrates_two: frozenset[tuple[str, str]]
    credit: Pattern
    byline: Pattern
    prefix: Pattern
    inner: Pattern
    day: Pattern
    anyday: Pattern
    weights: Weights


def compile_cues(pack: SegmentPack) -> Cues:
    """The pack's cues as patterns, with the decoder's weights."""
    outlets = _any(pack.outlets)
    agencies = _any(pack.agencies)
    months = _any(pack.months)
    day = rf"\d{{1,2}}\s?[/.-]\s?\d{{1,2}}|(?:{months})\.?(?:\s\d{{1,2}})?|\d{{1,2}}\s(?:{months})"
    return Cues(
        related=_whole(pack.related_headings),
        sidebar=_whole(pack.sidebar_headings),
        furniture=_whole(pack.furniture),
        more=re.compile(rf"[|•*\s-]*(?:>>|»|►|▶|☞|=>|(?:{_any(pack.more)})\s?(?:[:>»]|$|-\s))"),
        caption_end=re.compile(rf"(?:^|[\s(\[|])(?:{_any(pack.caption_marks)})[^.!?]{{0,60}}[.|)\]\s]*$"),
        caption_start=re.compile(rf"(?:{_any(pack.caption_openings)})(?!\w)"),
        depicts=re.compile(rf"(?<!\w)(?:{_any(pack.caption_words)})(?!\w)"),
        narrates=frozenset(word for word in map(_plain, pack.narrative) if " " not in word),
        narrates_two=frozenset(pair for word in map(_plain, pack.narrative) for pair in pairwise(word.split())),
        credit=re.compile(  # "Minh Anh (theo AFP)", "Theo AFP, Reuters", "TTXVN"
            rf"(?:[\w. ]{{2,25}}[\s(\[-]+)?[(\[]?(?:(?:{_any(pack.credits)})[:\s]\s?([\w./+&',\s-]{{2,40}})"
            rf"|((?:(?:{agencies})[\s,/&-]*)+))[)\]]?\.?"
        ),
        byline=re.compile(rf"[(\[]?(?:{_any(pack.bylines)})\s?[:\s]\s?[\w./&'\s,-]{{2,50}}[)\]]?"),
        prefix=re.compile(rf"[|\s]*(?:\(([^()]{{2,25}})\)|({outlets}|[\w-]+\.(?:vn|com|net|org)))\s?-\s?(?=\S)"),
        inner=re.compile(rf"(?<=[^.!?:,;\s])\s(?:{outlets}|[\w-]+\.vn)\s-\s(?=\S)"),
        day=re.compile(rf"(?:{_any(pack.date_openings)})\s[^.!?]{{0,20}}?({day})(?!\w)"),
        anyday=re.compile(rf"(?<![\w/.-])(?:{day})(?![\w/-])"),
        weights=compile_weights(),
    )


def _whole(words: Iterable[str]) -> Pattern:
    """A pattern that whole lines match; `*` stands for anything."""
    return re.compile("(?:" + "|".join(".*".join(re.escape(part) for part in _plain(word).split("*")) for word in words) + r")(?!\n)$")


def _any(words: Iterable[str]) -> str:
    """An alternation of the words, longest first; one that never matches when there are none."""
    ordered = sorted({_plain(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", r"[^.!?]*") for word in ordered) or r"(?!)"


def _plain(word: str) -> str:
    return lowered(fold(word))
