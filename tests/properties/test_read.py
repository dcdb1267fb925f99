"""Whatever the page: spans lie inside it, quotes are its words, codes come from the codebook, and it reads the same twice.

Lone surrogates are left out: no source lets one through (a line or file that has one is Unread).
"""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoadam import pipeline
from hoadam.model.actor import Actor
from hoadam.model.base import Record, Span
from hoadam.model.calendar import bounds
from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.shape import WRITING
from hoadam.model.story import Reading
from hoadam.packs.codebook import Codebook
from hoadam.packs.fold import fold, folded, lowered
from hoadam.packs.load import load
from hoadam.wire import line_of

PAGES = sorted((Path(__file__).parents[2] / "examples" / "pages").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in PAGES]
ORGANISATIONS = {"UNO", "EUR", "NATO", "IGO", "NGO", "ISM", "UNK"}
ODD = [
    "\u0000",
    "\u200b",
    "\u00a0",
    "\u202e",
    "\ufeff",
    "İ",
    "ß",
    "ﬁ",
    "\u0301",
    "�",
    "😀",
    "\r\n",
    "\t",
    "\x85",
    "\u2028",
    "(" * 50,
    "9" * 40,
    "/" * 20,
]
PIECES = st.sampled_from([piece for text in TEXTS[:8] for piece in text.split("\n")])
DAYS = st.none() | st.sampled_from(["2022-09-14", "2020-02-29", "1990-01-01", "2026-12-31", "1850-06-01", "2099-01-01"])


@cache
def tools() -> pipeline.Tools:
    """The bundled data, made ready once."""
    return pipeline.prepare(load())


@st.composite
def mutated(draw: Any) -> str:
    """An example page cut, spliced, shuffled, decomposed or sprinkled with odd signs."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        way = draw(st.sampled_from(["cut", "sign", "line", "join", "empty", "nfd", "upper", "half"]))
        if way == "cut":
            text = text[:at] + text[at + draw(st.integers(0, 400)) :]
        elif way == "sign":
            text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
        elif way == "line":
            text = text[:at] + "\n" + draw(PIECES) + "\n" + text[at:]
        elif way == "join":
            text = text.replace("\n", " ")
        elif way == "empty":
            text = text.replace("\n", "\n\n \n")
        elif way == "nfd":
            text = unicodedata.normalize("NFD", text)
        elif way == "upper":
            text = text[:at].upper() + text[at:]
        else:
            text = text[:at]
    return text


ARBITRARY = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(PIECES, st.text(max_size=30), st.sampled_from(ODD)), max_size=12).map("\n".join),
    st.lists(st.one_of(PIECES, st.sampled_from(ODD)), max_size=6).map(" ".join),
)


def page(text: str, written: str | None, lang: str = "vi") -> Page:
    """A page with this text."""
    return Page("sha256-test", "test.txt", text, lang=lang, written=written)


def spans(value: Any) -> Iterator[Span]:
    """Every span in a value."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def actors(reading: Reading) -> Iterator[Actor]:
    """Every actor in a reading."""
    yield from (actor for mention in reading.mentions for actor in mention.actors)
    yield from (claim.speaker for claim in reading.claims if claim.speaker)
    for event in reading.events:
        yield from (*event.source, *event.target, *event.third)
        if isinstance(event.said_by, Actor):
            yield event.said_by


@cache
def country_codes() -> frozenset[str]:
    """The codes that an actor or a place may have."""
    return frozenset(state.code for state in tools().kit.knowledge.states) | ORGANISATIONS


def check(reading: Reading, text: str) -> None:
    """All that holds of every reading."""
    assert reading.page.text == text
    assert all(0 <= span.start <= span.end <= len(text) for span in spans(reading))
    book: Codebook = tools().kit.codebooks["plover"]
    assert {(actor.code in country_codes(), actor.sector in book.sectors) for actor in actors(reading)} <= {(True, True)}
    stories = {one.story for one in reading.stories}
    for block in reading.blocks:
        assert block.story in stories
    for event in reading.events:
        assert event.type in book.types
        assert event.mode is None or event.mode in book.modes[event.type]
        assert (event.process is None) == (event.step is None)
        assert event.process is None or event.step in book.steps[event.process]
        assert event.quotes
        assert all(quote.of(text).strip() for quote in event.quotes)
        assert event.zone in ("headline", "lede", "body")
        assert 0 <= event.confidence <= 1
        assert event.place is None or event.place.country is None or event.place.country in country_codes()
        for toll in (*event.killed, *event.injured):
            assert toll.max is None or toll.min is None or toll.min <= toll.max
            assert toll.who in country_codes()
        for part in (event.date.value or "").split("/"):
            assert not part or part.startswith(("XXXX", WRITING)) or bounds(part[:10]) != (None, None), event.date
    for one in reading.stories:
        day = one.written
        known = len(day.value or "")  # a month or a year may have bounds inside it
        assert day.value is None or (day.earliest or "9")[:known] <= day.value <= (day.latest or "0")
        assert 0 <= day.confidence <= 1


@given(st.one_of(mutated(), ARBITRARY), DAYS)
@settings(max_examples=150, deadline=None)
@example("", None)
@example("\n\n\n", None)
@example("\x00\x01\x02 Nga \x1b[31m tấn công Ukraine", "2022-09-14")
@example(unicodedata.normalize("NFD", TEXTS[0]), None)
@example(TEXTS[1].replace("\n", " "), None)
def test_every_reading_is_sound_and_the_same_twice(text: str, written: str | None) -> None:
    """Spans, codes, dates and bytes."""
    reading = pipeline.read(page(text, written), tools())
    check(reading, text)
    again = pipeline.read(page(text, written), tools())
    assert msgspec.msgpack.encode(reading) == msgspec.msgpack.encode(again)


@given(st.one_of(mutated(), ARBITRARY))
@settings(max_examples=60, deadline=None)
def test_an_english_reading_is_sound_too(text: str) -> None:
    """The other language's steps meet text that is not theirs."""
    check(pipeline.read(page(text, None, "en"), tools()), text)


@given(ARBITRARY)
@settings(max_examples=60, deadline=None)
def test_a_page_of_no_language_is_a_bad_page_and_no_crash(text: str) -> None:
    """Without a language given, a page is read or refused."""
    with suppress(BadPage):
        check(pipeline.read(Page("sha256-test", "test.txt", text), tools()), text)


@given(st.sampled_from(range(len(TEXTS))))
@settings(max_examples=6, deadline=None)
def test_decomposed_text_says_the_same(number: int) -> None:
    """The same page in NFD: the same events, with quotes that are its own words."""
    text = unicodedata.normalize("NFC", TEXTS[number])
    one, other = (pipeline.read(page(form, "2022-09-14"), tools()) for form in (text, unicodedata.normalize("NFD", text)))
    assert [(e.id, e.type, e.date) for e in one.events] == [(e.id, e.type, e.date) for e in other.events]
    words = [[unicodedata.normalize("NFC", quote.of(r.page.text)) for event in r.events for quote in event.quotes] for r in (one, other)]
    assert words[0] == words[1]


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
@example("HOÀ bình ‘…’ İstanbul\u00a0\u200b５/9")
def test_folding_keeps_the_length(text: str) -> None:
    """Offsets of the folded copies are offsets of the text, or map to it."""
    assert len(fold(text)) == len(text)
    assert len(lowered(text)) == len(text)
    made = folded(text)
    assert len(made.text) == len(made.lower)
    assert not made.starts or (
        len(made.starts) == len(made.text) + 1 and list(made.starts) == sorted(made.starts) and made.starts[-1] == len(text)
    )
    assert made.starts or len(made.text) == len(text)


def test_the_wire_gives_the_same_bytes() -> None:
    """Two readings of one page, prepared anew, are one line of JSON to the byte."""
    first = line_of(pipeline.read(page(TEXTS[0], None), tools()))
    assert first == line_of(pipeline.read(page(TEXTS[0], None), pipeline.prepare(load())))
