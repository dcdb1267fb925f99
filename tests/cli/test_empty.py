"""An empty answer says what was asked, what comes near or is there, and what to do; the list itself stays empty and the exit code 0."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--process", "tallks"], ["Peace process “tallks”", "Did you mean talks (Talks)?", "What there is: talks (Talks)."]),
        (["--type", "CONSLT"], ["What happened “CONSLT”", "Did you mean CONSULT (Meeting or talks)?"]),
        (["--type", "ASSAULT"], ["What happened “ASSAULT (Attack or fighting)”", "What there is: CONSULT (Meeting or talks)."]),
        (["--actor", "Azerbaidjann"], ["Actor “Azerbaidjann”", "Did you mean AZE (Azerbaijan)?", "ARM (Armenia)"]),
        (
            ["--from", "2024", "--to", "2022"],
            ["The days are turned round: 2024-01-01 is later than 2022-12-31. Write the earlier one first."],
        ),
        (["--from", "1990", "--to", "1995"], ["From 1990-01-01, To 1995-12-31", "It tells of 2023-05-14 to 2023-05-14."]),
        (["--actor", "ARM", "--from", "2024"], ["Actor “ARM (Armenia)”", "Without “Days”: 2 happenings."]),
        (
            ["--actor", "Georgia", "--process", "talks"],
            ["Actor “GEO (Georgia)”: nothing at all is told of it.", "Without “Actor”: 2 happenings."],
        ),
    ],
)
def test_the_timeline_says_why_it_is_empty(inside: Run, filled: Any, asked: list[str], said: list[str]) -> None:
    done = inside("timeline", *asked)
    assert (done.code, json.loads(done.out)) == (0, [])
    assert [one for one in said if one not in done.err] == [], done.err
    assert done.err.startswith("hoadam: Nothing answers to ")
    assert ("timeline --help" in done.err) == ("turned round" not in done.err)


def test_a_right_word_is_not_taken_for_a_slip(inside: Run, filled: Any) -> None:
    """Lào is like Áo when written without accents, disarmament like displacement; whoever asks for one does not mean the other."""
    for words in (["--actor", "Laos"], ["--process", "disarmament"]):
        said = inside("timeline", *words).err
        assert "Did you mean" not in said
        assert "What there is:" in said


def test_it_says_so_in_the_language_asked_for(inside: Run, filled: Any) -> None:
    done = inside("timeline", "--process", "tallks", "--lang", "vi")
    assert "Tiến trình hòa bình “tallks”: không có tin nào." in done.err
    assert "Có phải bạn muốn nói talks (Đàm phán)?" in done.err


def test_a_search_says_which_word_is_missing(inside: Run, filled: Any) -> None:
    for words in ("", "  ", '""'):
        done = inside("search", words)
        assert (done.code, json.loads(done.out)) == (0, [])
        assert "No words were given." in done.err
    one = inside("search", "ngừng", "xyzzy").err
    assert "No page has “ngừng xyzzy”." in one
    assert "No page has “xyzzy”." in one
    assert "No page has “xyzzy”." in inside("search", "xyzzy").err


def test_an_empty_store_says_how_to_fill_it(inside: Run, tmp_path: Path) -> None:
    inside("init", "empty.db")
    for words in (["timeline"], ["timeline", "--process", "foo"]):
        assert "Add pages: hoadam add PAGES" in inside(*words, "--store", "empty.db").err
    assert "No thread of a peace process is told yet." in inside("board", "--store", "empty.db").err
