"""How is untrusted work done without risk? In a child process with little memory and little time, killed when it wants more."""

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from hoadam.model.base import Record
from hoadam.model.errors import BadPage

LENGTH = struct.Struct(">Q")
STARTING = 120.0  # importing on a cold disk, and making the tools
LAST = b"\x00"  # the first byte of an answer: the last one, or one of several
MORE = b"\x01"


class Limits(Record, frozen=True):
    """What one piece of work may cost: seconds of processor time, bytes of memory beyond the start, seconds by the clock.

    Processor time decides, so that a busy machine gives the same answers as an idle one; the clock is only for what sleeps.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    clock: float = 90.0


class Ended(BadPage):
    """The child is gone: the message says why, as the end of a sentence that begins with what was being done."""


class Child:
    """One long-lived child process, started when needed and started again after it was killed; used by one thread at a time."""

    def __init__(self, module: str, limits: Limits, *words: str, hello: bytes = b"") -> None:
        """A child that runs `python -m module`, is given `words`, and first of all answers `hello`."""
        self.module = module
        self.limits = limits
        self.words = words
        self.hello = hello
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, request: bytes) -> bytes:
        """The child's one answer; raises Ended when it takes too long, too much memory, or crashes."""
        with self._lock:
            child = self._started()
            try:
                _put(child, request, self._until())
                return _take(child, self._until())[1]
            except (TimeoutError, EOFError, OSError) as error:
                raise self._ended(child, error) from None

    def stream(self, request: bytes) -> Iterator[bytes]:
        """The child's answers, one by one, each within the limits; raises Ended."""
        with self._lock:
            child = self._started()
            whole = False
            try:
                _put(child, request, self._until())
                while not whole:
                    whole, answer = _take(child, self._until())
                    if not whole:
                        yield answer
            except (TimeoutError, EOFError, OSError) as error:
                raise self._ended(child, error) from None
            finally:
                if not whole:
                    self.stop()

    def stop(self) -> None:
        """Ends the child process; the next request starts another."""
        child, self._child = self._child, None
        if child:
            _end(child)

    def _until(self) -> float:
        return time.monotonic() + self.limits.clock

    def _ended(self, child: subprocess.Popen[bytes], error: Exception) -> Ended:
        if not isinstance(error, TimeoutError):
            with suppress(subprocess.TimeoutExpired):
                child.wait(5)
        code = child.poll()
        self.stop()
        return Ended(_why(code, self.limits))

    def _started(self) -> subprocess.Popen[bytes]:
        """The child, ready to answer; raises what its start raised there."""
        if self._child and self._child.poll() is None:
            return self._child
        command = [sys.executable, "-m", self.module, str(self.limits.seconds), str(self.limits.memory), *self.words]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path)}
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
        weakref.finalize(self, _end, child)
        try:
            _put(child, self.hello, time.monotonic() + STARTING)
            answer = _take(child, time.monotonic() + STARTING)[1]
        except (TimeoutError, EOFError, OSError):
            _end(child)
            raise Ended("the process that reads it does not start. Install the program again with its dependencies.") from None
        if answer:
            _end(child)
            raise pickle.loads(answer)  # noqa: S301  (made by our own code, before it has seen a page)
        self._child = child
        return child


def _why(code: int | None, limits: Limits) -> str:
    if code == -signal.SIGXCPU:
        return f"takes more than {limits.seconds:g} seconds of processor time"
    if code is None:
        return f"takes more than {limits.clock:g} seconds"
    if code == -signal.SIGKILL:
        return f"was killed (it needs more memory than this machine has, or more than {limits.memory >> 20:,} MB)"
    return f"broke the process that did it ({_signal(code)})"


def _signal(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with suppress(OSError):  # what the dead child never read
                pipe.close()


def _put(child: subprocess.Popen[bytes], request: bytes, until: float) -> None:
    """Hands the request over; raises TimeoutError past `until`, EOFError or OSError when the child is gone."""
    if child.stdin is None:
        raise EOFError
    pipe = child.stdin.fileno()
    rest = memoryview(LENGTH.pack(len(request)) + request)
    os.set_blocking(pipe, False)
    while rest:
        waiting = select.poll()  # select() has no room for more than 1,024 open files
        waiting.register(pipe, select.POLLOUT)
        if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError
        rest = rest[os.write(pipe, rest[:65536]) :]


def _take(child: subprocess.Popen[bytes], until: float) -> tuple[bool, bytes]:
    """Whether the child's next answer is the last one, and the answer."""
    if child.stdout is None:
        raise EOFError
    pipe = child.stdout.fileno()
    (size,) = LENGTH.unpack(_some(pipe, LENGTH.size, until))
    return _some(pipe, 1, until) == LAST, _some(pipe, size, until)


def _some(pipe: int, size: int, until: float) -> bytes:
    """Exactly `size` bytes of the pipe."""
    parts: list[bytes] = []
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    while size:
        if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


Answer = Callable[[bytes], bytes]
Answers = Callable[[bytes], Iterator[bytes]]


def serve(start: Callable[[bytes], Answer | Answers], *, many: bool = False) -> None:
    """Answers requests on standard input until it ends (the child's side); `start` makes the answerer from the hello.

    An error of `start` goes to the parent and is raised there. With `many`, each request has many answers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not mix with the answers
    try:
        answer = start(_frame(pipe_in) or b"")
    except Exception as error:  # noqa: BLE001  (any fault of the start is the parent's to tell)
        _send(pipe_out, LAST, pickle.dumps(_plain(error)))
        return
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    limit_memory(memory)
    _send(pipe_out, LAST, b"")
    while (message := _frame(pipe_in)) is not None:
        limit_time(seconds)
        made = answer(message)
        for part in made if many else ():
            _send(pipe_out, MORE, part)  # type: ignore[arg-type]
            limit_time(seconds)
        _send(pipe_out, LAST, b"" if many else made)  # type: ignore[arg-type]


def _plain(error: Exception) -> Exception:
    """The error as one that can cross to another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (just made here)
    except Exception:  # noqa: BLE001  (some errors of libraries do not survive it)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def limit_memory(more: int) -> None:
    """From here on this process may have so many bytes more than it has now; a child of its own may set its own limit."""
    import resource

    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc/self/statm").exists() else 0
    resource.setrlimit(resource.RLIMIT_AS, (size + more, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def limit_time(seconds: float) -> None:
    """From here on this process may use so many seconds of processor time more; then the system ends it."""
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(spent.ru_utime + spent.ru_stime + seconds + 0.999)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _frame(pipe: IO[bytes]) -> bytes | None:
    """The next message on a blocking pipe, or None at its end."""
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _send(pipe: IO[bytes], kind: bytes, message: bytes) -> None:
    """Writes an answer to a blocking pipe."""
    pipe.write(LENGTH.pack(len(message)) + kind + message)
    pipe.flush()


__all__ = ["Answer", "Answers", "Child", "Ended", "Limits", "limit_memory", "limit_time", "serve"]
