"""`hoadam add --watch FOLDER` adds what comes, until it is stopped, and needs no way out of this machine."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = "Ngày {}/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn."


def test_files_are_added_as_they_come(hoadam: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PAGE.format(14))
    command = [sys.executable, "-W", "error", "-m", "hoadam", "add", "--watch", "in"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=os.environ, text=True) as running:
        assert running.stderr
        try:
            assert running.stderr.readline() == "hoadam: watching in (Ctrl-C stops it)\n"
            assert "1 new page" in running.stderr.readline()
            (tmp_path / "in" / "b.txt").write_text(PAGE.format(15))
            assert "1 new page" in running.stderr.readline()
            found = json.loads(hoadam("search", "Brussels", "--json").out)
            assert [one["source"] for one in found] == ["a.txt", "b.txt"]
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)
    assert running.returncode == 130


def test_a_folder_that_is_not_there_is_said(hoadam: Callable[..., Any]) -> None:
    done = hoadam("add", "--watch", "none")
    assert done.code == 2
    assert "no such file or folder to watch" in done.err
