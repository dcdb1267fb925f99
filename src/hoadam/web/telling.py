"""When is the story told again after a ruling, or after pages that another program added? Soon, in the background, once for many."""

import multiprocessing
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from hoadam import app, desk
from hoadam.answers.overview import NEWS
from hoadam.model.errors import HoadamError
from hoadam.ports import Asked, Say, Stamp, Store, Tell

PAUSE = 0.4  # seconds to wait for more rulings: a person who decides by one key is faster than most tellings
LOOK = 5.0  # seconds between two looks at the store: what another program adds is told when it has rested for so long,
LONGEST = 60.0  # or after so many seconds, when it goes on adding
MANY = 300  # pages from which another process tells (it takes 1.5 s to start), so that pages are still served at full speed


def warm(store: Store) -> None:
    """Have the store hold what its next answers need, so that nobody waits for it."""
    with suppress(HoadamError):
        store.count(Asked())
        store.latest_changes(NEWS)
        store.counts()


@dataclass(frozen=True)
class Tools:
    """What telling a store needs, made ready once."""

    settings: app.Settings
    rules: str
    tell: Tell
    say: Say


def tools(settings: app.Settings) -> Tools:
    """The tools of the settings; this takes half a second."""
    return Tools(settings, app.rules(settings), app.teller(settings), app.sayer(settings))


def tell(made: Tools) -> None:
    """Tell the story of the settings' store again, if it is not told from all that it holds."""
    with closing(app.store(made.settings, write=True)) as store:
        if not store.is_told(made.rules):
            desk.tell_store(store, made.tell, made.say, made.rules)


def tell_alone(settings: app.Settings) -> None:
    """The same in a process of its own; what goes wrong leaves the story as it was."""
    with suppress(HoadamError):
        tell(tools(settings))


@dataclass(frozen=True)
class Look:
    """What was seen of a store: its revision, the one it was told at, how many looks it has waited, and what was told again of it."""

    revision: int = -1
    told: int = -1
    waited: int = 0
    tried: int = -1
    is_due: bool = False

    def again(self, stamp: Stamp, longest: int) -> "Look":
        """The next look: to be told is what rests since the look before, or has waited for the longest; a failure is not tried twice."""
        if stamp.revision == stamp.told:
            return Look(stamp.revision, stamp.told)
        waited = self.waited + 1
        due = stamp.revision != self.tried and (stamp.revision == self.revision or waited > longest)
        return Look(stamp.revision, stamp.told, 0 if due else waited, stamp.revision if due else self.tried, due)


class Again:
    """Tells again when called, in a thread of its own; called while it tells, it tells once more after that.

    Once it watches, it also tells what other programs add to the store.
    """

    def __init__(self, settings: app.Settings, store: Store, made: Tools | None = None, look: float | None = None) -> None:
        """Of one store; with tools that were made for another of the same data folder, where there are."""
        self._settings = settings
        self._store = store
        self._wanted = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._tools = replace(made, settings=settings) if made else None
        self._look = look or LOOK
        self._watcher: threading.Thread | None = None

    def __call__(self) -> None:
        """Have the story told again soon."""
        with self._lock:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="telling")
                self._thread.start()

    def is_telling(self) -> bool:
        """True while a telling is due or under way."""
        return self._thread is not None

    def watch(self) -> None:
        """From now on, look whether another program has added to the store or told it."""
        self._watcher = threading.Thread(target=self._watch, name="watching", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Wait until what was asked for is told."""
        self._stopped.set()
        for thread in (self._watcher, self._thread):
            if thread is not None:
                thread.join()

    def _watch(self) -> None:
        look = Look()
        while not self._stopped.wait(self._look):
            with suppress(HoadamError):
                stamp = self._store.stamp()
                if stamp.told != look.told:
                    warm(self._store)
                look = look.again(stamp, round(LONGEST / self._look))
                if look.is_due:
                    self()

    def _run(self) -> None:
        while True:
            self._stopped.wait(PAUSE)
            with self._lock:
                if not self._wanted:
                    self._thread = None
                    return
                self._wanted = False
            self._tell()
            warm(self._store)

    def _tell(self) -> None:
        """One telling; what goes wrong leaves the story as it was, and the page says that it is not current."""
        if self._store.counts().pages < MANY:
            try:
                self._tools = self._tools or tools(self._settings)
                tell(self._tools)
            except HoadamError:
                return
        else:
            child = multiprocessing.get_context("spawn").Process(target=tell_alone, args=(self._settings,), daemon=True)
            child.start()
            child.join()
