"""How the rules of a language's time pack are made ready to match: macros filled in, patterns compiled, heads listed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from string import digits

import ahocorasick_rs

from hoadam.model.base import Record
from hoadam.model.errors import BadPack
from hoadam.packs.language import Numbers
from hoadam.packs.numerals import number_pattern
from hoadam.packs.timemeaning import FIGURES, Groups, Matcher, Meaning, ReadyRule, meaning
from hoadam.packs.times import TimePack, TimeRule

MANY = 15
KEPT = 8192  # meanings of matches that are kept: pages tell the same days again and again
FIGURE = "#"  # what stands for any figure among the words that open rules
_PLACE = re.compile(r"(?<!P)<([a-z]+)(\d?)>")
_MACRO = re.compile(r"\{([A-Z][A-Z_]*)\}")
_GROUP = re.compile(r"\(\?P<\w+>")
_AGAIN = re.compile(r"\(\?P=\w+\)")
_SLOT = re.compile(r"\{([a-z]+)(?:\|([^{}]*))?\}")


class Opener:
    """The rules that a word opens, and a pattern that matches where any of them may; it is made when the word is first met."""

    def __init__(self, rules: Sequence[ReadyRule]) -> None:
        self._rules = tuple(rules)
        self._match: Matcher | None = None

    def likely(self, text: str, start: int) -> Sequence[ReadyRule]:
        """The rules that may match at `start`."""
        if self._match is None:
            self._match = _any_of(self._rules) if len(self._rules) < MANY else _which_of(self._rules)
        found = self._match(text, start)
        if found is None or len(self._rules) < MANY:
            return self._rules if found else ()
        return [made for made, hit in zip(self._rules, found.groups(), strict=True) if hit is not None]


class Figures:
    """The rules that a figure opens: those for any, and those for figures with a sign, space or letter right behind them."""

    def __init__(self, by_word: Mapping[str, Opener]) -> None:
        self._any = by_word.get(FIGURE, Opener(()))
        self._signed = {word[1]: opener for word, opener in by_word.items() if word[0] == FIGURE and len(word) > 1}

    def likely(self, text: str, start: int) -> Sequence[ReadyRule]:
        """The rules that may match at `start`, in the order of the pack."""
        found, end = self._any.likely(text, start), start
        while (sign := text[end : end + 1]).isdigit():
            end += 1
        more = self._signed[sign].likely(text, start) if sign in self._signed else ()
        return sorted((*found, *more), key=lambda made: made.order) if found and more else found or more


class Openings:
    """Where in a text a word stands that can open an expression; an automaton finds them in a third of a pattern's time."""

    def __init__(self, by_word: Mapping[str, Opener]) -> None:
        words = [word for word in by_word if word[0] not in FIGURE + digits]
        self._openers: list[Opener | Figures] = [*(by_word[word] for word in words), *[Figures(by_word)] * len(digits)]
        self._words = len(words)
        self._automaton = ahocorasick_rs.AhoCorasick(
            [*words, *digits],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def find(self, text: str) -> Iterator[tuple[int, Opener | Figures]]:
        """Each place, left to right, and what may open there: whole words, and the first digit of a figure."""
        size, words = len(text), self._words
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if start and ((before := text[start - 1]).isalnum() or before == "_"):
                continue
            if number < words and end < size and ((after := text[end]).isalnum() or after == "_"):
                continue
            yield start, self._openers[number]


class TimeRules(Record, frozen=True):
    """The rules of a language by the word that opens them, and what joins their expressions.

    A word's rules are asked only where its pattern matches: most words open nothing. `meaning` is what the groups of a rule's match say,
    by the rule's place in the pack.
    """

    openings: Openings
    meaning: Callable[[int, Groups], Meaning | None]
    glue: Matcher
    joiners: Matcher
    future: re.Pattern[str] | None
    past: re.Pattern[str] | None
    breaks: re.Pattern[str] | None


def compile_rules(pack: TimePack, numbers: Numbers) -> TimeRules:
    """The rules of a pack, expanded and compiled once."""
    macros = {"NUM": number_pattern(numbers), **pack.macros}
    made = [_compiled(rule, order, pack, macros) for order, rule in enumerate(pack.rules)]
    by_word: dict[str, list[ReadyRule]] = {}
    for rule in made:
        for word in dict.fromkeys(_heads(rule.rule.on, pack, macros)):
            by_word.setdefault(word, []).append(rule)
    return TimeRules(
        openings=Openings({word: Opener(rules) for word, rules in by_word.items()}),
        meaning=lru_cache(KEPT)(lambda order, groups: meaning(made[order], groups, pack.tables, numbers)),
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


def _compiled(rule: TimeRule, order: int, pack: TimePack, macros: Mapping[str, str]) -> ReadyRule:
    try:
        pattern = re.compile(_spaced(_placed(_filled(rule.pattern, macros), pack, macros)) + r"(?:(?!\w)|(?<!\w))")
    except (re.error, KeyError) as error:
        raise BadPack(f"time rule {rule.id}: {error}. Mend its pattern.") from error
    groups: dict[str, tuple[int, ...]] = {}
    for name, number in pattern.groupindex.items():
        groups[name.rstrip("0123456789")] = (*groups.get(name.rstrip("0123456789"), ()), number - 1)
    pieces = _SLOT.split(rule.shape)
    return ReadyRule(
        rule=rule,
        order=order,
        pattern=pattern.pattern,
        match=pattern.match,
        cased=rule.cased,
        before=re.compile(f"(?:{_spaced(_filled(rule.before, macros))})$").search if rule.before else None,
        unless=re.compile(f"(?:{_spaced(_filled(rule.unless_before, macros))})$").search if rule.unless_before else None,
        slots=tuple(zip(pieces[1::3], pieces[2::3], strict=True)),
        literal=tuple(pieces[::3]),
        groups=groups,
    )


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
    escaped = [re.escape(word).replace(r"\ ", " ") for word in words]
    if figures and words and not any(word[0].isdigit() for word in words):
        return "|".join([rf"(?!\d)(?:{'|'.join(escaped)})", *figures])  # so that a figure passes over all words at once
    return "|".join([*escaped, *figures])


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
                yield FIGURE
            if name == "n":
                yield from (word for word in re.findall(r"[^\W\d_]+", macros["NUM"]))
        elif choice:
            yield choice[:2] if choice[0] == FIGURE else choice.split()[0]
