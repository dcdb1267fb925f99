"""Addresses of the web: what stands there is read, and nothing but the open internet is asked, whatever leads elsewhere."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hoadam.model.errors import BadPage
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source.address import is_public, place_of
from hoadam.source.fetch import Client, Fetched
from hoadam.source.folder import for_path
from hoadam.source.text import opened
from hoadam.source.web import Web

TEXT = "Hai đoàn gặp nhau bên bờ sông và bàn về việc mở lại cầu sau lệnh ngừng bắn. " * 5
PAGE = f"<html><head><title>Cầu mở lại</title></head><body><article><h1>Cầu mở lại</h1><p>{TEXT}</p></article></body></html>".encode()
HERE, CANARY = "127.0.0.1", "127.0.0.2"  # the one server that the tests allow, and one on this machine that must never be asked
LIMIT = 1_000_000
BOMB = gzip.compress(b"a" * 50_000_000)


class Server(ThreadingHTTPServer):
    """Answers by path: a body, or a function that writes what it likes; notes whatever is asked."""

    daemon_threads = True

    def __init__(self, host: str, port: int = 0) -> None:
        super().__init__((host, port), Handler)
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str = "/", host: str = HERE) -> str:
        return f"http://{host}:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        answer = self.server.answers.get(self.path)
        if callable(answer):
            answer(self)
        elif isinstance(answer, str):
            self.reply(302, b"", Location=answer)
        elif answer is None:
            self.reply(404, b"none")
        else:
            self.reply(200, *answer)

    def reply(self, status: int, body: bytes, media: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(HERE)
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def canary(server: Server) -> Iterator[Server]:
    made = Server(CANARY, server.server_address[1])
    made.answers = {"/": (PAGE,)}
    yield made
    assert made.asked == []
    made.shutdown()
    made.server_close()


def client(server: Server, seconds: float = 5.0, resolve: Any = None, limit: int = LIMIT) -> Client:
    """A client that may ask the one server, and else what every client may."""
    more = {} if resolve is None else {"resolve": resolve}
    return Client(
        "hoadam/test", limit, seconds, allow=lambda ip: ip == HERE or is_public(ip), ports=frozenset({server.server_address[1]}), **more
    )


def items(server: Server, path: str, limit: int = LIMIT) -> list[Item]:
    return list(Web(server.url(path), limit, client(server, limit=limit), sleep=naps.append).pages())


naps: list[float] = []


# What stands there


def test_a_page_is_read_from_where_its_redirects_lead(server: Server) -> None:
    server.answers = {"/a": "/b?c=é", "/b?c=%C3%A9": server.url("/d"), "/d": (PAGE,)}
    [one] = items(server, "/a")
    assert isinstance(one, Found)
    assert (one.kind, one.where, one.url) == ("html", server.url("/a"), server.url("/d"))
    assert TEXT.strip() in opened(one).text
    assert server.agents == {"hoadam/test"}


def test_a_page_in_the_charset_that_its_server_names(server: Server) -> None:
    server.answers = {
        "/a": (PAGE.decode().encode("utf-16-le"), "text/html; charset=utf-16-le"),
        "/b": (TEXT.encode(), "text/plain"),
        "/c": (b"\x89PNG", "image/png"),
    }
    [one], [two], [three] = items(server, "/a"), items(server, "/b"), items(server, "/c")
    assert isinstance(one, Found)
    assert TEXT.strip() in opened(one).text
    assert isinstance(two, Found)
    assert two.kind == "text"
    assert three == Passed(server.url("/c"), "image/png, which is no page")


def feed(server: Server, *entries: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo Sông</title>{"".join(entries)}</channel></rss>'.encode()


def test_a_feed_leads_to_its_pages(server: Server) -> None:
    entry = "<item><title>Cầu</title><link>{}</link><pubDate>Mon, 25 Sep 2023 00:30:00 +0700</pubDate>{}</item>"
    whole = f"<content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded>"
    server.answers = {
        "/feed": (feed(server, entry.format(server.url("/1"), "<description>Tóm tắt.</description>"), entry.format(server.url("/2"), whole), entry.format(server.url("/gone"), ""), entry.format("http://10.0.0.1/", "")), "application/rss+xml"),
        "/1": (PAGE,),
    }  # fmt: skip
    one, two, three, four = items(server, "/feed")
    assert isinstance(one, Found)
    assert (one.where, one.url, one.written, one.outlet) == (server.url("/1"), server.url("/1"), "2023-09-25", "Báo Sông")
    assert isinstance(two, Found)
    assert TEXT.strip() in opened(two).text
    assert three == Unread(server.url("/gone"), "the server answers 404.")
    assert isinstance(four, Unread)
    assert "/2" not in server.asked


def test_a_sitemap_and_a_list_of_them_lead_to_their_pages(server: Server) -> None:
    inner = f"<urlset><url><loc> {server.url('/1')}?a=1&amp;b=2 </loc></url><url><loc><![CDATA[{server.url('/2')}]]></loc></url></urlset>"
    outer = f'<?xml version="1.0"?><sitemapindex><sitemap><loc>{server.url("/map.gz")}</loc></sitemap><sitemap><loc>{server.url("/none")}</loc></sitemap></sitemapindex>'
    server.answers = {
        "/maps": (outer.encode(), "text/xml"),
        "/map.gz": (gzip.compress(inner.encode()), "application/gzip"),
        "/1?a=1&b=2": (PAGE,),
        "/2": (PAGE,),
    }
    found = items(server, "/maps")
    assert [one.where for one in found if isinstance(one, Found)] == [server.url("/1?a=1&b=2"), server.url("/2")]


def test_robots_txt_holds_for_what_was_not_given(server: Server) -> None:
    server.answers = {
        "/map": (f"<urlset><loc>{server.url('/yes')}</loc><loc>{server.url('/no')}</loc></urlset>".encode(), "text/xml"),
        "/robots.txt": (b"User-agent: *\nDisallow: /no\nDisallow: /map\nCrawl-delay: 7\n", "text/plain"),
        "/yes": (PAGE,),
        "/no": (PAGE,),
    }
    naps.clear()
    one, two = items(server, "/map")
    assert isinstance(one, Found)
    assert isinstance(two, Unread)
    assert "robots.txt" in two.reason
    assert "/no" not in server.asked
    assert naps == [7.0]


def test_a_server_in_trouble_is_not_asked_further(server: Server) -> None:
    server.answers = {
        "/map": (f"<urlset><loc>{server.url('/a')}</loc></urlset>".encode(), "text/xml"),
        "/robots.txt": lambda handler: handler.reply(503, b""),
    }
    [one] = items(server, "/map")
    assert isinstance(one, Unread)
    assert "/a" not in server.asked


# What is bounded


def drip(handler: Handler) -> None:
    """A byte now and then, for ever."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(200):
        handler.wfile.write(b"a")
        time.sleep(0.05)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for n in range(200):
        handler.wfile.write(b"A%d: b\r\n" % n if n % 9 == 0 else b"")
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(2000):
        handler.wfile.write(b"a" * 10_000)


def cut(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nabc")


def chunked(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\nabc")


def packed(handler: Handler) -> None:
    handler.reply(200, BOMB, Content_Encoding="gzip")


def strange(handler: Handler) -> None:
    handler.reply(200, b"abc", Content_Encoding="br")


def many(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + b"A: b\r\n" * 5000 + b"\r\n")


def nothing(_handler: Handler) -> None:
    return


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (drip, "more than 1 seconds"), (drip_headers, "more than 1 seconds"), (endless, "1 MB at most"), (cut, "cut off"), (chunked, "cut off|cannot be asked"),
        (packed, "damaged or too much"), (strange, "not asked for"), (many, "cannot be asked"), (nothing, "cannot be asked"), (nonsense, "cannot be asked"),
        ("/a", "more than 5 times"), ((b"",), "empty"), ("", "more than 5 times"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bad_server_costs_little_and_is_said(server: Server, answer: Any, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    server.answers = {"/a": answer}
    start = time.monotonic()
    [one] = Web(server.url("/a"), LIMIT, client(server, 1.0), sleep=naps.append).pages()
    assert isinstance(one, Unread)
    assert any(part in one.reason for part in reason.split("|"))
    assert time.monotonic() - start < 8
    capfd.readouterr()  # what the local server says of the connections that were cut


def test_a_silent_server_is_left_after_a_while() -> None:
    with socket.create_server((HERE, 0)) as silent:
        port = silent.getsockname()[1]
        asking = Client("hoadam/test", LIMIT, 0.5, allow=lambda _: True, ports=frozenset({port}))
        with pytest.raises(BadPage, match=r"takes more than|does not answer"):
            asking.get(f"http://{HERE}:{port}/")


# What is not asked

NAMES = {  # what a hostile resolver says
    "metadata.test": ["169.254.169.254"], "router.test": ["192.168.1.1"], "ten.test": ["10.1.2.3"], "twelve.test": ["172.31.0.1"],
    "carrier.test": ["100.64.0.1"], "loop.test": [CANARY], "loop6.test": ["::1"], "mapped.test": ["::ffff:127.0.0.2"],
    "mapped-ten.test": ["::ffff:10.0.0.1"], "compatible.test": ["::127.0.0.2"], "nat64.test": ["64:ff9b::7f00:2"], "local-nat64.test": ["64:ff9b:1::1"],
    "6to4.test": ["2002:7f00:2::"], "teredo.test": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"], "link6.test": ["fe80::1"], "scoped.test": ["fe80::1%lo"],
    "unique.test": ["fd00::1"], "site.test": ["fec0::1"], "docs6.test": ["2001:db8::1"], "any.test": ["0.0.0.0"], "any6.test": ["::"],
    "broadcast.test": ["255.255.255.255"], "multicast.test": ["224.0.0.1"], "multicast6.test": ["ff02::1"], "reserved.test": ["240.0.0.1"],
    "bench.test": ["198.18.0.1"], "docs.test": ["192.0.2.1"], "protocol.test": ["192.0.0.8"], "relay.test": ["192.88.99.1"], "nothing.test": [],
    "nonsense.test": ["not an address"], "both.test": ["10.0.0.1", CANARY, "fe80::1"], "discard.test": ["100::1"], "srv6.test": ["5f00::1"],
}  # fmt: skip
# Spellings of this machine that the resolver of the system takes for it, or that a parser trips over.
SPELLINGS = [
    "http://127.0.0.2:{port}/", "http://127.2:{port}/", "http://127.0.2:{port}/", "http://2130706434:{port}/", "http://0x7f000002:{port}/", "http://0x7f.0.0.2:{port}/",
    "http://0177.0.0.2:{port}/", "http://017700000002:{port}/", "http://127.0.0.2.:{port}/", "http://①②⑦.⓪.⓪.②:{port}/", "http://127。0。0。2:{port}/",
    "http://[::1]:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://[::ffff:7f00:2]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::127.0.0.2]:{port}/",
    "http://[fe80::1%25lo]:{port}/", "http://[::1%25lo]:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/", "http://localhost:{port}/", "http://LOCALHOST:{port}/",
    "http://news.example@127.0.0.2:{port}/", "http://127.0.0.2:{port}@news.example/", "http://127.0.0.2:{port}\\@news.example/", "http://127.0.0.2:{port}#@news.example/",
    "http://127.0.0.2:{port}?@news.example/", "http:///127.0.0.2:{port}/", "http://127.0.0.2:{port}%2f@news.example/", "http://127.0.0.2 :{port}/", "http://127.0.0.2\t:{port}/",
    "http://127.0.0.2:{port}\r\nHost: a/", "http://127.0.0.2:0{port}/", "http://[127.0.0.2]:{port}/", "http://[:::{port}/", "file:///etc/passwd", "ftp://127.0.0.2:{port}/",
    "gopher://127.0.0.2:{port}/_GET", "data:text/html,<p>a</p>", "javascript:alert(1)", "//127.0.0.2:{port}/", "unix:///var/run/docker.sock", "HTTP://127.0.0.2:{port}/",
    "http://127.0.0.2/", "http://127.0.0.2:22/", "http://127.0.0.2:99999/", "http://127.0.0.2:-1/", "http://" + "a." * 2000 + "example/",
]  # fmt: skip


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) + len(SPELLINGS) >= 40


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_name_leads_to_this_machine_or_its_network(server: Server, canary: Server, name: str) -> None:
    asking = client(server, resolve=lambda host, _port: NAMES[host])
    with pytest.raises(BadPage, match="not on the open internet"):
        asking.get(server.url("/", name))
    server.answers = {"/": server.url("/", name), "/map": (f"<urlset><loc>{server.url('/', name)}</loc></urlset>".encode(), "text/xml")}

    def resolve(host: str, _port: int) -> Sequence[str]:
        return NAMES.get(host, [HERE])

    with pytest.raises(BadPage, match="not on the open internet"):
        client(server, resolve=resolve).get(server.url("/"))
    [one] = Web(server.url("/map"), LIMIT, client(server, resolve=resolve), sleep=naps.append).pages()
    assert isinstance(one, Unread)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_leads_to_this_machine(server: Server, canary: Server, spelling: str) -> None:
    url = spelling.replace("{port}", str(server.server_address[1]))
    with pytest.raises(BadPage):
        client(server).get(url)
    server.answers = {
        "/": lambda handler: handler.reply(302, b"", Location=url.replace("\r\n", "%0d%0a").encode("utf-8").decode("latin-1"))
    }
    with pytest.raises(BadPage):
        client(server).get(server.url("/"))


def test_a_name_that_changes_while_it_is_looked_at_is_connected_where_it_was_looked_at(server: Server, canary: Server) -> None:
    said = iter([[HERE], [CANARY], [CANARY]])
    server.answers = {"/": (PAGE,)}
    asking = client(server, resolve=lambda _host, _port: next(said))
    assert isinstance(asking.get(server.url("/", "rebind.test")), Fetched)
    with pytest.raises(BadPage, match="not on the open internet"):
        asking.get(server.url("/", "rebind.test"))


def test_a_public_name_that_also_stands_for_this_machine_is_not_connected_there(server: Server, canary: Server) -> None:
    server.answers = {"/": (PAGE,)}
    assert isinstance(client(server, resolve=lambda _host, _port: [CANARY, HERE]).get(server.url("/", "two.test")), Fetched)


def test_no_proxy_of_this_machine_is_used(server: Server, canary: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, canary.url("/", CANARY))
    server.answers = {"/": (PAGE,)}
    assert isinstance(client(server).get(server.url("/")), Fetched)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "203.0.114.1", "2606:4700::1111", "64:ff9b::808:808", "2a00:1450::1"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_public(address)


def test_places_are_named_as_servers_want_them() -> None:
    place = place_of("https://Báo.example/tin?a=đ#b")
    assert (place.host, place.port, place.target, place.named) == ("xn--bo-mia.example", 443, "/tin?a=%C4%91", "xn--bo-mia.example")


@pytest.mark.parametrize("host", ["a\u00a8b.example", "a\u00b4.example", "a\u2024b\u00af.example", "a!b.example", "a<b.example"])
def test_a_name_that_becomes_another_in_ascii_is_none(host: str) -> None:
    """Put into ASCII, "¨" is a space with a mark above it."""
    with pytest.raises(BadPage, match="no host"):
        place_of(f"https://{host}/")


def test_an_address_that_was_given_is_a_source_and_is_refused_here(server: Server) -> None:
    [one] = for_path(server.url("/"), LIMIT).pages()
    assert isinstance(one, Unread)
    assert "port" in one.reason
    assert server.asked == []
