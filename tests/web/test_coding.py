"""Two who code blind change nothing and see nothing of each other; their agreement is Krippendorff's alpha; a third look settles."""

import math

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from hoadam.answers import coding, review
from hoadam.ports import Asked
from hoadam.tell.rulings import standing_of
from web.conftest import Serve, told

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: four observers, twelve units, missing data.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
)  # fmt: skip


def test_alpha_is_that_of_the_literature() -> None:
    rows = [row.split() for row in OBSERVERS]
    units = [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]
    assert coding.alpha(units) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("abc.")), min_size=2, max_size=30))
def test_alpha_is_that_of_another_library(units: list[tuple[str, str, str]]) -> None:
    ours = coding.alpha([[value for value in unit if value != "."] for unit in units])
    seen = {value for unit in units for value in unit if value != "."}
    if len(seen) < 2:
        assert ours is None
        return
    numbers = [[math.nan if unit[n] == "." else float("abc".index(unit[n])) for unit in units] for n in range(3)]
    assert ours == pytest.approx(krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal"))


def sign_on(client: TestClient, who: str) -> None:
    client.cookies.clear()
    client.post("/review/sign", data={"who": who})
    client.post("/review/mode", data={"blind": "1"})


def shown(client: TestClient) -> str:
    return html.fromstring(client.get("/review").text).xpath("//h2[@id='h-line']/a/@href")[0].removeprefix("/episode/")


def code(client: TestClient, key: str, act: str, **fields: str) -> None:
    response = client.post(f"/review/{key}", data={"act": act, **fields}, follow_redirects=False)
    assert response.status_code == 303, response.text[-300:]


def test_two_code_blind_differ_and_are_settled(serve: Serve) -> None:
    client = serve()
    before = [entry.episode for entry in client.store.timeline(Asked())]
    sign_on(client, "Bùi Lan Anh")
    keys = []
    for act in ("accept", "reject", "change", "accept"):
        keys.append(shown(client))
        record = review.record_of(client.store.entry(keys[-1]).episode)
        code(client, keys[-1], act, **(record | {"date": "2021-05-06"} if act == "change" else {}))
    sign_on(client, "Minh")
    for key, act in zip(keys[:3], ("accept", "accept", "accept"), strict=True):
        assert shown(client) == key  # what another has coded comes first, and shows nothing of it
        assert "Bùi Lan Anh" not in client.get("/review").text
        code(client, key, act)
    told(client)
    assert [entry.episode for entry in client.store.timeline(Asked())] == before
    found = coding.coders(client.store)
    assert found.coders == {"Bùi Lan Anh": 4, "Minh": 3}
    verdict = next(one for one in found.measures if one.name == "verdict")
    assert (verdict.units, verdict.agreed) == (3, 2)
    assert verdict.alpha == pytest.approx(0.0)
    assert {case.unit: case.differ for case in found.cases} == {keys[0]: (), keys[1]: ("verdict",), keys[2]: ("date",)}
    page = html.fromstring(client.get("/coders").text)
    assert len(page.xpath("//article[contains(@class, 'case')]")) == 3
    agreed = page.xpath("//form[@action='/coders/settle'][input]/input[@name='choice']/@value")
    assert [one.partition("~")[0] for one in agreed] == [keys[0]]
    client.cookies.clear()
    client.post("/review/sign", data={"who": "Hoa"})
    client.post("/coders/settle", data={"choice": [*agreed, f"{keys[1]}~Bùi Lan Anh", f"{keys[2]}~Bùi Lan Anh"]})
    told(client)
    force = [one for one in standing_of(client.store.rulings()) if one.who == "Hoa"]
    assert {(one.act, one.about[0], one.field) for one in force} == {
        ("accept", keys[0], None), ("reject", keys[1], None), ("change", keys[2], "date"),
    }  # fmt: skip
    assert client.store.entry(keys[1]) is None
    assert client.store.entry(keys[2]).episode.date.value == "2021-05-06"
    assert all(case.settled for case in coding.coders(client.store).cases)


def test_a_blind_decision_is_taken_back_and_made_anew(serve: Serve) -> None:
    client = serve()
    sign_on(client, "Bùi Lan Anh")
    key = shown(client)
    code(client, key, "reject")
    [last] = html.fromstring(client.get("/review").text).xpath("//form[@action='/review/undo']//input[@name='id']/@value")
    client.post("/review/undo", data={"id": last})
    assert coding.codings(client.store.rulings()) == []
    assert shown(client) == key
    code(client, key, "accept")
    code(client, key, "reject")
    [one] = coding.codings(client.store.rulings())
    assert one.verdict == "reject"
    told(client)
    assert client.store.entry(key) is not None
    page = html.fromstring(client.get("/decisions?lang=en").text)
    assert [row.xpath("string(td[last()])") for row in page.xpath("//tbody/tr")] == ["coded blind", "undone", "undone"]
    assert not page.xpath("//form[@action='/review/undo']")
    for ruling in client.store.rulings():  # whatever is undone, what was made blind never reaches the story
        client.post("/review/undo", data={"id": ruling.id})
    assert not any(ruling.act == "reject" and ruling.field is None for ruling in standing_of(client.store.rulings()))


@pytest.mark.parametrize("data", [{}, {"choice": ""}, {"choice": "none~Bùi Lan Anh"}, {"choice": "~"}])
def test_what_nobody_coded_is_not_settled(serve: Serve, data: dict[str, str]) -> None:
    client = serve()
    assert client.post("/coders/settle", data=data).status_code == 400
    assert client.store.rulings() == []


def test_those_who_code_blind_do_not_merge(serve: Serve) -> None:
    client = serve()
    sign_on(client, "Bùi Lan Anh")
    first, second = (one.episode.id for one in client.store.doubtful(Asked(), 2))
    assert client.post(f"/review/{first}", data={"act": "merge", "with": second}).status_code == 400
    assert client.store.rulings() == []


def test_many_are_decided_but_only_those_ticked(serve: Serve) -> None:
    client = serve()
    tree = html.fromstring(client.get("/review/many?type=CONSULT").text)
    ids = tree.xpath("//input[@name='id']/@value")
    assert 5 < len(ids) <= 25
    response = client.post(
        "/review/many", data={"act": "accept", "id": [*ids[:3], "none"], "back": "/review/many?type=CONSULT"}, follow_redirects=False
    )
    assert response.headers["location"] == "/review/many?type=CONSULT&done=accept"
    assert sorted(one.about[0] for one in client.store.rulings()) == sorted(ids[:3])
    after = html.fromstring(client.get("/review/many?type=CONSULT").text).xpath("//input[@name='id']/@value")
    assert not set(ids[:3]) & set(after)
    assert client.post("/review/many", data={"act": "dance", "id": ids[4]}).status_code == 400
    away = client.post("/review/many", data={"act": "accept", "back": "//evil.example/"}, follow_redirects=False)
    assert away.headers["location"] == "/review/many?done=nothing"
    assert len(client.store.rulings()) == 3
    for _ in range(3):
        last = review.queue(client.store).last
        client.post("/review/undo", data={"id": last.id})
    assert review.queue(client.store).last is None
    told(client)
