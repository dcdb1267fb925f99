"""What does the process say that reads pages for a pool? One answer to each page, within its limits (see confine.py)."""

import pickle
from collections.abc import Callable

import msgspec

from hoadam.confine import Answer, Child, Ended, Limits, serve
from hoadam.engine.here import Job, attempt
from hoadam.model.story import Reading, Unread
from hoadam.ports import Found, Item, Outcome, Passed

KINDS: dict[bytes, type[Reading | Unread | Passed]] = {b"R": Reading, b"U": Unread, b"P": Passed}


class Reader:
    """A process that reads pages one after another; a page that costs it its life is an Unread, and the next one is read."""

    def __init__(self, make: Callable[[], Job], limits: Limits) -> None:
        """`make` gives the job that opens and reads one thing found; it must be picklable (a partial of a module's function)."""
        self._child = Child("hoadam.engine.child", limits, hello=pickle.dumps(make))

    def read(self, item: Item) -> Outcome:
        """What became of the item."""
        if not isinstance(item, Found):
            return Outcome(item.source, item)
        try:
            answer = self._child.ask(item.packed())
            result = msgspec.msgpack.decode(answer[1:], type=KINDS[answer[:1]])
        except Ended as ended:
            result = Unread(item.where, f"reading it {ended}.")
        return Outcome(item.where, result, item.digest, item if isinstance(result, Unread) else None)

    def stop(self) -> None:
        """End the process."""
        self._child.stop()


def _started(hello: bytes) -> Answer:
    job: Job = pickle.loads(hello)()  # noqa: S301  (it comes from this program's own parent process)

    def answer(message: bytes) -> bytes:
        result = attempt(job, Found.unpacked(message)).result
        kind = next(kind for kind, shape in KINDS.items() if isinstance(result, shape))
        return kind + msgspec.msgpack.encode(result)

    return answer


if __name__ == "__main__":
    serve(_started)
