"""The language of a page: of a few words already, never guessed, and not mistaken for one that there is no pack for."""

from pathlib import Path

import pytest
import yaml

from hoadam import pipeline
from hoadam.model.errors import OtherLanguage
from hoadam.model.page import Page
from hoadam.packs.fold import folded
from hoadam.packs.language import PackInfo
from hoadam.packs.load import load
from hoadam.read.language import compile_signs, language_of

SENTENCES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "languages.yaml").read_text("utf-8"))
STRANGERS = sorted(SENTENCES.keys() - {"vi", "en"})
# How many of the 15 sentences are known by their first 4, 8 and 15 words (before letters counted: vi 1, 5, 6; en 10, 14, 15).
FLOORS = {("vi", 4): 14, ("vi", 8): 15, ("vi", 15): 15, ("en", 4): 10, ("en", 8): 14, ("en", 15): 14}


@pytest.fixture(scope="module")
def tools() -> pipeline.Tools:
    return pipeline.prepare(load())


def told(text: str, tools: pipeline.Tools) -> str | None:
    try:
        return pipeline.language_of(Page("p", "p", text), folded(text), tools)
    except OtherLanguage:
        return None


def cut(text: str, words: int) -> str:
    """The first words; of a text without spaces twice as many signs."""
    return " ".join(text.split()[:words]) if " " in text else text[: 2 * words]


@pytest.mark.parametrize(("lang", "words"), FLOORS)
def test_a_language_is_known_by_few_words(lang: str, words: int, tools: pipeline.Tools) -> None:
    found = [told(cut(text, words), tools) for text in SENTENCES[lang]]
    assert found.count(lang) >= FLOORS[lang, words]
    assert set(found) <= {lang, None}


@pytest.mark.parametrize("words", [4, 8, 15, 99])
@pytest.mark.parametrize("lang", STRANGERS)
def test_other_languages_are_not_mistaken(lang: str, words: int, tools: pipeline.Tools) -> None:
    assert [text for text in SENTENCES[lang] if told(cut(text, words), tools)] == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("HAMAS THẢ 10 CON TIN", "vi"),
        ("Hội Đàm Tại Hà Nội", "vi"),
        ("Liên Hợp Quốc kêu gọi", "vi"),
        ("Nguyễn Phú Trọng met Putin and signed", "en"),
        ("“The war,” he said.", "en"),
    ],
)
def test_capitals_and_marks_do_not_hide_it(text: str, lang: str, tools: pipeline.Tools) -> None:
    assert told(text, tools) == lang


def test_text_in_decomposed_letters_is_known(tools: pipeline.Tools) -> None:
    import unicodedata

    assert told(unicodedata.normalize("NFD", "Hamas thả 10 con tin."), tools) == "vi"


def test_a_foreign_page_that_quotes_is_not_taken(tools: pipeline.Tools) -> None:
    german = " ".join(SENTENCES["de"])
    assert told(f'{german} "The war in Gaza is over", sagte er.', tools) is None


def test_long_pages_of_strangers_are_passed_over(tools: pipeline.Tools) -> None:
    assert [lang for lang in STRANGERS if lang != "none" and told(" ".join(SENTENCES[lang] * 5), tools)] == []


def test_a_pack_takes_the_place_of_another_language() -> None:
    signs = compile_signs([PackInfo("fr", "Français", ("dans", "cette", "avec"))], load().others)
    assert signs.common["dans"] == ("fr",)
    assert language_of(folded("dans cette ville, avec vous"), "p", signs) == "fr"


def test_the_reason_says_what_is_known(tools: pipeline.Tools) -> None:
    with pytest.raises(OtherLanguage, match=r"no pack for, or too short to tell \(known: English, Tiếng Việt\)"):
        pipeline.language_of(Page("p", "p", "Hamas"), folded("Hamas"), tools)
