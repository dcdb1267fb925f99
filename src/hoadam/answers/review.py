"""What should a person look at next, and what rulings does a filled-in form make?"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from hoadam import desk
from hoadam.model.actor import Actor
from hoadam.model.base import Record, Span
from hoadam.model.errors import BadConfig
from hoadam.model.story import Episode, Reading, Ruling
from hoadam.model.time import Written
from hoadam.packs.codebook import Codebook
from hoadam.ports import Asked, Entry, Store
from hoadam.tell.rulings import standing_of

CONTEXT = 240  # letters before and after a quote
MOST_CONTEXTS = 3
GONE = 1_000  # happenings that are gone of which the words are looked up
_LINES = re.compile(r"\n\s*\n+")
FIELDS = ("type", "mode", "status", "date", "place", "source", "target", "third")


class Context(Record, frozen=True):
    """A quote with the words around it, and its page."""

    page: str
    start: int
    end: int
    before: str
    words: str
    after: str
    title: str
    outlet: str | None
    written: Written


class Else(Record, frozen=True):
    """What an id that is no episode now stood for, in words, and the page and place of the quote where it is an event's."""

    words: str
    page: str = ""
    quote: Span | None = None


class Queue(Record, frozen=True):
    """The next line to look at, how many are left behind it, and the last decision in force, which `undo` takes back.

    `last` are the rulings that one form made together: most often one.
    """

    entry: Entry | None
    left: int
    last: tuple[Ruling, ...]


def queue(store: Store, skipped: Iterable[str] = ()) -> Queue:
    """What matters most and is least sure, of what nobody has ruled on; `skipped` were passed over."""
    rulings = store.rulings()
    force = standing_of(rulings)
    ruled = {key for ruling in force for key in ruling.about}
    without = ruled | set(skipped)
    found = store.doubtful(Asked(), 1, without)
    left = max(store.counts().episodes - len(without) - len(found), 0)
    return Queue(found[0] if found else None, left, last_of(force))


def last_of(force: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """The newest rulings that were made together and undo no other."""
    newest = next((ruling for ruling in reversed(force) if not is_undoing(ruling)), None)
    return together(force, newest) if newest else ()


def together(rulings: Iterable[Ruling], one: Ruling) -> tuple[Ruling, ...]:
    """Those of the rulings that were made at once with this one, and itself: what one person decided at one time."""
    return tuple(other for other in rulings if (other.who, other.at) == (one.who, one.at) and is_undoing(other) == is_undoing(one))


def at_once(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The rulings as made together: all at the time of the first, by which `undo` knows them again."""
    made_ = [msgspec.structs.replace(ruling, id="", at=rulings[0].at) for ruling in rulings]
    return [msgspec.structs.replace(ruling, id=_id(ruling)) for ruling in made_]


def else_of(store: Store, keys: Iterable[str]) -> dict[str, Else]:
    """What these ids stand for: of an event its quote, of a happening that is gone the words in which it was last told."""
    gone = {one.episode: one.text for one in store.gone("", GONE)}
    found = {}
    for key in dict.fromkeys(keys):
        reading = next((store.reading(page) for page in store.pages_of(key)), None)
        event = next((event for event in reading.events if event.id == key), None) if reading else None
        if reading and event and event.quotes:
            found[key] = Else(event.quotes[0].of(reading.page.text), reading.page.id, event.quotes[0])
        elif key in gone:
            found[key] = Else(gone[key])
    return found


def is_undoing(ruling: Ruling) -> bool:
    """True for a ruling that takes another back."""
    return ruling.act == "reject" and ruling.field == "ruling"


def contexts(store: Store, evidence: Iterable[desk.Evidence]) -> tuple[Context, ...]:
    """The clearest quotes with the words around them."""
    found: list[Context] = []
    for one in evidence:
        reading = store.reading(one.report.page)
        if reading and one.quotes and len(found) < MOST_CONTEXTS:
            found.append(_context(reading, Span(one.quotes[0].start, one.quotes[0].end), one))
    return tuple(found)


def _context(reading: Reading, quote: Span, one: desk.Evidence) -> Context:
    text = reading.page.text
    before, after = _around(text, quote)
    title = one.title or one.report.source
    return Context(reading.page.id, quote.start, quote.end, before, quote.of(text), after, title, one.report.outlet, one.written)


def _around(text: str, quote: Span) -> tuple[str, str]:
    """The words before and after, whole ones, with a sign where more stands; gaps between lines are closed."""
    start, end = max(0, quote.start - CONTEXT), min(len(text), quote.end + CONTEXT)
    before, after = text[start : quote.start], text[quote.end : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return _LINES.sub("\n", before), _LINES.sub("\n", after)


def record_of(episode: Episode) -> dict[str, str]:
    """The fields that a person may change, as a form has them."""
    where = episode.place
    return {
        "type": episode.type, "mode": episode.mode or "", "status": episode.status, "date": episode.date.value or "",
        "place": ", ".join(part for part in (where.name, where.country) if part) if where else "",
        "source": actors_text(episode.source), "target": actors_text(episode.target), "third": actors_text(episode.third),
    }  # fmt: skip


def actors_text(actors: Iterable[Actor]) -> str:
    """Actors as people write them into a form: "ARM.GOV Nikol Pashinyan; AZE.MIL"."""
    return "; ".join(f"{one.code}.{one.sector}" + (f" {one.name}" if one.name else "") for one in actors)


def judged(entry: Entry, act: str, who: str, note: str | None) -> Ruling:
    """The ruling that accepts or rejects an episode."""
    if act not in ("accept", "reject"):
        raise BadConfig(f"{act}: there is no such decision. There are accept and reject.")
    return made("accept" if act == "accept" else "reject", (entry.episode.id,), who, note)


def made(act: str, about: Sequence[str], who: str, note: str | None, field: str | None = None, value: str | None = None) -> Ruling:
    """A ruling with an id and time of its own; times of one program always grow, so that their order is that of the rulings."""
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    raw = {"id": "", "act": act, "about": tuple(about), "who": who, "at": at, "field": field, "value": value, "note": note or None}
    ruling = msgspec.convert(raw, Ruling)
    return msgspec.structs.replace(ruling, id=_id(ruling))


def _id(ruling: Ruling) -> str:
    return "r" + hashlib.sha256(msgspec.json.encode(ruling)).hexdigest()[:15]


def changed(entry: Entry, form: Mapping[str, str], who: str, note: str | None, book: Codebook) -> list[Ruling]:
    """A ruling for each field that the form changes; raises BadConfig for a value that the codebook or calendar has not."""
    old = record_of(entry.episode)
    new = {name: form[name].strip() for name in FIELDS if name in form and form[name].strip() != old[name]}
    if "type" in new and "mode" not in new and old["mode"] and old["mode"] not in book.modes.get(new["type"], ()):
        new["mode"] = ""  # the mode of another type means nothing
    wanted = old | new
    for name, value in new.items():
        _check(name, value, wanted, book)
    return at_once([made("change", (entry.episode.id,), who, note, name, value or None) for name, value in new.items()])


def _check(name: str, value: str, wanted: Mapping[str, str], book: Codebook) -> None:
    if name == "type" and value not in book.types:
        raise BadConfig(f"{value}: the codebook has no such type. It has {', '.join(book.types)}.")
    if name == "mode" and value and value not in book.modes.get(wanted["type"], ()):
        known = ", ".join(book.modes.get(wanted["type"], ())) or "none"
        raise BadConfig(f"{value}: {wanted['type']} has no such mode. It has {known}.")
    if name == "status" and value not in ("actual", "planned"):
        raise BadConfig(f"{value}: a happening is actual or planned.")
    if name == "date" and value:
        for end in value.split("/") if value.count("-") else [value]:
            desk.bounds(end)
    if name in ("source", "target", "third"):
        _check_actors(name, value, book)


def _check_actors(name: str, value: str, book: Codebook) -> None:
    for part in filter(None, (piece.strip() for piece in value.split(";"))):
        code, _, sector = part.partition(" ")[0].partition(".")
        if not (code.isascii() and code.isupper() and 3 <= len(code) <= 4) or (sector and sector not in book.sectors):
            message = f"{name}: {part} is no actor. Write a code and sector, then a name: ARM.GOV Nikol Pashinyan; AZE.MIL."
            raise BadConfig(message, "error actor", asked=part)


def merged(entry: Entry, others: Sequence[str], who: str, note: str | None) -> Ruling:
    """The ruling that makes these episodes one; raises BadConfig when no other was chosen."""
    if not others:
        raise BadConfig("merge: choose at least one other happening.", "error merge")
    return made("merge", (entry.episode.id, *others), who, note)


def parted(entry: Entry, events: Sequence[str], who: str, note: str | None) -> Ruling:
    """The ruling that splits these reports off; raises BadConfig when none or all were chosen."""
    known = {report.event for report in entry.episode.reports}
    chosen = [event for event in dict.fromkeys(events) if event in known]
    if not chosen or len(chosen) == len(known):
        raise BadConfig("split: choose some of the reports, and not all.", "error split")
    return made("split", chosen, who, note)


def undone(store: Store, key: str, who: str, *, whole: bool = False) -> Ruling:
    """The ruling that takes another back, or the `whole` of what was decided at once with it; raises BadConfig when it is not in force."""
    rulings = store.rulings()
    force = standing_of(rulings)
    named = [ruling for ruling in rulings if ruling.id == key]
    taken = together(force, named[0]) if whole and named else [ruling for ruling in force if ruling.id == key]
    if not taken or (is_undoing(taken[0]) and taken[0].value):  # what only holds another back is no decision of its own
        raise BadConfig(f"{key}: there is no such decision in force.", "error undone", asked=key)
    return made("reject", [ruling.id for ruling in taken], who, None, "ruling")
