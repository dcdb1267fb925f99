"""Does a store live through kill -9 at any moment? Rounds of work, each killed at a random one, and what must be true afterwards.

`python -m kills 1000`, in tests/, plays a thousand rounds and says how many of them were killed in the midst of their work.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text

from hoadam import app, desk
from hoadam.cli import making
from hoadam.model.story import Reading, Ruling, Story
from hoadam.ports import Outcome, Store
from hoadam.store.filling import indexed
from hoadam.store.migrations.run import upgrade
from hoadam.store.sqlite import SqliteStore
from hoadam.store.tables import SCHEMA
from samples import made_page, made_reading, made_story, said

BATCHES, EACH = 12, 10  # of pages
RULES = "r"
KINDS = ("add", "review", "export", "migrate", "copy")
EXPORTS = 0.2  # seconds in which exports are written over one another, as they would be for ever
Say = Callable[[str], None]


def batch(number: int) -> list[Outcome]:
    """Pages of a batch, each with a word that no other has."""
    names = [f"{number}x{n}" for n in range(EACH)]
    return [Outcome(f"{name}.txt", made_reading(made_page(f"Trang từ{name} nói.\n" + "Họ gặp nhau. " * 40), 2), name) for name in names]


def ruling(number: int) -> Ruling:
    """One of many decisions."""
    return Ruling(f"r{number:04}", "reject", (f"ep-{number}",), "Lan", "2024-01-01T00:00:00Z")


def tell(readings: Sequence[Reading], rulings: Sequence[Ruling]) -> Story:
    """A story that shows from how many rulings it was told."""
    story = made_story(*readings)
    return Story(story.episodes, story.tracks, (), story.brief, (f"{len(rulings)} rulings",))


def retold(store: Store) -> None:
    """The story of the store is told from all that it holds."""
    if not store.is_told(RULES):
        desk.tell_store(store, lambda readings, rulings: tell(list(readings), rulings), said, RULES)


def fill(store: Store, said: Say) -> None:
    """Pages come in, batch after batch, and the story is told in the midst and at the end."""
    for number in range(BATCHES):
        store.put(batch(number), RULES)
        said(f"{number}")
        if number == BATCHES // 2:
            retold(store)
    retold(store)
    said("told")


def check_filled(store: Store, said: list[str]) -> None:
    """Whole batches alone are there, the first of them, with all that were acknowledged, and each word is found."""
    there = {reading.page.id: reading for reading in store.readings()}
    batches = [[one.result for one in batch(number)] for number in range(BATCHES)]
    kept = [sum(there.get(one.page.id) == one for one in some if isinstance(one, Reading)) for some in batches]
    done = kept.count(EACH)
    assert kept == [EACH] * done + [0] * (BATCHES - done), kept
    assert done >= sum(word.isdigit() for word in said), "an acknowledged page is lost"
    assert len(store.search("nói", 999)) == done * EACH
    assert [len(store.search(f"từ{number}x3", 9)) for number in range(BATCHES)] == [1] * done + [0] * (BATCHES - done)
    assert len(store.story().episodes) in {0, 2 * EACH * (BATCHES // 2 + 1), 2 * EACH * BATCHES}
    assert "told" not in said or store.is_told(RULES)


def decide(store: Store, said: Say) -> None:
    """A person decides one thing after another; each decision counts from the moment that it is kept."""
    for number in range(9, 40):
        store.rule(ruling(number))
        said(f"{number}")
        if number % 10 == 0:
            retold(store)


def check_decisions(store: Store, said: list[str]) -> None:
    """Every acknowledged decision is there, at most one more, and the story is one that was told."""
    kept = [one.id for one in store.rulings()]
    assert kept == [ruling(number).id for number in range(len(kept))]
    assert 9 + len(said) <= len(kept) <= 10 + len(said), "an acknowledged decision is lost"
    assert store.counts().pages == BATCHES * EACH
    [gaps] = store.story().gaps
    assert gaps in {"9 rulings", *(f"{number + 1} rulings" for number in range(10, 40, 10))}


class Rounds:
    """Stores to start from, and what was seen of each kind of work."""

    def __init__(self, folder: Path, exports: int | None = None) -> None:
        self.folder, self.where = folder, str(folder)
        self.times = range(exports) if exports else count()  # that an export is written; without a number, until it is stopped
        self.path = folder / "a.db"
        self.full = folder / "full.db"
        self.old = folder / "old.db"
        self.exports: list[bytes] = []
        with closing(SqliteStore(self.full, create=True)) as store:
            for number in range(BATCHES):
                store.put(batch(number), RULES)
            for number in range(9):
                store.rule(ruling(number))
            retold(store)
            kit = app.kit(app.Settings())
            self.exports = [desk.publish(store, app.export(form), kit, "en") for form in ("json", "html")]
            self.whole = contents(store)
            make_old(self.old, store)

    def add(self, said: Say) -> None:
        """Pages come in, batch after batch, and the story is told at the end."""
        with closing(SqliteStore(self.path, create=True)) as store:
            fill(store, said)

    def check_add(self, said: list[str]) -> None:
        if not self.path.exists():
            assert not said
            return
        SqliteStore(self.path, write=True).close()
        assert not [one.name for one in self.folder.iterdir() if one.name.startswith(".")], "a half-made store is left"
        with closing(SqliteStore(self.path)) as store:
            sound(store)
            check_filled(store, said)

    def review(self, said: Say) -> None:
        """A person decides one thing after another; each decision counts from the moment that it is kept."""
        with closing(SqliteStore(self.path, write=True)) as store:
            decide(store, said)

    def check_review(self, said: list[str]) -> None:
        with closing(SqliteStore(self.path)) as store:
            sound(store)
            check_decisions(store, said)

    def export(self, said: Say) -> None:
        """A briefing is written over the one before, again and again."""
        for number in self.times:
            making.write_file(self.folder / "out.html", self.exports[number % 2])
            said(f"{number}")

    def check_export(self, said: list[str]) -> None:
        out = self.folder / "out.html"
        assert out.read_bytes() in self.exports if said else not out.exists() or out.read_bytes() in self.exports
        making.write_file(out, self.exports[0])
        assert [one.name for one in self.folder.iterdir() if "out.html" in one.name] == ["out.html"], "a half-written file is left"

    def migrate(self, said: Say) -> None:
        """A store of the first version becomes one of this."""
        SqliteStore(self.path, write=True).close()
        said("done")

    def check_migrate(self, said: list[str]) -> None:
        engine = create_engine(f"sqlite:///{self.path}")
        with engine.connect() as connection:
            version = int(connection.scalar(text("SELECT value FROM meta WHERE key = 'schema'")) or 0)
            tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        engine.dispose()
        assert version == SCHEMA if said else version in {1, SCHEMA}
        assert ("changes" in tables) == (version == SCHEMA)
        with closing(SqliteStore(self.path, write=True)) as store:
            sound(store)
            retold(store)
            assert contents(store) == self.whole

    def copy(self, said: Say) -> None:
        """A store is copied into a new one."""
        app.copy_store(app.Settings(), str(self.full), str(self.path), lambda _table, _rows: None)
        said("done")

    def check_copy(self, said: list[str]) -> None:
        if self.path.exists():
            with closing(SqliteStore(self.path)) as store:
                sound(store)
                pages = store.counts().pages
                assert pages == BATCHES * EACH or (pages == 0 and not said)
                if pages:
                    assert contents(store) == self.whole
                    return
        self.copy(lambda _: None)  # what was half done stands in nobody's way
        with closing(SqliteStore(self.path)) as store:
            assert contents(store) == self.whole

    def start(self, kind: str) -> None:
        """The files as this kind of work finds them."""
        for left in self.folder.glob("*"):
            if left.name not in {self.full.name, self.old.name}:
                left.unlink()
        if kind in {"review", "migrate"}:
            shutil.copy(self.full if kind == "review" else self.old, self.path)


def make_old(path: Path, store: SqliteStore) -> None:
    """A store of version 1 with the pages and rulings of another."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))
        connection.execute(text("ATTACH :path AS new"), {"path": str(store.path)})
        connection.commit()
        upgrade(connection, "1")
        for table in ("pages", "found", "readings", "events", "rulings"):
            connection.execute(text(f"INSERT INTO {table} SELECT * FROM new.{table}"))
        rows = connection.execute(text("SELECT row, text FROM pages")).all()
        store._place.index(connection, {row: indexed(words) for row, words in rows})
        connection.execute(text("UPDATE meta SET value = (SELECT value FROM new.meta n WHERE n.key = 'revision') WHERE key = 'revision'"))
        connection.commit()
    engine.dispose()


def contents(store: SqliteStore) -> tuple[object, ...]:
    """All that a store holds for good, and its story."""
    found = [[(hit.page, hit.words) for hit in store.search(words, 999)] for words in ("nói", "từ3x4")]
    return list(store.readings()), store.rulings(), store.story(), sorted(store.known(RULES)), found


def sound(store: SqliteStore) -> None:
    """The file is whole by SQLite's full check and by ours."""
    assert store.faults() == []
    with store._reading() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


def killed(work: Callable[[Say], None], after: float | None) -> tuple[list[str], bool]:
    """What the work said before it was killed so many seconds after its start (None: never), and whether it had ended by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            work(lambda words: os.write(writing, f"{words}\n".encode()) and None)
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        told = pipe.read().splitlines()
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return told, not os.WIFSIGNALED(status)


class Place(Protocol):
    """Stores that each kind of work can start on, a method `check_KIND` for each, and where they are when something is wrong."""

    where: str

    def start(self, kind: str) -> None:
        """The stores as this kind of work finds them."""


def play(place: Place, kinds: Sequence[str], rounds: int, chance: random.Random, **lasts: float) -> Counter[str]:
    """How many rounds of each kind were killed in the midst of their work; raises AssertionError where something is lost or broken.

    How many seconds a kind lasts is measured by one round that is left alone, where it is not told.
    """
    seen = Counter[str]()
    for number in range(rounds):
        kind = kinds[number % len(kinds)]
        if kind not in lasts:
            place.start(kind)
            begun = time.monotonic()
            killed(getattr(place, kind), None)
            lasts[kind] = time.monotonic() - begun
        place.start(kind)
        after = chance.uniform(0, lasts[kind])
        told, ended = killed(getattr(place, kind), after)
        try:
            getattr(place, f"check_{kind}")(told)
        except Exception as error:
            error.add_note(f"round {number}: {kind}, killed after {after:.4f} s; it had said {told}; what is left: {place.where}")
            raise
        seen[kind] += not ended
    return seen


def report(rounds: int, seed: str | None, playing: Callable[[Path, random.Random], Counter[str]]) -> None:
    """Say what was seen in so many rounds; the files stay where one failed."""
    chosen = int(seed) if seed else random.SystemRandom().randrange(10**6)
    folder = Path(tempfile.mkdtemp(prefix="hoadam-kills-"))
    begun = time.monotonic()
    sys.stdout.write(f"seed {chosen}\n")
    sys.stdout.flush()
    seen = playing(folder, random.Random(chosen))
    shutil.rmtree(folder)
    parts = ", ".join(f"{kind} {number}" for kind, number in seen.items())
    took = time.monotonic() - begun
    sys.stdout.write(f"{rounds} rounds in {took:.0f} s, killed at work {seen.total()} ({parts}): nothing lost, nothing broken\n")


def main() -> None:
    """Play as many rounds as asked for."""
    rounds, *seed = sys.argv[1:]
    report(int(rounds), next(iter(seed), None), lambda folder, chance: play(Rounds(folder), KINDS, int(rounds), chance, export=EXPORTS))


if __name__ == "__main__":
    main()
