"""What does every answer need? The store, the data folder, the languages' words and the templates, made ready once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hoadam import app
from hoadam.packs.citing import clean
from hoadam.packs.converting import Converter, converters
from hoadam.packs.kit import Kit
from hoadam.packs.naming import names_in
from hoadam.packs.saying import Speaker, speaker_of
from hoadam.ports import Store
from hoadam.words import Words, all_words
from hoadam.words.phrasebook import Phrasebook, phrasebook

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class House:
    """All that answers are made from; `tell_again` is called after every ruling, and soon tells the story under it."""

    settings: app.Settings
    kit: Kit
    rules: str
    store: Store
    books: tuple[Converter, ...]
    words: Mapping[str, Words]
    tongues: Mapping[str, Speaker]
    phrasebooks: Mapping[str, Phrasebook]
    templates: Environment
    tell_again: Callable[[], None]
    is_telling: Callable[[], bool]


def house(
    settings: app.Settings, store: Store, tell_again: Callable[[], None], is_telling: Callable[[], bool], like: House | None = None
) -> House:
    """The house of a store, ready; raises BadPack when something is wrong with the data. One `like` it lends what it has made ready."""
    if like:
        return replace(like, settings=settings, store=store, tell_again=tell_again, is_telling=is_telling)
    kit = app.kit(settings)
    words = all_words(kit.languages)
    tongues = {code: speaker_of(kit, code) for code in words}
    said = {code: phrasebook(code, names_in(kit.languages[code], kit.knowledge)) for code in words}
    rules, books = app.rules(settings, kit), converters(kit.codebooks)
    return House(settings, kit, rules, store, books, words, tongues, said, templates(), tell_again, is_telling)


def templates() -> Environment:
    """The templates; all that they print is escaped, and cleaned of what no page may bring into a document."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, finalize=_final, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def _final(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    return clean(value) if isinstance(value, str) else "" if value is None else value
