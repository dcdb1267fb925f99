"""What speaks for this or that part of a page in each line? Features that the decoder weighs."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hoadam.read.segment.cues import EDGES, Cues
from hoadam.read.segment.lines import WORD, Line

NAME = re.compile(r"[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){0,4}")
CUT = re.compile(r"(?:\.\s?\.\s?\.|…)[\s|\"']*$")
HEADING_LENGTH = 90
TAIL = 110
TELLING = 180  # longer lines are hardly captions without a mark
OPENING = 6  # lines that say what the page is about
ENOUGH = 12  # pairs of words without which nothing can be said of kinship
BREAK, TIGHT = 0.045, 0.1  # of the pairs after a title-like line .15 stood before in the same article, .04 in another on its topic
STRANGE = 0.02


def featured(lines: Sequence[Line], cues: Cues, lede: str | None = None) -> list[list[str]]:
    """The features of every line, in the order of the lines."""
    own = [[*_shape(line), *_cued(line, cues)] for line in lines]
    _doubt_names(lines, own)
    _repeats(lines, own)
    _neighbours(lines, own, cues)
    _topics(lines, own)
    if lede:
        _sapo(lines, own, lede)
    return own


def _shape(line: Line) -> list[str]:
    """How long the line is, how it begins and how it ends."""
    found = ["always", line.size] if line.size != "huge" else ["always", "para", "huge"]
    text = line.text
    found.append(_ending(text))
    if text[-1] == "?" or text[-2:] in {'?"', "?'"}:
        found.append("ask")
    if line.titular and line.size in {"short", "mid"} and found[-1] in {"open", "ask"}:
        found.append("titular")
    if line.multi:
        found.append("multi")
    if text[0] in "\"'" or text.startswith("- "):
        found.append("quoted")
    elif text[0].islower():
        found.append("lower")
    elif text[0] == "|":
        found.append("pipe")
    return found


def _ending(text: str) -> str:
    last = text.rstrip(" |\"')]")[-1:] or text[-1]
    if last in ".…" and CUT.search(text):
        return "cut"
    if last in ".!;":
        return "stop"
    if text[-1] in "\"'" and last in "?,":
        return "stop"
    return "colon" if last in ":," else "open"


def _cued(line: Line, cues: Cues) -> list[str]:
    """What the pack's cues say of the line."""
    lower = line.lower
    found = _small(line, cues) if len(lower) <= HEADING_LENGTH else []
    if cues.more.match(lower):
        found.append("more")
    if cues.caption_end.search(lower, max(0, len(lower) - TAIL)):
        found.append("marked")
    elif line.size != "huge" and cues.caption_start.match(lower):
        found.append("pictured")
    if len(lower) <= TELLING:
        told = not cues.narrates.isdisjoint(line.words) or not cues.narrates_two.isdisjoint(pairwise(line.words))
        found += ["narrates"] if told else []
        found += ["depicts"] if cues.depicts.search(lower) else []
    if cues.prefix.match(lower):
        found.append("prefix")
    if " - " in lower:
        inner = cues.inner.search(lower)
        if inner and line.text[inner.start() + 1].isupper():
            found.append("glued")
    if cues.day.match(lower):
        found.append("dated")
    return found


def _small(line: Line, cues: Cues) -> list[str]:
    """Cues that only a whole short line can match."""
    bare = line.lower.strip(EDGES)
    if cues.related.match(bare) or cues.sidebar.match(bare):
        return ["heading"]
    if cues.furniture.match(bare):
        return ["furniture"]
    credit = cues.credit.fullmatch(bare) if len(line.words) <= 10 else None
    if credit and (credit.group(2) or any(word[0].isupper() for word in line.text.split()[1:])):
        return ["credit"]
    if line.size == "tiny" and _is_name(line.text):
        return ["name"]
    return ["byline"] if cues.byline.fullmatch(bare) else []


def _is_name(text: str) -> bool:
    """True for two to five capitalised words, or initials; a full stop after whole words makes a caption of them."""
    words = text.split()
    initials = text.count(".") > 1 or "." in text[:-1]
    return bool(NAME.fullmatch(text)) and all(word[0].isupper() for word in words) and (initials or (len(words) > 1 and text[-1] != "."))


def _doubt_names(lines: Sequence[Line], own: list[list[str]]) -> None:
    """Take a name back when the page speaks of it: then it is a tag or a subheading, not an author."""
    for i, found in enumerate(own):
        if "name" in found and any(lines[i].lower in line.lower for line in lines if len(line.words) > len(lines[i].words)):
            found.remove("name")


def _repeats(lines: Sequence[Line], own: list[list[str]]) -> None:
    """Mark repeats, twins (a title printed twice) and lines that come again later."""
    for i, line in enumerate(lines):
        if line.repeats is None:
            continue
        first, exact = line.repeats
        own[i].append("repeat" if exact else "echo")
        if exact and first == 0:
            own[i].append("rehead")
        elif exact and "again" not in own[first] and "twin" not in own[first]:
            own[first].append("twin" if i - first <= 2 and lines[first].titular else "again")


def _neighbours(lines: Sequence[Line], own: list[list[str]], cues: Cues) -> None:
    """Mark what a line is to those round it: first, last, apart, under a title, a second dateline, a restart."""
    airy = sum(line.blank for line in lines[2:]) > 0.3 * max(1, len(lines) - 2)
    prefixed, opened = False, None
    for i, line in enumerate(lines):
        found = own[i]
        if "prefix" in found:
            if prefixed:
                found.append("prefixed")
            prefixed = True
        if line.blank and not airy and i > 2:
            found.append("apart")
        if i and lines[i - 1].titular and not line.titular:
            found += _under(lines[i - 1], line, cues)
        if "dated" in found:
            day = cues.day.match(line.lower)
            if opened and day and day.group(1) != opened and i and lines[i - 1].titular and lines[i - 1].size in {"short", "mid"}:
                found.append("restart")
                own[i - 1].append("reopens")
            opened = opened or (day.group(1) if day else None)
    if own:
        own[0].append("first")
        own[-1].append("last")


def _under(title: Line, line: Line, cues: Cues) -> list[str]:
    """What tells a lede under its title from a paragraph under a subheading: a day, and the title's words again."""
    found = []
    if cues.anyday.search(line.lower):
        found.append("dateline")
    words = {word for word in title.words if len(word) > 1}
    shared = len(words.intersection(line.words))
    if shared >= 3 and shared >= 0.3 * len(words):
        found.append("headed")
    return found


def topic(lines: Sequence[Line]) -> frozenset[str]:
    """The names in the first lines: what the page is about."""
    told = [line for line in lines[1:10] if not line.titular and line.size not in {"tiny", "brief"}]
    return frozenset().union(*(line.names for line in [*lines[:1], *told[:3]]))


def _topics(lines: Sequence[Line], own: list[list[str]]) -> None:
    """Mark lines by what they share with the head of the page, and title-like lines by how well what follows them fits in."""
    about = topic(lines)
    head: set[int] = set()
    seen: set[int] = set()
    for i, line in enumerate(lines):
        if i < OPENING:
            head |= line.pairs
        else:
            own[i] += _kinship(line, about, head)
        if i >= 3 and line.titular:
            coming = set().union(*[lines[k].pairs for k in range(i + 1, min(i + 4, len(lines))) if not lines[k].titular])
            if len(coming) >= ENOUGH:
                known = len(coming & seen) / len(coming)
                own[i].append("break" if known < BREAK else "loose" if known < TIGHT else "tight")
        seen |= line.pairs


def _kinship(line: Line, about: frozenset[str], head: set[int]) -> list[str]:
    """Whether a line shares no names or no pairs of words with the head of the page.

    That it shares some says nothing: an older article under this one is mostly on its topic.
    """
    found = ["offtopic"] if len(line.names) > 1 and line.names.isdisjoint(about) else []
    strange = len(line.pairs) >= ENOUGH and len(line.pairs & head) < STRANGE * len(line.pairs)
    return [*found, "strange"] if strange else found


def _sapo(lines: Sequence[Line], own: list[list[str]], lede: str) -> None:
    """Mark the line that is the standfirst known from the page's metadata."""
    wanted = WORD.findall(lede.lower())
    for line, found in zip(lines, own, strict=True):
        if line.words == wanted:
            found.append("sapo")
            return
