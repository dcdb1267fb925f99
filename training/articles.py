"""Which articles are learned from? Those of the gold, those that we annotated ourselves, and articles on other matters."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hoadam import pipeline
from hoadam.model.actor import Actor
from hoadam.model.page import Page
from hoadam.read import deciding

GOLD = 3  # times that an article of the gold counts, for one that we annotated


class Article:
    """One annotated article, read up to its candidates."""

    def __init__(self, doc: dict[str, Any], gold: dict[str, Any], tools: pipeline.Tools, counts: int = 1) -> None:
        self.counts = counts
        dct = gold.get("dct") or ""
        page = Page(doc["id"], doc["id"], doc["text"], written=dct if len(dct) == 10 else None, lang="vi")
        self.id, self.doc, self.gold, self.dct = doc["id"], doc, gold["events"], dct
        self.likely: set[tuple[int, str]] = set()  # sentence and type of what weights learned from other articles would keep
        self.draft = pipeline.draft(page, tools)
        starts = self.draft.text.starts
        at = (lambda i: starts[i]) if starts else (lambda i: i)
        self.gold_sents = [
            {k for k, (a, b) in enumerate(doc["sents"], 1) if at(s.start) < b and a < at(s.end)} for s in self.draft.sentences
        ]

    def choices(self, tools: pipeline.Tools, tables: deciding.Tables) -> Iterator[deciding.Choice]:
        """Every (sentence, type) that some candidate proposes."""
        d = self.draft
        return deciding.choices(d.frames, tools.types, d.sentences, deciding.stories_of(d.sentences), d.text, tables)


def labels(article: Article, choice: deciding.Choice) -> list[dict[str, Any]]:
    """The gold events that a choice would hit."""
    here = article.gold_sents[choice.sentence]
    return [e for e in article.gold if e["type"] == choice.type and here & set(e["sents"])]


def codes(actors: Any) -> set[str]:
    return {a["code"] if isinstance(a, dict) else a.code for a in actors} - {"UNK"}


def fills(actor: Actor, role: list[dict[str, Any]]) -> bool:
    """True when an annotator put the actor's side in the role, or its country where no other side of it could be meant."""
    sides = {deciding.side_of(Actor(a["code"], a["sector"])) for a in role}
    return deciding.side_of(actor) in sides


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file, unpacked where its name ends in .gz."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def annotated(shared: Path, tools: pipeline.Tools) -> list[Article]:
    """The gold articles, those of the corpus that we annotated ourselves, and articles on other matters, which tell of no event."""
    gold = {row["doc"]: row for row in rows_of(shared / "gold" / "train.events.jsonl")}
    ours = {row["doc"]: row for row in rows_of(Path(__file__).parent / "annotations" / "vi.jsonl")}
    files = [shared / "corpus" / name for name in ("vi-conflict.jsonl.gz", "vi-other.jsonl.gz")]
    texts = {row["id"]: row["text"] for file in files for row in rows_of(file) if row["id"] in ours}
    articles = [Article(doc, gold[doc["id"]], tools, GOLD) for doc in rows_of(shared / "gold" / "train.docs.jsonl") if doc["id"] in gold]
    articles += [Article({"id": key, "text": texts[key], "sents": row["sents"]}, row, tools) for key, row in ours.items() if key in texts]
    return articles + list(silent(shared, tools, set(ours)))


OTHERS = 2  # every other article on sport, business, crime and the like is learned from; the rest tests what was learned
ABROAD = 1  # foreign sides that an article on other matters may name; those with more are world news, of which a third tell events


def silent(shared: Path, tools: pipeline.Tools, ours: set[str]) -> Iterator[Article]:
    """Articles on other matters, not annotated, that tell of no event: judged so by a reader, or about the reader's own country."""
    judged = {row["page"]: {e["label"] for e in row["events"]} for row in rows_of(Path(__file__).parent / "judged" / "vi-other.jsonl")}
    home = tools.tongue("vi").almanac.home
    for row in rows_of(shared / "corpus" / "vi-other.jsonl.gz")[::OTHERS]:
        if row["id"] in ours:
            continue
        article = Article({**row, "sents": []}, {"events": []}, tools)
        told = deciding.stories_of(article.draft.sentences).values()
        abroad = {a.code for story in told for a in story.often if (a.id or "").partition(".")[0] not in home}
        if judged.get(row["id"]) == {"none"} or (row["id"] not in judged and len(abroad) <= ABROAD):
            yield article
