"""The pictures in the documentation are of the pages as they are: taken here, and with HOADAM_SCREENSHOTS=FOLDER written there (`make screenshots`)."""

# ruff: noqa: F401, F811  (two of the names that are imported are fixtures)
import base64
import os
import struct
from pathlib import Path
from typing import Any

import pytest

from hoadam.ports import Asked, Store

pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

from web.test_browser import Site, browser, opened, site, told

MOST = 120_000  # bytes of a picture
PICTURES = (
    # name, path, language, colour scheme, width, height
    ("overview", "/overview", "en", "light", 1280, 860),
    ("timeline", "/timeline?from=2020&order=newest", "en", "light", 1280, 900),
    ("board", "/board", "vi", "light", 1280, 800),
    ("actors", "/actors", "en", "light", 1280, 900),
    ("map", "/map?country=AZE", "en", "light", 1280, 1010),
    ("page", "page", "en", "dark", 1280, 640),
    ("review", "/review", "en", "light", 1280, 760),
    ("review-narrow", "/review", "vi", "dark", 360, 760),
)


def quote(store: Store) -> str:
    """The address of a quote that proves what is disputed."""
    entry = store.timeline(Asked(certainty="disputed"))[0]
    span = next(one for one in entry.episode.reports if one.page == entry.page and one.quotes).quotes[0]
    return f"/page/{entry.page}?mark={span.start}-{span.end}#here"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = os.environ.get("HOADAM_SCREENSHOTS")
    made = Path(wanted) if wanted else tmp_path_factory.mktemp("screens")
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.mark.parametrize("picture", PICTURES, ids=[one[0] for one in PICTURES])
def test_a_picture_is_taken(browser: Any, site: Site, folder: Path, picture: tuple[str, str, str, str, int, int]) -> None:
    name, path, lang, scheme, width, height = picture
    page = opened(browser, locale=lang, viewport={"width": width, "height": height}, color_scheme=scheme)
    page.context.add_cookies([{"name": "hoadam_who", "value": "Lan", "url": site.base}])
    page.goto(site.base + (quote(site.store) if path == "page" else path))
    if name == "review":  # with a decision behind it, so that one sees how it is taken back
        page.keyboard.press("a")
        page.wait_for_selector(".undo")
        told(site)
        page.goto(site.base + path)
    assert page.get_attribute("html", "lang") == lang
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 55})
    made = base64.b64decode(shot["data"])
    (folder / f"{name}.webp").write_bytes(made)
    page.context.close()
    assert size_of(made) == (width, height)
    assert 5_000 < len(made) < MOST


def size_of(webp: bytes) -> tuple[int, int]:
    """Width and height of a WebP picture, simple or extended."""
    assert (webp[:4], webp[8:12]) == (b"RIFF", b"WEBP")
    if webp[12:16] == b"VP8X":
        return 1 + int.from_bytes(webp[24:27], "little"), 1 + int.from_bytes(webp[27:30], "little")
    assert webp[12:16] == b"VP8 "
    wide, high = struct.unpack_from("<HH", webp, 26)
    return wide & 0x3FFF, high & 0x3FFF
