"""Every example of every language pack is a test: actors, frames and claims here; times, segment and dating where they are named below."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoadam import pipeline
from hoadam.model.actor import Actor
from hoadam.model.event import Frame
from hoadam.model.page import Page
from hoadam.packs import load

LANG = load.bundled() / "lang"
LANGUAGES = sorted(path.name for path in LANG.iterdir() if path.is_dir())
ELSEWHERE = {"time": "read/test_times.py", "segment": "read/test_segment.py", "dating": "read/test_dating.py"}
UNSAID = {"negated", "hypothetical"}
# A page around the sentence, in its language, that names nobody and tells of nothing.
AROUND = {
    "vi": "Bản tin\n\nLoạt bài về đời sống trong vùng được ghi lại trong nhiều ngày.\n\nTrời nắng và có gió nhẹ. {} Lúa đã chín vàng trên khắp cánh đồng.\n",
    "en": "Note of the desk\n\n{}\n",
}


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A sentence and what is found in it."""

    text: str
    found: tuple[dict[str, str | list[str]], ...]


class Examples(msgspec.Struct, forbid_unknown_fields=True):
    """One file of examples."""

    examples: tuple[Row, ...]
    silent: tuple[str, ...]


def examples(code: str, name: str) -> Examples:
    """The examples of one file; none where a language has no such file."""
    path = LANG / code / "examples" / f"{name}.yaml"
    return msgspec.yaml.decode(path.read_bytes(), type=Examples) if path.exists() else Examples((), ())


def rows(name: str) -> list[Any]:
    """Every example of that name in every language."""
    return [pytest.param(code, row, id=f"{code}: {row.text}") for code in LANGUAGES for row in examples(code, name).examples]


def silent(name: str) -> list[Any]:
    """Every counter-example."""
    return [pytest.param(code, text, id=f"{code}: {text}") for code in LANGUAGES for text in examples(code, name).silent]


@cache
def tools() -> pipeline.Tools:
    """The bundled data, made ready once."""
    return pipeline.prepare(load.load())


def draft(code: str, text: str) -> tuple[pipeline.Draft, int, int]:
    """A page with the sentence in it, read up to its candidates, and where the sentence stands."""
    whole = AROUND.get(code, "{}\n").format(text)
    made = pipeline.draft(Page("sha256-test", "test.txt", whole, lang=code, written="2022-09-14"), tools())
    start = whole.index(text)
    return made, start, start + len(text)


def likely(frame: Frame) -> bool:
    """True for a candidate that counts where no weights are trained."""
    tags = set(frame.tags)
    elsewhere = "own-subject" in tags and bool({"earlier", "governed", "nobody"} & tags)
    alone = "two-sided" in tags and len(frame.source) < 2
    return bool(frame.source) and not UNSAID & tags and not elsewhere and not alone


def told(frames: tuple[Frame, ...], text: str) -> list[tuple[str, str]]:
    """Frames and triggers, to show what was found instead."""
    return [(frame.frame, frame.trigger.of(text)) for frame in frames]


def namings(made: pipeline.Draft, start: int, end: int) -> list[tuple[str, Actor]]:
    """Words and actor of every mention in the sentence."""
    return [(m.of(made.page.text), actor) for m in made.mentions if start <= m.start < end for actor in m.actors]


@pytest.mark.parametrize(("code", "row"), rows("actors"))
def test_names_the_actors_of_the_example(code: str, row: Row) -> None:
    found = namings(*draft(code, row.text))
    for want in row.found:
        fits = [a for words, a in found if words.endswith(want["text"]) and (a.code, a.sector) == (want["code"], want["sector"])]
        assert any(want.get("name") in (None, actor.name) for actor in fits), (want, found)
    assert {actor.code for _, actor in found} <= {want["code"] for want in row.found}


@pytest.mark.parametrize(("code", "text"), silent("actors"))
def test_names_nobody_in_the_silent_example(code: str, text: str) -> None:
    assert namings(*draft(code, text)) == []


@pytest.mark.parametrize(("code", "row"), rows("frames"))
def test_evokes_the_frame_of_the_example(code: str, row: Row) -> None:
    made, start, end = draft(code, row.text)
    frames = tuple(frame for frame in made.frames if start <= frame.trigger.start < end and likely(frame))
    for want in row.found:
        fits = [frame for frame in frames if (frame.frame, frame.trigger.of(made.page.text)) == (want["frame"], want["trigger"])]
        assert fits, told(made.frames, made.page.text)
        for role in ("source", "target", "third"):
            assert role not in want or [actor.code for actor in getattr(fits[0], role)] == want[role], role
        assert fits[0].status == want.get("status", fits[0].status)


@pytest.mark.parametrize(("code", "text"), silent("frames"))
def test_evokes_nothing_in_the_silent_example(code: str, text: str) -> None:
    made, start, end = draft(code, text)
    assert told(tuple(frame for frame in made.frames if start <= frame.trigger.start < end and likely(frame)), made.page.text) == []


@pytest.mark.parametrize(("code", "row"), rows("claims"))
def test_hears_who_speaks_in_the_example(code: str, row: Row) -> None:
    made, start, end = draft(code, row.text)
    claims = [claim for claim in made.claims if start <= claim.start <= end]
    for want in row.found:
        speaker = (want.get("code"), want.get("sector"))
        mine = [
            c
            for c in claims
            if c.verb == want["verb"] and (c.speaker.code if c.speaker else None, c.speaker.sector if c.speaker else None) == speaker
        ]
        assert any(
            want["said"] in c.of(made.page.text) and c.outlet == want.get("outlet") and c.sort == want.get("sort", "say") for c in mine
        ), claims


@pytest.mark.parametrize(("code", "text"), silent("claims"))
def test_hears_nobody_in_the_silent_example(code: str, text: str) -> None:
    made, start, end = draft(code, text)
    assert [claim for claim in made.claims if start <= claim.start <= end] == []


def test_every_file_of_examples_is_run() -> None:
    here = Path(__file__).parent
    for path in LANG.glob("*/examples/*.yaml"):
        runs = ELSEWHERE.get(path.stem)
        assert path.stem in ("actors", "frames", "claims") or (runs and f'"{path.stem}.yaml"' in (here / runs).read_text("utf-8")), path


def test_vietnamese_has_its_share() -> None:
    files = [examples("vi", name) for name in ("actors", "frames", "claims")]
    assert sum(len(file.examples) for file in files) >= 60
    assert sum(len(file.silent) for file in files) >= 25
