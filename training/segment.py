"""Tunes the weights of read/segment: `python training/segment.py ARTICLES.jsonl HAND.json`, prints the tables to paste.

ARTICLES has one article a line, {"text"}: headline, empty line, lede, empty line, body, and perhaps an empty line and captions.
HAND.json holds the tables set by hand, {"emit": {feature: {state: weight}}, "follow": {state: {state: weight}}}; without it
those of the program are the start. An averaged structured perceptron moves each weight by at most BOX. The same input gives
the same tables.
"""

import json
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from hoadam.packs.fold import folded
from hoadam.read.segment import Cues
from hoadam.read.segment.features import featured
from hoadam.read.segment.lines import lines_of
from hoadam.read.segment.weights import STATES, compile_weights

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "read"))
from stress import ARTICLE, Article, Line, build, cues_of

PAGES, WHOLE, TIMES, ROUNDS, RATE, BOX = 1800, 250, 6, 4, 0.15, 1.5
NEVER = np.float32(-1e6)
MEANT = {  # the states that a label allows, for lines of the page's own article and of others
    ("headline", True): "head",
    ("lede", True): "lede",
    ("body", True): "body sub",
    ("caption", True): "cap tailcap",
    ("headline", False): "ahead",
    ("lede", False): "alede",
    ("body", False): "abody",
    ("caption", False): "acap",
}
Page = tuple[np.ndarray, np.ndarray, np.ndarray]


def allowed(line: Line) -> list[str]:
    """The states that a line's label allows."""
    if line.zone in {"related", "sidebar"}:
        return ["more", "title", "copy", "text", "tcap"]
    if line.zone == "byline":
        return ["by", "end"]
    if line.zone == "furniture":
        return ["furn", "pfurn", "heading"]
    if line.zone == "headline" and line.again:
        return ["head", "cap"]
    return MEANT[line.zone, line.own].split()


def numbers(page: Sequence[Line], text: str, cues: Cues, features: dict[str, int]) -> Page | None:
    """The page's features, the states allowed, and what each wrong state costs."""
    lines = lines_of(folded(text))
    if len(lines) != len(page):
        return None
    shape = (len(page), len(STATES))
    seen, right, cost = np.zeros((len(page), len(features)), np.float32), np.zeros(shape, bool), np.zeros(shape, np.float32)
    for i, (line, found) in enumerate(zip(page, featured(lines, cues), strict=True)):
        seen[i, [features[feature] for feature in found]] = 1
        article = line.own and line.zone in ARTICLE
        for j, state in enumerate(STATES):
            right[i, j] = state in allowed(line)
            cost[i, j] = 0 if right[i, j] else 2.0 if (state in {"head", "lede", "body", "sub"}) != article else 0.5
    return seen, right, cost


def best(seen: np.ndarray, emit: np.ndarray, follow: np.ndarray, more: np.ndarray) -> list[int]:
    """The best path; the last row of `follow` starts it."""
    scores = seen @ emit + more
    top, back = scores[0] + follow[-1], []
    for row in scores[1:]:
        step = top[:, None] + follow[:-1]
        back.append(step.argmax(0))
        top = step.max(0) + row
    path = [int(top.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def tuned(pages: list[Page], emit: np.ndarray, follow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The averaged tables after all rounds."""
    hand, links, rate, dice = emit.copy(), follow.copy(), RATE, random.Random(1)  # noqa: S311
    legal = links > NEVER / 2
    sums, counts = [np.zeros_like(emit, np.float64), np.zeros_like(follow, np.float64)], 0
    for _ in range(ROUNDS):
        dice.shuffle(pages)
        for seen, right, cost in pages:
            gold, said = best(seen, emit, follow, np.where(right, 0, NEVER / 10)), best(seen, emit, follow, cost)
            for i, (g, s) in enumerate(zip(gold, said, strict=True)):
                before = (-1, -1) if i == 0 else (gold[i - 1], said[i - 1])
                emit[:, g] += rate * seen[i] * (g != s)
                emit[:, s] -= rate * seen[i] * (g != s)
                follow[before[0], g] += rate
                follow[before[1], s] -= rate
            emit = np.clip(emit + (hand - emit) * 0.0005, hand - BOX, hand + BOX)
            follow = np.where(legal, np.clip(follow + (links - follow) * 0.0005, links - BOX, links + BOX), NEVER)
            sums[0] += emit
            sums[1] += follow
            counts += 1
        rate *= 0.7
    return sums[0] / counts, sums[1] / counts


def split(text: str) -> list[list[str]]:
    """The parts of an article between empty lines."""
    parts = ([line.strip() for line in part.split("\n") if line.strip()] for part in re.split(r"\n\s*\n", text))
    return [part for part in parts if part]


def made(parts: list[list[str]], dice: random.Random) -> Article:
    """An article to build pages from, its sentences joined to paragraphs."""
    body = parts[2][: dice.choice((6, 10, 16, 30))]
    size = dice.randint(1, 3)
    paragraphs = [" ".join(body[i : i + size]) for i in range(0, len(body), size)]
    heads = [" ".join(dice.choice(body).split()[: dice.randint(2, 9)]).strip(" ,.:;\"'-") for _ in range(2)]
    captions = [line for part in parts[3:] for line in part][:3]
    return Article(parts[0][0], " ".join(parts[1]), paragraphs, [head for head in heads if head], captions)


def whole(parts: list[list[str]]) -> list[Line]:
    """An article as it stands: what comes after the body are captions, and so is what they repeat."""
    tail = [line for part in parts[3:] for line in part]
    body = [Line(line, "caption" if line in tail else "body") for part in parts[1:3] for line in part]
    return [
        Line(parts[0][0], "headline"),
        msgspec.structs.replace(body[0], zone="lede"),
        *body[1:],
        *(Line(line, "caption") for line in tail),
    ]


def main(articles: str, hand: str | None) -> None:
    """Prints the tuned tables."""
    texts = [json.loads(line)["text"] for line in Path(articles).read_text(encoding="utf-8").splitlines()]
    fit = [(text, parts) for text in texts if len(parts := split(text)) > 2 and len(parts[0]) == 1 and len(parts[2]) > 3]
    start = json.loads(Path(hand).read_text(encoding="utf-8")) if hand else None
    weights = compile_weights()
    names = list(start["emit"] if start else weights.emit)
    features, cues, dice = {name: i for i, name in enumerate(names)}, cues_of("vi"), random.Random(0)  # noqa: S311
    hands = start["emit"] if start else {name: {STATES[i]: weight for i, weight in row} for name, row in weights.emit.items()}
    emit = np.array([[hands[name].get(state, 0.0) for state in STATES] for name in names], np.float32)
    rows = [*weights.follow, [dict(weights.start).get(i, NEVER) for i in range(len(STATES))]]
    if start:
        rows = [[start["follow"][state].get(after, NEVER) for after in STATES] for state in (*STATES, "START")]
    follow = np.maximum(np.array(rows, np.float32), NEVER)
    pages = [numbers(*build(seed, [made(dice.choice(fit)[1], dice) for _ in range(26)]), cues, features) for seed in range(PAGES)]
    pages += [numbers(whole(parts), text, cues, features) for text, parts in fit[:WHOLE]] * TIMES
    emit, follow = tuned([page for page in pages if page], emit, follow)
    for name, row in zip([*names, *STATES, "START"], [*emit, *follow], strict=True):
        shown = [(state, weight) for state, weight in zip(STATES, row, strict=True) if weight > NEVER / 2 and abs(weight) >= 0.2]
        pairs = " ".join(f"{state}:{weight:.1f}" for state, weight in shown)
        sys.stdout.write(f'    "{name}": "{pairs}",\n')


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
