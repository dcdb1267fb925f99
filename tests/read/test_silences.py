"""Is it told what was missing where a sentence names two sides and yields no event, and told only to those who ask?"""

from functools import cache

import msgspec
import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.model.story import Reading

HEAD = "Bản tin ngoại giao\n\n"


@cache
def read(text: str) -> Reading:
    """What one page says, with what was missing."""
    return pipeline.read(Page("sha256-why", "why.txt", HEAD + text, lang="vi", written="2022-03-04"), the_tools(), why=True)


def missing(text: str) -> list[tuple[str, str]]:
    """Each silent sentence and what it lacked."""
    return [(silence.of(HEAD + text), silence.missing) for silence in read(text).silences]


def test_a_sentence_without_a_trigger_says_so() -> None:
    text = "Georgia nằm cạnh Armenia."
    assert missing(text) == [(text, "no word in it evokes a frame")]


def test_the_nearest_candidate_is_told_with_how_far_it_came() -> None:
    text = "Nếu Georgia tấn công Armenia thì mọi chuyện sẽ khác."
    ((words, told),) = missing(text)
    assert words == text
    assert told.startswith("nearest is ASSAULT (attack, “tấn công”); 0.")
    assert "is needed" in told
    assert "it is only thought of" in told
    assert "against: " in told


@pytest.mark.parametrize(
    "text", ["Hôm qua, Tổng thống Georgia đã gặp Tổng thống Armenia tại Tbilisi.", "Georgia có nhiều núi.", "Trời mưa."]
)
def test_events_and_sentences_of_one_side_are_no_silences(text: str) -> None:
    assert missing(text) == []


def test_a_sentence_that_only_repeats_an_event_is_no_silence() -> None:
    found = read("Hôm qua, quân đội Georgia đã tấn công quân đội Armenia. Cuộc tấn công của quân đội Georgia vào quân đội Armenia kéo dài.")
    quoted = {span for event in found.events for span in event.quotes}
    assert all((silence.start, silence.end) not in {(span.start, span.end) for span in quoted} for silence in found.silences)


def test_silences_point_into_text_of_another_length() -> None:
    """A page with decomposed letters is folded into another length; the sentence is found as it stands."""
    text = "Georgia na\u0306\u0300m ca\u0323nh Armenia."
    assert [words for words, _ in missing(text)] == [text]


def test_only_those_who_ask_are_told() -> None:
    page = read("Georgia nằm cạnh Armenia.").page
    plain = pipeline.read(page, the_tools())
    assert plain.silences == ()
    assert msgspec.structs.replace(read("Georgia nằm cạnh Armenia."), silences=()) == plain
