"""Every word of the interface is there in every language, and no template says anything of its own."""

import re
from pathlib import Path
from typing import get_args

import pytest

from hoadam import web
from hoadam import words as words_
from hoadam.answers.periods import CERTAINTIES
from hoadam.model.errors import BadPack
from hoadam.model.page import Zone
from hoadam.packs import load
from hoadam.store.changing import FIELDS
from hoadam.words import ONE, all_words, preferred

WEB = Path(web.__file__).parent
KEY = re.compile(r"\bt\('([^']+)'(?! ~)")
TAG = re.compile(r"<[^>]*>|\{[%#{].*?[%#}]\}", re.DOTALL)


@pytest.fixture(scope="module")
def kit() -> load.Kit:
    return load.load()


def templates() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (WEB / "templates").glob("*.html")}


def test_languages_have_the_same_words_and_slots() -> None:
    found = all_words(["en", "vi"])
    assert set(found) == {"en", "vi"}
    for key, text in found["en"].items():
        other = found["vi"][key.removesuffix(ONE)]  # Vietnamese says one thing as it says many
        assert text.strip(), key
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", other)), key


def test_every_word_that_is_used_is_there() -> None:
    known = all_words(["en"])["en"]
    used = {key for text in templates().values() for key in KEY.findall(text)}
    assert used <= set(known), used - set(known)


def test_every_code_has_its_word(kit: load.Kit) -> None:
    known = all_words(["en"])["en"]
    wanted = [f"type {kind}" for kind in kit.codebooks["plover"].types] + [f"zone {zone}" for zone in get_args(Zone)]
    wanted += [*CERTAINTIES, *(f"{name} long" for name in CERTAINTIES), *(f"changed {kind}" for kind in ("new", "changed", "gone"))]
    wanted += [f"outcome {name}" for name in ("done", "called-off", "open", "overdue")]
    wanted += [f"about {name}" for name in ("killed", "injured", "date", "first-fire", "truce")]
    wanted += [f"{kind} {act}" for kind in ("decided", "done") for act in ("accept", "reject", "change", "merge", "split")]
    assert [key for key in wanted if key not in known] == []
    assert [name for name in FIELDS if name not in known and name not in ("disputed", "outcome")] == []


def test_templates_say_nothing_of_their_own() -> None:
    for name, text in templates().items():
        plain = TAG.sub(" ", text).replace("Hoadam", "").replace("doctype", "").replace("/episode/", "")
        assert not re.search(r"[A-Za-zÀ-ỹ]{4,}", plain), (name, re.findall(r"\w{4,}", plain))


def test_a_language_that_lacks_a_word_stops_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.yaml").write_text("a: A\nb: B\n")
    (tmp_path / "vi.yaml").write_text("a: A\n")
    monkeypatch.setattr(words_, "FOLDER", tmp_path)
    with pytest.raises(BadPack, match=r"vi\.yaml: it lacks b"):
        all_words(["en", "vi"])
    assert set(all_words(["en"])) == {"en"}
    with pytest.raises(BadPack, match="none of the languages"):
        all_words(["fr"])


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("vi", "vi"), ("vi-VN,en;q=0.8", "vi"), ("en;q=0.3,vi;q=0.9", "vi"), ("de", "en"), ("", "en"), (";;;,,", "en"), ("vi;q=abc", "vi")],
)
def test_the_browser_is_asked_which_language(accepted: str, chosen: str) -> None:
    assert preferred(accepted, ["en", "vi"], "en") == chosen
