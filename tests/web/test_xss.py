"""No word of a scraped page, of an address or of a form becomes part of a page's structure."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam import app
from hoadam.ports import Asked
from hoadam.web.guard import Rules
from hoadam.web.house import House
from hoadam.web.server import build
from web.conftest import BASE, OURS
from web.hostile import ALL, HARMLESS, PAYLOADS, store_of

LISTS = (
    "/", "/timeline?limit=500", "/timeline?order=newest&limit=500", "/board?limit=500", "/actors", "/figures?limit=500", "/map?limit=500", "/changes",
    "/decisions", "/review", "/review/many", "/coders",
)  # fmt: skip
LIVE = ("href", "src", "action", "formaction", "data", "srcset", "content", "xlink:href")
Skeleton = list[tuple[str, tuple[str, ...]]]


def opened(path: Path, words: tuple[str, ...], like: House) -> Iterator[TestClient]:
    store = store_of(path, words)
    with TestClient(build(app.Settings(store=str(path)), store, Rules(), like), base_url=BASE) as made:
        made.store = store
        yield made
    store.close()


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory, like: House) -> Iterator[TestClient]:
    yield from opened(tmp_path_factory.mktemp("evil") / "evil.db", ALL, like)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, like: House) -> Iterator[TestClient]:
    yield from opened(tmp_path_factory.mktemp("plain") / "plain.db", tuple(as_harmless(words, n) for n, words in enumerate(ALL)), like)


def as_harmless(words: str, number: int) -> str:
    """Harmless words that are treated alike: what may be linked to stays an address, and different ones stay different."""
    return f"https://x{number}" if words.startswith(("http://", "https://")) else f"{HARMLESS} {number}"


def skeleton(text: str) -> Skeleton:
    """Every element with the names of its attributes, in order."""
    return [(str(node.tag), tuple(sorted(node.attrib))) for node in html.fromstring(text).iter() if isinstance(node.tag, str)]


def check(text: str) -> None:
    """Nothing in the page runs, loads from outside or leads to a script."""
    tree = html.fromstring(text)
    assert tree.xpath("//script/@src") == ["/static/keys.js"]
    assert not tree.xpath("//script[normalize-space(text())]|//style|//iframe|//object|//embed|//base|//comment()")
    for node in tree.iter():
        for name, value in node.attrib.items():
            assert not name.lower().startswith("on"), (node.tag, name)
            assert name not in ("style", "srcdoc"), (node.tag, name)
            if name in LIVE:
                bare = "".join(letter for letter in value if letter > " ").lower()
                assert not bare.startswith(("javascript:", "data:", "vbscript:", "//")), value
    for hidden in ("\x00", "\x01", "\u202e"):
        assert hidden not in text


def test_there_are_many_payloads() -> None:
    assert len(set(ALL)) >= 200


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_lists_keep_their_structure(evil: TestClient, plain: TestClient, path: str, lang: str) -> None:
    headers = {"accept-language": lang}
    ours, theirs = evil.get(path, headers=headers), plain.get(path, headers=headers)
    assert ours.status_code == theirs.status_code == 200
    check(ours.text)
    if path != "/review":  # which of equals comes first there depends on ids
        assert sorted(skeleton(ours.text)) == sorted(skeleton(theirs.text))
    assert "<script>alert" not in ours.text.lower()


@cache
def keys(client: TestClient) -> dict[int, str]:
    """Number of the words to the id of their episode."""
    entries = client.store.timeline(Asked())
    return {int(entry.words.split()[0]): entry.episode.id for entry in entries}


@pytest.mark.parametrize("number", range(len(ALL)))
def test_every_payload_through_every_field(evil: TestClient, plain: TestClient, number: int) -> None:
    """The pages of one happening and of one page, and the desk, stand as they stand with harmless words."""
    for path in ("/episode/{}", "/page/{}", "/review?id={}"):
        shown = []
        for client in (evil, plain):
            key = keys(client)[number]
            entry = client.store.entry(key)
            made = client.get(path.format(entry.page if path.startswith("/page") else key))
            assert made.status_code == 200
            shown.append(made.text)
        check(shown[0])
        assert skeleton(shown[0]) == skeleton(shown[1]), path
    assert ALL[number] in evil.store.reading(entry_page(evil, number)).page.text  # the store keeps what was found


def entry_page(client: TestClient, number: int) -> str:
    return client.store.entry(keys(client)[number]).page


@pytest.mark.parametrize("words", PAYLOADS)
def test_every_payload_through_the_address(evil: TestClient, plain: TestClient, words: str) -> None:
    asked = quote(words)
    paths = (
        "/timeline?actor={}",
        "/timeline?with={}",
        "/timeline?type={}",
        "/timeline?process={}",
        "/timeline?country={}",
        "/timeline?from={}",
    )
    paths += ("/timeline?certainty={}", "/timeline?order={}", "/timeline?after={}", "/timeline?lang={}", "/search?q={}", "/board?actor={}")
    paths += (
        "/actors?actor={}",
        "/episode/{}",
        "/page/{}",
        "/{}",
        "/review?id={}",
        "/review?after={}",
        "/review?skipped={}",
        "/review?done={}",
    )
    for path in paths:
        made = plain.get(path.format(asked), follow_redirects=False)
        assert made.status_code < 500, path
        if made.headers.get("content-type", "").startswith("text/html"):
            check(made.text)
            assert "<script>alert" not in made.text.lower()
        for value in made.headers.values():
            assert "\n" not in value
    if '"' not in words:
        check(evil.get("/search", params={"q": f'"{words}"'}).text)


@pytest.mark.parametrize("words", PAYLOADS[::4])
def test_payloads_through_the_forms(plain: TestClient, words: str) -> None:
    for path, data in (("/review/none", {"act": words}), ("/review/undo", {"id": words}), (f"/review/{quote(words)}", {"act": "accept"})):
        made = plain.post(path, data=data, headers=OURS)
        assert 400 <= made.status_code < 500
        check(made.text)
    signed = plain.post("/review/sign", data={"who": words}, headers=OURS)
    if signed.status_code == 200:
        check(signed.text)
    plain.cookies.clear()


def test_data_is_data(evil: TestClient) -> None:
    """The twins and the API are never taken for pages, and a spreadsheet runs nothing."""
    for path in ("/timeline.json", "/board.json", "/api/v1/episodes", "/api/v1/pages"):
        made = evil.get(path)
        assert made.headers["content-type"] == "application/json"
        assert made.headers["x-content-type-options"] == "nosniff"
    for path in ("/timeline.csv", "/board.csv", "/figures.csv"):
        made = evil.get(path)
        assert made.headers["content-type"].startswith("text/csv")
        assert "attachment" in made.headers["content-disposition"]
        assert not any(line.startswith(("=", "+", "-", "@")) for line in made.text.splitlines())


def test_templates_never_switch_escaping_off() -> None:
    folder = Path(__file__).parents[2] / "src" / "hoadam" / "web" / "templates"
    for template in folder.glob("*.html"):
        text = template.read_text("utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
        assert "style=" not in text
