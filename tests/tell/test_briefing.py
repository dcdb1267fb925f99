"""What the brief and the timeline choose, and that every line rests on an episode."""

from gate.making import page
from gate.telling import a_speaker, teller, the_tools
from hoadam import pipeline
from hoadam.packs.saying import line_text
from hoadam.tell import briefing, timeline

CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-05-01", "killed": ["KGZ 31"], "place": "Batken/KGZ"}
TRUCE = {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed", "date": "2021-05-02"}
PLAN = {"type": "CONSULT", "status": "planned", "source": "KGZ+TJK", "process": "talks", "step": "planned", "date": "2021-06-20"}
BLAME = {"type": "ACCUSE", "mode": "allege", "source": "KGZ", "target": "TJK", "date": "2021-05-01"}
OLD = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-01-10"}
PAGES = [page("a", "2021-05-03", CLASH, TRUCE, PLAN, BLAME, OLD, outlet="one"), page("b", "2021-05-03", CLASH, TRUCE, outlet="two")]


def test_sections_in_order_with_certainty() -> None:
    """The latest first, then the board, the background and the gaps; certainty as told."""
    story = teller("en")(PAGES)
    assert list(dict.fromkeys(line.section for line in story.brief)) == ["latest", "board", "background", "gaps"]
    latest = {line.text: line.certainty for line in story.brief if line.section == "latest"}
    assert latest["Kyrgyzstan and Tajikistan agreed on a ceasefire"] == "certain"
    assert latest["Kyrgyzstan and Tajikistan to hold talks"] == "planned"
    assert [line.date.value for line in story.brief if line.section == "background"] == ["2021-01-10"]
    assert story.gaps == tuple(line.text for line in story.brief if line.section == "gaps")


def test_what_changed_since() -> None:
    """The latest begins on the day asked for."""
    story = teller("en")(PAGES)
    lines = briefing.brief(story.episodes, story.tracks, story.disputes, a_speaker("en"), since="2021-05-02")
    assert [line.date.value for line in lines if line.section == "latest"] == ["2021-05-02", "2021-06-20"]


def test_the_timeline_leaves_out_bare_words() -> None:
    """Deeds, turns and dead stay; one accusation by one source does not."""
    story = teller("en")(PAGES)
    lines = timeline.lines(story.episodes, a_speaker("en"))
    assert [line.date.value for line in lines] == ["2021-01-10", "2021-05-01", "2021-05-02", "2021-06-20"]


def test_lines_can_be_said_again_in_another_language() -> None:
    """Every line of a Vietnamese brief has its English words."""
    vi, en = teller("vi")(PAGES), teller("en")(PAGES)
    assert [line_text(line, vi, a_speaker("en")) for line in vi.brief] == [line.text for line in en.brief]


def test_nothing_told_is_an_empty_brief() -> None:
    """No pages, no lines."""
    assert teller("en")([]).brief == ()


def test_what_changed_since_a_day() -> None:
    """A toll raised since is told again, one that stands as it was is not."""
    fight = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-05-01", "place": "Batken/KGZ"}
    meeting = {"type": "CONSULT", "source": "KGZ+TJK", "date": "2021-04-01", "process": "talks", "step": "held"}
    pages = [
        page("a", "2021-05-02", fight | {"killed": ("KGZ 5",)}, meeting),
        page("b", "2021-05-20", fight | {"killed": ("KGZ 9",)}, outlet="other"),
        page("c", "2021-05-21", meeting, outlet="third"),
    ]
    story = teller("en")(pages)
    told = pipeline.chronicle(story, the_tools(), "en", None, "2021-05-15")
    raised = next(e.id for e in story.episodes if e.type == "ASSAULT")
    assert [line.episode for line in told.brief if line.section == "latest"] == [raised]
    assert (told.episodes, told.tracks) == (story.episodes, story.tracks)
