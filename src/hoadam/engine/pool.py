"""How pages are read by all cores of this machine, in processes that may be killed, with the answers in the order of the questions."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from hoadam.confine import Limits
from hoadam.engine.child import Reader
from hoadam.engine.here import Job
from hoadam.ports import Found, Item, Outcome

Chunk = tuple[Item, ...]
AHEAD = 3  # chunks handed out for each worker: enough that none waits, few enough that memory stays flat
WEIGHT = 1 << 20  # bytes of pages in one chunk, unless a single page has more


class Pool:
    """Reads in `workers` processes, each of which makes its tools once, and each of which a page may cost its life."""

    def __init__(self, make: Callable[[], Job], workers: int, chunk: int = 16, limits: Limits | None = None) -> None:
        """`make` gives the job that opens and reads one thing found; it must be picklable (a partial of a module's function)."""
        self.make = make
        self.workers = workers
        self.chunk = chunk
        self.limits = limits or Limits()

    def read(self, found: Iterable[Item]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order; a page that costs too much, or kills its process, is an Unread."""
        chunks = _chunks(iter(found), self.chunk)
        readers = [Reader(self.make, self.limits) for _ in range(self.workers)]
        free: SimpleQueue[Reader] = SimpleQueue()
        for reader in readers:
            free.put(reader)
        waiting: deque[Future[list[Outcome]]] = deque()
        threads = ThreadPoolExecutor(self.workers)  # each waits for its process, and needs no time of its own
        try:
            while True:
                while len(waiting) < self.workers * AHEAD and (chunk := next(chunks, None)):
                    waiting.append(threads.submit(_read, free, chunk))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            for reader in readers:
                reader.stop()
            threads.shutdown(cancel_futures=True)


def _read(free: "SimpleQueue[Reader]", chunk: Chunk) -> list[Outcome]:
    reader = free.get()
    try:
        return [reader.read(item) for item in chunk]
    finally:
        free.put(reader)


def _chunks(items: Iterator[Item], size: int) -> Iterator[Chunk]:
    chunk: list[Item] = []
    weight = 0
    for item in items:
        chunk.append(item)
        weight += len(item.raw) if isinstance(item, Found) else 0
        if len(chunk) == size or weight >= WEIGHT:
            yield tuple(chunk)
            chunk, weight = [], 0
    if chunk:
        yield tuple(chunk)
