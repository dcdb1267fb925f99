"""Each codebook's code for a frame, and the event that a decided frame makes."""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from hoadam.model.base import Span, Why
from hoadam.model.event import Event, Frame
from hoadam.model.sentence import Sentence
from hoadam.model.time import Day
from hoadam.packs.codebook import Code, Codebook, FrameDef
from hoadam.packs.fold import Folded

Ahead = Mapping[str, frozenset[tuple[str | None, str]]]  # by type
CLEAR = "clear"  # the tag of words that tell the step by themselves: right for 136 of 139 annotated events, 134 as learned


def types_of(codebook: Codebook) -> dict[str, str]:
    """The type of each frame in a codebook: that of its last, least conditional line."""
    return {line.frame: line.type for line in codebook.lines}


def ahead_of(codebook: Codebook) -> Ahead:
    """The processes and steps of each type that lie ahead: those of its lines for what is planned."""
    lines = [line for line in codebook.lines if line.status == "planned" and line.step]
    return {line.type: frozenset((one.process, one.step) for one in lines if one.type == line.type and one.step) for line in lines}


def code(frame: Frame, codebook: Codebook) -> Code:
    """The first line of the codebook that fits the frame, its status and its tags."""
    fits = (
        line for line in codebook.lines
        if line.frame == frame.frame and line.status in (None, frame.status) and set(line.tags) <= set(frame.tags)
    )  # fmt: skip
    return next(fits)


def events(
    frames: Sequence[Frame],
    sentences: Sequence[Sentence],
    text: Folded,
    codebook: Codebook,
    frame_defs: Mapping[str, FrameDef],
    ahead: Ahead,
) -> tuple[Event, ...]:
    """The frames as coded events, each with the sentences that quote it, the clearest first."""
    return tuple(_event(_in_status(frame, codebook, ahead), sentences, text, codebook, frame_defs[frame.frame]) for frame in frames)


def _in_status(frame: Frame, codebook: Codebook, ahead: Ahead) -> Frame:
    """The frame, planned or done as its step says: of 1,979 annotated meetings with a step 3 are planned under another than "planned".

    What lies ahead has no day of something told before.
    """
    _, process, step = _refined(frame)
    planned = ahead.get(code(frame, codebook).type, frozenset()) if step else frozenset()
    if process not in {of for of, _ in planned}:
        return frame
    if (process, step) not in planned:
        return msgspec.structs.replace(frame, status="actual")
    is_told = frame.status == "planned" or "undated" not in frame.tags
    return msgspec.structs.replace(frame, status="planned", **({} if is_told else {"when": None, "day": Day()}))


def _event(frame: Frame, sentences: Sequence[Sentence], text: Folded, codebook: Codebook, frame_def: FrameDef) -> Event:
    line = code(frame, codebook)
    quotes = tuple(Span(sentences[n].start, sentences[n].end) for n in (frame.sentence, *frame.also))
    mode, process, step = _refined(frame) if frame.refined else (line.mode, line.process, line.step)
    if CLEAR in frame.tags and line.process:
        process, step = line.process, line.step
    if line.type == "CONSULT" and frame.third and mode is None:
        mode = "third-party"
    return Event(
        id=_id(frame, line, quotes, text), zone=frame.zone, story=frame.story, type=line.type, mode=mode, status=frame.status,
        contexts=frame_def.contexts, source=frame.source, target=frame.target, third=frame.third, date=frame.day, place=frame.place,
        killed=frame.killed, injured=frame.injured, said_by=frame.said_by, process=process, step=step, quotes=quotes,
        rule=frame.rule, confidence=frame.score, frame=frame.frame, when=frame.when,
        why=(Why(frame.rule, frame.score, (frame.trigger,), "; ".join(frame.reasons) or None),),
    )  # fmt: skip


def _refined(frame: Frame) -> tuple[str | None, str | None, str | None]:
    process, _, step = (frame.process or "").partition(".")
    return frame.mode, process or None, step or None


def _id(frame: Frame, line: Code, quotes: Sequence[Span], text: Folded) -> str:
    """A hash of what is said and how it is coded: the same for the same sentence on another page."""
    said = "\n".join(
        (line.type, frame.frame, str(frame.trigger.start - frame.start), quotes[0].of(text.text), *(a.code for a in frame.source))
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]
