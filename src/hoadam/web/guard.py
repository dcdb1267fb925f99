"""Who may ask what? Headers that let a page do nothing but show itself, and checks of host, origin and token before anything else."""

import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import msgspec

from hoadam.model.base import Record
from hoadam.model.errors import BadConfig
from hoadam.words import preferred
from hoadam.words.phrasebook import Phrasebook

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "hoadam_key"
USUAL = "en"  # the language of a refusal where the browser asks for none that is there
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
MOST = 256 * 1024  # bytes of a form: the longest has a few hundred letters
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Rules(Record, frozen=True):
    """Which names of this host are ours, and the token that must be shown (None = this machine only, and anybody on it)."""

    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None

    @property
    def key(self) -> str:
        """What the cookie holds: not the token, but what only its owner could have got."""
        return hashlib.sha256(b"hoadam\0" + (self.token or "").encode()).hexdigest()


def rules_for(host: str, token: str | None) -> Rules:
    """The rules for serving on a host; raises BadConfig beyond loopback without a token worth the name."""
    if host in LOOPBACK:
        return Rules(token=token)
    if not token or len(token) < 16:
        raise BadConfig(f"{host}: beyond this machine Hoadam serves only with a token. Give one of 16 letters or more with --token.")
    return Rules((*LOOPBACK, host), token)


class Guard:
    """An ASGI application around another: it refuses what has no business here and sets the headers of every answer."""

    def __init__(self, app: App, rules: Rules, books: Mapping[str, Phrasebook]) -> None:
        """Around `app`; `books` say a refusal in the language of the browser."""
        self.app = app
        self.rules = rules
        self.books = books

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        refused = refusal(scope, self.rules)
        if refused:
            status, words = refused
            if scope["path"].startswith("/api/"):  # programs get the error of every API answer, in English as there
                await _say(guarded, status, msgspec.json.encode({"error": {"status": status, "message": words}}), b"application/json")
            else:
                said = self.books[_language(scope, self.books)].said(words)
                await _say(guarded, status, said.encode() + b"\n", b"text/plain; charset=utf-8")
        else:
            await self.app(scope, receive, guarded)


def refusal(scope: Scope, rules: Rules) -> tuple[int, str] | None:
    """Status and words when the request must not be answered; None when it may be."""
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    host = headers.get("host", "")
    if not is_ours(host, rules):
        return 421, "This is not the host that you asked for."
    if scope["method"] not in SAFE and not from_ourselves(headers, host, scope["scheme"]):
        return 403, "Only pages of this program may write. Send an Origin header that is this host."
    if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST:
        return 413, "This is longer than any form of this program."
    if rules.token and not is_known(headers, rules) and not _is_open(scope):
        return 401, "Enter the token at /enter, or send it as Authorization: Bearer …"
    return None


def _language(scope: Scope, languages: Iterable[str]) -> str:
    accepted = next((value for key, value in scope["headers"] if key == b"accept-language"), b"")
    return preferred(accepted.decode("latin-1"), languages, USUAL)


def _is_open(scope: Scope) -> bool:
    """True for what one needs to enter at all."""
    return scope["path"] == "/enter" or (scope["path"].startswith("/static/") and scope["method"] in SAFE)


def is_ours(host: str, rules: Rules) -> bool:
    """True for a Host header that names us: a name that is ours or, behind a token, any address in digits.

    A foreign name that leads here (DNS rebinding) is refused.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in rules.hosts or (rules.token is not None and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def from_ourselves(headers: MutableMapping[str, str], host: str, scheme: str) -> bool:
    """True when the browser says that our own page sent it.

    Under `no-referrer` browsers send `Origin: null` with our own forms, so Sec-Fetch-Site counts first, where there is one.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == f"{scheme}://{host}"


def is_known(headers: MutableMapping[str, str], rules: Rules) -> bool:
    """True when the token, or the cookie that was given for it, was shown."""
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    return same(bearer, rules.token or "") or same(_cookie(headers.get("cookie", "")), rules.key)


def same(given: str, wanted: str) -> bool:
    """True for equal words, in a time that tells nothing of them."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _say(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
