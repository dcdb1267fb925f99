"""Every picture that the documentation shows is there and small, has words for those who do not see it, and none lies about unused."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def test_the_pictures_shown_are_there_and_all_are_shown() -> None:
    shown = {
        (page.parent / target).resolve(): words
        for page in DOCS.glob("*.md")
        for words, target in SHOWN.findall(page.read_text("utf-8"))
        if "://" not in target
    }
    assert [path for path in shown if not path.is_file()] == []
    assert [path for path, words in shown.items() if len(words) < 20] == []
    screens = set((DOCS / "screenshots").iterdir())
    assert screens <= set(shown)
    assert 6 <= len(screens) <= 8
    assert all(one.stat().st_size < 100_000 for one in screens)
    assert {page.name for page in DOCS.glob("*.md") if "](screenshots/" in page.read_text("utf-8")} >= {"web.md", "tutorial.md", "index.md"}
