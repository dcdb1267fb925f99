"""What does each page of the chronicle show? One function a page: it asks, and says what the page, its JSON and its CSV hold."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

import msgspec

from hoadam.answers import actors as actors_
from hoadam.answers import board as board_
from hoadam.answers import coding, review, searching, timeline
from hoadam.answers import episode as episode_
from hoadam.answers import figures as figures_
from hoadam.answers import overview as overview_
from hoadam.answers import page as page_
from hoadam.answers import places as places_
from hoadam.answers.periods import CERTAINTIES, Period
from hoadam.answers.rows import Row, entry_row, hit_row, track_row
from hoadam.model.base import Span
from hoadam.model.story import Line, Ruling
from hoadam.ports import Asked, Change, Entry
from hoadam.tell.rulings import standing_of
from hoadam.web import pictures
from hoadam.web.borders import claims_of, ground
from hoadam.web.sending import Answer, Ask

HITS = 20
AT_ONCE = 500  # rows of a portion of a whole table
LANE, ONE_LANE = 12, 100  # threads shown of each kind, or of the one asked for
SPOTS, RELATIONS = 150, 80  # lines of a table; its CSV has all
CHANGES, DECISIONS = 100, 100
_MARK = re.compile(r"(\d{1,9})-(\d{1,9})")


def overview(ask: Ask) -> Answer:
    """What is new, disputed, overdue, ahead and unknown."""
    found = overview_.overview(ask.house.store, ask.tongue)
    sections = (("latest", found.latest), ("disputes", found.disputes), ("gaps", found.gaps))
    rows = [_line_row(name, line) for name, lines in sections for line in lines]
    rows += [_due_row(track_row(track), name) for name, tracks in (("overdue", found.overdue), ("ahead", found.ahead)) for track in tracks]
    besides = {"counts": found.counts, "certainties": found.certainties, "days": found.days, "changes": found.changes}
    return Answer("overview.html", {"found": found} | _said(ask, found.changes), rows, besides)


def _line_row(section: str, line: Line) -> Row:
    return {"section": section, "date": line.date.value, "text": line.text, "certainty": line.certainty, "id": line.episode}


def _due_row(row: Row, section: str) -> Row:
    return {"section": section, "date": row["due"], "text": row["name"], "certainty": "planned", "id": row["id"]}


def show_timeline(ask: Ask) -> Answer:
    """The episodes asked for, drawn and listed."""
    asked, question = ask.question.asked, ask.question
    found = timeline.timeline(ask.house.store, asked, question.after, question.limit or timeline.PORTION, newest=question.newest)
    drawn = pictures.stacked(found.periods, CERTAINTIES)
    besides = {"total": found.total, "undated": found.undated, "certainties": found.certainties, "next": found.next}
    besides["periods"] = [_period_row(period) for period in found.periods]
    shown = {"found": found, "drawn": drawn, "wider": _wider(ask, found.periods)}
    return Answer("timeline.html", shown, _entry_rows(ask, found.entries), besides, lambda: _rest(ask, found.next))


def _wider(ask: Ask, periods: tuple[Period, ...]) -> dict[str, str]:
    """Addresses of the time before, after and around the one drawn."""
    if not periods:
        return {}
    closer = _closer(ask, periods)
    if not (ask.question.asked.since or ask.question.asked.until):
        return closer
    first, last = int(periods[0].first[:4]), int(periods[-1].last[:4])
    wide = last - first + 1
    around = (first - wide, last + wide)
    spans = {"earlier": (first - wide, first - 1), "later": (last + 1, last + wide), "wider": around}
    real = {name: (max(a, 1), min(b, 9998)) for name, (a, b) in spans.items()}
    found = {name: ask.question.url(from_=f"{a:04}", to=f"{b:04}") for name, (a, b) in real.items() if a <= b}
    return closer | found | {"all": ask.question.url(from_=None, to=None)}


def _closer(ask: Ask, periods: tuple[Period, ...]) -> dict[str, str]:
    """The address of the half of the time in which most is told, in the middle of which stands the fullest period."""
    if len(periods) < 4:
        return {}
    most = max(range(len(periods)), key=lambda n: (periods[n].total, n))
    first = min(max(most - len(periods) // 4, 0), len(periods) - len(periods) // 2)
    last = first + len(periods) // 2 - 1
    return {"closer": ask.question.url(from_=periods[first].first, to=periods[last].last)}


def _period_row(period: Period) -> Row:
    return {"period": period.name, "first": period.first, "last": period.last, **period.counts}


def _entry_rows(ask: Ask, entries: Iterable[Entry]) -> Iterator[Row]:
    return (entry_row(entry, ask.say(entry.episode)) for entry in entries)


def _rest(ask: Ask, after: str | None) -> Iterator[Iterable[Row]]:
    """The rows of all portions after that one."""
    while after:
        portion = ask.house.store.portion(ask.question.asked, after, AT_ONCE, newest=ask.question.newest)
        yield _entry_rows(ask, portion.entries)
        after = portion.next


def board(ask: Ask) -> Answer:
    """The threads of the peace process in lanes."""
    asked = ask.question.asked
    code = (asked.actor or "").split(".")[0] or None
    lanes = board_.lanes(ask.house.store, ask.house.kit.boards, code, asked.process)

    def counted(one: Asked) -> int:
        found = board_.lanes(ask.house.store, ask.house.kit.boards, (one.actor or "").split(".")[0] or None, one.process)
        return sum(len(lane.tracks) for lane in found)

    total = sum(len(lane.tracks) for lane in lanes)
    most = ask.question.limit or (ONE_LANE if asked.process else LANE)
    rows = (track_row(track) for lane in lanes for track in lane.tracks)
    return Answer("board.html", {"lanes": lanes, "total": total, "most": most, "takers": board_.takers, "counted": counted}, rows)


def actors(ask: Ask) -> Answer:
    """Who does what to whom."""
    found = actors_.actors(ask.house.store, ask.question.asked, ask.house.kit.codebooks["plover"])
    drawn = pictures.opposed(found.periods, actors_.COOPERATION, actors_.CONFLICT)
    shown = {"found": found, "ring": pictures.ring(found), "drawn": drawn, "courses": pictures.courses(found.courses)}
    shown |= {"most": RELATIONS, "counted": lambda one: sum(pair.count for pair in ask.house.store.pairs(one))}
    rows = (msgspec.to_builtins(one) for one in found.relations)
    besides = {"actors": found.actors, "periods": [_period_row(one) for one in found.periods]}
    besides["pairs"] = [_course_row(one) for one in found.courses]
    return Answer("actors.html", shown, rows, besides)


def _course_row(course: actors_.Course) -> Row:
    return {"one": course.one, "other": course.other, "periods": [_period_row(one) for one in course.periods if one.total]}


def figures(ask: Ask) -> Answer:
    """Tolls by speaker."""
    question = ask.question
    asked = msgspec.structs.replace(question.asked, counted=True)
    found = figures_.figures(ask.house.store, asked, question.after, question.limit or figures_.PORTION)
    rows = _claim_rows(ask, found.entries)
    return Answer("figures.html", {"found": found}, rows, {"total": found.total, "next": found.next}, lambda: _claims(ask, found.next))


def _claim_rows(ask: Ask, entries: Iterable[Entry]) -> Iterator[Row]:
    return (row for entry in entries for row in figures_.claim_rows(entry, ask.say(entry.episode)))


def _claims(ask: Ask, after: str | None) -> Iterator[Iterable[Row]]:
    asked = msgspec.structs.replace(ask.question.asked, counted=True)
    while after:
        found = figures_.figures(ask.house.store, asked, after, AT_ONCE)
        yield _claim_rows(ask, found.entries)
        after = found.next


def search(ask: Ask) -> Answer:
    """Pages by their words."""
    found = searching.search(ask.house.store, ask.question.words, ask.question.limit or HITS)
    return Answer("search.html", {"found": found, "step": HITS}, (hit_row(one.hit) for one in found.found), {"more": found.more})


def show_map(ask: Ask) -> Answer:
    """Where it happened."""
    question = ask.question
    found = places_.places(ask.house.store, question.asked, question.after, question.limit or places_.PORTION)
    rows = ({**msgspec.to_builtins(spot), "total": spot.total} for spot in found.spots)
    drawn = pictures.atlas(found.spots[:SPOTS], ground(claims_of(ask.house.kit.knowledge.places)))
    shown = {"found": found, "map": drawn, "most": SPOTS, "countries": places_.countries(found.spots)}
    return Answer("map.html", shown, rows, {"placeless": found.placeless, "next": found.next})


def episode(ask: Ask) -> Answer:
    """One happening with all that proves it."""
    store = ask.house.store
    found = episode_.episode(store, ask.request.path_params["key"], ask.house.books)
    entry = found.entry
    row = entry_row(entry, ask.say(entry.episode))
    rulings = () if ask.is_blind else found.rulings
    whole = coding.unruled(entry.episode) if ask.is_blind else entry.episode
    besides = {"episode": whole, "text": row["text"], "disputes": found.disputes, "rulings": rulings, "codes": found.codes}
    rows = [_report_row(one, row["text"], entry) for one in found.evidence]
    return Answer("episode.html", {"found": found, "episode": whole, "rulings": rulings}, rows, besides)


def _report_row(one: Any, text: str, entry: Entry) -> Row:
    quote = one.quotes[0] if one.quotes else None
    return {
        "episode": entry.episode.id, "text": text, "certainty": entry.episode.certainty, "page": one.report.page,
        "source": one.report.source,
        "outlet": one.report.outlet, "title": one.title, "url": one.url, "written": one.written.value, "event": one.report.event,
        "date": one.report.date.value, "status": one.report.status, "start": quote.start if quote else None,
        "end": quote.end if quote else None, "quote": quote.words if quote else None,
    }  # fmt: skip


def page(ask: Ask) -> Answer:
    """One page as found, with what it says marked in it."""
    mark = _MARK.fullmatch(ask.request.query_params.get("mark", ""))
    span = Span(int(mark[1]), int(mark[2])) if mark else None
    found = page_.page(ask.house.store, ask.request.path_params["key"], span)
    reading = found.reading
    rows = (msgspec.to_builtins(coding.unnoted(event) if ask.is_blind else event) for event in reading.events)
    shown = {"found": found, "reading": reading, "page": reading.page, "name": found.name, "of_event": _by_event(found.entries)}
    return Answer("page.html", shown, rows, {"page": reading.page, "written": reading.written, "blocks": reading.blocks})


def _by_event(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {report.event: entry for entry in entries for report in entry.episode.reports}


def changes(ask: Ask) -> Answer:
    """What tellings changed, the newest first."""
    found = ask.house.store.latest_changes(ask.question.limit or CHANGES)
    return Answer("changes.html", {"found": found} | _said(ask, found), [_change_row(one) for one in found])


def _said(ask: Ask, changes: Iterable[Change]) -> dict[str, Any]:
    """The episodes that changed, said in the reader's language; of those that are gone there are only the words as they were told."""
    entries = _entries(ask, (one.episode for one in changes if one.kind != "gone"))
    return {"said": {key: ask.say(entry.episode) for key, entry in entries.items()}, "told_in": ask.house.store.stamp().lang}


def _change_row(one: Change) -> Row:
    return dict(msgspec.to_builtins(one))


def decisions(ask: Ask) -> Answer:
    """What people ruled, the newest first, and what of it is in force; to one who codes blind only what that one ruled."""
    every = ask.house.store.rulings()
    rulings = [one for one in every if not coding.is_of_coding(one) and (one.who == ask.who or not ask.is_blind)]
    force = {one.id for one in standing_of(every)}
    blind = {key for one in coding.codings(every) for key in one.rulings}
    rows = ({**msgspec.to_builtins(one), "in_force": one.id in force, "blind": one.id in blind} for one in rulings)
    first, of_id = ask.question.place, {one.id: one for one in rulings}
    listed = list(reversed(rulings))[first : first + DECISIONS]
    undone = [of_id[key] for one in listed for key in one.about if key in of_id]
    about = _about(ask, [*listed, *undone])
    others = {key for one in (*listed, *undone) if one.act != "add" for key in one.about if key not in about and key not in of_id}
    shown: dict[str, Any] = {
        "rulings": listed,
        "force": force,
        "blind_ones": blind,
        "about": about,
        "others": review.else_of(ask.house.store, sorted(others)) if others else {},
        "of_id": of_id,
    }
    shown |= {"at_once": _at_once(rulings, force), "is_undoing": review.is_undoing, "back": ask.question.url()}
    shown |= {"first": first, "more": first + DECISIONS if first + DECISIONS < len(rulings) else None}
    return Answer("decisions.html", shown | {"signature": ask.who, "blind": ask.is_blind}, rows)


def _at_once(rulings: Iterable[Ruling], force: Container[str]) -> dict[str, int]:
    """How many decisions in force were made at once, by the id of the last of them, which is listed first."""
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for one in (one for one in rulings if one.id in force):
        groups.setdefault((one.who, one.at, review.is_undoing(one)), []).append(one.id)
    return {ids[-1]: len(ids) for ids in groups.values() if len(ids) > 1}


def _about(ask: Ask, rulings: Iterable[Ruling]) -> dict[str, Entry]:
    """The episodes that rulings are about, as far as they are there."""
    return _entries(ask, (key for ruling in rulings for key in ruling.about))


def _entries(ask: Ask, keys: Iterable[str]) -> dict[str, Entry]:
    """The episodes of these ids, as far as they are there."""
    return {entry.episode.id: entry for entry in ask.house.store.entries(list(dict.fromkeys(keys)))}


PAGES: tuple[tuple[str, Callable[[Ask], Answer]], ...] = (
    ("/overview", overview), ("/timeline", show_timeline), ("/board", board), ("/actors", actors), ("/figures", figures),
    ("/map", show_map), ("/search", search), ("/changes", changes), ("/decisions", decisions), ("/episode/{key}", episode),
    ("/page/{key}", page),
)  # fmt: skip
