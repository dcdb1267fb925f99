"""Do those who code the same lines agree? Decisions made blind and held back from the story, compared, and settled by a third look.

A blind decision is a ruling that another ruling holds back: it is kept for good, and the story does not know it. The one that holds it
keeps the record that the coder saw, so that what a coder left as it was can be compared too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hoadam.answers.review import FIELDS, Queue, at_once, is_undoing, made, record_of
from hoadam.model.base import Record
from hoadam.model.event import Event
from hoadam.model.story import Episode, Ruling
from hoadam.ports import Asked, Entry, Store
from hoadam.tell.rulings import standing_of

HELD, WITHDRAWN = "held", "withdrawn"
VERDICT = "verdict"
LAID = "ruling."  # how reasons begin that a ruling gives
CASES = 25  # lines on a page


class Coding(Record, frozen=True):
    """What one coder makes of one line: accept or reject, and the value of every field (none where it was rejected)."""

    who: str
    unit: str
    verdict: str
    values: dict[str, str]
    changed: dict[str, str]
    at: str
    rulings: tuple[str, ...]


class Measure(Record, frozen=True):
    """How far coders agree on one question: lines that two or more answered, those where all agree, and Krippendorff's alpha.

    `alpha` is None where no two answers differ, so that chance cannot be told from skill.
    """

    name: str
    units: int
    agreed: int
    alpha: float | None


class Case(Record, frozen=True):
    """A line that two or more have coded, on what they differ, and whether a ruling in force has settled it."""

    unit: str
    entry: Entry | None
    codings: tuple[Coding, ...]
    differ: tuple[str, ...]
    settled: bool


class Coders(Record, frozen=True):
    """The answer: who coded how many lines, how far they agree, and the lines coded by two, those not settled first."""

    coders: dict[str, int]
    measures: tuple[Measure, ...]
    cases: tuple[Case, ...]
    more: int


def held(ruling: Ruling, record: Mapping[str, str]) -> Ruling:
    """The ruling that holds another back; it must be kept before that one."""
    note = msgspec.json.encode(record).decode()
    return made("reject", (ruling.id,), ruling.who, note, "ruling", HELD)


def withdrawn(coding: Coding) -> list[Ruling]:
    """The rulings that take a blind decision back."""
    return [made("reject", (key,), coding.who, None, "ruling", WITHDRAWN) for key in coding.rulings]


def is_of_coding(ruling: Ruling) -> bool:
    """True for a ruling that only holds another back, or takes one back that was."""
    return is_undoing(ruling) and ruling.value in (HELD, WITHDRAWN)


def codings(rulings: Sequence[Ruling]) -> list[Coding]:
    """The blind decisions that nobody has withdrawn, one a coder and line, oldest first."""
    holds = {key: ruling for ruling in rulings if is_undoing(ruling) and ruling.value == HELD for key in ruling.about}
    gone = {key for ruling in rulings if is_undoing(ruling) and ruling.value == WITHDRAWN for key in ruling.about}
    found: dict[tuple[str, str], list[Ruling]] = {}
    for ruling in rulings:
        if ruling.id in holds and ruling.id not in gone and ruling.act in ("accept", "reject", "change"):
            found.setdefault((ruling.about[0], ruling.who), []).append(ruling)
    made_ = [_coding(unit, who, some, _record(holds[some[0].id])) for (unit, who), some in found.items()]
    return sorted(made_, key=lambda one: (one.at, one.unit, one.who))


def _record(hold: Ruling) -> dict[str, str]:
    try:
        return msgspec.json.decode(hold.note or "{}", type=dict[str, str])
    except msgspec.MsgspecError:
        return {}


def _coding(unit: str, who: str, rulings: Sequence[Ruling], record: Mapping[str, str]) -> Coding:
    verdict = "reject" if any(one.act == "reject" for one in rulings) else "accept"
    changed = {one.field: one.value or "" for one in rulings if one.act == "change" and one.field}
    values = {name: changed.get(name, record.get(name, "")) for name in FIELDS} if verdict == "accept" else {}
    return Coding(who, unit, verdict, values, changed, rulings[-1].at, tuple(one.id for one in rulings))


def coders(store: Store, after: int = 0) -> Coders:
    """How far the coders agree, and the lines to settle, so many after the first."""
    rulings = store.rulings()
    done = codings(rulings)
    settled = {key for ruling in standing_of(rulings) if not is_undoing(ruling) for key in ruling.about}
    units: dict[str, list[Coding]] = {}
    for one in done:
        units.setdefault(one.unit, []).append(one)
    double = {unit: some for unit, some in units.items() if len(some) > 1}
    order = sorted(double, key=lambda unit: (unit in settled, not _differ(double[unit]), double[unit][-1].at))
    shown = order[after : after + CASES]
    entries = {entry.episode.id: entry for entry in store.entries(shown)}
    cases = tuple(Case(unit, entries.get(unit), tuple(double[unit]), _differ(double[unit]), unit in settled) for unit in shown)
    measures = tuple(measure(name, [_answers(some, name) for some in double.values()]) for name in (VERDICT, *FIELDS)) if double else ()
    return Coders(dict(Counter(one.who for one in done)), measures, cases, max(len(order) - after - CASES, 0))


def _answers(some: Iterable[Coding], name: str) -> list[str]:
    """What was answered on one question; those who rejected the line answer nothing on its fields."""
    if name == VERDICT:
        return [one.verdict for one in some]
    return [one.values[name] for one in some if name in one.values]


def _differ(some: Sequence[Coding]) -> tuple[str, ...]:
    return tuple(name for name in (VERDICT, *FIELDS) if len(set(_answers(some, name))) > 1)


def measure(name: str, units: Iterable[Sequence[str]]) -> Measure:
    """How far these answers agree, unit by unit; units with one answer count for nothing."""
    paired = [answers for answers in units if len(answers) > 1]
    return Measure(name, len(paired), sum(len(set(answers)) == 1 for answers in paired), alpha(paired))


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal answers; None where no two answers differ.

    Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, whose example C is a test of this.
    """
    paired = [Counter(answers) for answers in units if len(answers) > 1]
    totals = sum(paired, Counter())
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = sum((one.total() ** 2 - sum(count * count for count in one.values())) / (one.total() - 1) for one in paired)
    return 1 - (n - 1) * observed / expected


def queue(store: Store, who: str, skipped: Iterable[str] = ()) -> tuple[Queue, tuple[Coding, ...]]:
    """The next line for a coder who codes blind, those first that another has coded; and what that coder coded last, at once."""
    rulings = store.rulings()
    done = codings(rulings)
    mine = [one for one in done if one.who == who]
    ruled = {key for ruling in standing_of(rulings) for key in ruling.about}
    without = ruled | {one.unit for one in mine} | set(skipped)
    theirs = list(dict.fromkeys(one.unit for one in done if one.unit not in without))
    entry = next(iter(store.entries(theirs)), None) or next(iter(store.doubtful(Asked(), 1, without)), None)
    left = max(store.counts().episodes - len(without) - bool(entry), 0)
    return Queue(entry, left, ()), last_of(done, who)


def last_of(done: Sequence[Coding], who: str) -> tuple[Coding, ...]:
    """What a coder coded last: one line, or those decided at once."""
    mine = [one for one in done if one.who == who]
    return tuple(one for one in mine if one.at == mine[-1].at)


def of(store: Store, unit: str, who: str) -> Coding | None:
    """What a coder made of a line."""
    return next((one for one in codings(store.rulings()) if one.unit == unit and one.who == who), None)


def settled(coding: Coding, who: str) -> list[Ruling]:
    """The rulings that lay what one coder decided over the story, in the name of the one who settles."""
    if coding.verdict == "reject":
        return [made("reject", (coding.unit,), who, None)]
    changes = [made("change", (coding.unit,), who, None, name, value or None) for name, value in coding.changed.items()]
    return at_once(changes) if changes else [made("accept", (coding.unit,), who, None)]


def unruled(episode: Episode) -> Episode:
    """The episode without the marks of the rulings that were laid over it, as one who codes blind may see it."""
    return msgspec.structs.replace(episode, why=tuple(reason for reason in episode.why if not reason.startswith(LAID)))


def unnoted(event: Event) -> Event:
    """The event without the notes of the rulings that were laid over it, as one who codes blind may see it."""
    why = tuple(msgspec.structs.replace(one, note=None) if one.rule.startswith(LAID) else one for one in event.why)
    return msgspec.structs.replace(event, why=why)


def saw(entry: Entry) -> dict[str, str]:
    """The record that a coder sees."""
    return record_of(entry.episode)
