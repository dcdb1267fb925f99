"""What do the groups of a matched time rule mean? A shape, a modifier and a tense, or no possible time."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from hoadam.model.base import Record
from hoadam.model.shape import is_sound
from hoadam.packs.language import Numbers
from hoadam.packs.numerals import number_of
from hoadam.packs.times import TimeRule

Matcher = Callable[..., re.Match[str] | None]
Groups = tuple[str | None, ...]  # the words of each group of a match, in order

FIGURES = {
    "d": r"0?[1-9]|[12]\d|3[01]",
    "m": r"0?[1-9]|1[0-2]",
    "y": r"[12]\d{3}|'?\d\d",
    "h": r"[01]?\d|2[0-4]",
    "mi": r"[0-5]\d",
    "de": r"(?:1[5-9]|20)\d0|\d0",
}
_CENTURY = 50  # two figures of a year: 50 to 99 are 19xx


class ReadyRule(Record, frozen=True):
    """A rule ready to match, and its place among all."""

    rule: TimeRule
    order: int
    pattern: str
    match: Matcher
    cased: bool
    before: Matcher | None
    unless: Matcher | None
    slots: tuple[tuple[str, str | None], ...]
    literal: tuple[str, ...]
    groups: dict[str, tuple[int, ...]]


class Meaning(NamedTuple):
    """What a match says: its shape, the modifier and the tense in its words."""

    shape: str
    mod: str | None
    tense: int


def meaning(made: ReadyRule, groups: Groups, tables: Mapping[str, Mapping[str, str]], numbers: Numbers) -> Meaning | None:
    """What the words of a rule's groups say; None when they say no possible time."""
    values = {name: value for name in made.groups if (value := _value(name, _group(made, groups, name), tables, numbers)) is not None}
    out = [made.literal[0]]
    for (name, default), literal in zip(made.slots, made.literal[1:], strict=True):
        value = _computed(name, values) if name in ("span", "off", "clock") else values.get(name, default)
        if value is None:
            return None
        out += [value, literal]
    shape = "".join(out)
    return Meaning(shape, made.rule.mod or values.get("mod"), made.rule.tense or int(values.get("tense", "0"))) if is_sound(shape) else None


def _group(made: ReadyRule, groups: Groups, name: str) -> str | None:
    return next((words for place in made.groups[name] if (words := groups[place]) is not None), None)


def _value(name: str, text: str | None, tables: Mapping[str, Mapping[str, str]], numbers: Numbers) -> str | None:
    """What the words of a group mean in their place."""
    if text is None:
        return None
    word = " ".join(text.lower().split())
    if (known := tables.get(name, {}).get(word)) is not None:
        return known
    number = number_of(word.lstrip("'"), numbers)
    if number is None:
        return word if name not in FIGURES and name != "n" else None
    if name in ("d", "m", "h", "mi"):
        return f"{number:02.0f}"
    if name in ("y", "de"):
        return _year(int(number), decade=name == "de")
    return f"{number:g}"


def _year(number: int, *, decade: bool) -> str:
    if number < 100:
        number += 1900 if number >= (_CENTURY if not decade else 30) else 2000
    return f"{number:04}"[: 3 if decade else 4]


def _computed(name: str, values: Mapping[str, str]) -> str | None:
    """A duration, a step, or a clock time from the groups that make it."""
    if name == "clock":
        return _clock(values)
    n, unit = values.get("n", "X"), values.get("u")
    if unit is None:
        return None
    if "half" in values and n != "X":
        n = f"{float(n) + 0.5:g}"
    short = "M" if unit == "MIN" else unit
    if name == "off":
        return None if n == "X" else n + unit
    return f"P{'T' if unit in ('H', 'MIN', 'S') else ''}{n}{short}"


def _clock(values: Mapping[str, str]) -> str | None:
    """T and the time on a clock of 24 hours."""
    hour, part = int(values["h"]), values.get("p")
    if (part in ("AF", "EV") and hour < 12) or (part == "NI" and 6 <= hour < 12):
        hour += 12
    elif (part == "NI" and hour == 12) or (part == "MO" and hour == 12):
        hour = 24 if part == "NI" else 0
    elif part == "MI" and hour < 3:
        hour += 12
    return f"T{hour:02}:{values.get('mi', '00')}" if hour <= 24 else None
