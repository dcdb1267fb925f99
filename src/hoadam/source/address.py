"""Which addresses of the web may be asked? Those of the open internet alone, whatever name, spelling or redirect leads to them."""

import re
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from hoadam.model.base import Record
from hoadam.model.errors import BadPage

SCHEMES = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080, 8443})
LONGEST = 2000  # letters of an address
HOST = re.compile(r"[a-z0-9._:-]+")  # letters of a name or a number; others may turn into a space when a name is put into ASCII ("¨")
# Beside what the standard library calls not global: what carries another address inside it, or is kept for other uses.
CLOSED = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3",
         "2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20"),
    )
)  # fmt: skip
OPEN = IPv6Network("2000::/3")  # all that is given out of IPv6; mapped, compatible, local and scoped addresses lie outside
TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 as a network that has IPv6 alone writes it


class Place(Record, frozen=True):
    """Where an address leads: to which host and port, how, and what to ask for there."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"


def is_address(words: str) -> bool:
    """True for what begins as an address of the web."""
    return words.lower().startswith(("http://", "https://"))


def place_of(url: str, ports: frozenset[int] = PORTS) -> Place:
    """Where the address leads; raises BadPage where it is none that may be asked."""
    if len(url) > LONGEST:
        raise BadPage(f"the address is longer than {LONGEST:,} letters.")
    if any(letter.isspace() or not letter.isprintable() or letter == "\\" for letter in url):
        raise BadPage("the address has a space, a control character or a backslash in it.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if not (parts.hostname or "").isascii() else parts.hostname
    except ValueError as error:  # a UnicodeError is one
        raise BadPage(f"this is no address of the web ({error}).") from None
    if parts.scheme not in SCHEMES:
        raise BadPage(f"{parts.scheme or 'an address without a scheme'}: only http and https are asked.")
    if not host or parts.username is not None or not HOST.fullmatch(host):
        raise BadPage("the address names no host, or a user or an interface before or behind it.")
    port = SCHEMES[parts.scheme] if port is None else port
    if port not in ports:
        raise BadPage(f"port {port} is not one of web pages ({', '.join(map(str, sorted(ports)))}).")
    path = parts.path or "/"
    target = path + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, _ascii(target))


def _ascii(target: str) -> str:
    from urllib.parse import quote

    return quote(target, safe="!#$%&'()*+,/:;=?@[]~")


def is_public(address: str) -> bool:
    """True for an address of the open internet: not this machine, this network, a carrier's, or one with another inside it."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found in TRANSLATED:
            return is_public(str(ip_address(int(found) & 0xFFFFFFFF)))
        if found not in OPEN:
            return False
    return found.is_global and not found.is_multicast and not any(found in net for net in CLOSED if net.version == found.version)
