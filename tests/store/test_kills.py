"""Nothing is lost and nothing is broken when the program is killed, at whatever moment."""

import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
ROUNDS = 50


def test_a_store_lives_through_kill_9() -> None:
    """In a process of its own, which has no threads when it forks."""
    done = subprocess.run([sys.executable, "-m", "kills", str(ROUNDS)], cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"killed at work (\d+)", done.stdout)
    assert found, done.stdout
    assert int(found[1]) > ROUNDS / 2  # the others had ended before the blow


def test_a_store_in_postgresql_lives_through_kill_9_of_its_client(server: str) -> None:
    """The same with a server's database, in fewer rounds: each has one of its own."""
    done = subprocess.run([sys.executable, "-m", "kills_server", "8", server], cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"killed at work [1-8] ", done.stdout), done.stdout
