"""A running server notices what another program adds to its store or tells of it, and tells it; without hurry, and each state once."""

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hoadam import app, desk
from hoadam.ports import Asked, Outcome, Stamp
from hoadam.store.sqlite import SqliteStore
from hoadam.web import telling
from hoadam.web.telling import Look, Tools
from web.conftest import Serve, told

TEXT = (
    "Quan chức Tajikistan và Kyrgyzstan gặp nhau tại Batken ngày 3/5/2021 để bàn về ngừng bắn.\n\nHai bên nhất trí rút quân khỏi biên giới."
)


def looks(stamps: list[tuple[int, int]], longest: int = 5) -> list[bool]:
    look, found = Look(), []
    for revision, at in stamps:
        look = look.again(Stamp(revision, at, "r"), longest)
        found.append(look.is_due)
    return found


def test_what_rests_is_told_once() -> None:
    assert looks([(4, 4), (5, 4), (5, 4), (5, 4), (5, 5), (6, 5), (6, 5)]) == [False, False, True, False, False, False, True]


def test_what_goes_on_growing_is_told_now_and_then() -> None:
    found = looks([(n, 0) for n in range(1, 20)])
    assert [n for n, due in enumerate(found) if due] == [5, 11, 17]


def added(client: TestClient, tools: Tools, text: str) -> None:
    """A page read and worked out by another program, which leaves the story to the next question, as `hoadam add` does in a big store."""
    path = Path(client.app.app.state.house.settings.store)
    other = SqliteStore(path, write=True)
    settings = app.Settings(store=str(path))
    (path.parent / "new.txt").write_text(text, "utf-8")
    job = app.reader(settings)
    found = list(desk.found_in(app.sources([str(path.parent / "new.txt")], settings)))
    other.put([Outcome(one.where, job(one), one.digest) for one in found], tools.rules)
    desk.grow_store(other, tools.tell, tools.rules)
    assert not other.is_told(tools.rules)
    other.close()


@pytest.mark.parametrize("many", [300, 1], ids=["here", "in a process"])
def test_pages_that_another_program_added_are_told(serve: Serve, telling: Tools, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr("hoadam.web.telling.LOOK", 0.1)
    monkeypatch.setattr("hoadam.web.telling.MANY", many)
    client = serve()
    before = client.store.count(Asked())
    assert client.get("/timeline.json?actor=TJK&from=2021-05-03&to=2021-05-03").json()["total"] == 0
    added(client, telling, TEXT)
    for _ in range(1200):
        if client.get("/api/v1/status").json()["counts"]["episodes"] > before:
            break
        time.sleep(0.05)
    assert client.get("/timeline.json?actor=TJK&from=2021-05-03&to=2021-05-03").json()["total"] > 0
    assert client.store.is_told(telling.rules)
    told(client)


def test_a_store_that_cannot_be_told_is_tried_once(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is not tried again before something changes, and ends with the server."""
    tried: list[int] = []
    store = SqliteStore(demo_file)
    again = telling.Again(app.Settings(store=str(demo_file)), store, look=0.02)
    monkeypatch.setattr(store, "stamp", lambda: Stamp(9, 3, "r"))
    monkeypatch.setattr(telling, "PAUSE", 0.01)
    monkeypatch.setattr(again, "_tell", lambda: tried.append(1))
    again.watch()
    for _ in range(400):
        if tried:
            break
        time.sleep(0.02)
    time.sleep(0.3)
    again.close()
    assert tried == [1]
    assert not again._watcher.is_alive()
    store.close()
