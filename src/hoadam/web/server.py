"""How are the pages and the API served? Routes put together behind the guard, and one process that runs them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hoadam import __version__, app
from hoadam.model.errors import BadConfig, HoadamError, Missing, StoreError
from hoadam.ports import Asked, Store
from hoadam.web import api, coding, reading, reviewing
from hoadam.web.asking import Question
from hoadam.web.borders import claims_of, ground
from hoadam.web.exporting import exporting
from hoadam.web.guard import COOKIE, Guard, Rules, same
from hoadam.web.house import House, house
from hoadam.web.sending import YEAR, Answer, Ask, as_csv, as_json, as_page, json_of, language, page
from hoadam.web.telling import Again, Tools, warm

STATIC = Path(__file__).parent / "static"
DATA = (".json", ".csv")


def build(settings: app.Settings, store: Store, rules: Rules, like: House | None = None, telling: Tools | None = None) -> Guard:
    """The whole application on a store; with what was made ready for another store of the same data folder, where there is one."""
    store = app.held(store)
    again = Again(settings, store, telling)
    made = house(settings, store, again, again.is_telling, like)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        warming = Thread(target=_warm, args=(made,), name="warming", daemon=True)
        warming.start()
        again.watch()
        yield
        await run_in_threadpool(warming.join)
        await run_in_threadpool(again.close)

    web = FastAPI(
        title="Hoadam", version=__version__, lifespan=life, docs_url=None, redoc_url=None, openapi_url=None,
        routes=[*_pages(made), *_forms(made, rules), Mount("/static", StaticFiles(directory=STATIC))],
    )  # fmt: skip
    web.state.house = made
    web.include_router(api.router(web))
    for error in (HoadamError, HTTPException, RequestValidationError, Exception):
        web.add_exception_handler(error, _failed(made))
    web.add_middleware(GZipMiddleware, minimum_size=1000)
    return Guard(web, rules, made.phrasebooks)


def _warm(made: House) -> None:
    """Make ready what the first to ask would wait for."""
    warm(made.store)
    ground(claims_of(made.kit.knowledge.places))


def _pages(made: House) -> list[Route]:
    """Every page with its twins; these come first, for an id may hold anything but a slash."""
    routes = [Route("/", as_page(made, reading.overview)), Route("/export/{form}", exporting(made))]
    for path, handler in (*reading.PAGES, ("/coders", coding.coders)):
        routes += [
            Route(f"{path}.json", as_json(made, handler)), Route(f"{path}.csv", as_csv(made, handler)), Route(path, as_page(made, handler)),
        ]  # fmt: skip
    return routes


def _forms(made: House, rules: Rules) -> list[Route]:
    return [
        Route("/review", as_page(made, reviewing.show_queue)),
        Route("/review/sign", reviewing.sign, methods=["POST"]),
        Route("/review/undo", reviewing.undoing(made), methods=["POST"]),
        Route("/review/mode", reviewing.choose_mode, methods=["POST"]),
        Route(reviewing.MANY, as_page(made, reviewing.show_many)),
        Route(reviewing.MANY, reviewing.deciding_many(made), methods=["POST"]),
        Route("/coders/settle", coding.settling(made), methods=["POST"]),
        Route("/review/{key}", reviewing.deciding(made), methods=["POST"]),
        Route("/enter", _asking_for_token(made)),
        Route("/enter", _entering(made, rules), methods=["POST"]),
    ]


def _asking_for_token(made: House) -> Callable[[Request], Response]:
    return as_page(made, lambda _: Answer("enter.html", {"wrong": False}))


def _entering(made: House, rules: Rules) -> Callable[[Request], "object"]:
    async def enter(request: Request) -> Response:
        form = await request.form()
        if not rules.token or not same(str(form.get("token", "")), rules.token):
            ask = Ask(made, request, language(request, made), Question("/enter", {}, Asked()))
            return page(ask, Answer("enter.html", {"wrong": True}, status=401))
        response = RedirectResponse("/", 303)
        response.set_cookie(COOKIE, rules.key, max_age=YEAR, httponly=True, samesite="strict")
        return response

    return enter


def _failed(made: House) -> Callable[[Request, Exception], Response]:
    """What answers when something is wrong: one shape for programs, a page for people; never an inner detail."""

    def fail(request: Request, error: Exception) -> Response:
        status, message = _said(error)
        path = request.url.path
        if path.startswith("/api/") or path.endswith(DATA):
            return json_of({"error": {"status": status, "message": message}}, status)
        ask = Ask(made, request, language(request, made), Question("/", {}, Asked()))
        kind = status if status in (400, 404) else 500 if status >= 500 else 400
        key, values = _keyed(error, status)
        words = ask.t(key, **values) if key else ask.said(message)
        shown = {"status": kind, "message": words, "is_said": bool(key) or words != message}
        return page(ask, Answer("failed.html", shown, status=status))

    return fail


def _said(error: Exception) -> tuple[int, str]:
    if isinstance(error, Missing):
        return 404, str(error)
    if isinstance(error, BadConfig):
        return 400, str(error)
    if isinstance(error, StoreError):
        return 503, str(error)
    if isinstance(error, HTTPException):
        return error.status_code, {404: "There is no such page.", 405: "This cannot be done here."}.get(
            error.status_code, str(error.detail)
        )
    if isinstance(error, RequestValidationError):
        return 400, "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return 500, "Something failed in the program. Nothing was changed."


def _keyed(error: Exception, status: int) -> tuple[str, Mapping[str, object]]:
    """The words of the interface that say it, and what they name; none where only the message says it."""
    if isinstance(error, HoadamError):
        return error.key, error.values
    return {404: "error path", 405: "error method", 500: "error inside"}.get(status, ""), {}


def serve(settings: app.Settings, host: str, port: int, rules: Rules, ready: Callable[[], None]) -> None:
    """Serve until stopped; `ready` is called when the first page can be asked for. Raises BadConfig when the port is taken."""
    import uvicorn

    store = _opened(settings)
    try:
        application = build(settings, store, rules)
        with app.listening(host, port) as heard:
            ready()
            config = uvicorn.Config(application, log_level="warning", server_header=False, proxy_headers=False)
            uvicorn.Server(config).run(sockets=[heard])
    finally:
        store.close()


def _opened(settings: app.Settings) -> Store:
    """The store, brought up to date where it may be written to, else as it is."""
    try:
        return app.store(settings, write=True)
    except StoreError:
        return app.store(settings)
