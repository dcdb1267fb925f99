"""What is a source of pages, and what does it yield?"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

import msgspec

from hoadam.model.base import Record
from hoadam.model.story import Unread


class Found(Record, frozen=True):
    """A page as it was found and not yet opened: `where` it lies, its `source` name, its bytes (or text), and what came with it.

    `digest` names all of it, so that the same thing found again need not be read again.
    """

    where: str
    source: str
    kind: Literal["text", "html"]
    raw: bytes | str
    digest: str
    url: str | None = None
    title: str | None = None
    written: str | None = None
    seen: str | None = None
    outlet: str | None = None
    notes: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """All of it in bytes, for another process or a store."""
        raw, is_text = (self.raw.encode("utf-8", "surrogatepass"), True) if isinstance(self.raw, str) else (self.raw, False)
        return msgspec.msgpack.encode((raw, is_text, [getattr(self, name) for name in _BESIDES]))

    @staticmethod
    def unpacked(packed: bytes) -> "Found":
        """What was packed so; raises a MsgspecError where it was not."""
        raw, is_text, rest = msgspec.msgpack.decode(packed, type=tuple[bytes, bool, _Besides])
        beside: dict[str, Any] = dict(zip(_BESIDES, rest, strict=True))
        return Found(raw=raw.decode("utf-8", "surrogatepass") if is_text else raw, **beside)


_BESIDES = tuple(name for name in Found.__struct_fields__ if name != "raw")
_Text = str | None
_Besides = tuple[str, str, Literal["text", "html"], str, _Text, _Text, _Text, _Text, _Text, tuple[str, ...]]


class Passed(Record, frozen=True):
    """Something that is no page for this program (a picture, another language): where it is and why it was passed over.

    It is counted under its reason, and is no failure; so the reasons are few, and name no page.
    """

    source: str
    reason: str


Item = Found | Unread | Passed  # what a source yields


class Source(Protocol):
    """A file, folder or stream that pages come from."""

    def pages(self) -> Iterator[Item]:
        """Every page in order; what cannot be opened is an Unread, never left out."""

    def passed_over(self) -> Sequence[str]:
        """Files that are no pages by their name and were not tried."""
