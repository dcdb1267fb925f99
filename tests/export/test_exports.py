"""Every export is read back with another library: the quotes are verbatim, the links resolve, nothing scraped is live."""

import csv
import io
import json

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from export.stories import EVIL, evil, told
from gate.telling import the_kit
from hoadam.export import cells, csv_, html, json_, markdown
from hoadam.model.story import Story

LANGS = pytest.mark.parametrize("lang", ["vi", "en"])


@LANGS
def test_html_links_lead_to_verbatim_quotes(lang: str) -> None:
    """Each citation's anchor stands where its quote begins in the full text of its page, and the quote is marked."""
    story, readings = told(lang)
    tree = lxml_html.fromstring(html.render(story, readings, the_kit(), lang))
    ids = {node.get("id"): node for node in tree.xpath("//*[@id]")}
    links = tree.xpath("//span[@class='cite']/a")
    assert len(links) > 100
    texts = [reading.page.text for reading in readings.values()]
    bodies = tree.xpath("//div[@class='text']")
    assert all(body.text_content() in texts for body in bodies)
    quotes = {span.of(r.page.text) for r in readings.values() for e in r.events for span in e.quotes}
    for link in links:
        anchor = ids[link.get("href").removeprefix("#")]
        rest = _after(anchor)
        assert any(rest.startswith(quote) for quote in quotes)
        assert anchor.xpath("following::mark")
    assert all(item.xpath("span[@class='cite']/a") for item in tree.xpath("//section[@aria-labelledby='s-timeline']//li"))


def _after(anchor: lxml_html.HtmlElement) -> str:
    """The text of the page from an anchor on."""
    body = next(node for node in anchor.iterancestors() if node.get("class") == "text")
    text, seen = "", False
    for node in body.iter():
        seen = seen or node is anchor
        if seen:
            text += (node.text or "") + (node.tail or "" if node is not body else "")
    return text


@LANGS
def test_html_asks_nothing_from_outside(lang: str) -> None:
    """No script, image, font or style from anywhere; a policy forbids it; certainty shows in class and words."""
    story, readings = told(lang)
    tree = lxml_html.fromstring(html.render(story, readings, the_kit(), lang))
    assert not tree.xpath("//script|//img|//iframe|//link|//object|//embed|//form|//*[@src or @onclick or @style]")
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert all(href.startswith("#") for href in tree.xpath("//a/@href"))
    assert {name for names in tree.xpath("//li/@class") for name in names.split()} == {"certain", "planned", "disputed", "single-source"}
    style = tree.xpath("//style")[0].text
    assert "prefers-color-scheme" in style
    assert "@media print" in style


def test_html_keeps_hostile_text_as_text() -> None:
    """Nothing scraped becomes markup, and hidden controls are gone."""
    story, readings = evil()
    made = html.render(story, readings, the_kit(), "en")
    tree = lxml_html.fromstring(made)
    assert not tree.xpath("//script|//b")
    assert not {"\u202e", "\x07"} & set(made)
    assert EVIL.replace("\u202e", "").replace("\u202c", "").replace("\x07", "") in tree.xpath("//div[@class='text']")[0].text_content()


@LANGS
def test_markdown_reads_back(lang: str) -> None:
    """Every citation has its anchor, and each quote stands whole after it."""
    story, readings = told(lang)
    made = markdown.render(story, readings, the_kit(), lang)
    tree = lxml_html.fromstring(MarkdownIt("commonmark", {"html": True}).render(made))
    anchors = {a.get("id"): a.getparent() for a in tree.xpath("//a[@id]")}
    links = tree.xpath("//a/@href")
    assert links
    assert all(link.removeprefix("#") in anchors for link in links)
    quotes = {" ".join(span.of(r.page.text).split()) for r in readings.values() for e in r.events for span in e.quotes}
    assert all(any(quote in " ".join(node.text_content().split()) for quote in quotes) for node in anchors.values())
    assert len(tree.xpath("//h2")) >= 5


def test_markdown_keeps_hostile_text_as_text() -> None:
    """No tag, link or emphasis comes out of a page."""
    story, readings = evil()
    tree = lxml_html.fromstring(MarkdownIt("commonmark", {"html": True}).render(markdown.render(story, readings, the_kit(), "en")))
    assert not tree.xpath("//script|//code|//b|//mark")
    assert all(href.startswith("#") for href in tree.xpath("//a/@href"))


@LANGS
def test_json_is_the_contract(lang: str) -> None:
    """The four keys, an episode's fields, and words that are the quotes."""
    story, readings = told(lang)
    made = json.loads(json_.render(story, readings, the_kit(), lang))
    assert {"episodes", "tracks", "disputes", "brief"} <= set(made)
    wanted = {"id", "type", "status", "date", "place", "source", "target", "third", "killed", "reports", "outlets", "disputed"}
    for episode in made["episodes"]:
        assert wanted <= set(episode)
        assert {"claims", "low", "best", "high"} <= set(episode["killed"])
        for report in episode["reports"]:
            assert {"page", "event", "quotes", "said_by"} <= set(report)
            text = readings[report["page"]].page.text
            assert report["words"] == [text[q["start"] : q["end"]] for q in report["quotes"]]


@LANGS
def test_csv_reads_back(lang: str) -> None:
    """A row a report, the quote in it verbatim."""
    story, readings = told(lang)
    rows = list(csv.DictReader(io.StringIO("".join(csv_.render(story, readings, the_kit(), lang)), newline="")))
    assert len(rows) == sum(len(episode.reports) for episode in story.episodes)
    for row in rows:
        quote = readings[row["page"]].page.text[int(row["quote_start"]) : int(row["quote_end"])]
        assert row["quote"].removeprefix("'") == quote.removeprefix("'")


def test_csv_defuses_formulas() -> None:
    """No cell begins with what a spreadsheet runs; numbers stay numbers."""
    story, readings = evil()
    rows = list(csv.reader(io.StringIO("".join(csv_.render(story, readings, the_kit(), "en")), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert [cells.safe(cell) for cell in (-4.5, "-4", None)] == ["-4.5", "'-4", ""]


@pytest.mark.parametrize("render", [html.render, markdown.render, json_.render, csv_.render])
def test_an_empty_story_is_a_whole_file(render: object) -> None:
    """Nothing told is no error."""
    assert "".join(render(Story(), {}, the_kit(), "vi"))  # type: ignore[operator]
