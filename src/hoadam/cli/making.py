"""How a chronicle leaves the store: `hoadam export`, and `hoadam demo` which makes one from the example pages."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.asking import InConflict
from hoadam.cli.options import Data, Lang, StoreFile, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from hoadam.app import Settings
    from hoadam.cli.tongue import Tongue
    from hoadam.model.story import Story
    from hoadam.ports import Store

FORMATS = (
    "Briefings: markdown, html, docx. Data: json, csv, parquet, acled, plover, ucdp. Map, networks, time: geojson, graphml, gexf, ical, "
    "atom, timelinejs. Sources and links: csl, ris, jsonld, ftm. Notes: vault."
)

BINARY = ("docx", "parquet", "vault")  # what is no text


def _formats(begun: str) -> list[str]:
    """The formats that begin so, for the shell to complete."""
    from hoadam import app

    return [name for name in app.EXPORTS if name.startswith(begun)]


def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help=FORMATS, autocompletion=_formats)] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="The same, as an option.")] = None,
    out: Annotated[str | None, typer.Option("-o", "--out", metavar="FILE", help="Write here instead of to standard output.")] = None,
    conflict: InConflict = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Brief on what is new or has changed since this day.")] = None,
    lang: Lang = None,
    store: StoreFile = None,
    data: Data = None,
) -> None:
    """Write the story as a briefing, or as data for other programs."""
    from pathlib import Path

    from hoadam import app, desk
    from hoadam.cli.output import put, say
    from hoadam.cli.progress import bar
    from hoadam.model.errors import BadConfig

    name = _one_of(form, format_)
    render = app.export(name)
    if name in BINARY and out is None and sys.stdout.isatty():
        raise BadConfig(f"{name}: is nothing for a terminal. Name a file for it: hoadam export {name} -o FILE")
    settings = chosen(store=store, data=data, lang=lang)
    app.tell_what_waits(settings)
    with closing(app.store(settings)) as place:
        made = desk.pieces(place, render, app.kit(settings), settings.language, _part(place, settings, conflict, since))
        if out is None or out == "-":
            for piece in made:
                put(piece)
        elif name == "vault" and (out.endswith("/") or Path(out).is_dir()):
            say(f"{out}: notes written: {_unpacked(Path(out), b''.join(made))}. Open the folder hoadam in it as a vault.")
        else:
            with bar("writing", "", wanted=sys.stderr.isatty()):
                write_file(Path(out), made)
            say(f"{out}: written ({Path(out).stat().st_size:,} bytes).")


def _part(place: "Store", settings: "Settings", words: str | None, since: str | None) -> "Callable[[Story], Story] | None":
    """What takes the chronicle of the conflict and time asked for out of the story; None for the whole as it is kept."""
    from hoadam import app, desk

    if not (words or since):
        return None
    conflict = desk.ask_conflict(place, words) if words else None
    first = desk.bounds(since)[0] if since else None
    part = app.chronicler(settings)
    return lambda story: part(story, conflict, first)


def _one_of(form: str | None, option: str | None) -> str:
    if (form is None) == (option is None):
        raise typer.BadParameter(f"name one format: {FORMATS}")
    return form or option or ""


def _unpacked(folder: "Path", made: bytes) -> int:
    """How many notes of the vault were put into the folder; notes of an earlier vault that are no more are left."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as vault:
        for name in vault.namelist():
            path = folder / name
            _make(path.parent)
            write_file(path, vault.read(name))
        return len(vault.namelist())


def write_file(path: "Path", made: "bytes | Iterable[bytes]") -> None:
    """Put the bytes or pieces into the file, whole or not at all; raises BadConfig or StoreError."""
    from hoadam import whole
    from hoadam.cli.output import FULL
    from hoadam.model.errors import BadConfig, StoreError
    from hoadam.model.plainly import plainly

    try:
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe: there is nothing to put in its place
            with path.open("wb") as file:
                file.writelines([made] if isinstance(made, bytes) else made)
        else:
            whole.put(path, made)
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(
                f"{path}: cannot be written ({plainly(error)}). What was there before is there; make room and try again."
            ) from error
        raise BadConfig(f"{path}: cannot be written ({plainly(error)}). Choose another place with -o.") from error


def demo(
    into: Annotated[str, typer.Option("--into", metavar="DIR", help="The folder to make the demonstration in.")] = "hoadam-demo",
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Make a chronicle of the example pages, and show it."""
    from pathlib import Path

    from hoadam import app, desk
    from hoadam.cli.storing import add
    from hoadam.cli.tongue import tongue_for

    folder = Path(into)
    file = str(folder / "demo.db")
    app.rules(chosen(store=file, data=data, lang=lang))  # what is wrong with these stops here, before a folder is made
    _make(folder)
    add([str(app.examples())], store=file, data=data, lang=lang, progress=False)
    settings = chosen(store=file, data=data, lang=lang)
    with closing(app.store(settings)) as place:
        tongue = tongue_for(settings)
        _present(place, tongue)
        write_file(folder / "briefing.html", desk.publish(place, app.export("html"), app.kit(settings), settings.language))
    _say_how_to_go_on(folder, tongue)


def _make(folder: "Path") -> None:
    from hoadam.model.errors import BadConfig
    from hoadam.model.plainly import plainly

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadConfig(f"{folder}: this folder cannot be made ({plainly(error)}). Choose another with --into.") from error


def _present(place: "Store", tongue: "Tongue") -> None:
    """Print timeline and board: tables, for a person reads a demonstration even in a pipe."""
    from hoadam.cli.output import console
    from hoadam.cli.tables import board_table, timeline_table
    from hoadam.ports import Asked

    screen = console()
    screen.print(timeline_table(place.timeline(Asked()), tongue))
    screen.print(board_table(place.tracks(), tongue))


def _say_how_to_go_on(folder: "Path", tongue: "Tongue") -> None:
    from hoadam.cli.output import console

    screen, more, file = console(), tongue.t("demo ask"), folder / "demo.db"
    screen.print(f"\n{tongue.t('demo briefing', file=folder / 'briefing.html')}", soft_wrap=True)
    screen.print(f"{more} hoadam timeline --store {file} --from 2023-09", soft_wrap=True)
    screen.print(f"{' ' * len(more)} hoadam show ID --store {file} --why", soft_wrap=True)
    screen.print(f"{' ' * len(more)} hoadam serve {file}", soft_wrap=True)
