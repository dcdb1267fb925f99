"""The shape of data/lang/xx/time.yaml: the time expressions of a language, and the examples that prove them."""

from hoadam.model.base import Record
from hoadam.model.time import TimexType

Words = tuple[str, ...]


class TimeRule(Record, frozen=True):
    """One way to tell a time.

    `on` are the words that can open it, split at "|" ("#" = a figure, "#/" one with that sign, space or letter right behind it;
    macros and <tables> allowed). `pattern` is matched there on folded lower-case text (`cased`: as written); `{MACRO}` stands for
    a macro, `<m>` for the words (or figures) of table m as group m, `<m2>` for another place of the same. `shape` is a template:
    `{m}` is what group m means, `{y|XXXX}` has a default, `{span}` is a duration of n and u, `{off}` n and u as a step, `{clock}`
    hours and minutes with a part of the day. `before` must and `unless_before` must not end where the expression begins. A `weak`
    one counts only when it joins another; `glued` figures may follow a dash or stroke. `type` is told from the shape where not given.
    """

    id: str
    on: str
    pattern: str
    shape: str
    type: TimexType | None = None
    mod: str | None = None
    tense: int = 0
    before: str = ""
    unless_before: str = ""
    weak: bool = False
    cased: bool = False
    glued: bool = False


class TimePack(Record, frozen=True):
    """Macros, tables of words and rules for time expressions.

    `tables` give what a word means in a place: m months, d days, wd weekdays, p parts of the day, u units, n vague numbers,
    mod modifiers, tense (-1, 1), and any other a rule names. `glue` joins the parts of one expression ("sáng" "ngày 5/9"),
    `joiners` the ends of a range or list. `future` and `past` are cues before an expression in its sentence, `breaks` end
    their reach.
    """

    macros: dict[str, str] = {}
    tables: dict[str, dict[str, str]] = {}
    glue: str = " "
    joiners: str = " - "
    future: Words = ()
    past: Words = ()
    breaks: Words = ()
    rules: tuple[TimeRule, ...] = ()


class TimeFound(Record, frozen=True):
    """What an example must give: the words, and their TIMEX3 value, type, modifier or shape where told."""

    text: str
    value: str | None = None
    type: TimexType | None = None
    mod: str | None = None
    shape: str | None = None


class TimeExample(Record, frozen=True):
    """A sentence, the day it was written, and every time expression in it in order."""

    text: str
    found: tuple[TimeFound, ...]
    written: str | None = None
    rule: str | None = None


class TimeExamples(Record, frozen=True):
    """data/lang/xx/examples/time.yaml: `silent` are sentences that must give no time expression."""

    examples: tuple[TimeExample, ...]
    silent: Words = ()
    written: str = "2022-09-14"
