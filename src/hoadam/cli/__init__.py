"""Which commands there are, and how each ends: what went wrong in one sentence, and the exit code that says so."""

import os
import sys
from typing import Annotated

import typer

from hoadam.cli import advising, asking, batching, deciding, health, making, reading, serving, storing
from hoadam.model.errors import HoadamError

COMMANDS = (
    reading.read, reading.tell, batching.batch, storing.init, storing.add, asking.timeline, asking.conflicts, asking.board,
    asking.show, asking.search, storing.unread, making.export, serving.serve, serving.mcp, advising.advise,
    deciding.decisions, deciding.replay, making.demo, health.doctor,
)  # fmt: skip


def build() -> typer.Typer:
    """The command line, its commands in the order of their use."""
    line = typer.Typer(
        name="hoadam", help="Read scraped news pages; tell an evidence-linked chronicle.", no_args_is_help=True,
        rich_markup_mode=None, pretty_exceptions_enable=False,
    )  # fmt: skip
    line.callback()(_hoadam)
    for command in COMMANDS:
        line.command()(command)
    stores = typer.Typer(no_args_is_help=True, help="What can be done with a whole store.", rich_markup_mode=None)
    stores.command()(storing.copy)
    stores.command()(storing.migrate)
    line.add_typer(stores, name="store")
    return line


def _version(asked: bool) -> None:
    if asked:
        from hoadam import __version__

        typer.echo(f"hoadam {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")]


def _hoadam(version: Version = False) -> None:
    """Read scraped news pages; tell an evidence-linked chronicle of a conflict and its peace process."""


def main() -> None:
    """Run the command line and end the process."""
    try:
        build()()
    except HoadamError as error:
        typer.echo(f"hoadam: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe has gone (`| head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("hoadam: stopped.", err=True)
        sys.exit(130)
