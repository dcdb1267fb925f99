"""A briefing in one HTML file: every line cites its quotes, and each citation jumps to the quote in its page's full text."""

from collections.abc import Mapping, Sequence
from html import escape

from hoadam.model.story import Line, Reading, Story, Track
from hoadam.packs.citing import Citations, Cite, citations, clean, pieces
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, as_of, concluded, day, known_by, line_text, speaker_of, state_name, track_name

SECTIONS = ("latest", "board", "disputes", "background", "gaps")
LEAST = 0.5  # weight of an episode on the timeline
SIGNS = {"certain": "●", "planned": "◷", "disputed": "⚡", "single-source": "○"}
_CSS = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --faint: #5c5c5c; --line: #d6d6d6; --mark: #fff0a8;
  --here: #ffd54d; --link: #0b4f9e; --warn: #9a1c1c; --plan: #245c2b }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --faint: #a8a8a8; --line: #3a3a3a; --mark: #4d4410; --here: #7a6400;
    --link: #8ec1ff; --warn: #ff9d9d; --plan: #9fdca6 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 52rem; padding: 1rem 1.2rem 4rem; font: 1rem/1.55 system-ui, sans-serif;
  color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem; margin: .5rem 0 }
h2 { font-size: 1.2rem; border-bottom: 1px solid var(--line); margin: 2rem 0 .6rem }
h3 { font-size: 1rem; margin: 0 0 .3rem }
a { color: var(--link) }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: .3rem 0 .3rem .8rem; border-left: .25rem solid var(--line); margin: .25rem 0 }
li.certain { border-left-color: var(--ink) }
li.single-source { border-left-style: dotted; border-left-color: var(--faint) }
li.planned { border-left: .25rem dashed var(--plan); font-style: italic }
li.disputed { border-left: .25rem double var(--warn) }
time, .tag, .cite, .meta { color: var(--faint); font-size: .85rem; font-style: normal }
.tag { border: 1px solid; border-radius: .6rem; padding: 0 .45rem; white-space: nowrap }
.disputed .tag { color: var(--warn) }
.planned .tag { color: var(--plan) }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line) }
.overdue { color: var(--warn) }
article { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .9rem; margin: .8rem 0 }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; font-size: .93rem }
mark { background: var(--mark); color: inherit }
a:target + mark { background: var(--here); outline: 2px solid var(--here) }
@media print {
  body { max-width: none; padding: 0 }
  a { color: inherit; text-decoration: none }
  li, tr { break-inside: avoid }
}
""".strip()


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The whole file: brief, board, timeline, and the full text of every page cited."""
    tongue = speaker_of(kit, lang)
    timeline = timeline_of(story)
    cited = citations(story, readings, (*story.brief, *timeline))
    labels = tongue.phrases.labels
    parts = [f'<h1 id="top">{text(labels["title"])}</h1>', f'<p class="meta">{text(as_of(story, tongue))}</p>']
    sections = {name: [line for line in story.brief if line.section == name] for name in SECTIONS}
    parts += [_section(name, lines, story, cited, tongue) for name, lines in sections.items()]
    parts += [_board(story.tracks, tongue), _section("timeline", timeline, story, cited, tongue), _pages(readings, cited, tongue)]
    return _page("\n".join(part for part in parts if part), labels["title"], lang)


def text(words: str) -> str:
    """Words safe to stand in HTML."""
    return escape(clean(words), quote=True)


def timeline_of(story: Story) -> list[Line]:
    """The dated episodes that matter, in order of time, as lines whose words are still to be said."""
    chosen = [e for e in story.episodes if (e.date.earliest or e.date.latest) and e.weight > LEAST]
    return [Line(e.id, e.date, "", e.certainty, "timeline") for e in chosen]


def _page(body: str, title: str, lang: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{text(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{_CSS}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _section(name: str, lines: Sequence[Line], story: Story, cited: Citations, tongue: Speaker) -> str:
    if not lines:
        return ""
    rows = "\n".join(_line(line, story, cited, tongue) for line in lines)
    return _under(name, tongue.phrases.labels[name], f"<ul>\n{rows}\n</ul>")


def _under(name: str, heading: str, body: str) -> str:
    """A section with its heading."""
    return f'<section aria-labelledby="s-{name}">\n<h2 id="s-{name}">{text(heading)}</h2>\n{body}\n</section>'


def _line(line: Line, story: Story, cited: Citations, tongue: Speaker) -> str:
    words = line_text(line, story, tongue)
    dated = "" if line.section in ("gaps", "board") else f"<time>{text(day(line.date, tongue))}</time> "
    label = text(tongue.phrases.labels[line.certainty])
    tag = "" if line.section == "gaps" else f' <span class="tag">{SIGNS[line.certainty]} {label}</span>'
    return f'<li class="{line.certainty}">{dated}{text(words)}{tag}{_links(line, story, cited, tongue)}</li>'


def _links(line: Line, story: Story, cited: Citations, tongue: Speaker) -> str:
    """The numbers that lead to the quotes."""
    found = [*cited.by_episode(line.episode)]
    if line.section == "disputes":
        others = (d.others for d in story.disputes if (d.episode, d.about, d.who) == (line.episode, line.about, line.track))
        found += [cite for keys in others for key in keys for cite in cited.by_episode(key)]
    label = text(tongue.phrases.labels["quote"])
    links = (f'<a href="#{cite.anchor}" aria-label="{label} {cite.number}">[{cite.number}]</a>' for cite in dict.fromkeys(found))
    return f' <span class="cite">{" ".join(links)}</span>' if found else ""


def _board(tracks: Sequence[Track], tongue: Speaker) -> str:
    """Every track with its whole course."""
    if not tracks:
        return ""
    labels = tongue.phrases.labels
    rows = "\n".join(_row(track, tongue) for track in tracks)
    head = f"<tr><th>{text(labels['board'])}</th><th>{text(labels['now'])}</th><th>{text(labels['states'])}</th></tr>"
    return _under("tracks", f"{labels['board']}: {labels['states']}", f"<table>\n{head}\n{rows}\n</table>")


def _row(track: Track, tongue: Speaker) -> str:
    now = state_name(track.kind, track.now, tongue)
    told = concluded(track, tongue)
    name = text(track_name(track, tongue)) + (f'<br><span class="meta">{text(told)}</span>' if told else "")
    return f"<tr><td>{name}</td><td>{text(now)}</td><td>{_course(track, tongue)}</td></tr>"


def _course(track: Track, tongue: Speaker) -> str:
    """The states in time, with what is only planned, alleged or concluded, and what is overdue."""
    parts = []
    for state in track.states:
        marks = "; ".join(filter(None, (tongue.phrases.labels[f"status {state.status}"], known_by(state, tongue))))
        words = f"{day(state.date, tongue)}: {state_name(track.kind, state.state, tongue)}" + (f" ({marks})" if marks else "")
        words += tongue.phrases.tails.get(f"outcome {state.outcome}", "")
        parts.append(f'<span class="overdue">{text(words)}</span>' if state.outcome == "overdue" else text(words))
    return "<br>".join(parts)


def _pages(readings: Mapping[str, Reading], cited: Citations, tongue: Speaker) -> str:
    """The full text of every page cited, its quotes marked."""
    rows = [_article(readings[page], cites, tongue) for page, cites in cited.by_page().items()]
    return _under("sources", tongue.phrases.labels["sources"], "\n".join(rows)) if rows else ""


def _article(reading: Reading, cites: Sequence[Cite], tongue: Speaker) -> str:
    labels, page = tongue.phrases.labels, reading.page
    body = "".join(_piece(words, [cites[n].anchor for n in begin], marked=marked) for words, begin, marked in pieces(page.text, cites))
    about = filter(None, (page.source, page.outlet, f"{labels['written']} {day(reading.written.day, tongue)}", page.url))
    back = f'<p class="meta"><a href="#top">{text(labels["back"])}</a></p>'
    head = f'<h3>{text(page.title or page.source)}</h3><p class="meta">{text(" · ".join(about))}</p>'
    return f'<article>{head}<div class="text">{body}</div>{back}</article>'


def _piece(words: str, anchors: Sequence[str], *, marked: bool) -> str:
    marks = "".join(f'<a id="{anchor}"></a>' for anchor in anchors)
    return marks + (f"<mark>{text(words)}</mark>" if marked else text(words))
