"""How is a sentence that the program made in English said in another language? By its pattern, with what its slots hold said too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from hoadam.packs.strict import load_as
from hoadam.words import FOLDER

SAID = FOLDER / "said"  # one YAML file a language: the English sentence, and what is said for it
MADE_IN = "en"  # the language of the sentences that are said otherwise, and of the names in the data folder
DEEP = 4  # slots within slots
LONGEST, COLONS = 1000, 8  # letters of a sentence with slots, and colons that may stand before it: a page has a word in what fills them
VERBATIM = "words"  # the slot of what is quoted
_SLOT = re.compile(r"\{(\w+)\}")
_NAME = r"(?:(?!: ).)+?"  # what a sentence opens with: a colon ends it
_NUMBER, _DAY = r"\d[\d.,]*", r"[\dX][\dA-Z/-]*"
_KINDS = {"n": _NUMBER, "m": _NUMBER, "k": _NUMBER, "day": _DAY, "first": _DAY, "last": _DAY}


@dataclass(frozen=True)
class Pattern:
    """An English sentence with slots: its fixed parts, which are looked for first, and what is said for it."""

    english: str
    said: str
    fixed: tuple[str, ...]

    def slots(self, text: str) -> dict[str, str] | None:
        """What stands in the slots, where the text is this sentence."""
        parts = _SLOT.split(self.english)
        names = parts[1::2]
        kinds = [_NAME if n == 0 and not parts[0] else ".+?" for n in range(len(names))]
        shape = "".join(re.escape(part) if n % 2 == 0 else f"({_KINDS.get(part, kinds[n // 2])})" for n, part in enumerate(parts))
        found = re.fullmatch(shape, text, re.DOTALL)
        return dict(zip(names, found.groups(), strict=True)) if found else None


@dataclass(frozen=True)
class Phrasebook:
    """The sentences of one language by the English ones, and the names of what the data folder knows by the English ones."""

    whole: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def said(self, english: str) -> str:
        """The sentence in this language; as it is where the book has it not."""
        found = self.found(english)
        return english if found is None else found

    def found(self, english: str, deep: int = 0) -> str | None:
        """The sentence in this language; also one behind names and colons. None where the book has it not."""
        if english in self.whole or english in self.names:
            return self.whole.get(english) or self.names[english]
        is_looked_for = deep < DEEP and len(english) <= LONGEST
        likely = [pattern for pattern in self.patterns if is_looked_for and all(part in english for part in pattern.fixed)]
        for start in (0, *(colon.end() for colon in islice(re.finditer(": ", english), COLONS))):
            if start and (said := self.whole.get(english[start:])):
                return english[:start] + said
            for pattern in likely:
                if (slots := pattern.slots(english[start:])) is not None:
                    return english[:start] + self._filled(pattern.said, slots, deep)
        return None

    def _filled(self, said: str, slots: dict[str, str], deep: int) -> str:
        """The sentence with what the slots hold, said in this language; "{n}" in the name of a series is its number."""
        known = {name: self.found(text, deep + 1) for name, text in slots.items() if name != VERBATIM}
        held = slots | {name: words.replace("{n}", slots.get("n", "")) for name, words in known.items() if words}
        return _SLOT.sub(lambda slot: held[slot[1]], said)


def phrasebook(lang: str, names: Mapping[str, str] | None = None) -> Phrasebook:
    """The book of a language, with these names; one without sentences where there is no file of them; raises BadPack."""
    path, own = SAID / f"{lang}.yaml", names if names and lang != MADE_IN else {}
    sentences = load_as(path, dict[str, str]) if path.exists() else {}
    made = [
        Pattern(english, said, tuple(filter(None, _SLOT.split(english)[::2])))
        for english, said in sentences.items()
        if _SLOT.search(english)
    ]
    # What begins with a word of its own comes first, and of these what says most of itself.
    made.sort(key=lambda one: (one.english.startswith("{"), -sum(map(len, one.fixed))))
    return Phrasebook({english: said for english, said in sentences.items() if not _SLOT.search(english)}, tuple(made), own)
