"""Which candidates are events: each (sentence, type) is scored by trained weights, or by the rules alone without them."""

from collections.abc import Iterator, Mapping, Sequence

from hoadam.model.base import Record, Span
from hoadam.model.event import Frame
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.weights import Weights
from hoadam.read.deciding.tables import Tables, logistic


class Choice(Record, frozen=True):
    """The candidates of one type in one sentence, and the features that speak for or against them."""

    type: str
    sentence: int
    frames: tuple[Frame, ...]
    features: tuple[str, ...]


def choices(
    frames: Sequence[Frame], types: Mapping[str, str], sentences: Sequence[Sentence], text: Folded, weights: Weights
) -> Iterator[Choice]:
    """Every (sentence, type) that some candidate proposes, in order."""
    grouped: dict[tuple[int, str], list[Frame]] = {}
    for frame in frames:
        grouped.setdefault((frame.sentence, types[frame.frame]), []).append(frame)
    proposed: dict[int, list[str]] = {}
    for number, type_ in grouped:
        proposed.setdefault(number, []).append(type_)
    context = _Context(sentences, text, weights)
    for (number, type_), rows in grouped.items():
        features = tuple(dict.fromkeys([*_of_frames(rows, text), *context.of(number), *(f"also={t}" for t in proposed[number] if t != type_)]))
        yield Choice(type_, number, tuple(rows), features)


class _Context:
    """Features of sentences, made once each."""

    def __init__(self, sentences: Sequence[Sentence], text: Folded, weights: Weights) -> None:
        self._sentences, self._text, self._weights = sentences, text, weights
        self._made: dict[int, list[str]] = {}
        article = [s for s in sentences if s.zone in ("headline", "lede", "body")]
        self._place = {s.number: i for i, s in enumerate(article)}

    def of(self, number: int) -> list[str]:
        if number not in self._made:
            self._made[number] = list(self._features(self._sentences[number]))
        return self._made[number]

    def _features(self, sentence: Sentence) -> Iterator[str]:
        words = words_of(self._text.lower, sentence)
        known = self._weights.words
        yield from (f"w={w}" for w in dict.fromkeys(words) if w in known)
        yield from (f"b={a}_{b}" for a, b in dict.fromkeys(zip(words, words[1:], strict=False)) if f"{a}_{b}" in known)
        at = self._place.get(sentence.number, 0)
        yield f"at={min(at, 4) if at < 4 else 'mid' if at < 12 else 'late'}"  # noqa: PLR2004
        yield f"zone={sentence.zone}"
        yield f"len={min(len(words) // 8, 6)}"
        yield f"actors={min(len({a.code for m in sentence.mentions for a in m.actors}), 4)}"
        yield f"mentions={min(len(sentence.mentions), 6)}"


def words_of(lower: str, span: Span) -> list[str]:
    """The words (syllables) of a span, figures as 0, without punctuation."""
    made = []
    for raw in lower[span.start : span.end].split():
        word = raw.strip(".,;:!?\"'()[]…-|")
        if word:
            made.append("0" * len(word) if word.isdigit() else word)
    return made


def _of_frames(frames: Sequence[Frame], text: Folded) -> Iterator[str]:
    """What the triggers, their roles and their moods say."""
    for frame in frames:
        trigger = frame.trigger.of(text.lower)
        yield f"t={trigger}"
        yield f"f={frame.frame}"
        yield from (f"f={frame.frame}&{tag}" for tag in frame.tags)
        yield from (f"tag={tag}" for tag in frame.tags)
        before = words_of(text.lower, Span(max(frame.start, frame.trigger.start - 24), frame.trigger.start))[-2:]
        after = words_of(text.lower, Span(frame.trigger.end, min(frame.end, frame.trigger.end + 24)))[:2]
        yield f"f={frame.frame}&-1={before[-1] if before else '^'}"
        yield f"t={trigger}&-1={before[-1] if before else '^'}"
        yield f"-2={' '.join(before)}"
        yield f"t={trigger}&+1={after[0] if after else '$'}"
        yield f"f={frame.frame}&+1={after[0] if after else '$'}"
        source = frame.source[0].sector if frame.source else "none"
        target = frame.target[0].sector if frame.target else "none"
        yield f"roles={source}>{target}"
        yield f"f={frame.frame}&roles={'S' if frame.source else '-'}{'T' if frame.target else '-'}"
        yield f"f={frame.frame}&n={min(len(frame.source), 3)}"
        if frame.source and frame.target and frame.source[0].code == frame.target[0].code:
            yield "same-country"
    yield f"triggers={min(len(frames), 4)}"
    if any(frame.killed for frame in frames):
        yield "has-killed"
    if any(frame.place for frame in frames):
        yield "has-place"


def scored(choice: Choice, tables: Tables) -> float:
    """The probability that the sentence reports an event of this type."""
    table = tables.choice(choice.type)
    return logistic(tables.weights.bias.get(choice.type, 0.0) + sum([table.get(f, 0.0) for f in choice.features]))


def reasons(choice: Choice, tables: Tables) -> tuple[str, ...]:
    """The four features that weighed most, with their log-odds."""
    table = tables.choice(choice.type)
    parts = [(table[f], f) for f in choice.features if f in table]
    return tuple(f"{f} {value:+.2f}" for value, f in sorted(parts, key=lambda p: (-abs(p[0]), p[1]))[:4])
