"""A PostgreSQL server of the tests' own, on loopback, with its files in a folder that goes away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

NONE = "PostgreSQL's server programs (initdb, postgres) are not installed: apt-get install postgresql"


def programs() -> Path | None:
    """The folder that has initdb and postgres."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *(Path(one) for one in os.environ["PATH"].split(":"))]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid():
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    found = next((name for name in ("postgres", "nobody") if name in known), None)
    return found or missing("PostgreSQL does not run as root, and there is no user postgres or nobody")


def missing(reason: str) -> NoReturn:
    """Tests that cannot run are skipped, but not where they must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server with an empty cluster."""
    place, who = programs(), user()
    if place is None:
        missing(NONE)
    folder = Path(tempfile.mkdtemp(prefix="hoadam-pg-"))
    if who:
        shutil.chown(folder, who)
    port = free_port()

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            user=who,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )

    run(str(place / "initdb"), "-D", f"{folder}/data", "-U", "hoadam", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=60"
    run(str(place / "pg_ctl"), "-D", f"{folder}/data", "-w", "-o", options, "-l", f"{folder}/log", "start")
    try:
        yield f"postgresql://hoadam@127.0.0.1:{port}"
    finally:
        run(str(place / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count()


@pytest.fixture
def database(server: str) -> Callable[[], str]:
    """A maker of empty databases: each call gives the address of another."""
    import psycopg

    def made() -> str:
        name = f"d{next(_numbers)}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{server}/{name}"

    return made
