"""Which settings hold and which adapters are used: the only module that names them."""

import os
import platform
import re
import socket
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hoadam import __version__
from hoadam.engine.here import Job
from hoadam.model.base import Record
from hoadam.model.errors import BadConfig, BadPage, StoreError
from hoadam.model.plainly import plainly
from hoadam.model.story import Line, Reading, Story
from hoadam.packs.converting import Converter, converters
from hoadam.packs.kit import Kit
from hoadam.ports import Export, Found, Grower, Item, Outcome, Part, Say, Shard, Source, Store, Tally, Work

if TYPE_CHECKING:
    from hoadam.advisor.endpoint import Adviser
    from hoadam.store.postgres import PostgresStore
    from hoadam.store.sqlite import SqliteStore

CONFIG = "hoadam.toml"
ENGINES = ("here", "pool", "dask")
EXPORTS = {  # name: the module that has its render()
    "markdown": "hoadam.export.markdown",
    "html": "hoadam.export.html",
    "json": "hoadam.export.json_",
    "csv": "hoadam.export.csv_",
    "acled": "hoadam.export.acled",
    "plover": "hoadam.export.plover",
    "ucdp": "hoadam.export.ucdp",
    "geojson": "hoadam.export.geojson",
    "graphml": "hoadam.export.graphml",
    "gexf": "hoadam.export.gexf",
    "ical": "hoadam.export.ical",
    "atom": "hoadam.export.atom",
    "timelinejs": "hoadam.export.timelinejs",
    "jsonld": "hoadam.export.jsonld",
    "csl": "hoadam.export.csl",
    "ris": "hoadam.export.ris",
    "ftm": "hoadam.export.ftm",
    "vault": "hoadam.export.vault",
    "parquet": "hoadam.export.parquet",
    "docx": "hoadam.export.docx",
}
FEW = 48  # pages: below this the start of a second process (about 1 s) costs more than it saves
LOOK = 2.0  # seconds between two looks at a watched folder
MAGIC = b"SQLite format 3\0"
STORES = (".db", ".sqlite", ".sqlite3")  # how the names of stores end: what is called so and is none was meant to be one
_PASSWORD = re.compile(r"(//[^/:@]*):[^/]*@")


class Settings(Record, frozen=True):
    """What hoadam.toml may say: store, data folder, language of sentences, processes that read, longest page, wait for a lock."""

    store: str = "hoadam.db"
    data: str | None = None
    language: str = "en"
    workers: int = 0
    page_mb: float = 10
    wait_seconds: float = 10

    @property
    def store_name(self) -> str:
        """The store as it may be shown: the address of a database without its password."""
        return _PASSWORD.sub(r"\1:***@", self.store)

    @property
    def limit(self) -> int:
        """The most bytes that a page may have."""
        return int(self.page_mb * 1e6)

    @property
    def data_folder(self) -> Path | None:
        """The data folder to use in place of the bundled one."""
        return Path(self.data) if self.data else None


def settings(folder: Path | None = None, **given: object) -> Settings:
    """The settings of hoadam.toml in the working folder, and over them those given; raises BadConfig with file and key."""
    path = (folder or Path()) / CONFIG
    found = _toml(path) if path.exists() else {}
    try:
        base = msgspec.convert(found, Settings)
    except msgspec.ValidationError as error:
        raise BadConfig(f"{path}: {plainly(error)}. Its keys are {', '.join(Settings.__struct_fields__)}.") from error
    _in_bounds(base, path)
    return msgspec.structs.replace(base, **{key: value for key, value in given.items() if value is not None})


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfig(f"{path}: cannot be read as TOML ({plainly(error)}). Mend it or take it away.") from error


def _in_bounds(found: Settings, path: Path) -> None:
    for key in ("workers", "page_mb", "wait_seconds"):
        if getattr(found, key) < 0 or (key == "page_mb" and not found.page_mb):
            raise BadConfig(f"{path}: {key} is {getattr(found, key)}. Give it a number above nought.")


def kit(chosen: Settings) -> Kit:
    """The data folder that the settings name; raises BadPack, or BadConfig when it lacks the language of the settings."""
    from hoadam.packs import load

    found = load.load(chosen.data_folder)
    if chosen.language not in found.languages:
        raise BadConfig(f"{chosen.language}: the data folder has no such language. It has {', '.join(sorted(found.languages))}.")
    return found


def codebooks(chosen: Settings) -> tuple[Converter, ...]:
    """The codebooks that happenings can be coded in besides that of the record."""
    return converters(kit(chosen).codebooks)


def rules(chosen: Settings, read: Kit | None = None) -> str:
    """The name of the rules that read and tell: program version and digest of the data folder (which may be `read` already)."""
    return f"{__version__}+{(read or kit(chosen)).digest}"


def reader(chosen: Settings, *, why: bool = False) -> Job:
    """The job that opens and reads one thing found, with its tools prepared; `why` has it tell what was missing elsewhere."""
    from hoadam import pipeline
    from hoadam.source.text import opened

    tools = pipeline.prepare(kit(chosen))
    return lambda item: pipeline.read(opened(item), tools, why=why)


def explained(reading: Reading, chosen: Settings) -> Reading:
    """The reading with what was missing in the sentences that name two sides and yield no event: its page is read again."""
    from hoadam import pipeline

    again = pipeline.read(reading.page, pipeline.prepare(kit(chosen)), why=True)
    return msgspec.structs.replace(reading, silences=again.silences)


def teller(chosen: Settings) -> Grower:
    """The telling, with its tools prepared."""
    from hoadam import pipeline

    return pipeline.Teller(pipeline.prepare(kit(chosen)), chosen.language)


def tell_what_waits(chosen: Settings) -> None:
    """Have the story told from all that the store holds, where it is not yet and the store may be written; else leave it."""
    from hoadam import desk

    with closing(store(chosen)) as place:
        stamp = place.stamp()
    if stamp.revision in (0, stamp.told):
        return
    try:
        with closing(store(chosen, write=True)) as place:
            desk.tell_store(place, teller(chosen), sayer(chosen), rules(chosen))
    except StoreError:
        return  # it is for reading only, or another program writes to it: the story before is shown, and said to be old


def chronicler(chosen: Settings) -> Part:
    """What takes one conflict's chronicle, or what is new since a day, out of a story, with a brief of its own."""
    from hoadam import pipeline

    tools = pipeline.prepare(kit(chosen))
    return lambda story, conflict, since: pipeline.chronicle(story, tools, chosen.language, conflict, since)


def sayer(chosen: Settings) -> Say:
    """What says an episode in one sentence of the settings' language."""
    from hoadam.packs import saying

    tongue = saying.speaker_of(kit(chosen), chosen.language)
    return lambda episode: saying.sentence(episode, tongue)


def line_sayer(chosen: Settings, story: Story) -> Callable[[Line], str]:
    """What says a line of the story's brief in the settings' language."""
    from hoadam.packs import saying

    tongue = saying.speaker_of(kit(chosen), chosen.language)
    return lambda line: saying.line_text(line, story, tongue)


def sources(paths: Iterable[str], chosen: Settings) -> list[Source]:
    """A source for each path."""
    from hoadam.source.folder import for_path

    return [for_path(path, chosen.limit) for path in paths]


def nothing_at(path: str) -> str | None:
    """Why there is no page file at the path, with what to do about it; None where there is one, or where only reading can tell."""
    from hoadam.source.folder import nothing_at as nothing

    why = nothing(path)
    return f"{path}: {why}{' A store is named with --store.' if path.endswith(STORES) else ''}" if why else None


def changing(paths: Sequence[str]) -> Iterator[list[str]]:
    """The page files in these folders that are new or have changed, each time there are some; never ends."""
    from hoadam.source.watching import changed

    return changed(paths, partial(time.sleep, LOOK))


def file_of(where: str) -> str | None:
    """The file that the name of an unread page begins with, or its address; None where the file is not there any more."""
    from hoadam.source import folder

    return folder.file_of(where)


def cores() -> int:
    """How many cores this process may use: a job of a cluster often has fewer than its machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Engines:
    """Reads in child processes: one when there are few pages, one a core when there are many; the answers are the same."""

    def __init__(self, chosen: Settings, *, why: bool = False) -> None:
        """With the settings' data folder and number of processes (0 = one a core); `why` as for `reader`."""
        self.make: Callable[[], Job] = partial(reader, chosen, why=why)
        self.workers = chosen.workers or cores()

    def read(self, found: Iterable[Item]) -> Iterator[Outcome]:
        """One Outcome for each thing found, in that order."""
        from hoadam.engine.pool import Pool

        items = iter(found)
        first = list(islice(items, FEW)) if self.workers > 1 else []
        return Pool(self.make, 1 if len(first) < FEW else self.workers).read(chain(first, items))


def shards(paths: Iterable[str], rows: int) -> list[Shard]:
    """The parts of these Parquet files (or of those in these folders), each of so many rows; raises BadConfig where there are none."""
    from hoadam.source import parquet
    from hoadam.source.folder import parquet_files

    made: list[Shard] = []
    given = list(paths)
    for name, path in chain.from_iterable(map(parquet_files, given)):
        try:
            count = parquet.rows_of(path)
        except BadPage as error:
            raise BadConfig(f"{path}: {error}") from error
        made += [Shard(str(path.absolute()), name, start, min(start + rows, count)) for start in range(0, count, rows)]
    if not made:
        raise BadConfig(f"{', '.join(given)}: there is not one row in it. Give Parquet files with pages, or folders of them.")
    return made


def shard_work(chosen: Settings, out: str, rules: str, shard: Shard) -> Tally:
    """What became of one shard, kept in the folder `out`; raises BadConfig where `rules` are not those of the program on this machine."""
    from hoadam.engine import shards as kept
    from hoadam.source.records import Records

    if (own := _own_rules(chosen)) != rules:
        raise BadConfig(f"{platform.node()}: Hoadam or its data is another there ({own}, not {rules}). Install the same on all machines.")
    for place in (Path(shard.path), Path(out)):
        if not place.exists():
            raise BadConfig(f"{place}: is not there on {platform.node()}. Input and output must lie on a disk that all workers share.")

    def items() -> Iterator[Item]:
        source = Records(Path(shard.path), "parquet", chosen.limit, start=shard.start, stop=shard.stop)
        return (named(item, shard.path, shard.name) for item in source.pages())

    return kept.kept(items, partial(reader, chosen), rules, Path(out))


@lru_cache(maxsize=8)
def _own_rules(chosen: Settings) -> str:
    return rules(chosen)


def spread(chosen: Settings, work: Work, parts: Sequence[Shard], engine: str, scheduler: str | None) -> Iterator[Tally]:
    """What became of each shard, by the engine of that name (one of ENGINES)."""
    from hoadam.engine import spread as over

    workers = chosen.workers or cores()
    if engine == "here":
        return over.here(work, parts)
    if engine == "pool":
        return over.pool(work, parts, workers)
    return over.dask(work, parts, workers, scheduler)


def named(item: Item, path: str, name: str) -> Item:
    """The item as one of a file called `name`, wherever that file lies on this machine."""
    if isinstance(item, Found):
        return msgspec.structs.replace(item, where=name + item.where.removeprefix(path))
    return msgspec.structs.replace(item, source=name + item.source.removeprefix(path))


def store(chosen: Settings, *, create: bool = False, write: bool = False) -> Store:
    """The store that the settings name; raises StoreError."""
    return _kept(chosen.store, create=create, write=write, wait=chosen.wait_seconds)


def _kept(name: str, *, create: bool, write: bool, wait: float) -> "SqliteStore | PostgresStore":
    if is_server(name):
        from hoadam.store.postgres import PostgresStore

        return PostgresStore(name, create=create, write=write, wait=wait)
    from hoadam.store.sqlite import SqliteStore

    return SqliteStore(Path(name), create=create, write=write, wait=wait)


def held(store: Store) -> Store:
    """The store with what its story says as a whole held in memory, for those who ask it many questions."""
    from hoadam.store.kept import Kept
    from hoadam.store.quick import Quick

    return Quick(store) if isinstance(store, Kept) else store


def is_server(name: str) -> bool:
    """True when the store's name is the address of a PostgreSQL database."""
    return name.startswith(("postgresql://", "postgres://"))


def store_there(name: str) -> bool:
    """True when there is something at the store's place: a file, or a server's address (which is asked when it is opened)."""
    return is_server(name) or Path(name).exists()


def make_store(chosen: Settings) -> bool:
    """True when there was no store and an empty one was made, False when there is one already; raises StoreError."""
    with closing(_kept(chosen.store, create=True, write=True, wait=chosen.wait_seconds)) as place:
        return place.is_new


def upgrade_store(chosen: Settings) -> tuple[int, int]:
    """The version that the store had, and the one that it has now; raises StoreError."""
    from hoadam.store.tables import SCHEMA

    with closing(_kept(chosen.store, create=False, write=True, wait=chosen.wait_seconds)) as place:
        return place.opened_as, SCHEMA


def copy_store(chosen: Settings, source: str, target: str, each: Callable[[str, int], None]) -> int:
    """How many rows were copied from one store to another, new or empty one, and found the same there; raises StoreError."""
    wait = chosen.wait_seconds
    with (
        closing(_kept(source, create=False, write=False, wait=wait)) as one,
        closing(_kept(target, create=True, write=True, wait=wait)) as other,
    ):
        return one.copy_to(other, each)


def is_store(path: str) -> bool:
    """True when the file at `path` is an SQLite file or called like a store, or it is the address of a PostgreSQL database."""
    if is_server(path):
        return True
    place = Path(path)
    if path.endswith(STORES) and not place.is_dir():
        return True
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def export(name: str) -> Export:
    """The export of that name; raises BadConfig when there is none."""
    if name not in EXPORTS:
        raise BadConfig(f"{name}: there is no such format. The formats are {', '.join(EXPORTS)}.")
    render: Export = import_module(EXPORTS[name]).render
    return render


def advisor(chosen: Settings, url: str, model: str, key: str | None, seconds: float, remark: Callable[[str], None]) -> "Adviser":
    """The language model behind an OpenAI-compatible endpoint, ready to propose; raises BadConfig for an address that is none."""
    from hoadam.advisor.asking import Endpoint
    from hoadam.advisor.endpoint import Adviser

    return Adviser(Endpoint(url, model, key, seconds), kit(chosen).codebooks["plover"], remark)


def listening(host: str, port: int) -> socket.socket:
    """The socket on which this machine answers there; raises BadConfig where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadConfig(f"{host}:{port}: cannot be served on ({plainly(error)}). Choose another with --port or --host.") from error


def examples() -> Path:
    """The folder of example pages that came with the program; raises BadConfig when it is missing."""
    here = Path(__file__).parent
    for folder in (here / "examples" / "pages", here / "examples", here.parent.parent / "examples" / "pages"):
        if folder.is_dir() and any(folder.iterdir()):
            return folder
    raise BadConfig("the example pages are missing from this installation. Install Hoadam again.")
