"""Engines answer in order, each page once, whatever befalls one of them, and all alike."""

from collections.abc import Iterator
from functools import partial

import pytest

from hoadam.confine import Limits
from hoadam.engine.here import Here
from hoadam.engine.pool import Pool, _chunks
from hoadam.model.base import Span
from hoadam.model.errors import BadPack
from hoadam.model.story import Reading, Unread
from hoadam.ports import Engine, Found, Outcome, Passed
from pool_jobs import make, make_nothing


def items(*words: str) -> Iterator[Found | Unread]:
    return (Unread(word, "no such file.") if word == "none" else Found(word, word + ".txt", "text", word, "d" + word) for word in words)


WORDS = [f"trang {n}" for n in range(57)]
WORDS[5], WORDS[20], WORDS[33] = "bad", "none", "fault"


@pytest.mark.parametrize("engine", [Here(partial(make, "!")), Pool(partial(make, "!"), 2, chunk=4)])
def test_each_page_has_its_answer_in_order(engine: Engine) -> None:
    found = list(engine.read(items(*WORDS)))
    assert [one.where for one in found] == WORDS
    assert found[0].digest == "dtrang 0"
    assert isinstance(found[0].result, Reading)
    assert found[0].result.page.text == "trang 0!"
    assert found[5].result == Unread("bad", "there is no text in it.")
    assert found[20].result == Unread("none", "no such file.")
    fault = found[33].result
    assert isinstance(fault, Unread)
    assert "IndexError" in fault.reason
    assert "pool_jobs.py:" in fault.reason


def test_a_pool_answers_as_one_process_does() -> None:
    one = list(Here(partial(make, "!")).read(items(*WORDS)))
    for workers, chunk in ((1, 3), (2, 7)):
        assert list(Pool(partial(make, "!"), workers, chunk).read(items(*WORDS))) == one


def test_only_the_page_that_kills_its_process_is_lost() -> None:
    words = [*WORDS[:9], "kill", *WORDS[40:50]]
    found = list(Pool(partial(make, "!"), 2, chunk=3).read(items(*words)))
    assert [one.where for one in found] == words
    lost = [one for one in found if isinstance(one.result, Unread)]
    assert [one.where for one in lost] == ["bad", "kill"]
    assert "broke the process" in lost[1].result.reason  # type: ignore[union-attr]


def test_broken_data_stop_the_pool() -> None:
    with pytest.raises(BadPack, match="broken"):
        list(Pool(make_nothing, 2).read(items("a")))


def test_a_pool_reads_no_further_ahead_than_it_must() -> None:
    taken: list[str] = []

    def watched() -> Iterator[Found | Unread]:
        for item in items(*(f"t{n}" for n in range(400))):
            taken.append("x")
            yield item

    answers = Pool(partial(make, "!"), 2, chunk=4).read(watched())
    assert isinstance(next(answers), Outcome)
    assert len(taken) <= 2 * 3 * 4 + 4
    answers.close()  # type: ignore[attr-defined]


def test_spans_cross_the_border_whole() -> None:
    [one] = Pool(partial(make, ""), 1).read(items("trang"))
    assert isinstance(one.result, Reading)
    assert isinstance(one.result.blocks[0], Span)
    assert one.result.blocks[0].of(one.result.page.text) == "trang"


@pytest.mark.parametrize(
    ("word", "reason"), [("spin", "processor time"), ("sleep", "takes more than"), ("eat", "memory"), ("abort", "SIGABRT")]
)
def test_a_page_that_wants_too_much_costs_only_itself(word: str, reason: str) -> None:
    limits = Limits(seconds=1, memory=200 << 20, clock=3 if word == "sleep" else 60)
    words = ["một", word, "hai", "ba", word, "bốn"]
    found = list(Pool(partial(make, ""), 2, chunk=2, limits=limits).read(items(*words)))
    assert [one.where for one in found] == words
    for one in found:
        assert isinstance(one.result, Unread) == (one.where == word)
        assert not isinstance(one.result, Unread) or reason in one.result.reason
        assert (one.found is None) == isinstance(one.result, Reading)


def test_another_language_is_passed_over_and_is_no_failure() -> None:
    for engine in (Here(partial(make, "")), Pool(partial(make, ""), 1)):
        [one, two] = engine.read(items("lingua", "một"))
        assert one.result == Passed("lingua", "in no language of ours.")
        assert isinstance(two.result, Reading)


def test_chunks_are_bounded_by_bytes_too() -> None:
    pages = [Found("a", "a", "text", "x" * 700_000, "d") for _ in range(5)]
    assert [len(chunk) for chunk in _chunks(iter(pages), 16)] == [2, 2, 1]
