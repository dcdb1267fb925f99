"""Four programs read while one writes: none of them meets a lock."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_readers_and_a_writer_do_not_stand_in_each_others_way() -> None:
    """The benchmark, in short; how long an answer takes is measured where nothing else runs."""
    command = [sys.executable, "benchmarks/readers.py", "5", "100"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "errors {}, faults []" in done.stdout
    assert "'pages': 0" not in done.stdout
