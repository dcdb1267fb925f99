"""The API answers every question in the shape that its description gives, a portion at a time, and says what changed."""

import json
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from hoadam.ports import Asked, Store
from hoadam.web import api, shapes
from web.conftest import Serve, told

V1 = "/api/v1"


def decoded(client: TestClient, path: str, shape: type[Any], **params: Any) -> Any:
    """The answer, held to its shape: an unknown or missing field, or a wrong type, is an error."""
    response = client.get(V1 + path, params=params)
    assert response.status_code == 200, response.text[:300]
    return msgspec.json.decode(response.content, type=shape)


def test_every_answer_has_its_shape(client: TestClient, demo_store: Store) -> None:
    entry = demo_store.timeline(Asked())[0]
    keys = {"/episodes/{key}": entry.episode.id, "/events/{key}": entry.episode.reports[0].event, "/pages/{key}": entry.page}
    for path, _, shape in api.ROUTES:
        decoded(client, path.replace("{key}", keys.get(path, "")), shape, **({"q": "ngung ban"} if path == "/search" else {}))


def test_every_page_episode_and_event_has_its_shape(client: TestClient, demo_store: Store) -> None:
    for entry in demo_store.timeline(Asked())[::5]:
        found = decoded(client, f"/episodes/{entry.episode.id}", shapes.OneEpisode)
        assert found.episode == entry.episode
        assert all(quote.words for one in found.evidence for quote in one.quotes)
        decoded(client, f"/events/{entry.episode.reports[0].event}", shapes.OneEvent)
    for listed in demo_store.page_list(None, 100):
        page = decoded(client, f"/pages/{listed.id}", shapes.OnePage)
        assert page.page == demo_store.reading(listed.id).page


@pytest.mark.parametrize(("path", "shape"), [("/episodes", shapes.Episodes), ("/events", shapes.Events), ("/pages", shapes.Pages)])
def test_cursors_give_each_thing_once(client: TestClient, path: str, shape: type[Any]) -> None:
    whole = decoded(client, path, shape, limit=500)
    assert whole.next is None
    found: list[Any] = []
    cursor = None
    while True:
        some = decoded(client, path, shape, limit=7, **({"cursor": cursor} if cursor else {}))
        assert len(some.data) <= 7
        found += some.data
        cursor = some.next
        if cursor is None:
            break
    assert found == whole.data


def test_filters(client: TestClient, demo_store: Store) -> None:
    some = decoded(client, "/episodes", shapes.Episodes, limit=500, **{"from": "2022", "to": "2022", "actor": "Armenia", "lang": "en"})
    asked = Asked(since="2022-01-01", until="2022-12-31", actor="ARM")
    assert len(some.data) == demo_store.count(asked) > 3
    both = decoded(client, "/episodes", shapes.Episodes, limit=500, **{"actor": "ARM", "with": "AZE"})
    assert 0 < len(both.data) < demo_store.count(Asked(actor="ARM"))
    held = decoded(client, "/events", shapes.Events, limit=500, type="CONSULT")
    assert {one.type for one in held.data} == {"CONSULT"}
    talks = decoded(client, "/board", shapes.Board, process="talks")
    assert {one.kind for one in talks.data} == {"talks"}


def test_what_changed_since_is_told_and_what_is_gone(serve: Serve) -> None:
    client = serve()
    before = decoded(client, "/changes", shapes.Changes, limit=500)
    assert {one.kind for one in before.data} == {"new"}
    assert [one.number for one in before.data] == sorted(one.number for one in before.data)
    found = client.store.doubtful(Asked(type="CONSULT"), 50)
    key, other, *_ = (one.episode.id for one in found if one.episode.status == "actual")
    client.post(f"/review/{key}", data={"act": "reject"})
    client.post(f"/review/{other}", data={"act": "change", "status": "planned"})
    told(client)
    after = decoded(client, "/changes", shapes.Changes, after=before.data[-1].number)
    assert {one.episode: one.kind for one in after.data}[key] == "gone"
    assert {one.episode: one.kind for one in after.data}[other] == "changed"
    since = decoded(client, "/episodes", shapes.Episodes, updated_since=after.data[0].at)
    assert key in {one.episode for one in since.gone}
    assert key not in {one.id for one in since.data}
    assert other in {one.id for one in since.data}
    assert len(since.data) < 10
    assert decoded(client, "/episodes", shapes.Episodes, updated_since="2999-01-01T00:00:00+07:00").data == []


def test_a_state_that_is_known_is_not_sent_again(serve: Serve) -> None:
    client = serve()
    first = client.get(f"{V1}/episodes")
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get(f"{V1}/episodes", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    client.post(f"/review/{client.store.doubtful(Asked(), 1)[0].episode.id}", data={"act": "accept"})
    assert client.get(f"{V1}/episodes", headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/episodes/none", 404), ("/events/none", 404), ("/pages/none", 404), ("/nothing", 404), ("/episodes?limit=0", 400),
        ("/episodes?limit=501", 400), ("/episodes?limit=x", 400), ("/episodes?cursor=x", 400), ("/episodes?from=x", 400),
        ("/episodes?certainty=x", 400), ("/episodes?updated_since=x", 400), ("/changes?after=-1", 400), ("/search", 400), ("/search?q=", 400),
        ("/episodes?actor=" + "x" * 300, 400), ("/events?cursor=~", 200), ("/pages?cursor=zzz", 200), ("/figures?cursor=x~y", 200),
        ("/changes?after=99999999999999999999", 400), ("/episodes?actor=%25%00", 200), ("/episodes/a%00b", 404),
    ],
)  # fmt: skip
def test_wrong_questions_are_answered_in_one_shape(client: TestClient, path: str, status: int) -> None:
    response = client.get(V1 + path)
    assert response.status_code == status
    if status >= 400:
        failure = msgspec.json.decode(response.content, type=shapes.Failure)
        assert failure.error.status == status
        assert failure.error.message


def test_the_description_describes_all_of_it(client: TestClient) -> None:
    made = client.get(f"{V1}/openapi.json").json()
    assert made["openapi"].startswith("3.")
    assert set(made["paths"]) == {V1 + path for path, _, _ in api.ROUTES}
    text = json.dumps(made)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(made["components"]["schemas"])
    assert "HTTPValidationError" not in text
    for operations in made["paths"].values():
        assert set(operations) == {"get"}
        assert set(operations["get"]["responses"]) == {"200", "304", "400", "404"}
        assert operations["get"].get("summary") or operations["get"].get("description")


def test_the_api_only_reads(client: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, f"{V1}/episodes", headers={"origin": "http://127.0.0.1:8765"}).status_code == 405
