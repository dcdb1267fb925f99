"""How is a file of many records read without risk? In a child process, which hands over one record after another."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from hoadam.confine import Answers, Child, Ended, Limits, serve
from hoadam.model.base import Record
from hoadam.model.errors import BadPage
from hoadam.model.plainly import plainly
from hoadam.model.story import Unread
from hoadam.ports import Found, Item, Passed

Form = Literal["parquet", "warc", "zip", "tar", "feed"]
ENDS: dict[str, Form] = {
    ".parquet": "parquet", ".warc": "warc", ".warc.gz": "warc", ".warc.zst": "warc", ".wacz": "zip", ".zip": "zip",
    ".tar": "tar", ".tar.gz": "tar", ".tgz": "tar", ".tar.zst": "tar", ".rss": "feed", ".atom": "feed", ".xml": "feed",
}  # fmt: skip


class Wanted(Record, frozen=True):
    """What the child shall read; `raw` of a feed is what a server sent, whose entries lead to pages that can be asked for."""

    form: Form
    path: str
    limit: int
    start: int = 0
    stop: int | None = None
    raw: bytes | None = None


class Records:
    """A file of many records: Parquet, WARC, an archive or a feed."""

    def __init__(
        self,
        path: Path | str,
        form: Form,
        limit: int,
        limits: Limits | None = None,
        start: int = 0,
        stop: int | None = None,
        raw: bytes | None = None,
    ) -> None:
        """The file at `path`, of a Parquet file the rows `start` to `stop`; a page of more than `limit` bytes is not read.

        With `raw`, a feed in these bytes, called `path`: an entry without its whole text has none, and leads to its page.
        """
        self.path = path
        self.wanted = Wanted(form, str(path), limit, start, stop, raw)
        self.limits = limits or Limits()

    def pages(self) -> Iterator[Item]:
        """Every record as found, or why it is no page; a file that breaks the child that reads it says so in one Unread of its own."""
        child = Child("hoadam.source.records", self.limits, hello=msgspec.msgpack.encode(self.wanted))
        number = 0
        try:
            for answer in child.stream(b"read"):
                yield _decoded(answer)
                number += 1
        except msgspec.MsgspecError:
            yield Unread(str(self.path), f"breaks off after {number:,} records: the process that reads it answers nonsense.")
        except Ended as ended:
            yield Unread(str(self.path), f"breaks off after {number:,} records: what comes next {ended}.")
        finally:
            child.stop()

    def passed_over(self) -> Sequence[str]:
        """Nothing: what is no page is counted while it is read."""
        return ()


def form_of(name: str) -> Form | None:
    """How a file with this name is read; None where it holds no records."""
    return next((form for end, form in ENDS.items() if name.lower().endswith(end)), None)


def _items(wanted: Wanted) -> Iterator[Item]:
    path = Path(wanted.path)
    try:
        yield from _reader(wanted)(path, wanted.limit)
    except BadPage as error:
        yield Unread(wanted.path, str(error))
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        yield Unread(wanted.path, f"cannot be opened ({plainly(error)}).")
    except MemoryError:
        yield Unread(wanted.path, "breaks off: what comes next needs more memory than a page may have.")
    except Exception as error:  # noqa: BLE001  (whatever a library says of a broken file is the file's fault, and is told)
        yield Unread(wanted.path, f"breaks off: it is damaged, or not what its name says ({plainly(error)}).")


def _reader(wanted: Wanted) -> Callable[[Path, int], Iterator[Item]]:
    form = wanted.form
    if form == "parquet":
        from hoadam.source import parquet

        parquet.library()
        return lambda path, limit: parquet.pages_of(path, limit, wanted.start, wanted.stop)
    if form in {"zip", "tar"}:
        from hoadam.source import archive

        return archive.zip_pages if form == "zip" else archive.tar_pages
    from hoadam.source import feed, warc

    pages_of = warc.pages_of if form == "warc" else feed.pages_of

    if wanted.raw is not None:
        sent = io.BytesIO(wanted.raw)
        return lambda _path, limit: feed.pages_of(sent, wanted.path, limit, follow=True)

    def opened(path: Path, limit: int) -> Iterator[Item]:
        with path.open("rb") as file:
            yield from pages_of(file, str(path), limit)

    return opened


def _encoded(item: Item) -> bytes:
    if isinstance(item, Found):
        return b"F" + item.packed()
    return (b"U" if isinstance(item, Unread) else b"P") + msgspec.msgpack.encode(item)


def _decoded(answer: bytes) -> Item:
    if answer[:1] == b"F":
        return Found.unpacked(answer[1:])
    kind: type[Unread | Passed] = Unread if answer[:1] == b"U" else Passed
    return msgspec.msgpack.decode(answer[1:], type=kind)


def _started(hello: bytes) -> Answers:
    """What answers with the records; whatever is imported for it is no part of a record's cost."""
    wanted = msgspec.msgpack.decode(hello, type=Wanted)
    _reader(wanted)
    return lambda _message: map(_encoded, _items(wanted))


if __name__ == "__main__":
    serve(_started, many=True)
