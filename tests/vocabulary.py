"""The English words that nobody should meet who reads in another language: processes, states, types, modes, statuses, certainties."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from hoadam.packs.kit import Kit
from hoadam.packs.strict import load_as
from hoadam.words import Words, all_words
from hoadam.words.phrasebook import SAID

KINDS = ("type ", "status ", "outcome ", "mode ", "sure ", "changed ", "decided ", "zone ", "about ", "day from", "day by", "day none")
PLAIN = (
    "certain",
    "single-source",
    "disputed",
    "planned",
    "actual",
    "alleged",
    "overdue",
    "open",
    "episode",
    "episodes",
    "happenings",
    "threads",
)
NAMES = {"demo", "police", "phone", "file"}  # also a part of file names, or a word of several languages


def english(kit: Kit) -> set[str]:
    """Every word and phrase of more than three letters that English uses for a code, and the codes themselves, but for those of others too."""
    words: Words = all_words(["en"])["en"]
    found = {text for key, text in words.items() if key.startswith(KINDS)} | set(PLAIN)
    for board in kit.boards.values():
        found |= {board.id, board.names["en"], *board.states, *(names["en"] for names in board.states.values())}
    for book in kit.codebooks.values():
        found |= {mode for modes in book.modes.values() for mode in modes}
    plain = {part.strip(" :;,.") for text in found for part in re.split(r"\{\w+\}|\n|\(|\)|`", text)}
    return {text.lower() for text in plain if len(text) > 3 and text.isascii()} - others(kit) - NAMES


def others(kit: Kit) -> set[str]:
    """The words that another language uses as well."""
    said = " ".join(re.sub(r"\{\w+\}", " ", text) for text in all_words(["vi"])["vi"].values()) + " "
    said += " ".join(names["vi"] for board in kit.boards.values() for names in (board.names, *board.states.values()))
    return set(re.findall(r"[\w-]+", said.lower()))


def met(text: str, wanted: set[str]) -> set[str]:
    """Those of the words that stand in the text as whole words."""
    lower = " ".join(text.lower().split())
    return {one for one in wanted if re.search(rf"(?<![\w./-]){re.escape(one)}(?![\w/-]|\.\w)", lower)}


WORD = re.compile(r"[^\W\d_]+")


def unknown(text: str, catalogue: set[str], names: Iterable[str]) -> set[str]:
    """The words that stand neither in the catalogue nor in one of the names, but for those that are cut short."""
    lower = re.sub(r"\w+…", " ", " ".join(text.lower().split()))
    for name in sorted({" ".join(name.lower().split()) for name in names}, key=len, reverse=True):
        lower = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", lower) if name in lower else lower
    return set(WORD.findall(lower)) - catalogue


def spoken(lang: str, kit: Kit) -> set[str]:
    """Every word that the interface, the sentences and the data folder have in a language; of English also what the program makes itself."""
    language, sentences = kit.languages[lang], load_as(SAID / "vi.yaml", dict[str, str])
    said: list[object] = [*all_words([lang])[lang].values(), msgspec.to_builtins(language.phrases)]
    said += sentences.values() if lang == "vi" else sentences
    said += [state.names[0] for state in language.state_names.values() if state.names]
    for board in kit.boards.values():
        said += [board.names[lang], *(names[lang] for names in board.states.values())]
    return {word for text in strings(said) for word in WORD.findall(re.sub(r"\{\w+\}", " ", text.lower()))}


def strings(value: object) -> Iterator[str]:
    """Every string in lists and the values of dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
