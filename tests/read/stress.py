"""Pages with known zones, put together from short articles: every line is labelled because we placed it.

Run as a script to see the scores: `python tests/read/stress.py [pages] [first seed] [language]`.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import yaml

from hoadam.model.page import ARTICLE, Block
from hoadam.packs.fold import folded
from hoadam.packs.segments import SegmentPack
from hoadam.packs.strict import load_as
from hoadam.read.segment import Cues, compile_cues, segment

HERE = Path(__file__).parent
LANG = HERE.parents[1] / "src" / "hoadam" / "data" / "lang"


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article of tests/read/articles.xx.yaml."""

    title: str
    lede: str
    body: list[str]
    subheads: list[str] = []
    captions: list[str] = []
    author: str = ""


class Line(msgspec.Struct, frozen=True):
    """A line of a built page and its true zone; `own` for lines of the page's article, `again` for repeated ones."""

    text: str
    zone: str
    own: bool = True
    again: bool = False


class Style(msgspec.Struct, frozen=True):
    """What an outlet does alike on a page."""

    prefix: str
    blanks: str
    teaser: str
    cut: bool


class Words(msgspec.Struct, frozen=True):
    """The furniture of a language's pages."""

    prefixes: tuple[str, ...]
    follow: tuple[str, ...]
    related: tuple[str, ...]
    sidebar: tuple[str, ...]
    more: tuple[str, ...]
    credits: tuple[str, ...]
    footer: tuple[str, ...]
    tags: tuple[str, ...]


WORDS = {
    "vi": Words(
        prefixes=("VOV.VN - ", "(Sông Thương) - ", "TTO - ", "(Chinhphu.vn) - ", "Dân trí - ", "NLĐO - "),
        follow=("Mời quý độc giả theo dõi VOV.VN trên", "Theo dõi Baoquocte.vn trên", "Chia sẻ", "Nghe đọc bài"),
        related=("Tin liên quan", "Bài liên quan", "Tin bài liên quan:", "Bài viết cùng chủ đề", "Cùng chủ đề", "TIN LIÊN QUAN"),
        sidebar=("Xem nhiều", "Đọc thêm", "Tin mới nhất", "Đọc nhiều", "Tin cùng chuyên mục", "Tin khác", "ĐỌC NHIỀU NHẤT"),
        more=(">> ", "Xem thêm: ", ">>> ", "Xem thêm >> ", "Đọc thêm: ", "» "),
        credits=("Theo AFP", "(theo Sputnik)", "Theo Reuters, AP", "TTXVN", "Nguồn: TASS", "(Theo BBC)", "Theo Tin tức"),
        footer=("Phiên bản di động", "Bình luận (0)", "Về trang chủ", "© Bản quyền thuộc về báo"),
        tags=("Từ khóa: đàm phán, biên giới", "Tags: thời sự"),
    ),
    "en": Words(
        prefixes=("(Reuters) - ", "NAIROBI (AP) - ", "(AFP) - "),
        follow=("Follow us on Twitter", "Share this article", "Listen to this article"),
        related=("Related", "Related stories", "Related articles", "More on this story"),
        sidebar=("Most read", "Latest news", "Trending now", "Top stories"),
        more=("Read more: ", "See also: ", ">> ", "Related: "),
        credits=("Reporting by Ann Marlow", "Source: Xinhua", "(Source: AFP)"),
        footer=("Privacy policy", "All rights reserved", "Back to top"),
        tags=("Tags: peace, talks",),
    ),
}


def articles(lang: str = "vi") -> list[Article]:
    """The articles that pages are built from."""
    return msgspec.convert(yaml.safe_load((HERE / f"articles.{lang}.yaml").read_text(encoding="utf-8")), list[Article])


def build(seed: int, pool: Sequence[Article], lang: str = "vi") -> tuple[list[Line], str]:
    """The page of a seed: its lines and its text."""
    rng = random.Random(seed)
    words = WORDS[lang]
    style = Style(
        prefix=rng.choice(words.prefixes) if rng.random() < 0.35 else "",
        blanks=rng.choice(("none", "all", "some", "sections")),
        teaser=rng.choice(("title", "title", "twin", "text", "text", "twin+text", "twin+text", "twice", "glued", "pipe", "text+twin")),
        cut=rng.random() < 0.5,
    )
    picked = rng.sample(list(pool), min(len(pool), 26))
    page, rest = own(rng, picked[0], picked[1:], style, words), picked[3:]
    for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2))):
        if rest:
            page += appended(rng, rest.pop(), style)
    if rng.random() < 0.6:
        page += block(rng, rest, style, words, heading=words.related if rng.random() < 0.65 else ())
    if rng.random() < 0.1:
        page.append(Line(rng.choice(words.credits), "byline"))
    if rng.random() < 0.2:
        page.append(Line(rng.choice(words.tags), "furniture"))
    if rng.random() < 0.6:
        page += block(rng, rest, style, words, heading=words.sidebar if rng.random() < 0.75 else ())
    if rng.random() < 0.3:
        page.append(Line(rng.choice(words.footer), "furniture"))
    return page, joined(rng, page, style)


def own(rng: random.Random, art: Article, others: Sequence[Article], style: Style, words: Words) -> list[Line]:
    """The page's own article with what stands inside it."""
    page = opening(rng, art, style, words)
    subheads, captions = list(art.subheads), list(art.captions)
    headed, inserts = rng.random() < 0.4, 0
    early = rng.random() < 0.5
    if early and captions:
        page.append(Line(captions[0], "caption"))
    body = art.body if rng.random() < 0.6 else [" ".join(art.body[i : i + 2]) for i in range(0, len(art.body), 2)]
    for i, paragraph in enumerate(body):
        if headed and subheads and i in {1, 3}:
            page.append(Line(subheads.pop(0), "body"))
        page.append(Line(paragraph, "body"))
        if inserts < 2 and 0 < i < len(body) - 1 and rng.random() < 0.1:
            page += inserted(rng, others[inserts : inserts + 2], style, words)
            inserts += 1
        if i == 1 and len(captions) > 1 and rng.random() < 0.4:
            page.append(Line(captions[1], "caption"))
    page += closing(rng, art, words)
    if early and captions and rng.random() < 0.25:
        page += [Line(caption, "caption", again=i == 0) for i, caption in enumerate(captions[:1])]
    return page


def opening(rng: random.Random, art: Article, style: Style, words: Words) -> list[Line]:
    """Headline, byline, lede and what may stand between them."""
    lede = style.prefix + art.lede
    dice = rng.random()
    if dice < 0.08:
        return [Line(f"{art.title} {lede}", "lede")]
    page = [Line(art.title, "headline")] if dice < 0.93 else []
    if page and rng.random() < 0.1:
        page.append(Line(art.title, "headline", again=True))
    if page and rng.random() < 0.2:
        page.append(Line(art.author, "byline"))
    page.append(Line(lede, "lede"))
    if rng.random() < 0.15:
        page.append(Line(rng.choice(words.follow), "furniture"))
    if page[0].zone == "headline" and rng.random() < 0.1:
        page.append(Line(art.title, "caption", again=True))
    return page


def closing(rng: random.Random, art: Article, words: Words) -> list[Line]:
    """A source or an author at the end, or neither; sometimes a call to follow."""
    dice = rng.random()
    page = [Line(art.author, "byline")] if dice < 0.25 else [Line(rng.choice(words.credits), "byline")] if dice < 0.6 else []
    return page + ([Line(rng.choice(words.follow), "furniture")] if rng.random() < 0.15 else [])


def inserted(rng: random.Random, others: Sequence[Article], style: Style, words: Words) -> list[Line]:
    """A link to other stories in the middle of the body."""
    kind = rng.choice(("more", "more", "plain", "twin", "heading", "glued"))
    first = others[0]
    if kind == "more":
        return [Line(rng.choice(words.more) + first.title, "related", own=False)]
    if kind == "plain":
        return [Line(first.title, "related", own=False)]
    if kind == "twin":
        return [Line(first.title, "related", own=False), Line(first.title, "related", own=False, again=True)]
    if kind == "heading":
        return [Line(rng.choice(words.related), "furniture")] + [Line(other.title, "related", own=False) for other in others[:2]]
    return [Line(f"{first.title} {style.prefix or words.prefixes[0]}{first.lede}", "related", own=False)]


def appended(rng: random.Random, art: Article, style: Style) -> list[Line]:
    """An older article put under the page's own."""
    page = [Line(art.title, "headline", own=False), Line(style.prefix + art.lede, "lede", own=False)]
    if art.captions and rng.random() < 0.3:
        page.append(Line(art.captions[0], "caption", own=False))
    page += [Line(paragraph, "body", own=False) for paragraph in art.body]
    return [*page, Line(art.author, "byline")] if rng.random() < 0.2 else page


def block(rng: random.Random, rest: list[Article], style: Style, words: Words, *, heading: tuple[str, ...]) -> list[Line]:
    """A list of teasers; without a heading they are of the sidebar, since no two articles of the pool are on one topic."""
    zone = "related" if heading is words.related else "sidebar"
    page = [Line(rng.choice(heading), "furniture")] if heading else []
    for _ in range(rng.randint(1 if heading else 2, 6)):
        if rest:
            page += teaser(rng, rest.pop(), style, zone)
    return page


def teaser(rng: random.Random, art: Article, style: Style, zone: str) -> list[Line]:
    """One teaser in the page's style."""
    text = style.prefix + art.lede
    if style.cut and rng.random() < 0.8:
        text = text[: rng.randint(60, 110)].rsplit(" ", 1)[0] + rng.choice((" ...", "...", "…"))

    def line(content: str, *, again: bool = False) -> Line:
        return Line(content, zone, own=False, again=again)

    title, copy, lede = line(art.title), line(art.title, again=True), line(text)
    made: dict[str, Callable[[], list[Line]]] = {
        "title": lambda: [title],
        "twin": lambda: [title, copy],
        "text": lambda: [title, lede],
        "twin+text": lambda: [title, copy, lede],
        "text+twin": lambda: [title, lede, copy],
        "twice": lambda: [title, copy, lede, copy, copy, line(text, again=True)],
        "glued": lambda: [line(f"{art.title} {text}")],
        "pipe": lambda: [line(f"| {art.title} {text} |")],
    }
    return made[style.teaser]()


def joined(rng: random.Random, page: Sequence[Line], style: Style) -> str:
    """The text, with blank lines as the outlet has them."""
    out = ""
    for i, line in enumerate(page):
        section = i > 0 and (line.zone != page[i - 1].zone or line.own != page[i - 1].own)
        gap = {"none": False, "all": True, "some": rng.random() < 0.4, "sections": section}[style.blanks]
        out += ("" if i == 0 else "\n\n" if gap else "\n") + line.text
    return out + rng.choice(("", "\n"))


class Score(msgspec.Struct):
    """Counts over pages: article lines right, said and true; lines with the right zone; repeats found."""

    right: int = 0
    said: int = 0
    true: int = 0
    exact: int = 0
    lines: int = 0
    again: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """F1 of article lines."""
        return 2 * self.right / max(1, self.said + self.true)


def score(total: Score, page: Sequence[Line], blocks: Sequence[Block]) -> list[tuple[Line, Block]]:
    """Adds a page to the score; gives the lines that came out wrong."""
    wrong = []
    for line, got in zip(page, blocks, strict=True):
        total.lines += 1
        total.exact += line.zone == got.zone
        total.again += line.again
        total.found += line.again and got.repeats is not None
        if line.zone != got.zone or (line.own and line.zone in ARTICLE) != (got.is_article and got.story == 0):
            wrong.append((line, got))
        if line.again and line.zone in ARTICLE:
            continue
        said, true = got.is_article and got.story == 0, line.own and line.zone in ARTICLE
        total.right += said and true
        total.said += said
        total.true += true
    return wrong


def cues_of(lang: str) -> Cues:
    """The bundled cues of a language."""
    return compile_cues(load_as(LANG / lang / "segment.yaml", SegmentPack))


def main(pages: int, first: int, lang: str) -> None:
    """Prints the scores and the commonest mistakes."""
    pool, cues, total = articles(lang), cues_of(lang), Score()
    mistakes: Counter[tuple[str, str, str]] = Counter()
    shown: dict[tuple[str, str, str], str] = {}
    for seed in range(first, first + pages):
        page, text = build(seed, pool, lang)
        for line, got in score(total, page, segment(folded(text), cues)):
            kind = (line.zone, "own" if line.own else "other", f"{got.zone}{'' if got.story == 0 else '+'}")
            mistakes[kind] += 1
            shown[kind] = f"{seed}: {line.text[:70]} [{got.why}]"
    sys.stdout.write(
        f"article F1 {total.f1:.3f}  P {total.right / max(1, total.said):.3f} R {total.right / max(1, total.true):.3f}  "
        f"zone {total.exact / total.lines:.3f}  repeats {total.found}/{total.again}\n"
    )
    for kind, count in mistakes.most_common(30):
        sys.stdout.write(f"{count:5} {' '.join(kind)}  {shown[kind]}\n")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    main(int(given.get(1, "500")), int(given.get(2, "0")), given.get(3, "vi"))
