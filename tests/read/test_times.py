"""Every example of the time rules, and how expressions find their story, their anchor and their value."""

import pytest

from hoadam.model.page import Block
from hoadam.model.time import Timex, Written
from hoadam.packs.fold import folded
from hoadam.packs.language import Numbers
from hoadam.packs.load import bundled
from hoadam.packs.strict import load_as
from hoadam.packs.times import TimeExample, TimeExamples, TimePack
from hoadam.read.times import TimeRules, compile_rules, find, settle

LANG = bundled() / "lang"
LANGUAGES = ("vi", "en")
EXAMPLES = {code: load_as(LANG / code / "examples" / "time.yaml", TimeExamples) for code in LANGUAGES}


def prepared(code: str) -> TimeRules:
    folder = LANG / code
    return compile_rules(load_as(folder / "time.yaml", TimePack), load_as(folder / "numbers.yaml", Numbers))


RULES = {code: prepared(code) for code in LANGUAGES}


def read(text: str, code: str = "vi", written: str | None = "2022-09-14") -> tuple[Timex, ...]:
    blocks = (Block(0, len(text), "body"),)
    days = {0: Written(written)} if written else {}
    return settle(find(folded(text), blocks, RULES[code]), days, blocks)


@pytest.mark.parametrize(
    ("code", "example"),
    [(code, example) for code in LANGUAGES for example in EXAMPLES[code].examples],
    ids=lambda value: getattr(value, "text", value),
)
def test_example(code: str, example: TimeExample) -> None:
    found = read(example.text, code, example.written or EXAMPLES[code].written)
    assert [(t.of(example.text), t.value) for t in found] == [(want.text, want.value) for want in example.found]
    assert [t.type for t in found] == [want.type or "DATE" for want in example.found]
    assert [t.mod for t in found] == [want.mod for want in example.found]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code in LANGUAGES for text in EXAMPLES[code].silent])
def test_silent(code: str, text: str) -> None:
    assert read(text, code) == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_rule_has_an_example(code: str) -> None:
    shown = {rule for example in EXAMPLES[code].examples for t in read(example.text, code) for rule in t.rule.split("+")}
    assert {rule.id for rule in load_as(LANG / code / "time.yaml", TimePack).rules} - shown == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_rule_ids_are_unique(code: str) -> None:
    ids = [rule.id for rule in load_as(LANG / code / "time.yaml", TimePack).rules]
    assert len(ids) == len(set(ids))


def test_without_the_day_of_writing_only_what_does_not_need_it_is_told() -> None:
    found = read("Năm 2019, bao vây kéo dài 37 ngày. Gần đây, ngày 5/9, hai bên ký.", written=None)
    assert [(t.shape, t.value) for t in found] == [("2019", "2019"), ("P37D", "P37D"), ("PAST_REF", "PAST_REF"), ("XXXX-09-05", None)]


def test_find_gives_shapes_and_leaves_what_depends_on_the_day_open() -> None:
    text = "Hôm qua, hai bên họp; ngày 5/9/2022, họ đã ký."
    yesterday, signed = find(folded(text), (), RULES["vi"])
    assert (yesterday.shape, yesterday.value) == ("DCT-1D", None)
    assert (signed.shape, signed.value) == ("2022-09-05", "2022-09-05")


def test_same_day_counts_from_the_latest_day_told_in_its_own_story() -> None:
    first, second = "Ngày 3/9, ông đến.\n", "Ngày 7/8, bà đi.\n"
    third = "Cùng ngày, ông về."
    text = first + second + third
    blocks = (
        Block(0, len(first), "body", 0),
        Block(len(first), len(first + second), "related", 1),
        Block(len(first + second), len(text), "body", 0),
    )
    days = {0: Written("2022-09-14"), 1: Written("2022-08-08")}
    found = settle(find(folded(text), blocks, RULES["vi"]), days, blocks)
    assert [(t.story, t.anchor, t.value) for t in found] == [(0, None, "2022-09-03"), (1, None, "2022-08-07"), (0, 0, "2022-09-03")]


def test_captions_do_not_anchor_the_body() -> None:
    caption, body = "Cây cầu sập ngày 2/5/2021. Ảnh: T.A.\n", "Ngày 13/9, hai bên nổ súng.\nCùng ngày, họ ngừng bắn."
    text = caption + body
    blocks = (Block(0, len(caption), "caption"), Block(len(caption), len(text), "body"))
    swapped = body + "\n" + caption.rstrip() + "\nHôm sau, họ họp."
    end = len(body) + 1
    later = (Block(0, end, "body"), Block(end, end + len(caption), "caption"), Block(end + len(caption), len(swapped), "body"))
    days = {0: Written("2022-09-14")}
    assert settle(find(folded(text), blocks, RULES["vi"]), days, blocks)[-1].value == "2022-09-13"
    assert settle(find(folded(swapped), later, RULES["vi"]), days, later)[-1].value == "2022-09-14"


def test_a_day_is_not_counted_from_a_year() -> None:
    year, same = read("Năm 2014, hai bên ký. Cùng ngày, họ rút quân.")
    assert (year.value, same.anchor, same.value) == ("2014", None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hai bên sẽ gặp nhau ngày 20/12.", "2022-12-20"),
        ("Hai bên đã gặp nhau ngày 20/12.", "2021-12-20"),
        ("Hai bên gặp nhau ngày 26/9.", "2022-09-26"),
        ("Ông cho biết sẽ từ chức. Ngày 20/11, ông nhậm chức.", "2021-11-20"),
    ],
)
def test_tense_and_closeness_choose_the_year(text: str, value: str) -> None:
    assert read(text)[-1].value == value


def test_a_known_month_of_writing_gives_what_follows_from_it() -> None:
    found = read("Năm ngoái và tháng trước, hôm nay và ngày 5/9.", written="2022-09")
    assert [t.value for t in found] == ["2021", "2022-08", "2022-09", "2022-09-05"]


def test_odd_spaces_full_width_figures_and_tone_marks_change_nothing() -> None:
    text = "Ngày\u00a0５/9, hội nghị hoà bình khai mạc."
    assert [(t.of(text), t.value) for t in read(text)] == [("Ngày\u00a0５/9", "2022-09-05")]


def test_an_impossible_day_is_no_day() -> None:
    assert all(t.value != "2022-02-30" for t in read("Văn bản ghi ngày 30/2/2022."))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xe a5 chạy 3/5 giờ.", []),
        ("Mã số x2015 và _2015 không phải năm, 2015 thì phải.", ["2015"]),
        ("Ngày 24/9 và 24-9", ["Ngày 24/9", "24-9"]),
        ("lúc 18h30 ngày 3/5", ["18h30 ngày 3/5"]),
        ("Họ chờ 2 tháng rồi, trong 48h", ["2 tháng", "48h"]),
    ],
)
def test_figures_and_words_open_only_where_they_stand_whole(text: str, found: list[str]) -> None:
    """A figure within a word opens nothing; what stands behind it chooses among its rules."""
    assert [one.of(text) for one in read(text)] == found


def test_a_meaning_hangs_on_the_words_alone() -> None:
    """The same words mean the same wherever they stand, also when their meaning was worked out before."""
    once = read("Ngày 24/9, hai bên gặp nhau.")
    again = read("Theo báo cáo, ngày 24/9, hai bên gặp nhau. Ngày 24/9 là hạn chót.")
    assert {(one.shape, one.type) for one in (*once, *again)} == {("XXXX-09-24", "DATE")}
