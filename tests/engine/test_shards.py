"""Parts have the same bytes by every engine, for one, two and eight workers, and when a worker was killed; only what is missing is made."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow.parquet as pq
import pytest

from hoadam.engine import shards, spread
from hoadam.model.errors import BadConfig, StoreError
from hoadam.ports import Shard, Tally
from pool_jobs import lethal, part

SHARDS = [Shard("trang", "a", start, start + 4) for start in range(0, 40, 4)]
SLOW = [Shard("doze", "a", start, start + 10) for start in range(0, 200, 10)]
WHOLE = {"rows": 40, "read": 37, "unread": 2, "passed": 1, "made": 10}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def folder(path: Path) -> str:
    path.mkdir()
    return str(path)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Eight workers of Dask that speak over TCP, all in this process: what they start are processes of their own."""
    from distributed import LocalCluster

    with LocalCluster(8, processes=False, threads_per_worker=1, dashboard_address=None, protocol="tcp", silence_logs=50) as made:
        yield made


@pytest.mark.filterwarnings("ignore")
def test_every_engine_and_number_of_workers_makes_the_same_bytes(tmp_path: Path, cluster: Any) -> None:
    total = sum(spread.here(partial(part, folder(tmp_path / "here")), SHARDS), Tally())
    assert {name: getattr(total, name) for name in WHOLE} == WHOLE
    whole = content(tmp_path / "here")
    assert sorted(whole) == list(total.files)
    for workers in (1, 2, 8):
        out = tmp_path / f"pool{workers}"
        assert sum(spread.pool(partial(part, folder(out)), SHARDS, workers), Tally()) == total
        assert content(out) == whole
    for workers, scheduler in ((1, None), (2, None), (8, cluster.scheduler_address)):
        out = tmp_path / f"dask{workers}"
        assert sum(spread.dask(partial(part, folder(out)), SHARDS, workers, scheduler), Tally()) == total
        assert content(out) == whole


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    sum(spread.here(partial(part, folder(tmp_path / "whole")), SLOW), Tally())
    out = Path(folder(tmp_path / "out"))
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path / "dask"), silence_logs=50) as made:

        def kill() -> None:
            while not content(out):
                time.sleep(0.01)
            with Client(made, set_as_default=False) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            killed.append(len(content(out)))

        killed: list[int] = []
        killer = Thread(target=kill)
        killer.start()
        total = sum(spread.dask(partial(part, str(out)), SLOW, 2, made.scheduler_address), Tally())
        killer.join()
    assert killed
    assert killed[0] < len(SLOW)
    assert (total.rows, total.read) == (200, 197)
    assert content(out) == content(tmp_path / "whole")


def test_only_what_is_missing_is_made_again(tmp_path: Path) -> None:
    work = partial(part, str(tmp_path))
    first = sum(spread.here(work, SHARDS), Tally())
    whole = content(tmp_path)
    (tmp_path / first.files[4]).unlink()
    (tmp_path / first.files[7]).unlink()
    again = sum(spread.pool(work, SHARDS, 2), Tally())
    assert (again.made, again.files, again.rows) == (2, first.files, 40)
    assert content(tmp_path) == whole
    assert sum(spread.here(work, SHARDS), Tally()).made == 0


def test_other_rules_or_other_pages_make_other_parts(tmp_path: Path) -> None:
    one = part(str(tmp_path), SHARDS[0]).files
    assert part(str(tmp_path), Shard("other", "a", 0, 4)).files != one
    assert part(str(tmp_path), Shard("trang", "a", 0, 3)).files != one


def test_long_readings_are_not_held_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [short] = part(folder(tmp_path / "short"), SHARDS[5]).files
    monkeypatch.setattr(shards, "HELD", 10)
    part(folder(tmp_path / "long"), SHARDS[5])
    one, many = (pq.ParquetFile(tmp_path / name / short) for name in ("short", "long"))
    assert (one.num_row_groups, many.num_row_groups) == (1, 4)
    assert one.read().equals(many.read())


def test_what_goes_wrong_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Nothing is lost"):
        part(str(tmp_path / "none"), SHARDS[0])
    with pytest.raises(BadConfig, match="no Dask scheduler"):
        list(spread.dask(partial(part, str(tmp_path)), SHARDS, 1, "nonsense"))


@pytest.mark.filterwarnings("ignore")
def test_a_part_that_kills_every_worker_is_named_and_what_is_done_is_kept(tmp_path: Path) -> None:
    import dask

    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), pytest.raises(StoreError, match="What is done is kept"):
        list(spread.dask(partial(lethal, str(tmp_path)), SHARDS[:4], 2, None))


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_to_which_no_worker_comes_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Scheduler, SpecCluster

    monkeypatch.setattr(spread, "ARRIVE", 0.2)
    alone = {"cls": Scheduler, "options": {"host": "127.0.0.1", "port": 0, "dashboard": False}}
    with SpecCluster(workers={}, scheduler=alone, silence_logs=50) as made:
        address = made.scheduler_address
        with pytest.raises(BadConfig, match=f"{address}: no worker has come"):
            list(spread.dask(partial(part, str(tmp_path)), SHARDS, 1, address))


def test_a_machine_with_another_program_or_other_data_keeps_no_part(tmp_path: Path) -> None:
    from hoadam import app

    rules = app.rules(app.Settings())
    with pytest.raises(BadConfig, match=r"is another there .*, not 0\.0\.1\+other"):
        app.shard_work(app.Settings(), str(tmp_path), "0.0.1+other", Shard(str(tmp_path), "a", 0, 1))
    with pytest.raises(BadConfig, match="is not there on"):
        app.shard_work(app.Settings(), str(tmp_path / "none"), rules, Shard(str(tmp_path), "a", 0, 1))
    assert not list(tmp_path.iterdir())
