"""Which words lead from a trigger to an actor: are they told, each once, in an order of their own, and do they decide who acts?"""

import pytest

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.actor import Actor, Mention
from hoadam.model.page import Page
from hoadam.packs.fold import folded
from hoadam.read.deciding import Numbering
from hoadam.read.deciding.between import LONG, led


def words(text: str, place: str, *, learning: bool = True, known: tuple[str, ...] = ()) -> list[str]:
    """The names of what is told of the way from the first word to the last, with Niger on it as another actor."""
    features, start = Numbering(known, learning=learning), text.find("Niger")
    others = [Mention(start, start + 5, (Actor("NER", "GOV"),), "name")] if start >= 0 else []
    low, high = text.index(" "), text.rindex(" ") + 1
    return [features.names[number] for number in led(place, low, high, others, ("^", "của"), folded(text), features)]


def test_each_word_of_the_way_and_the_way_as_a_whole() -> None:
    assert words("Tấn của 12 của Mali", "R0in") == ["Ron=của", "Ron=00", "Rway=của 00 của", "R0in^=^", "R0in$=của"]


def test_another_actor_on_the_way_is_one_sign() -> None:
    assert words("Tấn của Niger nhằm vào Mali", "R1in")[-3] == "Rway=của @ nhằm vào"


def test_a_long_way_is_told_by_its_ends_alone() -> None:
    long = " ".join(f"w{n}" for n in range(LONG + 1))
    assert words(f"Tấn {long} Mali", "R0in")[0] == f"Rway=w0 w1 .. w{LONG}"


def test_what_nothing_was_learned_for_is_left_out() -> None:
    assert words("Tấn của 12 của Mali", "R0in", learning=False, known=("Ron=00",)) == ["Ron=00"]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Các cuộc không kích nhằm vào phiến quân Mali của Pháp khiến 12 tay súng thiệt mạng hôm 3/3.", "FRA", "MLI"),
        ("Thủ lĩnh phiến quân Mali thiệt mạng trong đợt không kích của Pháp hôm 3/3.", "FRA", "MLI"),
        ("Pháp hứng chịu cuộc tấn công của phiến quân Mali hôm 3/3.", "MLI", "FRA"),
    ],
)
def test_who_acts_in_a_noun_is_told_by_the_words_on_the_way(text: str, source: str, target: str) -> None:
    """With weights that know of no way, other actors are chosen in each."""
    page = Page("sha256-way", "way.txt", f"Không kích ở Sahel\n\n{text}\n", lang="vi", written="2022-03-04")
    [attack] = [event for event in pipeline.read(page, the_tools()).events if event.type == "ASSAULT"]
    assert ([a.code for a in attack.source], [a.code for a in attack.target]) == ([source], [target])
