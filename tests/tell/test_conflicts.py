"""Which conflict an episode belongs to, and why."""

from gate.making import page
from gate.telling import teller, the_tools
from hoadam import pipeline
from hoadam.model.story import Conflict, Reading, Ruling

KYRGYZ = [
    page("k1", "2021-05-02", {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-05-01", "place": "Batken/KGZ"}),
    page("k2", "2021-05-03", {"type": "AGREE", "source": "KGZ+TJK", "third": "RUS", "process": "ceasefire", "step": "agreed", "date": "2021-05-02"}),
    page("k3", "2021-05-04", {"type": "REQUEST", "source": "UNO", "target": "KGZ+TJK", "process": "ceasefire", "step": "proposed", "date": "2021-05-03"}),
]  # fmt: skip
YEMEN = [
    page("y1", "2021-03-02", {"type": "ASSAULT", "source": "YEM.MIL", "target": "YEM.REB", "date": "2021-03-01", "place": "Marib/YEM"}),
    page("y2", "2021-03-04", {"type": "ASSAULT", "source": "SAU.MIL", "target": "YEM.REB", "date": "2021-03-03", "place": "Sanaa/YEM"}),
    page("y3", "2021-03-05", {"type": "ASSAULT", "source": "SAU.MIL", "target": "YEM.REB", "date": "2021-03-04", "place": "Sanaa/YEM"}),
    page("y4", "2021-03-06", {"type": "ASSAULT", "source": "YEM.MIL", "target": "YEM.REB", "date": "2021-03-05", "place": "Marib/YEM"}),
]
MALI = [
    page("m1", "2021-04-02", {"type": "ASSAULT", "source": "MLI.REB", "target": "MLI.MIL", "date": "2021-04-01", "place": "Kidal/MLI"}),
    page("m2", "2021-04-05", {"type": "ASSAULT", "source": "MLI.REB", "target": "MLI.MIL", "date": "2021-04-04", "place": "Gao/MLI"}),
    page(
        "m3",
        "2021-04-06",
        {"type": "CONSULT", "source": "MLI", "date": "2021-04-05", "process": "talks", "step": "held", "place": "Bamako/MLI"},
    ),
]


def told(readings: list[Reading], *rulings: Ruling) -> tuple[Conflict, ...]:
    """The conflicts."""
    return teller()(readings, rulings).conflicts


def ids(conflicts: tuple[Conflict, ...]) -> dict[str, int]:
    """How many episodes each has."""
    return {one.id: len(one.members) for one in conflicts}


def ruling(act: str, *about: str, **more: str) -> Ruling:
    """A ruling."""
    return Ruling("r1", act, about, "tester", "2026-01-01T00:00:00Z", **more)


def test_three_conflicts_give_three_chronicles() -> None:
    """Each with its own episodes, tracks and brief, and none of the others'."""
    story = teller()([*KYRGYZ, *YEMEN, *MALI])
    assert ids(story.conflicts) == {"SAU-YEM*": 4, "KGZ-TJK": 3, "MLI-MLI*": 3}
    parts = [pipeline.chronicle(story, the_tools(), "vi", conflict) for conflict in story.conflicts]
    assert sorted(e.id for part in parts for e in part.episodes) == sorted(e.id for e in story.episodes)
    for part in parts:
        keys = {episode.id for episode in part.episodes}
        assert part.brief
        assert {line.episode for line in part.brief} <= keys
        assert {key for track in part.tracks for state in track.states for key in state.episodes} <= keys


def test_each_member_says_why() -> None:
    by_id = {one.id: one for one in told([*YEMEN, *MALI])}
    assert {member.why for member in by_id["MLI-MLI*"].members} == {"dyad MLI-MLI*", "MLI in MLI, where it is fought"}
    assert by_id["SAU-YEM*"].dyads == ("SAU-YEM*", "YEM-YEM*")
    assert by_id["SAU-YEM*"].why == ("SAU-YEM* and YEM-YEM* share YEM*, and both are fought in YEM",)


def test_a_broker_is_at_war_with_nobody() -> None:
    """Once misread as a side, twice told as between them."""
    misread = page("k9", "2021-05-05", {"type": "ASSAULT", "source": "RUS", "target": "TJK", "date": "2021-05-04"})
    again = page("k8", "2021-05-06", {"type": "CONSULT", "source": "KGZ+TJK", "third": "RUS", "date": "2021-05-05"})
    assert [one.dyads for one in told([*KYRGYZ, misread, again])] == [("KGZ-TJK",)]


def test_years_apart_are_two_wars() -> None:
    """Dyads that share a side and a theatre ten years apart."""
    old = [
        page(
            f"o{n}",
            "2009-03-06",
            {"type": "ASSAULT", "source": "USA.MIL", "target": "YEM.MIL", "date": f"2009-03-0{n}", "place": "Aden/YEM"},
        )
        for n in (1, 2)
    ]
    assert ids(told([*YEMEN, *old])) == {"SAU-YEM*": 4, "USA-YEM": 2}


def test_people_put_episodes_and_dyads_elsewhere() -> None:
    """An episode put elsewhere or nowhere, dyads merged and split, and each undone."""
    readings = [*KYRGYZ, *YEMEN, *MALI]
    before = told(readings)
    talks = next(e.id for e in teller()(readings).episodes if e.type == "CONSULT")
    assert ids(told(readings, ruling("change", talks, field="conflict", value="TJK-KGZ"))) == {"KGZ-TJK": 4, "SAU-YEM*": 4, "MLI-MLI*": 2}
    assert ids(told(readings, ruling("change", talks, field="conflict")))["MLI-MLI*"] == 2
    assert ids(told(readings, ruling("split", "YEM-YEM*"))) == {"KGZ-TJK": 3, "MLI-MLI*": 3, "SAU-YEM*": 2, "YEM-YEM*": 2}
    assert ids(told(readings, ruling("merge", "MLI-MLI*", "KGZ-TJK"))) == {"KGZ-TJK": 6, "SAU-YEM*": 4}
    undo = Ruling("r2", "reject", ("r1",), "tester", "2026-01-02T00:00:00Z")
    assert told(readings, ruling("merge", "MLI-MLI*", "KGZ-TJK"), undo) == before
