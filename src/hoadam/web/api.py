"""What can a program ask? REST under /api/v1: lists by cursor, single things by id, changes since, each with its state's name."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from hoadam import __version__, desk
from hoadam.answers import board as board_
from hoadam.answers import coding
from hoadam.answers import episode as episode_
from hoadam.answers import figures as figures_
from hoadam.answers.rows import entry_row, hit_row, track_row
from hoadam.model.errors import BadConfig, Missing
from hoadam.model.story import Certainty
from hoadam.web import shapes
from hoadam.web.asking import question
from hoadam.web.sending import Ask, json_of, known_or, language
from hoadam.wire import record_of

PREFIX = "/api/v1"
LIMIT = 100
_Text = Annotated[str | None, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=400, description="The `next` of the answer before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]


def ask_of(
    request: Request,
    from_: Annotated[str | None, Query(alias="from", max_length=20, description="From this day, month or year on.")] = None,
    to: Annotated[str | None, Query(max_length=20, description="Up to the end of this day, month or year.")] = None,
    actor: Annotated[str | None, Query(max_length=200, description="A code (ARM, ARM.MIL), a state's name or part of a person's.")] = None,
    other: Annotated[str | None, Query(alias="with", max_length=200, description="A second actor.")] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=20, description="An event type.")] = None,
    process: Annotated[str | None, Query(max_length=20, description="A peace process.")] = None,
    country: Annotated[str | None, Query(max_length=3, description="ISO 3166 alpha-3 code of where it happened.")] = None,
    certainty: Annotated[Certainty | None, Query(description="How far it can be relied on.")] = None,
    lang: Annotated[str | None, Query(max_length=5, description="Language of sentences.")] = None,
) -> Ask:
    """The request understood."""
    house = request.app.state.house
    given = {"from": from_, "to": to, "actor": actor, "with": other, "type": type_, "process": process, "country": country}
    filters = {key: value for key, value in (given | {"certainty": certainty}).items() if value}
    chosen = lang if lang and lang in house.words else language(request, house)
    return Ask(house, request, chosen, question(request.url.path, filters, house.kit))


def lang_of(request: Request, lang: _Text = None) -> Ask:
    """The same for answers that have no filters."""
    return ask_of(request, lang=lang)


Filtered = Annotated[Ask, Depends(ask_of)]
Plain = Annotated[Ask, Depends(lang_of)]


def _answer(ask: Ask, make: Callable[[], object]) -> Response:
    return known_or(ask.request, ask.house, ask.lang, lambda: json_of(make()))


def status(ask: Plain) -> Response:
    """How much the store holds, and which state it is in."""
    store = ask.house.store
    return _answer(ask, lambda: {"version": __version__, "counts": store.counts(), "stamp": store.stamp()})


def episodes(
    ask: Filtered,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
    updated_since: Annotated[datetime | None, Query(description="Only what changed then or later; `gone` lists what is no more.")] = None,
) -> Response:
    """Episodes by day and id; with `updated_since`, those changed, and those gone."""
    store = ask.house.store
    since = _iso(updated_since) if updated_since else None
    asked = msgspec.structs.replace(ask.question.asked, revised=since)

    def make() -> object:
        portion = store.portion(asked, _day_cursor(cursor), limit)
        data = [entry_row(entry, ask.say(entry.episode)) for entry in portion.entries]
        gone = [msgspec.to_builtins(one) for one in store.gone(since, 500)] if since and not cursor else []
        return {"data": data, "next": portion.next, "gone": gone}

    return _answer(ask, make)


def _iso(moment: datetime) -> str:
    """The moment as the store writes it; one without zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _day_cursor(cursor: str | None) -> str | None:
    if cursor is not None and "~" not in cursor:
        raise BadConfig("cursor: this is no cursor. Take the `next` of the answer before.")
    return cursor


def one_episode(ask: Plain, key: str) -> Response:
    """One episode with its evidence, disputes, tracks and codes."""

    def make() -> object:
        found = episode_.episode(ask.house.store, key, ask.house.books)
        whole = coding.unruled(found.entry.episode) if ask.is_blind else found.entry.episode
        return {
            "text": ask.say(whole), "certainty": whole.certainty, "episode": whole,
            "evidence": found.evidence, "disputes": found.disputes, "tracks": [track.id for track in found.tracks], "codes": found.codes,
        }  # fmt: skip

    return _answer(ask, make)


def events(ask: Filtered, cursor: Cursor = None, limit: Limit = LIMIT) -> Response:
    """Events by id and page: what single pages tell. Of the filters, from, to, type and process count."""
    first, _, second = (cursor or "").partition("~")

    def make() -> object:
        found = ask.house.store.event_list(ask.question.asked, (first, second) if cursor else None, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return {"data": found[:limit], "next": f"{last.id}~{last.page}" if last else None}

    return _answer(ask, make)


def one_event(ask: Plain, key: str) -> Response:
    """One event on each page that it stands on, and the episodes that it is part of."""

    def make() -> object:
        if not ask.house.store.pages_of(key):
            raise Missing(f"{key}: the store has no such event.")
        shown = desk.show(ask.house.store, key, ask.house.books)
        return {"evidence": shown.evidence, "episodes": shown.episodes, "codes": shown.codes}

    return _answer(ask, make)


def pages(ask: Plain, cursor: Cursor = None, limit: Limit = LIMIT) -> Response:
    """Pages by id, without their texts."""

    def make() -> object:
        found = ask.house.store.page_list(cursor, limit + 1)
        return {"data": found[:limit], "next": found[limit - 1].id if len(found) > limit else None}

    return _answer(ask, make)


def one_page(ask: Plain, key: str) -> Response:
    """All that one page says: the object of `hoadam read`."""

    def make() -> object:
        reading = ask.house.store.reading(key)
        if reading is None:
            raise Missing(f"{key}: the store has no such page.")
        return record_of(reading)

    return _answer(ask, make)


def board(ask: Filtered) -> Response:
    """The tracks of the peace process. Of the filters, actor and process count."""
    asked = ask.question.asked

    def make() -> object:
        lanes = board_.lanes(ask.house.store, ask.house.kit.boards, asked.actor, asked.process)
        return {"data": [track_row(track) for lane in lanes for track in lane.tracks]}

    return _answer(ask, make)


def figures(ask: Filtered, cursor: Cursor = None, limit: Limit = LIMIT) -> Response:
    """Claims of dead and injured, the newest episodes first; `limit` counts episodes."""
    asked = msgspec.structs.replace(ask.question.asked, counted=True)

    def make() -> object:
        found = figures_.figures(ask.house.store, asked, _day_cursor(cursor), limit)
        rows = [row for entry in found.entries for row in figures_.claim_rows(entry, ask.say(entry.episode))]
        return {"data": rows, "next": found.next}

    return _answer(ask, make)


def changes(ask: Plain, after: Annotated[int, Query(ge=0, le=2**53)] = 0, limit: Limit = LIMIT) -> Response:
    """What tellings changed, oldest first: new, changed and gone episodes. `next` is the `after` of the next question."""

    def make() -> object:
        found = ask.house.store.changes(after, limit)
        return {"data": found, "next": found[-1].number if len(found) == limit else None}

    return _answer(ask, make)


def search(ask: Plain, q: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 20) -> Response:
    """Pages that hold all the words, those with the same accents first."""
    return _answer(ask, lambda: {"data": [hit_row(hit) for hit in ask.house.store.search(q, limit)]})


ROUTES: tuple[tuple[str, Callable[..., Response], Any], ...] = (
    ("/status", status, shapes.Status), ("/episodes", episodes, shapes.Episodes), ("/episodes/{key}", one_episode, shapes.OneEpisode),
    ("/events", events, shapes.Events), ("/events/{key}", one_event, shapes.OneEvent), ("/pages", pages, shapes.Pages),
    ("/pages/{key}", one_page, shapes.OnePage), ("/board", board, shapes.Board), ("/figures", figures, shapes.Figures),
    ("/changes", changes, shapes.Changes), ("/search", search, shapes.Search),
)  # fmt: skip


def router(web: FastAPI) -> APIRouter:
    """All of it, and its description at /api/v1/openapi.json."""
    made = APIRouter(prefix=PREFIX)
    for path, handler, shape in ROUTES:
        made.add_api_route(path, handler, responses=shapes.responses(shape), response_class=Response)
    made.add_api_route("/openapi.json", lambda: json_of(shapes.described(web.openapi())), include_in_schema=False)
    return made
