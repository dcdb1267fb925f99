"""What pages an archive holds (WACZ, ZIP, TAR): its members are read as streams, and nothing is ever written to the disk."""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, Literal

from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed
from hoadam.source import feed, jsonl, warc
from hoadam.source.text import HTML_NAMES, found, too_long
from hoadam.source.unpack import Bomb, Counted, Guarded, unpacking

Inside = Callable[[IO[bytes], str, int], Iterator[Item]]
INSIDE: dict[tuple[str, ...], Inside] = {
    (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst"): lambda file, name, limit: jsonl.pages_of(
        unpacking(file), name, limit
    ),
    (".warc", ".warc.gz", ".warc.zst"): warc.pages_of,
    (".rss", ".atom"): feed.pages_of,
}
NO_PAGE = "a member of an archive that is no page"
SOME, HELD = 3, 10_000  # members named, and members that are waited for, where an archive begins with what is no page
WACZ_PAGES = "archive/"  # what else a WACZ holds (lists of pages, indexes) is about its pages, and is none


def zip_pages(path: Path, limit: int) -> Iterator[Item]:
    """The pages of a ZIP or WACZ file, and why a member is none."""
    return _or_nothing(_zip_items(path, limit), str(path))


def tar_pages(path: Path, limit: int) -> Iterator[Item]:
    """The pages of a TAR file, packed or not, and why a member is none."""
    return _or_nothing(_tar_items(path, limit), str(path))


def _or_nothing(items: Iterator[Item], path: str) -> Iterator[Item]:
    """The items, or one Unread in place of them where the archive has none but members that are no pages."""
    first: list[Passed] = []
    for item in items:
        if isinstance(item, Passed) and item.reason.startswith(NO_PAGE) and len(first) < HELD:
            first.append(item)
        else:
            yield from first
            yield item
            yield from items
            return
    names = [item.source.removeprefix(f"{path}:") for item in first]
    some = ", ".join(names[:SOME]) + (", …" if len(names) > SOME else "")
    yield Unread(path, f"there is no page in this archive (it has {some})." if some else "there is nothing in this archive.")


def _zip_items(path: Path, limit: int) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield from _zipped(archive, member, str(path), limit)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        yield Unread(str(path), f"cannot be read as an archive: it is none, or damaged ({plainly(error)}).")


def _zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, limit: int) -> Iterator[Item]:
    where = f"{path}:{member.filename}"
    if path.lower().endswith(".wacz") and not member.filename.startswith(WACZ_PAGES):
        return
    if stat.S_ISLNK(member.external_attr >> 16):
        yield Unread(where, "is a link, and links in archives are not followed.")
        return
    if member.flag_bits & 1:
        yield Unread(where, "is encrypted.")
        return
    try:
        with archive.open(member) as file:
            yield from _member(file, member.filename, where, limit, _packed(file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        yield Unread(where, f"is damaged ({plainly(error)}).")


def _packed(file: IO[bytes]) -> Counted:
    """What was taken of the packed bytes of a member, by the place that its reader has come to."""

    class Taken(Counted):
        @property
        def taken(self) -> int:
            inner = file._orig_compress_size - file._compress_left  # type: ignore[attr-defined]  # noqa: SLF001  (no public count)
            return int(inner)

        @taken.setter
        def taken(self, _value: int) -> None:
            return

    return Taken(file)


def _tar_items(path: Path, limit: int) -> Iterator[Item]:
    try:
        with path.open("rb") as raw, tarfile.open(fileobj=unpacking(raw), mode="r|") as archive:
            for member in archive:
                where = f"{path}:{member.name}"
                if member.issym() or member.islnk():
                    yield Unread(where, "is a link, and links in archives are not followed.")
                elif member.isfile() and (file := archive.extractfile(member)):
                    yield from _member(file, member.name, where, limit, None)
                elif not member.isdir():
                    yield Unread(where, "is no file but a device or a pipe.")
    except Bomb as bomb:
        yield Unread(str(path), f"breaks off: it {bomb}")
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        yield Unread(str(path), f"is damaged and breaks off ({plainly(error)}).")


def _member(file: IO[bytes], name: str, where: str, limit: int, packed: Counted | None) -> Iterator[Item]:
    """The pages of one member, by the end of its name."""
    if _leaves(name):
        yield Unread(where, "its name leads out of the archive.")
        return
    lower = name.lower()
    inside = next((read for ends, read in INSIDE.items() if lower.endswith(ends)), None)
    stream: IO[bytes] = Guarded(file, packed) if packed else file  # type: ignore[assignment]
    try:
        if inside:
            import io

            yield from inside(io.BufferedReader(stream), where, limit)  # type: ignore[type-var]
        elif lower.endswith((*HTML_NAMES, ".txt")):
            yield _file(stream, name, where, limit)
        else:
            yield Passed(where, f"{NO_PAGE} ({PurePosixPath(lower).suffix[:10] or 'no ending'})")
    except Bomb as bomb:
        yield Unread(where, f"it {bomb}")


def _file(file: IO[bytes], name: str, where: str, limit: int) -> Item:
    parts: list[bytes] = []
    size = 0
    while size <= limit and (part := file.read(1 << 16)):
        parts.append(part)
        size += len(part)
    if size > limit:
        return Unread(where, f"it is {too_long(size, limit)}")
    kind: Literal["text", "html"] = "html" if name.lower().endswith(HTML_NAMES) else "text"
    return found(Found(where, PurePath(name).name, kind, b"".join(parts), ""))


def _leaves(name: str) -> bool:
    """True for a name that would lead out of the folder that it is unpacked in."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":") or "\x00" in name
