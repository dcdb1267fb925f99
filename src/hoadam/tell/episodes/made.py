"""What do the joined reports say together? One episode: the best told day, sides and place, and every report kept."""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from hoadam.model.actor import Actor
from hoadam.model.event import Event, Locus
from hoadam.model.story import Episode, Report, Tolls
from hoadam.model.time import Day
from hoadam.tell.episodes.items import Item

T = TypeVar("T")
ID_LENGTH = 16  # of the id of an episode
_ZONES = ("body", "lede", "headline")
_LASTING = frozenset({"ASSAULT", "SANCTION", "PROTEST", "COERCE"})
_STRENGTH = (
    "signed", "ratified", "agreed", "declared", "done", "held", "captured", "ceded", "fled", "closed", "opened", "deployed", "violated",
)  # fmt: skip
ONE_SIDED = "territory"  # its steps say who holds it now: told with other sides ("took most of it"), that is not the step of the war


def episode_id(event: str, page: str = "") -> str:
    """The id of the episode whose earliest report is this event: it stays when more reports come.

    The page is only added where two episodes begin with the same sentence.
    """
    return hashlib.sha256(f"episode\0{event}\0{page}".encode()).hexdigest()[:ID_LENGTH]


def in_order(members: Iterable[Item]) -> list[Item]:
    """The members by their day of writing: the first gives the episode its id."""
    return sorted(members, key=lambda m: (m.written or "9999", m.page, m.event.id, m.number))


def made(members: Iterable[Item]) -> Episode:
    """The episode of the members."""
    ordered = in_order(members)
    sides = Counter((m.source, m.target) for m in ordered)
    best = max(ordered, key=lambda m: (m.event.status == "actual", sides[m.source, m.target], _worth(m)))  # the first of several as good
    day = _date(ordered)
    source, target = _named_sides(best.event, ordered)
    steps = _steps(m for m in ordered if m.event.process != ONE_SIDED or m.source == best.source)
    return Episode(
        id=episode_id(ordered[0].event.id),
        type=best.event.type,
        mode=best.event.mode or _most(m.event.mode for m in ordered),
        status="actual" if any(m.event.status == "actual" for m in ordered) else "planned",
        date=day,
        place=_place(ordered),
        source=source,
        target=target,
        third=_third(ordered, source + target),
        process=steps[0][0] if steps else None,
        step=steps[0][1] if steps else None,
        killed=Tolls(),
        injured=Tolls(),
        reports=tuple(_report(m) for m in ordered),
        outlets=len({m.origin for m in ordered}),
        disputed=(),
        named=_most(m.named for m in ordered),
        history=tuple(dict.fromkeys((m.written, m.event.status) for m in ordered if m.written)),
        why=tuple(dict.fromkeys(m.event.rule for m in ordered)),
        frame=best.event.frame or None,
        contexts=tuple(dict.fromkeys(c for m in ordered for c in m.event.contexts)),
        steps=steps,
    )


def _worth(item: Item) -> tuple[float, ...]:
    """How good a face for the episode: dated by itself, with a process and both sides, told in the body, sure."""
    event = item.event
    sides = len(item.source) + len(item.target)
    told = (item.exact, event.process is not None, sides > 1, event.zone in _ZONES)
    return (*told, round(event.confidence, 3), len(event.quotes))


def _date(members: Sequence[Item]) -> Day:
    """The day most reports give, the narrower of two as many; a range where exact reports overlap into one; else the bound."""
    told = [m for m in members if not m.soft and m.first is not None and m.last is not None]
    held = [m for m in told if m.event.status == "actual"] or told
    if not held:
        return _bound(members)
    narrowest = min((m.last or 0) - (m.first or 0) for m in held)
    near = [m for m in held if m.exact] or [m for m in held if (m.last or 0) - (m.first or 0) == narrowest]
    days = Counter(m.event.date for m in near)
    if near[0].exact and len(days) > 1 and near[0].event.type in _LASTING:
        return _whole(near)
    return min(days, key=lambda day: (-days[day], _width(day), day.earliest or "", day.value or ""))


def _whole(members: Sequence[Item]) -> Day:
    """From the first to the last day that exact reports give: they overlap, for else they would not be one happening."""
    first = min(m.event.date.earliest or "" for m in members)
    last = max(m.event.date.latest or "" for m in members)
    return Day(first if first == last else f"{first}/{last}", first, last)


def _width(day: Day) -> int:
    return 0 if day.earliest == day.latest else len(day.value or "")


def _bound(members: Sequence[Item]) -> Day:
    """For what nobody dates fully: the day without its year, else no later than the first page that tells it as done."""
    open_year = [m.event.date for m in members if m.event.date.value]
    if open_year:
        return min(open_year, key=lambda day: day.value or "")
    told = [m.written for m in members if m.written and m.event.status == "actual"]
    return Day(None, None, min(told)) if told else Day()


def _named_sides(best: Event, members: Sequence[Item]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The sides as the best report has them, with the names and ids that others give for the same code and sector."""
    names: dict[tuple[str, str], list[Actor]] = {}
    for member in members:
        for actor in (*member.event.source, *member.event.target):
            if actor.name:
                names.setdefault((actor.code, actor.sector), []).append(actor)

    def full(actor: Actor) -> Actor:
        known = names.get((actor.code, actor.sector), [])
        return actor if actor.name or len({a.name for a in known}) != 1 else known[0]

    return tuple(map(full, best.source)), tuple(map(full, best.target))


def _third(members: Sequence[Item], sides: Sequence[Actor]) -> tuple[Actor, ...]:
    """All brokers and hosts that any report names, each once, the named before the nameless."""
    codes = {a.code for a in sides}
    found: dict[tuple[str, str], Actor] = {}
    for actor in (a for m in members for a in m.event.third if a.code not in codes):
        key = (actor.code, actor.sector)
        if key not in found or (found[key].name is None and actor.name):
            found[key] = actor
    return tuple(found.values())


def _place(members: Sequence[Item]) -> Locus | None:
    """The place most reports name, one with coordinates and not a whole country first; else the country that most happened in."""
    places = [m.event.place for m in members if m.event.place]
    counts = Counter((place.name, place.country) for place in places)
    ranked = sorted(places, key=lambda p: (p.name is None, -counts[p.name, p.country], p.lat is None, p.name or "", p.country or ""))
    return ranked[0] if ranked else None


def _steps(members: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """All processes and steps, done before planned, the most told first."""
    rows = [(m.event.process, m.event.step) for m in members if m.event.process and m.event.step]
    counts = Counter(rows)
    order = {step: n for n, step in enumerate(_STRENGTH)}
    return tuple(sorted(counts, key=lambda row: (row[1] not in order, -counts[row], order.get(row[1] or "", 99), row)))


def _report(item: Item) -> Report:
    event = item.event
    return Report(item.page, event.id, item.name, event.quotes, event.said_by, event.date, event.status, item.outlet, item.written)


def _most(values: Iterable[T | None]) -> T | None:
    """The value told most often, the first of two as often; None when there is none."""
    counts: Counter[Hashable] = Counter(v for v in values if v is not None)
    pick: Callable[[Hashable], tuple[int, str]] = lambda v: (-counts[v], str(v))  # noqa: E731
    return min(counts, key=pick) if counts else None  # type: ignore[return-value]
