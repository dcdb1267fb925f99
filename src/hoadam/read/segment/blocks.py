"""What zone and story does each line get? From the decoded states to blocks."""

from collections.abc import Sequence

from hoadam.model.page import Block, Zone
from hoadam.packs.fold import Folded
from hoadam.read.segment.cues import EDGES, Cues
from hoadam.read.segment.decode import decode
from hoadam.read.segment.features import featured, topic
from hoadam.read.segment.lines import Line, lines_of

ZONES: tuple[tuple[str, Zone], ...] = (
    ("head", "headline"),
    ("lede", "lede"),
    ("body", "body"),
    ("sub", "body"),
    ("cap", "caption"),
    ("tailcap", "caption"),
    ("by", "byline"),
    ("end", "byline"),
    ("furn", "furniture"),
    ("pfurn", "furniture"),
    ("heading", "furniture"),
    ("ahead", "headline"),
    ("alede", "lede"),
    ("abody", "body"),
    ("acap", "caption"),
)
TEASER = frozenset({"title", "copy", "text", "tcap", "more"})
OWN = frozenset({"head", "lede", "body"})
FEW = 2  # names: fewer say nothing of the topic
LONG = 5  # letters of a name that by itself makes a teaser related to the headline
SHARED = 0.34  # of a teaser's names
APPENDED = frozenset({"ahead", "alede", "abody", "acap"})


def segment(text: Folded, cues: Cues, lede: str | None = None) -> tuple[Block, ...]:
    """One block a non-empty line, in order: its zone, its story, and the block that it repeats."""
    lines = lines_of(text)
    if not lines:
        return ()
    features = featured(lines, cues, lede)
    states = _with_lede(lines, decode(features, cues.weights))
    stories = _stories(lines, states)
    zones = _zones(lines, states, stories, cues)
    return tuple(
        Block(line.start, line.end, zone, story, lines[line.repeats[0]].start if line.repeats else None, _why(state, found))
        for line, state, found, zone, story in zip(lines, states, features, zones, stories, strict=True)
    )


def _with_lede(lines: Sequence[Line], states: list[str]) -> list[str]:
    """The states with the first paragraph of an article for its lede, where the page has lost it."""
    found = list(states)
    for before, lede, body in ((("head", "by", "cap", "furn"), "lede", "body"), (("ahead", "acap"), "alede", "abody")):
        for i, state in enumerate(states):
            if state == body and lines[i].size != "huge" and (i == 0 or found[i - 1] in before) and lede not in found[:i]:
                found[i] = lede
                break
    return found


def _stories(lines: Sequence[Line], states: Sequence[str]) -> list[int]:
    """The number of the story that each line belongs to; a repeated teaser keeps its first number."""
    found: list[int] = []
    last = current = 0
    before = ""
    for line, state in zip(lines, states, strict=True):
        if state in TEASER and line.repeats and states[line.repeats[0]] in TEASER:
            current = found[line.repeats[0]]
        elif _opens(state, before):
            last += 1
            current = last
        found.append(current if state in TEASER or state in APPENDED else 0)
        before = state
    return found


def _opens(state: str, before: str) -> bool:
    """True where a new story begins."""
    if state in {"more", "tcap"}:
        return True
    if state == "title":
        return before != "tcap"
    if state == "ahead":
        return before != "ahead"
    if state in {"text", "copy"}:
        return before not in TEASER or (state == "text" and before == "text")
    return state in APPENDED and before not in APPENDED


def _zones(lines: Sequence[Line], states: Sequence[str], stories: Sequence[int], cues: Cues) -> list[Zone]:
    """The zone of each line; teasers are related or sidebar by the heading above them, else by what they are about."""
    named = dict(ZONES)
    sides = _sides(lines, states, stories, cues)
    return [named[state] if state in named else sides[story] for state, story in zip(states, stories, strict=True)]


def _sides(lines: Sequence[Line], states: Sequence[str], stories: Sequence[int], cues: Cues) -> dict[int, Zone]:
    """Related or sidebar, for each teaser's story."""
    found: dict[int, Zone] = {}
    names: dict[int, set[str]] = {}
    under: Zone | None = None
    for line, state, story in zip(lines, states, stories, strict=True):
        if state == "heading":
            under = "sidebar" if cues.sidebar.match(line.lower.strip(EDGES)) else "related"
        elif state == "body":
            under = None
        elif state in TEASER:
            if under or state == "more":
                found.setdefault(story, under or "related")
            names.setdefault(story, set()).update(_words(line))
    own = [line for line, state in zip(lines, states, strict=True) if state in OWN] or lines
    about, title = topic(own), frozenset(name for name in _words(own[0]) if len(name) >= LONG)
    last: Zone = "related"
    for story, words in names.items():
        if words & title or len(words & about) >= SHARED * max(FEW, len(words)):
            last = found.setdefault(story, "related")
        else:
            last = found.setdefault(story, last if len(words) < FEW else "sidebar")
    return found


def _words(line: Line) -> frozenset[str]:
    """The names of a line, its first word too if it looks like one."""
    return line.names | {word for word in line.text.replace("-", " ").split()[:1] if word[0].isupper()}


def _why(state: str, features: Sequence[str]) -> str:
    """The state and the two or three cues that were seen, in short words."""
    shown = [feature for feature in features if feature not in {"always", "tiny", "brief", "short", "mid", "long", "para", "huge"}]
    return f"{state}: {', '.join(shown)}" if shown else state
