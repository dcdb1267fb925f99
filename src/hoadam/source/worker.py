"""How is untrusted HTML parsed without risk? In one child process (see confine.py), and what the two say to each other."""

import msgspec

from hoadam.confine import Child, Ended, Limits
from hoadam.model.errors import BadPage

SECONDS = 10.0
MEMORY = 1 << 30


class Asked(msgspec.Struct, frozen=True):
    """A document for the child process."""

    html: str
    url: str | None = None


class Extracted(msgspec.Struct, frozen=True):
    """What the child process found; `error` says why there is no text."""

    text: str = ""
    title: str | None = None
    lede: str | None = None
    url: str | None = None
    outlet: str | None = None
    lang: str | None = None
    written: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


class Worker:
    """The child process that parses HTML."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """A worker whose pages may take so many seconds of processor time and so much memory."""
        self._child = Child("hoadam.source.extract", Limits(seconds, memory, 6 * seconds))

    def extract(self, html: str, url: str | None = None) -> Extracted:
        """What the document holds; raises BadPage when it takes too long, too much memory, or holds nothing."""
        request = msgspec.msgpack.encode(Asked(html.encode("utf-8", "replace").decode("utf-8"), url))
        try:
            found = msgspec.msgpack.decode(self._child.ask(request), type=Extracted)
        except Ended as ended:
            raise BadPage(f"parsing its HTML {ended}.") from None
        if found.error:
            raise BadPage(found.error)
        return found

    def stop(self) -> None:
        """Ends the child process; the next page starts another."""
        self._child.stop()
