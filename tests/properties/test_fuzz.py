"""Whatever comes in by any entry, it is read or refused in words: no entry fails otherwise. HOADAM_FUZZ_SECONDS says how long each is tried."""

import gzip
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import strategies as st

from fuzzing import edited, fuzz, is_ours, pieces
from hoadam import app, desk, pipeline
from hoadam.cli import advising
from hoadam.engine.here import Job
from hoadam.model.errors import BadConfig, BadPack, BadPage, StoreError
from hoadam.model.story import Reading, Ruling, Unread
from hoadam.packs import load
from hoadam.ports import Asked, Found, Item, Outcome, Passed
from hoadam.source import archive, encoding, feed, jsonl, warc
from hoadam.source.address import is_public, place_of
from hoadam.source.extract import extracted
from hoadam.source.fetch import Client, Fetched
from hoadam.source.records import Records
from hoadam.source.unpack import unpacking
from hoadam.source.web import Web
from hoadam.source.worker import Asked as Document
from samples import made_page, made_reading

sys.path.append(str(Path(__file__).parents[1] / "source"))
import hostile

pytestmark = pytest.mark.filterwarnings("ignore")
LIMIT = 100_000
NEWS = hostile.NEWS
PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cầu - Báo Sông</title><meta property="og:description" content="Hai bên gặp nhau.">'
    '<link rel="canonical" href="https://a.example/1"><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Cầu", '
    '"datePublished": "2023-03-05T01:30:00+07:00", "author": [{"name": "A"}], "publisher": {"name": "B"}}]}</script></head><body><nav><a href="/">Trang chủ</a></nav>'
    f'<article><h1>Cầu</h1><time datetime="2023-03-05">5/3</time><p>{NEWS * 3}</p><table><tr><td>a</td></tr></table></article></body></html>'
)
TAGS = (
    "<p>", "</p>", "<div", ">", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<meta charset=", "<title>", '"', "'", "&#", "&amp;", "&#x0;", "<table><tr><td>",
    "<time datetime='", "<svg>", "<style>", "<a href=", "<br/>", "<article>", "<h1>", '<script type="application/ld+json">', '{"headline": ', "[[[[", "\x00", "\u2028", NEWS,
)  # fmt: skip
TIMES = (
    "ngày ", "14", "/", "5", "2023", " tháng ", " năm ", "hôm qua", "sáng ", "thứ hai", "tuần trước", "cùng ngày", "từ ", " đến ", "trong ", "ba ", "mươi ", "nửa ", "đầu ", "cuối ",
    "-", "–", ".", ", ", " ", "h", "giờ ", "phút", "quý ", "thế kỷ ", "thập niên ", "1990", "99", "31/2", "29/2/2023", "0", "9" * 30, "\n", "trước ", "sau ", "nay", "on ", "May ", "last ", "Monday ",
)  # fmt: skip
NEWS_PARTS = (
    "Armenia", " và ", "Azerbaijan", "Thủ tướng ", "Tổng thống ", "Nikol Pashinyan", " đã ", "gặp ", "ký ", "lệnh ngừng bắn", " cho biết ", "rằng ", "“", "”", "(", ")", "AFP", " - ", "\n", "\n\n",
    "ba người ", "thiệt mạng", " ở ", "Goris", ", ", ". ", ": ", "Theo ", "Nga", "không ", "sẽ ", "Bộ Quốc phòng ", "nước này ", "hai bên ", "20", " binh sĩ ", "pháo kích ", "Ảnh: ", "Đọc thêm",
)  # fmt: skip
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo</title><item><title>A</title>'
    f"<link>https://a.example/1</link><pubDate>Mon, 25 Sep 2023 00:30:00 +0700</pubDate><content:encoded><![CDATA[<p>{NEWS}</p>]]></content:encoded></item>"
    "<item><title>B</title><description>&lt;p&gt;b&lt;/p&gt;</description></item></channel></rss>"
).encode()
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><title>A</title><link href="https://a.example/1"/><published>2023-09-24T23:30:00-05:00</published><content type="xhtml"><div>a</div></content></entry></feed>'
LINES = '{"id": 1, "text": "Hai bên.", "url": "u", "written": "2023-09-24", "dump": "C", "date": "2023-01-01"}\n{"html": "<p>a</p>", "seen": null}\n\n{"text": "\\ud83d\\ude00"}\n'.encode()
WARC = hostile._warc(b"<html><p>a</p></html>") + hostile._warc(
    gzip.compress(b"<p>a</p>"), http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=cp1258\r\nContent-Encoding: gzip\r\n\r\n"
)
ZIP = hostile._zip(("a.txt", NEWS.encode()), ("b/c.jsonl", LINES), ("d.warc", WARC), ("e.html", PAGE.encode()))
TAR = hostile._tar((hostile.tarfile.TarInfo("a.txt"), NEWS.encode()), (hostile.tarfile.TarInfo("b.jsonl"), LINES))
SITEMAP = b'<?xml version="1.0"?><urlset><url><loc>https://a.example/1?a=1&amp;b=2</loc></url><url><loc><![CDATA[http://b.example/]]></loc></url></urlset>'
ROBOTS = b"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\nRequest-rate: 1/5\nAllow: /\nSitemap: https://a.example/s.xml\n"
RULING = Ruling("r1", "accept", ("e1",), "An", "2023-01-01T00:00:00Z", "type", "CONSULT", "note")


@cache
def reader() -> Job:
    return app.reader(app.Settings())


@cache
def tools() -> pipeline.Tools:
    return pipeline.prepare(load.load())


def sound(items: Iterable[Item]) -> None:
    """Each is a page within the limit, or says in a sentence why it is none."""
    for item in items:
        assert isinstance(item, Found | Unread | Passed)
        if isinstance(item, Found):
            assert len(item.raw) <= 2 * LIMIT
            assert Found.unpacked(item.packed()) == item
        else:
            assert item.reason.strip()
            assert "\n" not in item.reason


def said(error: Exception, word: str = "", lines: int = 0) -> None:
    """An error is one sentence or more on one line, but for those in the words that it names."""
    assert str(error).strip()
    assert str(error).count("\n") == lines
    assert word in str(error)


def read(raw: str | bytes) -> None:
    """The text is read, and all that is said of it lies inside it; or it is refused."""
    try:
        made = reader()(Found("a", "a.txt", "text", raw, "d"))
    except BadPage:
        return
    size = len(made.page.text)
    for span in (*made.times, *made.mentions, *made.claims, *made.blocks, *(quote for event in made.events for quote in event.quotes)):
        assert 0 <= span.start < span.end <= size
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Reading) == made


def test_html() -> None:
    def check(html: str) -> None:
        try:
            made = extracted(Document(html, None))
        except Exception as error:
            if is_ours(error):  # a library's own failure is caught by the child process and told
                raise
        else:
            assert made.text or made.error

    whole = edited(PAGE.encode()).map(lambda raw: raw.decode("utf-8", "replace"))
    fuzz(whole | pieces(*TAGS), check)


def test_bytes_of_a_text() -> None:
    def check(raw: bytes) -> None:
        try:
            text, _ = encoding.decode(raw)
        except BadPage:
            return
        assert "\x00" not in text

    samples = [NEWS.encode(name, "replace") for name in ("utf-8", "utf-16", "utf-16-be", "utf-32", "cp1258", "latin-1")]
    fuzz(edited(*samples) | st.binary(max_size=300), check)


def test_text() -> None:
    fuzz(pieces(*NEWS_PARTS, *TIMES).map(lambda odd: f"{NEWS * 2}\n\n{odd}") | edited((NEWS * 3).encode()), read)


def test_time_expressions() -> None:
    fuzz(pieces(*TIMES).map(lambda odd: f"{NEWS}\n\nHai bên gặp nhau {odd}."), read)


@pytest.mark.parametrize(
    ("read_", "samples"),
    [
        (jsonl.pages_of, (LINES,)),
        (lambda file, name, limit: jsonl.pages_of(unpacking(file), name, limit), (gzip.compress(LINES), hostile.zstandard.ZstdCompressor().compress(LINES))),
        (warc.pages_of, (WARC, gzip.compress(WARC), b"".join(map(gzip.compress, (WARC, WARC))))),
        (feed.pages_of, (FEED, ATOM)),
        (lambda file, name, limit: feed.pages_of(file, name, limit, follow=True), (FEED, ATOM)),
    ],
    ids=["jsonl", "packed", "warc", "feed", "feed of the web"],
)  # fmt: skip
def test_streams_of_pages(read_: Callable[[io.BytesIO, str, int], Iterable[Item]], samples: tuple[bytes, ...]) -> None:
    fuzz(edited(*samples), lambda raw: sound(read_(io.BytesIO(raw), "a", LIMIT)))


@pytest.mark.parametrize(("name", "sample", "read_"), [("a.zip", ZIP, archive.zip_pages), ("a.wacz", ZIP, archive.zip_pages), ("a.tar.gz", TAR, archive.tar_pages), ("a.tar", gzip.decompress(TAR), archive.tar_pages)])  # fmt: skip
def test_archives(tmp_path: Path, name: str, sample: bytes, read_: Callable[[Path, int], Iterable[Item]]) -> None:
    def check(raw: bytes) -> None:
        (tmp_path / name).write_bytes(raw)
        sound(read_(tmp_path / name, LIMIT))
        assert [path.name for path in tmp_path.iterdir()] == [name]

    fuzz(edited(sample), check)


def test_parquet(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"text": NEWS * n, "url": "u", "date": "2023-01-01"} for n in range(30)]
    samples = [hostile._parquet(rows, compression=how, row_group_size=10) for how in ("none", "zstd", "snappy")]

    def check(raws: list[bytes]) -> None:  # in the child process that it is read in always: a library in C may crash
        for number, raw in enumerate(raws):
            (tmp_path / f"{number}.parquet").write_bytes(raw)
            sound(Records(tmp_path / f"{number}.parquet", "parquet", LIMIT).pages())

    fuzz(st.lists(edited(*samples), min_size=1, max_size=1), check, each=3)


def test_queries(tmp_path: Path) -> None:
    with closing(app.store(app.Settings(store=str(tmp_path / "a.db")), create=True, write=True)) as store:
        store.put([Outcome("a", made_reading(made_page(NEWS)), "d")], "r")

        def check(words: str) -> None:
            for hit in store.search(words, 5):
                assert hit.quote is None or hit.quote.of(NEWS)
            store.timeline(Asked(since=words, until=words, actor=words, type=words, process=words, other=words, country=words))
            store.named(words)
            try:
                first, last = desk.bounds(words)
                assert first <= last
                desk.show(store, words)
            except BadConfig as error:
                said(error, words, lines=words.count("\n"))

        fuzz(pieces('"', "*", "NEAR", "AND", "OR", "NOT", "(", ")", ":", "-", "^", "'", ";", "%", "_", "\\", "2020", "-09", "/", "ngừng bắn", "exact:", "\x00", "{", most=12), check)  # fmt: skip


def test_the_data_folder(tmp_path: Path) -> None:
    shutil.copytree(load.bundled() / "lang" / "en", tmp_path / "en")
    files = [path for path in sorted((tmp_path / "en").rglob("*.yaml")) if "examples" not in path.parts and path.stat().st_size < 6000]
    good = {path: path.read_bytes() for path in files}

    def check(change: tuple[Path, bytes]) -> None:
        path, raw = change
        path.write_bytes(raw)
        try:
            load.language(tmp_path / "en")
        except BadPack as error:
            said(error, path.name)
        finally:
            path.write_bytes(good[path])

    fuzz(st.sampled_from(files).flatmap(lambda path: st.tuples(st.just(path), edited(good[path]))), check, each=5)


def test_decisions(tmp_path: Path) -> None:
    story = [made_reading(made_page(NEWS), events=2)]
    line = msgspec.json.encode(RULING)
    samples = [b"\n".join([line, line.replace(b"accept", act)]) for act in (b"reject", b"add", b"merge", b"split", b"change")]

    def check(raw: bytes) -> None:
        (tmp_path / "a.jsonl").write_bytes(raw)
        try:
            rulings = list(advising._proposals(tmp_path / "a.jsonl"))
        except BadConfig:
            return
        pipeline.tell(story, tools(), rulings)

    fuzz(edited(*samples), check)


def test_addresses() -> None:
    def check(url: str) -> None:
        is_public(url)
        try:
            place = place_of(url)
        except BadPage as error:
            said(error)
            return
        assert place.scheme in {"http", "https"}
        assert place.target.startswith("/")
        assert (place.host + place.target).isascii()
        assert not any(letter.isspace() for letter in place.host + place.target)

    fuzz(pieces("http", "https", "://", ":", "/", "@", "[", "]", "::1", "%25", "%", "#", "?", "127.0.0.1", "a.example", "\\", "\t", "đ", "。", "xn--", "0x7f", "80", most=14).map("http://".__add__) | st.text(max_size=30), check)  # fmt: skip


class Given(Client):
    """A client whose every answer is given: what a server sends is the fuzzed input."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("hoadam/test", LIMIT)
        self.raw = raw

    def get(self, url: str) -> Fetched:
        return Fetched(url, "text/xml", "", ROBOTS if url.endswith("robots.txt") and self.raw[:1] != b"U" else self.raw)


def test_what_a_server_sends() -> None:
    fuzz(
        edited(SITEMAP, ROBOTS, gzip.compress(SITEMAP)),
        lambda raw: sound(Web("https://a.example/", LIMIT, Given(raw), sleep=lambda _: None).pages()),
        each=4,
    )


def test_a_store_that_is_none(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    with closing(app.store(app.Settings(store=str(place)), create=True, write=True)) as store:
        store.put([Outcome("a", made_reading(made_page(NEWS)), "d")], "r")
    good = place.read_bytes()

    def check(raw: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.db").write_bytes(raw)
            try:
                with closing(app.store(app.Settings(store=f"{folder}/a.db"))) as store:
                    store.counts()
                    list(store.readings())
                    store.faults()
            except StoreError as error:
                said(error)

    fuzz(edited(good), check, each=5)
