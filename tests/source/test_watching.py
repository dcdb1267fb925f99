"""A watched folder yields each page file once it is whole, and again when it has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hoadam.model.errors import BadConfig
from hoadam.source.watching import changed


def steps(*each: Callable[[], object]) -> Callable[[], object]:
    """What happens while the watcher waits: one after another, and then the end."""
    left = iter(each)

    def wait() -> None:
        step = next(left, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    return wait


def watched(folder: Path, *each: Callable[[], object]) -> list[list[str]]:
    found: list[list[str]] = []
    with pytest.raises(KeyboardInterrupt):
        found.extend([Path(one).name for one in some] for some in changed([str(folder)], steps(*each)))
    return found


def test_a_file_is_read_when_it_is_whole_and_when_it_has_changed(tmp_path: Path) -> None:
    def write(name: str, text: str) -> Callable[[], object]:
        return lambda: (tmp_path / name).write_text(text)

    write("a.txt", "một")()
    found: list[list[str]] = []
    waits = steps(
        lambda: None, write("b.txt", "h"), write("b.txt", "hai"), write("c.md", "no page"), write("b.txt", "hai trang"), lambda: None, (tmp_path / "a.txt").unlink, write("a.txt", "một"), lambda: None
    )  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        found.extend([Path(one).name for one in some] for some in changed([str(tmp_path)], waits))
    assert found == [["a.txt"], ["b.txt"], ["b.txt"], ["a.txt"]]


def test_folders_below_are_watched_and_hidden_files_are_not(tmp_path: Path) -> None:
    def write() -> None:
        (tmp_path / "x" / "y").mkdir(parents=True)
        for name in ("x/y/a.html", "x/.b.txt", "x/c.txt.part"):
            (tmp_path / name).write_text("a")

    assert watched(tmp_path, write, lambda: None) == [["a.html"]]


def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none"), "https://a.example/", "-"):
        with pytest.raises(BadConfig, match="watch"):
            next(changed([name], lambda: None))
