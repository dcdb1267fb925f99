"""How is an OpenAI-compatible endpoint asked? One POST, no redirects, a limit of bytes and of time, and a reply in plain text."""

import http.client
import ipaddress
import json
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, urlsplit

from hoadam.model.base import Record
from hoadam.model.errors import BadConfig
from hoadam.model.plainly import plainly

MOST = 1_000_000  # bytes of an answer
CHUNK = 16_384
Messages = Sequence[dict[str, str]]


class Unanswered(Exception):
    """The endpoint gave no answer that can be used: the message says why, as the end of a sentence."""


class Endpoint(Record, frozen=True):
    """Where to ask which model: the address before /chat/completions, the key that opens it, and the seconds that an answer may take."""

    url: str
    model: str
    key: str | None = None
    seconds: float = 60.0


def checked(endpoint: Endpoint) -> Endpoint:
    """The endpoint; raises BadConfig when its address is none, or a key would go over the network in the clear."""
    parts = urlsplit(endpoint.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadConfig(f"{endpoint.url}: this is no address of an endpoint. Write one such as http://127.0.0.1:11434/v1.")
    if endpoint.key and parts.scheme == "http" and not is_here(parts.hostname):
        raise BadConfig(f"{endpoint.url}: a key is sent over https only. Give an https address, or take the key away.")
    return endpoint


def is_here(host: str) -> bool:
    """True for a name or address of this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reply(endpoint: Endpoint, messages: Messages) -> str:
    """What the model answers; raises Unanswered."""
    body = json.dumps({"model": endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}).encode()
    try:
        told = json.loads(_posted(endpoint, body))
        content = told["choices"][0]["message"]["content"]
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(f"the endpoint cannot be reached ({plainly(error)})") from error
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise Unanswered("the answer is not that of a chat endpoint") from error
    if not isinstance(content, str):
        raise Unanswered("the answer holds no text")
    return content


def _posted(endpoint: Endpoint, body: bytes) -> bytes:
    """The body of the answer. A watch hangs up when time is out, however slowly the other side drips its bytes."""
    parts = urlsplit(endpoint.url)
    link, late = _link(parts, endpoint.seconds), threading.Event()
    watch = threading.Timer(endpoint.seconds, _hang_up, (link, late))
    watch.daemon = True
    watch.start()
    headers = {"content-type": "application/json", "accept": "application/json"}
    try:
        link.request("POST", parts.path.rstrip("/") + "/chat/completions", body, headers | _opened(endpoint))
        return _read(link.getresponse(), late)
    except (OSError, http.client.HTTPException) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise Unanswered("the answer takes too long") from error
        raise
    finally:
        watch.cancel()
        link.close()


def _hang_up(link: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with suppress(OSError, AttributeError):
        link.sock.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, late: threading.Event) -> bytes:
    if answer.status != http.client.OK:
        raise Unanswered(f"the endpoint answers with status {answer.status}")
    found = bytearray()
    while some := answer.read1(CHUNK):
        found += some
        if len(found) > MOST:
            raise Unanswered(f"the answer is longer than {MOST:,} bytes")
    if late.is_set():
        raise Unanswered("the answer takes too long")
    return bytes(found)


def _link(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    kind: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    link: http.client.HTTPConnection = kind(parts.hostname, parts.port, timeout=seconds)
    return link


def _opened(endpoint: Endpoint) -> dict[str, str]:
    return {"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
