"""How an input too big for one sitting is read: `hoadam batch`, over cores or machines, and again only where something is missing."""

from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import Data, Workers, chosen

if TYPE_CHECKING:
    from pathlib import Path

    from hoadam.ports import Tally

ROWS = 2000  # pages of a part: half a minute's work, so that little is lost with a machine and the start of a process does not count
OLD = 24 * 3600  # seconds after which a half-written part is nobody's any more


def batch(
    paths: Annotated[list[str], typer.Argument(metavar="IN… OUT", help="Parquet files or folders of them, and the folder to write to.")],
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="here, pool or dask.")] = "pool",
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="URL", help="The Dask scheduler (tcp://…) to use.")] = None,
    workers: Workers = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Rows of the input in one part of the output.")] = ROWS,
    data: Data = None,
) -> None:
    """Read Parquet files of pages into Parquet files of readings.

    Each part is named by the hash of its input and of the rules: the same command again does only what is missing. Exit
    code 1 when some page could not be read.
    """
    from functools import partial

    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.ports import Tally

    if len(paths) < 2:
        raise typer.BadParameter("give the input and, last, the folder to write to.")
    settings = chosen(data=data, workers=workers)
    _check(engine, scheduler)
    rules, parts = app.rules(settings), app.shards(paths[:-1], rows)  # what is wrong with these stops here, before a folder is made
    out = _made(paths[-1])
    work = partial(app.shard_work, settings, str(out.absolute()), rules)
    total = Tally()
    for done, tally in enumerate(app.spread(settings, work, parts, engine, scheduler), start=1):
        total += tally
        if tally.made:
            say(f"{done} of {len(parts)}: {tally.files[0]}, {counted(tally.read, 'page')}")
    _keep_list(out, total, rules)
    _sweep(out)
    say(_summary(total, len(parts), str(out)))
    if total.unread:
        raise typer.Exit(1)


def _check(engine: str, scheduler: str | None) -> None:
    """Raises BadConfig when there is no such engine, or it has no use for a scheduler."""
    from hoadam import app
    from hoadam.model.errors import BadConfig

    if engine not in app.ENGINES:
        raise BadConfig(f"{engine}: there is no such engine. The engines are {', '.join(app.ENGINES)}.")
    if scheduler and engine != "dask":
        raise BadConfig(f"--scheduler {scheduler}: the engine {engine} has none. Say --engine dask, or leave it out.")


def _made(name: str) -> "Path":
    from pathlib import Path

    from hoadam.model.errors import BadConfig
    from hoadam.model.plainly import plainly

    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadConfig(f"{name}: this folder cannot be made ({plainly(error)}). The last word is the folder to write to.") from error
    return folder


def _keep_list(out: "Path", total: "Tally", rules: str) -> None:
    """The list of the parts that belong together: a folder may still hold parts of an earlier input."""
    import msgspec

    from hoadam.model.errors import StoreError
    from hoadam.model.plainly import plainly

    made = {"rules": rules, "rows": total.rows, "read": total.read, "unread": total.unread, "passed": total.passed, "events": total.events}
    half = out / ".parts.json.new"
    try:
        half.write_bytes(msgspec.json.format(msgspec.json.encode({**made, "files": total.files})) + b"\n")
        half.replace(out / "parts.json")
    except OSError as error:
        raise StoreError(f"{out}: cannot be written to ({plainly(error)}). Make room and run the same command again.") from error


def _sweep(out: "Path") -> None:
    """Takes away what workers that died left half-written; what is younger may be another machine's work."""
    import time
    from contextlib import suppress

    for half in out.glob(".part-*.new"):
        with suppress(FileNotFoundError):
            if half.stat().st_mtime < time.time() - OLD:
                half.unlink()


def _summary(total: "Tally", parts: int, out: str) -> str:
    counts = (
        f"{counted(total.read, 'page')} read, {total.unread:,} not read, {total.passed:,} passed over, {counted(total.events, 'event')}"
    )
    return f"{out}: {counted(parts, 'part')}, {total.made} of them new: {counts}. parts.json lists them."


def counted(count: int, thing: str) -> str:
    """So many things, one of them without the s."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
