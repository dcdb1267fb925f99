"""What speaks for an actor as the one acted on, once it is known who acts: where the two stand, and how the story names both."""

from collections.abc import Iterator, Sequence

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.read.deciding.numbering import Numbering

ABSENT = "absent"  # the place of an actor whom the sentence does not name


class Candidate(Record, frozen=True):
    """An actor that may fill a role: the side that it is on, and the numbers of what speaks for or against it.

    `place` is where it stands to the trigger: L, R or I, how many others are between, in its clause or out of it; else ABSENT.
    `rank` and `head` are its features of how often, and where in the headline, the story names it; `ruled` that the rules see it
    acted on.
    """

    actor: Actor
    side: str
    features: tuple[int, ...]
    place: str
    rank: str
    head: str
    ruled: bool


def paired(candidate: Candidate, sources: Sequence[Candidate], rivals: Sequence[Candidate], features: Numbering) -> Iterator[int]:
    """What a candidate is to those who act, and to the others who might be acted on."""
    place, first = candidate.place, sources[0] if sources else None
    yield from features.alike(_placed, place, first.place if first else "none", min(len(sources), 3), min(len(rivals) + 1, 4))
    if first is not None:
        same = any(s.actor.code == candidate.actor.code for s in sources)
        yield from features.alike(_sided, same, first.side.partition(".")[2], candidate.side.partition(".")[2])
        yield from features.alike(_ordered, candidate.rank, first.rank, place[:2])
        yield from features.alike(_ordered, candidate.head, first.head, place[:2])
    here = min(sum([rival.place != ABSENT for rival in rivals]), 3)
    yield from features.alike(_rivalling, candidate.ruled, any(rival.ruled for rival in rivals), here, place == ABSENT)


def _placed(place: str, before: str, sources: int, candidates: int) -> Iterator[str]:
    yield from (f"sp={before}", f"p={place}&sp={before}", f"nsrc={sources}", f"ncand={candidates}")


def _sided(same: bool, acting: str, reached: str) -> Iterator[str]:
    yield from ("same-code" if same else "other-code", f"camps={acting}>{reached}")


def _ordered(own: str, first: str, side: str) -> Iterator[str]:
    yield from (f"{own}>{first}", f"{own}>{first}&{side}")


def _rivalling(ruled: bool, other: bool, here: int, absent: bool) -> Iterator[str]:
    yield "other-ruled" if other else "no-other-ruled"
    yield "ruled" if ruled else "another-ruled" if other else "none-ruled"
    yield f"here={here}&{'absent' if absent else 'here'}"
