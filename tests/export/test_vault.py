"""Entities, references and notes: each read back by what others read them with, the hostile story too."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import rispy
import yaml
from markdown_it import MarkdownIt

from export.stories import EVIL, evil, told
from export.test_formats import LANGS, render
from gate.telling import the_kit
from hoadam.desk import publishing
from hoadam.export import csv_, ftm, ris, vault
from hoadam.model.story import Reading, Story
from hoadam.packs.citing import clean
from hoadam.packs.saying import sentence, speaker_of

LINK = re.compile(r"\[\[([^\]|#]+)(?:#\^([^\]|]+))?\|([^\]]*)\]\]")


def references(text: str) -> list[dict[str, Any]]:
    """The records as rispy reads them."""
    return rispy.loads(text)


@LANGS
def test_references_are_the_pages_of_the_story(lang: str) -> None:
    story, readings = told(lang)
    found = references(render(ris, (story, readings), lang))
    assert {one["id"] for one in found} == {report.page for episode in story.episodes for report in episode.reports}
    for one in found:
        page, written = readings[one["id"]].page, readings[one["id"]].written.value or ""
        assert one["type_of_reference"] == "NEWS"
        assert one["title"] == (page.title or page.source)
        assert one.get("year", "") == written[:4]
        assert one.get("date", "").rstrip("/").replace("/", "-") == written


def test_no_page_begins_a_reference_of_its_own() -> None:
    story, readings = evil()
    found = references(render(ris, (story, readings)))
    assert len(found) == len(readings)
    bad = {key: _titled(reading, "A\r\nER  - \r\n\r\nTY  - BOOK\nAU  - Mallory") for key, reading in readings.items()}
    again = references(render(ris, (story, bad)))
    assert len(again) == len(readings)
    assert not any("authors" in one for one in again)


def _titled(reading: Reading, title: str) -> Reading:
    import msgspec

    return msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, title=title))


def entities(story: tuple[Story, dict[str, Reading]], lang: str = "en") -> list[dict[str, Any]]:
    """The entities, in the order of the file."""
    return [json.loads(line) for line in render(ftm, story, lang).splitlines()]


@LANGS
def test_entities_are_linked_and_told_before_they_are_named(lang: str) -> None:
    story, readings = told(lang)
    seen: set[str] = set()
    for one in entities((story, readings), lang):
        links = [key for name in ("organizer", "involved", "proof") for key in one["properties"].get(name, [])]
        assert set(links) <= seen
        seen.add(one["id"])
    made = {one["id"]: one for one in entities((story, readings), lang)}
    for episode in story.episodes:
        event = made[f"hoadam-episode-{episode.id}"]["properties"]
        assert event["name"] == [sentence(episode, speaker_of(the_kit(), lang))]
        assert len(event.get("involved", [])) == len({*episode.target, *episode.third})
        words = {report.quotes[0].of(readings[report.page].page.text) for report in episode.reports}
        assert set(event["description"]) == {clean(one) for one in words}


@pytest.mark.parametrize("which", ["told", "evil"])
def test_followthemoney_takes_every_entity_and_value(which: str) -> None:
    """The library that defines the format cleans nothing away: every schema, property and value is valid."""
    pytest.importorskip("followthemoney", reason="it needs the headers of ICU to be installed (pip install 'hoadam[interop]')")
    from followthemoney import model

    for one in entities(told("en") if which == "told" else evil()):
        proxy = model.get_proxy(one)
        cleaned = model.make_entity(proxy.schema)
        cleaned.id = proxy.id
        for name, values in one["properties"].items():
            cleaned.add(name, values, cleaned=False)
            assert len(cleaned.get(name)) == len(values), (name, values)
        proxy.schema.validate(one)


@pytest.fixture(params=["vi", "en", "evil"])
def notes(request: pytest.FixtureRequest) -> Iterator[tuple[dict[str, str], Story, dict[str, Reading]]]:
    """The notes of a vault by their path, and the story they are made of."""
    story, readings = evil() if request.param == "evil" else told(request.param)
    lang = "en" if request.param == "evil" else request.param
    with zipfile.ZipFile(io.BytesIO(render(vault, (story, readings), lang))) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert len(names) == len(set(names))
        yield {name: file.read(name).decode() for name in names}, story, readings


def test_every_link_of_a_vault_leads_to_a_note_and_a_quote(notes: tuple[dict[str, str], Story, dict[str, Reading]]) -> None:
    made, story, _ = notes
    assert sum("/episodes/" in name for name in made) == len(story.episodes)
    links = 0
    for name, text in made.items():
        prose = text.split("\n```", 1)[0]
        for target, mark, shown in LINK.findall(prose):
            links += 1
            assert f"hoadam/{target}.md" in made, (name, target)
            assert shown
            assert not mark or re.search(rf"\^{re.escape(mark)}$", made[f"hoadam/{target}.md"], flags=re.MULTILINE), (name, mark)
    assert links > len(story.episodes)


def test_a_note_has_fields_that_yaml_reads_and_text_that_markdown_shows(notes: tuple[dict[str, str], Story, dict[str, Reading]]) -> None:
    made, story, readings = notes
    for episode in story.episodes:
        text = next(text for name, text in made.items() if name.endswith(f"{episode.id}.md") and "/episodes/" in name)
        front = yaml.safe_load(text.split("---\n")[1])
        assert (front["id"], front["type"], front.get("date")) == (episode.id, episode.type, episode.date.value)
    for key, reading in readings.items():
        text = next((text for name, text in made.items() if name == f"hoadam/pages/{key.removeprefix('sha256')[:16]}.md"), None)
        if text:
            tokens = MarkdownIt("commonmark", {"html": True}).parse(text.split("---\n", 2)[2])
            (block,) = [one for one in tokens if one.type == "fence"]
            assert block.content.rstrip("\n") == clean(reading.page.text).rstrip("\n")
            inline = [child for one in tokens if one.type == "inline" for child in one.children]
            assert not any(child.type in ("html_inline", "link_open", "image") for child in inline)
            assert not any(one.type == "html_block" for one in tokens)


def test_names_of_notes_are_names_of_files_everywhere() -> None:
    with zipfile.ZipFile(io.BytesIO(render(vault, evil()))) as file:
        for name in file.namelist():
            assert re.fullmatch(r"hoadam/(?:(?:episodes|actors|threads|pages)/)?[\w .,-]+\.md", name), name
            assert ".." not in name
    assert EVIL  # the story above names it everywhere


def test_a_format_by_lines_is_written_out_while_it_is_made() -> None:
    """Nothing is asked of a page before its line is wanted."""
    story, readings = told("en")
    asked: list[str] = []

    class Watched(dict[str, Reading]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.append(key)
            return super().get(key, default)

    lines = csv_.render(story, Watched(readings), the_kit(), "en")
    assert next(lines).startswith("episode,date")
    assert asked == []
    next(lines)
    assert len(asked) == 1
    assert b"".join(publishing._chunks(lines)).count(b"\r\n") > 100
