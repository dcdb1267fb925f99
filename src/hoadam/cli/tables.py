"""What a terminal shows of lists: timeline, board, search, unread pages, and summaries of readings and stories."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby, pairwise

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hoadam.answers.board import takers
from hoadam.cli.output import shown
from hoadam.cli.tongue import Tongue, name_of_track
from hoadam.model.event import Event
from hoadam.model.story import Certainty, Conflict, Line, Reading, Story, Track, Unread
from hoadam.model.time import Day, Written
from hoadam.packs.saying import concluded, known_by
from hoadam.ports import Entry, Hit

# Each certainty has a sign, a word and a colour, so that none of the three is needed alone.
MARKS: dict[Certainty, tuple[str, str]] = {
    "certain": ("●", "green"),
    "planned": ("◷", "cyan"),
    "disputed": ("≠", "red"),
    "single-source": ("○", "yellow"),
}
QUOTE = 150
FEWEST = 6  # letters of an id: fewer are hard to find again


def plain_table(*columns: str) -> Table:
    """A table without frame: it fits 80 columns, and copies well."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def timeline_table(entries: Sequence[Entry], tongue: Tongue) -> RenderableType:
    """Day, certainty, what happened with its clearest quote, and the id to ask on with."""
    table = plain_table(*map(tongue.t, ("date", "certainty", "happening", "id")))
    table.columns[1].no_wrap = table.columns[3].no_wrap = True
    short = short_ids([entry.episode.id for entry in entries])
    for entry in entries:
        table.add_row(
            _day(entry.episode.date, tongue), mark(entry.episode.certainty, tongue), _what(entry, tongue), short[entry.episode.id]
        )
    return Group(table, Text(_count(entries, tongue), style="dim"))


def _what(entry: Entry, tongue: Tongue) -> Text:
    text = Text(shown(tongue.text(entry)))
    if entry.words:
        text.append(f"\n“{clipped(entry.words)}”", style="dim")
    return text


def mark(certainty: Certainty, tongue: Tongue) -> Text:
    """How sure it is, by sign, word and colour."""
    sign, colour = MARKS[certainty]
    return Text(f"{sign} {tongue.t('sure ' + certainty)}", style=colour)


def _count(entries: Sequence[Entry], tongue: Tongue) -> str:
    counts = Counter(entry.episode.certainty for entry in entries)
    return f"{tongue.t('episodes', count=len(entries))}: " + ", ".join(f"{counts[kind]} {tongue.t('sure ' + kind)}" for kind in MARKS)


def _day(day: Day, tongue: Tongue) -> Text:
    return Text(tongue.day(day))


def board_table(tracks: Sequence[Track], tongue: Tongue) -> RenderableType:
    """Each thread under the name of its process, where it stands, since when, and what is due."""
    table = plain_table(*map(tongue.t, ("thread", "now", "since when", "due when", "id")))
    short = short_ids([track.id for track in tracks])
    for column in (2, 3, 4):
        table.columns[column].no_wrap = True
    for n, track in enumerate(tracks):
        if not n or track.kind != tracks[n - 1].kind:
            table.add_row(Text(tongue.process(track.kind), style="bold underline"))
        last = track.standing.date if track.standing else Day()
        due = _day(track.due, tongue) if track.due else Text("")
        due.stylize("red" if track.overdue else "")
        now = _now(track, tongue)
        table.add_row(Padding(_thread(track, tongue), (0, 0, 0, 2)), now, _day(last, tongue), due, short[track.id])
    return Group(table, Text(tongue.t("threads", count=len(tracks)), style="dim"))


def _now(track: Track, tongue: Tongue) -> Text:
    """Where a track stands, and who took that step where not all its sides did."""
    text = Text(tongue.state(track.kind, track.now), style="bold")
    alone = takers(track, track.standing) if track.standing else ()
    if alone:
        text.append(f"\n{shown(tongue.t('by whom', who=tongue.who(alone)))}", style="not bold dim")
    return text


def _thread(track: Track, tongue: Tongue) -> Text:
    """The sides of a track; below them what was concluded and not told."""
    text = Text(shown(name_of_track(track, tongue)))
    remarks = [concluded(track, tongue.speaker), known_by(track.standing, tongue.speaker) if track.standing else ""]
    for remark in filter(None, remarks):
        text.append(f"\n{shown(remark)}", style="dim")
    return text


def conflicts_table(conflicts: Sequence[Conflict], tongue: Tongue) -> RenderableType:
    """Each conflict by its most told dyad, where and when it is fought, and what was put together for which reason."""
    table = plain_table(*map(tongue.t, ("war", "place", "from", "to", "happenings told", "dyads")))
    for one in conflicts:
        dyads = Text(", ".join(one.dyads))
        for why in one.why:
            dyads.append(f"\n{tongue.said(why)}", style="dim")
        table.add_row(Text(one.id, style="bold"), one.theatre or "", one.first or "", one.last or "", str(len(one.members)), dyads)
    return Group(table, Text(tongue.t("wars", count=len(conflicts)), style="dim"))


def hits_table(hits: Sequence[Hit], tongue: Tongue) -> RenderableType:
    """Day, page, the sentence with the words, and the page's id."""
    table = plain_table(*map(tongue.t, ("date", "page", "words", "id")))
    table.columns[3].no_wrap = True
    short = short_ids([page_key(hit.page) for hit in hits])
    for hit in hits:
        words = Text(f"“{clipped(hit.words)}”" if hit.words else tongue.t("in the title"), style="" if hit.exact else "dim")
        table.add_row(_day(hit.written, tongue), Text(shown(hit.title or hit.source)), words, short[page_key(hit.page)])
    exact = sum(hit.exact for hit in hits)
    counted = tongue.t("accents", exact=exact, alike=len(hits) - exact)
    return Group(table, Text(f"{tongue.t('pages', count=len(hits))}: {counted}", style="dim"))


def unread_table(unread: Sequence[Unread], gone: Collection[str], tongue: Tongue) -> RenderableType:
    """Each page and the reason, and whether its file is gone."""
    table = plain_table(tongue.t("page"), tongue.t("why unread"))
    for one in unread:
        reason = Text(shown(tongue.said(one.reason)))
        table.add_row(Text(shown(one.source)), reason.append(f"\n{tongue.t('unread gone')}", style="dim") if one.source in gone else reason)
    return Group(table, Text(tongue.t("pages", count=len(unread)), style="dim"))


def reading_summary(reading: Reading, tongue: Tongue) -> RenderableType:
    """One page in a few lines: its date and how we know, its parts, and its events."""
    page, written = reading.page, reading.written
    zones = ", ".join(f"{count} {tongue.t('zone ' + zone)}" for zone, count in Counter(block.zone for block in reading.blocks).items())
    parts = (("times told", reading.times), ("mentions", reading.mentions), ("claims", reading.claims))
    counts = ", ".join(tongue.t(key, count=len(found)) for key, found in parts)
    table = plain_table(*map(tongue.t, ("date", "status", "happening")))
    for event in reading.events:
        table.add_row(_day(event.date, tongue), tongue.t("status " + event.status), _event(event, page.text, tongue))
    return Group(
        *page_head(page.title, page.source, written, tongue),
        Text(f"{zones or tongue.t('no block')} · {counts}", style="dim"),
        table if reading.events else Text(tongue.t("no event"), style="dim"),
        Text(""),
    )


def page_head(title: str | None, source: str, written: Written, tongue: Tongue) -> list[Text]:
    """The page by its title, where it has one, its file, and the day it was written with how sure that is and why."""
    why = [tongue.t("written sure", percent=round(written.confidence * 100))] if written.value else []  # of bounds alone there is no share
    why += [tongue.t("because cue", cue=shown(tongue.said(written.why[0].cue)))] if written.why else []
    known = tongue.t("was written", day=on_one_line(written.day, tongue)) + (f" ({'; '.join(why)})" if why else "")
    if not title or title == source:
        return [Text(shown(source), style="bold"), Text(known, style="dim")]
    return [Text(shown(title), style="bold"), Text(f"{shown(source)} · {known}", style="dim")]


def on_one_line(day: Day, tongue: Tongue) -> str:
    """The day as in a table, where a range stands on two lines, but on one."""
    return " ".join(tongue.day(day).split())


def _event(event: Event, text: str, tongue: Tongue) -> Text:
    who, whom = tongue.who(event.source) or "?", tongue.who(event.target)
    line = Text(shown(f"{kind_of(event.type, event.mode, tongue)}: {who}{' → ' + whom if whom else ''}"))
    if event.quotes:
        line.append(f"\n“{clipped(event.quotes[0].of(text))}”", style="dim")
    return line


def kind_of(type_: str, mode: str | None, tongue: Tongue) -> str:
    """A type of event and its mode in words, with the code of the type."""
    said = f"{tongue.t('type ' + type_)} ({type_})"
    return f"{said}: {tongue.t('mode ' + mode)}" if mode else said


def story_summary(story: Story, entries: Sequence[Entry], say: Callable[[Line], str], tongue: Tongue) -> RenderableType:
    """The brief by its sections, the timeline and the board."""
    headings = tongue.speaker.phrases.labels
    parts: list[RenderableType] = []
    for section, lines in groupby(story.brief, lambda line: line.section):
        told = [Padding(_brief(line, shown(say(line)), tongue), (0, 0, 0, 2)) for line in lines]
        parts += [Text(headings[section], style="bold underline"), *told, Text("")]
    parts += [Text(headings["timeline"], style="bold underline"), timeline_table(entries, tongue)]
    if story.tracks:
        parts += [Text(""), board_table(story.tracks, tongue)]
    return Group(*parts)


def _brief(line: Line, words: str, tongue: Tongue) -> Text:
    """A line of the brief as in a briefing: a gap has no certainty, and a thread or gap says its day itself."""
    if line.section == "gaps":
        return Text(f"– {words}")
    when = "" if line.section == "board" else f"{on_one_line(line.date, tongue)}  "
    return Text(f"{MARKS[line.certainty][0]} {when}{words}")


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
