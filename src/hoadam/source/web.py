"""What pages an address of the web stands for: the page there, those of a feed, or those of a sitemap. Asked only when it is given."""

import html
import io
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import msgspec

from hoadam.model.errors import BadPage
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source import encoding
from hoadam.source.fetch import Client, Fetched, Refused
from hoadam.source.records import Records
from hoadam.source.text import found
from hoadam.source.unpack import DAMAGED, unpacking

MOST = 500  # pages of one feed or sitemap in one go
MAPS = 20  # sitemaps that a list of them is followed to
PAUSE = 1.0  # seconds between two questions to one host, unless it asks for more
LONGEST = 30.0  # seconds of pause that are granted
HTML = ("text/html", "application/xhtml+xml")
XML = ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml")
PACKED = ("application/gzip", "application/x-gzip")
_LOC = re.compile(rb"<(?:\w++:)?loc>\s*+(?:<!\[CDATA\[)?+\s*+([^<>\s\]]++)")
_MAP = re.compile(rb"<(?:\w++:)?(urlset|sitemapindex)\b")
_FEED = re.compile(rb"\s*+(?:<\?xml|<rss|<feed|<rdf)", re.IGNORECASE)


class Web:
    """An address that was given; those that it leads to are asked too, as far as their host's robots.txt lets."""

    def __init__(self, url: str, limit: int, client: Client, sleep: Callable[[float], None] = time.sleep) -> None:
        """The address; an answer of more than `limit` bytes is not taken."""
        self.url = url
        self.limit = limit
        self.client = client
        self.sleep = sleep
        self._rules: dict[str, RobotFileParser] = {}
        self._asked: set[str] = set()

    def pages(self) -> Iterator[Item]:
        """The page, or those of the feed or sitemap in their order; what cannot be had is an Unread."""
        try:
            answer = self._got(self.url)
        except BadPage as error:
            yield Unread(self.url, str(error))
            return
        raw = self._unpacked(answer)
        if raw is None:
            yield Unread(self.url, "what the server sends is packed, and damaged or too much.")
        elif _MAP.search(raw, 0, 4000):
            yield from self._mapped(raw)
        elif answer.media in XML or _FEED.match(raw):
            yield from self._fed(raw)
        else:
            yield _page(msgspec.structs.replace(answer, raw=raw), self.url)

    def passed_over(self) -> Sequence[str]:
        """Nothing: the address was given."""
        return ()

    def _mapped(self, raw: bytes) -> Iterator[Item]:
        """The pages of a sitemap, or of the sitemaps that a list of them names."""
        places = self._places(raw, MAPS)
        for url in islice(places, MOST):
            yield self._followed(Found(url, url, "html", b"", "", url))
        for _ in places:
            yield Passed(self.url, f"an address of a sitemap behind its first {MOST}")

    def _places(self, raw: bytes, deeper: int) -> Iterator[str]:
        """The addresses in a sitemap, each once."""
        kind = _MAP.search(raw, 0, 4000)
        urls = dict.fromkeys(html.unescape(one[1].decode("utf-8", "replace")) for one in _LOC.finditer(raw))
        if not kind or kind[1] == b"urlset" or not deeper:
            yield from urls
            return
        for url in islice(urls, deeper):
            try:
                more = self._unpacked(self._got(url, follows=True))
            except BadPage:
                more = None  # its pages are missing, and the list's other maps are read
            if more:
                yield from self._places(more, 0)

    def _fed(self, raw: bytes) -> Iterator[Item]:
        """The pages of a feed: an entry with its whole text as it is, of any other the page that it leads to."""
        for item in islice(Records(Path(self.url), "feed", self.limit, raw=raw).pages(), MOST):
            yield self._followed(item) if isinstance(item, Found) and not item.raw and item.url else item

    def _followed(self, item: Found) -> Item:
        url = item.url or ""
        try:
            page = _page(self._got(url, follows=True), url)
        except BadPage as error:
            return Unread(url, str(error))
        if not isinstance(page, Found):
            return page
        return found(msgspec.structs.replace(page, title=item.title, written=item.written, outlet=item.outlet))

    def _got(self, url: str, *, follows: bool = False) -> Fetched:
        """What stands there; raises BadPage, also where a robots.txt keeps an address that was not given from being asked."""
        host = urlsplit(url).netloc
        pause = PAUSE
        if follows:
            rules = self._rules_of(url, host)
            if not rules.can_fetch(self.client.agent, url):
                raise BadPage(f"{host} asks programs not to read this address (robots.txt).")
            pause = min(max(PAUSE, float(rules.crawl_delay(self.client.agent) or 0)), LONGEST)
        if host in self._asked:
            self.sleep(pause)
        self._asked.add(host)
        return self.client.get(url)

    def _rules_of(self, url: str, host: str) -> RobotFileParser:
        if host not in self._rules:
            rules = self._rules[host] = RobotFileParser()
            try:
                answer = self.client.get(f"{urlsplit(url).scheme}://{host}/robots.txt")
                rules.parse(answer.raw[:500_000].decode("utf-8", "replace").splitlines())
            except Refused as refused:
                rules.parse([] if 400 <= refused.status < 500 else ["User-agent: *", "Disallow: /"])
            except BadPage:
                rules.parse(["User-agent: *", "Disallow: /"])
        return self._rules[host]

    def _unpacked(self, answer: Fetched) -> bytes | None:
        """The answer's bytes, out of gzip where they are in it; None where that is damaged or too much."""
        try:
            raw = unpacking(io.BytesIO(answer.raw)).read(self.limit + 1)
        except (BadPage, OSError, *DAMAGED):
            return None
        return raw if len(raw) <= self.limit else None


def _page(answer: Fetched, where: str) -> Item:
    """The page in the answer, or why it is none."""
    if len(answer.raw) == 0:
        return Unread(where, "the answer is empty.")
    is_html = answer.media in HTML or (not answer.media and b"<html" in answer.raw[:4000].lower())
    if not is_html and answer.media not in {"text/plain", ""}:
        return Passed(where, f"{answer.media[:40]}, which is no page")
    raw: bytes | str = answer.raw
    notes: tuple[str, ...] = ()
    if answer.charset.lower() not in {"", "utf-8", "utf8"}:
        try:
            raw, notes = encoding.decode(answer.raw, answer.charset)
        except BadPage as error:
            return Unread(where, str(error))
    return found(Found(where, where, "html" if is_html else "text", raw, "", answer.url, notes=notes))
