"""Which paragraphs and pages say the same again? By containment: a teaser is the beginning of another page's lede."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
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

Shingle = tuple[str, str, str]


class Passage(Record, frozen=True):
    """A paragraph and where it stands."""

    page: str
    start: int
    text: str


def same(passages: Sequence[Passage]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more passages (by position) that say the same, to the letter or nearly, in order of their first."""
    return _groups((WORD.findall(passage.text.lower()) for passage in passages), NEAR, 0.0)


def same_articles(articles: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more articles (by position), each given by its paragraphs, that are one text with small edits."""
    return _groups((WORD.findall("\n".join(article).lower()) for article in articles), EDITED, ALIKE)


def is_same_article(one: Sequence[str], other: Sequence[str]) -> bool:
    """True when the paragraphs of two articles are one text with small edits."""
    return bool(same_articles((one, other)))


def containment(one: str, other: str) -> float:
    """The share of the smaller text's shingles that the other has too, 0 to 1."""
    return _shared(_shingles(WORD.findall(one.lower())), _shingles(WORD.findall(other.lower())))


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
    """Texts seen so far that nothing before them repeats: who holds a shingle, each one's words, and its anchors' number."""

    holders: dict[Shingle, list[int]]
    words: dict[int, str]
    sizes: dict[int, int]
    seldom: _Anchors
    often: _Anchors


def _groups(texts: Iterable[list[str]], near: float, alike: float) -> tuple[tuple[int, ...], ...]:
    """Texts joined with the first one before them that they repeat."""
    exact: dict[str, int] = {}
    index = _Index({}, {}, {}, _Anchors(SAMPLE), _Anchors(DENSE))
    members: dict[int, list[int]] = {}
    for i, words in enumerate(texts):
        if not words:
            continue
        key = " ".join(words)
        first = exact.get(key)
        if first is None:
            first = exact[key] = _first(i, words, key, index, (near, alike)) if len(words) >= FEWEST else i
        members.setdefault(first, []).append(i)
    return tuple(tuple(group) for group in members.values() if len(group) > 1)


def _first(i: int, words: list[str], key: str, index: _Index, limits: tuple[float, float]) -> int:
    """The earlier text that these words repeat; their own number, now in the index, when there is none."""
    sample, size = _sample(words, index)
    hits = [text for held in map(index.holders.get, sample) if held for text in held]
    hopeful = _hopeful(hits, size, index.sizes)
    one = _shingles(words) if hopeful else set()
    for text in hopeful:
        other = _shingles(index.words[text].split())
        if min(len(one), len(other)) >= limits[1] * max(len(one), len(other)) and _shared(one, other) >= limits[0]:
            return text
    index.words[i], index.sizes[i] = key, size
    for shingle in sample:
        holders = index.holders.setdefault(shingle, [])
        if len(holders) < CROWD:
            holders.append(i)
    return i


def _hopeful(hits: Sequence[int], size: int, sizes: dict[int, int]) -> list[int]:
    """The few texts hit often enough to be compared, the most often hit first."""
    hopeful = [(-count, text) for text, count in Counter(hits).items() if count >= HOPE * min(size, sizes[text])] if hits else []
    return [text for _, text in sorted(hopeful)[:TRIED]]


def _sample(words: list[str], index: _Index) -> tuple[list[Shingle], int]:
    """The shingles that go into the index (round an anchor, more of a short text) and how many a long text would have."""
    sample = list(compress(zip(words, words[1:], words[2:], strict=False), map(index.seldom.__getitem__, words[1:])))
    if len(words) > SHORT:
        return sample, len(sample)
    return list(compress(zip(words, words[1:], words[2:], strict=False), map(index.often.__getitem__, words[1:]))), len(sample)


def _shingles(words: Sequence[str]) -> set[Shingle]:
    """Every three words in a row."""
    return set(zip(words, words[1:], words[2:], strict=False))


def _shared(one: set[Shingle], other: set[Shingle]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
