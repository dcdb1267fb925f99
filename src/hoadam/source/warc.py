"""What pages a WARC file holds: answers of web servers that are HTML or text, and the texts of WET files."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any, Literal

from hoadam.model.errors import BadPage
from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source import encoding
from hoadam.source.day import day_of
from hoadam.source.text import found, too_long
from hoadam.source.unpack import RECORD, Bomb, Counted, check_ratio, unpacking

HTML = ("text/html", "application/xhtml+xml")
TEXT = ("text/plain",)
STRUCTURE = ("warcinfo", "request", "metadata")  # records about records
UNPACKED = ("gzip", "deflate", "identity", "")  # what the library unpacks of a server's answer
END = b"\r\n\r\n"  # behind each record
PART = 1 << 16


def pages_of(file: IO[bytes], name: str, limit: int) -> Iterator[Item]:
    """Every page of the WARC file in its order, and why others are none; a file that breaks off says so in one Unread of its own."""
    from warcio.archiveiterator import ArchiveIterator

    packed = Counted(file)
    number = 0
    try:
        taken = 0
        records = ArchiveIterator(_whole(packed))
        for number, record in enumerate(records, start=1):
            if record.rec_type not in STRUCTURE:
                yield _page(record, name, number, limit, packed, taken)
            taken = packed.taken
        if sum(records.member_info or (0, 0)) + len(END) < packed.taken:
            yield Unread(name, f"is cut off in the middle of record {number + 1}.")
    except Bomb as bomb:
        yield Unread(name, f"breaks off after record {number}: it {bomb}")
    except Exception as error:  # noqa: BLE001  (a cut or broken file raises AttributeError, zlib's and warcio's own errors)
        yield Unread(name, f"is damaged and breaks off after record {number} ({_said(error)}).")


def _said(error: Exception) -> str:
    """What is wrong with the file in words; some of the library's errors are slips over headers that it did not find."""
    if isinstance(error, AttributeError | TypeError | IndexError):
        return "the headers of the next record are cut or broken"
    return plainly(error)


def _whole(packed: Counted) -> Any:
    """The stream for warcio, which unpacks gzip itself, record by record; zstd is unpacked here."""
    import io

    buffered = io.BufferedReader(packed)  # type: ignore[type-var]
    return buffered if buffered.peek(2)[:2] == b"\x1f\x8b" else unpacking(buffered)


def _page(record: Any, name: str, number: int, limit: int, packed: Counted, taken: int) -> Item:
    where = f"{name}:{number}"
    kind, charset = _kind(record)
    if kind is None:
        return Passed(where, charset)
    try:
        raw = _content(record, packed, taken)
    except Bomb as bomb:
        return Unread(where, f"the record {bomb}")
    except BadPage as error:
        return Unread(where, str(error))
    if len(raw) > limit:
        return Unread(where, f"the record is {too_long(len(raw), limit)}")
    return _found(record, where, kind, raw, charset)


def _found(record: Any, where: str, kind: Literal["text", "html"], raw: bytes, charset: str) -> Item:
    """The page; text in the charset that the server named, where it is none of those that HTML is tried for anyway."""
    notes: tuple[str, ...] = ()
    text: bytes | str = raw
    if charset and charset.lower() not in {"utf-8", "utf8"}:
        try:
            text, notes = encoding.decode(raw, charset)
        except BadPage as error:
            return Unread(where, str(error))
    url = record.rec_headers.get_header("WARC-Target-URI")
    seen, _ = day_of(record.rec_headers.get_header("WARC-Date"), "WARC-Date")
    return found(Found(where, PurePath(where).name, kind, text, "", url, None, None, seen, None, notes))


def _kind(record: Any) -> tuple[Literal["text", "html"] | None, str]:
    """Which kind of page the record is and its charset; None and the reason where it is none."""
    if record.rec_type == "revisit":
        return None, "the archive's note that a page had not changed"
    if record.rec_type == "conversion":
        return "text", "utf-8"
    if record.rec_type not in {"response", "resource"}:
        return None, f"a record of the type {record.rec_type[:20]}"
    status = record.http_headers.get_statuscode() if record.rec_type == "response" and record.http_headers else "200"
    if status != "200":
        return None, f"a server's answer {status[:3]}, which is no page"
    headers = record.http_headers if record.rec_type == "response" and record.http_headers else record.rec_headers
    media, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    media = media.strip().lower()
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'") if "charset=" in rest else ""
    if media in HTML or media in TEXT:
        return ("html" if media in HTML else "text"), charset
    return None, f"{media.split('/')[0][:20]}, which is no page" if media else "of no named type"


def _content(record: Any, packed: Counted, taken: int) -> bytes:
    """The record's content, unpacked; raises BadPage where it is cut or broken, Bomb where it is too much."""
    packing = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    if packing and packing.strip().lower() not in UNPACKED:
        raise BadPage(f"the record is packed with {packing[:20]!r}, which is not known here.")
    parts: list[bytes] = []
    size = 0
    stream = record.content_stream()
    while part := stream.read(PART):
        parts.append(part)
        size += len(part)
        if size > RECORD:
            raise Bomb(f"unpacks to more than {RECORD / 1e6:.0f} MB, and none may.")
        check_ratio(size, max(1, packed.taken - taken))
    while record.raw_stream.read(PART):  # what stands behind a packed answer
        continue
    if getattr(record.raw_stream, "limit", 0):
        raise BadPage("the record is cut off: the file ends before it does.")
    return b"".join(parts)
