"""Is this installation in order, and if not, what is to be done: `hoadam doctor`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import typer

from hoadam.cli.options import AsJson, Data, Lang, StoreFile, chosen
from hoadam.model.errors import HoadamError
from hoadam.model.plainly import plainly

if TYPE_CHECKING:
    from hoadam.app import Settings
    from hoadam.cli.tongue import Tongue

LIBRARIES = (  # a test compares both lists with pyproject.toml
    "ahocorasick_rs", "alembic", "dateparser", "fastapi", "feedparser", "Jinja2", "lxml_html_clean", "msgspec", "numpy", "python-multipart",
    "PyYAML", "rich", "SQLAlchemy", "trafilatura", "typer", "uvicorn", "warcio", "zstandard",
)  # fmt: skip
EXTRAS = {  # extra: its libraries, and the words that say what they are for
    "dask": (("distributed", "pyarrow"), "check use dask"),
    "docx": (("python-docx",), "check use docx"),
    "mcp": (("mcp",), "check use mcp"),
    "pandas": (("pandas",), "check use pandas"),
    "parquet": (("pyarrow",), "check use parquet"),
    "polars": (("polars",), "check use polars"),
    "postgres": (("psycopg",), "check use postgres"),
}


class Finding(NamedTuple):  # no msgspec Struct: this module is imported for --help, which must be quick
    """One thing looked at: whether it is in order, what was found, and the exit code when it is not."""

    what: str
    ok: bool
    says: str
    code: int = 2
    is_there: bool = True

    def row(self) -> dict[str, object]:
        """The same for programs: `status` is ok, problem, or missing, which is no problem; `code` is 0 where there is none."""
        status = ("ok" if self.is_there else "missing") if self.ok else "problem"
        return {"what": self.what, "status": status, "ok": self.ok, "says": self.says, "code": 0 if self.ok else self.code}


def doctor(store: StoreFile = None, data: Data = None, lang: Lang = None, as_json: AsJson = False) -> None:
    """Check the installation, and say what to do.

    Exit code 2 for a problem of the installation, 3 for one of the store.
    """
    import msgspec

    from hoadam.cli.output import form_of, put
    from hoadam.cli.tongue import tongue_for

    settings = chosen(store=store, data=data, lang=lang)
    tongue = tongue_for(settings)
    checks: list[Callable[[Settings, Tongue], Iterator[Finding]]] = [_versions, _extras, _search, _data, _cache, _store]
    found = [finding for check in checks for finding in check(settings, tongue)]
    code = max((one.code for one in found if not one.ok), default=0)
    if form_of(as_json=as_json) == "json":
        put(msgspec.json.encode({"ok": not code, "code": code, "checks": [one.row() for one in found]}) + b"\n")
    else:
        wide = max(len(tongue.t(key)) for key in ("check ok", "check problem"))
        for one in found:
            typer.echo(f"{tongue.t('check ok' if one.ok else 'check problem'):{wide}}  {one.what}: {one.says}")
    if code:
        raise typer.Exit(code)


def _versions(_settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    import platform
    from importlib import metadata

    from hoadam import __version__

    yield Finding("Hoadam", ok=True, says=__version__)
    right = sys.version_info >= (3, 11)
    key = "check python" if right else "check python old"
    yield Finding("Python", ok=right, says=tongue.t(key, version=platform.python_version(), system=platform.system()))
    for name in LIBRARIES:
        try:
            yield Finding(name, ok=True, says=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, ok=False, says=tongue.t("check missing"))


def _extras(_settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    """What can be installed besides; a part that is missing is no problem."""
    from importlib import metadata

    for extra, (names, use) in EXTRAS.items():
        what = tongue.t("check extra", name=extra)
        try:
            found = ", ".join(f"{name} {metadata.version(name)}" for name in names)
            yield Finding(what, ok=True, says=tongue.t("check extra there", found=found, use=tongue.t(use)))
        except metadata.PackageNotFoundError:
            yield Finding(what, ok=True, says=tongue.t("check extra missing", name=extra, use=tongue.t(use)), is_there=False)


def _search(_settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    """SQLite, and whether it has FTS5."""
    import sqlite3

    try:
        with sqlite3.connect(":memory:") as trial:
            trial.execute("CREATE VIRTUAL TABLE trial USING fts5(a, b, content='')")
        yield Finding("SQLite", ok=True, says=tongue.t("check search there", version=sqlite3.sqlite_version))
    except sqlite3.OperationalError:
        yield Finding("SQLite", ok=False, says=tongue.t("check search missing", version=sqlite3.sqlite_version))


def _data(settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    from hoadam import app
    from hoadam.packs import load

    folder = settings.data_folder or load.bundled()
    try:
        kit = app.kit(settings)
        languages = " ".join(sorted(kit.languages))
        says = tongue.t("check data there", folder=folder, digest=kit.digest[:12], languages=languages)
        yield Finding(tongue.t("check data"), ok=True, says=says)
    except HoadamError as error:
        yield Finding(tongue.t("check data"), ok=False, says=tongue.plain(str(error)))


def _cache(_settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    import tempfile

    from hoadam.packs import load

    folder = load.default_cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        yield Finding(tongue.t("check cache"), ok=True, says=str(folder))
    except OSError as error:
        says = tongue.t("check cache missing", folder=folder, error=tongue.plain(plainly(error)))
        yield Finding(tongue.t("check cache"), ok=False, says=says)


def _store(settings: "Settings", tongue: "Tongue") -> Iterator[Finding]:
    from hoadam import app

    t, name = tongue.t, settings.store_name
    what = t("check store")
    if not app.store_there(settings.store):
        yield Finding(what, ok=True, says=t("check store none", store=name), is_there=False)
        return
    try:
        with closing(app.store(settings)) as place:
            counts, faults = place.counts(), place.faults()
    except HoadamError as error:
        yield Finding(what, ok=False, says=tongue.plain(str(error)), code=error.exit_code)
        return
    if faults:
        yield Finding(what, ok=False, says=t("check store damaged", store=name, fault=faults[0]), code=3)
    else:
        pages, episodes = t("pages", count=counts.pages), t("episodes", count=counts.episodes)
        yield Finding(what, ok=True, says=t("check store there", store=name, pages=pages, episodes=episodes))
    some = t("check unread some", count=counts.unread) if counts.unread else "0"
    yield Finding(t("check unread"), ok=True, says=some)
    current = t("check story current" if counts.story_is_current else "check story old")
    yield Finding(t("check story"), ok=counts.story_is_current, says=current, code=3)
