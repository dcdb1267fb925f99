"""What was missing where a sentence names two actors and yields no event? Reckoned only for those who ask."""

from collections.abc import Container, Iterator, Mapping, Sequence

from hoadam.model.event import Frame
from hoadam.model.page import ARTICLE
from hoadam.model.sentence import Sentence
from hoadam.model.story import Silence
from hoadam.packs.fold import Folded
from hoadam.read.deciding.choosing import Choice, choices
from hoadam.read.deciding.naming import side_of, stories_of
from hoadam.read.deciding.tables import Tables
from hoadam.read.deciding.together import judged
from hoadam.read.deciding.tying import best_frame

AGAINST, FOR = 3, 2  # features told that spoke against the nearest candidate, and for it
NOTHING = "no word in it evokes a frame"
# What the rules see in a candidate and tell by itself, in the order in which it is told.
MOODS = {"negated": "it is denied", "hypothetical": "it is only thought of", "planned": "it is planned", "quoted": "it is quoted"}


def silences(
    frames: Sequence[Frame], kept: Sequence[Frame], types: Mapping[str, str], sentences: Sequence[Sentence], text: Folded, tables: Tables
) -> tuple[Silence, ...]:
    """The article's sentences that name two sides and no event of `kept` quotes, each with what its nearest candidate lacked."""
    told = {number for frame in kept for number in (frame.sentence, *frame.also)}
    silent = {s.number: s for s in sentences if s.zone in ARTICLE and s.number not in told and _sides(s) > 1}
    nearest = _nearest(frames, silent, types, sentences, text, tables)
    return tuple(Silence(s.start, s.end, nearest.get(s.number, NOTHING)) for s in silent.values())


def _sides(sentence: Sentence) -> int:
    """How many sides the sentence names, places and the press aside."""
    return len({side_of(a) for m in sentence.mentions if m.kind != "place" for a in m.actors if a.sector != "JRN"})


def _nearest(
    frames: Sequence[Frame], silent: Container[int], types: Mapping[str, str], sentences: Sequence[Sentence], text: Folded, tables: Tables
) -> dict[int, str]:
    """For each silent sentence with a candidate, what the one that came nearest to being an event lacked."""
    best: dict[int, tuple[float, str]] = {}
    for choice, score, _ in judged(choices(frames, types, sentences, stories_of(sentences), text, tables), tables):
        if choice.sentence not in silent:
            continue
        needed = tables.weights.threshold(choice.type)
        told = score - needed, _lack(choice, score, needed, text, tables)
        if choice.sentence not in best or told[0] > best[choice.sentence][0]:
            best[choice.sentence] = told
    return {number: words for number, (_, words) in best.items()}


def _lack(choice: Choice, score: float, needed: float, text: Folded, tables: Tables) -> str:
    """The candidate, how far it came, how it is meant, and what weighed most against it and for it."""
    frame = best_frame(choice, tables)
    parts = [f"nearest is {choice.type} ({frame.frame}, “{frame.trigger.of(text.text)}”)"]
    if tables.weights.bias:
        parts.append(f"{score:.2f} where {needed:.2f} is needed")
    parts += [words for mood, words in MOODS.items() if mood in frame.tags]
    parts += [] if frame.source else ["nobody is seen to do it"]
    return "; ".join([*parts, *_weights(choice, tables)])


def _weights(choice: Choice, tables: Tables) -> Iterator[str]:
    """The features that spoke most against and for it, with their log-odds."""
    said = tables.by_type[tables.column(choice.type)]
    rows = sorted((said[n], tables.features.names[n]) for n in choice.features)
    against = [f"{f} {value:+.2f}" for value, f in rows[:AGAINST] if value < 0]
    speaking = [f"{f} {value:+.2f}" for value, f in reversed(rows[-FOR:]) if value > 0]
    if against:
        yield f"against: {', '.join(against)}"
    if speaking:
        yield f"for: {', '.join(speaking)}"
