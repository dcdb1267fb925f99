"""How does a person rule? The queue, and the forms that make rulings; each is safe in the store before the next line appears."""

from collections.abc import Callable, Sequence
from getpass import getuser
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from hoadam.answers import episode as episode_
from hoadam.answers import review
from hoadam.model.errors import BadConfig, Missing
from hoadam.model.story import Ruling
from hoadam.ports import Entry
from hoadam.web.house import House
from hoadam.web.sending import YEAR, Answer, Ask, back_to

SIGNATURE = "hoadam_who"
MOST_SKIPPED = 40  # lines passed over that an address carries
LONGEST = 80


def show_queue(ask: Ask) -> Answer:
    """The next line to look at, or the one asked for, with its quotes in context."""
    store, given = ask.house.store, ask.request.query_params
    skipped = [*given.get("skipped", "").split("."), given.get("after", "")]
    skipped = [key for key in dict.fromkeys(skipped) if key][-MOST_SKIPPED:]
    queue = review.queue(store, skipped)
    key = given.get("id") or (queue.entry.episode.id if queue.entry else None)
    found = episode_.episode(store, key) if key else None
    shown: dict[str, object] = {
        "found": found,
        "left": queue.left,
        "last": queue.last,
        "skipped": ".".join(skipped),
        "done": _done(given.get("done")),
    }
    shown |= {"signature": signature(ask.request), "contexts": review.contexts(store, found.evidence) if found else ()}
    return Answer("review.html", shown | _editing(ask, found))


def _editing(ask: Ask, found: episode_.Told | None) -> dict[str, object]:
    """What the form of an episode starts from."""
    if found is None:
        return {"record": {}, "modes": []}
    episode, book = found.entry.episode, ask.house.kit.codebooks["plover"]
    return {"record": review.record_of(episode), "modes": [(mode, mode) for mode in book.modes.get(episode.type, ())]}


def _done(word: str | None) -> str | None:
    return word if word in ("accept", "reject", "change", "merge", "split", "undo", "nothing") else None


def signature(request: Request) -> str:
    """The name that decisions are signed with: as entered, else that of the account the program runs under."""
    given = request.cookies.get(SIGNATURE, "").encode("latin-1", "ignore").decode("utf-8", "ignore")[:LONGEST].strip()
    return given or _account()


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
    for ruling in rulings:
        house.store.rule(ruling)
    if rulings:
        house.tell_again()
    return back_to("/review?" + urlencode({"done": rulings[0].act if rulings else "nothing"}))


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
    house.store.rule(review.undone(house.store, key, who))
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
