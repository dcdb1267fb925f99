"""A team's store in PostgreSQL, used as a person uses it: every command answers as it does on a file."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from hoadam import app
from hoadam.cli import build
from hoadam.model.errors import StoreError
from hoadam.web.guard import Rules
from hoadam.web.server import build as web

BASE = "http://127.0.0.1:8765"
PAGES = {
    "a.txt": "Ngày 14/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn.",
    "b.txt": "Ngày 20/9/2023, Armenia và Azerbaijan ký thỏa thuận ngừng bắn. Hai bên sẽ gặp nhau tại Yevlakh ngày 21/9/2023.",
    "c.txt": "",
}
QUESTIONS = (
    ["timeline"], ["timeline", "--actor", "Armenia", "--csv"], ["board"], ["search", "ngung ban"], ["search", '"ngừng bắn" armenia'],
    ["unread"], ["export", "json"], ["export", "markdown"], ["export", "csv"],
)  # fmt: skip


def hoadam(*words: str) -> Result:
    return CliRunner().invoke(build(), list(words))


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder `in` of two pages and an empty file."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, words in PAGES.items():
        Path("in", name).write_text(words, encoding="utf-8")


@pytest.mark.usefixtures("pages")
def test_a_team_works_with_it(database: Callable[[], str]) -> None:
    address = database().replace("hoadam@", "hoadam:geheim@")
    for first in ("an empty store", "is a store already"):
        made = hoadam("init", address)
        assert first in made.stderr
        assert "geheim" not in made.output
    for store in (address, "a.db"):
        added = hoadam("add", "in", "--store", store)
        assert (added.exit_code, "2 new pages, 1 not read" in added.stderr) == (1, True), added.output
    for words in QUESTIONS:
        one, other = (hoadam(*words, "--store", store) for store in (address, "a.db"))
        assert one.exit_code == 0, one.output
        assert one.stdout_bytes == other.stdout_bytes, words
        assert len(one.stdout_bytes) > 50, words
    key = json.loads(hoadam("timeline", "--store", address).stdout)[0]["id"]
    one, other = (hoadam("show", key, "--why", "--store", store) for store in (address, "a.db"))
    assert one.stdout_bytes == other.stdout_bytes
    assert "2 pages" in hoadam("doctor", "--store", address).stdout


@pytest.mark.usefixtures("pages")
def test_it_is_served_and_reviewed(database: Callable[[], str]) -> None:
    address = database()
    assert hoadam("add", "in", "--store", address).exit_code == 1
    settings = app.Settings(store=address)
    with closing(app.store(settings, write=True)) as store, TestClient(web(settings, store, Rules()), base_url=BASE) as browser:
        for path in ("/", "/timeline", "/board", "/search?q=ngung+ban", "/review", "/api/v1/board"):
            assert browser.get(path).status_code == 200, path
        assert "ngừng bắn" in re.sub("<[^>]*>", "", browser.get("/search?q=ngung+ban").text)


@pytest.mark.usefixtures("pages")
def test_a_store_is_moved_there_and_back(database: Callable[[], str]) -> None:
    address = database()
    assert hoadam("add", "in", "--store", "a.db").exit_code == 1
    for source, target in (("a.db", address), (address, "b.db")):
        copied = hoadam("store", "copy", source, target)
        assert copied.exit_code == 0, copied.output
        assert re.search(r"\d+ rows copied, each compared with .* and the same\.$", copied.stderr.strip())
    assert hoadam("export", "json", "--store", "a.db").stdout_bytes == hoadam("export", "json", "--store", "b.db").stdout_bytes
    again = hoadam("store", "copy", "a.db", address)
    assert isinstance(again.exception, StoreError)
    assert "not empty" in str(again.exception)


@pytest.mark.usefixtures("pages")
def test_a_store_of_this_version_needs_no_migration(database: Callable[[], str]) -> None:
    address = database()
    hoadam("init", address)
    assert "of this version already" in hoadam("store", "migrate", "--store", address).stderr
