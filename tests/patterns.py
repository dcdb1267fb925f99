"""Which patterns and automata does the program hold, and which inputs are the worst for each? Found by walking what it has made ready."""

import ast
import importlib
import pkgutil
import random
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType, NoneType
from typing import Any, NamedTuple

import ahocorasick_rs
import msgspec

import hoadam

SOURCE = Path(hoadam.__file__).parent
RUN = "hoadam.store.migrations."  # Alembic runs these; they cannot be imported
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
ENDS = ("", "!")  # what may follow a long run so that it is no match after all
PLAIN = (
    " ", "\n", " \n", "a", "a ", "A ", "1", "1 ", "1/", "1.", "1-", "a-", "a.", "a,", "a, ", ". ", ", ", "(", '"', "'", "<", "<a ", "-", "–", "đ", "\u0301", "o\u0300a",
)  # fmt: skip
SIZES = (6_000, 24_000, 96_000)  # letters of a text; four times as many take four times as long, or sixteen times where it is a square
BRIEF = 0.06  # seconds of the processor: 24,000 letters that are done in these cost no square (which is 0.3 s and more), whatever the clock's grain
TOO_MANY = 9.0  # times as long for four times as much
PATIENCE = 4.0  # seconds after which a text of any length is given up


class Held(NamedTuple):
    """A pattern, where it was found, and how the program asks it."""

    where: str
    pattern: "re.Pattern[Any]"
    methods: tuple[str, ...]


class Finding(NamedTuple):
    """Something that finds words with an automaton, and where it was found."""

    where: str
    find: Callable[[str], Any]


def modules() -> list[ModuleType]:
    """Every module of the program."""
    names = [made.name for made in pkgutil.walk_packages([str(SOURCE)], "hoadam.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__") and not name.startswith(RUN)]


@cache
def calls() -> Mapping[str, frozenset[str]]:
    """The methods of patterns that the program calls on anything of each name."""
    found: dict[str, set[str]] = {}
    asked = re.compile(rf"\b(\w+)\.({'|'.join(METHODS)})\b")
    for path in SOURCE.rglob("*.py"):
        for name, method in asked.findall(path.read_text("utf-8")):
            found.setdefault(name, set()).add(method)
    return {name: frozenset(some) for name, some in found.items()}


def walk(roots: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    """Path, name and value of everything that can be reached: fields, items, closures, what methods are bound to."""
    seen: set[int] = set()
    kept: list[object] = []  # ids are of things that live
    todo: list[tuple[str, str, object]] = [(path, path.rpartition(".")[2], value) for path, value in roots.items()]
    while todo:
        path, name, value = todo.pop()
        if id(value) in seen or isinstance(value, int | float | bytes | NoneType):
            continue
        seen.add(id(value))
        kept.append(value)
        yield path, name, value
        todo += [
            (f"{path}.{key}", key if isinstance(key, str) and key.isidentifier() and key != "0" else name, part)
            for key, part in parts(value)
        ]


def parts(value: object) -> Iterator[tuple[str, object]]:
    """What a value holds, with the names of it."""
    if isinstance(value, str | re.Pattern | type | ModuleType):
        return
    if isinstance(value, Mapping):
        yield from (
            (str(key) if not isinstance(key, str) or not key.isidentifier() else f"[{key}]", one)
            for pair in value.items()
            for key, one in [("key", pair[0]), (pair[0], pair[1])]
        )
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((f"[{n}]", one) for n, one in enumerate(value))
    elif isinstance(value, msgspec.Struct):
        yield from ((name, getattr(value, name)) for name in value.__struct_fields__)
    elif isinstance(value, MethodType):
        yield "__self__", value.__self__
        yield "__func__", value.__func__
    elif isinstance(value, partial):
        yield from (("func", value.func), ("args", value.args), ("keywords", value.keywords))
    elif isinstance(value, FunctionType):
        yield from (
            (name, cell.cell_contents)
            for name, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True)
            if _is_full(cell)
        )
        yield from _defaults(value)
    elif hasattr(value, "__wrapped__"):
        yield "__wrapped__", value.__wrapped__
    elif type(value).__module__.startswith("hoadam"):
        yield from getattr(value, "__dict__", {}).items()
        yield from (
            (name, getattr(value, name)) for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()) if hasattr(value, name)
        )


def _defaults(value: FunctionType) -> Iterator[tuple[str, object]]:
    """The defaults of a function's arguments."""
    yield from ((f"default{n}", one) for n, one in enumerate(value.__defaults__ or ()))


def _is_full(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018  (an empty cell says so only when asked)
    except ValueError:
        return False
    return True


def roots_of(modules: Sequence[ModuleType]) -> dict[str, object]:
    """What stands in the modules themselves, but for what they have from one another."""
    return {
        f"{made.__name__}.{name}": value
        for made in modules
        for name, value in vars(made).items()
        if not name.startswith("__")
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", made.__name__) in {made.__name__, None, "re", "builtins"}
    }


def held(roots: Mapping[str, object]) -> tuple[list[Held], list[Finding], list[str]]:
    """Every pattern, everything that has an automaton, and all short words that can be reached."""
    patterns: dict[tuple[Any, int, str], Held] = {}
    finders, words = [], []
    for path, name, value in walk(roots):
        bound = value.__self__ if isinstance(value, BuiltinMethodType) else value
        if isinstance(bound, re.Pattern):
            methods = (value.__name__,) if isinstance(value, BuiltinMethodType) else asked(name)
            patterns.setdefault((bound.pattern, bound.flags, ",".join(methods)), Held(path, bound, methods))
        elif isinstance(value, str) and 0 < len(value) <= 40:
            words.append(value)
        elif any(isinstance(part, ahocorasick_rs.AhoCorasick) for _, part in parts(value) if not isinstance(value, Mapping | list | tuple)):
            finders.append(Finding(path, value.find))  # type: ignore[attr-defined]
    return list(patterns.values()), finders, list(dict.fromkeys(words))


def asked(name: str) -> tuple[str, ...]:
    """How the program asks a pattern of this name; in both ways where it is handed on under another."""
    found = calls().get(name.strip("[]"), frozenset())
    some = {"match" if one in {"match", "fullmatch"} else "finditer" for one in found}
    return tuple(sorted(some)) or ("finditer", "match")


def inline() -> list[Held]:
    """The patterns that stand as plain words in a call of `re`, such as `re.sub("…", …)`."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
            ):
                first = node.args[0] if node.args else None
                if node.func.attr in METHODS and isinstance(first, ast.Constant):
                    method = "match" if node.func.attr in {"match", "fullmatch"} else "finditer"
                    found.append(Held(f"{path.name}:{node.lineno}", re.compile(first.value), (method,)))
    return found


class Worst:
    """Makes inputs for a pattern out of what it is made of: words that it matches, and long runs of each of its repeats."""

    def __init__(self, pattern: "re.Pattern[Any]", dice: random.Random) -> None:
        self.pattern, self.dice = pattern, dice
        raw = pattern.pattern
        self.tree = parser.parse(
            raw.decode("latin-1") if isinstance(raw, bytes) else raw,
            pattern.flags & ~re.UNICODE if isinstance(raw, bytes) else pattern.flags,
        )
        self.groups: dict[int, str] = {}

    def units(self) -> Iterator[tuple[str, str]]:
        """What stands before, and what is repeated."""
        yield from (("", plain) for plain in PLAIN)
        for _ in range(4):
            word = self.made(self.tree)
            yield from (("", part) for part in (word, word + " ", word[:-1], word[: max(1, len(word) // 2)], word[:1]))
        for start, body in self.repeats(self.tree, ""):
            for _ in range(2):
                yield start, self.made(body)
            yield "", start + self.made(body)

    def repeats(self, tree: Any, before: str) -> Iterator[tuple[str, Any]]:
        """Each repeat without end, or of many, with a text that leads to it."""
        for code, value in tree:
            if code in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
                if value[1] > 8:
                    yield before, value[2]
                yield from self.repeats(value[2], before)
            elif code is sre.BRANCH:
                some = value[1] if len(value[1]) <= 12 else self.dice.sample(value[1], 12)
                for branch in some:
                    yield from self.repeats(branch, before)
            elif code is sre.SUBPATTERN:
                yield from self.repeats(value[3], before)
            elif code is sre.ATOMIC_GROUP:
                yield from self.repeats(value, before)
            elif code in {sre.ASSERT, sre.ASSERT_NOT}:
                yield from self.repeats(value[1], before)
            before += self.piece(code, value)

    def made(self, tree: Any) -> str:
        """A text that the tree matches, but for what it looks around for."""
        return "".join(self.piece(code, value) for code, value in tree)

    def piece(self, code: Any, value: Any) -> str:
        """A text for one node."""
        if code is sre.LITERAL:
            return chr(value)
        if code is sre.NOT_LITERAL:
            return "a" if value != ord("a") else "b"
        if code is sre.ANY:
            return self.dice.choice("a1 ,")
        if code is sre.IN:
            return self.one_of(value)
        if code in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            times = min(max(value[0], self.dice.choice((0, 1, 2))), value[1])
            return "".join(self.made(value[2]) for _ in range(times))
        if code is sre.BRANCH:
            return self.made(self.dice.choice(value[1]))
        if code is sre.SUBPATTERN:
            self.groups[value[0]] = made = self.made(value[3])
            return made
        if code is sre.ATOMIC_GROUP:
            return self.made(value)
        return self.groups.get(value, "") if code is sre.GROUPREF else ""

    def one_of(self, value: Any) -> str:
        """A letter of a class."""
        if value[0][0] is sre.NEGATE:
            return self.dice.choice([chr(c) for c in (*range(32, 127), 0x111) if not self._within(value[1:], chr(c))] or ["\u2603"])
        code, what = self.dice.choice(value)
        if code is sre.RANGE:
            return chr(self.dice.choice((what[0], what[1], (what[0] + what[1]) // 2)))
        return chr(what) if code is sre.LITERAL else self.dice.choice(_OF[what])

    def _within(self, some: Any, letter: str) -> bool:
        return any(
            (code is sre.LITERAL and chr(what) == letter)
            or (code is sre.RANGE and what[0] <= ord(letter) <= what[1])
            or (code is sre.CATEGORY and re.match(_AS[what], letter))
            for code, what in some
        )


_OF = {
    sre.CATEGORY_DIGIT: "17", sre.CATEGORY_NOT_DIGIT: "a ", sre.CATEGORY_SPACE: " \n", sre.CATEGORY_NOT_SPACE: "a1.", sre.CATEGORY_WORD: "aĐ1_", sre.CATEGORY_NOT_WORD: " ,.",
}  # fmt: skip
_AS = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


class TooSlow(Exception):
    """It took longer than anyone waits."""


def texts(start: str, unit: str, end: str) -> Callable[[int], str]:
    """What gives a text of any length."""
    return lambda size: start + unit * (size // len(unit)) + end


def asking(pattern: "re.Pattern[Any]", method: str) -> Callable[[str], object]:
    """What asks a pattern about a text as the program does."""
    is_bytes = isinstance(pattern.pattern, bytes)
    ask = getattr(pattern, method)

    def asked(text: str) -> object:
        given: Any = text.encode() if is_bytes else text
        return sum(1 for _ in ask(given)) if method == "finditer" else ask(given)

    return asked


def slower(ask: Callable[[str], object], text: Callable[[int], str]) -> float | None:
    """How many times as long a text of four times the length takes, where that is too many; None where time grows as the text does.

    Seconds of the processor; what looks too long is measured thrice, and the least counts: what else the machine does only ever adds.
    """
    if spent(ask, text(60)) > BRIEF and least(ask, text(60)) > BRIEF:
        return float("inf")
    if spent(ask, text(SIZES[0])) < BRIEF / 6:  # a square of these takes a sixteenth of that of the next; a cube is found out by 60
        return None
    first = spent(ask, text(SIZES[1]))
    if first > PATIENCE and least(ask, text(SIZES[1])) > PATIENCE:
        return float("inf")
    if first < BRIEF or spent(ask, text(SIZES[2])) < TOO_MANY * first:
        return None
    times = least(ask, text(SIZES[2])) / max(least(ask, text(SIZES[1])), BRIEF)
    return times if times > TOO_MANY else None


def least(ask: Callable[[str], object], text: str) -> float:
    """Seconds of the processor, the least of three rounds, or of the first that took longer than anyone waits."""
    found = float("inf")
    for _ in range(3):
        found = min(found, spent(ask, text))
        if found > PATIENCE:
            break
    return found


def spent(ask: Callable[[str], object], text: str) -> float:
    """Seconds of the processor; beyond all bounds where it takes longer than anyone waits."""
    begun = time.process_time()
    try:
        with patience():
            ask(text)
    except TooSlow:
        return 1000 * PATIENCE
    return time.process_time() - begun


@contextmanager
def patience() -> Iterator[None]:
    """Raises TooSlow when what is inside takes too much time of the processor; patterns look out for signals."""

    def up(_signal: int, _frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, up)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def worst_of(pattern: "re.Pattern[Any]", method: str, seed: int = 1) -> str | None:
    """What makes a pattern take too long, in a sentence; None where nothing does."""
    units = dict.fromkeys(unit for unit in Worst(pattern, random.Random(seed)).units() if unit[1])
    for start, unit in units:
        for end in ENDS:
            if times := slower(asking(pattern, method), texts(start, unit, end)):
                return f"{method} takes {times:.0f} times as long for four times as much of {unit!r} after {start!r}, before {end!r}"
    return None
