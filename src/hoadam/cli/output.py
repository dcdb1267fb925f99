"""In which form an answer is written: a table on a terminal, JSON in a pipe, or as asked."""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

import msgspec
import typer

from hoadam.answers.sheet import Cells, csv_of
from hoadam.cli.remarks import said
from hoadam.model.errors import StoreError
from hoadam.model.plainly import plainly

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)  # not a wrong name, but a disk that takes no more
Form = Literal["table", "json", "nl", "csv"]
# Escape codes, other control characters and those that turn the direction of text: a page must not steer a terminal.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def form_of(*, as_json: bool, as_lines: bool = False, as_csv: bool = False) -> Form:
    """The form asked for; without one, a table on a terminal and JSON elsewhere."""
    asked: list[Form] = [form for form, on in (("json", as_json), ("nl", as_lines), ("csv", as_csv)) if on]  # type: ignore[misc]
    if len(asked) > 1:
        raise typer.BadParameter("choose one of --json, --nl and --csv.")
    return asked[0] if asked else ("table" if sys.stdout.isatty() else "json")


def write(rows: Iterable[Cells], form: Form, table: Callable[[], "RenderableType"]) -> None:
    """Write the rows; `table` makes what a terminal shows."""
    if form == "table":
        console().print(table())
    elif form == "csv":
        put(csv_of(list(rows)).encode())
    elif form == "nl":
        for row in rows:
            put(msgspec.json.encode(row) + b"\n")
    else:
        put(b"[" + b",\n ".join(msgspec.json.encode(row) for row in rows) + b"]\n")


def put(data: bytes) -> None:
    """Write bytes to standard output, UTF-8 whatever the terminal's encoding."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno not in FULL:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more at its end
        raise StoreError(f"standard output: cannot be written ({plainly(error)}). Make room and try again.") from error


def console() -> "Console":
    """A console on standard output that takes nothing in a text for markup."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def say(words: str) -> None:
    """A remark on standard error, where it does not mix with the answer, in the language of this run."""
    typer.echo(said(words), err=True)


def shown(text: str) -> str:
    """The text without what could steer a terminal."""
    return _UNSEEN.sub("", text)
