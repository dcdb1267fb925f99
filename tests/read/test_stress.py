"""How well do generated pages come out? The floors are pinned: they may rise, never fall."""

import pytest
from stress import Score, articles, build, cues_of, score

from hoadam.packs.fold import folded
from hoadam.read.segment import segment


@pytest.mark.parametrize(("lang", "pages", "article", "zone"), [("vi", 500, 0.95, 0.92), ("en", 300, 0.90, 0.94)])
def test_generated_pages(lang: str, pages: int, article: float, zone: float) -> None:
    """Article lines, zones and repeats of pages put together at random stay above their floors."""
    pool, cues, total = articles(lang), cues_of(lang), Score()
    for seed in range(pages):
        page, text = build(seed, pool, lang)
        score(total, page, segment(folded(text), cues))
    assert total.f1 >= article
    assert total.exact / total.lines >= zone
    assert total.found == total.again


def test_pages_are_the_same_in_every_run() -> None:
    """A seed gives one page."""
    pool = articles()
    assert build(7, pool) == build(7, pool)


def test_pool_is_large_enough() -> None:
    """Pages are built from at least 25 articles."""
    assert len(articles()) >= 25
