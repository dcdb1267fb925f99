"""Which commands there are, and how each ends: what went wrong in one sentence, and the exit code that says so."""

import os
import re
import sys
from typing import Annotated, Any

import typer

from hoadam.cli import advising, asking, batching, deciding, health, making, reading, serving, storing
from hoadam.cli.remarks import said, spoken
from hoadam.model.errors import HoadamError, StoreError

COMMANDS = (
    reading.read, reading.tell, batching.batch, storing.init, storing.add, asking.timeline, asking.conflicts, asking.board,
    asking.show, asking.search, storing.unread, making.export, serving.serve, serving.mcp, advising.advise,
    deciding.decisions, deciding.replay, making.demo, health.doctor,
)  # fmt: skip
STOPPED = 130  # Ctrl-C
WRONG_USAGE: Any = typer.BadParameter.__mro__[1]  # the class above it, which lies elsewhere from one version of typer to the next
REWORDED = (  # what typer says of a wrong value, in plain words
    (re.compile(r"^Invalid value: "), ""),
    (re.compile(r"^Invalid value for '?([^':]+)'?: "), r"\1: "),
    (re.compile(r"Input should be a valid integer.*"), "give a whole number"),
    (re.compile(r"Input should be a valid number.*"), "give a number"),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"give \1 or more"),
    (re.compile(r"Input should be less than or equal to (\S+)"), r"give \1 or less"),
    (re.compile(r"^Missing (?:argument|parameter|option) '?([^']+)'?"), r"\1 is missing"),
)


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
        code = spoken(typer.main.get_command(build()))(prog_name="hoadam", standalone_mode=False)
        if code == STOPPED:
            typer.echo(said("hoadam: stopped."), err=True)
        sys.exit(code if isinstance(code, int) else 0)
    except HoadamError as error:
        typer.echo(said(f"hoadam: {error}", store=not isinstance(error, StoreError)), err=True)
        sys.exit(error.exit_code)
    except WRONG_USAGE as error:
        _say_usage(error)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(said("hoadam: stopped.", store=False), err=True)
        sys.exit(STOPPED)
    except BrokenPipeError:  # the reader of a pipe has gone (`| head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _say_usage(error: Any) -> None:
    """What is wrong with the words of the command line, in one line; the help where there were no words."""
    message = " ".join(error.format_message().split())
    if error.ctx is None or not message or "Usage:" in message or said("Usage:", store=False) in message:
        error.show()
        return
    for pattern, words in REWORDED:
        message = pattern.sub(words, message)
    typer.echo(f"{said(f'hoadam: {message}'.rstrip('.'))}. {said('See:')} {error.ctx.command_path} --help", err=True)
