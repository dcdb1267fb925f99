"""When each candidate happened and on whose word: the time in its clause before the time of the saying."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.event import Claim, Frame, claim_over
from hoadam.model.sentence import Sentence
from hoadam.model.time import Timex, Written
from hoadam.packs.codebook import FrameDef
from hoadam.packs.fold import Folded
from hoadam.read.when.valued import day, distance, of_article, points

_POINT = re.compile(r"(?:\d{4}|XXXX-\d\d-\d\d)(?![\d/])")
_DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")
_YEAR = re.compile(r"\d{4}")
BESIDE = 28  # letters between a trigger and the time that tells it at once ("cuộc chiến khốc liệt 6 tuần vào năm 2020")
SHORTLY = 500  # letters in which a day told before still holds
OPENING = 3  # sentences that tell the news itself
SPEECH_ACTS = ("ACCUSE", "REQUEST", "AGREE", "THREATEN", "REJECT", "SUPPORT", "CONCEDE")


def place_in_time(
    frames: Sequence[Frame],
    text: Folded,
    sentences: Sequence[Sentence],
    times: Sequence[Timex],
    claims: Sequence[Claim],
    types: Mapping[str, str],
    frame_defs: Mapping[str, FrameDef],
    since: re.Pattern[str],
    written: Mapping[int, Written],
) -> tuple[Frame, ...]:
    """The candidates with the shape and value of their time, and who answers for them."""
    dates = points(times, written, text, since)
    by_sentence = {n: [t for t in dates if sentences[n].start <= t.start < sentences[n].end] for n in {frame.sentence for frame in frames}}
    days: dict[int, list[Timex]] = {}
    for time in of_article(dates, sentences):
        if _POINT.match(time.value or time.shape):
            days.setdefault(time.story, []).append(time)
    sayings = [claim for claim in claims if claim.sort == "say"]
    made = []
    for frame in frames:
        sentence = sentences[frame.sentence]
        claim = claim_over(frame.trigger, sayings)
        when = _when(frame, sentence, by_sentence[frame.sentence], claim, speech_act=types[frame.frame] in SPEECH_ACTS)
        dated = _dated(when, frame)
        if when is None and frame.status == "actual":
            when = _told(frame, types[frame.frame], days.get(frame.story, []), follows=frame_defs[frame.frame].follows)
        made.append(msgspec.structs.replace(
            frame, when=when.shape if when else None, day=day(when), said_by=_said_by(frame, claim, types[frame.frame]),
            tags=(*frame.tags, *dated, *_tags(claim, frame)),
        ))  # fmt: skip
    return tuple(made)


def _when(frame: Frame, sentence: Sentence, dates: Sequence[Timex], claim: Claim | None, *, speech_act: bool) -> Timex | None:
    """The date that the trigger's own clause tells, else the nearest in the sentence; a saying's date only for want of another."""
    if not dates:
        return None
    clause = sentence.clause_at(frame.trigger.start)
    own = [t for t in dates if clause.holds(t)]
    inside = [t for t in dates if claim is not None and claim.holds(t)]
    rows = own or ([] if speech_act else inside) or dates
    if claim is not None and not speech_act and not own and not inside and frame.status == "planned":
        return None
    return min(rows, key=lambda t: (distance(t, frame.trigger), t.start))


def _told(frame: Frame, type_: str, days: Sequence[Timex], *, follows: bool) -> Timex | None:
    """The day that the story tells an undated happening under; measured on annotated articles, none is better for the rest.

    Headline and first sentences: the story's first day (right for 3 of 4). Meetings and deals: the time told
    shortly before (.61, none .37). Fighting: that day, else the first (.57, none .33). What is said: none (.58, the day before .39).
    """
    before = [t for t in days if t.start < frame.start and frame.start - t.start < SHORTLY]
    if frame.zone == "headline" or frame.sentence < OPENING:
        first = next((t for t in days if _DAY.match(t.value or t.shape)), None)
        return first if first and first.start < frame.end + SHORTLY else None
    if follows:
        return before[-1] if before else None
    if type_ == "ASSAULT":
        exact = [t for t in days if _DAY.match(t.value or t.shape)]
        shortly = [t for t in exact if t in before]
        return shortly[-1] if shortly else exact[0] if exact else None
    return None


def _said_by(frame: Frame, claim: Claim | None, type_: str) -> object:
    """The speaker or the outlet; nobody when the speaker tells of an act that consists in saying it."""
    if claim is None:
        return None
    if claim.speaker is not None and type_ in SPEECH_ACTS and claim.speaker.code in {a.code for a in frame.source}:
        return None
    return claim.speaker or claim.outlet


def _dated(when: Timex | None, frame: Frame) -> tuple[str, ...]:
    """Whether the sentence tells a time, how exact it is, and whether it stands right beside the trigger ("cuộc chiến năm 2020")."""
    if when is None:
        return ("undated",)
    value = when.value or when.shape
    exact = "day" if _DAY.match(value) else "year" if _YEAR.fullmatch(value) else "other"
    return "dated", f"dated-{exact}", *(["dated-beside"] if distance(when, frame.trigger) <= BESIDE else [])


def _tags(claim: Claim | None, frame: Frame) -> tuple[str, ...]:
    if claim is None:
        return ()
    same = claim.speaker is not None and claim.speaker.code in {a.code for a in frame.source}
    return ("said-by-source" if same else "said-by-outlet" if claim.outlet else "said-by-other",)
