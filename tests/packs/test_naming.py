"""What is called otherwise in a language is called so in sentences and in evidence; what is not keeps its name."""

import pytest

from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.packs.naming import names_in
from hoadam.packs.saying import actor_name, place, speaker_of
from hoadam.words.phrasebook import phrasebook


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load.load()


@pytest.mark.parametrize(
    ("name", "country", "vi"),
    [
        ("South China Sea", None, "Biển Đông"),
        ("Prague", "CZE", "Praha"),
        ("Lachin corridor", "AZE", "hành lang Lachin"),
        ("Beijing", "CHN", "Bắc Kinh"),
        ("Brussels", "BEL", "Brussels"),
        ("Armenia", "ARM", "Armenia"),
        ("Germany", "DEU", "Đức"),
        ("Prague", "USA", "Prague"),
    ],
)
def test_a_place_has_its_name_in_the_language(kit: Kit, name: str, country: str | None, vi: str) -> None:
    assert place(Locus(name, country), speaker_of(kit, "vi")) == vi
    assert place(Locus(name, country), speaker_of(kit, "en")) == name


def test_a_person_has_their_name_in_the_language(kit: Kit) -> None:
    leader, other = Actor("CHN", "GOV", "Xi Jinping"), Actor("ARM", "GOV", "Nikol Pashinyan")
    assert actor_name(leader, speaker_of(kit, "vi")) == "Tập Cận Bình (Trung Quốc)"
    assert actor_name(leader, speaker_of(kit, "en")) == "Xi Jinping (China)"
    assert actor_name(other, speaker_of(kit, "vi")) == "Nikol Pashinyan (Armenia)"


def test_names_by_the_english_one(kit: Kit) -> None:
    names = names_in(kit.languages["vi"], kit.knowledge)
    assert names["AZE"] == "Azerbaijan"
    assert names["foreign minister"] == "ngoại trưởng"
    assert names["talks"] == "đàm phán"
    assert names["First Nagorno-Karabakh war"] == "chiến tranh Nagorno-Karabakh lần thứ nhất"
    assert names["Istanbul talks of May 2025"] == "đàm phán (Istanbul)"  # it has no name in Vietnamese: its kind and its place
    assert "{n}" in names["UN General Assembly session"]
    assert not [name for name in names.values() if "=" in name]
    assert not phrasebook("en", names_in(kit.languages["en"], kit.knowledge)).names  # they are what is said otherwise


def test_ids_of_places_and_people_are_known(kit: Kit) -> None:
    phrases = kit.languages["vi"].phrases
    assert set(phrases.places) <= {one.id for one in kit.knowledge.places}
    assert set(phrases.people) <= {one.id for one in kit.knowledge.people}
    assert set(phrases.kinds) <= {one.kind for one in kit.knowledge.events}
