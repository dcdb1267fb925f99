"""What a terminal shows of one thing: an episode, event, page or track with all its evidence."""

from rich.console import Group, RenderableType
from rich.text import Text

from hoadam.cli.output import shown
from hoadam.cli.tables import kind_of, mark, on_one_line, page_head, page_key, plain_table
from hoadam.cli.tongue import Tongue
from hoadam.cli.why import why_of
from hoadam.desk import Evidence, Shown
from hoadam.model.actor import Actor
from hoadam.model.event import Event
from hoadam.model.page import Block
from hoadam.model.story import FigureClaim, Reading, State, Tolls, Track
from hoadam.model.time import Day, Written
from hoadam.packs.converting import Coded
from hoadam.packs.saying import concluded, known_by, track_name
from hoadam.ports import Entry


def shown_thing(found: Shown, tongue: Tongue, *, why: bool) -> RenderableType:
    """The thing, the answer first."""
    if found.entry:
        return _episode(found.entry, found.evidence, found.codes, tongue, why=why)
    if found.track:
        return _track(found.track, tongue)
    if found.reading:
        return _page(found.reading, found.episodes, tongue, why=why)
    parts = [part for one in found.evidence for part in _report(one, tongue, why=why)] + _codes(found.codes)
    part_of = tongue.t("part of", ids=", ".join(found.episodes)) if found.episodes else tongue.t("part of none")
    return Group(*parts, Text(part_of, style="dim"))


def _codes(codes: tuple[Coded, ...]) -> list[Text]:
    """What each other codebook calls it, on one line each: code, names, Goldstein's score or the like."""
    lines = []
    for one in codes:
        named = one.code if one.code.lower() == one.name.lower() else f"{one.code} {one.name}"
        above = f" ({one.root_name})" if one.root != one.code and one.root_name != one.name else ""
        score = f", score {one.score:+g}" if one.score is not None else ""
        lines.append(Text(f"{one.book}: {named}{' ' + one.mode if one.mode else ''}{above}{score}"))
    return lines


def _episode(entry: Entry, evidence: tuple[Evidence, ...], codes: tuple[Coded, ...], tongue: Tongue, *, why: bool) -> RenderableType:
    episode, t = entry.episode, tongue.t
    told = t("reports of", reports=len(episode.reports), outlets=episode.outlets)
    outcome = f" – {t('outcome ' + episode.outcome)}" if episode.outcome else ""
    lines = [
        Text(shown(tongue.text(entry)), style="bold"),
        Text(f"{on_one_line(episode.date, tongue)} · ").append_text(mark(episode.certainty, tongue)),
        Text(f"{kind_of(episode.type, episode.mode, tongue)} · {t('status ' + episode.status)}{outcome} · {told}"),
    ]
    lines += [Text(f"{t('third')}: {tongue.who(episode.third)}")] if episode.third else []
    lines += [Text(f"{t('disputed on')}: {', '.join(t(name) for name in episode.disputed)}", style="red")] if episode.disputed else []
    lines += _codes(codes)
    lines += _tolls("killed", episode.killed, tongue) + _tolls("injured", episode.injured, tongue)
    lines += [part for one in evidence for part in _report(one, tongue, why=why)]
    if why:
        lines += [Text(t("joined by", rule=reason), style="dim") for reason in episode.why]
    return Group(*lines, _id(episode.id, tongue))


def _id(key: str, tongue: Tongue) -> Text:
    return Text(f"{tongue.t('id')} {key}", style="dim")


def _tolls(what: str, tolls: Tolls, tongue: Tongue) -> list[Text]:
    """Each claim on its own line: who counted, how many, of whom."""
    return [Text(f"{tongue.t(what)}: {_claim(claim, tongue)}") for claim in tolls.claims]


def _claim(claim: FigureClaim, tongue: Tongue) -> str:
    low, high, t = claim.toll.min, claim.toll.max, tongue.t
    many = t("at most", n=high) if low is None else t("at least", n=low) if high is None else t("between", low=low, high=high)
    whose = t("unknown side") if claim.toll.who == "UNK" else tongue.speaker.states.get(claim.toll.who, claim.toll.who)
    said = f", {on_one_line(Day(claim.said), tongue)}" if claim.said else ""
    return f"{low if low == high else many} ({whose}); {t('on the word', who=_by(claim.said_by, tongue))}{said}"


def _by(said_by: Actor | str | None, tongue: Tongue) -> str:
    if said_by is None:
        return tongue.t("page itself")
    return shown(said_by) if isinstance(said_by, str) else tongue.who([said_by])


def _report(one: Evidence, tongue: Tongue, *, why: bool) -> list[Text]:
    report, t = one.report, tongue.t
    lines = [Text(""), *page_head(one.title, report.source, one.written, tongue)]
    lines += [Text(shown(one.url), style="dim")] if one.url else []
    lines += [Text(f"“{shown(quote.words)}”  [{quote.start}-{quote.end}]") for quote in one.quotes]
    lines += [Text(t("on the word", who=_by(report.said_by, tongue)), style="dim")] if report.said_by else []
    lines += _rules(one.event, one.written, tongue) if why and one.event else []
    return [*lines, Text(t("event and page", event=report.event, page=page_key(report.page)[:12]), style="dim")]


def _rules(event: Event, written: Written, tongue: Tongue) -> list[Text]:
    """The rules that fired for an event, and the evidence for its page's date."""
    t = tongue.t
    fired = t("rule fired", rule=event.rule, frame=event.frame, confidence=f"{event.confidence:.2f}", when=event.when or "–")
    lines = [Text(fired, style="cyan")]
    lines += [Text(f"{why.rule}, {why.confidence:.2f} {shown(why.note or '')}", style="cyan") for why in event.why]
    return lines + [Text(f"{t('because')}: {shown(tongue.said(cue.cue))}", style="cyan") for cue in written.why]


def _track(track: Track, tongue: Tongue) -> RenderableType:
    t = tongue.t
    table = plain_table(*map(t, ("step", "date", "taken by", "known from", "happenings told")))
    for state in track.states:
        table.add_row(tongue.state(track.kind, state.state), *_course(state, tongue), ", ".join(state.episodes))
    due = f" · {t('was due' if track.overdue else 'is due', day=on_one_line(track.due, tongue))}" if track.due else ""
    third = [Text(f"{t('third')}: {tongue.who(track.third)}")] if track.third else []
    told = concluded(track, tongue.speaker)
    known = track.kind in tongue.speaker.boards
    return Group(
        Text(shown(track_name(track, tongue.speaker) if known else track.name), style="bold"),
        Text(f"{tongue.process(track.kind)} · {t('now')}: {tongue.state(track.kind, track.now)}{due}"),
        Text(f"{t('parties')}: {tongue.who(track.parties)}{' – ' + told if told else ''}"),
        *third,
        table,
        _id(track.id, tongue),
    )


def _course(state: State, tongue: Tongue) -> tuple[str, str, str]:
    """When a state began, who took the step, and how it is known: told, planned, alleged or concluded."""
    t = tongue.t
    marks = [t("alleged")] if state.status == "alleged" else [t("status planned")] if state.status == "planned" else []
    marks += [t("outcome " + state.outcome)] if state.outcome else []
    known = [known_by(state, tongue.speaker) or t("reports")]
    return tongue.day(state.date), tongue.who(state.who), ", ".join([*known, *marks])


def _page(reading: Reading, episodes: tuple[str, ...], tongue: Tongue, *, why: bool) -> RenderableType:
    page, t = reading.page, tongue.t
    head = page_head(page.title, page.source, reading.written, tongue)
    head += [Text(f"{t('because')}: {shown(tongue.said(cue.cue))}", style="dim") for cue in reading.written.why]
    head += [Text(f"{t('notes')}: {shown(tongue.said(note))}", style="yellow") for note in page.notes]
    body = [Text(f"[{_zone(block, tongue)}] {shown(block.of(page.text))}") for block in reading.blocks]
    reasons = [why_of(reading, tongue)] if why else []
    told = t("tells of", ids=", ".join(episodes)) if episodes else t("tells of none")
    return Group(*head, *body, *reasons, Text(told, style="dim"), _id(page.id, tongue))


def _zone(block: Block, tongue: Tongue) -> str:
    zone = tongue.t("zone " + block.zone)
    return f"{zone}, {tongue.t('story', n=block.story)}" if block.story else zone
