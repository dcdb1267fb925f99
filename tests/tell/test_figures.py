"""How tolls of many reports become low, best and high."""

from typing import Any

from gate.making import page
from gate.telling import the_known
from hoadam.model.story import Episode, Figure
from hoadam.tell import disputes, episodes, figures

CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL", "date": "2021-05-01", "place": "Batken/KGZ"}


def told(*rows: tuple[str, dict[str, Any]]) -> Episode:
    """The one episode that reports of these tolls make."""
    known = the_known()
    pages = [page(f"p{n}", written, CLASH | row) for n, (written, row) in enumerate(rows)]
    found = figures.of(episodes.join(pages, known), pages)
    assert len(found) == 1
    return found[0]


def side(episode: Episode, who: str) -> Figure:
    """The figure of one side."""
    return next(figure for figure in episode.killed.by if figure.who == who)


def test_a_raised_toll_takes_the_place_of_the_first() -> None:
    """Low keeps the first count, best and conservative are the new one, and nothing is in dispute."""
    episode = told(("2021-05-02", {"killed": ["KGZ 13"]}), ("2021-05-04", {"killed": ["KGZ 31+"]}))
    figure = side(episode, "KGZ")
    assert (figure.low, figure.best, figure.high, figure.conservative, figure.spread, len(figure.claims)) == (13, 31, None, 31, 0.0, 2)
    assert not disputes.find([episode])


def test_sides_that_disagree_stand_side_by_side() -> None:
    """Two speakers on one side's dead on one day: a range, a spread, a dispute with both speakers."""
    one = {"killed": ["KGZ 31"], "said_by": "KGZ.MIL"}
    episode = told(("2021-05-02", one), ("2021-05-02", {"killed": ["KGZ 60"], "said_by": "TJK.REB"}))
    figure = side(episode, "KGZ")
    assert (figure.low, figure.best, figure.high, figure.conservative, figure.spread) == (31, 31, 60, 31, 0.483)
    assert [(d.about, d.who, [key for key, _ in d.positions]) for d in disputes.find([episode])] == [
        ("killed", "KGZ", ["KGZ.MIL: 31", "TJK.REB: 60"])
    ]


def test_a_part_is_never_added_to_its_total() -> None:
    """ "Forty, ten of them civilians" is forty; a count of both sides is not added to theirs."""
    episode = told(("2021-05-02", {"killed": ["KGZ 40", "KGZ 10", "TJK 5"]}), ("2021-05-03", {"killed": ["UNK 30+"]}))
    assert len(episode.killed.claims) == 4
    assert (side(episode, "KGZ").best, episode.killed.best, episode.killed.low) == (40, 45, 45)


def test_at_least_and_exactly_agree() -> None:
    """ "At least 49" and 49 are no dispute."""
    episode = told(("2021-05-02", {"killed": ["KGZ 49+"]}), ("2021-05-02", {"killed": ["KGZ 49"], "said_by": "KGZ.GOV"}))
    assert (side(episode, "KGZ").low, side(episode, "KGZ").best, side(episode, "KGZ").high) == (49, 49, 49)
    assert not disputes.find([episode])
