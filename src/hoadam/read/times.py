"""Which words tell a time, what shape they have, and what day that is once the day of writing is known."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from hoadam.model.base import Record
from hoadam.model.calendar import day_of
from hoadam.model.page import Block
from hoadam.model.shape import MODIFIER, VAGUE, at_day_of, borrow, is_sound, is_span, join, parse
from hoadam.model.time import Day, Timex, TimexType, Written
from hoadam.packs.fold import Folded
from hoadam.packs.timemeaning import ReadyRule
from hoadam.packs.timerules import TimeRules, compile_rules

__all__ = ("TimeRules", "compile_rules", "find", "settle")

_SENTENCE = re.compile(r"[.!?;:\n…]")
_BEFORE = 40  # letters looked at to the left of an expression; cues of tense reach twice as far
_DAYS = ("day", "weekday", "time", "hour")
# what may be counted from: a week from a week or a day, a month from a month or a day, and so on
_FINE = {
    "W": (*_DAYS, "week"),
    "M": (*_DAYS, "month"),
    "Q": (*_DAYS, "month", "quarter"),
    "Y": (*_DAYS, "week", "month", "quarter", "half", "season", "year"),
}


class _Piece(Record, frozen=True):
    """One match, or several joined."""

    start: int
    end: int
    shape: str
    type: TimexType | None
    mod: str | None
    tense: int
    weak: bool
    rule: str


def find(text: Folded, blocks: Sequence[Block], rules: TimeRules) -> tuple[Timex, ...]:
    """The time expressions of a page in order: their shapes, the story each stands in, and what each counts from."""
    pieces = [piece for piece in _joined(list(_scanned(text, rules)), text.lower, rules) if _stands(piece)]
    pieces = _lent(pieces, text.lower, rules)
    starts = [block.start for block in blocks]
    found: list[Timex] = []
    latest: dict[tuple[int, bool], list[int]] = {}
    for piece in pieces:
        at = bisect_right(starts, piece.start) - 1
        block = blocks[at] if at >= 0 and piece.start < blocks[at].end else None
        story = block.story if block else 0
        told = latest.setdefault((story, block is None or block.is_article), [])
        timex = _anchored(_timex(piece, story, text.lower, rules), found, told)
        if timex.value is None or timex.type != "DURATION":
            told.append(len(found))
        found.append(timex)
    return tuple(found)


def settle(times: Sequence[Timex], written: Mapping[int, Written], blocks: Sequence[Block]) -> tuple[Timex, ...]:  # noqa: ARG001
    """The same with values, given the day each story was written; what does not need that day is told without it."""
    days = {story: told.day for story, told in written.items()}
    values: list[Day] = []
    for timex in times:
        anchor = values[timex.anchor] if timex.anchor is not None else None
        repeated = timex.type == "SET" and "XX" in timex.shape
        values.append(Day(timex.shape) if repeated else day_of(timex.shape, days.get(timex.story), anchor, timex.tense))
    return tuple(msgspec.structs.replace(timex, value=day.value) for timex, day in zip(times, values, strict=True))


def _scanned(text: Folded, rules: TimeRules) -> Iterator[_Piece]:
    """The longest match at each word that can open one, left to right, none inside another."""
    end = 0
    for start, opens in rules.openings.find(text.lower):
        if start >= end and (likely := opens.likely(text.lower, start)) and (piece := _longest(text, start, likely, rules)):
            end = piece.end
            yield piece


def _longest(text: Folded, start: int, candidates: Sequence[ReadyRule], rules: TimeRules) -> _Piece | None:
    written, lower = text.text, text.lower
    matches = [(made, match) for made in candidates if (match := made.match(written if made.cased else lower, start))]
    best: _Piece | None = None
    end = start
    for made, match in matches:
        if not made.rule.glued and _is_glued(lower, start):
            continue
        if not _better(match.end(), end, made.rule.weak, best) or not _fits(made, match.string, start):
            continue
        piece = _piece(made, match, rules)
        if piece:
            best, end = piece, match.end()
    return best


def _is_glued(lower: str, start: int) -> bool:
    """True for figures that a dash, stroke or the like ties to what stands before them."""
    return start > 1 and lower[start].isdigit() and lower[start - 1] in "-/.,:'" and lower[start - 2].isalnum()


def _better(end: int, best_end: int, weak: bool, best: _Piece | None) -> bool:
    """True when a match to `end` beats the best so far: one that stands alone beats a weak one, then the longer wins."""
    if best is None or best.weak == weak:
        return end > best_end
    return best.weak


def _fits(made: ReadyRule, text: str, start: int) -> bool:
    """True when what stands to the left is as the rule asks."""
    left = text[max(0, start - _BEFORE) : start]
    return (made.before is None or made.before(left) is not None) and (made.unless is None or made.unless(left) is None)


def _piece(made: ReadyRule, match: re.Match[str], rules: TimeRules) -> _Piece | None:
    """What the match says; None when it says no possible time."""
    meant = rules.meaning(made.order, match.groups())
    if meant is None:
        return None
    return _Piece(match.start(), match.end(), meant.shape, made.rule.type, meant.mod, meant.tense, made.rule.weak, made.rule.id)


def _joined(pieces: Sequence[_Piece], text: str, rules: TimeRules) -> list[_Piece]:
    """The pieces with neighbours made one wherever their shapes fit together."""
    out: list[_Piece] = []
    for piece in pieces:
        out.append(piece)
        while len(out) > 1 and (both := _pair(out[-2], out[-1], text, rules)):
            out[-2:] = [both]
    return out


def _pair(a: _Piece, b: _Piece, text: str, rules: TimeRules) -> _Piece | None:
    if b.start - a.end > 12 or not rules.glue(text, a.end, b.start):
        return None
    between = text[a.end : b.start]
    shape = _repeated(a, b) or join(a.shape, b.shape)
    if shape is None or not is_sound(shape) or ("," in between and _begins_anew(a, b)):
        return None
    weak = a.weak and b.weak and MODIFIER in (a.shape, b.shape)
    return _Piece(a.start, b.end, shape, a.type or b.type, a.mod or b.mod, b.tense or a.tense, weak, f"{a.rule}+{b.rule}")


def _repeated(a: _Piece, b: _Piece) -> str | None:
    """The day of a set that a day and its repetition make ("ngày 9/5 hằng năm")."""
    if "SET" not in (a.type, b.type) or a.type == b.type:
        return None
    day = b.shape if a.type == "SET" else a.shape
    return day if day.startswith("XXXX") else None


def _begins_anew(a: _Piece, b: _Piece) -> bool:
    """True when a comma parts the two: after a modifier, a time of day, a month or more; and before a time of day or a weekday."""
    parsed = parse(a.shape)
    wide = parsed is None or parsed.grain in ("time", "week", "month", "quarter", "half", "season", "year", "decade", "century")
    return wide or b.shape.startswith(("T", "XXXX-W")) or a.tense != 0


def _stands(piece: _Piece) -> bool:
    return not piece.weak and piece.shape != MODIFIER


def _lent(pieces: Sequence[_Piece], text: str, rules: TimeRules) -> list[_Piece]:
    """The pieces with months, years and tense lent along ranges and lists: "ngày 8 và 9/12"."""
    shapes, tenses = [piece.shape for piece in pieces], [piece.tense for piece in pieces]
    for i in range(len(pieces) - 2, -1, -1):
        if shapes[i].startswith("T") and len(between := text[pieces[i].end : pieces[i + 1].start]) < 4 and not between.strip(" (),"):
            shapes[i] = at_day_of(shapes[i], shapes[i + 1])
    linked = [_linked(a, b, text, rules) for a, b in pairwise(pieces)]
    for i in range(len(linked) - 1, -1, -1):
        if linked[i] and (linked[i] != "," or shapes[i].startswith("XXXX-XX")):
            shapes[i] = borrow(shapes[i], shapes[i + 1], later=True)
            tenses[i] = tenses[i] or tenses[i + 1]
    for i, link in enumerate(linked):
        if link and (link != "," or shapes[i + 1].startswith("XXXX-XX")):
            shapes[i + 1] = borrow(shapes[i + 1], shapes[i], later=False)
            tenses[i + 1] = tenses[i + 1] or tenses[i]
    return [msgspec.structs.replace(p, shape=s, tense=t) for p, s, t in zip(pieces, shapes, tenses, strict=True)]


def _linked(a: _Piece, b: _Piece, text: str, rules: TimeRules) -> str:
    """What links two ends of a range or list ("," lends only to bare days), or "" when nothing does."""
    between = text[a.end : b.start]
    if len(between) > 24 or not rules.joiners(between):
        return ""
    return between.strip()


def _timex(piece: _Piece, story: int, text: str, rules: TimeRules) -> Timex:
    tense = piece.tense or (_tense(piece, text, rules) if "XX" in piece.shape else 0)
    kind = piece.type or _type(piece.shape)
    value = None if "XX" in piece.shape else day_of(piece.shape, None).value
    return Timex(piece.start, piece.end, kind, piece.shape, value, piece.mod, None, tense, story, piece.rule)


def _type(shape: str) -> TimexType:
    if is_span(shape):
        return "DURATION"
    parsed = parse(shape)
    return "TIME" if parsed and (parsed.part or parsed.grain == "hour") else "DATE"


def _tense(piece: _Piece, text: str, rules: TimeRules) -> int:
    """The tense of the nearest cue before the expression in its sentence."""
    left = text[max(0, piece.start - 2 * _BEFORE) : piece.start]
    for ends in (_SENTENCE, rules.breaks):
        if ends:
            left = left[max((m.end() for m in ends.finditer(left)), default=0) :]
    ahead = max((m.end() for m in rules.future.finditer(left)), default=0) if rules.future else 0
    back = max((m.end() for m in rules.past.finditer(left)), default=0) if rules.past else 0
    if back > ahead:
        return 0 if "-W" in piece.shape else -1  # a weekday without a word of its own is the last one, or today
    return int(ahead > back)


def _anchored(timex: Timex, found: Sequence[Timex], told: Sequence[int]) -> Timex:
    """The expression with what it counts from: the latest one told before in its story that is fine enough."""
    parsed = None if timex.shape in VAGUE else parse(timex.shape)
    if parsed is None:
        return timex
    clock = parsed.grain == "time" and not parsed.base and not parsed.inner
    if not clock and parsed.base != "REF":
        return timex
    wide = parsed.steps[-1][1] if parsed.steps else "D"
    anchor = next((i for i in reversed(told) if _fine(found[i], wide)), None)
    shape = (("REF+0D" if anchor is not None else "DCT+0D") + timex.shape) if clock else timex.shape
    return msgspec.structs.replace(timex, shape=shape, anchor=anchor)


def _fine(timex: Timex, unit: str) -> bool:
    """True when the time told is no wider than the unit to be counted from it."""
    if timex.type in ("DURATION", "SET") or timex.shape in VAGUE:
        return False
    parsed = parse(timex.shape)
    return parsed is not None and parsed.grain in _FINE.get(unit, _DAYS)
