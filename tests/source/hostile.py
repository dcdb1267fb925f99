"""Files that harm a careless reader: every one made here, small, and named for what it tries."""

import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

SENTENCE = "Ngày 14/5/2023, hai bên gặp nhau để bàn về lệnh ngừng bắn. "
MB = 1_000_000


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


def _cell(text: bytes) -> dict[str, bytes]:
    """JSON lines around a line of this kind: the good lines must come through."""
    good = json.dumps({"text": SENTENCE}, ensure_ascii=False).encode()
    return {"raw": good + b"\n" + text + b"\n" + good + b"\n"}


FILES: dict[str, Callable[[], bytes]] = {
    # HTML that stops parsers
    "attributes-40000.html": lambda: html(f"<p {' '.join(f'a{n}=1' for n in range(40_000))}>{SENTENCE}</p>"),
    "attributes-same.html": lambda: html(f"<p {'a=1 ' * 100_000}>{SENTENCE}</p>"),
    "nested-div.html": lambda: html("<div>" * 50_000 + SENTENCE),
    "nested-bold.html": lambda: html("<b>" * 50_000 + SENTENCE),
    "nested-table.html": lambda: html("<table><tr><td>" * 5_000 + SENTENCE),
    "nested-list.html": lambda: html("<ul><li>" * 20_000 + SENTENCE),
    "nested-quote.html": lambda: html("<blockquote>" * 20_000 + SENTENCE + "</blockquote>" * 20_000),
    "nested-svg.html": lambda: html("<svg><g>" * 20_000 + SENTENCE),
    "misnested.html": lambda: html("<a><b><i><u><font>" * 3_000 + SENTENCE + "</a></i></b>" * 3_000),
    "cells.html": lambda: html("<table>" + "<tr><td>a<td>b<td>c" * 300_000),
    "unclosed-tag.html": lambda: html("<p " + "a" * 3 * MB),
    "unclosed-quote.html": lambda: html('<p title="' + "a<p>" * 500_000),
    "unclosed-comment.html": lambda: html("<!--" * 300_000),
    "unclosed-script.html": lambda: html("<script>" * 200_000),
    "less-than.html": lambda: b"<" * 5 * MB,
    "entities.html": lambda: html("&" * MB + "&#x110000;&#xD800;&#0;" * 50_000),
    "long-entity.html": lambda: html("&" + "a" * 2 * MB + ";"),
    "laughs.xhtml": lambda: _laughs().replace("rss", "html").encode() + html("&i;"),
    "outside-entity.xhtml": lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + html(f"<p>&x; {SENTENCE}</p>"),
    "base-javascript.html": lambda: html(f"<p>{SENTENCE}</p>", '<base href="javascript:alert(1)">'),
    "meta-refresh.html": lambda: html(f"<p>{SENTENCE}</p>", '<meta http-equiv=refresh content="0;url=file:///etc/passwd">'),
    "json-ld-deep.html": lambda: html(f"<p>{SENTENCE * 5}</p>", f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    "json-ld-long.html": lambda: html(f"<p>{SENTENCE * 5}</p>", f'<script type="application/ld+json">{{"a": "{"b" * MB}"}}</script>'),
    "charset-unknown.html": lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='x-none'>"),
    "charset-zip.html": lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='zip'>"),
    "charset-rot13.html": lambda: html(f"<p>{SENTENCE * 5}</p>", "<meta charset='rot13'>").replace("ừ".encode(), b"\xff" * 9),
    "charset-idna.html": lambda: html("<p>" + "a" * 100_000 + "</p>", "<meta charset='idna'>").replace(b"</p>", b"\xff\xfe\xfd" * 3000),
    "utf-7.html": lambda: b"<html><head><meta charset='utf-7'></head><body>+ADw-script+AD4-alert(1)</body></html>",
    "picture.html": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500,
    "nothing.html": lambda: b"",
    "only-scripts.html": lambda: html("<script>document.write('a')</script>"),
    # text that stops patterns
    "one-line.txt": (SENTENCE * 30_000).encode,
    "one-word.txt": lambda: b"a" * 2 * MB,
    "spaces.txt": lambda: b" " * 2 * MB + SENTENCE.encode(),
    "newlines.txt": lambda: b"\n" * 2 * MB + SENTENCE.encode(),
    "digits.txt": lambda: b"1" * MB + b" " + b"1/" * 200_000,
    "dates.txt": lambda: b"1/1/2020 - " * 20_000,
    "dashes.txt": (SENTENCE + "- – — " * 100_000).encode,
    "quotes.txt": ("“" * 200_000 + SENTENCE).encode,
    "brackets.txt": ("(" * 200_000 + SENTENCE).encode,
    "capitals.txt": ("An Bình Cường " * 20_000).encode,
    "commas.txt": ("Nga, " * 30_000).encode,
    "marks.txt": ("a" + "\u0301" * 500_000).encode,
    "direction.txt": ("\u202e" * 100_000 + SENTENCE).encode,
    "escapes.txt": ("\x1b]0;a\x07\x1b[2J" * 1000 + SENTENCE * 200).encode,
    "zeros.txt": lambda: b"\x00" * MB,
    "broken-utf8.txt": lambda: b"\xc3\x28\xa0\xa1" * 100_000,
    "utf-16-cut.txt": lambda: SENTENCE.encode("utf-16")[:-1],
    "surrogates.jsonl": lambda: b'{"text": "\\ud800\\udfff\\ud800 ' + SENTENCE.encode() + b'"}\n',
    # lines that stop decoders
    "deep.jsonl": lambda: _cell(b'{"text": ' + b"[" * 200_000)["raw"],
    "long-line.jsonl": lambda: _cell(b'{"text": "' + b"a" * 11 * MB + b'"}')["raw"],
    "long-number.jsonl": lambda: _cell(b'{"id": ' + b"9" * 100_000 + b', "text": "a"}')["raw"],
    "same-keys.jsonl": lambda: _cell(b'{"text": "a", ' * 1 + b'"a": 1, ' * 200_000 + b'"b": 2}')["raw"],
    "no-end.jsonl": lambda: _cell(b'{"text": "a')["raw"],
    "numbers.jsonl": lambda: _cell(b'{"text": 1e999999}')["raw"],
    # packed files that grow
    "bomb.jsonl.gz": lambda: gzip.compress(b'{"text": "a"}\n' + b"\n" * 50 * MB),
    "bomb.jsonl.zst": lambda: zstandard.ZstdCompressor().compress(b"\n" * 50 * MB),
    "window.jsonl.zst": lambda: zstandard.FRAME_HEADER + b"\x00\xa0" + b"\x01\x00\x00" * 50,
    "no-gzip.jsonl.gz": lambda: b"no gzip",
    "cut.jsonl.gz": lambda: gzip.compress(_cell(b"{}")["raw"])[:-12],
    "bomb.zip": lambda: _zip(("a.txt", b"a" * 30 * MB), ("b.txt", SENTENCE.encode())),
    "bomb-lzma.zip": lambda: _zip(("a.txt", b"a" * 30 * MB), pack=zipfile.ZIP_LZMA),
    "bomb-in-bomb.zip": lambda: _zip(("a.jsonl.gz", gzip.compress(b"\n" * 50 * MB))),
    "zip-in-zip.zip": lambda: _zip(("a.zip", _zip(("a.txt", b"a")))),
    "overlap.zip": _overlapping,
    "many.zip": lambda: _zip(*((f"{n}.bin", b"") for n in range(5000))),
    "outside.zip": lambda: _zip(("../../outside.txt", SENTENCE.encode()), ("/outside.txt", SENTENCE.encode())),
    "cut.zip": lambda: _zip(("a.txt", SENTENCE.encode() * 100))[:-30],
    "crc.zip": lambda: _zip(("a.txt", SENTENCE.encode()), pack=zipfile.ZIP_STORED).replace(b"hai", b"BAI", 1),
    "bomb.tar.gz": lambda: _tar((tarfile.TarInfo("a.txt"), b"a" * 30 * MB)),
    "links.tar.gz": lambda: _tar((_link("a.txt", "/etc/passwd", tarfile.SYMTYPE), b""), (_link("b.txt", "../../../etc/passwd", tarfile.LNKTYPE), b"")),
    "outside.tar.gz": lambda: _tar((tarfile.TarInfo("../outside.txt"), SENTENCE.encode())),
    "pipe.tar.gz": lambda: _tar((_link("a.txt", "", tarfile.FIFOTYPE), b"")),
    "sparse-size.tar": lambda: tarfile.TarInfo("a.txt").tobuf()[:124] + b"77777777777\x00" + b"0" * 376,
    # archives and tables
    "bomb.warc.gz": lambda: gzip.compress(_warc(b"<p>" + b"a" * 60 * MB)),
    "length.warc": lambda: _warc(b"<p>a</p>", length=10**15),
    "negative.warc": lambda: _warc(b"<p>a</p>", length=-5),
    "headers.warc": lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
    "long-header.warc": lambda: b"WARC/1.0\r\nA: " + b"b" * 3 * MB,
    "inner-gzip.warc": lambda: _warc(gzip.compress(b"a" * 60 * MB), http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"),
    "chunks.warc": lambda: _warc(b"FFFFFFFF\r\naaa", http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "xz.warc.gz": lambda: lzma.compress(b"a" * MB),
    "repeats.parquet": lambda: _repeats("a" * 4 * MB, 100),
    "footer.parquet": lambda: b"PAR1" + b"\x00" * 100 + struct.pack("<I", 0x7FFFFFFF) + b"PAR1",
    "thrift.parquet": lambda: b"PAR1" + bytes(range(256)) * 20 + struct.pack("<I", 5000) + b"PAR1",
    "columns.parquet": lambda: _parquet([{f"c{n}": 1 for n in range(3000)}]),
    "laughs.rss": lambda: _feed("<item><title>&i;</title><description>&i;</description></item>", _laughs()),
    "outside.rss": lambda: _feed("<item><description>&x;</description></item>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "items.rss": lambda: _feed("<item>" * 30_000),
    "no-feed.xml": lambda: b"<a>" * 100_000,
}  # fmt: skip


def make(folder: Path) -> list[Path]:
    """The files, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in FILES.items():
        (folder / name).write_bytes(raw())
    return sorted(folder.iterdir())
