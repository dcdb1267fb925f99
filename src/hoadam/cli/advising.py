"""How a language model's proposals are asked for, and how a person decides on them: `hoadam advise`."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from hoadam.cli.options import Data, Lang, chosen
from hoadam.cli.serving import OfStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from hoadam.app import Settings
    from hoadam.model.story import Reading, Ruling
    from hoadam.ports import Store

KEY = "HOADAM_ADVISOR_KEY"
AROUND = 160  # letters shown before and after a quote


def advise(
    store: OfStore = None,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="An OpenAI-compatible endpoint: http://127.0.0.1:11434/v1.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="The model to ask there.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Ask about at most so many pages, the newest first.")] = 20,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that one answer may take.")] = 60.0,
    out: Annotated[str | None, typer.Option("-o", "--out", metavar="FILE", help="Write the proposals here.")] = None,
    review: Annotated[str | None, typer.Option("--review", metavar="FILE", help="Decide on the proposals of this file.")] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Your name, which signs what you accept.")] = None,
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Ask a language model what was missed, or decide on what it proposed.

    Off unless you call it: it sends the text of pages to the endpoint. It proposes events and joins, each with a verbatim
    quote, and makes none: `--review` shows them to you, one by one. A key is taken from HOADAM_ADVISOR_KEY.
    """
    settings = chosen(store=store, data=data, lang=lang)
    if review:
        _decide(settings, review, who)
    elif endpoint and model:
        _ask(settings, (endpoint, model, timeout), limit, out)
    else:
        raise typer.BadParameter("give --endpoint and --model to ask, or --review to decide.")


def _ask(settings: "Settings", where: tuple[str, str, float], limit: int, out: str | None) -> None:
    import os
    from pathlib import Path

    import msgspec

    from hoadam import app
    from hoadam.cli.batching import counted
    from hoadam.cli.making import write_file
    from hoadam.cli.output import put, say

    url, model, seconds = where
    adviser = app.advisor(settings, url, model, os.environ.get(KEY) or None, seconds, lambda words: say(f"hoadam: {words}"))
    with closing(app.store(settings)) as place:
        readings, story = _newest(place, limit), place.story()
    say(f"hoadam: the text of {counted(len(readings), 'page')} goes to {url}.")
    with _bar("asking") as each:
        adviser.each = each
        found = adviser.propose(story, readings)
    lines = b"".join(msgspec.json.encode(one) + b"\n" for one in found)
    if out and out != "-":
        write_file(Path(out), lines)
        next_ = f"Decide on them: hoadam advise {settings.store_name} --review {out} --who NAME"
        say(f"{out}: {counted(len(found), 'proposal')}. {next_}" if found else f"{out}: nothing was proposed.")
    else:
        put(lines)
    if adviser.unanswered:
        raise typer.Exit(1)


def _newest(place: "Store", limit: int) -> "list[Reading]":
    found = sorted(place.readings(), key=lambda one: (one.written.latest or "", one.page.id), reverse=True)
    return found[:limit]


def _bar(word: str) -> "AbstractContextManager[Callable[[], None]]":
    """What to call for each step: it moves a bar on a terminal, and does nothing in a pipe."""
    from hoadam.cli.progress import bar

    return bar(word, "answers", wanted=sys.stderr.isatty())


def _decide(settings: "Settings", file: str, who: str | None) -> None:
    """Show each proposal, and rule as the person says; the story is told again at the end."""
    from pathlib import Path

    from hoadam import app, desk
    from hoadam.answers import review
    from hoadam.cli.output import say
    from hoadam.cli.remarks import said

    if not who:
        raise typer.BadParameter("--review wants --who: decisions are signed.")
    proposals = list(_proposals(Path(file)))
    done = 0
    with closing(app.store(settings, write=True)) as place:
        known = {(one.act, one.about, one.value) for one in place.rulings()}
        for number, one in enumerate(proposals, start=1):
            shown = None if (one.act, one.about, one.value) in known else _shown(one, place)
            if shown is None:
                continue
            question, _, quotes = shown.partition("\n")
            typer.echo(f"\n{said(f'{number} of {len(proposals)}, {one.who}')}\n{said(question.rstrip())}\n{quotes}")
            answer = typer.prompt(said("accept (a), leave (l), stop (q)"), default="l", err=True)[:1].lower()
            if answer == "q":
                break
            if answer == "a":
                place.rule(review.made(one.act, one.about, who, f"proposed by {one.who}: {one.note or ''}", value=one.value))
                done += 1
        if done:
            desk.tell_store(place, app.teller(settings), app.sayer(settings), app.rules(settings))
    say(f"{file}: {done} of {len(proposals)} accepted.")


def _proposals(path: "Path") -> "Iterator[Ruling]":
    """The rulings of the file that an adviser may propose; raises BadConfig for what is none."""
    import msgspec

    from hoadam.model.errors import BadConfig
    from hoadam.model.plainly import plainly
    from hoadam.model.story import Ruling

    try:
        lines = path.read_bytes().splitlines()
        found = [msgspec.json.decode(line, type=Ruling) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, RecursionError, msgspec.DecodeError) as error:
        raise BadConfig(f"{path}: these are no proposals of `hoadam advise` ({plainly(error)}). Give the file that it wrote.") from error
    yield from (one for one in found if one.act in ("add", "merge"))


def _shown(one: "Ruling", place: "Store") -> str | None:
    """The proposal in words with its quotes in context; None where the store bears it out no longer."""
    from hoadam.cli.output import shown
    from hoadam.cli.remarks import said
    from hoadam.tell.rulings import added_event

    if one.act == "merge":
        entries = place.entries(one.about)
        told = "\n".join(f"  {entry.text} ({entry.episode.date.value or said('undated')})\n    “{entry.words}”" for entry in entries)
        return shown(f"These are one happening? {one.note or ''}\n{told}") if len(entries) > 1 else None
    reading = place.reading(one.about[0]) if one.about else None
    event = added_event(reading, one) if reading else None
    if reading is None or event is None:
        return None
    text, span = reading.page.text, event.quotes[0]
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    sides = f"{_names(event.source)} → {_names(event.target)}" if event.target else _names(event.source)
    head = f"{event.type} {event.status} {event.date.value or said('undated')}: {sides}"
    return shown(
        f"Missing event? {one.note or ''}\n  {head}\n  {reading.page.title or reading.page.source}\n  …{before}»{span.of(text)}«{after}…"
    )


def _names(actors: "tuple[object, ...]") -> str:
    from hoadam.answers.rows import names

    return ", ".join(names(actors))  # type: ignore[arg-type]
