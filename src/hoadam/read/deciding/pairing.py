"""What speaks for an actor as the one acted on, once it is known who acts: where the two stand, and how the story names both."""

from collections.abc import Iterator, Sequence

from hoadam.model.actor import Actor
from hoadam.model.base import Record


class Candidate(Record, frozen=True):
    """An actor that may fill a role: the side that it is on, and the features that speak for or against it.

    `place` is where it stands to the trigger: L, R or I, how many others are between, in its clause or out of it; else "absent".
    `rank` and `head` are its features of how often, and where in the headline, the story names it.
    """

    actor: Actor
    side: str
    features: tuple[str, ...]
    place: str
    rank: str
    head: str


def paired(candidate: Candidate, sources: Sequence[Candidate], rivals: Sequence[Candidate]) -> Iterator[str]:
    """What a candidate is to those who act, and to the others who might be acted on."""
    place, first = candidate.place, sources[0] if sources else None
    before = first.place if first else "none"
    yield f"sp={before}"
    yield f"p={place}&sp={before}"
    yield f"nsrc={min(len(sources), 3)}"
    yield f"ncand={min(len(rivals) + 1, 4)}"
    if first is not None:
        yield "same-code" if any(s.actor.code == candidate.actor.code for s in sources) else "other-code"
        yield f"camps={first.side.partition('.')[2]}>{candidate.side.partition('.')[2]}"
        for order in (f"{candidate.rank}>{first.rank}", f"{candidate.head}>{first.head}"):
            yield order
            yield f"{order}&{place[:2]}"
    ruled = any("rule-target" in rival.features for rival in rivals)
    yield "other-ruled" if ruled else "no-other-ruled"
    yield "ruled" if "rule-target" in candidate.features else "another-ruled" if ruled else "none-ruled"
    here = sum(["absent" not in rival.features for rival in rivals])
    yield f"here={min(here, 3)}&{'absent' if 'absent' in candidate.features else 'here'}"
