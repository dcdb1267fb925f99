"""Files of many records yield their pages in order, and say of each record that is none why."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source.folder import for_path
from hoadam.source.text import opened

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves files to the collector
LIMIT = 100_000
TEXT = "Hai đoàn gặp nhau bên bờ sông. Họ bàn về việc mở lại cầu."
HTML = f"<html><head><title>Cầu mở lại</title></head><body><article><h1>Cầu mở lại</h1><p>{TEXT * 20}</p></article></body></html>"


def items(path: Path | str, limit: int = LIMIT) -> list[Item]:
    return list(for_path(str(path), limit).pages())


def found(path: Path | str) -> list[Found]:
    made = items(path)
    assert [one for one in made if not isinstance(one, Found)] == []
    return [one for one in made if isinstance(one, Found)]


def reasons(path: Path | str, limit: int = LIMIT) -> list[str]:
    return [one.reason for one in items(path, limit) if not isinstance(one, Found)]


# JSON lines, packed


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.ndjson.zst"])
def test_lines_are_unpacked_while_they_are_read(tmp_path: Path, name: str) -> None:
    raw = b"".join(b'{"id": "%d", "text": "Trang %d."}\n' % (n, n) for n in range(1000))
    packed = {"gz": gzip.compress, "st": zstandard.ZstdCompressor().compress, "nl": bytes}[name[-2:] if name[-2:] != "zst" else "st"](raw)
    (tmp_path / name).write_bytes(packed)
    assert [one.source for one in found(tmp_path / name)] == [str(n) for n in range(1000)]


def test_two_packed_files_one_after_another_are_one(tmp_path: Path) -> None:
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.ZstdCompressor().compress)):
        (tmp_path / name).write_bytes(pack(b'{"text": "A"}\n') + pack(b'{"text": "B"}\n'))
        assert [one.raw for one in found(tmp_path / name)] == ["A", "B"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_bomb_is_stopped_early(tmp_path: Path, name: str) -> None:
    raw = b'{"text": "A"}\n' + b"\n" * 300_000_000
    packed = gzip.compress(raw, 9) if name.endswith("gz") else zstandard.ZstdCompressor().compress(raw)
    (tmp_path / name).write_bytes(packed)
    first, last = items(tmp_path / name)
    assert isinstance(first, Found)
    assert isinstance(last, Unread)
    assert "more than 200 times its size" in last.reason


def test_a_cut_zstd_keeps_what_came_before(tmp_path: Path) -> None:
    raw = b'{"text": "A"}\n' + b'{"text": "%s"}\n' % os.urandom(200_000).hex().encode()
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(raw)[:-50_000])
    assert isinstance(items(tmp_path / "a.jsonl.zst", 10)[0], Unread)
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.FRAME_HEADER + b"nothing good")
    assert "damaged" in reasons(tmp_path / "b.jsonl.zst")[0]


def test_rows_of_crawls_say_when_they_were_seen(tmp_path: Path) -> None:
    rows = (
        '{"text": "A", "id": "<urn:uuid:1>", "dump": "CC-MAIN-2023-40", "url": "https://a.example/1", "date": "2023-09-25T01:02:03Z", "language": "vie"}\n'
        '{"text": "B", "timestamp": "2020/01/25 18:40:31", "url": "https://a.example/2", "source": "mC4"}\n'
        '{"text": "C", "date": "2023-09-25"}\n'
    )
    (tmp_path / "a.jsonl").write_text(rows)
    assert [(one.seen, one.written) for one in found(tmp_path / "a.jsonl")] == [("2023-09-25", None), ("2020-01-25", None), (None, None)]


# Parquet


def parquet(path: Path, rows: Sequence[dict[str, object]], **options: object) -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows)), path, **options)
    return path


def test_fineweb_rows_are_pages(tmp_path: Path) -> None:
    rows = [
        {"text": f"Trang {n}.", "id": f"<urn:uuid:{n}>", "dump": "CC-MAIN-2023-40", "url": f"https://a.example/{n}", "date": "2023-09-25T00:00:00Z",
         "file_path": "s3://x", "language": "vie", "language_score": 0.99, "language_script": "Latn", "minhash_cluster_size": 3, "top_langs": "{}"}
        for n in range(500)
    ]  # fmt: skip
    made = found(parquet(tmp_path / "a.parquet", rows, row_group_size=90, compression="zstd"))
    assert [one.raw for one in made] == [f"Trang {n}." for n in range(500)]
    assert made[7].where == f"{tmp_path}/a.parquet:8"
    assert (made[7].source, made[7].url, made[7].seen, made[7].written) == ("<urn:uuid:7>", "https://a.example/7", "2023-09-25", None)


def test_culturax_rows_are_pages(tmp_path: Path) -> None:
    moment = datetime(2021, 4, 5, 6, 7, tzinfo=UTC)
    [one, two] = found(
        parquet(
            tmp_path / "a.parquet",
            [
                {"text": "A", "timestamp": moment, "url": "u", "source": "OSCAR"},
                {"text": "B", "timestamp": None, "url": None, "source": "mC4"},
            ],
        )
    )
    assert (one.seen, one.url, two.seen) == ("2021-04-05", "u", None)


def test_a_row_that_is_no_page_is_said_and_the_next_is_read(tmp_path: Path) -> None:
    made = items(parquet(tmp_path / "a.parquet", [{"text": None}, {"text": "x" * (LIMIT + 1)}, {"text": "A"}]))
    assert [type(one) for one in made] == [Unread, Unread, Found]
    assert "page_mb" in reasons(tmp_path / "a.parquet")[1]


def test_what_is_no_parquet_of_pages_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not at all PAR1")
    parquet(tmp_path / "b.parquet", [{"body": "A", "n": 1}])
    good = parquet(tmp_path / "c.parquet", [{"text": f"{n} " * 50} for n in range(9000)], row_group_size=3000).read_bytes()
    (tmp_path / "d.parquet").write_bytes(good[:9000] + b"\x00" * 20_000 + good[29_000:])
    assert "cannot be opened as Parquet" in reasons(tmp_path / "a.parquet")[0]
    assert "no column" in reasons(tmp_path / "b.parquet")[0]
    assert "breaks off" in reasons(tmp_path / "d.parquet")[-1]


# WARC and WACZ


def warc(*records: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A WARC file of records (type, media type or status line, content)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for n, (sort, media, content) in enumerate(records):
        kind = sort
        headers = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1") if kind == "response" else None
        if kind == "404":
            kind, headers = "response", StatusAndHeaders("404 Not Found", [("Content-Type", media)], protocol="HTTP/1.1")
        if kind == "gzipped":
            kind, headers = (
                "response",
                StatusAndHeaders("200 OK", [("Content-Type", media), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"),
            )
        record = writer.create_warc_record(
            f"https://a.example/{n}", kind, payload=io.BytesIO(content), http_headers=headers, warc_content_type="" if headers else media,
            warc_headers_dict={"WARC-Date": "2023-09-25T10:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_answers_of_servers_are_pages(tmp_path: Path, name: str) -> None:
    raw = warc(
        ("response", "text/html; charset=utf-8", HTML.encode()),
        ("response", "image/png", b"\x89PNG"),
        ("404", "text/html", b"<p>gone</p>"),
        ("gzipped", "text/html", gzip.compress(HTML.replace("Hai", "Ba").encode())),
        ("conversion", "text/plain", TEXT.encode()),
        ("resource", "text/plain", TEXT.encode()),
        ("metadata", "text/plain", b"x"),
        packed=name.endswith("gz"),
    )
    (tmp_path / name).write_bytes(zstandard.ZstdCompressor().compress(raw) if name.endswith("zst") else raw)
    made = items(tmp_path / name)
    pages = [one for one in made if isinstance(one, Found)]
    assert [(one.kind, one.url, one.seen) for one in pages] == [
        ("html", "https://a.example/0", "2023-09-25"), ("html", "https://a.example/3", "2023-09-25"),
        ("text", "https://a.example/4", "2023-09-25"), ("text", "https://a.example/5", "2023-09-25"),
    ]  # fmt: skip
    assert [one.reason for one in made if isinstance(one, Passed)] == ["image, which is no page", "a server's answer 404, which is no page"]
    assert len(made) == 6
    assert "Ba đoàn" in opened(pages[1]).text


def test_a_page_in_the_charset_that_its_server_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(("response", "text/html; charset=utf-16-le", HTML.encode("utf-16-le"))))
    [one] = found(tmp_path / "a.warc.gz")
    assert TEXT in opened(one).text


def test_a_small_record_that_unpacks_to_much_is_stopped(tmp_path: Path) -> None:
    bomb = warc(("response", "text/html", HTML.encode()), ("response", "text/html", b"<p>" + b"a" * 300_000_000))
    assert len(bomb) < 1_000_000
    (tmp_path / "a.warc.gz").write_bytes(bomb)
    double = warc(("gzipped", "text/html", gzip.compress(b"a" * 60_000_000)), ("conversion", "text/plain", TEXT.encode()))
    (tmp_path / "b.warc.gz").write_bytes(double)
    first, second = items(tmp_path / "a.warc.gz")
    assert isinstance(first, Found)
    assert isinstance(second, Unread)
    assert "unpacks to more than" in second.reason
    inner, after = items(tmp_path / "b.warc.gz")
    assert isinstance(inner, Unread)
    assert isinstance(after, Found)


@pytest.mark.parametrize("cut", [0.32, 0.61, 0.93])
def test_a_cut_archive_keeps_what_came_before(tmp_path: Path, cut: float) -> None:
    whole = warc(*(("response", "text/html", HTML.encode() + Random(n).randbytes(3000).hex().encode()) for n in range(20)))
    (tmp_path / "a.warc.gz").write_bytes(whole[: int(len(whole) * cut)])
    made = items(tmp_path / "a.warc.gz")
    assert sum(isinstance(one, Found) for one in made) >= int(20 * cut) - 1
    assert isinstance(made[-1], Unread)


def test_a_wacz_is_the_pages_of_its_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as made:
        made.writestr("datapackage.json", "{}")
        made.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        made.writestr("archive/data.warc.gz", warc(("response", "text/html", HTML.encode())))
    [one] = found(tmp_path / "a.wacz")
    assert one.where == f"{tmp_path}/a.wacz:archive/data.warc.gz:2"


# Archives


def test_members_of_a_zip_are_pages(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("b/1.txt", TEXT)
        made.writestr("b/2.html", HTML)
        made.writestr("c.jsonl.gz", gzip.compress(b'{"text": "A"}\n{"text": "B"}\n'))
        made.writestr("d.png", b"\x89PNG")
    made_items = items(tmp_path / "a.zip")
    assert [one.kind for one in made_items if isinstance(one, Found)] == ["text", "html", "text", "text"]
    assert [one.reason for one in made_items if isinstance(one, Passed)] == ["a member of an archive that is no page (.png)"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:\\a.txt"])
def test_no_name_leads_out_of_an_archive(tmp_path: Path, name: str) -> None:
    place = tmp_path / "in"
    place.mkdir()
    with zipfile.ZipFile(place / "a.zip", "w") as made:
        made.writestr(name, TEXT)
    with tarfile.open(place / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(TEXT.encode())
        tar.addfile(info, io.BytesIO(TEXT.encode()))
    assert reasons(place) == ["its name leads out of the archive."] * 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.tar.gz", "a.zip", "in"]


def test_links_in_archives_are_not_followed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("a.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    assert ["link" in one for one in reasons(tmp_path / "a.zip")] == [True]
    assert ["link" in one for one in reasons(tmp_path / "a.tar")] == [True, True, False, False]


def test_bombs_in_archives_are_stopped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", b"a" * 100_000_000)
        made.writestr("b.jsonl", b'{"text": "A"}\n' + b"\n" * 100_000_000)
        made.writestr("c.txt", TEXT)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("a.txt")
        info.size = 300_000_000
        tar.addfile(info, io.BytesIO(b"a" * info.size))
    big = items(tmp_path / "a.zip", 10_000_000)
    assert [type(one) for one in big] == [Unread, Found, Unread, Found]
    assert [part in one.reason for part, one in (("10 MB at most", big[0]), ("200 times", big[2])) if isinstance(one, Unread)] == [True] * 2
    assert "200 times" in reasons(tmp_path / "a.tar.gz", 1_000_000_000)[-1]


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(b"nothing" * 1000))
    assert "cannot be read as an archive" in reasons(tmp_path / "a.zip")[0]
    assert "damaged" in reasons(tmp_path / "a.tar.gz")[0]


# Feeds

RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Báo Sông</title><link>https://song.example</link>
<item><title>Cầu mở lại</title><link>https://song.example/1</link><pubDate>Mon, 25 Sep 2023 00:30:00 +0700</pubDate>
<content:encoded><![CDATA[<p>{TEXT}</p><p>Hết. {TEXT}</p>]]></content:encoded></item>
<item><title>Tin ngắn</title><link>https://song.example/2</link><description>{TEXT}</description></item>
<item><title>Chỉ có tựa</title><link>https://song.example/3</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Núi</title><entry><title>A</title><id>x</id>
<link href="https://nui.example/1"/><published>2023-09-24T23:30:00-05:00</published><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""


def test_entries_of_a_feed_are_pages_of_their_own_day(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.xml").write_text(ATOM)
    one, two, three = items(tmp_path / "a.rss")
    [four] = found(tmp_path / "b.xml")
    assert isinstance(one, Found)
    assert isinstance(two, Found)
    assert isinstance(three, Passed)
    assert (one.title, one.url, one.written, one.outlet) == ("Cầu mở lại", "https://song.example/1", "2023-09-25", "Báo Sông")
    assert opened(one).text.count(TEXT) == 2
    assert (two.kind, two.written, "summary" in two.notes[0]) == ("html", None, True)
    assert (four.written, four.outlet) == ("2023-09-24", "Báo Núi")


def test_xml_that_is_no_feed_is_passed_over_and_entities_do_not_grow(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<list><thing/></list>")
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    (tmp_path / "b.rss").write_text(f"<!DOCTYPE rss [{entities}]>{RSS.partition('?>')[2].replace('Báo Sông', '&i;')}")
    (tmp_path / "c.rss").write_text(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{RSS.partition("?>")[2].replace("Báo Sông", "&x;")}'
    )
    assert [type(one) for one in items(tmp_path / "a.xml")] == [Passed]
    assert all(len(one.outlet or "") < 1000 for one in items(tmp_path / "b.rss") if isinstance(one, Found))
    assert all("root:" not in (one.outlet or "") for one in items(tmp_path / "c.rss") if isinstance(one, Found))


# Paths


def test_patterns_and_links_in_folders(tmp_path: Path) -> None:
    for name in ("a/1.txt", "a/b/2.txt", "c/3.txt", "c/4.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("chữ")
    outside = tmp_path / "outside.txt"
    outside.write_text("mật")
    (tmp_path / "c" / "5.txt").symlink_to(outside)
    (tmp_path / "c" / "6.txt").symlink_to(tmp_path / "c" / "3.txt")
    assert [Path(one.where).name for one in found(f"{tmp_path}/*/*.txt")] == ["1.txt", "3.txt", "5.txt", "6.txt"]
    assert [Path(one.where).name for one in found(f"{tmp_path}/a/**/*.txt")] == ["1.txt", "2.txt"]
    assert [Path(one.where).name for one in found(tmp_path / "c")] == ["3.txt", "6.txt"]
    assert [Path(one).name for one in for_path(str(tmp_path / "c"), LIMIT).passed_over()] == ["4.md", "5.txt"]
    assert reasons(f"{tmp_path}/*.none") == ["there is no file that this pattern stands for."]
