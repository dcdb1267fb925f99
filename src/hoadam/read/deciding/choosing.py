"""Which candidates are events: each (sentence, type) is scored by trained weights, or by the rules alone without them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hoadam.model.base import Record
from hoadam.model.event import Frame
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.naming import NAMELESS, Story
from hoadam.read.deciding.tables import Tables, logistic

NEAR = 24  # letters beside a trigger in which its neighbours are looked for
SHOWN = 4  # features told as reasons
STRONG = 0.3  # log-odds that most decisions have at least SHOWN of, so that the others need not be put in order
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
    frames: Sequence[Frame],
    types: Mapping[str, str],
    sentences: Sequence[Sentence],
    stories: Mapping[int, Story],
    text: Folded,
    tables: Tables,
) -> Iterator[Choice]:
    """Every (sentence, type) that some candidate proposes, in order."""
    grouped: dict[tuple[int, str], list[Frame]] = {}
    for frame in frames:
        grouped.setdefault((frame.sentence, types[frame.frame]), []).append(frame)
    proposed: dict[int, list[str]] = {}
    for number, type_ in grouped:
        proposed.setdefault(number, []).append(type_)
    context = _Context(sentences, stories, text, tables)
    for (number, type_), rows in grouped.items():
        own = [*_of_frames(rows, context, tables), *[f"also={t}" for t in proposed[number] if t != type_]]
        yield Choice(type_, number, tuple(rows), tuple(own if len(rows) == 1 else dict.fromkeys(own)), context.of(number))


class _Context:
    """Features of sentences and neighbours of triggers, made once each."""

    def __init__(self, sentences: Sequence[Sentence], stories: Mapping[int, Story], text: Folded, tables: Tables) -> None:
        self._sentences, self._stories, self._text, self._tables = sentences, stories, text, tables
        self._made: dict[int, tuple[str, ...]] = {}
        self._beside: dict[tuple[int, int], tuple[str, list[str], list[str]]] = {}
        article = [s for s in sentences if s.zone in ARTICLE]
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
            before = words_of(lower[max(frame.start, trigger.start - NEAR) : trigger.start])[-2:]
            after = words_of(lower[trigger.end : min(frame.end, trigger.end + NEAR)])[:2]
            self._beside[key] = lower[trigger.start : trigger.end], before, after
        return self._beside[key]

    def _features(self, sentence: Sentence) -> tuple[str, ...]:
        words, known, pairs = words_of(sentence.of(self._text.lower)), self._tables.words, self._tables.pairs
        at = self._place.get(sentence.number, 0)
        return (
            *[known[w] for w in dict.fromkeys(words) if w in known],
            *[pairs[w] for w in dict.fromkeys(map("_".join, pairwise(words))) if w in pairs],
            f"at={min(at, 4) if at < 4 else 'mid' if at < 12 else 'late'}",
            f"zone={sentence.zone}",
            f"len={min(len(words) // 8, 6)}",
            f"actors={min(len({a.code for m in sentence.mentions for a in m.actors}), 4)}",
            f"mentions={min(len(sentence.mentions), 6)}",
            *self._stories.get(sentence.story, NAMELESS).features,
        )


def words_of(lower: str) -> list[str]:
    """The words (syllables) of a text, figures as 0, without punctuation."""
    words = [word for raw in lower.split() if (word := raw.strip(EDGES))]
    return ["0" * len(word) if word.isdigit() else word for word in words]


def _of_frames(frames: Sequence[Frame], context: _Context, tables: Tables) -> Iterator[str]:
    """What the triggers, their roles and their moods say."""
    for frame in frames:
        trigger, before, after = context.beside(frame)
        last, next_ = before[-1] if before else "^", after[0] if after else "$"
        of_trigger, of_frame = f"t={trigger}", f"f={frame.frame}"
        yield of_trigger
        yield from _remembered(frame, tables)
        yield f"{of_frame}&-1={last}"
        yield f"{of_trigger}&-1={last}"
        yield f"-2={' '.join(before)}"
        yield f"{of_trigger}&+1={next_}"
        yield f"{of_frame}&+1={next_}"
    yield f"triggers={min(len(frames), 4)}"
    if any(frame.killed for frame in frames):
        yield "has-killed"
    if any(frame.place for frame in frames):
        yield "has-place"


def _remembered(frame: Frame, tables: Tables) -> tuple[str, ...]:
    """What a frame's tags and the parties in its roles say, spelled once for all candidates that are alike in these."""
    source, target = frame.source, frame.target
    same = bool(source and target and source[0].code == target[0].code)
    key = (frame.frame, frame.tags, source[0].sector if source else "none", target[0].sector if target else "none", len(source), same)
    if key not in tables.spelled:
        tables.spelled[key] = tuple(map(tables.own, _spelled(*key)))
    return tables.spelled[key]


def _spelled(name: str, tags: tuple[str, ...], source: str, target: str, sources: int, same: bool) -> tuple[str, ...]:
    of_frame = f"f={name}"
    given = f"{'-' if source == 'none' else 'S'}{'-' if target == 'none' else 'T'}"
    return (
        of_frame,
        *[f"{of_frame}&{tag}" for tag in tags],
        *[f"tag={tag}" for tag in tags],
        f"roles={source}>{target}",
        f"{of_frame}&roles={given}",
        f"{of_frame}&n={min(sources, 3)}",
        *(["same-country"] if same else []),
    )


def scored(type_: str, own: Sequence[int], context: Sequence[float], tables: Tables) -> float:
    """The probability that a sentence reports an event of a type, given what is known of it and the totals of its context."""
    column = tables.column(type_)
    said = tables.by_type[column]
    return logistic(tables.weights.bias.get(type_, 0.0) + sum([said[n] for n in own]) + context[column])


def reasons(type_: str, features: Sequence[int], tables: Tables) -> tuple[str, ...]:
    """The four features that weighed most, with their log-odds."""
    said, names = tables.by_type[tables.column(type_)], tables.names
    strong = [n for n in features if not -STRONG < said[n] < STRONG]
    ranked = sorted(strong if len(strong) >= SHOWN else features, key=lambda n: (-abs(said[n]), names[n]))
    return tuple([f"{names[n]} {said[n]:+.2f}" for n in ranked[:SHOWN] if said[n]])
