"""Which pages a path stands for: a file, a folder with all below it, JSON lines, or standard input."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hoadam.model.story import Unread
from hoadam.ports import Found, Source
from hoadam.source.jsonl import JsonLines
from hoadam.source.text import HTML_NAMES, FileSource

LINES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
PAGES = (*LINES, *HTML_NAMES, ".txt")


class Folder:
    """Every page file in a folder and below it, in the order of their paths; hidden files and folders are left alone."""

    def __init__(self, path: Path, limit: int) -> None:
        """The folder at `path`; a page of more than `limit` bytes is not read."""
        self.path = path
        self.limit = limit

    def pages(self) -> Iterator[Found | Unread]:
        """The pages of each file in turn; an Unread when there is none at all."""
        files = [file for file in self._files() if _is_page(file)]
        if not files:
            yield Unread(str(self.path), f"there is no page in this folder (no file ends in {' '.join(PAGES)}).")
        for file in files:
            yield from for_file(file, self.limit).pages()

    def passed_over(self) -> Sequence[str]:
        """The files whose names say that they are no pages."""
        return [str(file) for file in self._files() if not _is_page(file)]

    def _files(self) -> list[Path]:
        below = (path for path in self.path.rglob("*") if path.is_file())
        shown = (path for path in below if not any(part.startswith(".") for part in path.relative_to(self.path).parts))
        return sorted(shown, key=lambda path: path.relative_to(self.path).as_posix())


class Missing:
    """A path where there is nothing."""

    def __init__(self, path: Path) -> None:
        """The path as given."""
        self.path = path

    def pages(self) -> Iterator[Found | Unread]:
        """One Unread that says so."""
        yield Unread(str(self.path), "there is no such file or folder.")

    def passed_over(self) -> Sequence[str]:
        """Nothing."""
        return ()


def for_path(path: str, limit: int) -> Source:
    """The source that `path` stands for; "-" is standard input."""
    if path == "-":
        return JsonLines(None, limit)
    place = Path(path)
    if place.is_dir():
        return Folder(place, limit)
    return for_file(place, limit) if place.exists() else Missing(place)


def for_file(path: Path, limit: int) -> Source:
    """The source that reads this file, by the end of its name; any other name is taken for plain text."""
    return JsonLines(path, limit) if path.name.lower().endswith(LINES) else FileSource(path, limit)


def _is_page(path: Path) -> bool:
    return path.name.lower().endswith(PAGES)
