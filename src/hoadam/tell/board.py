"""Where does each thread of the peace process stand? Tracks moved from state to state by what happened, as data/board says."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.event import Locus
from hoadam.model.story import Episode, Outcome, State, Track
from hoadam.model.time import Day
from hoadam.packs.board import Awaits, Board, Move

SAME = 3  # days: what is told within these goes on with a track in whatever state it is (agreed and declared the same night)
BEHIND = 30  # days within which a truce with rebels may be told as one with the state behind them
REBELS = frozenset({"REB", "PRM", "UAF", "OPP"})
CALLED_OFF = 60  # days before a planned day on which it may be called off
SLACK = 2  # days by which what was planned may move
LATE = 60  # days after it was due in which a thing may still be done
LATEST = "9999-12-31"


@dataclass
class _Thread:
    """A track while it moves."""

    board: Board
    codes: set[str]
    third: set[str]
    place: str | None
    now: str
    last: int
    states: list[tuple[State, Episode]] = field(default_factory=list)
    closed: bool = False


def tracks(episodes: Sequence[Episode], boards: Mapping[str, Board]) -> tuple[Track, ...]:
    """The tracks of every board, those with the newest state first; nameless (a language names them)."""
    newest = newest_day(episodes)
    found: list[Track] = []
    for board in boards.values():
        found += [_track(thread, newest) for thread in _threads(episodes, board)]
    return tuple(sorted(found, key=lambda t: (boards[t.kind].rank, t.kind, _reversed(t.states[-1].date), t.id)))


def newest_day(episodes: Iterable[Episode]) -> str | None:
    """The newest day that anything done or any page bears; planned things do not count."""
    days = [r.written for e in episodes for r in e.reports if r.written]
    days += [e.date.latest for e in episodes if e.status == "actual" and e.date.latest]
    return max((day for day in days if day), default=None)


def _reversed(day: Day) -> int:
    return -_number(day)


def _number(day: Day) -> int:
    iso = day.earliest or day.latest
    return date.fromisoformat(iso).toordinal() if iso else 0


def _threads(episodes: Sequence[Episode], board: Board) -> list[_Thread]:
    moves = {(move.process, move.step): move for move in board.moves}
    rows = [(episode, moves[step]) for episode in episodes for step in _steps(episode, board) if step in moves]
    order = {state: n for n, state in enumerate(board.states)}
    rows.sort(key=lambda row: (_number(row[0].date), order[row[1].state], row[0].id))
    threads: list[_Thread] = []
    for episode, move in rows:
        thread = _home(episode, move, threads, board)
        if thread is None:
            thread = _Thread(board, _parties(episode, board), set(), _place(episode, board), move.state, _number(episode.date))
            threads.append(thread)
        _move(thread, episode, move)
    return threads


def _steps(episode: Episode, board: Board) -> tuple[tuple[str, str], ...]:
    """The steps that reports give it in this process, else the one that its frame tells."""
    told = tuple(step for step in episode.steps if step[0] == board.id)
    return told or (((board.id, board.frames[episode.frame]),) if episode.frame in board.frames else ())


def _home(episode: Episode, move: Move, threads: Sequence[_Thread], board: Board) -> _Thread | None:
    """The newest open track that the episode goes on with, one of the very same parties first; None when it begins one."""
    codes, place, day = _parties(episode, board), _place(episode, board), _number(episode.date)
    fitting: list[_Thread] = []
    for thread in reversed(threads):
        gap = day - thread.last
        if thread.closed or gap > board.joins_days or (board.by_place and place and thread.place and place != thread.place):
            continue
        if _same_parties(codes, episode, thread, gap) and (not move.after or thread.now in move.after or gap <= SAME):
            fitting.append(thread)
    return next((thread for thread in fitting if thread.codes == codes), fitting[0] if fitting else None)


def _same_parties(codes: set[str], episode: Episode, thread: _Thread, gap: int) -> bool:
    """True for the same parties, or a part of them with the broker between."""
    if codes == thread.codes or (thread.board.proxies and gap <= BEHIND and _stand_behind(codes, thread.codes)):
        return True
    everyone = thread.codes | thread.third | {side.rstrip("*") for side in thread.codes}
    if thread.board.by_place and thread.place and thread.place == _place(episode, thread.board) and codes & thread.codes:
        return True
    if len(thread.codes) > 1 and codes <= everyone and codes & thread.codes:
        return len(codes & thread.codes) > 1 or thread.board.by_place or _is_plea(episode, thread.board)
    if len(thread.codes) == 1 and thread.codes <= codes:
        return all(_is_plea(told, thread.board) for _, told in thread.states)
    return len(thread.codes) > 1 and thread.codes <= codes


def _stand_behind(one: set[str], other: set[str]) -> bool:
    """True when one names a state and its rebels, the other that state and the neighbour behind them."""
    for inside, outside in ((one, other), (other, one)):
        rebels = {side for side in inside if side.endswith("*")}
        if len(inside) == len(outside) == 2 and len(rebels) == 1 and inside - rebels <= outside:
            return True
    return False


def _parties(episode: Episode, board: Board) -> set[str]:
    """Those whom the process is about: of a plea from outside, the ones that it goes to."""
    source, target = _sides(episode.source), _sides(episode.target)
    if target and _is_plea(episode, board):
        return target
    return source | target


def _is_plea(episode: Episode, board: Board) -> bool:
    """True for a plea, or praise, by one who is no party."""
    return episode.type in ("REQUEST", "SUPPORT") and (len(_codes(episode.target)) > 1 or (board.outside and episode.type == "REQUEST"))


def _codes(actors: Iterable[Actor]) -> set[str]:
    return {actor.code for actor in actors if actor.code != "UNK"}


def _sides(actors: Iterable[Actor]) -> set[str]:
    """Codes, with "*" for armed groups against their state."""
    return {actor.code + "*" * (actor.sector in REBELS) for actor in actors if actor.code != "UNK"}


def _place(episode: Episode, board: Board) -> str | None:
    return episode.place.name if board.by_place and episode.place else None


def _move(thread: _Thread, episode: Episode, move: Move) -> None:
    status = "alleged" if episode.type == "ACCUSE" else episode.status
    pleader = episode.source if episode.target and _is_plea(episode, thread.board) else ()
    state = State(move.state, episode.date, (episode.id,), (*pleader, *episode.third), status, episode.place, None, episode.due)
    thread.states.append((state, episode))
    thread.third |= {a.code for a in state.third}
    thread.place = thread.place or _place(episode, thread.board)
    thread.last = max(thread.last, _number(episode.date))
    if status == "actual":
        thread.now = move.state
        thread.closed = thread.closed or move.closes
        thread.codes |= _parties(episode, thread.board) if len(thread.codes) < 2 else set()


def _track(thread: _Thread, newest: str | None) -> Track:
    board, states = thread.board, _with_outcomes(thread, newest)
    actual = [state for state in states if state.status == "actual"]
    meant = [state for state in states if state.status != "alleged"] or states
    acted = max((_number(state.date) for state in actual), default=0)
    due = next((_due(state) for state in reversed(states) if _is_open(state) and _number(state.date) >= acted), None)
    end = next((state for state, move in _ends(states, board) if move), None)
    parties = _actors(thread, lambda e: (*e.source, *e.target), thread.codes)
    return Track(
        id=hashlib.sha256(f"track\0{board.id}\0{states[0].episodes[0]}".encode()).hexdigest()[:16],
        kind=board.id,
        name="",
        parties=parties,
        third=_actors(thread, lambda e: (*e.third, *(e.source if e.type == "REQUEST" else ())), None, _sides(parties)),
        states=tuple(_merged(states)),
        now=meant[-1].state,
        place=next((e.place for _, e in thread.states if e.place and board.by_place), None) or _common_place(states),
        due=due,
        overdue=any(state.outcome == "overdue" and _due(state) == due for state in states),
        declared=_first(actual, board.declared),
        in_effect=_first(actual, board.in_effect),
        ended=end.date if end else None,
        end_type=end.state if end else None,
    )


def _merged(states: Sequence[State]) -> list[State]:
    """States of one kind, day, certainty and place as one, with the episodes of all."""
    found: dict[tuple[object, ...], State] = {}
    for state in states:
        place = state.place.name if state.place else None
        key = (state.state, state.date, state.status, state.outcome, state.due, place, tuple(a.code for a in state.third))
        old = found.get(key)
        found[key] = msgspec.structs.replace(old, episodes=(*old.episodes, *state.episodes)) if old else state
    return list(found.values())


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


def _actors(thread: _Thread, pick: object, wanted: set[str] | None, without: set[str] | None = None) -> tuple[Actor, ...]:
    """One actor a side: the state itself rather than a person or an organ, in order of their first appearance."""
    found: dict[str, Actor] = {}
    for _, episode in thread.states:
        for actor in pick(episode):  # type: ignore[operator]
            rebels = actor.sector in REBELS
            side = actor.code + "*" * rebels
            if actor.code != "UNK" and (wanted is None or side in wanted) and side not in (without or set()):
                found.setdefault(side, actor if rebels else Actor(actor.code, "GOV"))
    return tuple(found.values())


def _with_outcomes(thread: _Thread, newest: str | None) -> list[State]:
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


def _outcome(planned: State, number: int, states: Sequence[State], wait: Awaits, newest: str | None) -> Outcome:
    """Done by a state of those days, called off by one not long before, else overdue by the newest day told, or open."""
    promised = planned.status == "actual"
    end = planned.due.latest if planned.due else None if promised else planned.date.latest
    first, last = _number(planned.date), _number(Day(None, end or LATEST, None))
    others = [state for n, state in enumerate(states) if n != number and state.status == "actual" and _may_be_there(state, planned)]
    for state in others:
        day = _number(state.date)
        late = LATE if planned.due or (state.place and planned.place) else SLACK
        if state.state in wait.done and first - SLACK * (not promised) <= day <= last + late:
            return "done"
    if any(state.state in wait.off and first - CALLED_OFF <= _number(state.date) <= last + SLACK for state in others):
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
