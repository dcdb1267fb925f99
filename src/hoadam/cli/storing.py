"""How a store is made, filled and moved: `hoadam init`, `add`, `unread`, and `hoadam store` …"""

import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import AsCsv, AsJson, AsLines, Data, Lang, Paths, StoreFile, Workers, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from hoadam.app import Settings
    from hoadam.cli.tongue import Tongue
    from hoadam.desk import Added, Late
    from hoadam.ports import Outcome, Store

SOON = 1_000  # pages: the whole story of so many is told in some tenths of a second; of more, at the next question


def init(
    place: Annotated[str | None, typer.Argument(metavar="STORE", help="A file, or postgresql://user@host/database.")] = None,
    store: StoreFile = None,
) -> None:
    """Make an empty store.

    `add` makes one too, when there is none.
    """
    from hoadam import app
    from hoadam.cli.output import say

    settings = chosen(store=place if place is not None else store)
    is_new = app.make_store(settings)
    say(f"{settings.store_name}: {'an empty store' if is_new else 'is a store already; nothing was changed'}. Next: hoadam add PAGES")


def add(
    paths: Paths,
    store: StoreFile = None,
    data: Data = None,
    lang: Lang = None,
    workers: Workers = None,
    again: Annotated[bool, typer.Option("--again", help="Read pages again even when these rules have read them.")] = False,
    tell: Annotated[bool, typer.Option("--tell/--no-tell", help="Tell the story again afterwards, or leave that to a later add.")] = True,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="Show progress (on a terminal only).")] = True,
    watch: Annotated[bool, typer.Option("--watch", help="Go on with what is new or changed in these folders, until Ctrl-C.")] = False,
) -> None:
    """Read pages into the store and tell its story again.

    A page that is there already is not taken twice; one read by older rules is read again. Exit code 1 when some page
    could not be read (`hoadam unread` lists them).
    """
    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.cli.tongue import spoken_in, tongue_for

    settings = chosen(store=store, data=data, workers=workers, lang=lang)
    settings = settings if lang else spoken_in(settings)
    rules = app.rules(settings)  # a broken data folder stops here, before a store is made
    there = paths if watch else _there(paths)
    unread = len(paths) - len(there)
    rounds = app.changing(paths) if watch else iter([there])
    if watch:
        say(f"hoadam: watching {', '.join(paths)} (Ctrl-C stops it)")
    for some in rounds:
        with closing(_late(settings)) as place:
            added = _ingested(some, settings, place, rules, again=again, progress=progress and sys.stderr.isatty())
            if made := place.store:
                if tell:
                    _tell_if_needed(made, settings, rules, at_once=made.counts().pages <= SOON)
                say(_summary(added, made, settings.store_name, tongue_for(settings)))
            else:
                say(f"hoadam: {tongue_for(settings).t('added nothing', store=settings.store_name)}")
            unread += len(added.unread) + (made is None)
    if unread:
        raise typer.Exit(1)


def _late(settings: "Settings") -> "Late":
    """The store, or what makes one with the first page; raises StoreError where there is one that cannot be used."""
    from hoadam import app, desk
    from hoadam.model.errors import NoStore

    def make() -> "Store":
        return app.store(settings, create=True, write=True)

    try:
        return desk.Late(make, app.store(settings, write=True))
    except NoStore:
        return desk.Late(make)


def _there(paths: list[str]) -> list[str]:
    """Those of the paths that stand for something; the others are said, and raise BadConfig where there is nothing else."""
    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.model.errors import BadConfig

    missing = {path: why for path in paths if (why := app.nothing_at(path))}
    if len(missing) == len(set(paths)):
        raise BadConfig("\nhoadam: ".join([*missing.values(), "there is nothing to add, and no store was touched."]))
    for why in missing.values():
        say(f"hoadam: {why}")
    return [path for path in paths if path not in missing]


def _ingested(paths: list[str], settings: "Settings", place: "Late", rules: str, *, again: bool, progress: bool) -> "Added":
    """What was added; each page that cannot be read is said at once."""
    from hoadam import app, desk
    from hoadam.cli.reading import say_passed_over

    sources = app.sources(paths, settings)
    say_passed_over([name for source in sources for name in source.passed_over()])
    with _watched(progress=progress) as each:
        return desk.ingest(desk.found_in(sources), app.Engines(settings), place, rules, again=again, each=each)


def _tell_if_needed(place: "Store", settings: "Settings", rules: str, *, at_once: bool = True) -> None:
    """Tell the story again unless it is told from all that the store holds; or only what the new pages touch, and not all at once."""
    from hoadam import app, desk
    from hoadam.cli.progress import bar

    if not place.is_told(rules):
        with bar("telling the story", "", wanted=sys.stderr.isatty()):
            if at_once:
                desk.tell_store(place, app.teller(settings), app.sayer(settings), rules)
            else:
                desk.grow_store(place, app.teller(settings), rules)


@contextmanager
def _watched(*, progress: bool) -> "Iterator[Callable[[Outcome], None]]":
    """What to call for each page: it moves a bar on a terminal, says why a page was not read, and at the end what was passed over."""
    from hoadam.cli.output import say
    from hoadam.cli.progress import bar
    from hoadam.cli.reading import Passing
    from hoadam.model.story import Unread

    passing = Passing()
    with bar("reading", "pages", wanted=progress) as advance:

        def each(outcome: "Outcome") -> None:
            if isinstance(outcome.result, Unread):
                say(f"hoadam: {outcome.where}: {outcome.result.reason}")
            passing.note(outcome)
            advance()

        yield each
    passing.say()


def _summary(added: "Added", place: "Store", name: str, tongue: "Tongue") -> str:
    counts, t = place.counts(), tongue.t
    passed = sum(count for _, count in added.passed)
    parts = [t("added new", count=added.new)]
    parts += [t("added again", count=added.again)] if added.again else []
    parts += [t("added known", count=added.known)] if added.known else []
    parts += [t("added unread", count=len(added.unread))] if added.unread else []
    parts += [t("added passed", count=passed)] if passed else []
    parts += [t("added gone", count=len(added.forgotten))] if added.forgotten else []
    held = (("pages", counts.pages), ("events counted", counts.events), ("episodes", counts.episodes), ("tracks", counts.tracks))
    return t("added", store=name, parts=", ".join(parts), held=", ".join(t(key, count=count) for key, count in held))


def unread(
    store: StoreFile = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
    as_csv: AsCsv = False,
    again: Annotated[bool, typer.Option("--again", help="Try them again first, and tell the story again.")] = False,
    lang: Lang = None,
    data: Data = None,
    workers: Workers = None,
) -> None:
    """List the pages that could not be read, and why; or try them again.

    They are kept as they were found. Those whose files are gone are marked, and taken off the list when they are tried again and
    cannot be read even now.
    """
    if again:
        _try_again(chosen(store=store, data=data, workers=workers, lang=lang))
    from hoadam import app
    from hoadam.answers.rows import unread_row
    from hoadam.cli.output import form_of, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    settings = chosen(store=store, data=data, lang=lang)
    with closing(app.store(settings)) as place:
        rows = place.unread()
    gone = {one.source for one in rows if _is_gone(one.source)}

    def table() -> "RenderableType":
        from hoadam.cli.tables import unread_table
        from hoadam.cli.tongue import spoken_in, tongue_for

        return unread_table(rows, gone, tongue_for(settings if lang else spoken_in(settings)))

    write([unread_row(one, gone=one.source in gone) for one in rows], form, table)


def _is_gone(where: str) -> bool:
    """True for an unread page whose file is not there any more; one from standard input never had a file."""
    from hoadam import app, desk

    return where != "-" and not where.startswith(desk.PIPED) and app.file_of(where) is None


def _try_again(settings: "Settings") -> None:
    """Read the unread pages again, and tell the story again when one of them could be read."""
    from hoadam import app, desk
    from hoadam.cli.output import say
    from hoadam.cli.tongue import tongue_for

    rules = app.rules(settings)
    with closing(app.store(settings, write=True)) as place:
        with _watched(progress=sys.stderr.isatty()) as each:
            added = desk.try_again(place, app.Engines(settings), rules, app.file_of, lambda path: app.sources([path], settings)[0], each)
        _tell_if_needed(place, settings, rules)
        say(_summary(added, place, settings.store_name, tongue_for(settings)))


def migrate(store: StoreFile = None, data: Data = None, lang: Lang = None) -> None:
    """Bring a store of an older version up to date, and tell its story again.

    `add` does so too. Pages and decisions stay as they are.
    """
    from hoadam import app
    from hoadam.cli.output import say

    settings = chosen(store=store, data=data, lang=lang)
    rules = app.rules(settings)
    before, now = app.upgrade_store(settings)
    if before == now:
        say(f"{settings.store_name}: is of this version already ({now}); nothing was changed.")
        return
    with closing(app.store(settings, write=True)) as place:
        _tell_if_needed(place, settings, rules)
    say(f"{settings.store_name}: brought from version {before} to {now}, and its story told again.")


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A store: a file, or postgresql://user@host/database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to copy it: a new file, or an empty database.")],
) -> None:
    """Copy a store into another database, and compare every row."""
    from hoadam import app
    from hoadam.cli.batching import counted
    from hoadam.cli.output import say
    from hoadam.cli.progress import bar

    with bar("copying", "tables", wanted=sys.stderr.isatty()) as each:
        count = app.copy_store(chosen(), source, target, lambda _table, _rows: each())
    one, other = (chosen(store=name).store_name for name in (source, target))
    say(f"{other}: {counted(count, 'row')} copied, each compared with {one} and the same.")
