"""The story as a vault of Markdown notes in one ZIP file, for Obsidian and the like: a note an episode, actor, thread and page, all linked.

Words of pages are kept word for word: quotes are escaped so that they show as they are, and a page's text stands in a block of code.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from hoadam.export.lookup import Proof, by_day, proofs
from hoadam.export.markdown import plain
from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.story import Episode, Reading, Story, Track
from hoadam.packs.citing import clean
from hoadam.packs.kit import Kit
from hoadam.packs.saying import (
    Speaker,
    actor_name,
    concluded,
    day,
    known_by,
    place,
    sentence,
    speaker_of,
    state_name,
    tolls,
    track_name,
)

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file knows: the same story gives the same bytes
LONGEST = 60  # letters of a name that become part of a file's name
_UNSAFE = re.compile(r"[^\w .,-]+")
_TICKS = re.compile("`{3,}")
Note = tuple[str, str]  # its path in the vault, and its text


class Names(Record, frozen=True):
    """The note of each thing of the story, by its key: paths without the ending."""

    episodes: dict[str, str]
    actors: dict[str, str]
    tracks: dict[str, str]
    pages: dict[str, str]


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> bytes:
    """The ZIP file."""
    tongue, out = speaker_of(kit, lang), io.BytesIO()
    names = _names(story, tongue)
    with zipfile.ZipFile(out, "w") as made:
        for path, words in notes(story, readings, names, tongue):
            made.writestr(zipfile.ZipInfo(f"hoadam/{path}.md", EPOCH), words.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def notes(story: Story, readings: Mapping[str, Reading], names: Names, tongue: Speaker) -> Iterator[Note]:
    """Every note, the index first."""
    yield "index", _index(story, names, tongue)
    for episode in story.episodes:
        yield names.episodes[episode.id], _episode(episode, proofs(episode, readings), names, tongue)
    for track in story.tracks:
        yield names.tracks[track.id], _track(track, names, tongue)
    yield from _actors(story, names, tongue)
    for key in names.pages:
        if key in readings:
            yield names.pages[key], _page(readings[key], story, names, tongue)


def _names(story: Story, tongue: Speaker) -> Names:
    actors = {_key(actor): actor for episode in story.episodes for actor in _all(episode)}
    pages = dict.fromkeys(report.page for episode in story.episodes for report in episode.reports)
    return Names(
        {one.id: f"episodes/{_safe(one.date.value or '0000')} {one.id}" for one in story.episodes},
        {key: f"actors/{_safe(actor_name(actor, tongue))} {_safe(key)}" for key, actor in actors.items()},
        {track.id: f"threads/{_safe(track.kind)} {_safe(track.id)}" for track in story.tracks},
        {key: f"pages/{key.removeprefix('sha256')[:16]}" for key in pages},
    )


def _all(episode: Episode) -> Iterable[Actor]:
    return (*episode.source, *episode.target, *episode.third)


def _key(actor: Actor) -> str:
    return f"{actor.code}.{actor.sector}" + (f" {actor.id or actor.name}" if actor.id or actor.name else "")


def _safe(words: str) -> str:
    """Words that may be part of a file's name on any system, and of a link."""
    return " ".join(_UNSAFE.sub(" ", clean(words)).split())[:LONGEST].strip(" .") or "_"


def _link(path: str, words: str, mark: str = "") -> str:
    """A link to a note, shown as these words."""
    return f"[[{path}{'#^' + mark if mark else ''}|{plain(words).replace('|', ' ').replace(']', ' ').replace('[', ' ')}]]"


def _front(**fields: object) -> str:
    """The fields of a note as YAML, each value in JSON, which YAML takes; those without value are left out."""
    known = {key: value for key, value in fields.items() if value not in (None, "", [])}
    return "\n".join(["---", *(f"{key}: {_json(value)}" for key, value in known.items()), "---", ""])


def _json(value: object) -> str:
    kept = clean(value) if isinstance(value, str) else [clean(str(one)) for one in value] if isinstance(value, list) else value
    return msgspec.json.encode(kept).decode()


def _index(story: Story, names: Names, tongue: Speaker) -> str:
    labels = tongue.phrases.labels
    dated = {one.id for one in by_day(story.episodes)}
    episodes = [*by_day(story.episodes), *(one for one in story.episodes if one.id not in dated)]
    lines = [f"- {_line(one, names, tongue)}" for one in episodes]
    tracks = [
        f"- {_link(names.tracks[one.id], track_name(one, tongue))}: {plain(state_name(one.kind, one.now, tongue))}" for one in story.tracks
    ]
    parts = [_front(title=labels["title"]), f"# {plain(labels['title'])}", f"## {plain(labels['board'])}", *tracks]
    return "\n".join([*parts, f"\n## {plain(labels['timeline'])}", *lines]) + "\n"


def _line(one: Episode, names: Names, tongue: Speaker) -> str:
    label = plain(tongue.phrases.labels[one.certainty])
    return f"{plain(day(one.date, tongue))} {_link(names.episodes[one.id], sentence(one, tongue))} *\\({label}\\)*"


def _episode(one: Episode, found: Sequence[Proof], names: Names, tongue: Speaker) -> str:
    words = sentence(one, tongue)
    front = _front(
        id=one.id, title=words, date=one.date.value, earliest=one.date.earliest, latest=one.date.latest, type=one.type, mode=one.mode,
        status=one.status, certainty=one.certainty, process=one.process, step=one.step, outlets=one.outlets,
        place=place(one.place, tongue) if one.place else None, tags=[one.type, *([one.process] if one.process else [])],
    )  # fmt: skip
    sides = [_link(names.actors[_key(actor)], actor_name(actor, tongue)) for actor in _all(one)]
    counts = [f"- {plain(tolls(told, what, tongue))}" for told, what in ((one.killed, "killed"), (one.injured, "injured")) if told.claims]
    quotes = [line for proof in found for line in _quote(proof, names)]
    return (
        "\n".join(
            [front, f"# {plain(words)}", "", ", ".join(sides), "", *counts, f"\n## {plain(tongue.phrases.labels['sources'])}", *quotes]
        )
        + "\n"
    )


def _quote(proof: Proof, names: Names) -> list[str]:
    """A quote with a link to its place on its page."""
    shown = proof.reading.page.title or proof.report.outlet or proof.report.source
    link = _link(names.pages[proof.report.page], shown, f"q{proof.start}-{proof.end}")
    return ["", f"> {plain(proof.words)}", ">", f"> {link}, {plain(proof.report.written or '?')}"]


def _track(track: Track, names: Names, tongue: Speaker) -> str:
    states = []
    for state in track.states:
        links = " ".join(_link(names.episodes[key], key) for key in state.episodes if key in names.episodes)
        marks = "; ".join(filter(None, (tongue.phrases.labels[f"status {state.status}"], known_by(state, tongue))))
        said = f"**{plain(state_name(track.kind, state.state, tongue))}**" + (f" \\({plain(marks)}\\)" if marks else "")
        states.append(f"- {plain(day(state.date, tongue))} {said} {links}")
    name, told = track_name(track, tongue), concluded(track, tongue)
    front = _front(
        id=track.id, title=name, kind=track.kind, now=track.now, overdue=track.overdue, due=track.due.value if track.due else None
    )
    return "\n".join([front, f"# {plain(name)}", "", *([plain(told), ""] if told else []), *states]) + "\n"


def _actors(story: Story, names: Names, tongue: Speaker) -> Iterator[Note]:
    """A note an actor, with all that it took part in."""
    lines: dict[str, list[str]] = {}
    shown: dict[str, Actor] = {}
    for episode in story.episodes:
        for key, actor in {_key(actor): actor for actor in _all(episode)}.items():
            lines.setdefault(key, []).append(f"- {_line(episode, names, tongue)}")
            shown.setdefault(key, actor)
    for key, actor in shown.items():
        name = actor_name(actor, tongue)
        front = _front(title=name, code=actor.code, sector=actor.sector, id=actor.id)
        yield names.actors[key], "\n".join([front, f"# {plain(name)}", "", *lines[key]]) + "\n"


def _page(reading: Reading, story: Story, names: Names, tongue: Speaker) -> str:
    page, written = reading.page, reading.written
    front = _front(
        id=page.id, title=page.title, source=page.source, url=page.url, outlet=page.outlet, written=written.value,
        earliest=written.earliest, latest=written.latest, lang=page.lang,
    )  # fmt: skip
    spans: dict[tuple[int, int], list[str]] = {}
    for episode in story.episodes:
        for report in episode.reports:
            if report.page == page.id and report.quotes:
                quote = report.quotes[0]
                spans.setdefault((quote.start, quote.end), []).append(_link(names.episodes[episode.id], sentence(episode, tongue)))
    quotes = [f"- {plain(page.text[a:b])} ({', '.join(links)}) ^q{a}-{b}" for (a, b), links in sorted(spans.items())]
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _TICKS.findall(page.text))])
    text = [fence + "text", clean(page.text), fence]
    return "\n".join([front, f"# {plain(page.title or page.source)}", "", *quotes, "", *text]) + "\n"
