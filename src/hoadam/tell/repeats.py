"""Which paragraphs and pages say the same again? By containment: a teaser is the beginning of another page's lede."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from zlib import crc32

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

Words = tuple[str, ...]
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
    """True when the paragraphs of two articles are one text with small edits."""
    return bool(same_articles((one, other)))


def containment(one: str, other: str) -> float:
    """The share of the smaller text's shingles that the other has too, 0 to 1."""
    mine, theirs = (set(_shingles(WORD.findall(text.lower()))) for text in (one, other))
    smaller = min(len(mine), len(theirs))
    return len(mine & theirs) / smaller if smaller else 0.0


class _Vocabulary(dict[str, str]):
    """Each word once, however often it is read: equal words are then one object, which makes their hashes and comparisons cheap."""

    def __missing__(self, word: str) -> str:
        self[word] = word
        return word


class _Anchors(dict[str, bool]):
    """Whether a word is an anchor: one in `rate` is, by its checksum, the same on every machine."""

    def __init__(self, rate: int) -> None:
        """No word yet."""
        super().__init__()
        self.rate = rate

    def __missing__(self, word: str) -> bool:
        found = self[word] = crc32(word.encode()) % self.rate == 0
        return found


class _Index(Record, frozen=True):
    """Texts seen so far that nothing before them repeats: who holds a shingle, each one's words, and how many hits make it a candidate.

    `needs` goes by the anchors of long texts, `close` by those of short ones (for these alone: two short texts have them all in common).
    `distinct` counts the different shingles of the texts that were ever compared.
    """

    holders: dict[Shingle, tuple[int, ...]]
    words: dict[int, Words]
    needs: dict[int, float]
    close: dict[int, float]
    distinct: dict[int, int]
    seldom: _Anchors
    often: _Anchors


def _groups(texts: Iterable[str], near: float, alike: float) -> tuple[tuple[int, ...], ...]:
    """Texts joined with the first one before them that they repeat."""
    exact: dict[Words, int] = {}
    index = _Index({}, {}, {}, {}, {}, _Anchors(SAMPLE), _Anchors(DENSE))
    members: dict[int, list[int]] = {}
    known = _Vocabulary().__getitem__
    for i, text in enumerate(texts):
        words = tuple(map(known, WORD.findall(text.lower())))
        if not words:
            continue
        first = exact.get(words)
        if first is None:
            first = exact[words] = _first(i, words, index, (near, alike)) if len(words) >= FEWEST else i
        members.setdefault(first, []).append(i)
    return tuple(tuple(group) for group in members.values() if len(group) > 1)


def _first(i: int, words: Words, index: _Index, limits: tuple[float, float]) -> int:
    """The earlier text that these words repeat; their own number, now in the index, when there is none."""
    inner = words[1:-1]
    index.needs[i] = HOPE * sum(map(index.seldom.__getitem__, inner))
    anchors = index.seldom if len(words) > SHORT else index.often
    sample = list(compress(_shingles(words), map(anchors.__getitem__, inner)))
    if anchors is index.often:
        index.close[i] = HOPE * len(sample)
    held = list(map(index.holders.get, sample))
    hopeful = _hopeful(i, Counter(chain.from_iterable(filter(None, held))), index)
    if hopeful:
        one = set(_shingles(words))
        for text in hopeful:
            if _is_repeat(one, text, index, limits):
                return text
    index.words[i] = words
    _hold(i, zip(sample, held, strict=True), index.holders)
    return i


def _hold(i: int, held: Iterable[tuple[Shingle, tuple[int, ...] | None]], holders: dict[Shingle, tuple[int, ...]]) -> None:
    """The text, entered as one more holder of its sample."""
    me = (i,)
    for shingle, others in held:
        if others is None:
            holders[shingle] = me
        elif len(others) < CROWD:
            holders[shingle] = others + me


def _hopeful(i: int, hits: Counter[int], index: _Index) -> list[int]:
    """The few texts hit often enough to be compared, the most often hit first; two short ones by their closer anchors."""
    need, needs, dense, close = index.needs[i], index.needs, index.close.get(i), index.close
    hopeful = [
        (-count, text)
        for text, count in hits.items()
        if (count >= need or count >= needs[text] if dense is None or text not in close else count >= dense or count >= close[text])
    ]
    return [text for _, text in sorted(hopeful)[:TRIED]]


def _is_repeat(one: set[Shingle], text: int, index: _Index, limits: tuple[float, float]) -> bool:
    """True when enough of the smaller one's shingles stand in both; those of the earlier text are counted in passing, never kept."""
    words = index.words[text]
    number = index.distinct.get(text)
    if number is None:
        number = index.distinct[text] = len(set(_shingles(words)))
    smaller, larger = (number, len(one)) if number < len(one) else (len(one), number)
    return smaller >= limits[1] * larger and len(one.intersection(_shingles(words))) / smaller >= limits[0]


def _shingles(words: Sequence[str]) -> Iterator[Shingle]:
    """Every three words in a row."""
    return zip(words, words[1:], words[2:], strict=False)
