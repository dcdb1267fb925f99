"""How `hoadam read` and `hoadam tell` answer: pages in, readings or their story out, with no store."""

import sys
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import Data, Lang, Paths, Workers, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hoadam.app import Settings
    from hoadam.model.story import Reading, Story, Unread
    from hoadam.ports import Outcome

SOME = 3


def read(
    paths: Paths,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a page (the default where the output is no terminal).")] = False,
    why: Annotated[bool, typer.Option("--why", help="Also why: reasons of events, and what was missing where there is none.")] = False,
    data: Data = None,
    lang: Lang = None,
    workers: Workers = None,
) -> None:
    """Say what each page says: dates, actors, claims, events.

    Writes JSON lines, or a summary of each page on a terminal. Exit code 1 when some page could not be read.
    """
    from hoadam.cli.output import put
    from hoadam.wire import line_of

    as_lines = jsonl or not sys.stdout.isatty()
    unread: list[Unread] = []
    settings = chosen(data=data, workers=workers, lang=lang)
    printed = None if as_lines else _printer(settings, why=why)
    for reading in _readings(paths, settings, unread, why=why):
        if printed is None:
            put(line_of(reading) + b"\n")
        else:
            printed(reading)
    _end(unread)


def _printer(settings: "Settings", *, why: bool) -> "Callable[[Reading], None]":
    """What prints the summary of a page, and why it says that where asked."""
    from hoadam.cli.output import console
    from hoadam.cli.tables import reading_summary
    from hoadam.cli.tongue import tongue_for
    from hoadam.cli.why import why_of

    tongue = tongue_for(settings)

    def printed(reading: "Reading") -> None:
        console().print(reading_summary(reading, tongue))
        if why:
            console().print(why_of(reading, tongue))

    return printed


def tell(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…|STORE", help="Pages as for `read`, or one store.")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole story in JSON (the default where the output is no terminal).")] = False,
    data: Data = None,
    lang: Lang = None,
    workers: Workers = None,
) -> None:
    """Tell the story of all pages: episodes, tracks, a brief.

    Exit code 1 when some page could not be read, or none was.
    """
    from hoadam import app, desk
    from hoadam.cli.output import console, put, say
    from hoadam.wire import story_of

    unread: list[Unread] = []
    settings = chosen(data=data, workers=workers, lang=lang)
    story, readings = _told(paths, settings, unread)
    if not readings and unread:
        raise typer.Exit(1)  # why has been said
    if not readings:
        say("hoadam: not one page was read, so there is nothing to tell.")
        raise typer.Exit(1)
    if as_json or not sys.stdout.isatty():
        put(story_of(story) + b"\n")
    else:
        from hoadam.cli.tables import story_summary
        from hoadam.cli.tongue import tongue_for

        entries = desk.entries_of(story, readings, app.sayer(settings))
        console().print(story_summary(story, entries, app.line_sayer(settings, story), tongue_for(settings)))
    _end(unread)


def _told(paths: list[str], settings: "Settings", unread: "list[Unread]") -> "tuple[Story, list[Reading]]":
    """The story and its readings, from pages or from a store (which is not changed)."""
    from hoadam import app, desk

    tell_all = app.teller(settings)
    stores = [path for path in paths if app.is_store(path)]
    if not stores:
        return desk.tell_pages(_readings(paths, settings, unread), tell_all)
    if len(paths) > 1:
        raise typer.BadParameter(f"{stores[0]} is a store. Give one store alone, or pages.")
    with closing(app.store(app.settings(store=stores[0]))) as store:
        readings, rulings = list(store.readings()), store.rulings()
    return tell_all(readings, rulings), readings


def _readings(paths: list[str], settings: "Settings", unread: "list[Unread]", *, why: bool = False) -> "Iterator[Reading]":
    """The readings in input order; what could not be read is said at once, and collected."""
    from hoadam import app, desk
    from hoadam.cli.output import say
    from hoadam.cli.progress import bar
    from hoadam.model.story import Reading, Unread

    passing = Passing()
    app.rules(settings)  # a broken data folder stops here, before the first page
    sources = app.sources(paths, settings)
    say_passed_over([name for source in sources for name in source.passed_over()])
    with bar("reading", "pages", wanted=sys.stderr.isatty() and not sys.stdout.isatty()) as each:
        for outcome in app.Engines(settings, why=why).read(desk.found_in(sources)):
            each()
            if isinstance(outcome.result, Reading):
                yield outcome.result
            elif isinstance(outcome.result, Unread):
                unread.append(outcome.result)
                say(f"hoadam: {outcome.where}: {outcome.result.reason}")
            else:
                passing.note(outcome)
    passing.say()


class Passing:
    """How many pages were passed over for each reason, with the names of the first of them."""

    def __init__(self) -> None:
        """None yet."""
        self._named: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()

    def note(self, outcome: "Outcome") -> None:
        """Count it, if it was passed over."""
        from hoadam.ports import Passed

        if isinstance(outcome.result, Passed):
            self._counts[outcome.result.reason] += 1
            names = self._named.setdefault(outcome.result.reason, [])
            names += [outcome.where] if len(names) <= SOME else []

    def say(self) -> None:
        """Say it, a line a reason, the most frequent first."""
        from hoadam.cli.output import say

        for reason, count in self._counts.most_common():
            say(f"hoadam: passed over {count} ({some_of(self._named[reason])}): {reason}")


def say_passed_over(names: list[str]) -> None:
    """Say which files of a folder were not tried, in one line."""
    from hoadam.cli.output import say

    if names:
        count = "1 file" if len(names) == 1 else f"{len(names)} files"
        say(f"hoadam: passed over {count} with no page's name: {some_of(names)}")


def some_of(names: "Sequence[str]") -> str:
    """The first of the names, and whether there are more."""
    return ", ".join(names[:SOME]) + (", …" if len(names) > SOME else "")


def _end(unread: "list[Unread]") -> None:
    if unread:
        raise typer.Exit(1)
