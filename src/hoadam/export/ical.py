"""What is announced, for a calendar (RFC 5545): meetings, signings and the like that are planned for a day, week or month.

A meeting that has been held is `CONFIRMED`, one that was called off `CANCELLED`, any other `TENTATIVE`.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from hoadam.export.lookup import by_day, newest, proofs, span, urn
from hoadam.model.story import Episode, Reading, Story
from hoadam.packs.citing import clean
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, place, sentence, speaker_of

STATUS = {"done": "CONFIRMED", "called-off": "CANCELLED"}
LONGEST = 31  # days: what is only announced for a year is no entry of a calendar
LINE = 75  # octets of a line, after which it is folded


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
    """The file."""
    tongue = speaker_of(kit, lang)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hoadam//Chronicle//EN", "CALSCALE:GREGORIAN"]
    stamp = (newest(readings) or "1970-01-01").replace("-", "") + "T000000Z"  # no clock: the same story gives the same bytes
    for episode in by_day(story.episodes):
        if episode.status == "planned":
            lines += _entry(episode, readings, tongue, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entry(episode: Episode, readings: Mapping[str, Reading], tongue: Speaker, stamp: str) -> Iterator[str]:
    days = span(episode.date)
    if days is None or (days[1] - days[0]).days > LONGEST:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{urn('episode', episode.id)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{days[1] + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(sentence(episode, tongue))}"
    yield f"STATUS:{STATUS.get(episode.outcome or '', 'TENTATIVE')}"
    yield f"CATEGORIES:{episode.type}"
    yield "TRANSP:TRANSPARENT"
    yield from _place(episode, tongue)
    yield from _proof(episode, readings)
    yield "END:VEVENT"


def _place(episode: Episode, tongue: Speaker) -> Iterator[str]:
    if episode.place:
        yield f"LOCATION:{_text(place(episode.place, tongue))}"
        if episode.place.lat is not None and episode.place.lon is not None:
            yield f"GEO:{episode.place.lat};{episode.place.lon}"


def _proof(episode: Episode, readings: Mapping[str, Reading]) -> Iterator[str]:
    """The quotes with their pages, and the first page's address."""
    found = proofs(episode, readings)
    told = (f"“{proof.words}” ({proof.report.outlet or proof.report.source}, {proof.report.written or '?'})" for proof in found)
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    if url := next((proof.reading.page.url for proof in found if proof.reading.page.url), None):
        yield f"URL:{clean(url).replace(chr(10), '').replace(chr(13), '')}"


def _text(words: str) -> str:
    """A TEXT value: its special characters escaped, no line end of its own."""
    plain = clean(words).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, a character never cut."""
    parts, part, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE:
            parts.append(part)
            part, size = "", 1  # the space that marks a continued line counts
        part, size = part + char, size + width
    return "\r\n ".join([*parts, part])
