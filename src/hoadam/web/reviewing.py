"""How does a person rule? The queue, and the forms that make rulings; each is safe in the store before the next line appears."""

from collections.abc import Callable, Sequence
from getpass import getuser
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from hoadam.answers import coding, review
from hoadam.answers import episode as episode_
from hoadam.model.errors import BadConfig, Missing
from hoadam.model.story import Ruling
from hoadam.ports import Entry
from hoadam.tell.rulings import standing_of
from hoadam.web.house import House
from hoadam.web.sending import YEAR, Answer, Ask, back_to

SIGNATURE, BLIND = "hoadam_who", "hoadam_blind"
MANY = "/review/many"
AT_ONCE = 25  # lines decided at once: no more than one looks at
MOST_SKIPPED = 40  # lines passed over that an address carries
LONGEST = 80


def show_queue(ask: Ask) -> Answer:
    """The next line to look at, or the one asked for, with its quotes in context."""
    store, given = ask.house.store, ask.request.query_params
    skipped = [*given.get("skipped", "").split("."), given.get("after", "")]
    skipped = [key for key in dict.fromkeys(skipped) if key][-MOST_SKIPPED:]
    blind, mine = is_blind(ask.request), None
    if blind:
        queue, mine = coding.queue(store, signature(ask.request), skipped)
    else:
        queue = review.queue(store, skipped)
    key = given.get("id") or (queue.entry.episode.id if queue.entry else None)
    found = episode_.episode(store, key) if key else None
    shown: dict[str, object] = {
        "found": found,
        "left": queue.left,
        "last": queue.last,
        "skipped": ".".join(skipped),
        "done": _done(given.get("done")),
        "blind": blind,
        "mine": mine,
    }
    shown |= {"signature": signature(ask.request), "contexts": review.contexts(store, found.evidence) if found else ()}
    return Answer("review.html", shown | _editing(ask, found))


def _editing(ask: Ask, found: episode_.Told | None) -> dict[str, object]:
    """What the form of an episode starts from."""
    if found is None:
        return {"record": {}, "modes": []}
    episode, book = found.entry.episode, ask.house.kit.codebooks["plover"]
    return {"record": review.record_of(episode), "modes": [(mode, mode) for mode in book.modes.get(episode.type, ())]}


def show_many(ask: Ask) -> Answer:
    """The next lines as a table, to be decided many at once."""
    store, asked = ask.house.store, ask.question.asked
    ruled = {key for ruling in standing_of(store.rulings()) for key in ruling.about}
    if is_blind(ask.request):
        ruled |= {one.unit for one in coding.codings(store.rulings()) if one.who == signature(ask.request)}
    shown = {"found": store.doubtful(asked, AT_ONCE, ruled), "done": _done(ask.request.query_params.get("done"))}
    return Answer("many.html", shown | {"signature": signature(ask.request), "blind": is_blind(ask.request)})


def _done(word: str | None) -> str | None:
    return word if word in ("accept", "reject", "change", "merge", "split", "undo", "nothing", "blind", "open") else None


def signature(request: Request) -> str:
    """The name that decisions are signed with: as entered, else that of the account the program runs under."""
    given = request.cookies.get(SIGNATURE, "").encode("latin-1", "ignore").decode("utf-8", "ignore")[:LONGEST].strip()
    return given or _account()


def is_blind(request: Request) -> bool:
    """True for one who codes blind: whose decisions are kept, compared, and held back from the story."""
    return request.cookies.get(BLIND) == "1"


def _account() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # no account is known by this number, as in some containers
        return "somebody"


def deciding(house: House) -> Callable[[Request], "object"]:
    """What takes a decision on an episode."""

    async def decide(request: Request) -> Response:
        form, key = await request.form(), request.path_params["key"]
        return await run_in_threadpool(_decided, house, request, form, key)

    return decide


def _decided(house: House, request: Request, form: FormData, key: str) -> Response:
    entry = house.store.entry(key)
    if entry is None:
        raise Missing(f"{key}: the story has no such episode. It may have been joined to another or rejected since.")
    rulings = rulings_of(house, entry, form, signature(request))
    _keep(house, request, entry, rulings)
    return back_to("/review?" + urlencode({"done": rulings[0].act if rulings else "nothing"}))


def _keep(house: House, request: Request, entry: Entry, rulings: Sequence[Ruling]) -> None:
    """Keep the rulings; those of one who codes blind are held back, and stand in place of what that one decided before."""
    if is_blind(request) and any(ruling.act not in ("accept", "reject", "change") for ruling in rulings):
        raise BadConfig("act: those who code blind accept, reject or change. Merge and split when you settle.")
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
    for entry in entries:
        _keep(house, request, entry, [review.judged(entry, act, signature(request), None)])
    back = str(form.get("back", ""))
    path, _, query = back.partition("?")
    kept = [(key, value) for key, value in parse_qsl(query) if key != "done"] if path == MANY else []
    return back_to(MANY + "?" + urlencode([*kept, ("done", act if entries else "nothing")]))


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
        return await run_in_threadpool(_undone, house, str(form.get("id", "")), signature(request))

    return undo


def _undone(house: House, key: str, who: str) -> Response:
    mine = next((one for one in coding.codings(house.store.rulings()) if key in one.rulings and one.who == who), None)
    for ruling in coding.withdrawn(mine) if mine else [review.undone(house.store, key, who)]:
        house.store.rule(ruling)
    house.tell_again()
    return back_to("/review?done=undo")


async def sign(request: Request) -> Response:
    """Remember the name that decisions are signed with."""
    form = await request.form()
    name = str(form.get("who", "")).strip()[:LONGEST]
    if not name or not name.isprintable():
        raise BadConfig("who: write a name, so that others know whose decisions these are.")
    response = back_to("/review")
    response.set_cookie(SIGNATURE, name.encode().decode("latin-1"), max_age=YEAR, httponly=True, samesite="strict")
    return response


async def choose_mode(request: Request) -> Response:
    """Code blind from now on, or decide for the story again."""
    blind = str((await request.form()).get("blind", "")) == "1"
    response = back_to("/review?done=" + ("blind" if blind else "open"))
    response.set_cookie(BLIND, "1" if blind else "0", max_age=YEAR, httponly=True, samesite="strict")
    return response
