"""Does the time of every pattern grow as its text does? All that the program holds are found by themselves, and given the worst texts for each."""

import random
import re

import pytest

import patterns
from hoadam import pipeline
from hoadam.packs import load

SOME = 2_000  # words tried on an automaton
EACH = 12  # of them that it knows
All = tuple[list[patterns.Held], list[patterns.Finding], list[str]]


@pytest.fixture(scope="module")
def tools() -> pipeline.Tools:
    """Everything made ready, for every language."""
    made = pipeline.prepare(load.load())
    for code in made.kit.languages:
        made.tongue(code)
        made.voice(code)
    return made


@pytest.fixture(scope="module")
def everything(tools: pipeline.Tools) -> All:
    """Every pattern, automaton and word that the tools and the modules hold."""
    held, finding, words = patterns.held({"tools": tools, **patterns.roots_of(patterns.modules())})
    return [*held, *patterns.inline()], finding, words


def test_the_walk_finds_what_the_data_says(everything: All, tools: pipeline.Tools) -> None:
    found = {made.pattern.pattern for made in everything[0]}
    for code, data in tools.kit.languages.items():
        tongue = tools.tongue(code)
        assert {
            tongue.cues.more.pattern,
            tongue.clauses.sentence_end.pattern,
            tongue.frames.number.pattern,
            tongue.actors.capitals.pattern,
        } <= found
        ready = [made for made in everything[0] if made.where.startswith(f"tools.tongues.[{code}].times")]
        assert len(ready) >= len({rule.pattern for rule in data.time.rules})
    assert re.compile(r"[;:\"]|, .*, ").pattern in found  # one that stands inside a call
    assert len(everything[1]) >= 7 * len(tools.kit.languages)


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s*,?\s*$", "match"),
        (r"[.!?]+\s", "finditer"),
        (r"^\s*```\s*\n(.*)\n\s*```\s*$", "match"),
    ],
)
def test_one_that_takes_too_long_is_found_out(pattern: str, method: str) -> None:
    assert patterns.worst_of(re.compile(pattern, re.DOTALL), method)


@pytest.mark.parametrize(
    ("pattern", "method"), [(r"\s*+(?:,\s*+)?$", "match"), (r"(?<![.!?])[.!?]++\s", "finditer"), (r"(?:\w++\s?+)*+$", "match")]
)
def test_one_that_does_not_is_let_pass(pattern: str, method: str) -> None:
    assert patterns.worst_of(re.compile(pattern), method) is None


def test_every_pattern_grows_as_its_text(everything: All) -> None:
    slow = [
        f"{made.where}: {found}" for made in everything[0] for method in made.methods if (found := patterns.worst_of(made.pattern, method))
    ]
    assert not slow, "\n".join(slow)


def test_every_automaton_grows_as_its_text(everything: All) -> None:
    _, finding, words = everything
    dice, slow = random.Random(1), []
    for made in finding:
        known = [word for word in dice.sample(words, min(SOME, len(words))) if any(True for _ in made.find(word))][:EACH]
        for unit in {piece for word in known for piece in (word, f"{word} ", word[:-1], word[:1], word + "x ")} - {""}:
            times = patterns.slower(lambda text, made=made: sum(1 for _ in made.find(text)), patterns.texts("", unit, "!"))  # type: ignore[misc]
            slow += [f"{made.where}: {times:.0f} times as long for four times as much of {unit!r}"] if times else []
    assert not slow, "\n".join(slow)
