"""Which words do the pages and the terminal use in each language? One YAML file a language, all with the same keys."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from hoadam.model.errors import BadPack
from hoadam.packs.plural import ONE, form_for
from hoadam.packs.strict import load_as

FOLDER = Path(__file__).parent
Words = Mapping[str, str]


def all_words(languages: Iterable[str]) -> dict[str, Words]:
    """The words of every language that both the data folder and the interface have; raises BadPack when keys differ."""
    known = set(languages)
    found = {path.stem: load_as(path, dict[str, str]) for path in sorted(FOLDER.glob("*.yaml")) if path.stem in known}
    if not found:
        raise BadPack(f"{FOLDER}: the interface has none of the languages {', '.join(sorted(known))}. Install Hoadam again.")
    keys = {key.removesuffix(ONE) for words in found.values() for key in words}
    for code, words in found.items():
        if missing := sorted(keys - set(words)):
            raise BadPack(f"{FOLDER / (code + '.yaml')}: it lacks {', '.join(missing[:5])}. Every language has the same keys.")
    return dict(found)


def word(words: Words, key: str, /, **values: object) -> str:
    """A word or sentence with its slots filled; of a `count` of one in the form for one, where the language has it."""
    said = form_for(words, key, values.get("count"))
    return said.format(**values) if values else said


def preferred(accepted: str, languages: Iterable[str], usual: str) -> str:
    """The language that a browser's Accept-Language asks for first among those there are, else the usual one."""
    known = set(languages)
    asked = []
    for n, part in enumerate(accepted.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        asked.append((-_number(weight), n, tag.partition("-")[0].lower()))
    return next((tag for _, _, tag in sorted(asked) if tag in known), usual if usual in known else min(known))


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
