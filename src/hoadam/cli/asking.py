"""How a store answers: `hoadam timeline`, `board`, `show` and `search`."""

import re
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import AsCsv, AsJson, AsLines, Data, StoreFile, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from hoadam.app import Settings
    from hoadam.ports import Asked, Entry, Store

InConflict = Annotated[
    str | None, typer.Option("--conflict", metavar="DYAD", help="Of one conflict alone, named by a dyad of it: ARM-AZE.")
]
Since = Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day, month or year on: 2020-09-27, 2020-09, 2020.")]
Until = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to the end of this day, month or year.")]
_CODE = re.compile(r"[A-Z]{3,4}(\.[A-Z]{3})?")


def timeline(
    since: Since = None,
    until: Until = None,
    actor: Annotated[str | None, typer.Option("--actor", help="A code (ARM, ARM.MIL), a state's name, or part of a person's.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="An event type, such as CONSULT or ASSAULT.")] = None,
    process: Annotated[str | None, typer.Option("--process", help="A peace process: ceasefire, talks, agreement, exchange …")] = None,
    conflict: InConflict = None,
    store: StoreFile = None,
    data: Data = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
    as_csv: AsCsv = False,
) -> None:
    """List what happened, by date, and how sure each line is."""
    from hoadam import desk
    from hoadam.answers.rows import entry_row
    from hoadam.cli.output import form_of, write
    from hoadam.ports import Asked

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    settings = chosen(store=store, data=data)
    first = desk.bounds(since)[0] if since else None
    last = desk.bounds(until)[1] if until else None
    asked = Asked(first, last, _actor(actor, settings), type_, process)
    with _opened(settings) as place:
        entries = desk.ask_timeline(place, asked)
        entries = desk.within(entries, desk.ask_conflict(place, conflict)) if conflict else entries
        _say_if_empty(entries, asked, place)

    def table() -> "RenderableType":
        from hoadam.cli.tables import timeline_table

        return timeline_table(entries)

    write([entry_row(entry) for entry in entries], form, table)


def _actor(words: str | None, settings: "Settings") -> str | None:
    """What to look for: a code as it stands, a state's name as its code, any other name as it stands."""
    if not words or _CODE.fullmatch(words):
        return words
    from hoadam import app, desk

    return desk.code_of(words, app.kit(settings))


def _say_if_empty(entries: "list[Entry]", asked: "Asked", place: "Store") -> None:
    from hoadam.cli.output import say

    if entries:
        return
    types = place.types()
    if asked.type and asked.type.upper() not in types:
        say(f"hoadam: nothing of type {asked.type.upper()}; the store has {', '.join(types) or 'no event yet'}.")
    else:
        say("hoadam: nothing in the store answers to that." if types else "hoadam: the store has no event yet. Add pages: hoadam add PAGES")


@contextmanager
def _opened(settings: "Settings") -> "Iterator[Store]":
    """The store, its story told from all its pages; with a remark where that cannot be done now."""
    from hoadam import app
    from hoadam.cli.output import say

    app.tell_what_waits(settings)
    with closing(app.store(settings)) as place:
        if not place.counts().story_is_current:
            say("hoadam: pages were added since this story was told, and the store cannot be written to now.")
        yield place


def conflicts(store: StoreFile = None, as_json: AsJson = False, as_lines: AsLines = False, as_csv: AsCsv = False) -> None:
    """List the conflicts that the pages tell of: who fights whom, where, and why that is one conflict."""
    from hoadam.answers.rows import conflict_row
    from hoadam.cli.output import form_of, say, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    with _opened(chosen(store=store)) as place:
        found = place.conflicts()
    if not found:
        say("hoadam: the store tells of no conflict yet.")

    def table() -> "RenderableType":
        from hoadam.cli.tables import conflicts_table

        return conflicts_table(found)

    write([conflict_row(one) for one in found], form, table)


def board(
    conflict: InConflict = None, store: StoreFile = None, as_json: AsJson = False, as_lines: AsLines = False, as_csv: AsCsv = False
) -> None:
    """Show where each thread of the peace process stands now."""
    from hoadam import desk
    from hoadam.answers.rows import track_row
    from hoadam.cli.output import form_of, say, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    with _opened(chosen(store=store)) as place:
        own = set(desk.ask_conflict(place, conflict).tracks) if conflict else None
        tracks = [track for track in place.tracks() if own is None or track.id in own]
    if not tracks:
        say("hoadam: the store has no track of a peace process yet.")

    def table() -> "RenderableType":
        from hoadam.cli.tables import board_table

        return board_table(tracks)

    write([track_row(track) for track in tracks], form, table)


def show(
    thing: Annotated[str, typer.Argument(metavar="ID", help="An id of an episode, event, page or track, or its first letters.")],
    why: Annotated[bool, typer.Option("--why", help="Also the rules that fired; of a page, what was missing elsewhere.")] = False,
    store: StoreFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show one thing with its quotes, pages and dates, and its codes in other codebooks.

    ID is what `timeline`, `board` and `search` show in their last column, or more of it.
    """
    import msgspec

    from hoadam import app, desk
    from hoadam.cli.output import console, form_of, put

    form = form_of(as_json=as_json)
    settings = chosen(store=store, data=data)
    with _opened(settings) as place:
        found = desk.show(place, thing, app.codebooks(settings))
    if why and found.reading:
        found = msgspec.structs.replace(found, reading=app.explained(found.reading, settings))
    if form == "json":
        put(msgspec.json.encode(found) + b"\n")
    else:
        from hoadam.cli.showing import shown_thing

        console().print(shown_thing(found, why=why))


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Words, or "a phrase"; with or without accents.')],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many pages.")] = 20,
    store: StoreFile = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
    as_csv: AsCsv = False,
) -> None:
    """Find pages by their words, with accents or without.

    All words must stand on the page; pages with the same accents come first.
    """
    from hoadam import desk
    from hoadam.answers.rows import hit_row
    from hoadam.cli.output import form_of, say, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    # One argument with a space in it was a phrase in quotes on the command line.
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with _opened(chosen(store=store)) as place:
        hits = desk.ask_words(place, asked, limit)
    if not hits:
        say("hoadam: no page has these words.")

    def table() -> "RenderableType":
        from hoadam.cli.tables import hits_table

        return hits_table(hits)

    write([hit_row(hit) for hit in hits], form, table)
