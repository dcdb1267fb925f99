"""How a store answers: `hoadam timeline`, `board`, `show` and `search`."""

import re
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import AsCsv, AsJson, AsLines, Data, Lang, StoreFile, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from hoadam.app import Settings
    from hoadam.cli.tongue import Tongue
    from hoadam.ports import Store

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
    lang: Lang = None,
    store: StoreFile = None,
    data: Data = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
    as_csv: AsCsv = False,
) -> None:
    """List what happened, by date, and how sure each line is."""
    from hoadam import app, desk
    from hoadam.answers.rows import entry_row
    from hoadam.cli import empty
    from hoadam.cli.output import form_of, write
    from hoadam.ports import Asked

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    settings = chosen(store=store, data=data, lang=lang)
    first = desk.bounds(since)[0] if since else None
    last = desk.bounds(until)[1] if until else None
    asked = Asked(first, last, _actor(actor, settings), type_, process)
    with _opened(settings, lang) as (place, tongue):
        entries = desk.ask_timeline(place, asked)
        entries = desk.within(entries, desk.ask_conflict(place, conflict)) if conflict else entries
        if not entries:
            empty.say_why(place, asked, app.kit(settings), tongue, conflict)

    def table() -> "RenderableType":
        from hoadam.cli.tables import timeline_table

        return timeline_table(entries, tongue)

    write([entry_row(entry, tongue.text(entry)) for entry in entries], form, table)


def _actor(words: str | None, settings: "Settings") -> str | None:
    """What to look for: a code as it stands, a state's name as its code, any other name as it stands."""
    if not words or _CODE.fullmatch(words):
        return words
    from hoadam import app, desk

    return desk.code_of(words, app.kit(settings))


@contextmanager
def _opened(settings: "Settings", lang: str | None = None) -> "Iterator[tuple[Store, Tongue]]":
    """The store, its story told from all its pages (with a remark where that cannot be done now), and the language to answer in."""
    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.cli.tongue import spoken_in, tongue_for

    app.tell_what_waits(spoken_in(settings, lang))
    with closing(app.store(settings)) as place:
        tongue = tongue_for(settings, place, lang)
        if not place.counts().story_is_current:
            say(f"hoadam: {tongue.t('story old')}")
        yield place, tongue


def conflicts(
    lang: Lang = None, store: StoreFile = None, as_json: AsJson = False, as_lines: AsLines = False, as_csv: AsCsv = False
) -> None:
    """List the conflicts that the pages tell of: who fights whom, where, and why that is one conflict."""
    from hoadam.answers.rows import conflict_row
    from hoadam.cli.output import form_of, say, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    with _opened(chosen(store=store, lang=lang), lang) as (place, tongue):
        found = place.conflicts()
    if not found:
        say(f"hoadam: {tongue.t('empty conflict')}")

    def table() -> "RenderableType":
        from hoadam.cli.tables import conflicts_table

        return conflicts_table(found, tongue)

    write([conflict_row(one) for one in found], form, table)


def board(
    conflict: InConflict = None,
    lang: Lang = None,
    store: StoreFile = None,
    data: Data = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
    as_csv: AsCsv = False,
) -> None:
    """Show where each thread of the peace process stands now."""
    from hoadam import desk
    from hoadam.answers.rows import track_row
    from hoadam.cli.output import form_of, say, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    with _opened(chosen(store=store, data=data, lang=lang), lang) as (place, tongue):
        own = set(desk.ask_conflict(place, conflict).tracks) if conflict else None
        tracks = [track for track in place.tracks() if own is None or track.id in own]
    if not tracks:
        of = f" ({tongue.t('conflict named', name=conflict)})" if conflict else ""
        say(f"hoadam: {tongue.t('no tracks')}{of}")

    def table() -> "RenderableType":
        from hoadam.cli.tables import board_table

        return board_table(tracks, tongue)

    write([track_row(track) for track in tracks], form, table)


def show(
    thing: Annotated[str, typer.Argument(metavar="ID", help="An id of an episode, event, page or track, or its first letters.")],
    why: Annotated[bool, typer.Option("--why", help="Also the rules that fired; of a page, what was missing elsewhere.")] = False,
    lang: Lang = None,
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
    settings = chosen(store=store, data=data, lang=lang)
    with _opened(settings, lang) as (place, tongue):
        found = desk.show(place, thing, app.codebooks(settings))
    if why and found.reading:
        found = msgspec.structs.replace(found, reading=app.explained(found.reading, settings))
    if form == "json":
        put(msgspec.json.encode(found) + b"\n")
    else:
        from hoadam.cli.showing import shown_thing

        console().print(shown_thing(found, tongue, why=why))


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Words, or "a phrase"; with or without accents.')],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many pages.")] = 20,
    lang: Lang = None,
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
    from hoadam.cli import empty
    from hoadam.cli.output import form_of, write

    form = form_of(as_json=as_json, as_lines=as_lines, as_csv=as_csv)
    # One argument with a space in it was a phrase in quotes on the command line.
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words).strip()
    with _opened(chosen(store=store, lang=lang), lang) as (place, tongue):
        hits = desk.ask_words(place, asked, limit) if asked.strip('" ') else []
        if not hits:
            empty.say_no_page(place, asked.strip('" ') and asked, tongue)

    def table() -> "RenderableType":
        from hoadam.cli.tables import hits_table

        return hits_table(hits, tongue)

    write([hit_row(hit) for hit in hits], form, table)
