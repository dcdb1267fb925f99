"""What the rest of a page, or the knowledge of offices, rules out of a report."""

from typing import Any

import msgspec

from gate.making import page
from gate.telling import the_known
from hoadam.model.actor import Actor
from hoadam.model.event import Event
from hoadam.tell.episodes.mending import Term, mended, terms_of

CLASH = {"type": "ASSAULT", "date": "2021-05-01"}


def alone(written: str | None, row: dict[str, Any], *others: dict[str, Any]) -> Event:
    """The first event of a page with these, mended."""
    return mended(page("p", written, row, *others), the_known().terms).events[0]


def test_a_plan_has_no_day_before_its_page() -> None:
    """The day told before is another's."""
    plan = {"type": "CONSULT", "status": "planned", "source": "KGZ+TJK"}
    assert alone("2021-06-01", plan | {"date": "2021-05-30"}).date.value is None
    assert alone("2021-06-01", plan | {"date": "2021-06-03"}).date.value == "2021-06-03"


def test_what_is_done_has_no_day_long_after_its_page() -> None:
    """A year that is only aimed at."""
    deal = {"type": "AGREE", "source": "KGZ+TJK", "process": "agreement", "step": "agreed"}
    assert alone("2021-06-01", deal | {"date": "2045"}).date.value is None
    assert alone("2021-06-01", deal | {"date": "2021"}).date.value == "2021"


def test_an_official_of_today_made_no_truce_of_long_ago() -> None:
    """The state alone stays; of his own time he is told."""
    reading = page("p", "2022-01-01", {"type": "AGREE", "source": "ARM+AZE", "date": "1994"})
    terms = {"arm.somebody": Term(737_000, 738_000)}  # 2018 to 2021
    named = (Actor("ARM", "GOV", "Some Body", "arm.somebody"), Actor("AZE", "GOV", "Nobody Known", "aze.nobody"))

    def told(iso: str) -> tuple[Actor, ...]:
        event = msgspec.structs.replace(
            reading.events[0], source=named, date=page("q", None, {"type": "AGREE", "date": iso}).events[0].date
        )
        return mended(msgspec.structs.replace(reading, events=(event,)), terms).events[0].source

    assert told("1994") == (Actor("ARM", "GOV"), named[1])
    assert told("2020") == named
    assert len(terms_of((), ())) == 0


def test_who_pleads_with_both_does_not_fight_with_them() -> None:
    """Nor does the fight happen at his place; but a third party that fights elsewhere stays."""
    crowd = CLASH | {"source": "KGZ.MIL+TJK.MIL+RUS", "place": "Moscow/RUS"}
    plea = {"type": "REQUEST", "mode": "yield", "source": "RUS", "target": "KGZ+TJK", "date": "2021-05-01"}
    found = alone("2021-05-02", crowd, plea)
    assert ([a.code for a in found.source], found.place) == (["KGZ", "TJK"], None)
    war = {"type": "ASSAULT", "source": "RUS.MIL", "target": "TJK", "date": "2021-04-30"}
    assert [a.code for a in alone("2021-05-02", crowd, plea, war).source] == ["KGZ", "TJK", "RUS"]
    assert [a.code for a in alone("2021-05-02", crowd).source] == ["KGZ", "TJK", "RUS"]


def test_a_war_told_with_the_truce_that_ended_it_broke_none() -> None:
    """Two events of one sentence; in a sentence of its own the breach stays."""
    breach = CLASH | {"source": "KGZ.MIL+TJK.MIL", "process": "ceasefire", "step": "violated"}
    truce = {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed", "date": "2021-05-01"}
    reading = page("p", "2021-05-02", breach, truce)
    one, other = reading.events
    same = msgspec.structs.replace(reading, events=(one, msgspec.structs.replace(other, quotes=one.quotes)))
    assert mended(same, {}).events[0].step is None
    assert mended(reading, {}).events[0].step == "violated"


def test_a_truce_of_two_foes_and_a_third_is_brokered() -> None:
    """The page tells who fights whom; where it does not, all three stay parties."""
    truce = {"type": "AGREE", "source": "KGZ+TJK+RUS", "process": "ceasefire", "step": "agreed", "date": "2021-05-01"}
    found = alone("2021-05-02", truce, CLASH | {"source": "KGZ.MIL", "target": "TJK"})
    assert ([a.code for a in found.source], [a.code for a in found.third]) == (["KGZ", "TJK"], ["RUS"])
    assert [a.code for a in alone("2021-05-02", truce).source] == ["KGZ", "TJK", "RUS"]


def test_who_fights_himself_brokers_no_truce() -> None:
    """A shot at the one who stands between makes no broker of the other foe."""
    truce = {"type": "AGREE", "source": "KGZ+TJK+RUS", "process": "ceasefire", "step": "agreed", "date": "2021-05-01"}
    shot = CLASH | {"source": "TJK.MIL", "target": "RUS"}
    found = alone("2021-05-02", truce, shot, CLASH | {"source": "KGZ.MIL+TJK.MIL+RUS.MIL"})
    assert ([a.code for a in found.source], found.third) == (["KGZ", "TJK", "RUS"], ())


def test_two_who_fight_take_no_place_together() -> None:
    """An attacker with a target does."""
    row = CLASH | {"process": "territory", "step": "captured"}

    def step(**sides: str) -> str | None:
        reading = page("p", "2021-05-02", row | sides)
        return (
            mended(msgspec.structs.replace(reading, events=(msgspec.structs.replace(reading.events[0], frame="clash"),)), {}).events[0].step
        )

    assert step(source="KGZ.MIL+TJK.MIL") is None
    assert step(source="KGZ.MIL", target="TJK") == "captured"


def test_allies_take_a_place_together_and_enemies_do_not() -> None:
    """Enemies are those of whom one attacks the other, or who agree on a truce, elsewhere on the page."""
    took = CLASH | {"source": "KGZ.MIL+TJK.MIL", "process": "territory", "step": "captured"}
    truce = {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed", "date": "2021-05-01"}
    attack = CLASH | {"source": "TJK.MIL", "target": "KGZ"}
    against = CLASH | {"source": "KGZ.MIL", "target": "UZB"}
    assert alone("2021-05-02", took).step == "captured"
    assert alone("2021-05-02", took, against).step == "captured"
    for other in (truce, attack):
        found = alone("2021-05-02", took, other)
        assert (found.step, found.process, found.frame) == (None, None, "clash")


def test_a_state_that_was_no_more_is_no_side() -> None:
    """ "After the Soviet Union fell apart" names none of those who agreed; before that day it may be one."""
    union = Actor("RUS", "GOV", None, "sun")
    deal = {"type": "AGREE", "source": "ARM+AZE+RUS", "process": "ceasefire", "step": "agreed"}

    def sides(day: str) -> list[str]:
        reading = page("p", "2021-05-02", deal | {"date": day})
        event = reading.events[0]
        named = tuple(union if actor.code == "RUS" else actor for actor in event.source)
        made = msgspec.structs.replace(reading, events=(msgspec.structs.replace(event, source=named),))
        return [actor.code for actor in mended(made, the_known().terms).events[0].source]

    assert sides("1994-05-12") == ["ARM", "AZE"]
    assert sides("1990") == ["ARM", "AZE", "RUS"]
