"""What fuzzing once found is still mended."""

import pytest

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.packs import load
from hoadam.source.feed import day_in


@pytest.mark.parametrize(
    "words", ["Mon, 25 Sep 202020202020202023 00:30:00 +0700", "Mon, 25 Sep 2022222222222222222222222223 00:30:00 +0700"]
)
def test_a_year_that_no_calendar_has_is_no_day(words: str) -> None:
    assert day_in(words) is None


def test_who_is_named_at_the_very_end_answers_for_no_words() -> None:
    text = "Tin\n\nHai bên chưa ký lệnh ngừng bắn hôm qua. Theo Bộ Quốc phòng Armenia"
    made = pipeline.read(Page("sha256-end", "a.txt", text, lang="vi"), pipeline.prepare(load.load()))
    assert [mention for mention in made.mentions if mention.of(text).endswith("Armenia")]
    assert all(claim.start < claim.end for claim in made.claims)
