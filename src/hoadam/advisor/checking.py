"""Does a proposal hold? Each must quote the page word for word and name nobody and no day that the page does not; else it is dropped."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from hoadam.advisor.asking import Unanswered
from hoadam.model.base import Record, Span
from hoadam.model.event import Status
from hoadam.model.story import Addition, Episode, Reading
from hoadam.packs.codebook import Codebook

T = TypeVar("T", bound=Record)
LEAST = 12  # letters of a quote: fewer prove nothing
MOST = 50  # proposals of one answer
_FENCE = re.compile(r"```(?:json)?[ \t\r]*\n(.*)\n[ \t]*```", re.DOTALL)
_ACTOR = re.compile(r"([A-Z]{3,4})\.([A-Z]{3})")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Dropped(Exception):
    """A proposal that does not hold: the message says why, as a whole sentence without the proposal's own words."""


class SaidEvent(Record, frozen=True):
    """A missing event as a model writes it."""

    quote: str
    type: str
    status: Status = "actual"
    source: str = ""
    start: int | None = None
    mode: str | None = None
    date: str | None = None
    target: str | None = None
    third: str | None = None
    reason: str | None = None


class SaidJoin(Record, frozen=True):
    """Two episodes that a model takes for one."""

    episodes: tuple[str, str]
    quotes: tuple[str, str]
    reason: str | None = None


def proposals(reply: str, name: str) -> list[Any]:
    """The proposals of an answer under the one key that it may have; raises Unanswered when it is no such object."""
    fenced = _FENCE.fullmatch(reply.strip())
    try:
        told = json.loads(fenced[1] if fenced else reply)
    except (ValueError, RecursionError) as error:
        raise Unanswered("the answer is not JSON") from error
    if not isinstance(told, dict) or set(told) != {name} or not isinstance(told[name], list):
        raise Unanswered(f'the answer is not an object with a list under "{name}" alone')
    if len(told[name]) > MOST:
        raise Unanswered(f"the answer has more than {MOST} proposals")
    found: list[Any] = told[name]
    return found


def shaped(raw: Any, shape: type[T]) -> T:
    """The proposal in its shape; raises Dropped."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise Dropped(f"It is not of the shape that was asked for ({str(error)[:120]}).") from error


def addition(said: SaidEvent, reading: Reading, book: Codebook) -> Addition:
    """The event to add; raises Dropped where the page does not bear it out."""
    span = _found(said, reading)
    if said.type not in book.types:
        raise Dropped("The codebook has no such type.")
    if said.mode and said.mode not in book.modes.get(said.type, ()):
        raise Dropped("The type has no such mode.")
    if any(event.type == said.type and any(span.touches(quote) for quote in event.quotes) for event in reading.events):
        raise Dropped("The page's reading has this event already.")
    named = {actor.code for mention in reading.mentions for actor in mention.actors}
    sides = [_side(words, named, book) for words in (said.source, said.target, said.third)]
    if not sides[0]:
        raise Dropped("It says nobody who acts.")
    return Addition(
        span.start, span.end, said.type, said.status, said.mode, _day(said.date, reading), None, *(side or None for side in sides)
    )


def _found(said: SaidEvent, reading: Reading) -> Span:
    """Where the quote stands, word for word, in the article."""
    text, quote = reading.page.text, said.quote
    if len(quote.strip()) < LEAST:
        raise Dropped(f"Its quote has fewer than {LEAST} letters.")
    start = text.find(quote) if said.start is None else said.start
    if start < 0 or text[start : start + len(quote)] != quote:
        raise Dropped("Its quote does not stand on the page." if said.start is None else "Its quote does not stand where it says.")
    span = Span(start, start + len(quote))
    if not any(block.is_article and block.touches(span) for block in reading.blocks):
        raise Dropped("Its quote stands outside the article.")
    return span


def _side(words: str | None, named: set[str], book: Codebook) -> str:
    parts = [part.strip() for part in (words or "").split(";") if part.strip()]
    for part in parts:
        match = _ACTOR.fullmatch(part)
        if not match or match[2] not in book.sectors:
            raise Dropped("An actor is not a code and a sector of the codebook.")
        if match[1] not in named:
            raise Dropped("It names an actor whom the page does not name.")
    return "; ".join(parts)


def _day(date: str | None, reading: Reading) -> str | None:
    """The day, if the page tells it."""
    if date is None:
        return None
    if not _DAY.fullmatch(date) or not any((time.value or "").startswith(date) for time in reading.times):
        raise Dropped("The page tells no such day.")
    return date


def joined(said: SaidJoin, pairs: Sequence[tuple[Episode, Episode]], readings: Mapping[str, Reading]) -> tuple[str, str]:
    """The ids of the two episodes to merge; raises Dropped where they were not asked about or a quote is not on a page of its episode."""
    pair = next((pair for pair in pairs if {one.id for one in pair} == set(said.episodes)), None)
    if pair is None:
        raise Dropped("These two happenings were not asked about.")
    by_id = {one.id: one for one in pair}
    for key, quote in zip(said.episodes, said.quotes, strict=True):
        if len(quote.strip()) < LEAST or not any(_is_quoted(quote, report.page, readings) for report in by_id[key].reports):
            raise Dropped("A quote does not stand on a page of its happening.")
    return said.episodes


def _is_quoted(quote: str, page: str, readings: Mapping[str, Reading]) -> bool:
    return page in readings and quote in readings[page].page.text
