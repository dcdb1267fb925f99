"""How does a person rule? The queue, and the forms that make rulings; each is safe in the store before the next line appears."""

from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from hoadam.answers import coding, review
from hoadam.answers import episode as episode_
from hoadam.model.base import Record
from hoadam.model.errors import BadConfig
from hoadam.model.story import Ruling
from hoadam.ports import Entry
from hoadam.tell.rulings import standing_of
from hoadam.web.coder import BLIND, LONGEST, SIGNATURE, has_name, is_blind, signature
from hoadam.web.house import House
from hoadam.web.sending import YEAR, Answer, Ask, back_to

DESK, MANY, DECISIONS = "/review", "/review/many", "/decisions"
AT_ONCE = 25  # lines decided at once: no more than one looks at
MOST_SKIPPED = 40  # lines passed over that an address carries


def show_queue(ask: Ask) -> Answer:
    """The next line to look at, or the one asked for, with its quotes in context."""
    store, given = ask.house.store, ask.request.query_params
    skipped = [*given.get("skipped", "").split("."), given.get("after", "")]
    skipped = [key for key in dict.fromkeys(skipped) if key][-MOST_SKIPPED:]
    blind = is_blind(ask.request)
    queue = coding.queue(store, signature(ask.request), skipped)[0] if blind else review.queue(store, skipped)
    key = given.get("id") or (queue.entry.episode.id if queue.entry else None)
    found = episode_.episode(store, key) if key else None
    shown: dict[str, object] = {
        "found": found,
        "left": queue.left,
        "last": _last(ask),
        "skipped": ".".join(skipped),
        "done": _done(given.get("done")),
        "blind": blind,
        "back": DESK,
    }
    shown |= {"signature": signature(ask.request), "contexts": review.contexts(store, found.evidence) if found else ()}
    return Answer("review.html", shown | _editing(ask, found))


class Last(Record, frozen=True):
    """The decision that `undo` takes back: one of its rulings, what it was, when, and how many lines or fields it decided at once."""

    id: str
    act: str
    field: str | None
    at: str
    count: int


def _last(ask: Ask) -> Last | None:
    """What was decided last: by one who codes blind, by that one; else by anybody."""
    rulings = ask.house.store.rulings()
    if is_blind(ask.request):
        mine = coding.last_of(coding.codings(rulings), signature(ask.request))
        return Last(mine[-1].rulings[0], mine[-1].verdict, None, mine[-1].at, len(mine)) if mine else None
    last = review.last_of(standing_of(rulings))
    return Last(last[-1].id, last[-1].act, last[-1].field, last[-1].at, len(last)) if last else None


def _editing(ask: Ask, found: episode_.Told | None) -> dict[str, object]:
    """What the form of an episode starts from."""
    if found is None:
        return {"record": {}, "modes": []}
    episode, book = found.entry.episode, ask.house.kit.codebooks["plover"]
    return {"record": review.record_of(episode), "modes": [(mode, ask.t(f"mode {mode}")) for mode in book.modes.get(episode.type, ())]}


def show_many(ask: Ask) -> Answer:
    """The next lines as a table, to be decided many at once."""
    store, asked = ask.house.store, ask.question.asked
    ruled = {key for ruling in standing_of(store.rulings()) for key in ruling.about}
    if is_blind(ask.request):
        ruled |= {one.unit for one in coding.codings(store.rulings()) if one.who == signature(ask.request)}
    shown = {"found": store.doubtful(asked, AT_ONCE, ruled), "done": _done(ask.request.query_params.get("done")), "last": _last(ask)}
    return Answer("many.html", shown | {"signature": signature(ask.request), "blind": is_blind(ask.request), "back": ask.question.url()})


def _done(word: str | None) -> str | None:
    return word if word in ("accept", "reject", "change", "merge", "split", "undo", "nothing", "blind", "open") else None


def deciding(house: House) -> Callable[[Request], "object"]:
    """What takes a decision on an episode."""

    async def decide(request: Request) -> Response:
        form, key = await request.form(), request.path_params["key"]
        return await run_in_threadpool(_decided, house, request, form, key)

    return decide


def _decided(house: House, request: Request, form: FormData, key: str) -> Response:
    entry = house.store.entry(key)
    if entry is None:
        raise episode_.no_such(key)
    rulings = rulings_of(house, entry, form, signature(request))
    _keep(house, request, entry, rulings)
    return back_to("/review?" + urlencode({"done": rulings[0].act if rulings else "nothing"}))


def _keep(house: House, request: Request, entry: Entry, rulings: Sequence[Ruling]) -> None:
    """Keep the rulings; those of one who codes blind are held back, and stand in place of what that one decided before."""
    if is_blind(request) and any(ruling.act not in ("accept", "reject", "change") for ruling in rulings):
        raise BadConfig("act: those who code blind accept, reject or change. Merge and split when you settle.", "error blind act")
    before = coding.of(house.store, entry.episode.id, signature(request)) if is_blind(request) and rulings else None
    for ruling in coding.withdrawn(before) if before else ():
        house.store.rule(ruling)
    for ruling in rulings:
        if is_blind(request):
            house.store.rule(coding.held(ruling, coding.saw(entry)))
        house.store.rule(ruling)
    if rulings:
        house.tell_again()


def deciding_many(house: House) -> Callable[[Request], "object"]:
    """What takes one decision on all lines that were ticked, and on no other."""

    async def decide(request: Request) -> Response:
        form = await request.form()
        return await run_in_threadpool(_decided_many, house, request, form)

    return decide


def _decided_many(house: House, request: Request, form: FormData) -> Response:
    act, keys = str(form.get("act", "")), [str(one) for one in form.getlist("id")][:AT_ONCE]
    entries = house.store.entries(list(dict.fromkeys(keys)))
    judged = [review.judged(entry, act, signature(request), None) for entry in entries]
    for entry, ruling in zip(entries, review.at_once(judged), strict=True):
        _keep(house, request, entry, [ruling])
    return _back(form, MANY, act if entries else "nothing")


def _back(form: FormData, usual: str, done: str) -> Response:
    """To the page of the desk that the form was sent from, with its filters, and what was done there."""
    path, _, query = str(form.get("back", "")).partition("?")
    kept = [(key, value) for key, value in parse_qsl(query) if key != "done"] if path in (DESK, MANY, DECISIONS) else []
    return back_to((path if path in (DESK, MANY, DECISIONS) else usual) + "?" + urlencode([*kept, ("done", done)]))


def rulings_of(house: House, entry: Entry, form: FormData, who: str) -> Sequence[Ruling]:
    """The rulings that a form makes; raises BadConfig for one that makes no sense."""
    act, note = str(form.get("act", "")), str(form.get("note", ""))[:500]
    if act == "change":
        fields = {name: str(value) for name, value in form.items()}
        return review.changed(entry, fields, who, note, house.kit.codebooks["plover"])
    if act == "merge":
        return [review.merged(entry, _there(house, form), who, note)]
    if act == "split":
        return [review.parted(entry, [str(one) for one in form.getlist("event")], who, note)]
    return [review.judged(entry, act, who, note)]


def _there(house: House, form: FormData) -> list[str]:
    keys = [str(one) for one in form.getlist("with")]
    return [one.episode.id for one in house.store.entries(keys)]


def undoing(house: House) -> Callable[[Request], "object"]:
    """What takes a decision back."""

    async def undo(request: Request) -> Response:
        form = await request.form()
        return await run_in_threadpool(_undone, house, form, signature(request))

    return undo


def _undone(house: House, form: FormData, who: str) -> Response:
    """Take back one decision, or with `whole` all that was decided at once with it."""
    key, whole = str(form.get("id", "")), form.get("whole") == "1"
    done = [one for one in coding.codings(house.store.rulings()) if one.who == who]
    mine = [one for one in done if key in one.rulings]
    taken = [one for one in done if one.at == mine[0].at] if whole and mine else mine
    blind = [ruling for one in taken for ruling in coding.withdrawn(one)]
    for ruling in blind or [review.undone(house.store, key, who, whole=whole)]:
        house.store.rule(ruling)
    house.tell_again()
    return _back(form, DESK, "undo")


async def sign(request: Request) -> Response:
    """Remember the name that decisions are signed with."""
    return _signed(back_to("/review"), str((await request.form()).get("who", "")))


async def choose_mode(request: Request) -> Response:
    """Code blind from now on, or decide for the story again; under the name that comes with it, if one does."""
    form = await request.form()
    blind = str(form.get("blind", "")) == "1"
    if blind and "who" not in form and not has_name(request):
        raise BadConfig("who: enter your name first, so that what you code can be told from what another does.", "error name")
    done = "blind" if blind else "open"
    response = back_to(f"/review?done={done}" if blind != is_blind(request) else "/review")
    response.set_cookie(BLIND, "1" if blind else "0", max_age=YEAR, httponly=True, samesite="strict")
    return _signed(response, str(form["who"])) if "who" in form else response


def _signed(response: Response, given: str) -> Response:
    """The answer with the name in a cookie; raises BadConfig where there is none."""
    name = given.strip()[:LONGEST]
    if not name or not name.isprintable():
        raise BadConfig("who: write a name, so that others know whose decisions these are.", "error name")
    response.set_cookie(SIGNATURE, name.encode().decode("latin-1"), max_age=YEAR, httponly=True, samesite="strict")
    return response
