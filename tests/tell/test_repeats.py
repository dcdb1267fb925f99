"""Which articles and passages of other pages say the same again?"""

import random
import time

from gate.making import page
from hoadam.model.shelf import blank
from hoadam.tell import dates
from hoadam.tell.repeats import article_keys, is_same, is_same_article, passage_keys, print_of

LEDE = "Ngày 3/5, chính phủ Mali thông báo sẽ cử phái đoàn tới Algiers dự vòng thương lượng mới với liên minh các nhóm nổi dậy miền bắc."
OTHER = "Ngày 3/5, chính phủ Niger cho biết quân đội nước này đã đẩy lùi một cuộc tấn công vào đồn biên phòng gần thị trấn Tillabéri."
BODY = [
    "Theo thông báo, hai bên sẽ bàn về việc giải giáp và lộ trình sáp nhập các tay súng vào quân đội quốc gia.",
    "Người phát ngôn liên minh xác nhận đã nhận được lời mời nhưng yêu cầu quân đội rút khỏi Kidal trước ngày khai mạc.",
    "Algeria giữ vai trò trung gian từ năm 2015 và đã bốn lần tổ chức các cuộc gặp như vậy tại thủ đô nước này.",
]
LIKE = dates.Likeness(print_of, article_keys, passage_keys, is_same_article, is_same)


def shared(one: list[str], other: list[str]) -> int:
    """How many keys two lists have in common."""
    return len(set(one) & set(other))


def test_the_same_words_are_the_same() -> None:
    """Case, signs and spaces make no difference."""
    again = LEDE.upper().replace(",", " ;")
    assert is_same(LEDE, again)
    assert passage_keys(LEDE) == passage_keys(again)


def test_a_teaser_is_the_beginning_of_a_lede() -> None:
    """A lede cut short is contained in the whole one, whichever comes first, and each finds the other."""
    teaser = LEDE[:75] + " ..."
    assert is_same(LEDE, teaser)
    assert is_same(teaser, LEDE)
    assert shared(passage_keys(LEDE), passage_keys(teaser)) >= 1


def test_two_reports_of_one_kind_are_not_the_same() -> None:
    """Like openings do not make two happenings one."""
    assert not is_same(LEDE, OTHER)
    assert not is_same_article(print_of([LEDE]), print_of([OTHER]))


def test_short_lines_must_be_equal() -> None:
    """Of a few words only the very same count."""
    assert is_same("Theo AFP", "Theo AFP.")
    assert not is_same("Theo AFP", "Theo Reuters")
    assert not is_same("Theo AFP", "Theo AFP, hai bên sẽ gặp nhau vào tuần tới")
    assert passage_keys("Theo AFP") == passage_keys("theo AFP.") != passage_keys("Theo Reuters")


def test_nothing_repeats_nothing() -> None:
    """Empty passages and articles are like no other, and nobody finds them."""
    for empty in ("", " ", "—"):
        assert not is_same(empty, empty)
        assert not is_same_article(print_of([empty]), print_of([]))
        assert passage_keys(empty) == article_keys(print_of([empty])) == []


def test_an_article_with_small_edits_is_the_same() -> None:
    """A new lead, a corrected number and a dropped last paragraph leave it the same; another article is another."""
    one = print_of([LEDE, *BODY])
    edited = print_of(["Chính phủ Mali xác nhận dự vòng thương lượng ở Algiers.", BODY[0], BODY[1], BODY[2].replace("2015", "2016")])
    assert is_same_article(one, edited)
    assert is_same_article(edited, one)
    assert not is_same_article(one, print_of([OTHER, "Không có thương vong về phía quân đội."]))


def test_an_article_is_not_the_same_as_its_teaser() -> None:
    """Containment is not enough for whole articles: they must be alike in length."""
    assert not is_same_article(print_of([LEDE, *BODY]), print_of([LEDE]))


def test_words_said_twice_count_once() -> None:
    """A refrain does not make an article longer than it is."""
    assert is_same_article(print_of([LEDE, LEDE, LEDE]), print_of([LEDE]))


def test_versions_find_each_other() -> None:
    """Of articles of which one has four fifths of the other's shingles nearly all share two keys or more."""
    rng = random.Random(7)
    found = 0
    for _ in range(200):
        words = [f"tiếng{rng.randrange(5000)}" for _ in range(300)]
        cut = print_of([" ".join(words[:240])])
        found += shared(article_keys(print_of([" ".join(words)])), article_keys(cut)) >= 2
        assert is_same_article(print_of([" ".join(words)]), cut)
    assert found >= 194


def test_many_pages_take_time_in_proportion() -> None:
    """3,000 pages take less than 40 times as long as 300 (how many paragraphs a second: benchmarks/repeats.py)."""
    words = [f"tiếng{i}" for i in range(997)]

    def seconds(count: int) -> float:
        rows = (" ".join(words[(i * j + j * j) % 997] for j in range(1, 41)) for i in range(count))
        pages = [page(f"page{i}", None, {"type": "CONSULT", "text": text}) for i, text in enumerate(rows)]
        took = []
        for _ in range(3):
            around = dates.Around(blank(), LIKE, {one.page.id: one for one in pages}, lambda _: ())
            start = time.process_time()
            for one in around.readings(dates.changed(around, dict(around.here))):
                dates.settle(one, around)
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(3000) < 40 * max(seconds(300), 0.005)
