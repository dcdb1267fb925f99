"""What goes into a store comes out of it, and a file that is no store is left as it is."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest

from hoadam import desk
from hoadam.model.errors import StoreError
from hoadam.model.page import Page
from hoadam.model.story import Reading, Ruling, Story, Unread
from hoadam.model.time import Day
from hoadam.ports import Asked, Outcome
from hoadam.store.sqlite import SqliteStore

Make = Callable[..., Reading]
MakePage = Callable[..., Page]
MakeStory = Callable[..., Story]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    made = SqliteStore(tmp_path / "a.db", create=True, wait=0.2)
    yield made
    made.close()


def of(reading: Reading, digest: str = "d1", where: str = "in/a.txt") -> Outcome:
    return Outcome(where, reading, digest)


def told(store: SqliteStore, story: Story) -> None:
    store.keep(story, desk.entries_of(story, store.readings(), lambda one: one.type), store.revision(), "r1")


def test_a_reading_comes_back_as_it_was(store: SqliteStore, reading: Make) -> None:
    one = reading()
    assert store.put([of(one)], "r1") == 1
    assert list(store.readings()) == [one]
    assert store.reading(one.page.id) == one
    assert store.pages_of(one.events[0].id) == [one.page.id]
    assert store.known("r1") == {"d1"}
    assert store.known("r2") == frozenset()


def test_the_same_page_twice_is_one_page(store: SqliteStore, reading: Make) -> None:
    assert store.put([of(reading()), of(reading(), "d2", "in/b.txt")], "r1") == 1
    assert store.put([of(reading())], "r1") == 0
    assert store.counts().pages == 1
    assert len(store.search("ngừng bắn", 9)) == 1


def test_newer_rules_replace_the_reading(store: SqliteStore, reading: Make) -> None:
    store.put([of(reading(events=3))], "r1")
    store.put([of(reading(events=1))], "r2")
    assert store.counts().events == 1
    assert len(next(store.readings()).events) == 1
    assert store.known("r2") == {"d1"}


def test_a_page_that_becomes_another_lets_the_first_go(store: SqliteStore, reading: Make, page: MakePage) -> None:
    store.put([of(reading(page("Bản cũ của trang.\nCũ")))], "r1")
    store.put([of(reading(page("Bản mới của trang.\nMới")))], "r2")
    assert [one.page.text for one in store.readings()] == ["Bản mới của trang.\nMới"]
    assert store.search("cũ", 9) == []
    assert store.faults() == []


def test_unread_pages_are_kept_until_they_are_read(store: SqliteStore, reading: Make) -> None:
    store.put([Outcome("in/a.txt", Unread("in/a.txt", "empty.")), Outcome("in/b.txt", Unread("in/b.txt", "binary."))], "r1")
    assert store.unread() == [Unread("in/a.txt", "empty."), Unread("in/b.txt", "binary.")]
    store.put([of(reading())], "r1")
    assert store.unread() == [Unread("in/b.txt", "binary.")]


def test_a_story_comes_back_as_it_was(store: SqliteStore, reading: Make, story: MakeStory) -> None:
    store.put([of(reading(events=3))], "r1")
    made = story(*store.readings())
    assert not store.is_told("r1")
    told(store, made)
    assert store.story() == made
    assert store.is_told("r1")
    assert not store.is_told("r2")
    assert store.tracks() == list(made.tracks)
    assert store.brief() == list(made.brief)
    assert store.counts().story_is_current


def test_a_story_is_never_half_of_another_telling(store: SqliteStore, reading: Make, story: MakeStory) -> None:
    store.put([of(reading(events=3))], "r1")
    one = story(*store.readings())
    other = msgspec.structs.replace(one, episodes=one.episodes[:1], tracks=(), brief=(), gaps=("another",))
    told(store, one)
    done = Event()

    def keep_telling() -> None:
        while not done.is_set():
            for made in (other, one):
                told(store, made)

    writer = Thread(target=keep_telling)
    writer.start()
    seen = [store.story() for _ in range(100)]
    done.set()
    writer.join()
    assert all(found in (one, other) for found in seen)


def test_an_older_telling_does_not_replace_a_newer(store: SqliteStore, reading: Make, story: MakeStory) -> None:
    store.put([of(reading())], "r1")
    before = store.revision()
    store.put([of(reading(events=2))], "r1")
    told(store, story(*store.readings()))
    store.keep(Story(), [], before, "r1")
    assert len(store.story().episodes) == 2


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked(), 3),
        (Asked(since="2020-10-01"), 1),
        (Asked(until="2020-09-30"), 1),
        (Asked(since="2020-09-27", until="2020-12-01"), 2),
        (Asked(actor="ARM"), 3),
        (Asked(actor="ARM.GOV"), 3),
        (Asked(actor="ARM.MIL"), 0),
        (Asked(actor="azerbái"), 3),
        (Asked(actor="%"), 0),
        (Asked(type="consult"), 3),
        (Asked(type="ASSAULT"), 0),
        (Asked(process="Talks"), 3),
    ],
)
def test_the_timeline_is_filtered(store: SqliteStore, reading: Make, page: MakePage, story: MakeStory, asked: Asked, count: int) -> None:
    days = [Day("2020-09-27", "2020-09-27", "2020-09-27"), Day("2020-11", "2020-11-01", "2020-11-30"), Day()]
    read = [reading(page(f"Trang {n}.\nHết."), day=day) for n, day in enumerate(days)]
    store.put([of(one, f"d{n}", f"{n}.txt") for n, one in enumerate(read)], "r1")
    told(store, story(*reversed(read)))
    found = store.timeline(asked)
    assert len(found) == count
    if asked == Asked():
        assert [entry.episode.date.value for entry in found] == ["2020-09-27", "2020-11", None]
        assert found[0].words == "Trang 0."


def test_words_with_the_same_accents_come_first(store: SqliteStore, reading: Make, page: MakePage) -> None:
    texts = ["Lệnh ngưng bán đã hết.", "Lệnh ngừng bắn đã có.", "Chuyện khác hẳn."]
    store.put([of(reading(page(text)), text, text) for text in texts], "r1")
    assert [hit.exact for hit in store.search("ngừng bắn", 9)] == [True, False]
    assert next(hit.words for hit in store.search("NGỪNG BẮN", 9)) == "Lệnh ngừng bắn đã có."
    assert len(store.search("ngung ban", 9)) == 2
    assert len(store.search("da", 9)) == 2
    assert len(store.search('"bắn ngừng"', 9)) == 0
    assert len(store.search("bắn ngừng", 1)) == 1


@pytest.mark.parametrize("words", ['"', "*", "AND", "a OR", "NEAR(a", "exact:x", "-", "'; DROP TABLE pages", "", "(", "ngừng\x00bắn"])
def test_no_word_breaks_the_search(store: SqliteStore, reading: Make, words: str) -> None:
    store.put([of(reading())], "r1")
    assert isinstance(store.search(words, 9), list)


def test_quotes_of_a_search_are_verbatim(store: SqliteStore, reading: Make, page: MakePage) -> None:
    text = "Mở đầu.\n\nÔng hoà giải ở Đức."
    store.put([of(reading(page(text)))], "r1")
    [hit] = store.search("hòa giải duc", 9)
    assert hit.quote is not None
    assert hit.quote.of(text) == hit.words == "Ông hoà giải ở Đức."


def test_ids_are_found_by_their_beginning(store: SqliteStore, reading: Make, story: MakeStory) -> None:
    one = reading()
    store.put([of(one)], "r1")
    told(store, story(one))
    event = one.events[0].id
    assert store.named("ep-" + event) == [("episode", "ep-" + event)]
    assert ("page", one.page.id) in store.named(one.page.id[6:14])
    assert ("event", event) in store.named(event[:9])
    assert store.named("talks") == [("track", "talks-1")]
    assert store.named("_") == []


def test_rulings_are_never_changed(store: SqliteStore) -> None:
    one = Ruling("r1", "reject", ("x",), "Lan", "2024-01-02T03:04:05Z")
    before = store.revision()
    store.rule(one)
    assert store.rulings() == [one]
    assert store.revision() == before + 1
    with sqlite3.connect(store.path) as raw:
        for statement in ("DELETE FROM rulings", "UPDATE rulings SET id = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                raw.execute(statement)
    raw.close()


def test_a_batch_that_fails_leaves_nothing(store: SqliteStore, reading: Make) -> None:
    with pytest.raises(StoreError):
        store.put([of(reading()), Outcome(None, Unread("x", "y"))], "r1")  # type: ignore[arg-type]
    assert store.counts().pages == 0


def refused(path: Path, **how: bool) -> str:
    """What is said when the file cannot be used; the file must be the same afterwards."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        SqliteStore(path, wait=0.2, **how).put([], "r1")
    assert (path.read_bytes() if path.is_file() else None) == before
    said = str(caught.value)
    assert str(path) in said
    assert "\n" not in said
    return said


def test_no_store_is_made_by_asking(tmp_path: Path) -> None:
    assert "no store here" in refused(tmp_path / "none.db")
    assert "no folder" in refused(tmp_path / "none" / "a.db", create=True)
    assert "folder" in refused(tmp_path, create=True)
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Không phải kho.")
    assert "no store" in refused(text, create=True)
    other = tmp_path / "other.db"
    raw = sqlite3.connect(other)
    raw.execute("CREATE TABLE meta_of_mine (x)")
    raw.commit()
    raw.close()
    assert "no store of Hoadam" in refused(other, create=True)


def test_a_newer_store_is_left_alone(store: SqliteStore) -> None:
    store.close()
    raw = sqlite3.connect(store.path)
    raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    raw.commit()
    raw.close()
    assert "newer Hoadam" in refused(store.path, write=True)


def test_a_damaged_store_says_so(store: SqliteStore, reading: Make) -> None:
    store.put([of(reading())], "r1")
    store.close()
    data = bytearray(store.path.read_bytes())
    data[100:8192] = b"\xff" * 8092
    store.path.write_bytes(data)
    assert "damaged" in refused(store.path, write=True)


def test_a_cut_store_says_so(store: SqliteStore, reading: Make) -> None:
    store.put([of(reading())], "r1")
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:5000])
    assert "damaged" in refused(store.path, write=True)


def test_a_locked_store_waits_and_says_so(store: SqliteStore, reading: Make) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        store.put([of(reading())], "r1")
    assert store.counts().pages == 0  # readers do not wait
    other.execute("ROLLBACK")
    other.close()
    assert store.put([of(reading())], "r1") == 1


READ_ONLY = """
import os, sys
from pathlib import Path
from hoadam.model.errors import StoreError
from hoadam.store.sqlite import SqliteStore
if os.getuid() == 0:  # who may do everything; nobody may not, and may not import from root's home either
    SqliteStore(Path(sys.argv[1])).close()
    os.setuid(65534)
store = SqliteStore(Path(sys.argv[1]))
print(store.counts().pages)
try:
    SqliteStore(Path(sys.argv[1]), write=True)
except StoreError as error:
    print(error)
"""


def test_a_read_only_store_can_be_asked_but_not_written(store: SqliteStore, reading: Make, tmp_path: Path) -> None:
    store.put([of(reading())], "r1")
    store.close()
    store.path.chmod(0o444)
    tmp_path.chmod(0o555)
    for folder in (folder for folder in tmp_path.parents if "pytest" in folder.as_posix()):  # one more where tests run side by side
        folder.chmod(folder.stat().st_mode | 0o055)
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(store.path)], capture_output=True, text=True, check=False, env=os.environ)
    tmp_path.chmod(0o755)
    assert done.stdout.splitlines()[:1] == ["1"], done.stderr
    assert "cannot be written to" in done.stdout


def test_two_programs_make_a_store_once(tmp_path: Path, reading: Make, page: MakePage) -> None:
    first = SqliteStore(tmp_path / "a.db", create=True)
    second = SqliteStore(tmp_path / "a.db", create=True)
    first.put([of(reading(page("Một.")), "1", "1")], "r1")
    second.put([of(reading(page("Hai.")), "2", "2")], "r1")
    assert first.counts().pages == second.counts().pages == 2
    assert first.revision() == 2
    first.close()
    second.close()
