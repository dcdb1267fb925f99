"""How a chronicle leaves the store: `hoadam export`, and `hoadam demo` which makes one from the example pages."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import Data, StoreFile, chosen

if TYPE_CHECKING:
    from pathlib import Path

    from hoadam.ports import Store


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="markdown, html, json or csv.")],
    out: Annotated[str | None, typer.Option("-o", "--out", metavar="FILE", help="Write here instead of to standard output.")] = None,
    store: StoreFile = None,
) -> None:
    """Write the story as a briefing or as data."""
    from pathlib import Path

    from hoadam import app, desk
    from hoadam.cli.output import put, say

    render = app.export(form)
    with closing(app.store(chosen(store=store))) as place:
        made = desk.publish(place.story(), list(place.readings()), render)
    if out is None or out == "-":
        put(made)
    else:
        _write(Path(out), made)
        say(f"{out}: written ({len(made):,} bytes).")


def _write(path: "Path", made: bytes) -> None:
    from hoadam.model.errors import BadConfig

    try:
        path.write_bytes(made)
    except OSError as error:
        raise BadConfig(f"{path}: cannot be written ({error.strerror}). Choose another place with -o.") from error


def demo(
    into: Annotated[str, typer.Option("--into", metavar="DIR", help="The folder to make the demonstration in.")] = "hoadam-demo",
    data: Data = None,
) -> None:
    """Make a chronicle of the example pages, and show it."""
    from pathlib import Path

    from hoadam import app
    from hoadam.cli.storing import add

    folder = Path(into)
    _make(folder)
    file = str(folder / "demo.db")
    add([str(app.examples())], store=file, data=data, progress=False)
    with closing(app.store(app.settings(store=file))) as place:
        _present(place)
        _brief(place, folder / "briefing.html")


def _make(folder: "Path") -> None:
    from hoadam.model.errors import BadConfig

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadConfig(f"{folder}: this folder cannot be made ({error.strerror}). Choose another with --into.") from error


def _present(place: "Store") -> None:
    """Print timeline and board: tables, for a person reads a demonstration even in a pipe."""
    from hoadam.cli.output import console
    from hoadam.cli.tables import board_table, timeline_table
    from hoadam.ports import Asked

    screen = console()
    screen.print(timeline_table(place.timeline(Asked())))
    screen.print(board_table(place.tracks()))


def _brief(place: "Store", path: "Path") -> None:
    """Write the HTML briefing beside the store, and say how to go on."""
    from hoadam import app, desk
    from hoadam.cli.output import console

    _write(path, desk.publish(place.story(), list(place.readings()), app.export("html")))
    name = path.parent / "demo.db"
    console().print(f"The briefing, each line linked to its quote: open {path} in a browser.", soft_wrap=True)
    console().print(f"Ask more: hoadam timeline --store {name} --from 2023-09 · hoadam show ID --store {name} --why", soft_wrap=True)
