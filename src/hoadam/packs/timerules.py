"""How the rules of a language's time pack are made ready to match: macros filled in, patterns compiled, heads listed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hoadam.model.base import Record
from hoadam.model.errors import BadPack
from hoadam.packs.language import Numbers
from hoadam.packs.numerals import number_pattern
from hoadam.packs.times import TimePack, TimeRule

Matcher = Callable[..., re.Match[str] | None]

FIGURES = {
    "d": r"0?[1-9]|[12]\d|3[01]",
    "m": r"0?[1-9]|1[0-2]",
    "y": r"[12]\d{3}|'?\d\d",
    "h": r"[01]?\d|2[0-4]",
    "mi": r"[0-5]\d",
    "de": r"(?:1[5-9]|20)\d0|\d0",
}
MANY = 15
_PLACE = re.compile(r"(?<!P)<([a-z]+)(\d?)>")
_MACRO = re.compile(r"\{([A-Z][A-Z_]*)\}")
_GROUP = re.compile(r"\(\?P<\w+>")
_AGAIN = re.compile(r"\(\?P=\w+\)")
_SLOT = re.compile(r"\{([a-z]+)(?:\|([^}]*))?\}")


class ReadyRule(Record, frozen=True):
    """A rule ready to match."""

    rule: TimeRule
    pattern: str
    match: Matcher
    cased: bool
    before: Matcher | None
    unless: Matcher | None
    slots: tuple[tuple[str, str | None], ...]
    literal: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]


class Opener:
    """The rules that a word opens, and a pattern that matches where any of them may; it is made when the word is first met."""

    def __init__(self, rules: Sequence[ReadyRule]) -> None:
        self.rules = tuple(rules)
        self._match: Matcher | None = None

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """What matches at `start`; for MANY rules it always does, with a group for each that may match there."""
        if self._match is None:
            self._match = _any_of(self.rules) if len(self.rules) < MANY else _which_of(self.rules)
        return self._match(text, start)


class TimeRules(Record, frozen=True):
    """The rules of a language by the word that opens them ("#" = a figure), and what joins their expressions.

    A word's rules are asked only where its pattern matches: most words open nothing.
    """

    opening: re.Pattern[str]
    by_word: dict[str, Opener]
    tables: dict[str, dict[str, str]]
    numbers: Numbers
    glue: Matcher
    joiners: Matcher
    future: re.Pattern[str] | None
    past: re.Pattern[str] | None
    breaks: re.Pattern[str] | None


def compile_rules(pack: TimePack, numbers: Numbers) -> TimeRules:
    """The rules of a pack, expanded and compiled once."""
    macros = {"NUM": number_pattern(numbers), **pack.macros}
    by_word: dict[str, list[ReadyRule]] = {}
    for rule in pack.rules:
        made = _compiled(rule, pack, macros)
        for word in dict.fromkeys(_heads(rule.on, pack, macros)):
            by_word.setdefault(word, []).append(made)
    return TimeRules(
        opening=re.compile(rf"(?<!\w)(?:\d|(?:{_branched(by_word)})(?!\w))"),
        by_word={word: Opener(rules) for word, rules in by_word.items()},
        tables=pack.tables,
        numbers=numbers,
        glue=re.compile(_spaced(pack.glue)).fullmatch,
        joiners=re.compile(_spaced(_filled(pack.joiners, macros))).fullmatch,
        future=_cues(pack.future),
        past=_cues(pack.past),
        breaks=_cues(pack.breaks),
    )


def _any_of(rules: Sequence[ReadyRule]) -> Matcher:
    """The patterns of several rules as one without groups; in either case, since one of a cased rule is tried on lower case too."""
    return re.compile("|".join(dict.fromkeys(map(_groupless, rules))), _flags(rules)).match


def _which_of(rules: Sequence[ReadyRule]) -> Matcher:
    """The patterns of several rules, each looked ahead at, with an empty group for those that may match."""
    return re.compile("".join(f"(?=(?:{_groupless(made)})()|)" for made in rules), _flags(rules)).match


def _groupless(made: ReadyRule) -> str:
    """The pattern of a rule without groups; it matches wherever that does, and where its parts should be equal but are not."""
    return _GROUP.sub("(?:", _AGAIN.sub(".{0,9}?", made.pattern))


def _flags(rules: Sequence[ReadyRule]) -> re.RegexFlag:
    return re.IGNORECASE if any(made.cased for made in rules) else re.NOFLAG


def _compiled(rule: TimeRule, pack: TimePack, macros: Mapping[str, str]) -> ReadyRule:
    try:
        pattern = re.compile(_spaced(_placed(_filled(rule.pattern, macros), pack, macros)) + r"(?:(?!\w)|(?<!\w))")
    except (re.error, KeyError) as error:
        raise BadPack(f"time rule {rule.id}: {error}. Mend its pattern.") from error
    groups: dict[str, tuple[str, ...]] = {}
    for name in pattern.groupindex:
        groups[name.rstrip("0123456789")] = (*groups.get(name.rstrip("0123456789"), ()), name)
    pieces = _SLOT.split(rule.shape)
    return ReadyRule(
        rule=rule,
        pattern=pattern.pattern,
        match=pattern.match,
        cased=rule.cased,
        before=re.compile(f"(?:{_spaced(_filled(rule.before, macros))})$").search if rule.before else None,
        unless=re.compile(f"(?:{_spaced(_filled(rule.unless_before, macros))})$").search if rule.unless_before else None,
        slots=tuple(zip(pieces[1::3], pieces[2::3], strict=True)),
        literal=tuple(pieces[::3]),
        groups=groups,
    )


def _branched(words: Iterable[str]) -> str:
    """An alternation of the words, those of one first letter together, so that others are passed over at once."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[0], []).append(word[1:])
    rows = (f"{re.escape(letter)}(?:{'|'.join(map(re.escape, rest))})" for letter, rest in sorted(by_letter.items()) if letter != "#")
    return "|".join(rows) or "(?!)"


def _filled(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern with its macros, and theirs, put in."""
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda m: macros[m[1]], pattern)
    return pattern


def _placed(pattern: str, pack: TimePack, macros: Mapping[str, str]) -> str:
    """The pattern with `<m>` made the group of all words and figures of table m."""
    return _PLACE.sub(lambda m: f"(?P<{m[1]}{m[2]}>{_choices(m[1], pack, macros)})", pattern)


def _choices(name: str, pack: TimePack, macros: Mapping[str, str]) -> str:
    words = sorted(pack.tables.get(name, {}), key=lambda word: (-len(word), word))
    figures = [FIGURES[name]] if name in FIGURES else [macros["NUM"]] if name == "n" else []
    return "|".join([*(re.escape(word).replace(r"\ ", " ") for word in words), *figures])


def _spaced(pattern: str) -> str:
    return pattern.replace(" ?", " *").replace(" ", " {1,2}").replace(" {1,2}*", " {0,2}")


def _cues(words: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None


def _heads(on: str, pack: TimePack, macros: Mapping[str, str]) -> Iterator[str]:
    """The first words of what can open a rule; tables and numbers by their own words."""
    for choice in _filled(on, {**macros, "NUM": "<n>"}).split("|"):
        if choice.startswith("<"):
            name = choice.strip("<>")
            yield from (word.split()[0] for word in pack.tables.get(name, {}))
            if name in FIGURES or name == "n":
                yield "#"
            if name == "n":
                yield from (word for word in re.findall(r"[^\W\d_]+", macros["NUM"]))
        elif choice:
            yield choice.split()[0]
