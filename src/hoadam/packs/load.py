"""The only reader of the data folder: YAML in, a checked Kit out, kept in a cache under the digest of its files."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from hoadam import __version__
from hoadam.model.errors import BadPack
from hoadam.packs import converting
from hoadam.packs.board import Board
from hoadam.packs.codebook import Codebook, FrameDef
from hoadam.packs.dating import DatingPack
from hoadam.packs.due import DuePack
from hoadam.packs.kit import Kit
from hoadam.packs.knowledge import Anniversary, DatedEvent, Group, Knowledge, Person, Place, Series, State
from hoadam.packs.language import FramePack, Language, NamePack, Numbers, PackInfo, Roles, Speech, StateNames, Words
from hoadam.packs.phrases import Phrases
from hoadam.packs.segments import SegmentPack
from hoadam.packs.strict import load_as
from hoadam.packs.times import TimePack
from hoadam.packs.weights import Weights

T = TypeVar("T")
RECORD = "plover"  # the codebook that records are coded in first
OTHER_NAMES = ("groups", "people", "places", "events", "series", "anniversaries")


def bundled() -> Path:
    """The data folder that came with the program."""
    return Path(__file__).parent.parent / "data"


def load(folder: Path | None = None, cache: Path | None = None) -> Kit:
    """The Kit of `folder` (the bundled one by default), from `cache` when its files have not changed; raises BadPack."""
    root = folder or bundled()
    if not root.is_dir():
        raise BadPack(f"{root}: there is no such data folder. Point --data at a folder with lang/, frame/ and knowledge/.")
    digest = digest_of(root)
    kept = (cache or default_cache()) / f"kit-{__version__}-{digest[:32]}.msgpack"
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(kept.read_bytes(), type=Kit)
    kit = parse(root, digest)
    _keep(kept, msgspec.msgpack.encode(kit))
    return kit


def default_cache() -> Path:
    """The folder for kits already checked: $XDG_CACHE_HOME/hoadam, or ~/.cache/hoadam."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "hoadam"


def digest_of(root: Path) -> str:
    """The sha256 of all data files, names and bytes, and of the shapes that they are read into."""
    total = hashlib.sha256()
    shapes = sorted(Path(__file__).parent.glob("*.py"))
    for path in [*_data_files(root), *shapes]:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        total.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _data_files(root: Path) -> list[Path]:
    files = (*root.rglob("*.yaml"), *root.rglob("*.json"))
    return sorted(path for path in files if "examples" not in path.relative_to(root).parts)


def parse(root: Path, digest: str) -> Kit:
    """The Kit, read from YAML file by file; raises BadPack at the first error."""
    _must_have(root, "lang")
    languages = {path.name: language(path) for path in sorted((root / "lang").iterdir()) if path.is_dir()}
    if not languages:
        raise BadPack(f"{root / 'lang'}: no language in it. A language is a folder with pack.yaml (CONTRIBUTING.md).")
    _must_have(root, "frame", "codebook", "board", "knowledge")
    books = codebooks(root / "codebook")
    if RECORD not in books:
        raise BadPack(f"{root / 'codebook'}: {RECORD}.yaml is missing, and every record is coded in it. Copy the bundled one.")
    return Kit(
        digest=digest,
        languages=languages,
        frames=_by_id(load_as(path, FrameDef) for path in sorted((root / "frame").glob("*.yaml"))),
        codebooks=books,
        boards=_by_id(load_as(path, Board) for path in sorted((root / "board").glob("*.yaml"))),
        knowledge=knowledge(root / "knowledge"),
        others=others(root / "lang" / "others.yaml"),
    )


def _must_have(root: Path, *names: str) -> None:
    if missing := [name for name in names if not (root / name).is_dir()]:
        raise BadPack(f"{root}: this is no data folder: it has no folder {missing[0]}/. Copy the bundled one and change that.")


def codebooks(folder: Path) -> dict[str, Codebook]:
    """Every codebook by its id; raises BadPack when one does not agree with itself or with the records that it converts."""
    found = _by_id(load_as(path, Codebook) for path in sorted(folder.glob("*.yaml")))
    converting.check(found)
    return found


def others(path: Path) -> tuple[PackInfo, ...]:
    """The languages that a page must not be taken for one of the packs' in; none where there is no such file."""
    return load_as(path, tuple[PackInfo, ...]) if path.exists() else ()


def language(folder: Path) -> Language:
    """One language pack; raises BadPack when a file is missing or wrong."""
    pack = load_as(folder / "pack.yaml", PackInfo)
    if pack.code != folder.name:
        raise BadPack(f"{folder / 'pack.yaml'}: its code is {pack.code}, and its folder is called {folder.name}. Make them the same.")
    return Language(
        pack=pack,
        numbers=load_as(folder / "numbers.yaml", Numbers),
        segment=load_as(folder / "segment.yaml", SegmentPack),
        time=load_as(folder / "time.yaml", TimePack),
        names=load_as(folder / "names.yaml", NamePack),
        roles=load_as(folder / "roles.yaml", Roles),
        speech=load_as(folder / "speech.yaml", Speech),
        frames=_merged_frames(folder),
        dating=load_as(folder / "dating.yaml", DatingPack),
        phrases=load_as(folder / "phrases.yaml", Phrases),
        state_names=load_as(folder / "names" / "states.yaml", dict[str, StateNames]),
        other_names={kind: _merged(folder / "names", kind) for kind in OTHER_NAMES},
        weights=weights(folder.parent.parent, folder.name),
        due=load_as(folder / "due.yaml", DuePack) if (folder / "due.yaml").exists() else DuePack(),
    )


def weights(root: Path, code: str) -> Weights:
    """What training learned for a language, or nothing where there is no such file; raises BadPack when it was changed by hand."""
    path = root / "model" / code / "weights.json"
    if not path.exists():
        return Weights()
    data = path.read_bytes()
    told = path.with_suffix(".sha256")
    if not told.exists() or told.read_text("utf-8").split()[0] != hashlib.sha256(data).hexdigest():
        raise BadPack(f"{path}: does not agree with {told.name}. Make it again with training/learn.py, or restore both files.")
    try:
        return msgspec.json.decode(data, type=Weights)
    except msgspec.DecodeError as error:
        raise BadPack(f"{path}: {error}. Make it again with training/learn.py.") from error


def _merged_frames(folder: Path) -> FramePack:
    """frames.yaml and, beside it, frames/*.yaml with more triggers."""
    pack = load_as(folder / "frames.yaml", FramePack)
    more = [load_as(path, FramePack) for path in sorted((folder / "frames").glob("*.yaml"))]
    return msgspec.structs.replace(pack, triggers=sum((part.triggers for part in more), pack.triggers))


def _merged(folder: Path, kind: str) -> dict[str, Words]:
    """The names of one kind, from `kind.yaml` and `kind-*.yaml`; an id that stands in two files is an error."""
    found: dict[str, Words] = {}
    for path in [*folder.glob(f"{kind}.yaml"), *sorted(folder.glob(f"{kind}-*.yaml"))]:
        part = load_as(path, dict[str, Words])
        if both := found.keys() & part.keys():
            raise BadPack(f"{path}: {min(both)!r} is named in another {kind} file too. Put its names in one place.")
        found |= part
    return found


def knowledge(folder: Path) -> Knowledge:
    """All knowledge; an id that stands twice within a kind is an error."""
    return Knowledge(
        states=_entries(folder / "states", State),
        groups=_entries(folder / "groups", Group),
        people=_entries(folder / "people", Person),
        places=_entries(folder / "places", Place),
        events=_entries(folder / "events", DatedEvent),
        series=_entries(folder / "series", Series),
        anniversaries=_entries(folder / "anniversaries", Anniversary),
    )


def _entries(folder: Path, kind: type[T]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in load_as(path, tuple[kind, ...]):  # type: ignore[valid-type]
            key = entry.id  # type: ignore[attr-defined]
            if key in found:
                raise BadPack(f"{path}: the id {key!r} stands twice. Give each entry an id of its own.")
            found[key] = entry
    return tuple(found.values())


def _by_id(entries: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for entry in entries:
        key = entry.id  # type: ignore[attr-defined]
        if key in found:
            raise BadPack(f"the id {key!r} stands twice in the data folder. Give each file an id of its own.")
        found[key] = entry
    return found


def _keep(path: Path, data: bytes) -> None:
    """Write the cache whole or not at all; a cache that cannot be written is done without."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
