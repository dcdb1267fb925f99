"""What finding frames needs of a language, compiled once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hoadam.packs.codebook import FrameDef
from hoadam.packs.fold import fold, lowered
from hoadam.packs.index import Finder, NameIndex
from hoadam.packs.language import Language, Trigger


@dataclass(frozen=True)
class FrameRules:
    """Triggers, frames and patterns of one language."""

    triggers: Finder[tuple[Trigger, ...]]
    frames: Mapping[str, FrameDef]
    joins: re.Pattern[str]
    comma: re.Pattern[str]
    since: re.Pattern[str]
    and_word: re.Pattern[str]
    including: re.Pattern[str]
    people: re.Pattern[str]
    amounts: re.Pattern[str]
    number: re.Pattern[str]
    values: Mapping[str, int]
    vague: Mapping[str, int]
    scale: Mapping[str, int]
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    thousands: str
    index: NameIndex


def compile_rules(language: Language, frames: Mapping[str, FrameDef], index: NameIndex) -> FrameRules:
    """The rules of `language` for frames, their roles and their tolls."""
    numbers = language.numbers
    words = any_of([*numbers.words, *numbers.vague])
    digits = rf"\d+(?:[{re.escape(numbers.thousands)}]\d{{3}})*"
    scale = any_of(numbers.scale)
    return FrameRules(
        triggers=Finder(_triggers(language), overlapping=True),
        frames=frames,
        joins=re.compile(
            r"\s*+(?:,\s*+)?(?:"
            + any_of(w for w in language.roles.and_ if w != ",")
            + r")\s+(?:(?:"
            + any_of(language.roles.plural)
            + r")\s+)?$"
        ),
        comma=re.compile(r"\s*,\s+$"),
        since=re.compile(r"\b(?:" + any_of(language.frames.since) + r")\b[^,.;]*$"),
        and_word=re.compile(r"\b(?:" + any_of(w for w in language.roles.and_ if w.isalpha()) + r")\b"),
        including=re.compile(r"\b(?:" + any_of(language.frames.including) + r")\b"),
        people=re.compile(r"\s*(?:" + any_of([*language.frames.counted, *_people(language)]) + r")\b"),
        amounts=re.compile(
            r"(?:\s*\b(?:" + any_of([*language.frames.amounts, *numbers.at_least, *numbers.at_most, *numbers.about]) + r")\b)*\s*$"
        ),
        number=re.compile(rf"\b(?:(?P<digits>{digits})|(?P<word>{words}))(?:\s+(?P<scale>{scale}))?\b(?!\s*%)"),
        values={lowered(fold(word)): value for word, value in numbers.words.items()},
        vague={lowered(fold(word)): value for word, value in numbers.vague.items()},
        scale={lowered(fold(word)): value for word, value in numbers.scale.items()},
        at_least=re.compile(r"(?:" + any_of(numbers.at_least) + r")\s+$"),
        at_most=re.compile(r"(?:" + any_of(numbers.at_most) + r")\s+$"),
        thousands=numbers.thousands,
        index=index,
    )


def _people(language: Language) -> Iterator[str]:
    """The words for people that roles are told by; armed ones stand beside their arms there, so that tolls list them themselves."""
    for title in language.roles.titles:
        if title.kind in {"person", "people"}:
            yield from title.words


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, longest first, folded and in lower case; matches nothing when there are none."""
    return "|".join(re.escape(lowered(fold(word))) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


def _triggers(language: Language) -> list[tuple[str, tuple[Trigger, ...]]]:
    """Each phrase once, with every trigger that lists it."""
    found: dict[str, list[Trigger]] = {}
    for trigger in language.frames.triggers:
        for word in trigger.words:
            found.setdefault(lowered(fold(word)), []).append(trigger)
    return [(word, tuple(triggers)) for word, triggers in found.items()]
