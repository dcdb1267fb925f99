"""How many were killed or hurt: is each number counted with the verb that it belongs to, and none that counts something else?"""

from functools import cache

import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.event import Toll
from hoadam.model.page import Page

Count = tuple[int | None, int | None, str]


@cache
def counted(text: str) -> tuple[set[Count], set[Count]]:
    """The killed and the injured that a page's first candidate has."""
    page = Page("sha256-toll", "toll.txt", f"Giao tranh bùng phát\n\n{text}", lang="vi", written="2022-03-04")
    frame = next(frame for frame in pipeline.draft(page, the_tools()).frames if frame.sentence > 0)
    return plain(frame.killed), plain(frame.injured)


def plain(tolls: tuple[Toll, ...]) -> set[Count]:
    """The tolls as tuples."""
    return {(toll.min, toll.max, toll.who) for toll in tolls}


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Hơn 200 binh sĩ Armenia thiệt mạng sau hai ngày giao tranh.", {(200, None, "ARM")}, set()),
        ("Giao tranh làm 192 người thiệt mạng và 511 người bị thương.", {(192, 192, "UNK")}, {(511, 511, "UNK")}),
        ("Các vụ giao tranh làm thiệt mạng ít nhất 45 người.", {(45, None, "UNK")}, set()),
        ("Quân đội Georgia tiêu diệt tổng cộng 24 tay súng.", {(24, 24, "UNK")}, set()),
        ("Giao tranh khiến 13 binh sĩ, hai cảnh sát thiệt mạng.", {(13, 13, "UNK"), (2, 2, "UNK")}, set()),
        (
            "Giao tranh khiến 58 binh sĩ và 26 thường dân thiệt mạng, trong khi 191 tay súng bị tiêu diệt.",
            {(58, 58, "UNK"), (26, 26, "UNK"), (191, 191, "UNK")},
            set(),
        ),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, killed: set[Count], injured: set[Count]) -> None:
    found = counted(text)
    assert ({count[:2] for count in found[0]}, {count[:2] for count in found[1]}) == (
        {count[:2] for count in killed},
        {count[:2] for count in injured},
    )


@pytest.mark.parametrize(
    "text",
    [
        "Không quân Georgia tiêu diệt một hệ thống phòng không.",
        "Sau 5 ngày giao tranh, không ai thiệt mạng.",
        "Quân đội Georgia tiêu diệt 12 xe tăng trong 3 giờ giao tranh.",
    ],
)
def test_what_is_no_toll(text: str) -> None:
    assert counted(text) == (set(), set())


def test_whose_dead_they_are() -> None:
    assert counted("Giao tranh làm 49 binh sĩ Armenia thiệt mạng.")[0] == {(49, 49, "ARM")}


def test_the_dead_of_both_sides_are_not_those_of_one() -> None:
    assert counted("Giao tranh làm 200 binh sĩ Armenia và Azerbaijan thiệt mạng.")[0] == {(200, 200, "UNK")}
