"""Which thread does an episode go on with, and which does it begin? Rows of a board's moves laid to threads, in order of time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, NamedTuple

from hoadam.model.actor import Actor
from hoadam.model.story import Episode, State
from hoadam.packs.board import Board, Move
from hoadam.packs.knowledge import DatedEvent
from hoadam.tell.board.foes import TWICE, Foes, number, only_foe, sides

SAME = 3  # days: what is told within these goes on with a track in whatever state it is (agreed and declared the same night)
BEHIND = 30  # days within which a truce with rebels may be told as one with the state behind them
By = Literal["reports", "kind", "foes", "knowledge"]


@dataclass
class Thread:
    """A track while it moves."""

    number: int
    board: Board
    codes: set[str]
    third: set[str]
    place: str | None
    now: str
    last: int
    states: list[tuple[State, Episode]] = field(default_factory=list)
    closed: bool = False


@dataclass
class _Open:
    """The tracks that may go on, by their sides: what shares no side with a track never goes on with it."""

    joins_days: int
    by_side: dict[str, dict[int, Thread]] = field(default_factory=dict)

    def put(self, thread: Thread) -> None:
        """It can be found by all its sides."""
        for side in thread.codes or {""}:
            self.by_side.setdefault(side, {})[thread.number] = thread

    def of(self, sides: set[str], day: int) -> list[Thread]:
        """Those of these sides, the newest first; what is over is let go, for days only go on."""
        found: dict[int, Thread] = {}
        for side in sides or {""}:
            rows = self.by_side.get(side, {})
            for one in [one for one in rows.values() if one.closed or day - one.last > self.joins_days]:
                del rows[one.number]
            found |= rows
        return [found[number] for number in sorted(found, reverse=True)]


class _Row(NamedTuple):
    """What an episode does to the tracks of a board, how that is known, its parties there, and who only stands between them."""

    day: int
    episode: Episode
    move: Move
    by: By
    codes: set[str]
    outside: set[str]
    foe: str | None = None


def by_board(episodes: Iterable[Episode], boards: Collection[Board], known: Mapping[str, DatedEvent]) -> dict[str, list[Episode]]:
    """The episodes that may have a step in each board, by its id: a step of its process, a frame that tells one, or a meeting."""
    found: dict[str, list[Episode]] = {board.id: [] for board in boards}
    by_frame = {frame: [board.id for board in boards if frame in board.frames] for board in boards for frame in board.frames}
    met = [board.id for board in boards if board.foes]
    for episode in episodes:
        keys = dict.fromkeys(process for process, _ in episode.steps)
        keys |= dict.fromkeys(by_frame.get(episode.frame or "", ()))
        if event := known.get(episode.named or ""):
            keys |= dict.fromkeys([event.process or "", *(one.split(".", 1)[0] for one in event.also)])
        if episode.type == "CONSULT" and not episode.steps:
            keys |= dict.fromkeys(met)
        for key in keys:
            if key in found:
                found[key].append(episode)
    return found


def threads_of(episodes: Iterable[Episode], board: Board, foes: Foes, known: Mapping[str, DatedEvent]) -> list[Thread]:
    """The threads of a board, in the order in which they begin; `episodes` are at least all that may have a step in it.

    `known` are the dated events of the knowledge by id.
    """
    moves = {(move.process, move.step): move for move in board.moves}
    rows = [_row(e, moves[step], by, board, foes) for e in episodes for step, by in _steps(e, board, foes, known) if step in moves]
    order = {state: n for n, state in enumerate(board.states)}
    rows.sort(key=lambda row: (row.day, order[row.move.state], row.episode.id))
    threads: list[Thread] = []
    open_ = _Open(board.joins_days)
    for row in rows:
        episode = row.episode
        thread = _home(row, open_, board, foes)
        if thread is None:
            thread = Thread(len(threads), board, set(row.codes), set(), _place(episode, board), row.move.state, row.day)
            threads.append(thread)
        _move(thread, row, known)
        open_.put(thread)
    return threads


def _row(episode: Episode, move: Move, by: By, board: Board, foes: Foes) -> _Row:
    """With two foes and others at one table, the two are the parties."""
    codes = _parties(episode, board)
    pairs = [pair for pair in map(frozenset, combinations(sorted(codes), 2)) if pair in foes] if len(codes) > TWICE else []
    parties = set(pairs[0]) if len(pairs) == 1 else codes
    day = number(episode.date)
    foe = only_foe(parties, day, foes) if board.two_sided else None
    return _Row(day, episode, move, by, parties, codes - parties, foe)


def _steps(episode: Episode, board: Board, foes: Foes, known: Mapping[str, DatedEvent]) -> tuple[tuple[tuple[str, str], By], ...]:
    """The steps that reports give it in this process, else what its frame, the knowledge, or the enmity of those who meet tells."""
    told = tuple((step, "reports") for step in episode.steps if step[0] == board.id)
    if told:
        return told  # type: ignore[return-value]
    if episode.frame in board.frames:
        return (((board.id, board.frames[episode.frame]), "kind"),)
    event = known.get(episode.named or "")
    if event is not None and episode.status == "actual":
        steps = [(event.process or "", event.step or ""), *(tuple(one.split(".", 1)) for one in event.also)]
        return tuple((step, "knowledge") for step in steps if step[0] == board.id)  # type: ignore[misc]
    if episode.type == "CONSULT" and not episode.steps and episode.status in board.foes and frozenset(_everyone(episode)) in foes:
        return (((board.id, board.foes[episode.status]), "foes"),)
    return ()


def _everyone(episode: Episode) -> set[str]:
    return sides(episode.source) | sides(episode.target)


def _home(row: _Row, open_: _Open, board: Board, foes: Foes) -> Thread | None:
    """The newest open track that the episode goes on with, one of the very same parties first; None when it begins one."""
    episode, move = row.episode, row.move
    codes, place, day = row.codes, _place(episode, board), row.day
    fitting: Thread | None = None
    for thread in open_.of(codes | {row.foe} if row.foe else codes, day):
        gap, is_same = day - thread.last, codes == thread.codes
        if fitting and not is_same:
            continue
        if board.by_place and place and thread.place and place != thread.place:
            continue
        if move.after and thread.now not in move.after and gap > SAME:
            continue
        if is_same:
            return thread
        if _same_parties(codes, episode, thread, gap) or _opposite(row, codes, thread, foes) or _is_told_again(row, thread):
            fitting = thread
    return fitting


def _same_parties(codes: set[str], episode: Episode, thread: Thread, gap: int) -> bool:
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


def _is_told_again(row: _Row, thread: Thread) -> bool:
    """True for a state that the track reached these days, told of one of its parties alone."""
    if not row.day or len(row.codes) != 1 or not row.codes < thread.codes:
        return False
    return any(state.state == row.move.state and abs(number(state.date) - row.day) <= SAME for state, _ in thread.states)


def _opposite(row: _Row, codes: set[str], thread: Thread, foes: Foes) -> bool:
    """True for one side's deed in the thread between it and its only foe, and for the thread that one side began."""
    if not thread.board.two_sided:
        return False
    if row.foe is not None:
        return thread.codes == codes | {row.foe} or (thread.codes == {row.foe} and only_foe(thread.codes, thread.last, foes) in codes)
    return codes == thread.codes | {only_foe(thread.codes, thread.last, foes)}


def _stand_behind(one: set[str], other: set[str]) -> bool:
    """True when one names a state and its rebels, the other that state and the neighbour behind them."""
    for inside, outside in ((one, other), (other, one)):
        rebels = {side for side in inside if side.endswith("*")}
        if len(inside) == len(outside) == 2 and len(rebels) == 1 and inside - rebels <= outside:
            return True
    return False


def _parties(episode: Episode, board: Board) -> set[str]:
    """Those whom the process is about: of a plea from outside, the ones that it goes to."""
    source, target = sides(episode.source), sides(episode.target)
    if target and _is_plea(episode, board):
        return target
    return source | target


def _is_plea(episode: Episode, board: Board) -> bool:
    """True for a plea, or praise, by one who is no party."""
    return episode.type in ("REQUEST", "SUPPORT") and (len(_codes(episode.target)) > 1 or (board.outside and episode.type == "REQUEST"))


def _codes(actors: Iterable[Actor]) -> set[str]:
    return {actor.code for actor in actors if actor.code != "UNK"}


def _place(episode: Episode, board: Board) -> str | None:
    return episode.place.name if board.by_place and episode.place else None


def _takers(episode: Episode) -> tuple[Actor, ...]:
    """Who took the step: of a charge the one charged, of a meeting all who met."""
    if episode.type == "ACCUSE":
        return episode.target
    return (*episode.source, *episode.target) if episode.type == "CONSULT" else episode.source


def _move(thread: Thread, row: _Row, known: Mapping[str, DatedEvent]) -> None:
    episode, move = row.episode, row.move
    status = "alleged" if episode.type == "ACCUSE" else episode.status
    pleader = episode.source if episode.target and _is_plea(episode, thread.board) else ()
    third = (*pleader, *episode.third, *(a for a in (*episode.source, *episode.target) if sides([a]) & row.outside))
    if row.by == "knowledge" and not third:
        third = tuple(Actor(code, "GOV") for code in known[episode.named or ""].third)
    state = State(move.state, episode.date, (episode.id,), third, status, episode.place, None, episode.due, row.by, _takers(episode))
    thread.states.append((state, episode))
    thread.third |= {a.code for a in state.third}
    thread.place = thread.place or _place(episode, thread.board)
    thread.last = max(thread.last, row.day)
    if status == "actual":
        thread.now = move.state
        thread.closed = thread.closed or move.closes
        thread.codes |= row.codes if len(thread.codes) < TWICE else set()
