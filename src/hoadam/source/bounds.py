"""Is the shape of an HTML document within bounds? Looked at before any parser, because some shapes stop one (see the figures)."""

import re

DEPTH = 512  # elements inside one another; libxml2 drops what stands deeper than 256 without a word
ATTRIBUTES = 500  # of one element: 40,000 hold libxml2 for 12.7 s, for it compares each with each
LEAST = 2 * ATTRIBUTES  # letters of a tag with so many
# Possessive throughout, and every match ends behind where it began, so that the time is linear in the document (0.25 s for 9 MB at worst).
_TAG = re.compile(r"""<(/?+)([a-zA-Z][a-zA-Z0-9:-]*+)(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+>?""")
_ATTRIBUTE = re.compile(r"""[^\s"'>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+""")
_RAW = ("script", "style", "textarea", "title", "xmp", "noscript")  # their tags are no tags
# Elements that have no end, or whose end may be left out: they do not nest.
_FLAT = frozenset(
    (  # noqa: SIM905  (a list of as many lines says no more)
        "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead tbody tfoot "
        "caption colgroup rt rp a html head body"
    ).split()
)


def out_of_bounds(html: str) -> str | None:
    """Why the document is not to be parsed, as a sentence; None when it may be."""
    depth = at = 0
    endless: set[str] = set()  # looked for once: otherwise a million unclosed scripts would each be looked for to the end
    while match := _TAG.search(html, at):
        at = match.end()
        closing, name = match.group(1), match.group(2).lower()
        if at - match.start() > LEAST and _attributes(html, match) > ATTRIBUTES:
            return f"an element of its HTML has more than {ATTRIBUTES} attributes."
        if closing:
            depth -= depth > 0 and name not in _FLAT
        elif name in _RAW:
            behind = at if name in endless else _behind(html, name, at)
            endless |= {name} if behind == at else set()
            at = behind
        elif name not in _FLAT and html[at - 2 : at] != "/>":
            depth += 1
        if depth > DEPTH:
            return f"its HTML is nested more than {DEPTH} elements deep."
    return None


def _behind(html: str, name: str, at: int) -> int:
    """Where the text of the element ends, and its end tag; `at` where it has none."""
    end = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(html, at)
    return end.end() if end else at


def _attributes(html: str, tag: re.Match[str]) -> int:
    """How many attributes the tag has, counted no further than there are too many."""
    count = 0
    for _ in _ATTRIBUTE.finditer(html, tag.end(2), tag.end()):
        count += 1
        if count > ATTRIBUTES:
            break
    return count
