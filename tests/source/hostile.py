"""Files that harm a careless reader: every one made here, small, and named for what it tries, with what is said of it."""

import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

SENTENCE = "Ngày 14/5/2023, hai bên gặp nhau để bàn về lệnh ngừng bắn. "
NEWS = "Theo Bộ Quốc phòng Armenia, ngày 14/5/2023, ba người đã thiệt mạng ở Goris và hai bên vẫn chưa ký lệnh ngừng bắn. "
MB = 1_000_000


def _text(odd: str) -> bytes:
    """News with something odd behind it: the news comes first, for of a page whose language is unknown no more is read."""
    return f"{NEWS * 25}\n\n{odd}\n\n{NEWS}".encode()


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><title>a</title>{head}</head><body>{body}</body></html>".encode()


def _zip(*members: tuple[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", pack) as made:
        for name, raw in members:
            made.writestr(name, raw)
    return out.getvalue()


def _tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for info, raw in members:
            info.size = len(raw)
            made.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def _link(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def _overlapping() -> bytes:
    """A ZIP file whose many names all stand for the same packed bytes."""
    body = zipfile.ZipInfo("0.txt")
    body.compress_type = zipfile.ZIP_DEFLATED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(body, b"a" * 900_000)
        for n in range(1, 60):
            twin = zipfile.ZipInfo(f"{n}.txt")
            for key in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(twin, key, getattr(body, key))
            made.filelist.append(twin)
    return out.getvalue()


def _warc(payload: bytes, length: int | None = None, http: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> bytes:
    size = len(http) + len(payload) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2023-05-14T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + http + payload + b"\r\n\r\n"


def _parquet(rows: list[dict[str, object]], **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **options)
    return out.getvalue()


def _repeats(text: str, rows: int) -> bytes:
    """A small file whose every row has the same long text."""
    out = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))
    pq.write_table(pa.table({"text": column}), out)
    return out.getvalue()


def _feed(inside: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>a</title>{inside}</channel></rss>'.encode()


def _laughs() -> str:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    return '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in pairs) + "]>"


def _lines(bad: bytes) -> bytes:
    """JSON lines around one of this kind: the good lines must come through."""
    mark = zlib.crc32(bad)  # the same page again would be passed over
    one, two = (json.dumps({"text": f"{SENTENCE}{mark} {n}"}, ensure_ascii=False).encode() for n in (1, 2))
    return one + b"\n" + bad + b"\n" + two + b"\n"


READ = ""  # what is said of a file that is read whole
DEEP = "nested more than 512 elements deep"
MANY = "more than 500 attributes"
NO_TEXT = "no text in the HTML"
STRANGE = "no pack for"
BINARY = "binary, not text"
RATIO = "more than 200 times its size"
NO_JSON = "no page in JSON"
OUT = "leads out of the archive"
LINK = "links in archives are not followed"
DAMAGED = "damaged"
NO_PAGE = "no page"
CPU = "seconds"

# Name: how it is made, and what must stand in what is said of it.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    # HTML that stops parsers
    "attributes-40000.html": (lambda: html(f"<p {' '.join(f'a{n}=1' for n in range(40_000))}>{SENTENCE}</p>"), MANY),
    "attributes-same.html": (lambda: html(f"<p {'a=1 ' * 100_000}>{SENTENCE}</p>"), MANY),
    "nested-div.html": (lambda: html("<div>" * 50_000 + SENTENCE), DEEP),
    "nested-bold.html": (lambda: html("<b>" * 50_000 + SENTENCE), DEEP),
    "nested-table.html": (lambda: html("<table><tr><td>" * 5_000 + SENTENCE), DEEP),
    "nested-list.html": (lambda: html("<ul><li>" * 20_000 + SENTENCE), DEEP),
    "nested-quote.html": (lambda: html("<blockquote>" * 20_000 + SENTENCE + "</blockquote>" * 20_000), DEEP),
    "nested-svg.html": (lambda: html("<svg><g>" * 20_000 + SENTENCE), DEEP),
    "misnested.html": (lambda: html("<a><b><i><u><font>" * 3_000 + SENTENCE + "</a></i></b>" * 3_000), DEEP),
    "cells.html": (lambda: html("<table>" + "<tr><td>a<td>b<td>c" * 4_000), STRANGE),
    "less-than.html": (lambda: b"<" * 9 * MB, CPU),
    "too-long.html": (lambda: html(f"<p>{SENTENCE}</p>" * 140_000), "10 MB at most"),
    "unclosed-tag.html": (lambda: html("<p " + "a" * MB), NO_TEXT),
    "unclosed-quote.html": (lambda: html('<p title="' + "a<p>" * 50_000), STRANGE),
    "unclosed-comment.html": (lambda: html("<!--" * 300_000), STRANGE),
    "unclosed-script.html": (lambda: html("<script>" * 200_000), NO_TEXT),
    "entities.html": (lambda: html("&" * MB + "&#x110000;&#xD800;&#0;" * 50_000), NO_TEXT),
    "long-entity.html": (lambda: html("&" + "a" * 2 * MB + ";"), STRANGE),
    "laughs.xhtml": (lambda: _laughs().replace("rss", "html").encode() + html("&i;"), STRANGE),
    "outside-entity.xhtml": (lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + html(f"<p>&x; {SENTENCE}</p>"), READ),
    "base-javascript.html": (lambda: html(f"<p>{SENTENCE}</p>", '<base href="javascript:alert(1)">'), READ),
    "meta-refresh.html": (lambda: html(f"<p>{SENTENCE}</p>", '<meta http-equiv=refresh content="0;url=file:///etc/passwd">'), READ),
    "json-ld-deep.html": (lambda: html(f"<p>{SENTENCE * 5}</p>", f'<script type="application/ld+json">{"[" * 100_000}</script>'), READ),
    "json-ld-long.html": (lambda: html(f"<p>{SENTENCE * 5}</p>", f'<script type="application/ld+json">{{"a": "{"b" * MB}"}}</script>'), READ),
    "only-scripts.html": (lambda: html("<script>document.write('a')</script>"), NO_TEXT),
    "picture.html": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500, "is a picture (PNG)"),
    "nothing.html": (lambda: b"", "empty"),
    # charsets
    "charset-unknown.html": (lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='x-none'>"), READ),
    "charset-zip.html": (lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='zip'>"), READ),
    "charset-rot13.html": (lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='rot13'>").replace("ừ".encode(), b"\xff" * 9), "encoding"),
    "charset-idna.html": (lambda: html("<p>" + "a" * 100_000 + "</p>", "<meta charset='idna'>").replace(b"</p>", b"\xff\xfe\xfd" * 3000), STRANGE),
    "utf-7.html": (lambda: b"<html><head><meta charset='utf-7'></head><body>+ADw-script+AD4-alert(1)</body></html>", STRANGE),
    "zeros.txt": (lambda: b"\x00" * MB, BINARY),
    "broken-utf8.txt": (lambda: b"\xc3\x28\xa0\xa1" * 100_000, "encoding"),
    "utf-16-cut.txt": (lambda: SENTENCE.encode("utf-16")[:-1], READ),
    "escapes.txt": (("\x1b]0;a\x07\x1b[2J" * 1000 + SENTENCE * 200).encode, BINARY),
    # text that stops patterns
    "one-line.txt": (lambda: _text(NEWS * 300), READ),
    "one-word.txt": (lambda: _text("a" * MB), READ),
    "capital-word.txt": (lambda: _text("ĐẠI" * 30_000), READ),
    "spaces.txt": (lambda: _text(" " * MB), READ),
    "newlines.txt": (lambda: _text("\n" * 100_000), READ),
    "tabs.txt": (lambda: _text("\t \xa0" * 100_000), READ),
    "digits.txt": (lambda: _text("1" * 100_000 + " " + "1/" * 4_000), READ),
    "dates.txt": (lambda: _text("1/1/2020 - " * 1_500), READ),
    "days.txt": (lambda: _text("ngày " * 5_000), READ),
    "times.txt": (lambda: _text("9h30 ngày 1 tháng 2, " * 2_000), READ),
    "numbers.txt": (lambda: _text("hai mươi ba nghìn " * 5_000), READ),
    "dashes.txt": (lambda: _text("- – — " * 20_000), READ),
    "quotes.txt": (lambda: _text("“" * 20_000 + "\"'" * 20_000), READ),
    "brackets.txt": (lambda: _text("(" * 50_000 + ")" * 50_000), READ),
    "capitals.txt": (lambda: _text("An Bình Cường " * 5_000), READ),
    "names.txt": (lambda: _text("Thủ tướng Armenia Nikol Pashinyan và " * 2_000), READ),
    "commas.txt": (lambda: _text("Nga, " * 10_000), READ),
    "stops.txt": (lambda: _text("a. B. c! D? … " * 10_000), READ),
    "short-lines.txt": (lambda: _text("Nga\n" * 3_000), READ),
    "said.txt": (lambda: _text("cho biết rằng " * 5_000), READ),
    "addresses.txt": (lambda: _text("https://a.example/" + "a/" * 50_000 + " a@b." * 10_000), READ),
    "marks.txt": (lambda: _text("a" + "\u0301" * 100_000), READ),
    "direction.txt": (lambda: _text("\u202e\u2066" * 20_000), READ),
    "planes.txt": (lambda: _text("𝕬😀\U0010ffff" * 20_000), READ),
    "joined.txt": (lambda: _text("👩\u200d" * 20_000), READ),
    # lines that stop decoders
    "deep.jsonl": (lambda: _lines(b'{"text": ' + b"[" * 200_000), NO_JSON),
    "deep-other.jsonl": (lambda: _lines(b'{"text": "a", "b": ' + b'{"c":' * 200_000), NO_JSON),
    "long-line.jsonl": (lambda: _lines(b'{"text": "' + b"a" * 11 * MB + b'"}'), "10 MB at most"),
    "long-number.jsonl": (lambda: _lines(b'{"id": ' + b"9" * 100_000 + b', "text": "a"}'), NO_JSON),
    "same-keys.jsonl": (lambda: _lines(b'{"text": "a", ' + b'"a": 1, ' * 200_000 + b'"b": 2}'), STRANGE),
    "no-end.jsonl": (lambda: _lines(b'{"text": "a'), NO_JSON),
    "nan.jsonl": (lambda: _lines(b'{"text": "a", "b": NaN}'), NO_JSON),
    "infinite.jsonl": (lambda: _lines(b'{"text": 1e999999}'), NO_JSON),
    "surrogates.jsonl": (lambda: _lines(b'{"text": "\\ud800\\udfff\\ud800"}'), NO_JSON),
    "bytes.jsonl": (lambda: _lines(b'{"text": "\xff\xfe"}'), NO_JSON),
    "list.jsonl": (lambda: _lines(b'["text"]'), NO_JSON),
    "empty.jsonl": (lambda: _lines(b"{}"), 'neither "text" nor "html"'),
    # packed files that grow
    "bomb.jsonl.gz": (lambda: gzip.compress(_lines(b"{ }") + b"\n" * 20 * MB), RATIO),
    "bomb.jsonl.zst": (lambda: zstandard.ZstdCompressor().compress(b"\n" * 20 * MB), RATIO),
    "window.jsonl.zst": (lambda: zstandard.FRAME_HEADER + b"\x00\xa0" + b"\x01\x00\x00" * 50, DAMAGED),
    "no-gzip.jsonl.gz": (lambda: b"no gzip", DAMAGED),
    "cut.jsonl.gz": (lambda: gzip.compress(_lines(b"{  }"))[:-12], DAMAGED),
    "bomb.zip": (lambda: _zip(("a.txt", b"a" * 30 * MB), ("b.txt", SENTENCE.encode())), RATIO),
    "bomb-lzma.zip": (lambda: _zip(("a.txt", b"a" * 30 * MB), pack=zipfile.ZIP_LZMA), RATIO),
    "bomb-in-bomb.zip": (lambda: _zip(("a.jsonl.gz", gzip.compress(b"\n" * 20 * MB))), RATIO),
    "zip-in-zip.zip": (lambda: _zip(("a.zip", _zip(("a.txt", b"a")))), NO_PAGE),
    "overlap.zip": (_overlapping, DAMAGED),
    "many.zip": (lambda: _zip(*((f"{n}.bin", b"") for n in range(1000))), NO_PAGE),
    "outside.zip": (lambda: _zip(("../../outside.txt", SENTENCE.encode()), ("/outside.txt", SENTENCE.encode())), OUT),
    "cut.zip": (lambda: _zip(("a.txt", SENTENCE.encode() * 100))[:-30], "cannot be read as an archive"),
    "crc.zip": (lambda: _zip(("a.txt", SENTENCE.encode()), pack=zipfile.ZIP_STORED).replace(b"hai", b"BAI", 1), DAMAGED),
    "outside.wacz": (lambda: _zip(("archive/../../a.warc", _warc(b"<p>a</p>"))), OUT),
    "bomb.wacz": (lambda: _zip(("archive/a.warc.gz", gzip.compress(_warc(b"<p>" + b"a" * 21 * MB)))), RATIO),
    "bomb.tar.gz": (lambda: _tar((tarfile.TarInfo("a.txt"), b"a" * 30 * MB)), RATIO),
    "links.tar.gz": (lambda: _tar((_link("a.txt", "/etc/passwd", tarfile.SYMTYPE), b""), (_link("b.txt", "../etc/passwd", tarfile.LNKTYPE), b"")), LINK),
    "outside.tar.gz": (lambda: _tar((tarfile.TarInfo("../outside.txt"), SENTENCE.encode())), OUT),
    "pipe.tar.gz": (lambda: _tar((_link("a.txt", "", tarfile.FIFOTYPE), b"")), "a device or a pipe"),
    "sparse-size.tar": (lambda: tarfile.TarInfo("a.txt").tobuf()[:124] + b"77777777777\x00" + b"0" * 376, DAMAGED),
    # archives and tables
    "bomb.warc.gz": (lambda: gzip.compress(_warc(b"<p>" + b"a" * 21 * MB)), RATIO),
    "long.warc": (lambda: _warc(b"<p>a b c d e f </p>" * 1_200_000), "more than 20 MB"),
    "length.warc": (lambda: _warc(b"<p>a</p>", length=10**15), "cut off"),
    "negative.warc": (lambda: _warc(b"<p>a</p>", length=-5), DAMAGED),
    "headers.warc": (lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000, DAMAGED),
    "long-header.warc": (lambda: b"WARC/1.0\r\nA: " + b"b" * 3 * MB, DAMAGED),
    "inner-gzip.warc": (lambda: _warc(gzip.compress(b"a" * 21 * MB), http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"), RATIO),
    "chunks.warc": (lambda: _warc(b"FFFFFFFF\r\naaa", http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"), "no HTML in it"),
    "xz.warc.gz": (lambda: lzma.compress(b"a" * MB), DAMAGED),
    "repeats.parquet": (lambda: _repeats("a" * 4 * MB, 5), STRANGE),
    "giant-row.parquet": (lambda: _repeats("a" * 12 * MB, 3), "10 MB at most"),
    "cut.parquet": (lambda: _parquet([{"text": SENTENCE}] * 1000)[:-100], "cannot be opened as Parquet"),
    "footer.parquet": (lambda: b"PAR1" + b"\x00" * 100 + struct.pack("<I", 0x7FFFFFFF) + b"PAR1", "cannot be opened as Parquet"),
    "thrift.parquet": (lambda: b"PAR1" + bytes(range(256)) * 20 + struct.pack("<I", 5000) + b"PAR1", "cannot be opened as Parquet"),
    "rotten.parquet": (lambda: _rotten(_parquet([{"text": SENTENCE * n} for n in range(300)], compression="zstd")), "breaks off"),
    "columns.parquet": (lambda: _parquet([{f"c{n}": 1 for n in range(3000)}]), "no column"),
    "laughs.rss": (lambda: _feed("<item><title>&i;</title><description>&i;</description></item>", _laughs()), STRANGE),
    "outside.rss": (lambda: _feed("<item><description>&x;</description></item>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "no text"),
    "items.rss": (lambda: _feed("<item>" * 2_000), "no text"),
    "nameless.rss": (lambda: b'<?xml version="1.0" encoding="ut\xef8"?>' + _feed("<item><title>a</title></item>"), "broken"),
    "crossed.rss": (lambda: _feed("<item><link>https://a.example</item></link>"), "broken"),
    "no-feed.xml": (lambda: b"<a>" * 5_000, "no feed"),
}  # fmt: skip


def _rotten(raw: bytes) -> bytes:
    """The same with its middle turned over, so that it opens and then breaks."""
    third = len(raw) // 3
    return raw[:third] + bytes(255 - byte for byte in raw[third : 2 * third]) + raw[2 * third :]


def make(folder: Path) -> list[Path]:
    """The files, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (made, _) in FILES.items():
        (folder / name).write_bytes(made())
    return sorted(folder.iterdir())
