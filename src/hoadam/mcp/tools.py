"""Which questions can a program put? Each tool is a method that reads the store, and returns ids and verbatim quotes in a fence."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from mcp_types import CallToolResult
from pydantic import Field

from hoadam.answers import actors as actors_
from hoadam.answers import board as board_
from hoadam.answers import episode as episode_
from hoadam.answers import figures as figures_
from hoadam.answers import overview as overview_
from hoadam.answers import places as places_
from hoadam.answers.rows import Row, conflict_row, names, track_row
from hoadam.mcp.fencing import answered, proof, quoted, scraped
from hoadam.mcp.room import Room, asked, cursor, line, quote_of
from hoadam.model.errors import Missing
from hoadam.model.story import Line, Track
from hoadam.packs.saying import sentence
from hoadam.ports import Entry

MOST = 100  # lines of one answer: more does not fit a model's attention
SOME = 40  # reports of an episode, threads of an overview: the rest is only counted
SHOWN = 20_000  # letters of a page in one answer

Since = Annotated[str | None, Field(max_length=20, description="From this day, month or year on: 2020-09-27, 2020-09, 2020.")]
Until = Annotated[str | None, Field(max_length=20, description="Up to the end of this day, month or year.")]
Actor = Annotated[str | None, Field(max_length=200, description="A code (ARM, ARM.MIL), a state's name, or part of a person's.")]
Other = Annotated[str | None, Field(max_length=200, description="A second actor that must be there too.")]
Type = Annotated[str | None, Field(max_length=20, description="An event type of PLOVER, such as CONSULT or ASSAULT.")]
Process = Annotated[str | None, Field(max_length=20, description="A peace process: ceasefire, talks, agreement, exchange, withdrawal …")]
Country = Annotated[str | None, Field(max_length=3, description="ISO 3166 alpha-3 code of where it happened.")]
Certainty = Annotated[Literal["certain", "single-source", "disputed", "planned"] | None, Field(description="How far it can be relied on.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]
After = Annotated[str | None, Field(max_length=400, description="The `next` of the answer before.")]
Key = Annotated[str, Field(min_length=1, max_length=200, description="The id, as other answers give it.")]
Words = Annotated[str, Field(min_length=1, max_length=200, description="Words, with or without accents; a phrase in double quotes.")]


class Tools:
    """The tools of one store."""

    def __init__(self, room: Room) -> None:
        """Of a room that is ready."""
        self.room = room

    def all(self) -> list[Callable[..., CallToolResult]]:
        """Every tool, in the order in which one would reach for them."""
        return [
            self.overview, self.search, self.timeline, self.episode, self.page, self.board, self.figures, self.actors, self.places,
            self.conflicts, self.changes,
        ]  # fmt: skip

    def overview(self) -> CallToolResult:
        """What one must know now: the newest, the disputed, the overdue, what is ahead, what is not known, and how much the store holds."""

        def make() -> dict[str, Any]:
            found = overview_.overview(self.room.store, self.room.tongue)
            return {
                "counts": found.counts, "certainties": found.certainties, "days": found.days,
                "latest": self._said(found.latest), "disputes": self._said(found.disputes), "gaps": self._said(found.gaps),
                "overdue": [_briefly(track) for track in found.overdue[:SOME]], "overdue_total": len(found.overdue),
                "ahead": [_briefly(track) for track in found.ahead],
            }  # fmt: skip

        return answered(make)

    def search(self, words: Words, limit: Limit = 20) -> CallToolResult:
        """Pages that hold all the words, those with the same accents first, each with the sentence and the episodes that it reports."""

        def make() -> dict[str, Any]:
            hits = self.room.store.search(words, limit) if words.strip() else []
            return {
                "pages": [
                    {
                        "page": hit.page, "source": scraped(hit.source), "title": scraped(hit.title), "written": hit.written.value,
                        "exact": hit.exact, "around": scraped(hit.words), "at": hit.quote, "episodes": hit.episodes,
                    }
                    for hit in hits
                ]
            }  # fmt: skip

        return answered(make)

    def timeline(
        self, since: Since = None, until: Until = None, actor: Actor = None, other: Other = None, type: Type = None,  # noqa: A002
        process: Process = None, country: Country = None, certainty: Certainty = None,
        newest: Annotated[bool, Field(description="The newest first.")] = False, limit: Limit = 25, after: After = None,
    ) -> CallToolResult:  # fmt: skip
        """What happened when: episodes by day, each with its clearest quote."""
        given = {"since": since, "until": until, "actor": actor, "other": other, "type": type, "process": process, "country": country}

        def make() -> dict[str, Any]:
            question = asked(given | {"certainty": certainty}, self.room.kit)
            portion = self.room.store.portion(question, cursor(after), limit, newest=newest)
            return {"total": self.room.store.count(question), "episodes": self._lines(portion.entries), "next": portion.next}

        return answered(make)

    def episode(self, id: Key) -> CallToolResult:  # noqa: A002
        """One episode with all that proves it: every report with its quotes, tolls by speaker, disputes, threads, other codebooks."""

        def make() -> dict[str, Any]:
            found = episode_.episode(self.room.store, id, self.room.books)
            told = found.entry.episode
            return {
                "episode": line(found.entry, sentence(told, self.room.tongue)), "reports_total": len(found.evidence),
                "reports": [proof(one) for one in found.evidence[:SOME]],
                "killed": told.killed, "injured": told.injured, "history": told.history, "joined_by": told.why,
                "disputes": [{"about": one.about, "whose": one.who, "positions": one.positions} for one in found.disputes],
                "others": self._lines(found.others[:SOME]), "tracks": [_briefly(track) for track in found.tracks], "codes": found.codes,
                "rulings": found.rulings,
            }  # fmt: skip

        return answered(make)

    def page(
        self, id: Key, start: Annotated[int, Field(ge=0, description="The first letter to show.")] = 0,  # noqa: A002
        letters: Annotated[int, Field(ge=1, le=SHOWN, description="How many letters to show.")] = 6000,
    ) -> CallToolResult:  # fmt: skip
        """One page as it was found: its text from `start` on, the day it was written and why, and its events with their quotes."""

        def make() -> dict[str, Any]:
            reading = self.room.store.reading(id)
            if reading is None:
                raise Missing(f"{id}: the store has no such page.")
            page, text = reading.page, reading.page.text
            end = min(start + letters, len(text))
            return {
                "page": page.id, "source": scraped(page.source), "title": scraped(page.title), "url": scraped(page.url),
                "outlet": scraped(page.outlet),
                "written": reading.written.value, "bounds": [reading.written.earliest, reading.written.latest],
                "written_why": [cue.cue for cue in reading.written.why], "length": len(text), "start": min(start, len(text)), "end": end,
                "next": end if end < len(text) else None, "text": scraped(text[start:end]),
                "episodes": self.room.store.episodes_of(page.id),
                "events": [
                    {
                        "event": one.id, "type": one.type, "mode": one.mode, "status": one.status, "date": one.date.value,
                        "source": names(one.source), "target": names(one.target), "third": names(one.third), "confidence": one.confidence,
                        "quotes": [quoted(page.id, span, span.of(text)) for span in one.quotes],
                    }
                    for one in reading.events
                ],
            }  # fmt: skip

        return answered(make)

    def board(
        self,
        actor: Actor = None,
        process: Process = None,
        limit: Limit = 25,
        start: Annotated[int, Field(ge=0, description="How many threads to pass over: the `next` of the answer before.")] = 0,
    ) -> CallToolResult:
        """Where each thread of the peace process stands now, its states in time with their episodes, what is due and what is overdue."""

        def make() -> dict[str, Any]:
            question = asked({"actor": actor}, self.room.kit)
            lanes = board_.lanes(self.room.store, self.room.kit.boards, question.actor, process)
            tracks = [track for lane in lanes for track in lane.tracks]
            end = start + limit
            rows = [track_row(track) for track in tracks[start:end]]
            return {"total": len(tracks), "tracks": rows, "next": end if end < len(tracks) else None}

        return answered(make)

    def figures(
        self, since: Since = None, until: Until = None, actor: Actor = None, country: Country = None, limit: Limit = 25, after: After = None
    ) -> CallToolResult:
        """How many died or were hurt, by whose count: every claim of the episodes that count, newest first. Claims are never added up."""
        given = {"since": since, "until": until, "actor": actor, "country": country}

        def make() -> dict[str, Any]:
            question = msgspec.structs.replace(asked(given, self.room.kit), counted=True)
            found = figures_.figures(self.room.store, question, cursor(after), limit)
            rows = [self._claims(entry) for entry in found.entries]
            return {"total": found.total, "episodes": rows, "next": found.next}

        return answered(make)

    def actors(
        self, since: Since = None, until: Until = None, actor: Actor = None, other: Other = None, limit: Limit = 50
    ) -> CallToolResult:
        """Who does what to whom, how often, in cooperation and in conflict, and both over time."""
        given = {"since": since, "until": until, "actor": actor, "other": other}

        def make() -> dict[str, Any]:
            found = actors_.actors(self.room.store, asked(given, self.room.kit), self.room.kit.codebooks["plover"])
            return {"relations": found.relations[:limit], "actors": found.actors[:limit], "periods": found.periods}

        return answered(make)

    def places(self, since: Since = None, until: Until = None, actor: Actor = None, limit: Limit = 50) -> CallToolResult:
        """Where it happened: places with the number of their episodes, and how many episodes name no place."""
        given = {"since": since, "until": until, "actor": actor}

        def make() -> dict[str, Any]:
            found = places_.places(self.room.store, asked(given, self.room.kit))
            return {"places": found.spots[:limit], "placeless": found.placeless}

        return answered(make)

    def conflicts(self) -> CallToolResult:
        """Who fights whom, where and when, and why that is one conflict; the most told first."""

        def make() -> dict[str, Any]:
            rows = [conflict_row(one) for one in self.room.store.conflicts()[:MOST]]
            return {"conflicts": [{key: value for key, value in row.items() if key != "members"} for row in rows]}

        return answered(make)

    def changes(
        self, after: Annotated[int, Field(ge=0, le=2**53, description="The number of the last change that is known.")] = 0,
        newest: Annotated[bool, Field(description="The newest first; `after` does not count then.")] = False, limit: Limit = 50,
    ) -> CallToolResult:  # fmt: skip
        """What tellings changed since one knew the story: episodes that are new, changed (in which fields) or gone."""

        def make() -> dict[str, Any]:
            store = self.room.store
            found = store.latest_changes(limit) if newest else store.changes(after, limit)
            return {"changes": found, "next": found[-1].number if found and not newest and len(found) == limit else None}

        return answered(make)

    def _lines(self, entries: tuple[Entry, ...]) -> list[Row]:
        return [line(entry, sentence(entry.episode, self.room.tongue)) for entry in entries]

    def _claims(self, entry: Entry) -> Mapping[str, Any]:
        episode = entry.episode
        claims = [
            {"what": what, "whose": one.toll.who, "min": one.toll.min, "max": one.toll.max, "said_by": figures_.speaker_name(one),
             "said": one.said, "page": one.page, "event": one.event}
            for what, tolls in (("killed", episode.killed), ("injured", episode.injured))
            for one in tolls.claims
        ]  # fmt: skip
        return {"episode": line(entry, sentence(episode, self.room.tongue)), "claims": claims}

    def _said(self, lines: tuple[Line, ...]) -> list[dict[str, Any]]:
        """The lines with the quotes that prove them; one that says what is not known has none."""
        entries = {one.episode.id: one for one in self.room.store.entries(list(dict.fromkeys(one.episode for one in lines)))}
        return [
            {"episode": one.episode, "date": one.date.value, "text": one.text, "certainty": one.certainty,
             "quote": quote_of(entries[one.episode]) if one.episode in entries and one.section != "gaps" else None}
            for one in lines
        ]  # fmt: skip


def _briefly(track: Track) -> Row:
    """A thread without its states in time."""
    return {key: value for key, value in track_row(track).items() if key != "states"}
