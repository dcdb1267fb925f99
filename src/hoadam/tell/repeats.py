"""Which paragraphs and pages say the same again? By containment: a teaser is the beginning of another page's lede."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import count, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hoadam.model.base import Record

WORD = re.compile(r"\w+")
NEAR = 0.8  # share of the smaller one's shingles; of 357 pairs of pages on one happening 95 % are below .56, 99 % below .71
EDITED = 0.7  # of a whole article: leads and last paragraphs get rewritten
ALIKE = 0.5  # two versions of an article are at least so alike in length
FEWEST = 6  # fewer words must be equal to the letter
SAMPLE = 8  # one shingle in so many is indexed: enough to find a candidate, which is then compared in full
SHORT, DENSE = 32, 2  # of a text of so few words one shingle in two is; DENSE divides SAMPLE, so that it has the anchors of long ones
HOPE = 0.5  # share of the smaller sample that a candidate must hold to be compared
TRIED = 3  # candidates compared
CROWD = 15  # no more holders are kept of a shingle that many paragraphs have ("theo thông tấn xã")

SKETCH = 8  # of an article's shingles so many are its keys: of two articles half alike 98 % share two of them
TEASED = 2  # of a passage's shingles so many are its keys, besides its first words: a teaser is the beginning of a lede

NONE = -1.0
Numbers = NDArray[np.signedinteger]
Shingle = tuple[str, str, str]


class Passage(Record, frozen=True):
    """A paragraph and where it stands."""

    page: str
    start: int
    text: str


def same(passages: Sequence[Passage]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more passages (by position) that say the same, to the letter or nearly, in order of their first."""
    return _groups((passage.text for passage in passages), NEAR, 0.0)


def same_articles(articles: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more articles (by position), each given by its paragraphs, that are one text with small edits."""
    return _groups(map("\n".join, articles), EDITED, ALIKE)


def is_same_article(one: Sequence[str], other: Sequence[str]) -> bool:
    """True when the paragraphs of two articles are one text with small edits; the same whichever is asked first."""
    return _are_same("\n".join(one), "\n".join(other), EDITED, ALIKE)


def is_same(one: str, other: str) -> bool:
    """True when two paragraphs say the same, to the letter or nearly; the same whichever is asked first."""
    return _are_same(one, other, NEAR, 0.0)


def _are_same(one: str, other: str, near: float, alike: float) -> bool:
    mine, theirs = (WORD.findall(text.lower()) for text in (one, other))
    if mine == theirs or min(len(mine), len(theirs)) < FEWEST:
        return bool(mine) and mine == theirs
    first, second = set(_shingles(mine)), set(_shingles(theirs))
    smaller, larger = sorted((len(first), len(second)))
    return smaller >= alike * larger and len(first & second) >= near * smaller


def article_keys(paragraphs: Sequence[str]) -> list[str]:
    """By what other versions of an article find it: its shingles with the lowest checksums, which hang on nothing but its words."""
    words = WORD.findall("\n".join(paragraphs).lower())
    return _exact("a", words) if len(words) < FEWEST else [f"a{one:x}" for one in _lowest(words, SKETCH)]


def passage_keys(text: str) -> list[str]:
    """By what a paragraph that says the same finds this one: its first words, and the shingles with the lowest checksums."""
    words = WORD.findall(text.lower())
    if len(words) < FEWEST:
        return _exact("p", words)
    return [*_exact("p", words[:FEWEST]), *(f"p{one:x}" for one in _lowest(words, TEASED))]


def _exact(kind: str, words: Sequence[str]) -> list[str]:
    return [f"{kind}={crc32(' '.join(words).encode()):x}"] if words else []


def _lowest(words: Sequence[str], count: int) -> list[int]:
    sums = [crc32(word.encode()) for word in words]
    return nsmallest(count, {_mixed(*three) for three in zip(sums, sums[1:], sums[2:], strict=False)})


def _mixed(one: int, two: int, three: int) -> int:
    """The checksums of three words as one number, spread evenly (the constants are those of xxHash)."""
    mixed = (one * 0x9E3779B1 ^ two * 0x85EBCA77 ^ three * 0xC2B2AE3D) & 0xFFFFFFFF
    return ((mixed ^ mixed >> 15) * 0x27D4EB2F) & 0xFFFFFFFF


def containment(one: str, other: str) -> float:
    """The share of the smaller text's shingles that the other has too, 0 to 1."""
    mine, theirs = (set(_shingles(WORD.findall(text.lower()))) for text in (one, other))
    smaller = min(len(mine), len(theirs))
    return len(mine & theirs) / smaller if smaller else 0.0


class _Corpus(Record, frozen=True):
    """Texts as numbers: the words of all texts in a row and where each text ends, and the shingle that begins at each word.

    `sampled` are those of the sampled shingles that another sample has too (numbered afresh), for no other can lead to a repeat; those of
    a text begin at its place in `opens`. `needs` is how many hits make a text a candidate by the anchors of long texts, `close` by those of
    short ones (for these alone: two short texts have them all in common); for a long text it is NONE. `least` is the lesser of both.
    """

    words: Numbers
    ends: list[int]
    shingles: Numbers
    sampled: list[int]
    opens: list[int]
    numbers: int
    needs: list[float]
    close: list[float]
    least: list[float]


def _groups(texts: Iterable[str], near: float, alike: float) -> tuple[tuple[int, ...], ...]:
    """Texts joined with the first one before them that they repeat."""
    corpus = _corpus(texts)
    exact: dict[bytes, int] = {}
    holders: list[tuple[int, ...]] = [()] * corpus.numbers
    members: dict[int, list[int]] = {}
    for i, (start, end) in enumerate(pairwise((0, *corpus.ends))):
        if start == end:
            continue
        words = corpus.words[start:end].tobytes()
        first = exact.get(words)
        if first is None:
            first = exact[words] = _first(i, corpus, holders, (near, alike)) if end - start >= FEWEST else i
        members.setdefault(first, []).append(i)
    return tuple(tuple(group) for group in members.values() if len(group) > 1)


def _corpus(texts: Iterable[str]) -> _Corpus:
    """All texts as numbers, with what leads to repeats among them."""
    known: defaultdict[str, int] = defaultdict(count().__next__)
    numbers, ends = array("i"), list[int]()
    for text in texts:
        numbers.extend(map(known.__getitem__, WORD.findall(text.lower())))
        ends.append(len(numbers))
    return _indexed(np.array(numbers, dtype=np.int32), ends, known)


def _indexed(words: Numbers, ends: list[int], known: Collection[str]) -> _Corpus:
    """The same for words in numbers: numpy does for a million of them what would take a loop a hundred times as long."""
    sums = np.fromiter(map(crc32, map(str.encode, known)), np.int64, len(known))[words]
    lengths = np.array([end - start for start, end in pairwise((0, *ends))], dtype=np.int64)
    inner, size = _inner(ends, len(words)), np.repeat(lengths, lengths)
    seldom, often = inner & (sums % SAMPLE == 0), inner & (sums % DENSE == 0)
    sampled, shingles = np.where(size > SHORT, seldom, often), _shingled(words, len(known))
    places = np.flatnonzero(sampled)
    _, named, times = np.unique(shingles[places - 1], return_inverse=True, return_counts=True)
    shared = times > 1
    kept = shared[named]
    long, needs, dense = lengths > SHORT, _counted(seldom, ends) * HOPE, _counted(often, ends) * HOPE
    return _Corpus(
        words, ends, shingles, (np.cumsum(shared) - 1)[named[kept]].tolist(), [0, *np.searchsorted(places[kept], ends).tolist()],
        int(shared.sum()), needs.tolist(),
        np.where(long, NONE, dense).tolist(), np.where(long, needs, np.minimum(needs, dense)).tolist(),
    )  # fmt: skip


def _inner(ends: Sequence[int], size: int) -> NDArray[np.bool_]:
    """Where a word has others of its text on both sides."""
    inside = np.ones(size + 1, dtype=bool)
    edges = np.array((0, *ends), dtype=np.int64)
    inside[edges] = False
    inside[edges[edges > 0] - 1] = False
    return inside[:size]


def _shingled(words: Numbers, known: int) -> Numbers:
    """Every three words in a row as one number (modulo 2^64, which no page notices: it holds beyond two million different words)."""
    wide = np.concatenate((words, np.zeros(2, np.int32))).astype(np.int64)
    return (wide[:-2] * known + wide[1:-1]) * known + wide[2:]


def _counted(marked: NDArray[np.bool_], ends: Sequence[int]) -> Numbers:
    """How many words of each text are marked."""
    sums = np.concatenate(([0], np.cumsum(marked)))
    return np.diff(sums[np.array(ends, dtype=np.int64)], prepend=0)


def _first(i: int, corpus: _Corpus, holders: list[tuple[int, ...]], limits: tuple[float, float]) -> int:
    """The earlier text that these words repeat; their own number, now among the holders of its sample, when there is none."""
    sample = corpus.sampled[corpus.opens[i] : corpus.opens[i + 1]]
    found = [text for number in sample for text in holders[number]]
    if found and (hopeful := _hopeful(i, found, corpus)):
        one = _set_of(i, corpus)
        for text in hopeful:
            if _is_repeat(one, _set_of(text, corpus), limits):
                return text
    for number in set(sample):
        if len(holders[number]) < CROWD:
            holders[number] += (i,)
    return i


def _hopeful(i: int, found: list[int], corpus: _Corpus) -> list[int]:
    """The few texts hit often enough to be compared, the most often hit first; two short ones by their closer anchors."""
    need, dense, needs, close, least = corpus.needs[i], corpus.close[i], corpus.needs, corpus.close, corpus.least
    hits = dict.fromkeys(found, 1)
    if len(hits) < len(found):
        hits = Counter(found)
    low = need if dense == NONE else min(need, dense)
    some = [(-times, text) for text, times in hits.items() if times >= low or times >= least[text]]
    if dense != NONE:
        some = [
            (less, text)
            for less, text in some
            if (-less >= need or -less >= needs[text] if close[text] == NONE else -less >= dense or -less >= close[text])
        ]
    elif low > 1:
        some = [(less, text) for less, text in some if -less >= need or -less >= needs[text]]
    return [text for _, text in sorted(some)[:TRIED]]


def _set_of(text: int, corpus: _Corpus) -> set[int]:
    """The shingles of one text."""
    return set(corpus.shingles[corpus.ends[text - 1] if text else 0 : corpus.ends[text] - 2].tolist())


def _is_repeat(one: set[int], other: set[int], limits: tuple[float, float]) -> bool:
    """True when enough of the smaller one's shingles stand in both."""
    smaller, larger = sorted((len(one), len(other)))
    return smaller >= limits[1] * larger and len(one & other) / smaller >= limits[0]


def _shingles(words: Sequence[str]) -> Iterator[Shingle]:
    """Every three words in a row."""
    return zip(words, words[1:], words[2:], strict=False)
