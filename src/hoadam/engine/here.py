"""How pages are read one after another in this process, and what becomes of a page that cannot be read."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hoadam.model.errors import BadPage, OtherLanguage
from hoadam.model.story import Reading, Unread
from hoadam.ports import Found, Item, Outcome, Passed

Job = Callable[[Found], Reading]


class Here:
    """Reads in this process."""

    def __init__(self, make: Callable[[], Job]) -> None:
        """`make` gives the job that opens and reads one thing found; it is called once."""
        self.make = make

    def read(self, found: Iterable[Item]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order."""
        job = self.make()
        for item in found:
            yield attempt(job, item)


def attempt(job: Job, item: Item) -> Outcome:
    """The reading, or the reason why there is none; a fault of the program on one page does not stop the others."""
    if not isinstance(item, Found):
        return Outcome(item.source, item)
    result = _result(job, item)
    return Outcome(item.where, result, item.digest, item if isinstance(result, Unread) else None)


def _result(job: Job, item: Found) -> Reading | Unread | Passed:
    try:
        return job(item)
    except OtherLanguage as error:
        return Passed(item.where, str(error))
    except BadPage as error:
        return Unread(item.where, str(error))
    except MemoryError:
        return Unread(item.where, "reading it needs more memory than a page may have.")
    except RecursionError:
        return Unread(item.where, "it is nested too deeply to be read.")
    except Exception as error:  # noqa: BLE001  (any fault in one page becomes an Unread that names the line of code)
        return Unread(item.where, _fault(error))


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of this program, not of the page: {type(error).__name__}: {error} ({at}). Please report it."
