"""The pages in a real browser: driven by keyboard alone, looked at by axe in both languages and colour schemes, attacked, and read without script."""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from hoadam import app
from hoadam.ports import Asked, Store
from hoadam.store.sqlite import SqliteStore
from hoadam.tell.rulings import standing_of
from hoadam.web.guard import Rules
from hoadam.web.house import House
from hoadam.web.server import build
from hoadam.web.telling import Tools
from web.hostile import ALL, store_of

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = (
    "/overview", "/timeline?limit=12&from=2022&actor=Armenia", "/board?process=talks", "/actors?actor=TJK", "/figures?limit=5", "/map?limit=3",
    "/search?q=ngung+ban&limit=5", "/episode", "/page",
    "/review", "/review/many", "/coders", "/changes", "/decisions", "/nothing",
)  # fmt: skip
BLIND = ("/review?blind", "/coders?blind")  # as those see them who code blind
WIDE, NARROW = 1280, 360  # pixels
MOST = 150_000  # bytes of a page with all that it loads, as they are sent

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip("needs Debian's chromium (apt-get install chromium)", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
AXE = (Path(pytest.importorskip("axe_playwright_python").__file__).parent / "axe.min.js").read_text("utf-8")


class Site:
    """A store served on a port of this machine."""

    def __init__(self, path: Path, store: Store, like: House, telling: Tools | None = None) -> None:
        self.store = store
        self.path = path
        self.heard = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.heard.getsockname()[1]}"
        made = build(app.Settings(store=str(path)), store, Rules(), like, telling)
        self.server = uvicorn.Server(uvicorn.Config(made, log_level="error", server_header=False))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.heard]}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.heard.close()
        self.store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed at the end of this module: while it is open, no other test can run a loop of its own."""
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, demo_file: Path, like: House, telling: Tools) -> Iterator[Site]:
    path = tmp_path_factory.mktemp("browser") / "demo.db"
    shutil.copy(demo_file, path)
    made = Site(path, SqliteStore(path, write=True), like, telling)
    yield made
    made.close()


def opened(browser: Any, **kind: Any) -> Any:
    context = browser.new_context(**({"locale": "en", "viewport": {"width": 1280, "height": 800}} | kind))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    made = opened(browser)
    yield made
    made.context.close()


def addresses(store: Store) -> list[str]:
    entry = next(one for one in store.timeline(Asked(certainty="disputed")))
    real = {"/episode": f"/episode/{entry.episode.id}", "/page": f"/page/{entry.page}?mark=0-40#here"}
    return [real.get(path, path) for path in PATHS]


def tab_to(page: Any, selector: str, key: str = "Tab", most: int = 120) -> None:
    """Press Tab (or Shift+Tab) until what has the focus is what was meant; a person without a mouse can do no more."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector} on {page.url}")


def by_key(page: Any, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_editor_finds_an_episode_and_its_quote_by_keyboard(page: Any, site: Site) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type("ngung ban Karabakh")
    by_key(page, "Enter")
    assert "/search?q=" in page.url
    tab_to(page, ".hits .says")
    by_key(page, "Enter")
    assert "/episode/" in page.url
    tab_to(page, ".reports blockquote a")
    words = page.evaluate("document.activeElement.textContent")
    by_key(page, "Enter")
    page.wait_for_function("scrollY >= 0")
    marks = page.evaluate("[...document.querySelectorAll('.text mark')].map((one) => one.textContent).join('')")
    assert marks == words
    top = page.evaluate("document.querySelector('.text mark').getBoundingClientRect().top")
    assert 0 <= top < 800
    assert page.said == []


def test_an_analyst_filters_looks_closer_and_takes_along_by_keyboard(page: Any, site: Site, tmp_path: Path) -> None:
    page.goto(site.base + "/overview")
    tab_to(page, "nav a[href='/timeline']")
    by_key(page, "Enter")
    tab_to(page, ".filters summary")
    page.keyboard.press("Enter")
    tab_to(page, "#f-from")
    page.keyboard.type("2022")
    tab_to(page, "#f-actor")
    page.keyboard.type("Armenia")
    by_key(page, "Enter")
    assert "from=2022" in page.url
    assert "actor=Armenia" in page.url
    shown = int(re.match(r"\d+", page.inner_text("p.lead"))[0])
    assert shown == site.store.count(Asked(since="2022-01-01", actor="ARM"))
    by_key(page, "+")
    closer = int(re.match(r"\d+", page.inner_text("p.lead"))[0])
    assert 0 < closer < shown
    page.keyboard.press("t")
    tab_to(page, "a[href*='/export/markdown']")
    with page.expect_download() as loaded:
        page.keyboard.press("Enter")
    loaded.value.save_as(tmp_path / "taken.md")
    assert "# Briefing" in (tmp_path / "taken.md").read_text("utf-8")
    tab_to(page, "footer a[href*='/timeline.csv']", "Shift+Tab")
    with page.expect_download() as loaded:
        page.keyboard.press("Enter")
    loaded.value.save_as(tmp_path / "taken.csv")
    assert len((tmp_path / "taken.csv").read_text("utf-8").splitlines()) == closer + 1
    assert page.said == []


def test_a_brush_over_the_bars_chooses_their_time(page: Any, site: Site) -> None:
    page.goto(site.base + "/timeline")
    box = page.locator("svg[data-brush]").bounding_box()
    bars = page.locator("svg [data-first]")
    count, width = bars.count(), box["width"]
    page.mouse.move(box["x"] + width * (count - 2.5) / count, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + width * (count - 0.5) / count, box["y"] + 30, steps=4)
    assert page.locator("rect.brush").count() == 1
    first = bars.nth(count - 3).get_attribute("data-first")
    with page.expect_navigation():
        page.mouse.up()
    assert f"from={first}" in page.url
    assert page.said == []


def test_a_coder_accepts_five_and_undoes_two_by_keyboard(page: Any, site: Site) -> None:
    page.goto(site.base + "/review")
    before = {one.id for one in site.store.rulings()}
    for _ in range(5):
        by_key(page, "a")
    for _ in range(2):
        by_key(page, "u")
    made = [one for one in site.store.rulings() if one.id not in before]
    assert [one.act for one in made] == ["accept"] * 5 + ["reject"] * 2
    force = {one.id for one in standing_of(site.store.rulings())}
    assert [one.id in force for one in made] == [True] * 3 + [False] * 2 + [True] * 2
    assert page.said == []


def test_a_coder_merges_two_and_rejects_many_by_keyboard(page: Any, site: Site) -> None:
    ids = (one.episode.id for one in site.store.timeline(Asked())[20:])
    key = next(key for key in ids if page.goto(f"{site.base}/review?id={key}") and page.locator("input[name='with']").count())
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.name") == "with"
    page.keyboard.press("Space")
    tab_to(page, "button[value='merge']")
    by_key(page, "Enter")
    [ruling] = [one for one in site.store.rulings() if one.act == "merge"]
    assert ruling.about[0] == key
    assert len(ruling.about) == 2
    told(site)
    page.goto(site.base + "/review/many?type=CONSULT")
    for _ in range(2):
        tab_to(page, "input[name='id']")
        page.keyboard.press("Space")
    ticked = page.evaluate("[...document.querySelectorAll('input[name=id]:checked')].map((one) => one.value)")
    assert len(ticked) == 2
    by_key(page, "r")
    rejected = [one.about[0] for one in site.store.rulings() if one.act == "reject" and one.field is None]
    assert sorted(rejected) == sorted(ticked)
    assert "type=CONSULT" in page.url
    told(site)
    assert page.said == []


def test_a_story_told_again_is_offered(page: Any, site: Site) -> None:
    """A page made while the story is being told says so, and offers the new state when it is there; a reader is never moved."""
    for _ in range(6):
        page.goto(site.base + "/review")
        by_key(page, "a")
        page.goto(site.base + "/overview")
        if page.locator("[data-ready]").count():
            break
    page.wait_for_selector("[data-ready] a")
    assert site.store.counts().story_is_current
    with page.expect_navigation():
        page.click("[data-ready] a")
    assert page.url == site.base + "/overview"
    assert page.said == []


def test_escape_leaves_a_field_so_that_keys_work_again(page: Any, site: Site) -> None:
    page.goto(site.base + "/review")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "type"
    page.keyboard.press("Escape")
    before = page.url
    by_key(page, "s")
    assert page.url != before


def told(site: Site) -> None:
    """Wait until the story is told from all rulings."""
    for _ in range(400):
        if site.store.counts().story_is_current:
            return
        time.sleep(0.05)
    pytest.fail("the story was not told again")


def test_the_language_is_switched_by_keyboard(page: Any, site: Site) -> None:
    page.goto(site.base + "/board?process=talks")
    tab_to(page, ".tongues a[lang='vi']")
    by_key(page, "Enter")
    assert page.get_attribute("html", "lang") == "vi"
    assert "process=talks" in page.url
    page.goto(site.base + "/timeline")
    assert page.inner_text("h1") == "Dòng thời gian"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_axe_finds_nothing_and_nothing_is_cut_off(browser: Any, site: Site, lang: str, scheme: str) -> None:
    """On a wide screen and on a telephone, by day and by night; every page loads little and says nothing to the console.

    A page is opened once and made narrow: what depends on the width is in the style sheet alone.
    """
    page = opened(browser, locale=lang, color_scheme=scheme)
    found: list[tuple[str, int, str]] = []
    for path in [*addresses(site.store), *BLIND]:
        if path in BLIND:
            page.context.add_cookies([{"name": "hoadam_blind", "value": "1", "url": site.base}])
        page.said.clear()
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.goto(site.base + path)
        assert page.get_attribute("html", "lang") == lang
        assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(AXE)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 800})
            found += [(path, width, one) for one in axe(page, {"type": "tag", "values": WCAG})]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        sent = "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((sum, one) => sum + one.encodedBodySize, 0)"
        assert 0 < page.evaluate(sent) < MOST, path
        assert [one for one in page.said if "404" not in one] == [], path
    page.context.close()
    assert found == []


def axe(page: Any, only: dict[str, Any]) -> list[str]:
    """What axe finds, each with the elements."""
    found = page.evaluate("(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found["violations"]]


def test_on_paper_stands_what_is_read(page: Any, site: Site) -> None:
    page.emulate_media(media="print")
    for path in addresses(site.store)[:12]:
        page.goto(site.base + path)
        assert not page.locator("header nav").is_visible()
        assert not page.locator(".find").is_visible()
        assert page.locator("h1").is_visible()
        for cell in page.locator("main td.number:not(:empty)").all()[:3]:
            assert cell.is_visible() or cell.locator("xpath=ancestor::details[not(@open)]").count(), path
    assert len(page.pdf()) > 5_000


def test_all_is_read_without_script(browser: Any, site: Site) -> None:
    page = opened(browser, java_script_enabled=False)
    for path in addresses(site.store):
        page.goto(site.base + path)
        assert page.locator("h1").is_visible()
        assert len(page.inner_text("main")) > 20
    page.goto(site.base + "/timeline")
    page.click(".filters summary")
    page.fill("#f-actor", "Armenia")
    page.click(".filters button")
    assert "actor=Armenia" in page.url
    page.goto(site.base + "/review")
    before = len(site.store.rulings())
    page.click("button[value='accept']")
    assert len(site.store.rulings()) == before + 1
    page.context.close()


def test_no_payload_runs_even_without_the_policy(browser: Any, tmp_path: Path, like: House) -> None:
    """Every payload in every field, on pages whose policy is switched off: escaping alone must hold."""
    path = tmp_path / "evil.db"
    evil = Site(path, store_of(path, ALL), like)
    page = opened(browser, bypass_csp=True)
    page.add_init_script(
        "window.ran = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.ran.push(location.href)"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    entries = evil.store.timeline(Asked())
    assert len({entry.words for entry in entries}) >= 200
    paths = [f"{path}?limit=500" for path in ("/timeline", "/board", "/figures", "/map", "/changes")]
    paths += ["/overview", "/actors", "/decisions", "/review", "/review/many", "/coders", "/search?q=plain"]
    paths += [f"/episode/{entry.episode.id}" for entry in entries[::24]] + [f"/page/{entry.page}" for entry in entries[12::24]]
    try:
        for one in paths:
            page.goto(evil.base + one)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert page.evaluate("window.ran") == [], one
            assert page.evaluate("document.querySelectorAll('script').length") == 1, one
        assert {url for url in asked if not url.startswith(evil.base)} == set()
    finally:
        page.context.close()
        evil.close()
