"""Sentences and clauses: where each begins and ends, and which mentions and little words stand in it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar, get_args

from hoadam.model.actor import Mention
from hoadam.model.base import Span
from hoadam.model.page import Block
from hoadam.model.sentence import Clause, Marker, MarkerKind, Sentence
from hoadam.packs.fold import Folded, fold, lowered
from hoadam.packs.index import Finder
from hoadam.packs.language import Language

S = TypeVar("S", bound=Span)
_PAUSE = re.compile(r"[,;:()\"]| - ")


@dataclass(frozen=True)
class ClauseRules:
    """What splitting needs of a language, compiled once."""

    markers: Finder[tuple[MarkerKind, ...]]
    sentence_end: re.Pattern[str]
    abbreviations: frozenset[str]


def compile_rules(language: Language) -> ClauseRules:
    """The rules of `language` for sentences, clauses and markers."""
    kinds: dict[str, list[MarkerKind]] = {}
    for kind in get_args(MarkerKind):
        for word in getattr(language.frames, kind):
            kinds.setdefault(lowered(fold(word)), []).append(kind)
    upper = "".join(chr(code) for code in range(0x41, 0x1F00) if chr(code).isupper())
    return ClauseRules(
        markers=Finder((word, tuple(found)) for word, found in kinds.items()),
        sentence_end=re.compile(rf"(?<![.!?…])[.!?…]++[\"')\]]*+\s+(?=[\"'(\[-]*\s?[{upper}0-9])"),
        abbreviations=frozenset(language.pack.abbreviations),
    )


def split(text: Folded, blocks: Sequence[Block], mentions: Sequence[Mention], rules: ClauseRules) -> tuple[Sentence, ...]:
    """Every sentence of every block, in order, with its mentions and markers; words inside a name ("Không quân") do no work."""
    named = bytearray(len(text.text))
    for mention in mentions:
        if mention.actors:
            named[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    markers = [Marker(start, end, kinds) for start, end, kinds in rules.markers.find(text.lower) if not named[start]]
    spans = [(block, span) for block in blocks for span in _sentences(text.text, block, rules)]
    inside = _dealt([span for _, span in spans], mentions)
    marked = _dealt([span for _, span in spans], markers)
    return tuple(
        Sentence(
            span.start, span.end, number, block.zone, block.story, _clauses(text.text, span, marked[number]), inside[number], marked[number]
        )
        for number, (block, span) in enumerate(spans)
    )


def _sentences(text: str, block: Block, rules: ClauseRules) -> list[Span]:
    """The sentences of one block; a full stop after an abbreviation or an initial ends none."""
    spans: list[Span] = []
    start = block.start
    for match in rules.sentence_end.finditer(text, block.start, block.end):
        last = text[start : match.start() + 1].rsplit(" ", 1)[-1]
        if last in rules.abbreviations or (len(last) == 2 and last[0].isupper()):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if text[start : block.end].strip():
        spans.append(Span(start, block.end))
    return [_trimmed(text, span) for span in spans]


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _dealt(spans: Sequence[Span], things: Sequence[S]) -> list[tuple[S, ...]]:
    """The things of each span; both in order."""
    dealt: list[tuple[S, ...]] = []
    k = 0
    for span in spans:
        while k < len(things) and things[k].start < span.start:
            k += 1
        first = k
        while k < len(things) and things[k].start < span.end:
            k += 1
        dealt.append(tuple(things[first:k]))
    return dealt


def _clauses(text: str, sentence: Span, markers: Sequence[Marker]) -> tuple[Clause, ...]:
    """The stretches between pauses and words that begin a clause; what stands in quote marks is marked as quoted."""
    cuts = {sentence.start, sentence.end} | {m.start for m in markers if "clause_breaks" in m.kinds}
    quotes: list[int] = []
    for pause in _PAUSE.finditer(text, sentence.start, sentence.end):
        mark, end = pause.group(), pause.end()
        if mark == "," and text[end : end + 1].isdigit():
            continue
        cuts.add(end)
        if mark == '"':
            quotes.append(end - 1)
    edges = sorted(cuts)
    return tuple([Clause(a, b, bisect_left(quotes, a) % 2 == 1) for a, b in pairwise(edges)])
