"""Score a told story against a gold one: joins, pairs that must not join, board, figures, B-cubed.

    python -m gate.score_story GOLD_FOLDER STEM                       gold events, joined by the program
    python -m gate.score_story GOLD_FOLDER STEM READINGS.jsonl        the program's own readings (hoadam read --jsonl), told by the program

Run in tests/ with src/ on the path.
GOLD_FOLDER has STEM.docs.jsonl, STEM.events.jsonl (html.events.jsonl too) and story.json or STEM.story.json. A program's event is a
gold event when type and page are the same and their quotes share a sentence; each gold event takes one at most.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from gate.gold_readings import Row, gold_readings
from hoadam.model.event import Event
from hoadam.model.story import Reading, Story
from hoadam.model.time import Day

Key = tuple[str, int]  # a gold page's name and the number of its event
Place = tuple[str, str]  # a page's id and an event's


def score(story: Story, gold: Row, found: dict[Key, Place], everything: Iterable[Key]) -> dict[str, Any]:
    """All figures; `found` maps a gold event to page and id of the program's event that it is."""
    home = {(report.page, report.event): episode.id for episode in story.episodes for report in episode.reports}
    at = {key: home[event] for key, event in found.items() if event in home}
    return {
        "matched": len(at),
        "joins": _joins(gold, at),
        "broken": [pair for pair in gold["must_not_join"] if _together([tuple(p) for p in pair], at)],
        "bcubed": bcubed(gold, at, list(everything)),
        "board": board(story, gold["board"]),
        "figures": _figures(story, gold, at),
    }


def _joins(gold: Row, at: dict[Key, str]) -> dict[str, bool]:
    return {row["id"]: _together([tuple(report) for report in row["reports"]], at) for row in gold["episodes"]}


def _together(keys: Sequence[Any], at: dict[Key, str]) -> bool:
    homes = {at.get(key) for key in keys}
    return None not in homes and len(homes) == 1


def bcubed(gold: Row, at: dict[Key, str], everything: Sequence[Key]) -> dict[str, float]:
    """B-cubed precision, recall and F1 over the gold events that were found; a report that may join counts as it was joined."""
    truth: dict[Key, str] = {key: f"{key}" for key in everything}
    names = {row["id"] for row in gold["episodes"]}
    for row in gold["episodes"]:
        for report in row["reports"]:
            truth[tuple(report)] = row["id"]  # type: ignore[index]
    for row in gold["episodes"]:
        homes = {at.get(tuple(report)) for report in row["reports"]}  # type: ignore[arg-type]
        for report in row.get("may_also_join", ()):
            key = (report[0], report[1])
            if key in at and at[key] in homes and truth.get(key) not in names:
                truth[key] = row["id"]
    _excuse(gold, truth, at)
    keys = [key for key in truth if key in at]
    groups: dict[str, set[Key]] = {}
    classes: dict[str, set[Key]] = {}
    for key in keys:
        groups.setdefault(at[key], set()).add(key)
        classes.setdefault(truth[key], set()).add(key)
    both = [len(groups[at[key]] & classes[truth[key]]) for key in keys]
    p = sum(n / len(groups[at[key]]) for n, key in zip(both, keys, strict=True)) / max(1, len(keys))
    r = sum(n / len(classes[truth[key]]) for n, key in zip(both, keys, strict=True)) / max(1, len(keys))
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / max(1e-9, p + r), 4), "events": len(keys)}


def _excuse(gold: Row, truth: dict[Key, str], at: dict[Key, str]) -> None:
    """Two gold episodes that may be one are one where the program joined them."""
    rows = {row["id"]: row for row in gold["episodes"]}
    for one, other in combinations(rows.values(), 2):
        may = {tuple(r) for r in one.get("may_also_join", ())} >= {tuple(r) for r in other["reports"]}
        if may and _together([tuple(r) for r in (*one["reports"], *other["reports"])], at):
            for report in other["reports"]:
                truth[tuple(report)] = one["id"]  # type: ignore[index]


def board(story: Story, gold: dict[str, list[list[str]]]) -> dict[str, Any]:
    """How many entries of the gold board stand on the told one, and those that do not."""
    missing = []
    total = 0
    for kind, entries in gold.items():
        states = [(state, track) for track in story.tracks if track.kind == kind for state in track.states]
        for entry in entries:
            total += 1
            if not any(s.state == entry[1] and _same_day(entry[0], s.date) and _same_detail(entry[2:], s, t) for s, t in states):
                missing.append([kind, *entry])
    return {"found": total - len(missing), "of": total, "missing": missing}


def _same_day(gold: str, told: Day) -> bool:
    """True when one date holds the other; what nobody dated stands by the bound that its page gives."""
    ends = gold.split("/")
    value = (told.value or told.latest or "").split("/")
    return any(a[: min(len(a), len(b))] == b[: min(len(a), len(b))] for a in ends for b in value if b)


def _same_detail(detail: list[str], state: Any, track: Any) -> bool:
    """True when every code among the details is a mediator (words are for people)."""
    codes = {code for part in detail for code in part.replace(",", "+").replace(" ", "").split("+") if len(code) == 3 and code.isupper()}
    return codes <= {actor.code for actor in (*state.third, *track.third, *track.parties)}


def _figures(story: Story, gold: Row, at: dict[Key, str]) -> dict[str, bool]:
    episodes = {episode.id: episode for episode in story.episodes}
    made: dict[str, bool] = {}
    for row in gold["episodes"]:
        for who, wanted in gold["figures"].get(row["id"], {}).items():
            homes = {at.get(tuple(report)) for report in row["reports"]} - {None}  # type: ignore[arg-type]
            figures = [f for home in homes for f in episodes[home].killed.by if f.who == who]  # type: ignore[index]
            made[f"{row['id']} {who}"] = any(_figure_fits(figure, wanted) for figure in figures)
    return made


def _figure_fits(figure: Any, wanted: Row) -> bool:
    return (
        all(getattr(figure, name) == wanted[name] for name in ("low", "best", "high") if name in wanted)
        and len(figure.claims) == wanted["claims"]
    )


def matched(gold: Sequence[Reading], told: Sequence[Reading]) -> dict[Key, Place]:
    """Each gold event to the id of the program's event of the same type and page whose quotes share the most of its sentences."""
    pages = {Path(reading.page.source).stem: reading for reading in told}
    found: dict[Key, Place] = {}
    for page in gold:
        mine = pages.get(page.page.source)
        if mine is None:
            continue
        free = list(mine.events)
        for n, event in enumerate(page.events):
            ranked = sorted(free, key=lambda other: -_shared(event, page, other, mine))
            if ranked and _shared(event, page, ranked[0], mine) > 0:
                found[page.page.source, n] = (mine.page.id, ranked[0].id)
                free.remove(ranked[0])
    return found


def _shared(gold: Event, page: Reading, other: Event, mine: Reading) -> float:
    if gold.type != other.type:
        return 0.0
    sentences = {" ".join(span.of(page.page.text).split()) for span in gold.quotes}
    quotes = {" ".join(span.of(mine.page.text).split()) for span in other.quotes}
    hits = sum(1 for s in sentences if any(s in q or q in s for q in quotes))
    codes = {a.code for a in (*gold.source, *gold.target)} & {a.code for a in (*other.source, *other.target)}
    return hits and hits + 0.1 * len(codes)


def exactly(gold: Sequence[Reading]) -> dict[Key, Place]:
    """Each gold event as itself."""
    return {(r.page.source, n): (r.page.id, event.id) for r in gold for n, event in enumerate(r.events)}


def gold_story(folder: Path, stem: str) -> Row:
    """The gold story beside the gold events."""
    path = folder / f"{stem}.story.json"
    found: Row = json.loads((path if path.exists() else folder / "story.json").read_text(encoding="utf-8"))
    return found


def main(tell: Callable[[Sequence[Reading]], Story]) -> None:
    """Print the figures."""
    folder, stem = Path(sys.argv[1]), sys.argv[2]
    gold = gold_readings(folder, stem)
    everything = [(reading.page.source, n) for reading in gold for n in range(len(reading.events))]
    told = [_reading(line) for line in Path(sys.argv[3]).read_bytes().splitlines()] if len(sys.argv) > 3 else gold
    found = matched(gold, told) if len(sys.argv) > 3 else exactly(gold)
    print(json.dumps(score(tell(told), gold_story(folder, stem), found, everything), ensure_ascii=False, indent=1))  # noqa: T201


def _reading(line: bytes) -> Reading:
    raw = msgspec.json.decode(line)
    raw.pop("actors", None)  # the mentions, in another shape; telling needs neither them nor the evidence of dates
    for written in (raw["written"], *(one["written"] for one in raw["stories"])):
        written["why"] = []
    return msgspec.convert(raw, Reading)


if __name__ == "__main__":
    from gate.telling import teller

    main(teller())
