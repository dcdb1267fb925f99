"""Who acts and who is acted on in what else the page tells? Whoever did one thing has often done the next, and sentences leave him out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hoadam.model.event import Claim, Frame, claim_over
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
    """What other candidates that are kept say of one: those of its sentence, just before and behind, of its type, and of the page.

    `acts` and `reached` count all of the page, `own` among them; `others` is how many it is seen among.
    """

    near: tuple[Cast, Cast, Cast, Cast]
    acts: Mapping[str, int]
    reached: Mapping[str, int]
    own: Cast
    others: int
    speaker: str | None
    saying: str | None


def company(frames: Sequence[Frame], types: Sequence[str], claims: Sequence[Claim]) -> list[Company]:
    """For each of the candidates of a page with their types, what the others say of it."""
    casts = [_cast([frame]) for frame in frames]
    acts = Counter(side for cast in casts for side in cast.acting)
    reached = Counter(side for cast in casts for side in cast.reached)
    order = sorted(range(len(frames)), key=lambda n: (frames[n].sentence, frames[n].trigger.start))
    found = []
    for n, own in enumerate(casts):
        claim = claim_over(frames[n].trigger, claims)
        speaker = side_of(claim.speaker) if claim is not None and claim.speaker else None
        near = _around(n, frames, types, order)
        found.append(Company(near, acts, reached, own, len(frames) - 1, speaker, claim.sort if claim else None))
    return found


def _around(n: int, frames: Sequence[Frame], types: Sequence[str], order: Sequence[int]) -> tuple[Cast, Cast, Cast, Cast]:
    """Who acts and is acted on in the candidates of its sentence, just before and behind, and of its type."""
    at = frames[n].sentence
    before = [frames[other] for other in order if frames[other].sentence < at][-FEW:]
    behind = [frames[other] for other in order if frames[other].sentence > at][:FEW]
    beside = [frames[other] for other in order if frames[other].sentence == at and other != n]
    alike = [frames[other] for other in order if types[other] == types[n] and other != n]
    return _cast(beside), _cast(before), _cast(behind), _cast(alike)


def _cast(frames: Sequence[Frame]) -> Cast:
    acting, reached = (frozenset(side_of(a) for frame in frames for a in getattr(frame, role)) for role in ("source", "target"))
    return Cast(acting, reached, not frames)


def seen_in(among: Company, side: str, place: str, features: Numbering) -> tuple[int, ...]:
    """The numbers of what the others say of a side that stands at a place."""
    roles = [_roles(cast, side) for cast in among.near]
    acts = _share(among.acts.get(side, 0) - (side in among.own.acting), among.others)
    reached = _share(among.reached.get(side, 0) - (side in among.own.reached), among.others)
    speaks = "none" if among.speaker is None else str(among.speaker == side)
    return features.alike(_near, *roles, place) + features.alike(_often, acts, reached, place, speaks, among.saying)


def _roles(cast: Cast, side: str) -> str:
    return "none" if cast.empty else ("S" if side in cast.acting else "-") + ("T" if side in cast.reached else "-")


def _share(often: int, of: int) -> int:
    """How often of how many, in quarters, rounded up."""
    return -(-QUARTERS * often // of) if of else 0


def _near(same: str, before: str, behind: str, alike: str, place: str) -> Iterator[str]:
    """The roles that a side has in candidates of the sentence, just before and behind it, and of the type."""
    for name, roles in (("same", same), ("prev", before), ("next", behind), ("type", alike)):
        yield from (f"{name}={roles}", f"{name}={roles}&{place}")


def _often(acts: int, reached: int, place: str, speaks: str, saying: str | None) -> Iterator[str]:
    """In how much of the page a side has a role, and whether it says what the candidate tells."""
    yield from (f"acts={acts}", f"reached={reached}", f"acts={acts}&{place}", f"speaks={speaks}", f"speaks={speaks}&{saying}")
