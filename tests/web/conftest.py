"""The web application on two stores: the example pages told by the program itself, and one whose every word is hostile."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hoadam import app, desk
from hoadam.ports import Outcome, Store
from hoadam.store.sqlite import SqliteStore
from hoadam.web.guard import Rules
from hoadam.web.house import House
from hoadam.web.server import build
from hoadam.web.telling import Tools, tools

BASE = "http://127.0.0.1:8765"
OURS = {"origin": BASE}  # what a browser sends with our own forms
Serve = Callable[..., TestClient]


@pytest.fixture(scope="session", autouse=True)
def _no_watch() -> Iterator[None]:
    """Stores that a test made as no telling would are left as they are; the tests of watching set it going (test_telling.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hoadam.web.telling.LOOK", 3600.0)
        yield


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example pages."""
    path = tmp_path_factory.mktemp("web") / "demo.db"
    settings = app.Settings(store=str(path))
    store = app.store(settings, create=True, write=True)
    job = app.reader(settings)
    found = list(desk.found_in(app.sources([str(app.examples())], settings)))
    store.put([Outcome(one.where, job(one), one.digest) for one in found], app.rules(settings))
    desk.tell_store(store, app.teller(settings), app.sayer(settings), app.rules(settings))
    store.close()
    return path


@pytest.fixture(scope="session")
def demo_store(demo_file: Path) -> Iterator[Store]:
    """The store itself, to be asked only."""
    store = SqliteStore(demo_file)
    yield store
    store.close()


@pytest.fixture(scope="session")
def client(demo_file: Path, demo_store: Store) -> Iterator[TestClient]:
    """A browser on the example pages; it only reads."""
    with TestClient(build(app.Settings(store=str(demo_file)), demo_store, Rules()), base_url=BASE) as made:
        yield made


@pytest.fixture(autouse=True)
def _no_cookies(client: TestClient) -> None:
    """Each test comes as a stranger."""
    client.cookies.clear()


@pytest.fixture(scope="session")
def like(client: TestClient) -> House:
    """A house made ready, whose data folder others need not read again."""
    return client.app.app.state.house


@pytest.fixture(scope="session")
def telling() -> Tools:
    """What telling needs, made ready once."""
    return tools(app.Settings())


@pytest.fixture
def serve(tmp_path: Path, demo_file: Path, like: House, telling: Tools) -> Iterator[Serve]:
    """A maker of browsers on a copy of the example pages, which may be written to."""
    opened: list[tuple[TestClient, Store]] = []

    def make(rules: Rules | None = None, base: str = BASE) -> TestClient:
        path = tmp_path / f"{hashlib.sha256(base.encode()).hexdigest()[:8]}-{len(opened)}.db"
        shutil.copy(demo_file, path)
        store = SqliteStore(path, write=True)
        made = TestClient(build(app.Settings(store=str(path)), store, rules or Rules(), like, telling), base_url=base, headers=OURS)
        made.__enter__()
        made.store = store
        opened.append((made, store))
        return made

    yield make
    for made, store in opened:
        made.__exit__(None, None, None)
        store.close()


def told(client: TestClient) -> None:
    """Wait until the story is told again."""
    for _ in range(300):
        if client.store.counts().story_is_current and "being told again" not in client.get("/").text:
            return
        time.sleep(0.05)
    pytest.fail("the story was not told again")
