"""What finding actors needs of a language and of the knowledge, compiled once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hoadam.packs.fold import fold, lowered
from hoadam.packs.index import Finder, Named, NameIndex
from hoadam.packs.language import Language, NamePack, Reference, Title


@dataclass(frozen=True)
class Item:
    """One word group that names or helps to name an actor: where it stands, of which sort, and what it stands for."""

    start: int
    end: int
    sort: str
    value: Named | Title | Reference | None = None


@dataclass(frozen=True)
class ActorRules:
    """Automata and patterns of one language for finding actors."""

    index: NameIndex
    words: Finder[tuple[str, Title | Reference | None]]
    titles: dict[str, Title]
    references: dict[str, Reference]
    capitals: re.Pattern[str]
    before_place: re.Pattern[str]
    of_gap: re.Pattern[str]
    and_gap: re.Pattern[str]
    apposition: re.Pattern[str]
    possessive: re.Pattern[str]
    owning_gap: re.Pattern[str]
    joining_gap: re.Pattern[str]
    qualifying: re.Pattern[str]
    at_gap: re.Pattern[str]
    not_after: re.Pattern[str]
    joined: re.Pattern[str]
    short: dict[str, Named]
    codes: frozenset[str]
    not_names: frozenset[str]
    not_alone: frozenset[str]
    ambiguous: frozenset[str]
    owner_first: bool
    main_first: bool
    surnames: bool


def compile_rules(language: Language, index: NameIndex) -> ActorRules:
    """The rules of `language` for finding actors, with the names of `index`."""
    roles, names = language.roles, language.names
    return ActorRules(
        index=index,
        words=Finder(_phrases(language)),
        titles={title.id: title for title in roles.titles},
        references={reference.id: reference for reference in roles.references},
        capitals=re.compile(_capitals(names.particles)),
        before_place=re.compile(r"(?:^|\W)(?:" + any_of(names.place_before) + r")\s+$"),
        of_gap=re.compile(rf"\s*(?:(?!(?:{any_of(roles.not_of)})\b)\w[\w-]*\s+){{0,{roles.of_reach}}}?(?:{any_of(roles.of)})\s+$"),
        and_gap=re.compile(r"\s*(?:" + any_of(roles.and_) + r")\s*(?:(?:" + any_of(roles.plural) + r")\s+)?$"),
        apposition=re.compile(r"\s*+(?:,\s*+)?$"),
        possessive=re.compile(r"(?:" + any_of(roles.possessive) + r")\s*$" if roles.possessive else r"(?!)"),
        owning_gap=re.compile(r"(?:" + any_of(roles.possessive) + r")?\s(?:(?:" + any_of(roles.between) + r")\s)*"),
        joining_gap=re.compile(r"(?:" + any_of(roles.possessive) + r")?\s(?:" + any_of(w for w in roles.and_ if w.isalpha()) + r")\s"),
        qualifying=re.compile(rf"(?:{any_of(names.qualified_by)})\b"),
        at_gap=re.compile(r"\s(?:(?:" + any_of(roles.at) + r")\s)*"),
        not_after=re.compile(r"(?:^|\W)(?:" + any_of(names.not_after) + r")\s+$"),
        joined=re.compile(_joined(names)),
        short=_short(names, index),
        codes=frozenset(state.code for state in index.states.values()),
        not_names=frozenset(fold(word) for word in names.not_names),
        not_alone=frozenset(lowered(fold(word)) for word in names.not_alone),
        ambiguous=frozenset(fold(word) for word in names.ambiguous),
        owner_first=roles.owner_first,
        main_first=roles.main_first,
        surnames=names.surnames,
    )


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, longest first, folded and in lower case; matches nothing when there are none."""
    return "|".join(re.escape(lowered(fold(word))) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


def _phrases(language: Language) -> list[tuple[str, tuple[str, Title | Reference | None]]]:
    roles = language.roles
    rows: list[tuple[str, tuple[str, Title | Reference | None]]] = [(word, ("compound", None)) for word in roles.compounds]
    rows += [(word, ("title", title)) for title in roles.titles for word in title.words]
    rows += [(word, ("reference", reference)) for reference in roles.references for word in reference.words]
    rows += [(word, ("honorific", None)) for word in roles.honorifics]
    rows += [(word, ("side", None)) for word in roles.side]
    return [(lowered(fold(word)), value) for word, value in rows]


def _short(names: NamePack, index: NameIndex) -> dict[str, Named]:
    """Each short name to its state."""
    return {fold(word): Named("state", id_, index.owners[id_]) for id_, words in names.short.items() for word in words}


def _joined(names: NamePack) -> str:
    """A pattern for two or three states joined by dashes, where one goes by a name too short to stand alone."""
    if not names.short:
        return r"(?!)"
    words = [*(word for words in names.short.values() for word in words), *names.ambiguous]
    one = "|".join(re.escape(fold(word)) for word in sorted(words, key=lambda w: (-len(w), w)))
    return rf"(?<![\w-])(?:{one})(?: ?- ?(?:{one})){{1,2}}(?![\w-])"


def _capitals(particles: Iterable[str]) -> str:
    """A pattern for a run of capitalised words, with particles and hyphens between them."""
    upper = "".join(chr(code) for code in range(0x41, 0x1F00) if chr(code).isupper())
    word = rf"\b[{upper}](?:[\w'-]*\w)?"
    inner = "|".join(re.escape(p) for p in particles) or "(?!)"
    return rf"(?:{word})(?:[ -](?:(?:{inner})[ -])?(?:{word}))*"
