"""Does a page come out of HTML whole, dated by itself and never by the clock, and does a hostile one cost ten seconds at most?"""

import resource
from collections.abc import Iterator

import pytest

from hoadam.model.errors import BadPage
from hoadam.source.bounds import out_of_bounds
from hoadam.source.html import page_from_html
from hoadam.source.worker import Worker

TITLE = "Hai miền Sudan nối lại đối thoại về dầu mỏ"
SAPO = "Phái đoàn Sudan và Nam Sudan thông báo sẽ trở lại vòng thương lượng về phí trung chuyển dầu sau hai tháng gián đoạn."
BODY = [
    "Theo thông cáo chung, vòng thương lượng đầu tiên sẽ bàn về phí trung chuyển dầu và việc rút các đơn vị đóng dọc biên giới.",
    "Trưởng đoàn Nam Sudan nói nước này muốn giữ mức phí đã thỏa thuận từ năm trước và không chấp nhận thêm điều kiện.",
    "Phía Khartoum cho rằng giá dầu thế giới đã đổi nhiều, vì vậy hai bên cần tính lại từ đầu.",
    "Liên minh châu Phi kêu gọi các bên kiềm chế và tôn trọng lệnh ngừng bắn trong suốt thời gian thương lượng.",
]
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/t'>Thế giới</a></li></ul></nav>"


def document(head: str = "", body: str = "", paragraphs: list[str] | None = None) -> str:
    """A news page with these tags in its head and before its paragraphs."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (BODY if paragraphs is None else paragraphs))
    return (
        f"<!DOCTYPE html><html lang='vi-VN'><head><title>{TITLE} - Báo Sông</title>{head}</head>"
        f"<body>{MENU}<article><h1>{TITLE}</h1>{body}{text}</article><footer>Bản quyền</footer></body></html>"
    )


def linked(**fields: str) -> str:
    """A NewsArticle in JSON-LD."""
    inside = ",".join(f'"{key}":{value}' for key, value in {"@type": '"NewsArticle"', "headline": f'"{TITLE}"', **fields}.items())
    return f'<script type="application/ld+json">{{"@context":"https://schema.org",{inside}}}</script>'


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker with little patience."""
    made = Worker(seconds=1.0)
    yield made
    made.stop()


def test_paragraphs_are_lines_and_menus_gone() -> None:
    """Headline and paragraphs come out a line each, without menu and footer."""
    page = page_from_html(document().encode(), "a.html")
    assert page.text.split("\n") == [TITLE, *BODY]
    assert page.title == TITLE
    assert page.lang == "vi"
    assert page.source == "a.html"
    assert page.id.startswith("sha256")


def test_standfirst_kept_only_in_the_header_is_put_back() -> None:
    """A sapo that the extraction lost stands after the headline again, and the note says where from."""
    page = page_from_html(document(f'<meta property="og:description" content="{SAPO}">'), "a.html")
    assert page.text.split("\n")[:3] == [TITLE, SAPO, BODY[0]]
    assert any("standfirst" in note and "og:description" in note for note in page.notes)


def test_standfirst_on_the_page_is_not_doubled() -> None:
    """A description that the text has is not put back."""
    page = page_from_html(document(f'<meta name="description" content="{SAPO}">', f"<p>{SAPO}</p>"), "a.html")
    assert page.text.count(SAPO) == 1


@pytest.mark.parametrize(
    "lede", ["Đọc tin tức mới nhất mỗi ngày cùng với kênh thông tin uy tín hàng đầu dành cho giới trẻ", SAPO[:60] + "...", TITLE]
)
def test_a_slogan_or_a_cut_description_is_no_standfirst(lede: str) -> None:
    """What is not of this article, is cut short, or is the headline again stays out."""
    page = page_from_html(document(f'<meta name="description" content="{lede}">'), "a.html")
    assert page.text.split("\n") == [TITLE, *BODY]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (linked(datePublished='"2023-03-05T01:30:00+07:00"'), "2023-03-05"),
        ('<meta property="article:published_time" content="2023-03-04T23:59:00-05:00">', "2023-03-04"),
        ('<meta property="article:published_time" content="2023-03-04T18:30:00Z">', "2023-03-05"),
        ('<meta itemprop="datePublished" content="2023-03-04">', "2023-03-04"),
        ('<meta name="pubdate" content="2023/03/04 10:00">', "2023-03-04"),
        (
            linked(datePublished='"2023-03-05T01:30:00+07:00"') + '<meta property="article:published_time" content="2023-03-04T18:30:00Z">',
            "2023-03-05",
        ),
        (linked(datePublished='"2023-03-05"') + '<meta property="article:published_time" content="2021-01-01">', None),
        ('<meta name="pubdate" content="today">', None),
        ('<meta name="date" content="2031-99-04">', None),
        ("", None),
    ],
)
def test_publication_day(head: str, day: str | None) -> None:
    """The day is the header's, in the page's own zone; contradictions and nonsense give none, and the clock is never asked."""
    assert page_from_html(document(head), "a.html").written == day


def test_days_in_the_text_are_no_publication_day() -> None:
    """A day that only the text names is left to the reading."""
    assert (
        page_from_html(document(body="<p>Sáng 12/9/2021, hai bên đã gặp nhau lần đầu tại thủ đô nước láng giềng.</p>"), "a.html").written
        is None
    )


def test_outlet_url_author_and_change() -> None:
    """Outlet and address come from the header; byline and last change are noted."""
    head = '<link rel="canonical" href="https://bao.example/a.html"><meta property="og:site_name" content="Báo Sông">' + linked(
        datePublished='"2023-03-05T08:00:00+07:00"',
        dateModified='"2023-03-06T08:00:00+07:00"',
        author='{"@type":"Person","name":"Hải Đường"}',
    )
    page = page_from_html(document(head), "a.html")
    assert (page.url, page.outlet) == ("https://bao.example/a.html", "Báo Sông")
    assert "The byline is Hải Đường." in page.notes
    assert "It was changed on 2023-03-06." in page.notes
    assert page_from_html(document(head), "a.html", url="https://x.example/1").url == "https://x.example/1"


def test_broken_json_is_passed_over() -> None:
    """A header with broken JSON-LD is still a header."""
    page = page_from_html(document('<script type="application/ld+json">{"@type": "NewsArticle", </script>'), "a.html")
    assert page.title == TITLE


def test_deep_nesting_falls_back_to_plain_text() -> None:
    """Where the extraction finds nothing the whole page is shown, and the note says so."""
    page = page_from_html("<html><body>" + "<div>" * 500 + "".join(f"<p>{line}</p>" for line in BODY) + "</div>" * 500, "a.html")
    assert all(line in page.text for line in BODY)
    assert any("whole page" in note for note in page.notes)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div>" * 600 + "a" + "</div>" * 600, "nested"),
        ("<b>" * 600 + "a", "nested"),
        ("<p " + "".join(f"a{n}=1 " for n in range(501)) + ">a</p>", "attributes"),
        ("<p " + "a " * 40_000 + ">a</p>", "attributes"),
        ("<p " + "".join(f"a{n}='>' " for n in range(501)), "attributes"),
    ],
)
def test_a_document_out_of_bounds_is_not_parsed(html: str, reason: str) -> None:
    """Too deep, or an element with too many attributes: one sentence, at once."""
    with pytest.raises(BadPage, match=reason):
        page_from_html(html, "a.html")


@pytest.mark.parametrize(
    "html",
    [
        "<p>a" * 5000,
        "<ul>" + "<li>a" * 3000 + "</ul>",
        "<br/>" * 2000 + "<img src='x'>" * 2000,
        "<script>" + "document.write('<div>');" * 2000 + "</script>",
        "<table>" + "<tr><td>a<td>b" * 2000 + "</table>",
        "<div><span>a</span></div>" * 5000,
        "<svg>" + "<path d='M0'/>" * 2000 + "</svg>",
        "<p " + "".join(f"a{n}=1 " for n in range(499)) + ">a</p>",
        f"<p title='{'a b ' * 3000}'>a</p>",
    ],
)
def test_a_plain_document_is_within_bounds(html: str) -> None:
    """What news pages have many of does not nest."""
    assert out_of_bounds(html) is None


@pytest.mark.parametrize("raw", ["", "chỉ có chữ", "<html><body><script>x=1</script></body></html>"])
def test_no_text_is_a_bad_page(raw: str) -> None:
    """No tags, or nothing but scripts: one clear sentence."""
    with pytest.raises(BadPage):
        page_from_html(raw, "a.html")


def test_binary_is_a_bad_page() -> None:
    """An image named .html is refused."""
    with pytest.raises(BadPage, match="binary"):
        page_from_html(b"\x89PNG\r\n\x1a\n\x00\x00", "a.html")


def test_a_slow_document_is_given_up_and_the_next_one_read(worker: Worker) -> None:
    """The child is killed when time is up and started again for the next page."""
    worker.extract(document())
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(BadPage, match="more than 1 seconds of processor time"):
        worker.extract("<" * 5_000_000)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 8  # of which the start and the good page take two
    assert worker.extract(document()).title == TITLE


def test_memory_is_limited() -> None:
    """A document that needs more memory than allowed is refused, and the next one read."""
    worker = Worker(memory=400 << 20)
    try:
        with pytest.raises(BadPage):
            worker.extract("<p>" + "<b>x" * 12_000_000)
        assert worker.extract(document()).title == TITLE
    finally:
        worker.stop()


def test_the_same_document_gives_the_same_page() -> None:
    """Extraction has no memory of earlier pages."""
    html = document(linked(datePublished='"2023-03-05"'))
    assert page_from_html(html, "a.html") == page_from_html(html, "a.html")
