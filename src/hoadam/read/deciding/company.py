"""Who acts and who is acted on in what else the page tells? Whoever did one thing has often done the next, and sentences leave him out."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hoadam.model.event import Claim, Frame
from hoadam.read.deciding.naming import side_of
from hoadam.read.deciding.numbering import Numbering

FEW = 2  # candidates before and behind that are looked at
QUARTERS = 4  # steps in which the share of the page's candidates that a side acts in is told
Sides = frozenset[str]


class Cast(NamedTuple):
    """The sides that the rules see acting, and acted on, in some candidates; `empty` where there are none."""

    acting: Sides
    reached: Sides
    empty: bool


class Company(NamedTuple):
    """What other candidates that are kept say of one: those of its sentence, just before and behind, of its type, and of the page."""

    near: tuple[tuple[str, Cast], ...]
    page: tuple[Cast, ...]
    speaker: str | None
    saying: str | None


def company(frames: Sequence[Frame], types: Sequence[str], claims: Sequence[Claim]) -> list[Company]:
    """For each of the candidates of a page with their types, what the others say of it."""
    casts = [_cast([frame]) for frame in frames]
    order = sorted(range(len(frames)), key=lambda n: (frames[n].sentence, frames[n].trigger.start))
    return [_company(n, frames, types, casts, order, claims) for n in range(len(frames))]


def _company(
    n: int, frames: Sequence[Frame], types: Sequence[str], casts: Sequence[Cast], order: Sequence[int], claims: Sequence[Claim]
) -> Company:
    at = frames[n].sentence
    before = [frames[other] for other in order if frames[other].sentence < at][-FEW:]
    behind = [frames[other] for other in order if frames[other].sentence > at][:FEW]
    beside = [frames[other] for other in order if frames[other].sentence == at and other != n]
    alike = [frames[other] for other in order if types[other] == types[n] and other != n]
    near = (("same", _cast(beside)), ("prev", _cast(before)), ("next", _cast(behind)), ("type", _cast(alike)))
    claim = _said_in(frames[n], claims)
    speaker = side_of(claim.speaker) if claim is not None and claim.speaker else None
    return Company(near, tuple(casts[other] for other in order if other != n), speaker, claim.sort if claim else None)


def _cast(frames: Sequence[Frame]) -> Cast:
    acting, reached = (frozenset(side_of(a) for frame in frames for a in getattr(frame, role)) for role in ("source", "target"))
    return Cast(acting, reached, not frames)


def _said_in(frame: Frame, claims: Sequence[Claim]) -> Claim | None:
    """The innermost claim that covers the trigger."""
    over = [claim for claim in claims if claim.holds(frame.trigger)]
    return min(over, key=lambda claim: (claim.end - claim.start, claim.start), default=None)


def seen_in(among: Company, side: str, place: str, features: Numbering) -> Iterator[int]:
    """The numbers of what the others say of a side that stands at a place."""
    for name, cast in among.near:
        roles = "none" if cast.empty else ("S" if side in cast.acting else "-") + ("T" if side in cast.reached else "-")
        yield from features.alike(_near, name, roles, place)
    acting, reached = (_share(among.page, side, acts) for acts in (_acts, _is_reached))
    yield from features.alike(_often, acting, reached, place)
    speaks = "none" if among.speaker is None else str(among.speaker == side)
    yield from features.alike(_speaking, speaks, among.saying)


def _acts(cast: Cast, side: str) -> bool:
    return side in cast.acting


def _is_reached(cast: Cast, side: str) -> bool:
    return side in cast.reached


def _share(page: Sequence[Cast], side: str, holds: Callable[[Cast, str], bool]) -> int:
    """In how many of the candidates a side has a role, in quarters, rounded up."""
    return -(-QUARTERS * sum([holds(cast, side) for cast in page]) // len(page)) if page else 0


def _near(name: str, roles: str, place: str) -> Iterator[str]:
    yield from (f"{name}={roles}", f"{name}={roles}&{place}")


def _often(acting: int, reached: int, place: str) -> Iterator[str]:
    yield from (f"acts={acting}", f"reached={reached}", f"acts={acting}&{place}")


def _speaking(speaks: str, saying: str | None) -> Iterator[str]:
    yield from (f"speaks={speaks}", f"speaks={speaks}&{saying}")
