"""Where does each thread of the peace process stand? Tracks moved from state to state by what happened, as data/board says."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Outcome, State, Track
from hoadam.model.time import Day
from hoadam.packs.board import Awaits, Board
from hoadam.packs.knowledge import DatedEvent
from hoadam.tell.board.foes import REBELS, Foes, foes_of, number, only_foe, sides
from hoadam.tell.board.threads import Thread, by_board, threads_of

__all__ = ["concluded", "newest_day", "tracks"]

CALLED_OFF = 60  # days before a planned day on which it may be called off
SLACK = 2  # days by which what was planned may move
LATE = 60  # days after it was due in which a thing may still be done
LATEST = "9999-12-31"


def tracks(episodes: Sequence[Episode], boards: Mapping[str, Board], known: Mapping[str, DatedEvent] | None = None) -> tuple[Track, ...]:
    """The tracks of every board, those with the newest state first; nameless (a language names them).

    `known` are the dated events of the knowledge by id: an episode that is one of them took the steps that it took.
    """
    newest, foes = newest_day(episodes), foes_of(episodes)
    found: list[Track] = []
    mine = by_board(episodes, boards.values(), known or {})
    for board in boards.values():
        found += [_track(thread, newest, foes) for thread in threads_of(mine[board.id], board, foes, known or {})]
    return tuple(sorted(found, key=lambda t: (boards[t.kind].rank, t.kind, _reversed(t.states[-1].date), t.id)))


def newest_day(episodes: Sequence[Episode]) -> str | None:
    """The newest day that anything done or any page bears; planned things do not count."""
    days = {r.written for e in episodes for r in e.reports} | {e.date.latest for e in episodes if e.status == "actual"}
    return max((day for day in days if day), default=None)


def _reversed(day: Day) -> int:
    return -number(day)


def _track(thread: Thread, newest: str | None, foes: Foes) -> Track:
    board, states = thread.board, _with_outcomes(thread, newest)
    actual = [state for state in states if state.status == "actual"]
    meant = [state for state in states if state.status != "alleged"] or states
    acted = max((number(state.date) for state in actual), default=0)
    due = next((_due(state) for state in reversed(states) if _is_open(state) and number(state.date) >= acted), None)
    end = next((state for state, move in _ends(states, board) if move), None)
    parties = _actors(thread, lambda e: (*e.source, *e.target), thread.codes)
    return Track(
        id=hashlib.sha256(f"track\0{board.id}\0{states[0].episodes[0]}".encode()).hexdigest()[:16],
        kind=board.id,
        name="",
        parties=parties,
        third=_with_others(_actors(thread, _brokers, None, sides(parties)), states, parties),
        states=tuple(_merged(states)),
        now=meant[-1].state,
        place=next((e.place for _, e in thread.states if e.place and board.by_place), None) or _common_place(states),
        due=due,
        overdue=any(state.outcome == "overdue" and _due(state) == due for state in states),
        declared=_first(actual, board.declared),
        in_effect=_first(actual, board.in_effect),
        ended=end.date if end else None,
        end_type=end.state if end else None,
        inferred=_inferred(thread, foes),
    )


def _brokers(episode: Episode) -> tuple[Actor, ...]:
    return *episode.third, *(episode.source if episode.type == "REQUEST" else ())


def _with_others(third: tuple[Actor, ...], states: Iterable[State], parties: Iterable[Actor]) -> tuple[Actor, ...]:
    """The brokers, and who else stands between the parties of a state."""
    codes = {actor.code for actor in (*third, *parties)}
    more = {actor.code: Actor(actor.code, "GOV") for state in states for actor in state.third}
    return (*third, *(actor for code, actor in more.items() if code not in codes))


def _inferred(thread: Thread, foes: Foes) -> tuple[Actor, ...]:
    """The other side of a thread that names one alone."""
    foe = only_foe(thread.codes, number(thread.states[0][0].date), foes) if thread.board.two_sided else None
    return (Actor(foe.rstrip("*"), "REB" if foe.endswith("*") else "GOV"),) if foe else ()


def _merged(states: Sequence[State]) -> list[State]:
    """States of one kind, day, certainty and place as one, with the episodes of all."""
    found: dict[tuple[object, ...], State] = {}
    for state in states:
        place = state.place.name if state.place else None
        key = (state.state, state.date, state.status, state.outcome, state.due, place, tuple(a.code for a in state.third))
        old = found.get(key)
        found[key] = _joined(old, state) if old else state
    return list(found.values())


def _joined(one: State, other: State) -> State:
    """The first with the episodes of both, and all who took the step, each side once."""
    known = {(actor.code, actor.sector) for actor in one.who}
    more = tuple(actor for actor in other.who if (actor.code, actor.sector) not in known)
    return msgspec.structs.replace(one, episodes=(*one.episodes, *other.episodes), who=(*one.who, *more))


def _is_open(state: State) -> bool:
    """True for what is still to be done by a day."""
    return state.outcome in ("open", "overdue") and (state.due is not None or state.status == "planned")


def _due(state: State) -> Day:
    """The day that is named for it, else the day that it is planned for."""
    return state.due or state.date


def _ends(states: Sequence[State], board: Board) -> list[tuple[State, bool]]:
    closing = {move.state for move in board.moves if move.closes}
    return [(state, state.state in closing and state.status == "actual") for state in states]


def _first(states: Sequence[State], wanted: Sequence[str]) -> Day | None:
    return next((state.date for state in states if state.state in wanted), None)


def _common_place(states: Sequence[State]) -> Locus | None:
    names = {state.place.name for state in states if state.place}
    return next(state.place for state in states if state.place) if len(names) == 1 else None


def _actors(thread: Thread, pick: object, wanted: set[str] | None, without: set[str] | None = None) -> tuple[Actor, ...]:
    """One actor a side: the state itself rather than a person or an organ, in order of their first appearance."""
    found: dict[str, Actor] = {}
    for _, episode in thread.states:
        for actor in pick(episode):  # type: ignore[operator]
            rebels = actor.sector in REBELS
            side = actor.code + "*" * rebels
            if actor.code != "UNK" and (wanted is None or side in wanted) and side not in (without or set()):
                found.setdefault(side, actor if rebels else Actor(actor.code, "GOV"))
    return tuple(found.values())


def _with_outcomes(thread: Thread, newest: str | None) -> list[State]:
    """The states, each planned or promised one with what became of it; the day of a promise is no day it falls due."""
    states = [state for state, _ in thread.states]
    found: list[State] = []
    for n, (state, episode) in enumerate(thread.states):
        wait = thread.board.awaits.get(state.state) or (Awaits((state.state,)) if state.status == "planned" else None)
        promised = state.status == "actual" and state.state in thread.board.awaits
        if wait is None or not (promised or _is_ahead(state, episode)):
            found.append(state)
            continue
        found.append(msgspec.structs.replace(state, outcome=_outcome(state, n, states, wait, newest)))
    return found


def _outcome(planned: State, place: int, states: Sequence[State], wait: Awaits, newest: str | None) -> Outcome:
    """Done by a state of those days, called off by one not long before, else overdue by the newest day told, or open."""
    promised = planned.status == "actual"
    end = planned.due.latest if planned.due else None if promised else planned.date.latest
    first, last = number(planned.date), number(Day(None, end or LATEST, None))
    others = [state for n, state in enumerate(states) if n != place and state.status == "actual" and _may_be_there(state, planned)]
    for state in others:
        day = number(state.date)
        late = LATE if planned.due or (state.place and planned.place) else SLACK
        if state.state in wait.done and first - SLACK * (not promised) <= day <= last + late:
            return "done"
    if any(state.state in wait.off and first - CALLED_OFF <= number(state.date) <= last + SLACK for state in others):
        return "called-off"
    return "overdue" if newest and (end or LATEST) < newest else "open"


def _may_be_there(one: State, other: State) -> bool:
    return one.place is None or other.place is None or one.place.name == other.place.name


def concluded(episodes: Iterable[Episode], tracks: Iterable[Track]) -> tuple[Episode, ...]:
    """The episodes with the outcome of what is only told as planned."""
    found = {key: state.outcome for track in tracks for state in track.states if state.outcome for key in state.episodes}
    return tuple(msgspec.structs.replace(e, outcome=found[e.id]) if e.id in found and e.status == "planned" else e for e in episodes)


def _is_ahead(state: State, episode: Episode) -> bool:
    """True when the day lies after the page that first tells of it."""
    told = min((r.written for r in episode.reports if r.written), default=None)
    return state.status == "planned" and bool(state.date.value and state.date.latest and told and state.date.latest >= told)
