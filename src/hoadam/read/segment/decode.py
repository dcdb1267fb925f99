"""Which sequence of parts explains the lines best? Viterbi over the features of the lines."""

from collections.abc import Sequence

from hoadam.read.segment.weights import NEVER, STATES, Weights

BEAM = 18.0  # a state so far behind the best one hardly comes back: against no limit, 1 page of 500 built at random changes
ANY = STATES.index("body")


def decode(lines: Sequence[Sequence[str]], weights: Weights) -> list[str]:
    """The best state for each line, given each line's features."""
    if not lines:
        return []
    start = dict(weights.start)
    best = [(score + start[state], state) for state, score in _likely(lines[0], weights) if state in start] or [(0.0, ANY)]
    back: list[dict[int, int]] = []
    for features in lines[1:]:
        best, origin = _step(best, _likely(features, weights), weights)
        back.append(origin)
    return _traced(best, back)


def _likely(features: Sequence[str], weights: Weights) -> list[tuple[int, float]]:
    """What the features of one line add up to, for the states that stand a chance."""
    scores = [0.0] * len(STATES)
    for feature in features:
        for state, weight in weights.emit[feature]:
            scores[state] += weight
    floor = max(scores) - BEAM
    return [(state, score) for state, score in enumerate(scores) if score > floor]


def _step(
    best: list[tuple[float, int]], likely: list[tuple[int, float]], weights: Weights
) -> tuple[list[tuple[float, int]], dict[int, int]]:
    """The best score of each state at this line, and the state that it came from."""
    floor = max(best)[0] - BEAM
    live = [(total, state, weights.follow[state]) for total, state in best if total > floor]
    out: list[tuple[float, int]] = []
    origin: dict[int, int] = {}
    for state, score in likely:
        top, where = NEVER, -1
        for total, before, follow in live:
            here = total + follow[state]
            if here > top:
                top, where = here, before
        if where >= 0:
            out.append((top + score, state))
            origin[state] = where
    return out or [(floor, ANY)], origin or {ANY: live[0][1]}


def _traced(best: list[tuple[float, int]], back: list[dict[int, int]]) -> list[str]:
    state = max(best)[1]
    path = [state]
    for origin in reversed(back):
        state = origin[state]
        path.append(state)
    return [STATES[state] for state in reversed(path)]
