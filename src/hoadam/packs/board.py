"""The shape of data/board: the state table of one kind of track."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class Move(Record, frozen=True):
    """An episode with `process` and `step` moves a track into `state`.

    It goes on with a track that stands in one of `after` (any, when empty); else it begins one. `closes` ends the track.
    """

    process: str
    step: str
    state: str
    after: Words = ()
    closes: bool = False


class Awaits(Record, frozen=True):
    """What a state waits for: it is fulfilled by one of `done`, called off by one of `off`."""

    done: Words
    off: Words = ()


class Board(Record, frozen=True):
    """A kind of track (ceasefire, talks, …): its name in each language, its states in order, and the moves between them.

    Boards are shown in the order of `rank`. A track that nothing was told of for `joins_days` is over. `by_place` keeps tracks
    of different places apart. Who pleads for it stands outside where `outside` is set ("urges a truce"), else is a party
    ("offers talks"). With `proxies`, rebels and the state behind them may be told for each other. `declared` and `in_effect`
    name the states whose days are those fields of the ETH/PRIO ceasefire data. `frames` are the steps of happenings whose frame
    alone tells them, where no report names a step of this process ("handed over the draft": `draft: drafted`). `foes` are the steps, by
    status, of a meeting of two who fight each other, where no report names any step. `two_sided` processes have an opposite side: a
    deed told of one side goes on with the thread between it and its only foe. A process `between` sides has more than one: where reports
    name one alone, the other is said not to be named.
    """

    id: str
    names: dict[str, str]
    states: dict[str, dict[str, str]]
    moves: tuple[Move, ...]
    rank: int = 0
    joins_days: int = 365
    by_place: bool = False
    outside: bool = False
    proxies: bool = False
    awaits: dict[str, Awaits] = {}
    declared: Words = ()
    in_effect: Words = ()
    frames: dict[str, str] = {}
    foes: dict[str, str] = {}
    two_sided: bool = False
    between: bool = False
