"""How does one answer become a page, JSON or CSV? Three forms of the same plain values, each with a name for its state."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from hoadam import __version__, app
from hoadam.answers.empty import why_empty
from hoadam.answers.rows import Row
from hoadam.answers.sheet import csv_of
from hoadam.model.event import Event
from hoadam.model.story import Episode, Track
from hoadam.model.time import Day
from hoadam.packs.saying import (
    Speaker,
    actor_name,
    concluded,
    day,
    everyone,
    known_by,
    place,
    position,
    sentence,
    sides,
    state_name,
    track_name,
)
from hoadam.web.asking import Question, question
from hoadam.web.coder import has_name, is_blind, signature
from hoadam.web.house import House
from hoadam.words import Words, preferred, word

LANGUAGE = "hoadam_lang"
YEAR = 365 * 24 * 3600
SIGNS = {"certain": "●", "single-source": "○", "disputed": "≠", "planned": "◷"}


@dataclass(frozen=True)
class Ask:
    """One request understood: who answers, in which language, and what is asked."""

    house: House
    request: Request
    lang: str
    question: Question

    @property
    def is_blind(self) -> bool:
        """True for one who codes blind and must not see what others decided."""
        return is_blind(self.request)

    @property
    def has_name(self) -> bool:
        """True for one who entered the name that decisions are signed with."""
        return has_name(self.request)

    @property
    def who(self) -> str:
        """The name that decisions are signed with."""
        return signature(self.request)

    @property
    def words(self) -> Words:
        """The words of the interface."""
        return self.house.words[self.lang]

    @property
    def tongue(self) -> Speaker:
        """What says sentences."""
        return self.house.tongues[self.lang]

    def t(self, key: str, /, **values: object) -> str:
        """A word or sentence of the interface."""
        return word(self.words, key, **values)

    def say(self, episode: Episode) -> str:
        """An episode in one sentence."""
        return sentence(episode, self.tongue)

    def said(self, english: str) -> str:
        """A sentence that the program made in English: evidence, a note, an error."""
        return self.house.phrasebooks[self.lang].said(english)


@dataclass(frozen=True)
class Answer:
    """An answer: its template and what that shows, its rows for tables, and what JSON says besides.

    `rest` gives the rows of the portions after this one, for a table of everything.
    """

    template: str
    shown: dict[str, Any]
    rows: Iterable[Row] = ()
    besides: dict[str, Any] = field(default_factory=dict)
    rest: Callable[[], Iterator[Iterable[Row]]] = lambda: iter(())
    status: int = 200


Handler = Callable[[Ask], Answer]
Send = Callable[[Request], Response]


def asked(request: Request, house: House, path: str | None = None) -> Ask:
    """The request understood; raises BadConfig when its filters are wrong."""
    given = dict(request.query_params)
    return Ask(house, request, language(request, house), question(path or request.url.path, given, house.kit))


def language(request: Request, house: House) -> str:
    """The language asked for in the address, kept in the cookie, or preferred by the browser."""
    for code in (request.query_params.get("lang"), request.cookies.get(LANGUAGE)):
        if code in house.words:
            return str(code)
    usual = house.settings.language
    accepted = request.headers.get("accept-language", "")
    return preferred(accepted, house.words, usual)


def as_page(house: House, handler: Handler) -> Send:
    """What answers with a page."""

    def send(request: Request) -> Response:
        ask = asked(request, house)
        return page(ask, handler(ask))

    return send


def page(ask: Ask, answer: Answer) -> Response:
    """The answer as a page; a language asked for in the address is remembered."""
    made = ask.house.templates.get_template(answer.template).render(**_around(ask), **answer.shown)
    response = HTMLResponse(made, answer.status, headers={"cache-control": "no-cache", "vary": "Cookie, Accept-Language"})
    if ask.request.query_params.get("lang") == ask.lang:
        response.set_cookie(LANGUAGE, ask.lang, max_age=YEAR, httponly=True, samesite="lax")
    return response


def _around(ask: Ask) -> dict[str, Any]:
    """What every template can use."""
    tongue, kit = ask.tongue, ask.house.kit
    counts = ask.house.store.counts()
    return {
        "ask": ask, "t": ask.t, "lang": ask.lang, "languages": sorted(ask.house.words), "question": ask.question, "url": ask.question.url,
        "say": ask.say, "worded": ask.said, "day": lambda when: day(when, tongue), "iso": lambda value: day(Day(value), tongue),
        "who": lambda actors: everyone(actors, tongue), "actor": lambda one: one if isinstance(one, str) else actor_name(one, tongue),
        "position": lambda key: position(key, tongue),
        "state_of": lambda code: tongue.states.get(code, code), "place": lambda where: place(where, tongue),
        "track_name": lambda track: _track_name(track, tongue), "sides": lambda track: sides(track, tongue),
        "concluded": lambda track: concluded(track, tongue), "known_by": lambda state: known_by(state, tongue),
        "state": lambda kind, state: state_name(kind, state, tongue),
        "kinds": kit.codebooks["plover"].types, "processes": _processes(ask), "signs": SIGNS, "counts": counts,
        "named": lambda prefix, codes: [(code, ask.t(prefix + code)) for code in codes],
        "quote_url": quote_url, "event_url": event_url, "is_telling": ask.house.is_telling(), "safe_link": safe_link,
        "exports": app.EXPORTS, "why_empty": lambda asked=None, counted=None: why_empty(
            ask.house.store, asked or ask.question.asked, kit, counted
        ), "label": lambda key: tongue.phrases.labels.get(key, key),
    }  # fmt: skip


def _processes(ask: Ask) -> dict[str, str]:
    boards = sorted(ask.house.kit.boards.values(), key=lambda board: board.rank)
    return {board.id: board.names.get(ask.lang, board.id) for board in boards}


def _track_name(track: Track, tongue: Speaker) -> str:
    return track_name(track, tongue) if track.kind in tongue.boards else track.name


def quote_url(page: str, start: int, end: int) -> str:
    """The address of a quote on its page, which opens there."""
    return f"/page/{quote(page, safe='')}?mark={start}-{end}#here"


def event_url(page: str, event: Event) -> str:
    """The address of an event's clearest quote."""
    return quote_url(page, event.quotes[0].start, event.quotes[0].end) if event.quotes else f"/page/{quote(page, safe='')}"


def safe_link(url: str | None) -> str | None:
    """The address when it leads to a web page; anything else (javascript:, data:) leads nowhere."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def as_json(house: House, handler: Handler, suffix: str = ".json") -> Send:
    """What answers with JSON: `rows`, and what goes with them."""

    def send(request: Request) -> Response:
        ask = asked(request, house, request.url.path.removesuffix(suffix))
        return known_or(request, house, ask.lang, lambda: json_of(_object(handler(ask))))

    return send


def _object(answer: Answer) -> dict[str, Any]:
    return {**answer.besides, "rows": list(answer.rows)}


def json_of(value: object, status: int = 200) -> Response:
    """Any plain value as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def as_csv(house: House, handler: Handler) -> Send:
    """What answers with all rows as CSV, a portion at a time."""

    def send(request: Request) -> Response:
        ask = asked(request, house, request.url.path.removesuffix(".csv"))
        name = ask.question.path.strip("/").replace("/", "-")[:40] or "overview"
        safe = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "-"))
        headers = {"content-disposition": f'attachment; filename="hoadam-{safe}.csv"'}
        return known_or(request, house, ask.lang, lambda: _sheet(handler(ask), headers))

    return send


def _sheet(answer: Answer, headers: dict[str, str]) -> Response:
    def parts() -> Iterator[str]:
        yield "\ufeff" + csv_of(list(answer.rows))  # with the mark by which spreadsheets know UTF-8
        for rows in answer.rest():
            yield csv_of(list(rows), header=False)

    return StreamingResponse(parts(), media_type="text/csv; charset=utf-8", headers=headers)


def known_or(request: Request, house: House, lang: str, make: Callable[[], Response]) -> Response:
    """304 when the asker has the answer of this state already, else the answer with the name of the state."""
    tag = tag_of(request, house, lang)
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "Cookie, Accept-Language"}
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    response = make()
    response.headers.update(headers)
    return response


def tag_of(request: Request, house: House, lang: str) -> str:
    """The name of the state that an answer is made from: store, rules, program, language and address, and for whom who codes blind."""
    stamp = house.store.stamp()
    state = f"{stamp.revision} {stamp.told} {stamp.rules} {house.rules} {__version__} {lang} {request.url.path}?{request.url.query}"
    state += f" {signature(request)}" if is_blind(request) else ""
    return f'W/"{hashlib.sha256(state.encode()).hexdigest()[:24]}"'


def back_to(url: str) -> Response:
    """See another address: after a form was sent, so that reloading does not send it twice."""
    return RedirectResponse(url, 303, headers={"cache-control": "no-store"})
