"""Which pages a path stands for: a file of one page or of many, a folder with all below it, a pattern, standard input, or an address."""

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from hoadam.model.errors import BadConfig
from hoadam.model.story import Unread
from hoadam.ports import Item, Source
from hoadam.source.address import is_address
from hoadam.source.jsonl import JsonLines
from hoadam.source.records import ENDS, Records, form_of
from hoadam.source.sheet import ENDS as SHEETS
from hoadam.source.sheet import Sheet
from hoadam.source.text import HTML_NAMES, FileSource

LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst")
NAMED = ".json"  # lines too, but only in a file that is named: settings and lists are called so
PAGES = (*LINES, *HTML_NAMES, *ENDS, ".txt")
NAMES = ".txt, .html, .jsonl, .parquet, .warc, .zip or another of the kinds that are read"
SOME = 3
NOT_THERE = "there is no such file or folder."
NO_MATCH = "there is no file that this pattern stands for."


class Folder:
    """Every page file in a folder and below it, in the order of their paths; hidden files and folders are left alone."""

    def __init__(self, path: Path, limit: int) -> None:
        """The folder at `path`; a page of more than `limit` bytes is not read."""
        self.path = path
        self.limit = limit

    def pages(self) -> Iterator[Item]:
        """The pages of each file in turn; an Unread when there is none at all."""
        files = self.files()
        if not files:
            yield Unread(str(self.path), self.nothing())
        for file in files:
            yield from for_file(file, self.limit).pages()

    def files(self) -> list[Path]:
        """The page files."""
        return [file for file in self._files() if _is_page(file)]

    def nothing(self) -> str:
        """Why there is no page in the folder."""
        others = [file.name for file in self._files(outside=True)]
        if not others:
            return "there is no file in this folder."
        some = ", ".join(others[:SOME]) + (", …" if len(others) > SOME else "")
        return f"there is no page in this folder: no file ends in {NAMES} (it has {some})."

    def passed_over(self) -> Sequence[str]:
        """The files that are no pages by their names, and links that lead out of the folder; nothing where there is no page at all."""
        return [] if not self.files() else [str(file) for file in self._files(outside=True) if not _is_page(file) or self._leads_out(file)]

    def _files(self, *, outside: bool = False) -> list[Path]:
        below = (path for path in self.path.rglob("*") if path.is_file() and (outside or not self._leads_out(path)))
        shown = (path for path in below if not any(part.startswith(".") for part in path.relative_to(self.path).parts))
        return sorted(shown, key=lambda path: path.relative_to(self.path).as_posix())

    def _leads_out(self, path: Path) -> bool:
        return path.is_symlink() and not path.resolve().is_relative_to(self.path.resolve())


class Several:
    """The files and folders that a pattern stands for, in the order of their paths."""

    def __init__(self, pattern: str, limit: int) -> None:
        """What the pattern matches now; ** stands for any folders."""
        self.pattern = pattern
        self.each = [for_path(path, limit) for path in _matching(pattern)]

    def pages(self) -> Iterator[Item]:
        """The pages of each; an Unread when there is none at all."""
        if not self.each:
            yield Unread(self.pattern, NO_MATCH)
        for source in self.each:
            yield from source.pages()

    def passed_over(self) -> Sequence[str]:
        """The files that are no pages by their names."""
        return [name for source in self.each for name in source.passed_over()]


def nothing_at(path: str) -> str | None:
    """Why there is no page file at the path, as a sentence; None where there is one, or where only reading can tell."""
    if path == "-" or is_address(path):
        return None
    place = Path(path)
    if place.is_dir():
        folder = Folder(place, 0)
        return None if folder.files() else folder.nothing()
    if place.exists():
        return None
    if not has_magic(path):
        return NOT_THERE
    return None if _matching(path) else NO_MATCH


class Missing:
    """A path where there is nothing."""

    def __init__(self, path: Path) -> None:
        """The path as given."""
        self.path = path

    def pages(self) -> Iterator[Item]:
        """One Unread that says so."""
        yield Unread(str(self.path), NOT_THERE)

    def passed_over(self) -> Sequence[str]:
        """Nothing."""
        return ()


def for_path(path: str, limit: int) -> Source:
    """The source that `path` stands for; "-" is standard input, and what begins with https:// or http:// an address of the web."""
    if path == "-":
        return JsonLines(None, limit)
    if is_address(path):
        return _web(path, limit)
    place = Path(path)
    if place.is_dir():
        return Folder(place, limit)
    if place.exists():
        return for_file(place, limit)
    return Several(path, limit) if has_magic(path) else Missing(place)


def page_files(path: str) -> list[Path]:
    """The file, or every page file in the folder and below it that is there now."""
    place = Path(path)
    return Folder(place, 0).files() if place.is_dir() else [place]


def _web(url: str, limit: int) -> Source:
    from hoadam import __version__
    from hoadam.source.fetch import Client  # nothing of the web is even imported unless an address is given
    from hoadam.source.web import Web

    return Web(url, limit, Client(f"hoadam/{__version__}", limit))


def parquet_files(path: str) -> list[tuple[str, Path]]:
    """Name and place of every Parquet file that the path stands for: in a folder the name is the path below it.

    Raises BadConfig where there is none.
    """
    place = Path(path)
    if place.is_dir():
        if found := [(file.relative_to(place).as_posix(), file) for file in sorted(place.rglob("*.parquet"))]:
            return found
        raise BadConfig(f"{path}: there is no Parquet file in this folder (none ends in .parquet). `hoadam add` takes other files.")
    if not place.exists() and has_magic(path):
        if found := [(Path(file).name, Path(file)) for file in _matching(path)]:
            return found
        raise BadConfig(f"{path}: {NO_MATCH}")
    return [(place.name, place)]


def _matching(pattern: str) -> list[str]:
    return sorted(glob(pattern, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)


def file_of(where: str) -> str | None:
    """The file that the name of a page or record begins with ("a.zip:b.txt", "a.jsonl:7"), or its address; None where it is not there."""
    if is_address(where):
        return where
    end = len(where)
    while end > 0:
        if Path(where[:end]).exists():
            return where[:end]
        end = where.rfind(":", 0, end)
    return None


def for_file(path: Path, limit: int) -> Source:
    """The source that reads this file, by the end of its name; any other name is taken for plain text.

    CSV and .json must be named: in a folder many are no pages, but settings, or the exports of a chronicle.
    """
    if path.name.lower().endswith((*LINES, NAMED)):
        return JsonLines(path, limit)
    if path.name.lower().endswith(SHEETS):
        return Sheet(path, limit)
    form = form_of(path.name)
    return Records(path, form, limit) if form else FileSource(path, limit)


def _is_page(path: Path) -> bool:
    return path.name.lower().endswith(PAGES)
