"""How are the parts of a big input spread over processes or machines? One after another, over the cores, or over a Dask cluster."""

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from hoadam.model.errors import BadConfig, StoreError
from hoadam.ports import Shard, Tally, Work

CONNECT = 30  # seconds to wait for a scheduler
ARRIVE = 600  # seconds to wait for its first worker, which may have a place in a queue, or an image to fetch
AGAIN = "What is done is kept: give the workers more memory (2 GB each), and run the same command again."


def here(work: Work, shards: Iterable[Shard]) -> Iterator[Tally]:
    """What became of each shard, one after another."""
    return map(work, shards)


def pool(work: Work, shards: Iterable[Shard], workers: int) -> Iterator[Tally]:
    """What became of each shard, in their order; each thread waits for the child processes that do the work."""
    with ThreadPoolExecutor(workers) as threads:
        yield from threads.map(work, shards)


def dask(work: Work, shards: Iterable[Shard], workers: int, scheduler: str | None) -> Iterator[Tally]:
    """What became of each shard, as they are done, by the workers of a Dask scheduler, or of one made for this on this machine.

    The shard of a worker that dies goes to another. Raises BadConfig where Dask is not installed, the scheduler does not answer, or has
    no worker or one without Hoadam; StoreError where all is lost on the way.
    """
    try:
        from distributed import KilledWorker, as_completed
        from distributed.comm.core import CommClosedError
    except ImportError:
        raise BadConfig("The engine dask needs Dask: pip install 'hoadam[dask]'.") from None
    with _client(workers, scheduler) as client:
        _meet(client)
        futures = client.map(work, list(shards), pure=False)
        try:
            for future in as_completed(futures, loop=client.loop):
                yield future.result()
        except KilledWorker as error:
            raise StoreError(f"{error.last_worker.address}: it died over one part, as did the workers before it. {AGAIN}") from None
        except (CommClosedError, CancelledError):
            raise StoreError(f"the Dask scheduler went away while it had {len(futures):,} parts to see to. {AGAIN}") from None


def _meet(client: Any) -> None:
    """Returns when there are workers that can do the work: one without Hoadam would die of it without a word, one after another."""
    from importlib.util import find_spec

    address = client.scheduler.address
    try:
        client.wait_for_workers(1, timeout=ARRIVE)
    except TimeoutError:
        raise BadConfig(f"{address}: no worker has come to this scheduler. Start some with `dask worker {address}`.") from None
    bare = [worker for worker, found in client.run(find_spec, "hoadam", on_error="ignore").items() if found is None]
    if bare:
        raise BadConfig(f"{bare[0]}: this worker has no Hoadam. Say pip install 'hoadam[dask]' there, and start it again.")


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    import logging

    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said by us, in one sentence
    if scheduler:
        try:
            if "://" not in scheduler:
                raise ValueError("an address is like tcp://10.0.0.1:8786")  # noqa: TRY301  (said as the others are)
            made = Client(scheduler, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            said = str(error).splitlines()[0]
            raise BadConfig(f"{scheduler}: no Dask scheduler answers there ({said}). Start one with `dask scheduler`.") from None
        with made as client:
            yield client
        return
    with (
        TemporaryDirectory(prefix="hoadam-dask-") as folder,
        LocalCluster(
            workers, threads_per_worker=1, dashboard_address=None, local_directory=folder, host="127.0.0.1", silence_logs=50
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client
