"""No command looks for another machine unless an address is given: proved by a guard in every process, and in a network of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = """
import os, sys

def seen(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        with open({log!r}, "a") as file:
            print(event, *args[-2:], file=file)

sys.addaudithook(seen)
"""
PAGE = "Ngày 14/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels để bàn về lệnh ngừng bắn. Xem https://a.example/."
HTML = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "http://192.0.2.1/x">]><html><head><base href="http://192.0.2.1/"><link rel="stylesheet" href="http://192.0.2.1/a.css">'
    f'<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"></head><body><img src="http://192.0.2.1/a.png"><p>&x; {PAGE}</p></body></html>'
)
FEED = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://192.0.2.1/x">]><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>&x;</title>'
    f'<xi:include href="http://192.0.2.1/i"/><item><title>A</title><link>http://192.0.2.1/1</link><description>{PAGE}</description></item></channel></rss>'
)
COMMANDS = (("add", "in"), ("export", "html"), ("doctor",))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with pages that name other machines, and a guard that notes who looks for one."""
    (tmp_path / "in").mkdir()
    for name, text in (("a.txt", PAGE), ("a.html", HTML), ("a.rss", FEED), ("a.xml", FEED)):
        (tmp_path / "in" / name).write_text(text)
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD.format(log=str(tmp_path / "looked")))
    return tmp_path


def run(place: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(place / "guard"), *(entry for entry in sys.path if entry)])
    return subprocess.run(command, cwd=place, env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=False)


def test_the_guard_sees_who_looks(place: Path) -> None:
    run(place, sys.executable, "-c", "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))")
    assert "socket.connect" in (place / "looked").read_text()


def test_no_command_looks_for_another_machine(place: Path) -> None:
    for words in COMMANDS:
        done = run(place, sys.executable, "-m", "hoadam", *words)
        assert done.returncode == 0, (words, done.stderr)
    assert not (place / "looked").exists(), (place / "looked").read_text()


@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode != 0,
    reason="networks of one's own are not to be had here",
)
def test_all_works_where_there_is_no_network(place: Path) -> None:
    done = run(place, "unshare", "-n", sys.executable, "-m", "hoadam", "add", "in")
    assert done.returncode == 0, done.stderr
    assert b"2 new pages, 1 there already" in done.stderr
    asked = run(place, "unshare", "-n", sys.executable, "-m", "hoadam", "add", "https://a.example/")
    assert asked.returncode == 1
    assert asked.stderr.count(b"cannot be asked") == 1
