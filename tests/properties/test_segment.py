"""What holds of every text that is cut into blocks, however odd it is?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from hoadam.packs.fold import folded
from hoadam.packs.load import bundled
from hoadam.packs.segments import SegmentPack
from hoadam.packs.strict import load_as
from hoadam.read.segment import compile_cues, segment

CUES = compile_cues(load_as(bundled() / "lang" / "vi" / "segment.yaml", SegmentPack))
LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Tin liên quan", "Xem nhiều", "Theo AFP", "Ảnh: Reuters", "| ", "...", "Minh Anh", "TTO - Sáng 3/4, họ gặp nhau.", "“"]
    ),
    st.text(alphabet="abc đêố.,:?!-()\"'…0123/", min_size=1, max_size=300),
)
PAGES = st.lists(LINES, max_size=25).map("\n".join)


@given(PAGES)
@settings(max_examples=300, deadline=None)
def test_every_line_is_in_one_block(text: str) -> None:
    """Blocks lie in order inside the text, none empty, and outside them is nothing but space."""
    plain = folded(text)
    blocks = segment(plain, CUES)
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(plain.text)
        assert plain.text[at : block.start].strip() == ""
        assert "\n" not in block.of(plain.text)
        at = block.end
    assert plain.text[at:].strip() == ""


@given(PAGES)
@settings(max_examples=200, deadline=None)
def test_numbers_and_repeats_hang_together(text: str) -> None:
    """Repeats point at the start of an earlier block; the page's own story is 0; cutting twice gives the same."""
    blocks = segment(folded(text), CUES)
    starts = [block.start for block in blocks]
    for i, block in enumerate(blocks):
        assert block.repeats is None or block.repeats in starts[:i]
        assert block.story >= 0
        assert block.why
        assert block.zone not in {"related", "sidebar"} or block.story > 0
    assert sorted({block.story for block in blocks} | {0}) == list(range(max((block.story for block in blocks), default=0) + 1))
    assert segment(folded(text), CUES) == blocks
