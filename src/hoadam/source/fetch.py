"""How is one address of the web asked without risk? Connected to where its name leads now, checked first, bounded in size and time."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from urllib.parse import urljoin

from hoadam.model.base import Record
from hoadam.model.errors import BadPage
from hoadam.source.address import PORTS, Place, is_public, place_of
from hoadam.source.text import too_long

SECONDS = 30.0  # for one page with all its redirects, by the clock
REDIRECTS = 5
PART = 1 << 16
MOVED = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8"
Resolve = Callable[[str, int], Sequence[str]]


class Fetched(Record, frozen=True):
    """What a server answered: from which address in the end, of which type and charset, and the bytes."""

    url: str
    media: str
    charset: str
    raw: bytes


class Refused(BadPage):
    """The server answered that there is nothing: `status` says how."""

    def __init__(self, status: int) -> None:
        """The answer's number."""
        super().__init__(f"the server answers {status}.")
        self.status = status


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that a name stands for just now; raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Client:
    """Asks one address at a time. No proxy, cookie or password of this machine is used."""

    def __init__(
        self,
        agent: str,
        limit: int,
        seconds: float = SECONDS,
        resolve: Resolve = resolved,
        allow: Callable[[str], bool] = is_public,
        ports: frozenset[int] = PORTS,
    ) -> None:
        """An answer of more than `limit` bytes is not taken; `allow` says which addresses may be connected to."""
        self.agent = agent
        self.limit = limit
        self.seconds = seconds
        self.resolve = resolve
        self.allow = allow
        self.ports = ports

    def get(self, url: str) -> Fetched:
        """What stands at the address, or where its redirects lead; raises BadPage."""
        with _within(self.seconds) as clock:
            for _ in range(REDIRECTS + 1):
                place = place_of(url, self.ports)
                try:
                    found = self._asked(place, url, clock)
                except (OSError, http.client.HTTPException, ValueError) as error:
                    raise BadPage(clock.said(f"{place.host}: {_said(error)}")) from None
                if isinstance(found, Fetched):
                    return found
                url = found
        raise BadPage(f"the server leads on to other addresses more than {REDIRECTS} times.")

    def _asked(self, place: Place, url: str, clock: "_Clock") -> "Fetched | str":
        """The answer, or the address that it leads on to."""
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.auto_open = 0  # it must never connect by itself, unchecked
        connection.sock = self._connected(place, clock)
        try:
            headers = {
                "Host": place.named,
                "User-Agent": self.agent,
                "Accept": ACCEPT,
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request("GET", place.target, headers=headers)
            answer = connection.getresponse()
            if answer.status in MOVED:
                return urljoin(url, answer.headers.get("Location") or "")
            if answer.status != http.client.OK:
                raise Refused(answer.status)
            raw = self._body(answer)
            if clock.is_over:
                raise TimeoutError
            media = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
            return Fetched(url, media, answer.headers.get_content_charset() or "", raw)
        finally:
            connection.close()

    def _connected(self, place: Place, clock: "_Clock") -> socket.socket:
        """A connection to one of the host's addresses that are allowed: the very one that was looked at."""
        addresses = list(dict.fromkeys(self.resolve(place.host, place.port)))
        allowed = [address for address in addresses if self.allow(address)]
        if not allowed:
            raise BadPage(f"{place.host} is not on the open internet ({', '.join(addresses[:3]) or 'no address'}), and is not asked.")
        plain = _first(allowed, place.port, clock)
        if place.scheme == "http":
            return plain
        secure = ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
        clock.holds = secure
        return secure

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        if (answer.headers.get("Content-Encoding") or "identity").strip().lower() not in {"identity", "gzip"}:
            raise BadPage("the answer is packed in a way that was not asked for.")
        told = answer.length
        if told is not None and told > self.limit:
            raise BadPage(f"the answer is {too_long(told, self.limit)}")
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(PART):
            parts.append(part)
            size += len(part)
            if size > self.limit:
                raise BadPage(f"the answer is {too_long(size, self.limit)}")
        if answer.length:
            raise BadPage("the answer is cut off.")
        return b"".join(parts)


class _Clock:
    """The time that one page may take: when it is over, the connection that it holds is cut, however slowly it drips."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self.holds: socket.socket | None = None

    def cut(self) -> None:
        self.is_over = True
        if self.holds:
            with suppress(OSError):
                self.holds.shutdown(socket.SHUT_RDWR)

    def said(self, otherwise: str) -> str:
        return f"the server takes more than {self.seconds:g} seconds." if self.is_over else otherwise


@contextmanager
def _within(seconds: float) -> Iterator[_Clock]:
    clock = _Clock(seconds)
    timer = threading.Timer(seconds, clock.cut)
    timer.daemon = True
    timer.start()
    try:
        yield clock
    finally:
        timer.cancel()


def _first(addresses: Sequence[str], port: int, clock: _Clock) -> socket.socket:
    """A connection to the first of the addresses that answers; raises OSError."""
    last: OSError = TimeoutError()
    for address in addresses:
        if clock.is_over:
            break
        plain = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        plain.settimeout(clock.seconds)
        clock.holds = plain
        try:
            plain.connect((address, port))
        except OSError as error:
            plain.close()
            last = error
        else:
            return plain
    raise last


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good ({error.verify_message})."
    if isinstance(error, TimeoutError):
        return "it does not answer."
    words = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
    return f"it cannot be asked ({words or type(error).__name__})."
