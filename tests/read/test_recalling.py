"""Which candidates are told under a time in which their parties are known to have done such a thing?"""

import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.packs.knowledge import DatedEvent, Knowledge
from hoadam.read.recalling import HERE, NEAR, compile_memory

TITLE = "Căng thẳng ở vùng Kavkaz\n\n"


def tags(text: str, type_: str) -> set[str]:
    """All tags of the candidates of a type that one undated page has."""
    tools = the_tools()
    made = pipeline.draft(Page("sha256-then", "then.txt", text, lang="vi"), tools)
    return {tag for frame in made.frames if tools.types[frame.frame] == type_ for tag in frame.tags}


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("Armenia và Azerbaijan từng đụng độ dữ dội vào tháng 10/2020.", "ASSAULT", HERE),
        ("Trong năm 1993, Armenia tấn công nhiều vị trí của Azerbaijan.", "ASSAULT", HERE),
        ("Armenia lên án Azerbaijan. Các vụ đụng độ dữ dội đã nổ ra vào tháng 10/2020.", "ASSAULT", NEAR),
    ],
)
def test_what_is_known_is_recalled(text: str, type_: str, expected: str) -> None:
    assert expected in tags(TITLE + text, type_)


@pytest.mark.parametrize(
    "text",
    [
        "silent: Armenia và Azerbaijan từng đụng độ dữ dội vào tháng 3/2007.",  # another time
        "silent: Peru và Bolivia từng đụng độ dữ dội vào tháng 10/2020.",  # other parties
        "silent: Armenia và Azerbaijan từng đụng độ dữ dội.",  # no time
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert not {HERE, NEAR} & tags(TITLE + text.removeprefix("silent: "), "ASSAULT")


def test_memory_lies_under_each_year_and_under_the_other_word_for_a_deal() -> None:
    deal = DatedEvent("a-deal", "A deal", "agreement", "2003-11-26", "2004-01-06", parties=("IND", "PAK"), type="AGREE")
    memory = compile_memory(Knowledge(events=(deal, DatedEvent("nameless", "A war", "war", "2003"))))
    assert set(memory) == {(type_, year) for type_ in ("AGREE", "SUPPORT") for year in (2003, 2004)}
