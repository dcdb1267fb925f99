"""A store asked from Python: frames with the right types, pages as a notebook shows them, and a start that imports nothing heavy."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from lxml import html as lxml_html

import hoadam
from hoadam import app, desk
from hoadam.library import PageView
from hoadam.model.errors import BadConfig, StoreError
from hoadam.model.story import Episode, Reading, Story
from hoadam.ports import Outcome
from hoadam.store.sqlite import SqliteStore

TEXT = "Hai bên <b>gặp</b> nhau ở Bỉ.\nHọ bàn về lệnh ngừng bắn."


@pytest.fixture
def reading(page: Callable[..., object], reading: Callable[..., Reading]) -> Reading:
    """A page with two events on its first line."""
    return reading(page(TEXT), 2)


@pytest.fixture
def path(tmp_path: Path, reading: Reading, story: Callable[..., Story], say: Callable[[Episode], str]) -> Path:
    """A store of that page."""
    store = SqliteStore(tmp_path / "a.db", create=True)
    store.put([Outcome("a.txt", reading, "d")], "r")
    made = story(reading)
    store.keep(made, desk.entries_of(made, [reading], say), store.revision(), "r")
    store.close()
    return tmp_path / "a.db"


def test_episodes_are_a_frame_with_days(path: Path) -> None:
    found = hoadam.open(path).episodes(actor="AZE")
    assert len(found) == len(list(found)) == 2
    assert found[0].episode.type == "CONSULT"
    frame = found.to_pandas()
    assert list(frame["earliest"]) == [pd.Timestamp("2023-05-14")] * 2
    assert next(iter(frame["source"])) == ["Armenia", "Azerbaijan"]
    other = found.to_polars()
    assert other.schema["earliest"] == pl.Date
    assert other["killed_best"].to_list() == [None, None]
    assert other.columns == list(frame.columns)


def test_episodes_are_asked_for_as_on_the_command_line(path: Path) -> None:
    chronicle = hoadam.open(path)
    assert len(chronicle.episodes(since="2023-05", until="2023-05-14", type="CONSULT", process="talks")) == 2
    assert len(chronicle.episodes(since="2023-06")) == 0
    assert len(chronicle.episodes(actor="Vietnam")) == 0
    assert chronicle.episodes(actor="Vietnam").to_pandas().empty
    assert chronicle.episodes(actor="Vietnam").to_polars().is_empty()


def test_an_answer_is_a_sequence(path: Path) -> None:
    found = hoadam.open(path).episodes()
    assert [entry.episode.id for entry in found[:1]] == [found[0].episode.id]
    assert len(found[:1].to_dicts()) == 1


def test_the_other_questions(path: Path, reading: Reading) -> None:
    chronicle = hoadam.open(path)
    assert [track.kind for track in chronicle.tracks()] == ["talks"]
    assert chronicle.search("lệnh ngừng bắn").to_dicts()[0]["page"] == reading.page.id
    assert chronicle.page(reading.page.id[:20]).reading == reading
    assert chronicle.pages().to_polars()["events"].to_list() == [2]
    assert chronicle.show(reading.events[0].id).codes[0].book == "ACLED"
    assert chronicle.export("plover").startswith(b'{"id":"urn:hoadam:episode:')
    assert "1 page, 2 episodes" in repr(chronicle)


def test_a_page_is_shown_with_its_quotes_marked(path: Path, reading: Reading) -> None:
    """The whole text, nothing of it run as markup, and what was read in each quote."""
    tree = lxml_html.fromstring(hoadam.open(path).page(reading.page.id)._repr_html_())
    assert tree.xpath("//div")[0].text_content() == TEXT
    assert not tree.xpath("//b")
    assert [mark.text_content() for mark in tree.xpath("//mark")] == [TEXT.split("\n", maxsplit=1)[0]]
    assert tree.xpath("//mark/@title") == ["CONSULT (actual): Armenia, Azerbaijan"]


def test_a_page_without_events_is_shown_whole(page: Callable[..., object]) -> None:
    from hoadam.model.time import Written

    shown = PageView(Reading(page("Một."), Written()))
    assert lxml_html.fromstring(shown._repr_html_()).xpath("//div")[0].text_content() == "Một."
    assert "0 events" in repr(shown)


def test_a_table_is_shown_as_text(path: Path) -> None:
    tree = lxml_html.fromstring(hoadam.open(path).pages()._repr_html_())
    assert "<b>gặp</b>" in tree.text_content()
    assert not tree.xpath("//b")
    assert hoadam.open(path).search("nothing of this")._repr_html_() == "<p>nothing</p>"


def test_a_store_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        hoadam.open(tmp_path / "none.db")


def test_an_id_of_something_else_is_no_page(path: Path, reading: Reading) -> None:
    with pytest.raises(BadConfig, match="event"):
        hoadam.open(path).page(reading.events[0].id)


def test_importing_hoadam_imports_nothing_heavy() -> None:
    heavy = "('msgspec', 'sqlalchemy', 'pandas', 'polars', 'yaml', 'trafilatura', 'typer', 'rich')"
    code = f"import sys, hoadam; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(hoadam.__file__).parents[1])
    assert done.stdout.strip() == "[]"


def test_an_episode_is_shown_with_its_evidence(path: Path, reading: Reading) -> None:
    chronicle = hoadam.open(path)
    shown = chronicle.episode(chronicle.episodes()[0].episode.id[:8])
    tree = lxml_html.fromstring(shown._repr_html_())
    assert [quote.text_content() for quote in tree.xpath("//blockquote")] == [
        f"“{TEXT.split(chr(10), maxsplit=1)[0]}”a.txt · 2023-05-14 (dateline)"
    ]
    assert not tree.xpath("//b")
    assert "single-source" in repr(shown)
    with pytest.raises(BadConfig, match="page"):
        chronicle.episode(reading.page.id)


def test_pages_are_added_and_told(tmp_path: Path) -> None:
    """A store of one example page, made and asked without the command line."""
    with pytest.raises(StoreError):
        hoadam.open(tmp_path / "a.db")
    page = app.examples() / "006-thuong-vong-tang-vot.txt"
    chronicle = hoadam.open(tmp_path / "a.db", create=True)
    assert chronicle.add(page).new == 1
    assert chronicle.add(page).known == 1
    claims = chronicle.figures(actor="ARM").to_dicts()
    assert ("killed", "ARM") in {(claim["what"], claim["whose"]) for claim in claims}
    assert "ARM-AZE" in chronicle.conflicts()[0].dyads
    assert chronicle.conflicts().to_pandas()["id"].to_list() == [one.id for one in chronicle.conflicts()]


def test_pages_are_fetched_when_they_are_needed(path: Path, reading: Reading) -> None:
    store = SqliteStore(path)
    shelf = desk.Shelf(store, held=1)
    assert (list(shelf), len(shelf)) == ([reading.page.id], 1)
    assert shelf[reading.page.id] == reading
    assert shelf.get("none") is None
    assert "none" not in shelf
    store.close()
