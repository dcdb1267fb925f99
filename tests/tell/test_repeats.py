"""Which paragraphs and articles say the same again?"""

import time

from hoadam.tell.repeats import Passage, containment, is_same_article, same, same_articles

LEDE = "Ngày 3/5, chính phủ Mali thông báo sẽ cử phái đoàn tới Algiers dự vòng thương lượng mới với liên minh các nhóm nổi dậy miền bắc."
OTHER = "Ngày 3/5, chính phủ Niger cho biết quân đội nước này đã đẩy lùi một cuộc tấn công vào đồn biên phòng gần thị trấn Tillabéri."
BODY = [
    "Theo thông báo, hai bên sẽ bàn về việc giải giáp và lộ trình sáp nhập các tay súng vào quân đội quốc gia.",
    "Người phát ngôn liên minh xác nhận đã nhận được lời mời nhưng yêu cầu quân đội rút khỏi Kidal trước ngày khai mạc.",
    "Algeria giữ vai trò trung gian từ năm 2015 và đã bốn lần tổ chức các cuộc gặp như vậy tại thủ đô nước này.",
]


def passages(*texts: str) -> list[Passage]:
    """Each text as a passage of a page of its own."""
    return [Passage(f"page{i}", 0, text) for i, text in enumerate(texts)]


def test_the_same_words_are_the_same() -> None:
    """Case, signs and spaces make no difference."""
    assert same(passages(LEDE, OTHER, LEDE.upper().replace(",", " ;"))) == ((0, 2),)


def test_a_teaser_is_the_beginning_of_a_lede() -> None:
    """A lede cut short is contained in the whole one, whichever comes first."""
    assert same(passages(LEDE, LEDE[:75] + " ...")) == ((0, 1),)
    assert same(passages(LEDE[:75] + " ...", OTHER, LEDE)) == ((0, 2),)


def test_two_reports_of_one_kind_are_not_the_same() -> None:
    """Like openings do not make two happenings one."""
    assert same(passages(LEDE, OTHER)) == ()
    assert containment(LEDE, OTHER) < 0.2


def test_short_lines_must_be_equal() -> None:
    """Of a few words only the very same count."""
    assert same(passages("Theo AFP", "Theo AFP", "Theo Reuters", "Theo AFP.")) == ((0, 1, 3),)


def test_empty_passages_are_in_no_group() -> None:
    """Nothing repeats nothing."""
    assert same(passages("", " ", "—")) == ()
    assert same([]) == ()


def test_an_article_with_small_edits_is_the_same() -> None:
    """A new lead, a corrected number and a dropped last paragraph leave it the same; another article is another."""
    edited = ["Chính phủ Mali xác nhận dự vòng thương lượng ở Algiers.", BODY[0], BODY[1], BODY[2].replace("2015", "2016")]
    assert is_same_article([LEDE, *BODY], edited)
    assert not is_same_article([LEDE, *BODY], [OTHER, "Không có thương vong về phía quân đội."])


def test_an_article_is_not_the_same_as_its_teaser() -> None:
    """Containment is not enough for whole articles: they must be alike in length."""
    assert same_articles([[LEDE, *BODY], [LEDE]]) == ()


def test_groups_do_not_depend_on_the_run() -> None:
    """The same input gives the same groups, in order of their first members."""
    many = passages(*[LEDE, OTHER, *BODY] * 3)
    assert same(many) == ((0, 5, 10), (1, 6, 11), (2, 7, 12), (3, 8, 13), (4, 9, 14)) == same(many)


def test_many_paragraphs_take_time_in_proportion() -> None:
    """3,000 paragraphs take less than 40 times as long as 300 (how many a second: benchmarks/repeats.py)."""
    words = [f"tiếng{i}" for i in range(997)]

    def seconds(count: int) -> float:
        texts = [" ".join(words[(i * j + j * j) % 997] for j in range(1, 41)) for i in range(count)]
        took = []
        for _ in range(3):
            start = time.process_time()
            same(passages(*texts))
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(3000) < 40 * max(seconds(300), 0.005)
