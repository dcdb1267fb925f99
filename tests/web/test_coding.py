"""Two who code blind change nothing and see nothing of each other; their agreement is Krippendorff's alpha; a third look settles."""

import io
import math
import zipfile

import krippendorff
import msgspec
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from hoadam import app
from hoadam.answers import coding, review
from hoadam.model.story import Addition
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
    client.post("/review/mode", data={"blind": "0"})
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


def test_one_who_codes_blind_has_a_name(serve: Serve) -> None:
    """Two who both went by the name of the account would be one coder."""
    client = serve()
    client.cookies.clear()
    assert client.post("/review/mode", data={"blind": "1"}).status_code == 400
    assert client.post("/review/mode", data={"blind": "1", "who": " "}).status_code == 400
    assert not client.cookies
    tree = html.fromstring(client.get("/review?lang=en").text)
    [form] = tree.xpath("//form[@action='/review/mode']")
    assert [(one.get("name"), one.get("value"), one.get("required") is None) for one in form.xpath("input")] == [("who", "", False)]
    assert form.xpath("button/text()") == ["Save", "Code blind"]
    client.post("/review/mode", data={"who": "Minh", "blind": "1"})
    code(client, shown(client), "accept")
    assert {one.who for one in client.store.rulings()} == {"Minh"}
    assert [one.who for one in coding.codings(client.store.rulings())] == ["Minh"]


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
    told(client)


def test_many_are_undone_as_one_and_one_alone(serve: Serve) -> None:
    client = serve()
    client.cookies.set("hoadam_lang", "en")
    ids = html.fromstring(client.get("/review/many").text).xpath("//input[@name='id']/@value")
    for some in (ids[:2], ids[2:7]):
        client.post("/review/many", data={"act": "reject", "id": some})
    made = client.store.rulings()
    assert len({one.id for one in made}) == len(made) == 7  # each a ruling of its own
    tree = html.fromstring(client.get("/review/many?type=CONSULT").text)
    [form] = tree.xpath("//form[@action='/review/undo']")
    assert form.xpath("string(button)").startswith("Undo the last 5 decisions")
    shown_last = form.xpath("string(input[@name='id']/@value)")
    alone = client.post("/review/undo", data={"id": shown_last, "back": "/decisions?after=0"}, follow_redirects=False)
    assert alone.headers["location"] == "/decisions?after=0&done=undo"
    one = next(ruling.about[0] for ruling in made if ruling.id == shown_last)
    assert rejected(client) == {*ids[:7]} - {one}
    fields = {one.get("name"): one.get("value") for one in form.xpath("input")}
    response = client.post("/review/undo", data=fields, follow_redirects=False)
    assert response.headers["location"] == "/review/many?type=CONSULT&done=undo"
    assert rejected(client) == set(ids[:2])
    [last] = [one for one in client.store.rulings() if len(one.about) == 4]
    for _ in range(2):  # the two before, then nothing is left
        client.post("/review/undo", data={"id": review.queue(client.store).last[-1].id, "whole": "1"})
        if not review.queue(client.store).last:
            break
    assert rejected(client) == set()
    client.post("/review/undo", data={"id": last.id})  # and undoing is undone
    assert rejected(client) == {*ids[2:7]} - {one}
    assert len(client.store.rulings()) == 7 + 4
    told(client)
    assert all((client.store.entry(key) is None) == (key in rejected(client)) for key in ids[:7])
    page = html.fromstring(client.get("/decisions").text)
    assert page.xpath("//button[@name='whole']/text()") == ["Undo all 4 decided at once"]


def rejected(client: TestClient) -> set[str]:
    return {one.about[0] for one in standing_of(client.store.rulings()) if one.act == "reject" and one.field is None}


def test_many_are_coded_blind_and_undone_as_one(serve: Serve) -> None:
    client = serve()
    client.cookies.set("hoadam_lang", "en")
    sign_on(client, "Bùi Lan Anh")
    ids = html.fromstring(client.get("/review/many").text).xpath("//input[@name='id']/@value")
    client.post("/review/many", data={"act": "reject", "id": ids[:4]})
    assert {one.unit for one in coding.codings(client.store.rulings())} == set(ids[:4])
    for path in ("/review", "/review/many"):
        [form] = html.fromstring(client.get(path, headers={"accept-language": "en"}).text).xpath("//form[@action='/review/undo']")
        assert form.xpath("string(button)").startswith("Undo the last 4 decisions")
    client.post("/review/undo", data={one.get("name"): one.get("value") for one in form.xpath("input")})
    assert coding.codings(client.store.rulings()) == []
    told(client)
    assert rejected(client) == set()


PACKED = ("/export/docx", "/export/parquet", "/export/vault")


def words_in(content: bytes) -> str:
    """All that stands in an answer, also in one that is packed: in each file of a ZIP, in each cell of a Parquet file and in its notes."""
    if content[:4] == b"PAR1":
        table = pyarrow.parquet.read_table(io.BytesIO(content))
        return f"{table.schema.metadata} {table.column_names} {[str(value) for column in table.columns for value in column.to_pylist()]}"
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = [(info.filename, info.comment, packed.read(info)) for info in packed.infolist()]
        return "\n".join(f"{name} {note.decode()} {data.decode('utf-8', 'replace')}" for name, note, data in files)
    return content.decode()


LAN = {"note": "note-of-lan", "date": "1987-06-05", "place": "Lanville, BEL"}


def test_one_who_codes_blind_sees_nothing_that_another_decided(serve: Serve) -> None:
    """Whatever Lan decides, blind or for the story, no page, twin or export tells it to Minh while Minh codes blind."""
    client = serve()
    sign_on(client, "Bùi Lan Anh")
    keys = []
    for act in ("reject", "change", "accept"):
        keys.append(shown(client))
        record = review.record_of(client.store.entry(keys[-1]).episode)
        code(client, keys[-1], act, **(record | LAN if act == "change" else {"note": LAN["note"]}))
    client.post("/review/mode", data={"blind": "0"})
    opened = shown(client)
    code(client, opened, "accept", note=LAN["note"])
    page = client.store.entry(opened).page
    missed = Addition(0, 12, "AGREE", source="ARM.GOV", target="AZE.GOV", date="2020-01-02")
    client.store.rule(review.made("add", (page,), "Bùi Lan Anh", LAN["note"], value=msgspec.json.encode(missed).decode()))
    client.app.app.state.house.tell_again()
    told(client)
    secret = {"Bùi Lan Anh", *LAN.values(), "Lanville", *(one.id for one in client.store.rulings())}
    paths = ["/overview", "/timeline", "/board", "/actors", "/figures", "/map", "/search?q=ngung+ban", "/changes", "/decisions", "/coders"]
    paths += [f"/episode/{key}" for key in (*keys, opened)] + [f"/page/{page}"]
    seen = ["/", "/review", "/review/many", *(f"/review?id={key}" for key in (*keys, opened)), *paths]
    seen += [twin(path, form) for path in paths for form in (".json", ".csv")]
    seen += [f"/export/{form}" for form in app.EXPORTS]
    seen += [f"/api/v1/episodes/{key}" for key in (*keys, opened)] + [f"/api/v1/pages/{page}"]
    seen += [f"/api/v1/{name}" for name in ("status", "episodes", "events", "pages", "board", "figures", "changes", "search?q=ngung+ban")]
    tags = {path: client.get(path).headers.get("etag") for path in seen}
    assert any("Bùi Lan Anh" in client.get(path).text for path in ("/decisions", "/decisions.json"))  # others see it
    titles = {path: client.store.entry(opened).source in words_in(client.get(path).content) for path in PACKED}
    assert titles == dict.fromkeys(PACKED, True)  # what is searched below is not closed to the search
    sign_on(client, "Minh")
    for path in seen:
        answer = client.get(path, headers={"if-none-match": tags[path] or ""})
        assert answer.status_code == 200 or (answer.status_code == 304 and not tags[path]), path
        assert [word for word in secret if word in words_in(answer.content)] == [], path
    assert client.get("/coders.json").json() == {"blind": True, "rows": []}
    code(client, keys[0], "accept", note="mine")
    assert [one["who"] for one in client.get("/decisions.json").json()["rows"]] == ["Minh"]
    assert client.post("/coders/settle", data={"choice": f"{keys[0]}~Bùi Lan Anh"}).status_code == 400
    client.post("/review/mode", data={"blind": "0"})
    assert "Bùi Lan Anh" in client.get("/coders").text
    told(client)


def twin(path: str, form: str) -> str:
    head, mark, query = path.partition("?")
    return head + form + mark + query
