"""What a terminal shows of lists: timeline, board, search, unread pages, and summaries of readings and stories."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hoadam.answers.rows import name_of, names
from hoadam.cli.output import shown
from hoadam.model.event import Event
from hoadam.model.story import Certainty, Conflict, Line, Reading, Story, Track, Unread
from hoadam.model.time import Day
from hoadam.ports import Entry, Hit

# Each certainty has a sign, a word and a colour, so that none of the three is needed alone.
MARKS: dict[Certainty, tuple[str, str, str]] = {
    "certain": ("●", "certain", "green"),
    "planned": ("◷", "planned", "cyan"),
    "disputed": ("≠", "disputed", "red"),
    "single-source": ("○", "one source", "yellow"),
}
QUOTE = 150
FEWEST = 6  # letters of an id: fewer are hard to find again


def plain_table(*columns: str) -> Table:
    """A table without frame: it fits 80 columns, and copies well."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def timeline_table(entries: Sequence[Entry]) -> RenderableType:
    """Day, certainty, what happened with its clearest quote, and the id to ask on with."""
    table = plain_table("Day", "How sure", "What", "Id")
    table.columns[0].no_wrap = table.columns[1].no_wrap = table.columns[3].no_wrap = True
    short = short_ids([entry.episode.id for entry in entries])
    for entry in entries:
        table.add_row(_day(entry.episode.date), _mark(entry.episode.certainty), _what(entry), short[entry.episode.id])
    return Group(table, Text(_count(entries), style="dim"))


def _what(entry: Entry) -> Text:
    text = Text(shown(entry.text))
    if entry.words:
        text.append(f"\n“{clipped(entry.words)}”", style="dim")
    return text


def _mark(certainty: Certainty) -> Text:
    sign, word, colour = MARKS[certainty]
    return Text(f"{sign} {word}", style=colour)


def _count(entries: Sequence[Entry]) -> str:
    counts = {word: sum(entry.episode.certainty == kind for entry in entries) for kind, (_, word, _) in MARKS.items()}
    return f"{len(entries)} episodes: " + ", ".join(f"{count} {word}" for word, count in counts.items())


def _day(day: Day) -> str:
    return day_text(day.value, day.earliest, day.latest)


def day_text(value: str | None, earliest: str | None, latest: str | None) -> str:
    """The day as known: itself, its bounds, the one that is known, or that it is unknown."""
    if value and len(value) <= 10:
        return value
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest}\nto {latest}"
    return f"from {earliest}" if earliest else f"by {latest}" if latest else "undated"


def board_table(tracks: Sequence[Track]) -> RenderableType:
    """Each thread of the process, where it stands, since when, and what is due."""
    table = plain_table("Process", "Thread", "Now", "Since", "Due", "Id")
    short = short_ids([track.id for track in tracks])
    for column in (3, 4, 5):
        table.columns[column].no_wrap = True
    for track in tracks:
        last = track.states[-1].date if track.states else Day()
        due = Text(_day(track.due), style="red" if track.overdue else "") if track.due else Text("")
        name = Text(shown(track.name or ", ".join(names(track.parties))))
        table.add_row(track.kind, name, Text(track.now, style="bold"), _day(last), due, short[track.id])
    return Group(table, Text(f"{len(tracks)} threads", style="dim"))


def conflicts_table(conflicts: Sequence[Conflict]) -> RenderableType:
    """Each conflict by its most told dyad, where and when it is fought, and what was put together for which reason."""
    table = plain_table("Conflict", "Where", "From", "To", "Episodes", "Dyads")
    for one in conflicts:
        dyads = Text(", ".join(one.dyads))
        for why in one.why:
            dyads.append(f"\n{why}", style="dim")
        table.add_row(Text(one.id, style="bold"), one.theatre or "", one.first or "", one.last or "", str(len(one.members)), dyads)
    return Group(table, Text(f"{len(conflicts)} conflicts", style="dim"))


def hits_table(hits: Sequence[Hit]) -> RenderableType:
    """Day, page, the sentence with the words, and the page's id."""
    table = plain_table("Day", "Page", "Words", "Id")
    table.columns[0].no_wrap = table.columns[3].no_wrap = True
    short = short_ids([page_key(hit.page) for hit in hits])
    for hit in hits:
        words = Text(f"“{clipped(hit.words)}”" if hit.words else "(in the title)", style="" if hit.exact else "dim")
        table.add_row(_day(hit.written), Text(shown(hit.title or hit.source)), words, short[page_key(hit.page)])
    exact = sum(hit.exact for hit in hits)
    return Group(table, Text(f"{len(hits)} pages: {exact} with these very accents, {len(hits) - exact} without", style="dim"))


def unread_table(unread: Sequence[Unread]) -> RenderableType:
    """Each page and the reason."""
    table = plain_table("Page", "Why it was not read")
    for one in unread:
        table.add_row(Text(shown(one.source)), Text(shown(one.reason)))
    return Group(table, Text(f"{len(unread)} pages", style="dim"))


def reading_summary(reading: Reading) -> RenderableType:
    """One page in a few lines: its date and how we know, its parts, and its events."""
    page, written = reading.page, reading.written
    head = Text(shown(page.title or page.source), style="bold")
    cue = f" (because: {shown(written.why[0].cue)})" if written.why else ""
    zones = ", ".join(f"{count} {zone}" for zone, count in Counter(block.zone for block in reading.blocks).items())
    counts = f"{len(reading.times)} times, {len(reading.mentions)} mentions, {len(reading.claims)} claims"
    table = plain_table("Day", "Status", "Event")
    for event in reading.events:
        table.add_row(_day(event.date), event.status, _event(event, page.text))
    return Group(
        head,
        Text(f"{shown(page.source)} · written {_day(written.day)}, {written.confidence:.0%} sure{cue}"),
        Text(f"{zones or 'no block'} · {counts}", style="dim"),
        table if reading.events else Text("no event", style="dim"),
        Text(""),
    )


def _event(event: Event, text: str) -> Text:
    who = ", ".join(map(name_of, event.source)) or "?"
    whom = ", ".join(map(name_of, event.target))
    what = f"{event.type} {event.mode}" if event.mode else event.type
    line = Text(shown(f"{what}: {who}{' → ' + whom if whom else ''}"))
    if event.quotes:
        line.append(f"\n“{clipped(event.quotes[0].of(text))}”", style="dim")
    return line


def story_summary(story: Story, entries: Sequence[Entry], say: Callable[[Line], str]) -> RenderableType:
    """The brief, the timeline and the board."""
    brief = [Text(f"{MARKS[line.certainty][0]} {_day(line.date)}  {shown(say(line))}") for line in story.brief]
    parts: list[RenderableType] = [*brief, Text(""), timeline_table(entries)]
    if story.tracks:
        parts += [Text(""), board_table(story.tracks)]
    return Group(*parts)


def clipped(words: str, longest: int = QUOTE) -> str:
    """The words on one line, cut at a word's end where they are long."""
    line = shown(" ".join(words.split()))
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id by its shortest beginning that no other has."""
    ordered = sorted(set(ids))
    size = dict.fromkeys(ordered, FEWEST)
    for a, b in pairwise(ordered):
        same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        size[a], size[b] = max(size[a], same + 1), max(size[b], same + 1)
    return {one: one[: size[one]] for one in ordered}


def page_key(page: str) -> str:
    """A page's id without the name of its hash, which all share."""
    return page.removeprefix("sha256")
