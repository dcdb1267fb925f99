"""Every word on a page is of the page's language, or stands in a quote, a title or a name: what nobody translated is found of itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hoadam import app
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.packs.naming import names_in
from hoadam.packs.saying import place, speaker_of
from hoadam.ports import Asked, Store
from hoadam.store.sqlite import SqliteStore
from hoadam.web.guard import Rules
from hoadam.web.server import build
from hoadam.words.phrasebook import phrasebook
from vocabulary import spoken, unknown
from web.conftest import BASE, Serve
from web.test_tongue import addresses, read_aloud

LANGUAGES = ("vi", "en")
ASKED = ("ngung ban", "foo", "xxx", "zzz", "none", "x", "root")  # what the addresses of these tests ask for, and who asks
BYLINE = re.compile(r"The byline is (.+)\.")
ATLAS = ("greenland", "puerto rico")  # lands of the atlas that are no states of the data folder
CODES = ("arm.gov", "aze.mil", "rus", "json-ld", "json", "csv", "esc", "pages")  # what one types, and what has the same name everywhere


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load.load()


def proper(store: Store, kit: Kit, lang: str) -> Iterator[str]:
    """The names that are the same in this language: of pages, people, places, groups and events, and those that a page itself gives."""
    speaker, known = speaker_of(kit, lang), phrasebook(lang, names_in(kit.languages[lang], kit.knowledge)).names
    yield from (*ASKED, *CODES, *ATLAS)
    yield from (report.outlet or "" for entry in store.timeline(Asked()) for report in entry.episode.reports)
    for reading in store.readings():
        page = reading.page
        yield from filter(None, (page.title, page.source, page.outlet, page.url))
        yield from (block.of(page.text) for block in reading.blocks if block.zone == "headline")
        yield from (found[1] for note in page.notes if (found := BYLINE.fullmatch(note)))
        for actor in (actor for event in reading.events for actor in (*event.source, *event.target, *event.third) if actor.name):
            yield from [actor.name] if actor.name in page.text else []
        yield from (place(event.place, speaker) for event in reading.events if event.place)
    yield from (person.name for person in kit.knowledge.people if person.name not in speaker.people)
    yield from speaker.groups.values()
    yield from (known.get(one.name, one.name) for one in kit.knowledge.events)


def wrong(client: TestClient, paths: list[str], kit: Kit, lang: str, names: list[str]) -> dict[str, set[str]]:
    """The words of each page that are not of the language."""
    catalogue = spoken(lang, kit)
    found = {path: unknown(read_aloud(client.get(path, headers={"accept-language": lang}).text), catalogue, names) for path in paths}
    return {path: words for path, words in found.items() if words}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_every_page_is_of_its_language(client: TestClient, demo_store: Store, kit: Kit, lang: str) -> None:
    paths = [*addresses(demo_store), *(f"/page/{reading.page.id}" for reading in demo_store.readings())]
    assert wrong(client, paths, kit, lang, list(proper(demo_store, kit, lang))) == {}


@pytest.mark.parametrize(("lang", "other"), [("vi", "en"), ("en", "vi")])
def test_the_test_above_finds_the_other_language(client: TestClient, demo_store: Store, kit: Kit, lang: str, other: str) -> None:
    names, catalogue = list(proper(demo_store, kit, lang)), spoken(lang, kit)
    page = next(reading.page.id for reading in demo_store.readings() if reading.written.why)
    for path in ("/overview", "/board", f"/page/{page}"):
        text = read_aloud(client.get(path, headers={"accept-language": other}).text)
        assert len(unknown(text, catalogue, names)) > 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_decisions_and_coding_are_said_in_the_language(serve: Serve, kit: Kit, lang: str) -> None:
    client = serve()
    [row] = client.get("/review/many?limit=1", headers={"accept-language": lang}).text.split('name="id" id="i-1" value="')[1:2]
    key = row.partition('"')[0]
    client.post(f"/review/{key}", data={"act": "change", "status": "planned", "date": "x"})
    client.post(f"/review/{key}", data={"act": "reject"})
    paths = ["/decisions", "/review?done=reject", "/changes", "/overview", "/coders", f"/review/{key}/nothing"]
    client.post("/review/mode", data={"who": "Zed", "blind": "1"})
    names = [*proper(client.store, kit, lang), "zed"]
    assert wrong(client, [*paths, "/review", "/review/many"], kit, lang, names) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_store_and_a_door_are_said_in_the_language(tmp_path: Path, client: TestClient, kit: Kit, lang: str) -> None:
    path = tmp_path / "empty.db"
    store = SqliteStore(path, create=True, write=True)
    like = client.app.app.state.house
    paths = ["/overview", "/timeline", "/board", "/actors", "/figures", "/map", "/search?q=foo", "/review", "/review/many", "/decisions"]
    with TestClient(build(app.Settings(store=str(path)), store, Rules(), like), base_url=BASE) as made:
        assert wrong(made, paths, kit, lang, [*ASKED, *CODES]) == {}
    with TestClient(build(app.Settings(store=str(path)), store, Rules(token="x" * 16), like), base_url=BASE) as made:
        made.headers["accept-language"] = lang
        refused = [made.get("/overview"), made.get("/overview", headers={"host": "elsewhere.example"}), made.post("/review/undo")]
        said = " ".join(answer.text for answer in refused) + read_aloud(made.get("/enter").text)
        assert [answer.status_code for answer in refused] == [401, 421, 403]
        assert unknown(said, spoken(lang, kit), ["origin", "authorization: bearer", "/enter", *CODES]) == set()
    store.close()
