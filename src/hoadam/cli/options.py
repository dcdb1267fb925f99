"""Which options the commands share."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hoadam.app import Settings

PAGES = "Files, folders or patterns of pages (docs/commands.md says which); - is standard input."
Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help=PAGES)]
StoreFile = Annotated[str | None, typer.Option("--store", metavar="FILE", help="The store (default: hoadam.db, or as hoadam.toml says).")]
Data = Annotated[str | None, typer.Option("--data", metavar="DIR", help="A data folder in place of the bundled one.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="The language of sentences: en, vi … (default: en).")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="How many processes read (default: one a core).")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON (the default where the output is no terminal).")]
AsLines = Annotated[bool, typer.Option("--nl", help="JSON, one row a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV, for a spreadsheet.")]


def chosen(store: str | None = None, data: str | None = None, workers: int | None = None, lang: str | None = None) -> "Settings":
    """The settings of hoadam.toml with these options over them."""
    from hoadam import app

    return app.settings(store=store, data=data, workers=workers, language=lang)
