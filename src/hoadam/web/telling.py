"""When is the story told again after a ruling? Soon, in the background, once for many rulings that come together."""

import multiprocessing
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from hoadam import app, desk
from hoadam.answers.overview import NEWS
from hoadam.model.errors import HoadamError
from hoadam.ports import Asked, Say, Store, Tell

PAUSE = 0.4  # seconds to wait for more rulings: a person who decides by one key is faster than most tellings
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
    """The same in a process of its own."""
    tell(tools(settings))


class Again:
    """Tells again when called, in a thread of its own; called while it tells, it tells once more after that."""

    def __init__(self, settings: app.Settings, store: Store, made: Tools | None = None) -> None:
        """Of one store; with tools that were made for another of the same data folder, where there are."""
        self._settings = settings
        self._store = store
        self._wanted = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._tools = replace(made, settings=settings) if made else None

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

    def close(self) -> None:
        """Wait until what was asked for is told."""
        self._stopped.set()
        thread = self._thread
        if thread is not None:
            thread.join()

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
