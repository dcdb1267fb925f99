"""How is untrusted HTML parsed without risk? In one child process with little memory, killed when it takes too long."""

import os
import select
import struct
import subprocess
import sys
import threading
import time
import weakref
from typing import IO

import msgspec

from hoadam.model.errors import BadPage

SECONDS = 10.0
STARTING = 60.0  # importing the parser on a cold disk
MEMORY = 1 << 30
LENGTH = struct.Struct(">Q")


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
    """One long-lived child process, started when needed and started again after it was killed."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """A worker whose pages may take so long and so much memory."""
        self.seconds = seconds
        self.memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def extract(self, html: str, url: str | None = None) -> Extracted:
        """What the document holds; raises BadPage when it takes too long, too much memory, or holds nothing."""
        with self._lock:
            found = self._answer(msgspec.msgpack.encode(Asked(html.encode("utf-8", "replace").decode("utf-8"), url)))
        if found.error:
            raise BadPage(found.error)
        return found

    def _answer(self, request: bytes) -> Extracted:
        child = self._started()
        try:
            return msgspec.msgpack.decode(_exchange(child, request, time.monotonic() + self.seconds), type=Extracted)
        except TimeoutError:
            self.stop()
            raise BadPage(f"its HTML could not be parsed within {self.seconds:g} seconds.") from None
        except (EOFError, OSError, msgspec.MsgspecError):
            self.stop()
            raise BadPage(f"its HTML broke the parser (more than {self.memory >> 20} MB of memory, or a crash).") from None

    def _started(self) -> subprocess.Popen[bytes]:
        """The child, ready to answer."""
        if self._child and self._child.poll() is None:
            return self._child
        command = [sys.executable, "-m", "hoadam.source.extract", str(self.memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
        weakref.finalize(self, _end, child)
        try:
            _exchange(child, b"", time.monotonic() + STARTING)
        except (TimeoutError, EOFError, OSError):
            _end(child)
            raise BadPage("the HTML parser does not start. Install the program again with its dependencies.") from None
        self._child = child
        return child

    def stop(self) -> None:
        """Ends the child process; the next page starts another."""
        if self._child:
            _end(self._child)
            self._child = None


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            try:
                pipe.close()
            except OSError:  # what the dead child never read
                continue


def _exchange(child: subprocess.Popen[bytes], request: bytes, until: float) -> bytes:
    """The child's answer; raises TimeoutError past `until`, EOFError when the child is gone."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    to, back = child.stdin.fileno(), child.stdout.fileno()
    rest = memoryview(LENGTH.pack(len(request)) + request)
    os.set_blocking(to, False)
    while rest:
        _, ready, _ = select.select([], [to], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        rest = rest[os.write(to, rest[:65536]) :]
    (size,) = LENGTH.unpack(_some(back, LENGTH.size, until))
    return _some(back, size, until)


def _some(pipe: int, size: int, until: float) -> bytes:
    """Exactly `size` bytes of the pipe."""
    parts: list[bytes] = []
    while size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def frame(pipe: IO[bytes]) -> bytes | None:
    """The next message on a blocking pipe, or None at its end (for the child's side)."""
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def send(pipe: IO[bytes], message: bytes) -> None:
    """Writes a message to a blocking pipe (for the child's side)."""
    pipe.write(LENGTH.pack(len(message)) + message)
    pipe.flush()
