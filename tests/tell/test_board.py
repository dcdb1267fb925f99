"""How tracks move."""

import pytest

from gate.making import page
from gate.telling import a_speaker, the_known, the_tools
from hoadam.model.story import Episode, Track
from hoadam.packs import load
from hoadam.packs.saying import Speaker
from hoadam.tell import board, episodes

BOTH = {"source": "KGZ+TJK"}


@pytest.fixture(scope="module")
def tongue() -> Speaker:
    """English."""
    return a_speaker("en")


def told(tongue: Speaker, *pages: object) -> tuple[tuple[Episode, ...], tuple[Track, ...]]:
    """Episodes and tracks of the pages."""
    known = the_known()
    found = episodes.join(pages, known)  # type: ignore[arg-type]
    tracks = board.tracks(found, tongue.boards)
    return board.concluded(found, tracks), tracks


def course(track: Track) -> list[str]:
    """Its states in order."""
    return [state.state for state in track.states]


def test_a_truce_from_plea_to_breach(tongue: Speaker) -> None:
    """A plea from outside opens it; the one who pleads is no party."""
    _, tracks = told(
        tongue,
        page("a", "2021-05-01", {"type": "REQUEST", "source": "RUS", "target": "KGZ+TJK", "process": "ceasefire", "step": "proposed", "date": "2021-05-01"}),
        page("b", "2021-05-02", {"type": "AGREE", **BOTH, "process": "ceasefire", "step": "agreed", "date": "2021-05-02"}),
        page("c", "2021-05-03", {"type": "ACCUSE", "mode": "allege", "source": "TJK", "target": "KGZ", "process": "ceasefire", "step": "violated", "date": "2021-05-03"}),
    )  # fmt: skip
    assert [(t.kind, course(t), t.now, [a.code for a in t.parties], [a.code for a in t.third]) for t in tracks] == [
        ("ceasefire", ["proposed", "agreed", "violated"], "agreed", ["KGZ", "TJK"], ["RUS"])
    ]
    assert tracks[0].states[-1].status == "alleged"
    assert tracks[0].declared == tracks[0].states[1].date


def test_a_second_truce_is_a_second_track(tongue: Speaker) -> None:
    """Agreed anew weeks later."""
    row = {"type": "AGREE", **BOTH, "process": "ceasefire", "step": "agreed"}
    _, tracks = told(tongue, page("a", "2021-05-02", row | {"date": "2021-05-02"}), page("b", "2021-07-02", row | {"date": "2021-07-02"}))
    assert [course(t) for t in tracks] == [["agreed"], ["agreed"]]


@pytest.mark.parametrize(
    ("later", "outcome", "due"),
    [
        ({"type": "CONSULT", **BOTH, "process": "talks", "step": "held", "date": "2021-06-11", "place": "Osh/KGZ"}, "done", None),
        (
            {
                "type": "REJECT",
                "mode": "meet",
                "source": "TJK",
                "target": "KGZ",
                "process": "talks",
                "step": "cancelled",
                "date": "2021-06-08",
            },
            "called-off",
            None,
        ),
        ({"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-07-01"}, "overdue", "2021-06-10"),
        ({"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-06-05"}, "open", "2021-06-10"),
    ],
)
def test_what_becomes_of_a_planned_meeting(tongue: Speaker, later: dict[str, str], outcome: str, due: str | None) -> None:
    """Done, called off, overdue by the newest day told (never the clock), or open."""
    plan = {"type": "CONSULT", "status": "planned", **BOTH, "process": "talks", "step": "planned", "date": "2021-06-10"}
    found, tracks = told(tongue, page("a", "2021-06-01", plan), page("b", later["date"], later))
    assert [e.outcome for e in found if e.status == "planned"] == [outcome]
    track = next(t for t in tracks if t.kind == "talks")
    assert (track.due.value if track.due else None, track.overdue) == (due, outcome == "overdue")


def test_handovers_of_two_places_are_two_tracks(tongue: Speaker) -> None:
    """Boards by place keep them apart."""
    row = {
        "type": "RETREAT",
        "mode": "withdraw",
        "source": "TJK",
        "target": "KGZ",
        "process": "territory",
        "step": "ceded",
        "date": "2021-05-01",
    }
    _, tracks = told(tongue, page("a", "2021-05-02", row | {"place": "Osh/KGZ"}, row | {"place": "Batken/KGZ"}))
    assert [t.place.name for t in tracks if t.place] in (["Osh", "Batken"], ["Batken", "Osh"])


def test_states_moves_and_names_fit_the_codebook(tongue: Speaker) -> None:
    """Every move is a step of the codebook into a state that has a name in each language."""
    from hoadam.packs.codebook import Codebook
    from hoadam.packs.strict import load_as

    steps = load_as(load.bundled() / "codebook" / "plover.yaml", Codebook).steps
    for one in tongue.boards.values():
        assert {(m.process, m.step) for m in one.moves} == {(one.id, step) for step in steps[one.id]}
        assert {m.state for m in one.moves} == set(one.states)
        assert all(set(names) == {"vi", "en"} for names in (one.names, *one.states.values()))
        assert {s for m in one.moves for s in m.after} | set(one.declared) | set(one.in_effect) | set(one.awaits) <= set(one.states)


CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-05-01"}
WAR = (page("w1", "2021-05-02", CLASH), page("w2", "2021-05-03", CLASH | {"date": "2021-05-02"}))


def test_foes_who_meet_hold_talks(tongue: Speaker) -> None:
    """No report says so: the state is marked. Two who do not fight only meet."""
    meeting = {"type": "CONSULT", **BOTH, "date": "2021-05-04"}
    _, tracks = told(tongue, *WAR, page("a", "2021-05-05", meeting))
    assert [(t.kind, course(t), t.states[0].by) for t in tracks] == [("talks", ["held"], "foes")]
    _, others = told(tongue, *WAR, page("a", "2021-05-05", meeting | {"source": "KGZ+RUS"}))
    assert [t.kind for t in others] == []


def test_one_report_of_a_fight_makes_no_foes(tongue: Speaker) -> None:
    """It may be misread."""
    _, tracks = told(tongue, WAR[0], page("a", "2021-05-05", {"type": "CONSULT", **BOTH, "date": "2021-05-04"}))
    assert tracks == ()


def test_who_sits_between_two_foes_is_no_party(tongue: Speaker) -> None:
    """Three at one table, two of them at war."""
    row = {"type": "CONSULT", "source": "KGZ+TJK+RUS", "process": "talks", "step": "held", "date": "2021-05-04"}
    _, tracks = told(tongue, *WAR, page("a", "2021-05-05", row))
    assert [([a.code for a in t.parties], [a.code for a in t.third]) for t in tracks] == [(["KGZ", "TJK"], ["RUS"])]


def test_a_truce_declared_by_one_side_is_with_its_only_foe(tongue: Speaker) -> None:
    """The other side is inferred, and marked; with two foes it is nobody."""
    row = {"type": "CONCEDE", "source": "KGZ", "process": "ceasefire", "step": "declared", "date": "2021-05-04"}
    _, tracks = told(tongue, *WAR, page("a", "2021-05-05", row))
    assert [([a.code for a in t.parties], [a.code for a in t.inferred]) for t in tracks] == [(["KGZ"], ["TJK"])]
    other = {"type": "ASSAULT", "source": "KGZ.MIL+UZB.MIL", "date": "2021-05-03"}
    pages = (*WAR, page("o1", "2021-05-03", other), page("o2", "2021-05-04", other))
    _, tracks = told(tongue, *pages, page("a", "2021-05-05", row))
    assert [t.inferred for t in tracks if t.kind == "ceasefire"] == [()]


def test_one_sides_step_goes_on_with_the_truce_of_both(tongue: Speaker) -> None:
    """Agreed by both, then declared by one."""
    agreed = {"type": "AGREE", **BOTH, "process": "ceasefire", "step": "agreed", "date": "2021-05-03"}
    declared = {"type": "CONCEDE", "source": "KGZ", "process": "ceasefire", "step": "declared", "date": "2021-05-06"}
    _, tracks = told(tongue, *WAR, page("a", "2021-05-04", agreed), page("b", "2021-05-07", declared))
    assert [course(t) for t in tracks] == [["agreed", "declared"]]


def test_a_meeting_told_of_one_party_is_that_of_both(tongue: Speaker) -> None:
    """The same state on the same day; on another day it is a line of talks of its own."""
    row = {"type": "CONSULT", "process": "talks", "step": "held", "date": "2021-05-04"}
    both = page("a", "2021-05-05", row | BOTH)
    _, tracks = told(tongue, both, page("b", "2021-05-05", row | {"source": "KGZ", "place": "Osh/KGZ"}))
    assert len(tracks) == 1
    _, tracks = told(tongue, both, page("b", "2021-06-05", row | {"source": "KGZ", "place": "Osh/KGZ", "date": "2021-06-04"}))
    assert len(tracks) == 2


def test_a_known_happening_takes_the_steps_that_the_knowledge_gives_it(tongue: Speaker) -> None:
    """The truce of November 2020 was laid down in a statement of three: an agreement, brokered, and marked as known."""
    row = {"type": "AGREE", "source": "ARM+AZE", "process": "ceasefire", "step": "agreed", "date": "2020-11-10"}
    found = episodes.join([page("a", "2020-11-11", row)], the_known())
    tools = the_tools()
    tracks = board.tracks(found, tools.kit.boards, {event.id: event for event in tools.kit.knowledge.events})
    assert found[0].named == "karabakh-trilateral-statement-2020"
    assert [(t.kind, t.states[0].by, [a.code for a in t.third]) for t in tracks] == [
        ("ceasefire", "reports", []),
        ("agreement", "knowledge", ["RUS"]),
    ]
