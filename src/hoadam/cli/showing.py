"""What a terminal shows of one thing: an episode, event, page or track with all its evidence."""

from rich.console import Group, RenderableType
from rich.text import Text

from hoadam.answers.rows import name_of, names
from hoadam.cli.output import shown
from hoadam.cli.tables import MARKS, day_text, page_key, plain_table
from hoadam.cli.why import why_of
from hoadam.desk import Evidence, Shown
from hoadam.model.actor import Actor
from hoadam.model.event import Event
from hoadam.model.page import Block
from hoadam.model.story import Reading, Tolls, Track
from hoadam.model.time import Written
from hoadam.packs.converting import Coded
from hoadam.ports import Entry


def shown_thing(found: Shown, *, why: bool) -> RenderableType:
    """The thing, the answer first."""
    if found.entry:
        return _episode(found.entry, found.evidence, found.codes, why=why)
    if found.track:
        return _track(found.track)
    if found.reading:
        return _page(found.reading, found.episodes, why=why)
    parts = [part for one in found.evidence for part in _report(one, why=why)] + _codes(found.codes)
    return Group(*parts, Text(f"part of the episodes {', '.join(found.episodes)}" if found.episodes else "part of no episode", style="dim"))


def _codes(codes: tuple[Coded, ...]) -> list[Text]:
    """What each other codebook calls it, on one line each: code, names, Goldstein's score or the like."""
    lines = []
    for one in codes:
        named = one.code if one.code.lower() == one.name.lower() else f"{one.code} {one.name}"
        above = f" ({one.root_name})" if one.root != one.code and one.root_name != one.name else ""
        score = f", score {one.score:+g}" if one.score is not None else ""
        lines.append(Text(f"{one.book}: {named}{' ' + one.mode if one.mode else ''}{above}{score}"))
    return lines


def _episode(entry: Entry, evidence: tuple[Evidence, ...], codes: tuple[Coded, ...], *, why: bool) -> RenderableType:
    episode = entry.episode
    sign, word, colour = MARKS[episode.certainty]
    kind = f"{episode.type} {episode.mode}" if episode.mode else episode.type
    lines = [
        Text(shown(entry.text), style="bold"),
        Text(f"{day_text(episode.date.value, episode.date.earliest, episode.date.latest)} · ").append(f"{sign} {word}", style=colour),
        Text(f"{kind} · {episode.status} · outlets {episode.outlets}, reports {len(episode.reports)}"),
    ]
    lines += [Text(f"Through: {', '.join(names(episode.third))}")] if episode.third else []
    lines += [Text(f"Disputed: {', '.join(episode.disputed)}", style="red")] if episode.disputed else []
    lines += _codes(codes)
    lines += _tolls("Killed", episode.killed) + _tolls("Injured", episode.injured)
    lines += [part for one in evidence for part in _report(one, why=why)]
    if why:
        lines += [Text(f"joined by {reason}", style="dim") for reason in episode.why]
    return Group(*lines, Text(f"id {episode.id}", style="dim"))


def _tolls(word: str, tolls: Tolls) -> list[Text]:
    """Each claim on its own line: who counted, how many, of whom."""
    lines = []
    for claim in tolls.claims:
        low, high = claim.toll.min, claim.toll.max
        many = str(low) if low == high else f"at least {low}" if high is None else f"{low or 0} to {high}"
        lines.append(Text(f"{word}: {many} ({claim.toll.who}), says {_by(claim.said_by)}{', ' + claim.said if claim.said else ''}"))
    return lines


def _by(said_by: Actor | str | None) -> str:
    return "the report itself" if said_by is None else shown(said_by) if isinstance(said_by, str) else name_of(said_by)


def _report(one: Evidence, *, why: bool) -> list[Text]:
    report = one.report
    lines = [Text(""), Text(shown(one.title or report.source), style="bold")]
    lines += [Text(f"{shown(report.source)} · {_written(one.written)}", style="dim")]
    lines += [Text(shown(one.url), style="dim")] if one.url else []
    lines += [Text(f"“{shown(quote.words)}”  [{quote.start}-{quote.end}]") for quote in one.quotes]
    lines += [Text(f"on the word of {_by(report.said_by)}", style="dim")] if report.said_by else []
    lines += _rules(one.event, one.written) if why and one.event else []
    return [*lines, Text(f"event {report.event} · page {page_key(report.page)[:12]}", style="dim")]


def _written(written: Written) -> str:
    cue = f", because: {shown(written.why[0].cue)}" if written.why else ""
    return f"written {day_text(written.value, written.earliest, written.latest)} ({written.confidence:.0%} sure{cue})"


def _rules(event: Event, written: Written) -> list[Text]:
    """The rules that fired for an event, and the evidence for its page's date."""
    lines = [Text(f"rule {event.rule}, frame {event.frame}, confidence {event.confidence:.2f}, time {event.when or 'none'}", style="cyan")]
    lines += [Text(f"rule {why.rule}, {why.confidence:.2f} {shown(why.note or '')}", style="cyan") for why in event.why]
    return lines + [Text(f"date of the page: {shown(cue.cue)}", style="cyan") for cue in written.why]


def _track(track: Track) -> RenderableType:
    table = plain_table("State", "Day", "Episodes")
    for state in track.states:
        table.add_row(state.state, day_text(state.date.value, state.date.earliest, state.date.latest), ", ".join(state.episodes))
    due = f" · due {day_text(track.due.value, track.due.earliest, track.due.latest)}" if track.due else ""
    late = " (overdue)" if track.overdue else ""
    return Group(
        Text(shown(track.name), style="bold"),
        Text(f"{track.kind} · now {track.now}{due}{late}"),
        Text(f"Between {', '.join(names(track.parties))}{'; through ' + ', '.join(names(track.third)) if track.third else ''}"),
        table,
        Text(f"id {track.id}", style="dim"),
    )


def _page(reading: Reading, episodes: tuple[str, ...], *, why: bool) -> RenderableType:
    page = reading.page
    head = [Text(shown(page.title or page.source), style="bold"), Text(f"{shown(page.source)} · {_written(reading.written)}", style="dim")]
    head += [Text(f"date: {shown(cue.cue)}", style="dim") for cue in reading.written.why]
    head += [Text(f"note: {shown(note)}", style="yellow") for note in page.notes]
    body = [Text(f"[{_zone(block)}] {shown(block.of(page.text))}") for block in reading.blocks]
    reasons = [why_of(reading)] if why else []
    told = f"tells of the episodes {', '.join(episodes)}" if episodes else "tells of no episode"
    return Group(*head, *body, *reasons, Text(told, style="dim"), Text(f"id {page.id}", style="dim"))


def _zone(block: Block) -> str:
    return f"{block.zone} of story {block.story}" if block.story else block.zone
