"""Score joining on pages of topic clusters that people made: B-cubed over labelled events, and pairs of topics that were mixed.

    python -m gate.score_clusters CORPUS.jsonl[.gz]        in tests/, with src/ on the path

The corpus stays outside: a line is `{"id", "cluster", "topic", "text"}`, and only the text is read. The labels (clusters.labels.json) are page,
offset of a sentence and type of event, grouped by happening; an event of the program is a labelled one when page and type are the same
and a quote of it holds the offset.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from gate.score_story import bcubed
from gate.telling import teller, the_tools
from hoadam import pipeline
from hoadam.model.base import Span
from hoadam.model.errors import BadPage
from hoadam.model.page import Page
from hoadam.model.story import Reading, Story

LABELS = Path(__file__).parent / "clusters.labels.json"
Row = dict[str, Any]


def labels() -> list[Row]:
    """The labelled happenings."""
    found: list[Row] = json.loads(LABELS.read_text(encoding="utf-8"))
    return found


def read(rows: list[Row]) -> list[Reading]:
    """The pages read, without topic, day or address."""
    found = []
    for row in rows:
        try:
            found.append(pipeline.read(Page(row["id"], row["id"], row["text"]), the_tools()))
        except BadPage:
            continue
    return found


def score(readings: list[Reading], story: Story, topics: dict[str, str]) -> Row:
    """B-cubed of the labelled events that the program found, the joins made, and episodes over several topics."""
    home = {(report.page, report.event): episode.id for episode in story.episodes for report in episode.reports}
    pages = {reading.page.id: reading for reading in readings}
    gold = {"episodes": [{"id": row["id"], "reports": [[p, f"{start} {kind}"] for p, start, kind in row["reports"]]} for row in labels()]}
    at: dict[Any, str] = {}
    for row in labels():
        for page, start, kind in row["reports"]:
            event = next((e for e in pages[page].events if e.type == kind and any(q.holds(Span(start, start)) for q in e.quotes)), None)
            if event is not None:
                at[page, f"{start} {kind}"] = home[page, event.id]
    everything = [tuple(report) for row in gold["episodes"] for report in row["reports"]]
    many = [row for row in gold["episodes"] if sum(tuple(report) in at for report in row["reports"]) > 1]
    joined = [row["id"] for row in many if len({at[tuple(report)] for report in row["reports"] if tuple(report) in at}) == 1]
    mixed = [e.id for e in story.episodes if len({topics[report.page] for report in e.reports}) > 1]
    return {
        "labelled": len(everything), "bcubed": bcubed(gold, at, everything), "joins": f"{len(joined)} of {len(many)}",
        "missed": [row["id"] for row in many if row["id"] not in joined], "over several topics": len(mixed), "mixed": mixed,
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    path = Path(sys.argv[1])
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in raw.decode().splitlines()]
    readings = read(rows)
    print(json.dumps(score(readings, teller()(readings), {row["id"]: row["topic"] for row in rows}), ensure_ascii=False, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
