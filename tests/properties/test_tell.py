"""What holds for any pages: order of arrival, rulings undone, quotes kept, ids apart."""

import random
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.making import page
from gate.telling import teller
from hoadam.model.story import Reading, Ruling, Story

CODES = st.sampled_from(["KGZ", "TJK", "KGZ.MIL", "TJK.REB", "RUS Somebody Else", "UNO", "ARM", "AZE.REB", "KGZ.CVL", "UNK"])
STEPS = st.sampled_from([
    ("AGREE", None, "ceasefire", "agreed"), ("CONSULT", None, "talks", "held"), ("CONSULT", "phone", None, None), ("ASSAULT", None, None, None),
    ("ACCUSE", "allege", "ceasefire", "violated"), ("REQUEST", "yield", "ceasefire", "proposed"), ("RETREAT", "release", "exchange", "done"),
    ("SUPPORT", None, "agreement", "signed"), ("REJECT", "meet", "talks", "cancelled"), ("RETREAT", "ceasefire", "ceasefire", "in-force"),
])  # fmt: skip
DATES = st.sampled_from(
    [None, "2021-05-01", "2021-05-02", "2021-05-01/2021-05-03", "2021-05", "2021", "2020", "XXXX-05-01", "2022-05-01", "1994"]
)
TOLLS = st.lists(st.sampled_from(["KGZ 5", "KGZ 7+", "TJK 50", "UNK 20-30"]), max_size=2).map(tuple)
WRITTEN = st.sampled_from([None, "2021-05-02", "2021-05-03", "2022-06-01"])
PLACES = st.sampled_from([None, "Osh/KGZ", "Batken/KGZ", "Moscow/RUS"])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """An event in short."""
    kind, mode, process, step = draw(STEPS)
    source = "+".join(draw(st.lists(CODES, max_size=2, unique=True)))
    return {
        "type": kind, "mode": mode, "process": process, "step": step, "source": source, "target": "+".join(draw(st.lists(CODES, max_size=1))),
        "status": draw(st.sampled_from(["actual", "planned"])), "date": draw(DATES), "killed": draw(TOLLS), "place": draw(PLACES),
        "third": draw(st.sampled_from(["", "RUS", "EUR+FRA"])), "when": draw(st.sampled_from([None, None, "DCT", "XXXX-05-01"])),
        "story": draw(st.sampled_from([0, 0, 1])), "text": draw(st.sampled_from(["Hai bên gặp nhau.", "Giao tranh ác liệt ở biên giới.", "Câu khác hẳn."])),
    }  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> list[Reading]:
    """Some pages."""
    return [
        page(f"page {n}", draw(WRITTEN), *draw(st.lists(rows(), max_size=4)), outlet=draw(st.sampled_from([None, "a", "b"])))
        for n in range(draw(st.integers(1, 6)))
    ]


SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def encoded(story: Story) -> bytes:
    """Its bytes."""
    return msgspec.json.encode(story)


@SOME
@given(pages(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(readings: list[Reading], dice: random.Random) -> None:
    """Shuffled pages give the same bytes, and so do pages that come twice."""
    shuffled = [*readings, *readings[:2]]
    dice.shuffle(shuffled)
    assert encoded(teller()(shuffled)) == encoded(teller()(readings))


@SOME
@given(pages())
def test_nothing_is_lost_or_told_twice(readings: list[Reading]) -> None:
    """Each event is a report of exactly one episode, its quotes kept, and ids differ."""
    story = teller()(readings)
    told = sorted((report.page, report.event, report.quotes) for episode in story.episodes for report in episode.reports)
    assert told == sorted((reading.page.id, event.id, event.quotes) for reading in readings for event in reading.events)
    assert len({episode.id for episode in story.episodes}) == len(story.episodes)
    assert len({track.id for track in story.tracks}) == len(story.tracks)
    known = {episode.id for episode in story.episodes}
    assert {key for track in story.tracks for state in track.states for key in state.episodes} <= known
    assert {line.episode for line in story.brief} <= known
    assert all(line.text for line in story.brief)
    members = [member.episode for conflict in story.conflicts for member in conflict.members]
    assert len(set(members)) == len(members)
    assert set(members) <= known
    assert all(member.why for conflict in story.conflicts for member in conflict.members)


@SOME
@given(pages())
def test_one_page_and_story_is_told_once_an_episode(readings: list[Reading]) -> None:
    """Two events of one story are two happenings; exact days of one episode never lie apart for a meeting."""
    stories = {(r.page.id, e.id): e for r in readings for e in r.events}
    for episode in teller()(readings).episodes:
        keys = [(report.page, stories[report.page, report.event].story) for report in episode.reports]
        assert len(set(keys)) == len(keys)
        days = {r.date.value for r in episode.reports if r.date.earliest and r.date.earliest == r.date.latest}
        assert episode.type != "CONSULT" or len(days) < 2


@SOME
@given(pages(), st.data())
def test_a_ruling_undone_leaves_no_trace(readings: list[Reading], data: st.DataObject) -> None:
    """Any ruling, then the ruling that rejects it: the bytes of before."""
    before = teller()(readings)
    ids = [e.id for r in readings for e in r.events] + [e.id for e in before.episodes] + ["unknown", "KGZ-TJK", "ARM-AZE*"]
    about = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)))
    act = data.draw(st.sampled_from(["accept", "reject", "change", "merge", "split"]))
    field, value = data.draw(
        st.sampled_from(
            [("date", "2021-06-01"), ("type", "AGREE"), ("place", ""), (None, None), ("source", "KGZ.MIL; TJK"), ("conflict", "KGZ-TJK")]
        )
    )
    ruling = Ruling("r1", act, about, "tester", "2026-01-01T00:00:00Z", field, value)
    teller()(readings, [ruling])
    undo = Ruling("r2", "reject", ("r1",), "tester", "2026-01-02T00:00:00Z")
    assert encoded(teller()(readings, [undo, ruling])) == encoded(before)
