"""Which candidates are events: each (sentence, type) is scored by trained weights, or by the rules alone without them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hoadam.model.base import Record, Span
from hoadam.model.event import Frame
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.packs.weights import Weights
from hoadam.read.deciding.tables import Tables, logistic

NEAR = 24  # letters beside a trigger in which its neighbours are looked for
SHOWN = 4  # features told as reasons
EDGES = ".,;:!?\"'()[]…-|"


class Choice(Record, frozen=True):
    """The candidates of one type in one sentence, and the features that speak for or against them: its own, and the sentence's."""

    type: str
    sentence: int
    frames: tuple[Frame, ...]
    own: tuple[str, ...]
    context: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """All of them."""
        return self.own + self.context


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
        own = (*dict.fromkeys(_of_frames(rows, context)), *(f"also={t}" for t in proposed[number] if t != type_))
        yield Choice(type_, number, tuple(rows), own, context.of(number))


class _Context:
    """Features of sentences and neighbours of triggers, made once each."""

    def __init__(self, sentences: Sequence[Sentence], text: Folded, weights: Weights) -> None:
        self._sentences, self._text, self._known = sentences, text, weights.words
        self._made: dict[int, tuple[str, ...]] = {}
        self._beside: dict[tuple[int, int], tuple[str, list[str], list[str]]] = {}
        article = [s for s in sentences if s.zone in ("headline", "lede", "body")]
        self._place = {s.number: i for i, s in enumerate(article)}

    def of(self, number: int) -> tuple[str, ...]:
        """The features of a sentence, each once."""
        if number not in self._made:
            self._made[number] = self._features(self._sentences[number])
        return self._made[number]

    def beside(self, frame: Frame) -> tuple[str, list[str], list[str]]:
        """A frame's trigger, at most two words before it and two behind it."""
        trigger = frame.trigger
        key = trigger.start, trigger.end
        if key not in self._beside:
            lower = self._text.lower
            before = words_of(lower, Span(max(frame.start, trigger.start - NEAR), trigger.start))[-2:]
            after = words_of(lower, Span(trigger.end, min(frame.end, trigger.end + NEAR)))[:2]
            self._beside[key] = trigger.of(lower), before, after
        return self._beside[key]

    def _features(self, sentence: Sentence) -> tuple[str, ...]:
        words, known = words_of(self._text.lower, sentence), self._known
        at = self._place.get(sentence.number, 0)
        return (
            *[f"w={w}" for w in dict.fromkeys(words) if w in known],
            *[f"b={w}" for w in dict.fromkeys(map("_".join, pairwise(words))) if w in known],
            f"at={min(at, 4) if at < 4 else 'mid' if at < 12 else 'late'}",
            f"zone={sentence.zone}",
            f"len={min(len(words) // 8, 6)}",
            f"actors={min(len({a.code for m in sentence.mentions for a in m.actors}), 4)}",
            f"mentions={min(len(sentence.mentions), 6)}",
        )


def words_of(lower: str, span: Span) -> list[str]:
    """The words (syllables) of a span, figures as 0, without punctuation."""
    words = [word for raw in lower[span.start : span.end].split() if (word := raw.strip(EDGES))]
    return ["0" * len(word) if word.isdigit() else word for word in words]


def _of_frames(frames: Sequence[Frame], context: _Context) -> Iterator[str]:
    """What the triggers, their roles and their moods say."""
    for frame in frames:
        trigger, before, after = context.beside(frame)
        last, next_ = before[-1] if before else "^", after[0] if after else "$"
        source = frame.source[0].sector if frame.source else "none"
        target = frame.target[0].sector if frame.target else "none"
        of_trigger, of_frame = f"t={trigger}", f"f={frame.frame}"
        yield from (of_trigger, of_frame)
        yield from [f"{of_frame}&{tag}" for tag in frame.tags]
        yield from [f"tag={tag}" for tag in frame.tags]
        yield from (
            f"{of_frame}&-1={last}",
            f"{of_trigger}&-1={last}",
            f"-2={' '.join(before)}",
            f"{of_trigger}&+1={next_}",
            f"{of_frame}&+1={next_}",
            f"roles={source}>{target}",
            f"{of_frame}&roles={'S' if frame.source else '-'}{'T' if frame.target else '-'}",
            f"{of_frame}&n={min(len(frame.source), 3)}",
        )
        if frame.source and frame.target and frame.source[0].code == frame.target[0].code:
            yield "same-country"
    yield f"triggers={min(len(frames), 4)}"
    if any(frame.killed for frame in frames):
        yield "has-killed"
    if any(frame.place for frame in frames):
        yield "has-place"


def scored(choice: Choice, context: Sequence[tuple[float, ...]], tables: Tables) -> float:
    """The probability that the sentence reports an event of this type, given the rows of its context."""
    column = tables.column(choice.type)
    own, around = sum([row[column] for row in tables.rows(choice.own)]), sum([row[column] for row in context])
    return logistic(tables.weights.bias.get(choice.type, 0.0) + own + around)


def reasons(choice: Choice, tables: Tables) -> tuple[str, ...]:
    """The four features that weighed most, with their log-odds."""
    known, column = tables.choices, tables.column(choice.type)
    parts = [(known[f][column], f) for f in choice.features if f in known]
    least = min(sorted([abs(value) for value, _ in parts])[-SHOWN:], default=0.0)
    most = [part for part in parts if abs(part[0]) >= least]
    return tuple(f"{f} {value:+.2f}" for value, f in sorted(most, key=lambda p: (-abs(p[0]), p[1]))[:SHOWN])
