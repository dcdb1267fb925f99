"""A briefing in Markdown: every line with its citations, and the quotes with their pages below."""

import re
from collections.abc import Mapping, Sequence

from hoadam.model.story import Line, Reading, Story
from hoadam.packs.citing import Citations, Cite, citations
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, as_of, day, line_text, speaker_of

SECTIONS = ("latest", "board", "disputes", "background", "gaps")
LEAST = 0.5  # weight of an episode on the timeline
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&]|:(?=//)|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The whole file."""
    tongue = speaker_of(kit, lang)
    chosen = [e for e in story.episodes if (e.date.earliest or e.date.latest) and e.weight > LEAST]
    timeline = [Line(e.id, e.date, "", e.certainty, "timeline") for e in chosen]
    cited = citations(story, readings, (*story.brief, *timeline))
    parts = [f"# {plain(tongue.phrases.labels['title'])}", plain(as_of(story, tongue))]
    for name in SECTIONS:
        parts += _section(name, [line for line in story.brief if line.section == name], story, cited, tongue)
    parts += _section("timeline", timeline, story, cited, tongue)
    return "\n\n".join([*parts, *_quotes(readings, cited, tongue)]) + "\n"


def plain(words: str) -> str:
    """Words on one line that Markdown shows as they are."""
    return _SPECIAL.sub(r"\\\1", " ".join(_CONTROL.sub("", words).split()))


def _section(name: str, lines: Sequence[Line], story: Story, cited: Citations, tongue: Speaker) -> list[str]:
    if not lines:
        return []
    return [f"## {plain(tongue.phrases.labels[name])}", "\n".join(_line(line, story, cited, tongue) for line in lines)]


def _line(line: Line, story: Story, cited: Citations, tongue: Speaker) -> str:
    words = plain(line_text(line, story, tongue))
    dated = "" if line.section in ("gaps", "board") else f"**{plain(day(line.date, tongue))}** "
    tag = "" if line.section == "gaps" else f" *\\({plain(tongue.phrases.labels[line.certainty])}\\)*"
    keys = [line.episode]
    if line.section == "disputes":
        keys += [k for d in story.disputes if (d.episode, d.about, d.who) == (line.episode, line.about, line.track) for k in d.others]
    cites = dict.fromkeys(cite.number for key in keys for cite in cited.by_episode(key))
    links = "".join(f" [\\[{n}\\]](#q{n})" for n in cites)
    return f"- {dated}{words}{tag}{links}"


def _quotes(readings: Mapping[str, Reading], cited: Citations, tongue: Speaker) -> list[str]:
    """Every quote on one line, with its page and offsets."""
    if not cited.cites:
        return []
    parts = [f"## {plain(tongue.phrases.labels['sources'])}"]
    for key, cites in cited.by_page().items():
        page, written = readings[key].page, readings[key].written.day
        about = filter(None, (page.title, page.source, page.outlet, day(written, tongue), page.url))
        parts.append(f"### {plain(' · '.join(about))}")
        parts += [_quote(cite, page.text) for cite in cites]
    return parts


def _quote(cite: Cite, text: str) -> str:
    return f'<a id="{cite.anchor}"></a>\\[{cite.number}\\] {plain(text[cite.start : cite.end])} ({cite.start}–{cite.end})'
