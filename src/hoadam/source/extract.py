"""What is the text of an HTML document? Runs as a child process (see worker.py); only here is the parser imported."""

import re
from html.parser import HTMLParser
from typing import Any

import msgspec

from hoadam.confine import Answer, serve
from hoadam.model.plainly import plainly
from hoadam.source.bounds import out_of_bounds
from hoadam.source.worker import Asked, Extracted

LITTLE = 250
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    ]
)
SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "aside", "form", "button", "select", "option", "head"]
)
WORD = re.compile(r"\w+")
CUT = re.compile(r"(?:\.{3}|…)\s*$")


def extracted(asked: Asked) -> Extracted:
    """The document's text and header; `error` is set when there is no text in it."""
    from trafilatura import extract
    from trafilatura.utils import load_html

    from hoadam.source.header import Header, header_of

    if reason := out_of_bounds(asked.html):
        return Extracted(error=reason)
    tree = load_html(asked.html)
    header = header_of(tree) if tree is not None else Header()
    main = extract(tree, url=asked.url, output_format="txt", include_comments=False, with_metadata=False) if tree is not None else None
    lines, notes = _enough(lines_of(main or ""), asked.html)
    if not lines:
        return Extracted(error="there is no text in the HTML (a page made by scripts, perhaps).")
    lines, lede, more = _headed(lines, header)
    said = [f"The byline is {header.author}."] if header.author else []
    said += [f"It was changed on {header.changed}."] if header.changed and header.changed != header.written else []
    return Extracted(
        text="\n".join(lines),
        title=header.title,
        lede=lede,
        url=header.url,
        outlet=header.outlet,
        lang=header.lang,
        written=header.written,
        notes=(*notes, *more, *header.notes, *said),
    )


def lines_of(text: str) -> list[str]:
    """The paragraphs of an extraction, one a line, without list and table marks at their start."""
    return [line for line in (" ".join(part.split()) for part in text.splitlines()) if WORD.search(line)]


def _enough(lines: list[str], html: str) -> tuple[list[str], list[str]]:
    """The extraction, or all text of the document where the extraction is nothing or far too little, with a note."""
    size = sum(map(len, lines))
    if size >= 4 * LITTLE:
        return lines, []
    stripped = Stripper()
    stripped.feed(html)
    stripped.close()
    everything = stripped.lines()
    whole = sum(len(line) for line in everything if len(line) > 80)
    if whole <= LITTLE // 5 and lines:
        return lines, []
    if not lines or (size < LITTLE and whole > 2 * size):
        return everything, ["The main text could not be told from the rest; the whole page is shown."] if everything else []
    return lines, []


def _headed(lines: list[str], header: Any) -> tuple[list[str], str | None, list[str]]:
    """The lines with headline and standfirst in front where the extraction lost them."""
    notes: list[str] = []
    title = header.title
    at = next((i for i, line in enumerate(lines[:4]) if title and _words(line) == _words(title)), None)
    head, body = ([lines[at]], lines[:at] + lines[at + 1 :]) if at is not None else ([title] if title else [], lines)
    if title and at is None:
        notes.append("The headline was put back from the header.")
    lede, source = _lost(header.ledes, title or "", lines)
    if lede:
        notes.append(f"The standfirst was lost in the extraction and put back from {source}.")
        head.append(lede)
    return head + body, lede, notes


def _lost(ledes: tuple[tuple[str, str], ...], title: str, lines: list[str]) -> tuple[str | None, str]:
    """A standfirst that is a sentence of this article and stands nowhere in its lines, with its source."""
    text = " ".join(_words(" ".join(lines)))
    about = set(text.split()) | set(_words(title))
    for source, lede in ledes:
        words = _words(lede)
        if CUT.search(lede) or len(lede) < 40 or words == _words(title):
            continue
        middle = " ".join(words[2:-2])  # the outlet's prefix before it and its last word may differ
        if middle in text:
            return None, source
        if sum(word in about for word in words) >= 0.5 * len(words):
            return lede, source
    return None, ""


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


class Stripper(HTMLParser):
    """All text outside scripts, menus and footers, a block a line; made for documents too odd for a tree."""

    def __init__(self) -> None:
        """Nothing read yet."""
        super().__init__(convert_charrefs=True)
        self._skipping = 0
        self._inside: list[str] = []
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """A new line before blocks; nothing inside what is skipped."""
        if tag in SKIPPED:
            self._skipping += 1
            self._inside.append(tag)
        if tag in BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A new line after blocks."""
        if tag in self._inside:
            while self._inside.pop() != tag:
                self._skipping -= 1
            self._skipping -= 1
        if tag in BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        """The words themselves."""
        if not self._skipping:
            self._parts.append(" ".join(data.split("\n")))

    def lines(self) -> list[str]:
        """What was read."""
        return lines_of("".join(self._parts))


def main() -> None:
    """Answers documents on standard input until it ends."""
    serve(_started)


def _started(_hello: bytes) -> Answer:
    import trafilatura  # noqa: F401  (the memory limit would count its import, the first page its time)

    return lambda message: msgspec.msgpack.encode(_safely(message))


def _safely(message: bytes) -> Extracted:
    """The answer, or why there is none: no document may end the loop."""
    try:
        return extracted(msgspec.msgpack.decode(message, type=Asked))
    except MemoryError:
        return Extracted(error="its HTML needs more memory than a page may have.")
    except RecursionError:
        return Extracted(error="its HTML is nested too deeply.")
    except Exception as error:  # noqa: BLE001  (any fault of a parser is the page's, and is told)
        return Extracted(error=f"its HTML could not be parsed ({plainly(error)}).")


if __name__ == "__main__":
    main()
