"""What stops a write is said in one sentence, with exit code 3, and nothing is lost by it."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hoadam import app, desk
from hoadam.model.errors import StoreError
from hoadam.model.story import Reading, Ruling, Story, Unread
from hoadam.ports import Outcome
from hoadam.store.opening import _engine
from hoadam.store.sqlite import SqliteStore

TESTS = Path(__file__).parents[1]
ROUNDS = 20
Write = Callable[[SqliteStore, Reading, Story], object]
WRITES: dict[str, Write] = {
    "put": lambda store, reading, _: store.put([Outcome("a", reading, "a")], "r"),
    "unread": lambda store, _, __: store.put([Outcome("b", Unread("b", "empty."))], "r"),
    "keep": lambda store, reading, story: store.keep(story, desk.entries_of(story, [reading], lambda one: one.type), store.revision(), "r"),
    "rule": lambda store, _, __: store.rule(Ruling("r1", "reject", ("x",), "Lan", "2024-01-01T00:00:00Z")),
    "forget": lambda store, _, __: store.forget_unread(["b"]),
    "copy": lambda store, _, __: app.copy_store(
        app.Settings(wait_seconds=0.1), str(store.path.with_name("full.db")), str(store.path), lambda _, __: None
    ),
}


@pytest.fixture
def store(tmp_path: Path, reading: Callable[..., Reading]) -> Iterator[SqliteStore]:
    """An empty store, beside a full one."""
    with closing(SqliteStore(tmp_path / "full.db", create=True)) as full:
        full.put([Outcome("a", reading(), "a")], "r")
    with closing(SqliteStore(tmp_path / "a.db", create=True, wait=0.1)) as made:
        yield made


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_lock_is_said_at_every_write(
    store: SqliteStore, write: Write, reading: Callable[..., Reading], story: Callable[..., Story]
) -> None:
    one = reading()
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"another program is writing to it, and 0\.1 s of waiting did not help") as caught:
        write(store, one, story(one))
    assert caught.value.exit_code == 3
    assert store.counts().pages == 0
    other.execute("ROLLBACK")
    other.close()
    write(store, one, story(one))
    assert store.faults() == []


@pytest.mark.parametrize("write", [one for name, one in WRITES.items() if name != "copy"], ids=[name for name in WRITES if name != "copy"])
def test_a_store_that_may_only_be_read_says_so_at_every_write(
    store: SqliteStore, write: Write, reading: Callable[..., Reading], story: Callable[..., Story]
) -> None:
    one = reading()
    before = store.path.read_bytes()
    store.close()
    store._place.reader = _engine(store.path, 0.1, frozen=True)
    with pytest.raises(StoreError, match="cannot be written to") as caught:
        write(store, one, story(one))
    assert caught.value.exit_code == 3
    assert store.path.read_bytes() == before


def test_an_older_store_that_is_locked_is_not_migrated(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "a.db", create=True).close()
    raw = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    raw.execute("DELETE FROM meta WHERE key = 'schema'")
    raw.execute("INSERT INTO meta VALUES ('schema', '2')")
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        SqliteStore(tmp_path / "a.db", write=True, wait=0.1)
    raw.close()


def stopped(done: "subprocess.CompletedProcess[str]") -> int:
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"stopped (\d+)", done.stdout)
    assert found, done.stdout
    return int(found[1])


def test_a_store_lives_through_writes_that_fail() -> None:
    """Each round another write is the first to fail, with EFBIG, which SQLite takes for an I/O error."""
    done = subprocess.run([sys.executable, "-m", "faults", "limit", str(ROUNDS)], cwd=TESTS, capture_output=True, text=True, check=False)
    assert stopped(done) > ROUNDS / 2


def test_a_store_lives_through_a_full_disk() -> None:
    """Each round another write is the first to find no room on a small disk."""
    alone = ["unshare", "--map-root-user", "--mount"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*alone, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk cannot be had here: mounting is not allowed, not even in a namespace")
    command = [*alone, sys.executable, "-m", "faults", "full", str(ROUNDS)]
    assert stopped(subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)) > ROUNDS / 2


def test_a_full_disk_under_the_answer_is_said(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "a.db", create=True).close()
    command = [sys.executable, "-W", "error", "-m", "hoadam", "export", "json", "--store", str(tmp_path / "a.db")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "hoadam: standard output: cannot be written (the disk is full). Make room and try again.\n"
