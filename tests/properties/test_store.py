"""Whatever is put into a store, in whatever order, it holds each page once and answers for it."""

import json
import pickle
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoadam.app import Settings, reader
from hoadam.cli.tables import short_ids
from hoadam.model.page import Page
from hoadam.model.story import Reading, Unread
from hoadam.ports import Found, Outcome
from hoadam.source.jsonl import JsonLines
from hoadam.source.text import found, opened
from hoadam.store.sqlite import SqliteStore
from hoadam.store.words import asked, place_of

LETTERS = st.characters(codec="utf-8")
TEXTS = st.text(LETTERS, min_size=1, max_size=60).filter(str.strip)
# What is put: which of three things found, which of four texts it has become, with how many events, by which rules.
STEP = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.sampled_from(["r1", "r2"]))
WORDS = ("ngừng bắn", "đàm phán", "hoà giải", "rút quân")
HERE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HERE
@given(steps=st.lists(STEP, max_size=12))
def test_a_store_holds_what_the_last_put_of_each_thing_said(
    reading: Callable[..., Reading], page: Callable[..., Page], steps: list[tuple[int, int, int, str]]
) -> None:
    expected: dict[str, Reading] = {}
    became: dict[str, str] = {}
    rules_of: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "a.db", create=True)
        for thing, text, events, rules in steps:
            one, digest = reading(page(f"Về {WORDS[text]}.\nHết."), events=events), f"d{thing}"
            store.put([Outcome(f"{thing}.txt", one, digest)], rules)
            before = became.get(digest)
            became[digest] = one.page.id
            expected[one.page.id], rules_of[one.page.id] = one, rules
            if before and before not in became.values():
                del expected[before]
        assert list(store.readings()) == [expected[key] for key in sorted(expected)]
        assert store.known("r1") == {digest for digest, key in became.items() if rules_of[key] == "r1"}
        assert store.counts().events == sum(len(one.events) for one in expected.values())
        for words in WORDS:
            hits = {hit.page for hit in store.search(words, 9)}
            assert hits == {key for key, one in expected.items() if words in one.page.text}
        assert store.faults() == []
        store.close()


@HERE
@given(text=TEXTS, words=TEXTS)
def test_no_text_and_no_words_break_the_search(reading: Callable[..., Reading], page: Callable[..., Page], text: str, words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "a.db", create=True)
        store.put([Outcome("a", reading(page(text), events=0), "d")], "r")
        for question in (words, text):
            for hit in store.search(question, 9):
                assert hit.quote is None or hit.quote.of(text) == hit.words
        store.close()


@given(text=TEXTS, words=TEXTS, exact=st.booleans())
def test_a_place_lies_inside_the_text(text: str, words: str, exact: bool) -> None:
    span = place_of(text, asked(words), exact=exact)
    assert span is None or 0 <= span.start < span.end <= len(text)


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_the_text_of_a_line_is_kept_as_it_stands(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_text("\n".join(json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)), encoding="utf-8")
        lines = list(JsonLines(file, 10_000).pages())
        assert [opened(one).text for one in lines if isinstance(one, Found)] == texts


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_lines_or_reasons(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_bytes(raw)
        assert all(isinstance(one, Found | Unread) for one in JsonLines(file, 100).pages())


@given(ids=st.lists(st.text("abc", min_size=8, max_size=12), min_size=1, max_size=30))
def test_a_short_id_begins_one_id_only(ids: list[str]) -> None:
    short = short_ids(ids)
    for one in set(ids):
        assert one.startswith(short[one])
        others = [other for other in set(ids) if other.startswith(short[one]) and other != one]
        assert not others or short[one] == one


def test_what_is_read_survives_the_store() -> None:
    text = (
        "Armenia và Azerbaijan gặp nhau\n\n(Hà Nội) - Ngày 14/5/2023, Thủ tướng Armenia đã gặp Tổng thống Azerbaijan tại Brussels (Bỉ).\n"
    )
    read = reader(Settings())
    for one in (text, text * 3, unicodedata.normalize("NFD", text)):
        made = read(found(Found("a", "a.txt", "text", one, "")))
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Reading) == made
        assert pickle.loads(pickle.dumps(made)) == made
