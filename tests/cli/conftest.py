"""The command as people run it: a process of its own, in a folder of its own, in a pipe or on a terminal."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoadam import desk
from hoadam.cli import main
from hoadam.model.story import Episode, Reading, Story
from hoadam.ports import Outcome
from hoadam.store.sqlite import SqliteStore


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str
    raw: bytes = b""


Run = Callable[..., Done]


@pytest.fixture
def hoadam(tmp_path: Path) -> Run:
    """Run `hoadam` with these words in the test's folder; `terminal` gives it one of 80 columns."""

    def run(*words: str, stdin: str = "", terminal: bool = False) -> Done:
        command = [sys.executable, "-W", "error", "-m", "hoadam", *words]
        env = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
        if terminal:
            return on_terminal(command, tmp_path, env)
        done = subprocess.run(command, cwd=tmp_path, env=env, input=stdin.encode(), capture_output=True, check=False)
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)

    return run


@pytest.fixture
def inside(tmp_path: Path, hoadam: Run, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The same in this process, thirty times as fast: for questions whose way of ending is not in doubt."""

    def run(*words: str, terminal: bool = False) -> Done:
        if terminal:
            return hoadam(*words, terminal=True)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["hoadam", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Done(int(ended.value.code or 0), out.decode(), err.decode(), out)

    return run


def on_terminal(command: list[str], folder: Path, env: dict[str, str]) -> Done:
    """The command's output as a terminal gets it; its errors apart."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=env, stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        out = b"".join(_chunks(ours))
        err = process.stderr.read() if process.stderr else b""
    os.close(ours)
    return Done(process.returncode, out.decode().replace("\r\n", "\n"), err.decode())


def _chunks(end: int) -> Iterator[bytes]:
    """What comes until the other end is closed, which Linux tells by an error."""
    while True:
        try:
            chunk = os.read(end, 65536)
        except OSError:
            return
        if not chunk:
            return
        yield chunk


@pytest.fixture
def filled(tmp_path: Path, reading: Callable[..., Reading], story: Callable[..., Story], say: Callable[[Episode], str]) -> Reading:
    """The one reading of a store `hoadam.db` in the test's folder, which has two episodes and a track."""
    store = SqliteStore(tmp_path / "hoadam.db", create=True)
    one = reading(events=2)
    store.put([Outcome("a.txt", one, "d")], "r")
    made = story(one)
    store.keep(made, desk.entries_of(made, [one], say), store.revision(), "r")
    store.close()
    return one
