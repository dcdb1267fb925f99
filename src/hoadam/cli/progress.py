"""How does long work show that it goes on? A bar on a terminal's standard error, and nothing at all in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hoadam.cli.remarks import said


@contextmanager
def bar(word: str, things: str, *, wanted: bool, total: int | None = None) -> Iterator[Callable[[], None]]:
    """What to call for each thing done."""
    if not wanted:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    word = said(word)
    columns = (TextColumn(word), BarColumn(), TextColumn(f"{{task.completed}} {said(things)}"), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    with shown:
        task = shown.add_task(word, total=total)
        yield lambda: shown.advance(task)
