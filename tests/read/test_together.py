"""What the other candidates of a page say for or against one: are they seen, and do they count where that was learned?"""

from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.event import Claim, Frame
from hoadam.read import deciding
from hoadam.read.deciding.choosing import Choice
from hoadam.read.deciding.company import seen_in
from hoadam.read.deciding.together import FAINT, neighbours, rated, strongest, weighed

NORTH, SOUTH = Actor("KOS", "GOV"), Actor("SRB", "GOV")
KINDS = {"accuse": "ACCUSE", "meet": "CONSULT"}


def frame(kind: str, sentence: int, start: int, *, source: Actor | None = None, target: Actor | None = None) -> Frame:
    return Frame(
        start, start + 40, frame=kind, rule=kind, trigger=Span(start + 5, start + 10), sentence=sentence, zone="body", story=0,
        source=(source,) if source else (), target=(target,) if target else (), tags=("undated",),
    )  # fmt: skip


def choice(kind: str, sentence: int, start: int, source: Actor | None = None) -> Choice:
    return Choice(KINDS[kind], sentence, (frame(kind, sentence, start, source=source),), ())


def test_the_best_others_are_seen_and_the_faint_are_not() -> None:
    found = rated(
        [choice("accuse", 0, 0, NORTH), choice("accuse", 1, 100, NORTH), choice("meet", 1, 120), choice("meet", 5, 500)],
        [2.4, -1.2, 0.5, FAINT - 1],
    )
    first, second, third, faint = neighbours(found)
    assert (first["type"], first["type and source"], first["type +1"], first["first"], first["sentence behind"]) == (
        "-2",
        "-2",
        "-2",
        "-",
        "0",
    )
    assert (second["type -1"], second["first"], second["sentence before"]) == ("2", "0", "2")
    assert third["type"] == "-"
    assert faint["type"] == "0"
    assert first["told"] == "ACCUSE undated"


def test_they_count_as_learned_and_not_at_all_without_weights() -> None:
    found = rated([choice("accuse", 0, 0), choice("accuse", 1, 100)], [1.0, 1.0])
    beside = list(neighbours(found))
    assert weighed(found, beside, {}) == [1.0, 1.0]
    said = {"own": {"": 0.5}, "bias": {"": 0.25}, "type -1": {"1": -2.0}, "type": {"1": 0.5}}
    assert weighed(found, beside, said) == [1.25, -0.75]
    assert strongest(beside[1], said) == ("beside: type -1=1 -2.00", "beside: type=1 +0.50")
    assert strongest(beside[0], said) == ("beside: type=1 +0.50",)


def test_who_acts_beside_and_who_speaks_is_seen_of_each_side() -> None:
    frames = [frame("accuse", 0, 0, source=NORTH, target=SOUTH), frame("accuse", 1, 100), frame("meet", 1, 120, source=SOUTH)]
    claims = [Claim(90, 150, speaker=NORTH, verb="nói")]
    _, second, _ = deciding.company(frames, [KINDS[f.frame] for f in frames], claims)
    features = deciding.Numbering((), learning=True)

    def names(actor: Actor) -> set[str]:
        return {features.names[n] for n in seen_in(second, deciding.side_of(actor), "absent", features)}

    assert {"prev=S-", "type=S-", "same=--", "speaks=True", "acts=2"} <= names(NORTH)
    assert {"prev=-T", "same=S-", "next=none", "speaks=False", "reached=2"} <= names(SOUTH)
