"""In which language are the remarks, errors and help of this run, and what do they say in it?"""

import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoadam.words.phrasebook import Phrasebook

USUAL = "en"
CONFIG = "hoadam.toml"
TERMS = ("[OPTIONS]", "COMMAND [ARGS]...")  # what typer writes into the line of usage


def said(english: str, *, store: bool = True) -> str:
    """The remark, line by line, in the language of this run; as it is in English.

    That is the one asked for, else that of hoadam.toml, else that of the store; `store` is False where the store is in trouble.
    """
    lang = _lang(tuple(sys.argv[1:]), str(Path.cwd()), store=store)
    return english if lang == USUAL else "\n".join(_book(lang).said(line) for line in english.split("\n"))


def spoken(command: Any) -> Any:
    """The command line with its help in the language of this run."""
    lang = _lang(tuple(sys.argv[1:]), str(Path.cwd()), store=False)
    if lang != USUAL:
        _speak(command, _book(lang))
    return command


@lru_cache(8)
def _lang(words: Sequence[str], _folder: str, *, store: bool) -> str:
    if asked := _value(words, "--lang"):
        return asked
    if not (store or Path(CONFIG).exists()):
        return USUAL
    from hoadam import app
    from hoadam.cli.tongue import spoken_in
    from hoadam.model.errors import HoadamError

    try:
        settings = app.settings(store=_value(words, "--store"))
        return (spoken_in(settings) if store else settings).language
    except HoadamError:  # the command itself says what is wrong with them
        return USUAL


@lru_cache(4)
def _book(lang: str) -> "Phrasebook":
    from hoadam.words.phrasebook import phrasebook

    return phrasebook(lang)


def _value(words: Sequence[str], option: str) -> str | None:
    """What the option was given on the command line, "--lang vi" or "--lang=vi"."""
    for n, word in enumerate(words):
        if word == option and n + 1 < len(words):
            return words[n + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _speak(command: Any, book: "Phrasebook") -> None:
    """Puts the help of the command, of its options and of the commands below it into the language of the book."""
    shown = command.context_class.formatter_class

    class Formatter(shown):  # type: ignore[misc,valid-type]  # typer's own, or that of click, by its version
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            for term in TERMS:
                args = args.replace(term, book.said(term))
            super().write_usage(prog, args, prefix or f"{book.said('Usage:')} ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(book.said(heading))

        def write_dl(self, rows: Sequence[tuple[str, str]], *shape: Any, **named: Any) -> None:
            super().write_dl([(name, _row(text, book)) for name, text in rows], *shape, **named)

    command.context_class = type("Context", (command.context_class,), {"formatter_class": Formatter})
    for one in (command, *command.params):
        for name in ("help", "short_help"):
            if words := getattr(one, name, None):
                setattr(one, name, "\n\n".join(book.said(" ".join(part.split())) for part in words.split("\n\n")))
    for below in getattr(command, "commands", {}).values():
        _speak(below, book)


def _row(text: str, book: "Phrasebook") -> str:
    """The help of an option and, in brackets behind it, its default and what else typer knows of it."""
    words, bracket, extra = text.partition("  [")
    if not bracket:
        return book.said(text)
    return f"{book.said(words)}{bracket}{'; '.join(book.said(part) for part in extra.removesuffix(']').split('; '))}]"
