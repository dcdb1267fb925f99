"""How are people's decisions taken out of a store, and into another? `hoadam decisions` and `hoadam replay`."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from hoadam.cli.options import Data, Lang, StoreFile, chosen

OfDecisions = Annotated[str, typer.Argument(metavar="FILE", help="What `hoadam decisions` wrote; - is standard input.")]


def decisions(store: StoreFile = None) -> None:
    """Print every decision that people made, one JSON object a line.

    All are there, also those undone and those coded blind, in the order in which they were made.
    """
    from hoadam import app
    from hoadam.answers import replaying

    with closing(app.store(chosen(store=store))) as place:
        rulings = place.rulings()
    for line in replaying.lines(rulings):
        sys.stdout.write(line)


def replay(file: OfDecisions, store: StoreFile = None, data: Data = None, lang: Lang = None) -> None:
    """Make the decisions of a file in this store too, and tell its story again.

    Decisions that are there already are passed over. A decision about a page or happening that the store has not is kept, and
    counts as soon as the store has it.
    """
    from hoadam import app, desk
    from hoadam.answers import replaying
    from hoadam.cli.output import say

    settings = chosen(store=store, data=data, lang=lang)
    rulings = replaying.parsed(_lines(file))
    rules = app.rules(settings)
    with closing(app.store(settings, write=True)) as place:
        new = replaying.replay(place, rulings)
        if not place.is_told(rules):
            desk.tell_store(place, app.teller(settings), app.sayer(settings), rules)
    say(f"{settings.store_name}: new decisions: {new} of {len(rulings)}.")


def _lines(file: str) -> list[str]:
    from hoadam.model.errors import BadConfig
    from hoadam.model.plainly import plainly

    if file == "-":
        return sys.stdin.read().splitlines()
    try:
        return Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise BadConfig(f"{file}: cannot be read ({plainly(error)}). Give the file that `hoadam decisions` wrote.") from error
