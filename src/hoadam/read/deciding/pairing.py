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

    @property
    def is_here(self) -> bool:
        """True for one that the sentence names."""
        return self.place != ABSENT


def paired(rest: Sequence[Candidate], sources: Sequence[Candidate], features: Numbering) -> Iterator[tuple[Candidate, tuple[int, ...]]]:
    """Each of those left with all that speaks for or against it: its own, what it is to those who act, and to the others left."""
    first, acting = sources[0] if sources else None, {source.actor.code for source in sources}
    crowd, many = min(len(sources), 3), min(len(rest), 4)
    named, ruled = (sum([getattr(row, name) for row in rest]) for name in ("is_here", "ruled"))
    for row in rest:
        place = row.place
        made = row.features + features.alike(_placed, place, first.place if first else "none", crowd, many)
        if first is not None:
            made += features.alike(_sided, row.actor.code in acting, first.side.partition(".")[2], row.side.partition(".")[2])
            made += features.alike(_ordered, row.rank, first.rank, place[:2])
            made += features.alike(_ordered, row.head, first.head, place[:2])
        others, here = ruled > row.ruled, min(named - row.is_here, 3)
        yield row, made + features.alike(_rivalling, row.ruled, others, here, place == ABSENT)


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
