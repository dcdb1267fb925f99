"""`hoadam serve` as people start and stop it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hoadam.model.story import Reading

Run = Callable[..., Any]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as heard:
        return int(heard.getsockname()[1])


def test_it_serves_until_it_is_stopped(tmp_path: Path, filled: Reading) -> None:
    port = free_port()
    command = [sys.executable, "-W", "error", "-m", "hoadam", "serve", "hoadam.db", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"COLUMNS": "200"}, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.readline()
        assert f"http://127.0.0.1:{port}/" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/timeline.json") as answer:
            assert filled.events[0].id in answer.read().decode()
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        rest = process.stderr.read()
        process.wait(20)
    assert time.monotonic() - begun < 15
    assert "Traceback" not in rest


def test_beyond_this_machine_it_wants_a_token(inside: Run, filled: Reading) -> None:
    done = inside("serve", "hoadam.db", "--host", "0.0.0.0")
    assert done.code == 2
    assert "--token" in done.err
    assert inside("serve", "hoadam.db", "--host", "0.0.0.0", "--token", "short").code == 2


def test_without_a_store_or_port_it_says_so(inside: Run, filled: Reading) -> None:
    done = inside("serve", "none.db")
    assert done.code == 3
    assert "no store here" in done.err
    with socket.create_server(("127.0.0.1", 0)) as heard:
        done = inside("serve", "hoadam.db", "--port", str(heard.getsockname()[1]))
    assert done.code == 2
    assert "--port" in done.err


@pytest.mark.parametrize("words", [("--version",), ("timeline", "--help")])
def test_other_commands_do_not_load_the_server(tmp_path: Path, words: tuple[str, ...]) -> None:
    code = "import sys, hoadam.cli; sys.argv = ['hoadam', *sys.argv[1:]]\ntry: hoadam.cli.main()\nexcept SystemExit: pass\n"
    code += "print([name for name in ('fastapi', 'starlette', 'uvicorn', 'jinja2', 'multipart') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
