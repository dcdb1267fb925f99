"""How pages are read one after another in this process, and what becomes of a page that cannot be read."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hoadam.model.errors import BadPage
from hoadam.model.story import Reading, Unread
from hoadam.ports import Found, Outcome

Job = Callable[[Found], Reading]


class Here:
    """Reads in this process."""

    def __init__(self, make: Callable[[], Job]) -> None:
        """`make` gives the job that opens and reads one thing found; it is called once."""
        self.make = make

    def read(self, found: Iterable[Found | Unread]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order."""
        job = self.make()
        for item in found:
            yield attempt(job, item)


def attempt(job: Job, item: Found | Unread) -> Outcome:
    """The reading, or the reason why there is none; a fault of the program on one page does not stop the others."""
    if isinstance(item, Unread):
        return Outcome(item.source, item)
    try:
        return Outcome(item.where, job(item), item.digest)
    except BadPage as error:
        return Outcome(item.where, Unread(item.where, str(error)), item.digest)
    except Exception as error:  # noqa: BLE001  (any fault in one page becomes an Unread that names the line of code)
        return Outcome(item.where, Unread(item.where, _fault(error)), item.digest)


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of this program, not of the page: {type(error).__name__}: {error} ({at}). Please report it."
