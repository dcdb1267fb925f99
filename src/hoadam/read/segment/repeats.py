"""Which lines of a page say again what an earlier line said, exactly or nearly?"""

from collections import Counter
from collections.abc import Sequence

NEAR = 0.8  # share of the shorter line's pairs; an alt text with its date cut off keeps .9, two leads on one event below .5
HALF = 0.5  # that many it must have been the first to say
FEWEST = 6
Pairs = frozenset[int]


def repeated(lines: Sequence[list[str]], pairs: Sequence[Pairs]) -> list[tuple[int, bool] | None]:
    """For each line's words and pairs of words: the first earlier line it repeats and whether to the letter, or None."""
    exact: dict[str, int] = {}
    holders: dict[int, int] = {}
    found: list[tuple[int, bool] | None] = []
    for i, (words, own) in enumerate(zip(lines, pairs, strict=True)):
        first = exact.setdefault(" ".join(words), i)
        if first != i and words:
            found.append((first, True))
            continue
        fresh = own.difference(holders)  # (looks each pair up; `-` would walk all holders)
        near = _nearest(own, holders, pairs) if len(own) - len(fresh) >= NEAR * FEWEST else None
        found.append(None if near is None else (near, False))
        holders.update(dict.fromkeys(fresh, i))
    return found


def _nearest(own: Pairs, holders: dict[int, int], pairs: Sequence[Pairs]) -> int | None:
    """The earlier line that shares enough with these pairs, as far as it was the first to have them."""
    counts = Counter([holders[pair] for pair in own if pair in holders])
    for line, shared in sorted(counts.items()):
        smaller = min(len(own), len(pairs[line]))
        if smaller >= FEWEST and shared >= HALF * smaller and len(own & pairs[line]) >= NEAR * smaller:
            return line
    return None
