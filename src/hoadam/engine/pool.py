"""How pages are read by all cores of this machine, in chunks, with the answers in the order of the questions."""

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import islice

from hoadam.engine.here import Job, attempt
from hoadam.model.story import Reading, Unread
from hoadam.ports import Found, Outcome

Chunk = tuple[Found | Unread, ...]
Answers = list[Reading | Unread]
Waiting = deque[tuple[Chunk, Future[Answers]]]
AHEAD = 3  # chunks handed out for each worker: enough that none waits, few enough that memory stays flat
KILLED = "reading it killed the process that did (out of memory, or a fault in a library). Please report it."


class Pool:
    """Reads in `workers` processes, each of which makes its tools once."""

    def __init__(self, make: Callable[[], Job], workers: int, chunk: int = 16) -> None:
        """`make` gives the job that opens and reads one thing found; it must be picklable (a partial of a module's function)."""
        self.make = pickle.dumps(make)
        self.workers = workers
        self.chunk = chunk

    def read(self, found: Iterable[Found | Unread]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order; a page that kills its process is an Unread."""
        chunks = _chunks(iter(found), self.chunk)
        waiting: Waiting = deque()
        pool = _pool(self.workers)
        try:
            while True:
                while len(waiting) < self.workers * AHEAD and (chunk := next(chunks, None)):
                    waiting.append((chunk, self._asked(pool, chunk)))
                if not waiting:
                    return
                chunk, answer = waiting.popleft()
                try:
                    yield from _outcomes(chunk, answer.result())
                except BrokenProcessPool:
                    lost = [chunk, *(later for later, _ in waiting)]
                    waiting.clear()
                    for again in lost:
                        yield from self._one_by_one(again)
                    pool = _pool(self.workers)
        finally:
            pool.shutdown(cancel_futures=True)

    def _asked(self, pool: ProcessPoolExecutor, chunk: Chunk) -> Future[Answers]:
        """The answer to come; one that holds the error when the pool has broken meanwhile."""
        try:
            return pool.submit(work, self.make, chunk)
        except BrokenProcessPool as error:
            broken: Future[Answers] = Future()
            broken.set_exception(error)
            return broken

    def _one_by_one(self, chunk: Chunk) -> Iterator[Outcome]:
        """The same pages, each alone, so that only the one to blame is lost."""
        pool = _pool(1)
        for item in chunk:
            try:
                yield from _outcomes((item,), self._asked(pool, (item,)).result())
            except BrokenProcessPool:
                pool = _pool(1)
                where = item.source if isinstance(item, Unread) else item.where
                yield Outcome(where, Unread(where, KILLED))
        pool.shutdown()


def _pool(workers: int) -> ProcessPoolExecutor:
    """New processes, spawned: a fork copies locks of the parent's threads."""
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(make: bytes, chunk: Chunk) -> Answers:
    """The answers for one chunk."""
    return [attempt(_job(make), item).result for item in chunk]


@lru_cache(maxsize=1)
def _job(make: bytes) -> Job:
    job: Job = pickle.loads(make)()  # noqa: S301  (it comes from this program's own parent process)
    return job


def _chunks(items: Iterator[Found | Unread], size: int) -> Iterator[Chunk]:
    while chunk := tuple(islice(items, size)):
        yield chunk


def _outcomes(chunk: Chunk, answers: Answers) -> Iterator[Outcome]:
    for item, answer in zip(chunk, answers, strict=True):
        where, digest = (item.source, None) if isinstance(item, Unread) else (item.where, item.digest)
        yield Outcome(where, answer, digest)
