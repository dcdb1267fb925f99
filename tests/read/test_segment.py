"""Does each line get its zone, its story and the line that it repeats?"""

import time
import unicodedata
from pathlib import Path

import msgspec
import pytest
import yaml
from stress import LANG, cues_of

from hoadam.packs.fold import folded
from hoadam.packs.segments import SegmentPack
from hoadam.read.segment import Cues, compile_cues, segment

EXAMPLES = {lang: LANG / lang / "examples" / "segment.yaml" for lang in ("vi", "en")}
ARTICLE = [
    "Hai nước láng giềng nhất trí lập vùng đệm dọc biên giới",
    "Ngày 8/6, đại diện hai nước ký biên bản về vùng đệm rộng năm km dọc biên giới chung.",
    "Theo biên bản, quân đội hai bên sẽ rút khỏi các cao điểm trong vòng ba mươi ngày.",
    "Các quan sát viên quốc tế được phép đi lại tự do trong vùng này.",
]


class ExampleLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of an example and what it is."""

    zone: str
    text: str
    story: int = 0


class Example(msgspec.Struct, forbid_unknown_fields=True):
    """A page of an example."""

    name: str
    lines: list[ExampleLine]


def examples_of(path: Path) -> list[Example]:
    """The examples of a file."""
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8"))["examples"], list[Example])


@pytest.fixture(scope="module")
def cues() -> Cues:
    """The Vietnamese cues."""
    return cues_of("vi")


@pytest.mark.parametrize(
    ("lang", "example"),
    [pytest.param(lang, example, id=f"{lang}: {example.name}") for lang, path in EXAMPLES.items() for example in examples_of(path)],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_examples(lang: str, example: Example, gap: str) -> None:
    """Every example comes out as written, with and without empty lines between."""
    text = gap.join(line.text for line in example.lines)
    blocks = segment(folded(text), cues_of(lang))
    assert [(block.zone, block.story, block.of(text)) for block in blocks] == [(line.zone, line.story, line.text) for line in example.lines]


def test_empty_page_has_no_blocks(cues: Cues) -> None:
    """Nothing comes of nothing."""
    assert segment(folded(""), cues) == ()
    assert segment(folded(" \n\n\t\n"), cues) == ()


def test_one_line_is_one_block(cues: Cues) -> None:
    """A page of one paragraph is article."""
    (block,) = segment(folded(ARTICLE[1]), cues)
    assert block.is_article
    assert block.story == 0


def test_spans_are_trimmed_and_of_the_text(cues: Cues) -> None:
    """Blocks leave the space at both ends of a line out."""
    text = "  " + "  \n \n".join(ARTICLE) + "\t\n"
    assert [block.of(text) for block in segment(folded(text), cues)] == ARTICLE


def test_exact_and_near_repeats(cues: Cues) -> None:
    """A title printed twice and a caption cut short point at the first of their kind."""
    caption = "Binh sĩ hai nước tuần tra chung dọc hàng rào ở khu vực cao nguyên phía đông. Ảnh: AFP"
    page = [*ARTICLE, caption, "Tin liên quan", ARTICLE[0], "Binh sĩ hai nước tuần tra chung dọc hàng rào ở khu vực cao nguyên..."]
    text = "\n".join(page)
    blocks = segment(folded(text), cues)
    assert blocks[6].repeats == 0
    assert blocks[7].repeats == text.index(caption)
    assert all(block.repeats is None for block in blocks[:6])


def test_known_standfirst_is_the_lede(cues: Cues) -> None:
    """A line that the page's metadata names as standfirst is the lede whatever it looks like."""
    text = "\n".join([ARTICLE[0], "Thỏa thuận này là bước tiến lớn", *ARTICLE[2:]])
    blocks = segment(folded(text), cues, lede="Thỏa thuận này là bước tiến lớn")
    assert blocks[1].zone == "lede"


def test_glued_box_of_another_outlet_is_related(cues: Cues) -> None:
    """A linked story glued into the body on one line, title and lede, is another story."""
    box = (
        "Bầu cử Kenya: phe đối lập dẫn trước tại ba khu vực bầu cử lớn TTO - Kết quả ban đầu cho thấy phe đối lập đang dẫn trước ở Nairobi."
    )
    text = "\n".join([*ARTICLE[:3], box, ARTICLE[3]])
    blocks = segment(folded(text), cues)
    assert [block.zone for block in blocks] == ["headline", "lede", "body", "related", "body"]
    assert blocks[3].story == 1


def test_first_paragraph_stands_in_for_a_lost_lede(cues: Cues) -> None:
    """Where only a caption stands above, the first paragraph is the lede."""
    text = "\n".join(["Cửa khẩu đóng cửa sáng 9/6. (Nguồn: AFP) |", *ARTICLE[1:]])
    assert [block.zone for block in segment(folded(text), cues)] == ["caption", "lede", "body", "body"]


def test_decomposed_text_is_cut_alike(cues: Cues) -> None:
    """NFD text gives the same zones as NFC."""
    text = "\n".join([*ARTICLE, "Tin liên quan", "Quốc hội hai nước sẽ bỏ phiếu về vùng đệm vào tuần tới"])
    zones = [block.zone for block in segment(folded(text), cues)]
    assert zones == [block.zone for block in segment(folded(unicodedata.normalize("NFD", text)), cues)]


def test_pack_without_cues_still_cuts() -> None:
    """An empty pack is legal: shape and order alone are weighed."""
    blocks = segment(folded("\n".join(ARTICLE)), compile_cues(SegmentPack()))
    assert [block.zone for block in blocks] == ["headline", "lede", "body", "body"]


def test_a_long_page_takes_time_in_proportion(cues: Cues) -> None:
    """4,000 lines take less than 40 times as long as 200, each at its best of five."""

    def seconds(count: int) -> float:
        text = folded("\n".join(f"Dòng {i} nói về việc thứ {i * 7} trong danh sách dài của ủy ban số {i % 13}." for i in range(count)))
        took = []
        for _ in range(5):
            start = time.process_time()
            segment(text, cues)
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(4000) < 40 * max(seconds(200), 0.005)
