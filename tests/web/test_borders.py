"""Borders in dispute are dashed, each by a rule that the page says and from a source that it names; all others are whole."""

import json
from itertools import pairwise

import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam.packs.knowledge import Place
from hoadam.web import borders
from hoadam.web.borders import FOLDER, Ground, claims_of, ground

CRIMEA = Place("c", "Crimea", "region", 45.3, 34.4, disputed=("UKR", "RUS"))


@pytest.fixture(scope="module")
def plain() -> Ground:
    return ground(frozenset())


def near(found: Ground, lon: float, lat: float, *, by: float = 0.3) -> set[bool]:
    """Whether the lines that pass here are in dispute."""
    return {
        disputed
        for lines, disputed in ((found.settled, False), (found.disputed, True))
        for _, line in lines
        for (ax, ay), (bx, by_) in pairwise(line.points)
        for n in range(11)
        if abs(ax + (bx - ax) * n / 10 - lon) < by and abs(ay + (by_ - ay) * n / 10 - lat) < by
    }


@pytest.mark.parametrize(
    ("name", "lon", "lat", "disputed"),
    [
        ("Abkhazia", 41.9, 42.8, True), ("South Ossetia", 43.8, 42.5, True), ("Golan", 35.7, 32.9, True), ("Essequibo", -58.5, 4.0, True),
        ("Kosovo and Serbia", 21.4, 42.9, True), ("Cyprus", 33.4, 35.1, True), ("France and Spain", 0.7, 42.7, False),
        ("Poland and Germany", 14.6, 52.5, False), ("the coast of Portugal", -9.4, 38.7, False), ("the isthmus of Crimea", 34.2, 46.0, False),
    ],
)  # fmt: skip
def test_what_is_dashed(plain: Ground, name: str, lon: float, lat: float, disputed: bool) -> None:
    found = near(plain, lon, lat)
    assert found
    assert (True in found) is disputed, name


def test_a_border_beside_a_place_that_both_claim_is_dashed(plain: Ground) -> None:
    beside = ground(claims_of([CRIMEA]))
    assert near(beside, 34.2, 46.0) == {True}
    assert near(beside, 39.7, 48.0) == near(plain, 39.7, 48.0)  # elsewhere between the two nothing changes
    assert (
        claims_of([Place("x", "X", "region", 1.0, 2.0, disputed=("SOM",)), Place("y", "Y", "region", disputed=("A", "B"))]) == frozenset()
    )


def test_no_line_is_lost(plain: Ground) -> None:
    """The whole and the dashed outlines together are as long as all outlines, a border that two share counted once."""
    lands = json.loads((FOLDER / "countries.json").read_text("utf-8"))["countries"]
    edges = {frozenset((tuple(a), tuple(b))) for rings in lands.values() for ring in rings for a, b in pairwise(ring)}
    outlines = [line for _, line in (*plain.settled, *plain.disputed) if not line.what]
    drawn = sum(length(a, b) for line in outlines for a, b in pairwise(line.points))
    assert drawn == pytest.approx(sum(length(*edge) for edge in edges if len(edge) == 2))


def length(a: tuple[float, float], b: tuple[float, float]) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def test_the_source_is_named_with_its_digest() -> None:
    known = json.loads((FOLDER / "disputed.json").read_text("utf-8"))
    assert known["source"].startswith("Natural Earth 4.1")
    assert all(len(one) == 64 for one in known["sha256"].values())
    lands = json.loads((FOLDER / "countries.json").read_text("utf-8"))["countries"]
    assert set(known["claimed"]) | set(known["codes"]) <= set(lands)
    assert borders.NEAR == 1.0  # the page says 110 km


@pytest.mark.parametrize(
    ("lang", "word", "claim"),
    [("en", "border in dispute", ("Georgia", "Georgian claim")), ("vi", "biên giới tranh chấp", ("Gruzia", "yêu sách của Gruzia"))],
)
def test_the_map_says_what_is_dashed(client: TestClient, lang: str, word: str, claim: tuple[str, str]) -> None:
    tree = html.fromstring(client.get(f"/map?lang={lang}").text)
    dashed = tree.xpath("//*[@class='disputed-borders']/*[name()='path']")
    assert len(dashed) > 20
    assert any(", ".join(claim) in one.text_content() for one in dashed)
    figure = tree.xpath("//figure[@class='map']")[0].text_content()
    assert word in figure
    assert "Natural Earth 4.1" in figure
    assert ": ".join(claim) in figure
