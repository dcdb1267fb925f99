"""Which of the times told near a kept frame is its own, if any? Each is weighed, and that no time is told for it too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hoadam.model.event import Claim, Frame, claim_over
from hoadam.model.sentence import Sentence
from hoadam.model.shape import WRITING
from hoadam.model.time import Timex, Written
from hoadam.packs.fold import Folded
from hoadam.read.when.alongside import Alongside, alongside, of_none, of_time
from hoadam.read.when.valued import day, distance, from_writing, of_article, points

BEFORE = 4  # times told before its sentence that are weighed
BESIDE = 16  # letters before a time in which its preposition is looked for
OPENING, PASSED = 32, 6  # letters in which a sentence's first words are looked for, and how many times are told as passed by
STEP, STEPS = 20, 6  # letters between trigger and time that count as one step, and how many are told apart
DOUBT = 0.6  # log-odds by which a time must be likelier than none: by cross-validation as many dates are right, and an eighth fewer wrong
_EXACT = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d|DCT")

Weighing = Mapping[str, Mapping[str, float]]  # by where a time stands, and by that and the type, what each feature says


class Time(NamedTuple):
    """A time that may be the frame's (None = no time is told for it), where it stands, and what is seen of it."""

    when: Timex | None
    where: str
    features: tuple[str, ...]


def chosen(
    frames: Sequence[Frame],
    types: Mapping[str, str],
    text: Folded,
    sentences: Sequence[Sentence],
    times: Sequence[Timex],
    claims: Sequence[Claim],
    written: Mapping[int, Written],
    since: re.Pattern[str],
    weights: Weighing,
) -> tuple[Frame, ...]:
    """The kept frames, each under the likeliest of the times told near it; as the rules place them where nothing was learned."""
    if not weights:
        return tuple(frames)
    near = points(from_writing(times), written, text, since)
    opening = first_days(near, sentences)
    made = []
    for frame, others in zip(frames, alongside(frames, types), strict=True):
        told = times_near(frame, text, sentences, near, opening, claims, written, others)
        best = max(told, key=lambda time: value_of(time, types[frame.frame], weights))
        made.append(msgspec.structs.replace(frame, when=best.when.shape if best.when else None, day=day(best.when)))
    return tuple(made)


def value_of(time: Time, type_: str, weights: Weighing) -> float:
    """The log-odds that a time is that of a frame of this type, bar what speaks for any."""
    of_all, of_type = weights.get(time.where, {}), weights.get(f"{time.where}|{type_}", {})
    doubt = 0.0 if time.when else DOUBT
    return doubt + sum([of_all.get(f, 0.0) + of_type.get(f, 0.0) for f in time.features])


def first_days(points: Sequence[Timex], sentences: Sequence[Sentence]) -> dict[int, Timex]:
    """The first exact day that each story's own text tells."""
    exact = (point for point in of_article(points, sentences) if _EXACT.match(point.value or point.shape))
    return {point.story: point for point in reversed([*exact])}


def times_near(
    frame: Frame,
    text: Folded,
    sentences: Sequence[Sentence],
    points: Sequence[Timex],
    opening: Mapping[int, Timex],
    claims: Sequence[Claim],
    written: Mapping[int, Written],
    others: Alongside,
) -> list[Time]:
    """Every time that may be the frame's: those of its sentence, of others that tell it, of those before, the story's first day, none."""
    sentence = sentences[frame.sentence]
    told = [point for point in points if point.story == frame.story]
    low, high = sentence.start, sentence.end
    here = [point for point in told if low <= point.start < high]
    also = [point for n in frame.also for point in told if sentences[n].holds(point)]
    before = [point for point in told if point.start < low][-BEFORE:][::-1]
    day_known = written[frame.story].value is not None if frame.story in written else False
    seen = _seen(frame, said=frame.said_by is not None, day_known=day_known)
    own = f"own={min(len(here), 2)}"
    made = list(_in_sentence(frame, here, sentence, claims, text, seen))
    made += [Time(t, "also", (*seen, own, f"what={_what(t)}", _by_rule(t, frame), *of_time(t, others, sentences))) for t in also]
    for rank, time in enumerate(before):
        made.append(Time(time, "before", (*seen, own, *_earlier(time, rank, frame, sentences), *of_time(time, others, sentences))))
    first = opening.get(frame.story)
    if first is not None:
        after, far = first.start > frame.trigger.start, min(abs(frame.start - first.start) // 200, 5)
        where = f"after={after}", f"what={_what(first)}", f"far={far}"
        made.append(Time(first, "first", (*seen, own, *where, *of_time(first, others, sentences))))
    empty = f"also={bool(also)}", f"{own}&also={bool(also)}", f"before={bool(before)}", f"by-rule={frame.when is not None}"
    beside = of_none(points, others, sentences)
    return [*made, Time(None, "none", (*seen, own, *empty, *_untold(frame, sentence, made, text), *beside))]


def _untold(frame: Frame, sentence: Sentence, times: Sequence[Time], text: Folded) -> Iterator[str]:
    """What more is seen of a frame that may have no time told: its trigger, how its sentence begins, and the times that it passes by."""
    first = text.lower[sentence.start : min(sentence.end, sentence.start + OPENING)].split()
    yield from (
        f"trigger={text.lower[frame.trigger.start : frame.trigger.end]}",
        f"opens={' '.join(first[:1])}",
        f"opens={' '.join(first[:2])}",
    )
    yield from (f"passed={time.where}&{_what(time.when)}" for time in times[:PASSED] if time.when)


def _seen(frame: Frame, *, said: bool, day_known: bool) -> tuple[str, ...]:
    """What holds for every time near a frame."""
    at = min(frame.sentence, 4)
    return "always", f"day={day_known}", f"status={frame.status}", f"zone={frame.zone}", f"at={at}", f"said={said}", f"frame={frame.frame}"


def _in_sentence(
    frame: Frame, here: Sequence[Timex], sentence: Sentence, claims: Sequence[Claim], text: Folded, seen: tuple[str, ...]
) -> Iterator[Time]:
    """The times of the frame's own sentence, the nearest first."""
    trigger = frame.trigger
    clause = sentence.clause_at(trigger.start)
    claim = claim_over(trigger, (c for c in claims if c.sort == "say"))
    count = min(len(here), 3)
    for rank, time in enumerate(sorted(here, key=lambda t: distance(t, trigger))):
        own, what, place = clause.holds(time), _what(time), min(rank, 2)
        side = "L" if time.start < trigger.start else "R"
        said = "none" if claim is None else "in" if claim.holds(time) else "out"
        prior = text.lower[max(0, time.start - BESIDE) : time.start].split()
        yield Time(time, "own", (
            *seen, f"rank={place}", f"times={count}", f"steps={min(distance(time, trigger) // STEP, STEPS)}{side}", f"clause={own}",
            f"clause={own}{side}", f"claim={said}", f"claim={said}&clause={own}", f"what={what}", f"what={what}&rank={place}",
            f"prior={prior[-1] if prior else '^'}", f"prior={' '.join(prior[-2:])}", f"tense={time.tense}&{frame.status}",
            f"mod={time.mod}", f"opens={time.start - sentence.start < 5}", f"rank={place}&clause={own}&claim={said}", _by_rule(time, frame),
        ))  # fmt: skip


def _earlier(time: Timex, rank: int, frame: Frame, sentences: Sequence[Sentence]) -> Iterator[str]:
    """What is seen of a time told before the frame's sentence."""
    back = next((frame.sentence - s.number for s in reversed(sentences[: frame.sentence]) if s.start <= time.start < s.end), 9)
    gap, what = min(back, 5), _what(time)
    yield from (f"rank={rank}", f"gap={gap}", f"gap={gap}&rank={rank}", f"what={what}", f"rank={rank}&what={what}", _by_rule(time, frame))
    yield f"letters={min((sentences[frame.sentence].start - time.start) // 100, 6)}"


def _by_rule(time: Timex, frame: Frame) -> str:
    return f"by-rule={time.shape == frame.when}"


def _what(time: Timex) -> str:
    """What sort of date the time gives: a day, month, year, one without year, counted from the day of writing, a range, none."""
    value = day(time).value
    if value is None or "/" in value:
        return "none" if value is None else "range"
    if value.startswith(WRITING):
        return value if value.removeprefix(WRITING) in ("", "-1", "+1") else f"{WRITING}?"
    return f"X{len(value)}" if value.startswith("X") else str(len(value))
