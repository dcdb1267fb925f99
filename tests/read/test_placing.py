"""In which country did it happen: is the right one of those near it chosen, and none where nothing speaks for any?"""

from functools import cache

import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.event import Event
from hoadam.model.page import Page
from hoadam.packs.weights import Weights
from hoadam.read.deciding import Numbering, Tables


@cache
def events(text: str) -> tuple[Event, ...]:
    """What one page tells."""
    return pipeline.read(Page("sha256-where", "where.txt", text, lang="vi", written="2022-03-04"), the_tools()).events


def where(text: str, kind: str) -> tuple[str | None, str | None] | None:
    """The place and the country of the first event of a type."""
    place = next(event for event in events(text) if event.type == kind).place
    return (place.name, place.country) if place else None


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Quân đội Israel không kích trại tị nạn ở Jabalia, Gaza\n\nIsrael không kích Jabalia.", "ASSAULT", "PSE"),
        ("Hội đàm tại Paris\n\nNgoại trưởng Armenia và Ngoại trưởng Azerbaijan gặp nhau tại Paris ngày 3/3.", "CONSULT", "FRA"),
        ("Đánh bom ở Kabul\n\nTaliban đánh bom một đồn cảnh sát ở Kabul, 5 người thiệt mạng.", "ASSAULT", "AFG"),
    ],
)
def test_the_country_of_an_event(text: str, kind: str, place: str) -> None:
    found = where(text, kind)
    assert found is not None
    assert found[1] == place


def test_a_country_without_a_place_named_has_no_name() -> None:
    named = {event.place.name for event in events("Nga không kích Ukraine\n\nQuân đội Nga không kích Ukraine.") if event.place}
    assert named <= {None, "Ukraine"}


def test_words_of_two_governments_are_nowhere() -> None:
    assert where("Iran cáo buộc Mỹ\n\nIran cáo buộc Mỹ vi phạm thỏa thuận hạt nhân.", "ACCUSE") is None


def test_a_feature_that_nothing_was_learned_for_is_nought() -> None:
    features = Numbering(["w=hòa", "t=gặp&-1=sẽ"], learning=False)
    assert features.number("w=hòa") == 1
    assert features.number("w=đàm") == 0
    assert features.under("t=gặp&-1=")["sẽ"] == 2
    assert features.alike(lambda word: (f"w={word}", "w=đàm"), "hòa") == (1,)
    assert features.names == ["", "w=hòa", "t=gặp&-1=sẽ"]


def test_every_feature_gets_a_number_while_learning() -> None:
    features = Numbering([], learning=True)
    assert [features.number("a"), features.under("b=").get("x"), features.number("a"), features.number("b=x")] == [1, 2, 1, 2]


def test_weights_hold_for_all_for_a_type_and_for_a_frame() -> None:
    tables = Tables(Weights(places={"bias": -1.0, "place": 0.5, "ASSAULT|place": 1.0, "kill|place": 2.0}))
    said = {
        key: tables.places(*key)[tables.of_places.number("place")] for key in (("ASSAULT", "kill"), ("ASSAULT", "bomb"), ("AID", "give"))
    }
    assert said == {("ASSAULT", "kill"): 3.5, ("ASSAULT", "bomb"): 1.5, ("AID", "give"): 0.5}
