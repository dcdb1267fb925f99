"""Is this installation in order, and if not, what is to be done: `hoadam doctor`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import typer

from hoadam.cli.options import AsJson, Data, StoreFile, chosen
from hoadam.model.errors import HoadamError

if TYPE_CHECKING:
    from hoadam.app import Settings

LIBRARIES = (  # a test compares both lists with pyproject.toml
    "ahocorasick_rs", "alembic", "fastapi", "feedparser", "Jinja2", "lxml_html_clean", "msgspec", "numpy", "python-multipart", "PyYAML",
    "rich", "SQLAlchemy", "trafilatura", "typer", "uvicorn", "warcio", "zstandard",
)  # fmt: skip
EXTRAS = {  # extra: its libraries, and what they are for
    "dask": (("distributed", "pyarrow"), "`hoadam batch --engine dask`"),
    "docx": (("python-docx",), "`hoadam export docx`"),
    "mcp": (("mcp",), "`hoadam mcp`"),
    "pandas": (("pandas",), "to_pandas() from Python"),
    "parquet": (("pyarrow",), "`hoadam batch`, `hoadam export parquet`, Parquet files"),
    "polars": (("polars",), "to_polars() from Python"),
    "postgres": (("psycopg",), "a store in PostgreSQL"),
}


class Finding(NamedTuple):  # no msgspec Struct: this module is imported for --help, which must be quick
    """One thing looked at: whether it is in order, what was found, and the exit code when it is not."""

    what: str
    ok: bool
    says: str
    code: int = 2


def doctor(store: StoreFile = None, data: Data = None, as_json: AsJson = False) -> None:
    """Check the installation, and say what to do.

    Exit code 2 for a problem of the installation, 3 for one of the store.
    """
    import msgspec

    from hoadam.cli.output import form_of, put

    settings = chosen(store=store, data=data)
    checks: list[Callable[[Settings], Iterator[Finding]]] = [_versions, _extras, _search, _data, _cache, _store]
    found = [finding for check in checks for finding in check(settings)]
    if form_of(as_json=as_json) == "json":
        put(msgspec.json.encode([one._asdict() for one in found]) + b"\n")
    else:
        for one in found:
            typer.echo(f"{'ok     ' if one.ok else 'problem'}  {one.what}: {one.says}")
    if bad := [one.code for one in found if not one.ok]:
        raise typer.Exit(max(bad))


def _versions(_settings: "Settings") -> Iterator[Finding]:
    import platform
    from importlib import metadata

    from hoadam import __version__

    yield Finding("Hoadam", ok=True, says=__version__)
    right = sys.version_info >= (3, 11)
    advice = "" if right else ". Install Python 3.11 or newer."
    yield Finding("Python", ok=right, says=f"{platform.python_version()} on {platform.system()}{advice}")
    for name in LIBRARIES:
        try:
            yield Finding(name, ok=True, says=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, ok=False, says="not installed. Run `pip install hoadam` again.")


def _extras(_settings: "Settings") -> Iterator[Finding]:
    """What can be installed besides; a part that is missing is no problem."""
    from importlib import metadata

    for extra, (names, use) in EXTRAS.items():
        try:
            found = ", ".join(f"{name} {metadata.version(name)}" for name in names)
            yield Finding(f"extra {extra}", ok=True, says=f"{found}, for {use}")
        except metadata.PackageNotFoundError:
            yield Finding(f"extra {extra}", ok=True, says=f"not installed; for {use}: pip install 'hoadam[{extra}]'")


def _search(_settings: "Settings") -> Iterator[Finding]:
    """SQLite, and whether it has FTS5."""
    import sqlite3

    try:
        with sqlite3.connect(":memory:") as trial:
            trial.execute("CREATE VIRTUAL TABLE trial USING fts5(a, b, content='')")
        yield Finding("SQLite", ok=True, says=f"{sqlite3.sqlite_version} with full-text search (FTS5)")
    except sqlite3.OperationalError:
        advice = "has no full-text search (FTS5). Install another build of Python or SQLite."
        yield Finding("SQLite", ok=False, says=f"{sqlite3.sqlite_version} {advice}")


def _data(settings: "Settings") -> Iterator[Finding]:
    from hoadam.packs import load

    folder = settings.data_folder or load.bundled()
    try:
        kit = load.load(settings.data_folder)
        yield Finding("data folder", ok=True, says=f"{folder}, digest {kit.digest[:12]}, languages {' '.join(sorted(kit.languages))}")
    except HoadamError as error:
        yield Finding("data folder", ok=False, says=str(error))


def _cache(_settings: "Settings") -> Iterator[Finding]:
    import tempfile

    from hoadam.packs import load

    folder = load.default_cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        yield Finding("cache", ok=True, says=str(folder))
    except OSError as error:
        advice = "Each start takes longer; set XDG_CACHE_HOME to a folder that can be written to."
        yield Finding("cache", ok=False, says=f"{folder} cannot be written to ({error.strerror}). {advice}")


def _store(settings: "Settings") -> Iterator[Finding]:

    from hoadam import app

    if not app.store_there(settings.store):
        yield Finding("store", ok=True, says=f"none yet at {settings.store_name} (hoadam add PAGES makes it)")
        return
    try:
        with closing(app.store(settings)) as place:
            counts, faults = place.counts(), place.faults()
    except HoadamError as error:
        yield Finding("store", ok=False, says=str(error), code=error.exit_code)
        return
    if faults:
        yield Finding(
            "store", ok=False, says=f"{settings.store_name} is damaged ({faults[0]}). Add the pages again to a new store.", code=3
        )
    else:
        yield Finding("store", ok=True, says=f"{settings.store_name}, {counts.pages} pages, {counts.episodes} episodes, whole")
    yield Finding("unread pages", ok=True, says=f"{counts.unread}" + (" (hoadam unread lists them)" if counts.unread else ""))
    current = "told from all its pages" if counts.story_is_current else "older than its pages: `hoadam add` on any page tells it again"
    yield Finding("story", ok=counts.story_is_current, says=current, code=3)
