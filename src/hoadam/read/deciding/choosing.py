"""Which candidates are events: each (sentence, type) is scored by trained weights, or by the rules alone without them."""

from collections.abc import Iterator, Mapping, Sequence

from hoadam.model.base import Record
from hoadam.model.event import Frame
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.naming import NAMELESS, Story
from hoadam.read.deciding.numbering import UNKNOWN
from hoadam.read.deciding.tables import Tables

NEAR = 24  # letters beside a trigger in which its neighbours are looked for
SHOWN = 4  # features told as reasons
HOPELESS = -3.0  # log-odds of sentence, frame and trigger alone under which 28 % of the candidates lie and .1 % of what is kept in the end
STRONG = 0.3  # log-odds that most decisions have at least SHOWN of, so that the others need not be put in order
EDGES = ".,;:!?\"'()[]…-|"


class Choice(Record, frozen=True):
    """The candidates of one type in one sentence, and the numbers of what speaks for or against them."""

    type: str
    sentence: int
    frames: tuple[Frame, ...]
    features: tuple[int, ...]


def choices(
    frames: Sequence[Frame],
    types: Mapping[str, str],
    sentences: Sequence[Sentence],
    stories: Mapping[int, Story],
    text: Folded,
    tables: Tables,
    least: float | None = None,
) -> Iterator[Choice]:
    """Every (sentence, type) that some candidate proposes, in order; not those whose sentence, frames and triggers alone say less."""
    grouped: dict[tuple[int, str], list[Frame]] = {}
    for frame in frames:
        grouped.setdefault((frame.sentence, types[frame.frame]), []).append(frame)
    proposed: dict[int, list[tuple[str, int]]] = {}
    for number, type_ in grouped:
        proposed.setdefault(number, []).append((type_, tables.features.number(f"also={type_}")))
    context = _Context(sentences, stories, text, tables)
    for (number, type_), rows in grouped.items():
        if least is not None and _at_first(type_, rows, context, number, tables) < least:
            continue
        own = _of_frames(rows, context, tables)
        own += [also for other, also in proposed[number] if other != type_]
        yield Choice(type_, number, tuple(rows), tuple(own if len(rows) == 1 else dict.fromkeys(own)) + context.of(number))


def _at_first(type_: str, frames: Sequence[Frame], context: "_Context", number: int, tables: Tables) -> float:
    """The log-odds by the sentence and the best frame and trigger."""
    said = tables.by_type[tables.column(type_)]
    best = max([said[tables.beside(f"t={context.beside(f)[0]}").own] + said[tables.beside(f"f={f.frame}").own] for f in frames])
    return tables.weights.bias.get(type_, 0.0) + sum([said[n] for n in context.of(number)]) + best


class _Context:
    """Features of sentences and neighbours of triggers, made once each."""

    def __init__(self, sentences: Sequence[Sentence], stories: Mapping[int, Story], text: Folded, tables: Tables) -> None:
        self._sentences, self._stories, self._text, self._tables = sentences, stories, text, tables
        self._made: dict[int, tuple[int, ...]] = {}
        self._beside: dict[tuple[int, int], tuple[str, list[str], str]] = {}
        article = [s for s in sentences if s.zone in ARTICLE]
        self._place = {s.number: i for i, s in enumerate(article)}

    def of(self, number: int) -> tuple[int, ...]:
        """The features of a sentence, each once."""
        if number not in self._made:
            self._made[number] = self._features(self._sentences[number])
        return self._made[number]

    def beside(self, frame: Frame) -> tuple[str, list[str], str]:
        """A frame's trigger, at most two words before it, and the one behind it ("$" where there is none)."""
        trigger = frame.trigger
        key = trigger.start, trigger.end
        made = self._beside.get(key)
        if made is None:
            lower = self._text.lower
            before = words_of(lower[max(frame.start, trigger.start - NEAR) : trigger.start])[-2:]
            after = next(
                (word for raw in lower[trigger.end : min(frame.end, trigger.end + NEAR)].split() if (word := raw.strip(EDGES))), "$"
            )
            after = "0" * len(after) if after.isdigit() else after
            made = self._beside[key] = lower[trigger.start : trigger.end], before, after
        return made

    def _features(self, sentence: Sentence) -> tuple[int, ...]:
        words, tables = words_of(sentence.of(self._text.lower)), self._tables
        known = tables.words
        at = self._place.get(sentence.number, 0)
        return (
            *[number for number in map(known.get, dict.fromkeys(words)) if number],
            *tables.features.alike(
                _situated,
                min(at, 4) if at < 4 else "mid" if at < 12 else "late",
                sentence.zone,
                min(len(words) // 8, 6),
                min(len({a.code for m in sentence.mentions for a in m.actors}), 4),
                min(len(sentence.mentions), 6),
            ),
            *tables.features.alike(_told, *self._stories.get(sentence.story, NAMELESS).about),
        )


def _situated(at: int | str, zone: str, length: int, actors: int, mentions: int) -> Iterator[str]:
    yield from (f"at={at}", f"zone={zone}", f"len={length}", f"actors={actors}", f"mentions={mentions}")


def _told(main: str, states: int, titled: int) -> Iterator[str]:
    yield from (f"main={main}", f"states={states}", f"titled={titled}")


def words_of(lower: str) -> list[str]:
    """The words (syllables) of a text, figures as 0, without punctuation."""
    words = [word for raw in lower.split() if (word := raw.strip(EDGES))]
    return ["0" * len(word) if word.isdigit() else word for word in words]


def _of_frames(frames: Sequence[Frame], context: _Context, tables: Tables) -> list[int]:
    """What the triggers, their roles and their moods say."""
    two = tables.features.under("-2=")
    made: list[int] = []
    for frame in frames:
        trigger, before, next_ = context.beside(frame)
        last = before[-1] if before else "^"
        of_trigger, of_frame = tables.beside(f"t={trigger}"), tables.beside(f"f={frame.frame}")
        made += (of_trigger.own, of_frame.own)
        made += _of_frame(frame, tables)
        made += (of_frame.before.get(last, UNKNOWN), of_trigger.before.get(last, UNKNOWN), two.get(" ".join(before), UNKNOWN))
        made += (of_trigger.after.get(next_, UNKNOWN), of_frame.after.get(next_, UNKNOWN))
    killed, place = any(frame.killed for frame in frames), any(frame.place for frame in frames)
    made += tables.features.alike(_together, min(len(frames), 4), killed, place)
    return made


def _together(triggers: int, killed: bool, place: bool) -> Iterator[str]:
    yield f"triggers={triggers}"
    if killed:
        yield "has-killed"
    if place:
        yield "has-place"


def _of_frame(frame: Frame, tables: Tables) -> list[int]:
    """What a frame's tags and the parties in its roles say."""
    source, target = frame.source, frame.target
    same = bool(source and target and source[0].code == target[0].code)
    sectors = source[0].sector if source else "none", target[0].sector if target else "none"
    own = list(tables.features.alike(_cast, frame.frame, *sectors, len(source), same))
    of_tag = tables.tagged(frame.frame)
    for tag in frame.tags:
        own += of_tag[tag]
    return own


def _cast(frame: str, source: str, target: str, sources: int, same: bool) -> Iterator[str]:
    given = f"{'-' if source == 'none' else 'S'}{'-' if target == 'none' else 'T'}"
    yield from (f"roles={source}>{target}", f"f={frame}&roles={given}", f"f={frame}&n={min(sources, 3)}")
    if same:
        yield "same-country"


def alone(choice: Choice, tables: Tables) -> float:
    """The log-odds that a sentence reports an event of a type, given all that it says for or against one."""
    said = tables.by_type[tables.column(choice.type)]
    return tables.weights.bias.get(choice.type, 0.0) + sum([said[n] for n in choice.features])


def reasons(type_: str, features: Sequence[int], tables: Tables) -> tuple[str, ...]:
    """The four features that weighed most, with their log-odds."""
    said, names = tables.by_type[tables.column(type_)], tables.features.names
    strong = [n for n in features if not -STRONG < said[n] < STRONG]
    ranked = sorted(strong if len(strong) >= SHOWN else features, key=lambda n: (-abs(said[n]), names[n]))
    return tuple([f"{names[n]} {said[n]:+.2f}" for n in ranked[:SHOWN] if said[n]])
