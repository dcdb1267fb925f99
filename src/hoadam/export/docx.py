"""A briefing for a word processor (.docx): the lines with their citations, and the quotes with their pages below."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hoadam.export.lookup import by_day
from hoadam.model.errors import BadConfig
from hoadam.model.story import Line, Reading, Story
from hoadam.packs.citing import Citations, citations, clean
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, day, line_text, speaker_of

if TYPE_CHECKING:
    from docx.document import Document

SECTIONS = ("latest", "board", "disputes", "background", "gaps")
LEAST = 0.5  # weight of an episode on the timeline
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file knows: the same story gives the same bytes


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> bytes:
    """The file; raises BadConfig where python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise BadConfig("docx: needs python-docx. Install it with `pip install 'hoadam[docx]'`.") from error
    tongue = speaker_of(kit, lang)
    timeline = [Line(one.id, one.date, "", one.certainty, "timeline") for one in by_day(story.episodes) if one.weight > LEAST]
    cited = citations(story, readings, (*story.brief, *timeline))
    made = docx.Document()
    made.core_properties.title = made.core_properties.author = ""
    made.add_heading(clean(tongue.phrases.labels["title"]), 0)
    for name in SECTIONS:
        _section(made, name, [line for line in story.brief if line.section == name], story, cited, tongue)
    _section(made, "timeline", timeline, story, cited, tongue)
    _sources(made, readings, cited, tongue)
    return _timeless(made)


def _section(made: "Document", name: str, lines: Sequence[Line], story: Story, cited: Citations, tongue: Speaker) -> None:
    if not lines:
        return
    made.add_heading(clean(tongue.phrases.labels[name]), 1)
    for line in lines:
        paragraph = made.add_paragraph(style="List Bullet")
        if name not in ("gaps", "board"):
            paragraph.add_run(clean(day(line.date, tongue)) + " ").bold = True
        paragraph.add_run(clean(line_text(line, story, tongue)))
        if name != "gaps":
            paragraph.add_run(f" ({clean(tongue.phrases.labels[line.certainty])})").italic = True
        numbers = " ".join(f"[{cite.number}]" for cite in cited.by_episode(line.episode))
        paragraph.add_run(f" {numbers}" if numbers else "")


def _sources(made: "Document", readings: Mapping[str, Reading], cited: Citations, tongue: Speaker) -> None:
    """Every page cited, with its quotes, verbatim and numbered."""
    if not cited.cites:
        return
    made.add_heading(clean(tongue.phrases.labels["sources"]), 1)
    for key, cites in cited.by_page().items():
        page = readings[key].page
        about = filter(None, (page.title, page.source, page.outlet, day(readings[key].written.day, tongue), page.url))
        made.add_heading(clean(" · ".join(about)), 2)
        for cite in cites:
            made.add_paragraph(f"[{cite.number}] {clean(page.text[cite.start : cite.end])} ({cite.start}–{cite.end})")


def _timeless(made: "Document") -> bytes:
    """The document's bytes, without the moment at which they were made."""
    first, out = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
