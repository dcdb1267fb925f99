"""Sentences, days and labels in each language."""

from itertools import product

import pytest

from gate.making import page
from gate.telling import a_speaker, the_known
from hoadam.model.time import Day
from hoadam.packs import load
from hoadam.packs.codebook import Codebook
from hoadam.packs.plural import ONE
from hoadam.packs.saying import day, sentence
from hoadam.packs.strict import load_as
from hoadam.tell import episodes

LANGS = ("vi", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_can_be_said(lang: str) -> None:
    """Every type and mode, planned or not, with one side, two, a target, a place or nothing at all."""
    tongue = a_speaker(lang)
    book = load_as(load.bundled() / "codebook" / "plover.yaml", Codebook)
    known = the_known()
    steps = [(None, None), *((process, step) for process, steps in book.steps.items() for step in steps)]
    for kind, status, source, target in product(book.types, ("actual", "planned"), ("", "KGZ", "KGZ+TJK.REB"), ("", "UNO+KGZ.CVL")):
        for mode, (process, step) in [*((m, (None, None)) for m in (None, *book.modes.get(kind, ()))), *((None, s) for s in steps)]:
            row = {"type": kind, "mode": mode, "status": status, "source": source, "target": target, "process": process, "step": step}
            words = sentence(episodes.join([page("a", "2021-05-02", row)], known)[0], tongue)
            assert words, row
            assert "  " not in words, (row, words)
            assert not words[0].islower(), (row, words)
            assert "{" not in words, (row, words)


def test_both_languages_have_the_same_words() -> None:
    """No label, tail or organ of one language is missing in another."""
    vi, en = (a_speaker(lang).phrases for lang in LANGS)
    for name in ("labels", "tails", "actors", "organs"):
        assert set(getattr(vi, name)) == {key.removesuffix(ONE) for key in getattr(en, name)}, name


@pytest.mark.parametrize(
    ("lang", "value", "said"),
    [
        ("vi", Day("2020-09-07", "2020-09-07", "2020-09-07"), "7/9/2020"),
        ("en", Day("2020-09-07", "2020-09-07", "2020-09-07"), "7 September 2020"),
        ("vi", Day("2020-09", "2020-09-01", "2020-09-30"), "tháng 9/2020"),
        ("en", Day("1988-02/1994-05", "1988-02-01", "1994-05-31"), "February 1988 – May 1994"),
        ("en", Day("XXXX-09-07"), "7 September, year unknown"),
        ("vi", Day("XXXX-09-07"), "7/9, không rõ năm"),
        ("en", Day("XXXX-10"), "October, year unknown"),
        ("vi", Day("XXXX-10"), "tháng 10, không rõ năm"),
        ("en", Day("2022-W37"), "12 September 2022 – 18 September 2022"),
        ("en", Day("2022-Q3"), "1 July 2022 – 30 September 2022"),
        ("en", Day("199"), "the 1990s"),
        ("vi", Day("199"), "thập niên 1990"),
        ("en", Day(None, "2020-09-07", "2020-09-09"), "7 September 2020 – 9 September 2020"),
        ("en", Day(None, "2020-09-07", None), "no earlier than 7 September 2020"),
        ("vi", Day(None, None, "2020-09-07"), "không muộn hơn 7/9/2020"),
        ("en", Day(), "day unknown"),
    ],
)
def test_days(lang: str, value: Day, said: str) -> None:
    """With the precision that they have."""
    assert day(value, a_speaker(lang)) == said
