"""Whom do "hai bên" and "nước này" stand for?"""

import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.page import Page

MEETING = "Ngày 14/5/2023, Thủ tướng Armenia và Tổng thống Azerbaijan gặp nhau tại Brussels."


@pytest.mark.parametrize("words", ["Hai bên", "Hai nước"])
def test_where_two_meet_is_none_of_the_two(words: str) -> None:
    """The capital behind "tại" is named last, and is only where it was."""
    text = f"Hội đàm\n\n{MEETING} {words} bàn về việc mở lại đường sắt.\n"
    mentions = pipeline.draft(Page("p", "p.txt", text, lang="vi", written="2023-05-15"), the_tools()).mentions
    [both] = [mention for mention in mentions if mention.of(text) == words]
    assert {actor.code for actor in both.actors} == {"ARM", "AZE"}


def test_a_capital_that_acts_is_one_of_two() -> None:
    text = "Hội đàm\n\nNgày 14/5/2023, Moskva và Bắc Kinh ra tuyên bố chung. Hai nước bàn về việc mở lại đường sắt.\n"
    mentions = pipeline.draft(Page("p", "p.txt", text, lang="vi", written="2023-05-15"), the_tools()).mentions
    [both] = [mention for mention in mentions if mention.of(text) == "Hai nước"]
    assert {actor.code for actor in both.actors} == {"RUS", "CHN"}
