"""Which reports are joined, and which must never be."""

from typing import Any

import pytest

from gate.making import groups, page
from gate.telling import the_known
from hoadam.tell import disputes, episodes

TRUCE = {"type": "AGREE", "source": "KGZ+TJK", "process": "ceasefire", "step": "agreed"}
MEET = {"type": "CONSULT", "source": "KGZ+TJK", "process": "talks", "step": "held"}
CLASH = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL"}


@pytest.fixture(scope="module")
def known() -> episodes.Known:
    """The dated events of the bundled knowledge."""
    return the_known()


def joined(known: episodes.Known, *rows: tuple[str, dict[str, Any]]) -> int:
    """How many episodes these reports make, each on a page of its own (name = day of writing and a letter)."""
    return len(episodes.join([page(f"p{n}", written, row) for n, (written, row) in enumerate(rows)], known))


def test_two_outlets_tell_of_one_truce(known: episodes.Known) -> None:
    """Same pair, same day, same step."""
    assert (
        joined(known, ("2021-05-02", TRUCE | {"date": "2021-05-01"}), ("2021-05-03", TRUCE | {"date": "2021-05-01", "third": "RUS"})) == 1
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TRUCE | {"date": "2021-05-01"}, TRUCE | {"date": "2022-05-01"}),
        (TRUCE | {"date": "2022-01"}, TRUCE | {"date": "2023-01"}),
        (MEET | {"date": "2021-05-01"}, MEET | {"date": "2021-05-04"}),
        (MEET | {"date": "2021-05-01", "place": "Bishkek/KGZ"}, MEET | {"date": "2021-05-02", "place": "Bishkek/KGZ"}),
        (MEET | {"date": "2021-05-01", "mode": "phone"}, MEET | {"date": "2021-05-01", "place": "Bishkek/KGZ"}),
        (
            {"type": "REQUEST", "source": "KGZ", "target": "TJK", "process": "withdrawal", "step": "demanded", "date": "2021-05-01"},
            {
                "type": "RETREAT",
                "mode": "withdraw",
                "source": "TJK",
                "target": "KGZ",
                "process": "withdrawal",
                "step": "done",
                "date": "2021-05-01",
            },
        ),
        (
            {
                "type": "REJECT",
                "mode": "meet",
                "source": "TJK",
                "target": "KGZ",
                "process": "talks",
                "step": "cancelled",
                "date": "2021-05-01",
            },
            MEET | {"date": "2021-05-01"},
        ),
        (
            {"type": "ACCUSE", "mode": "allege", "source": "TJK", "target": "KGZ", "date": "2021-05-01"},
            {"type": "ACCUSE", "mode": "allege", "source": "KGZ", "target": "TJK", "date": "2021-05-01"},
        ),
        (CLASH | {"date": "2021-05-01"}, {"type": "ASSAULT", "source": "KGZ.MIL+UZB.MIL", "date": "2021-05-01"}),
        (MEET | {"date": "2021-05-01"}, {"type": "CONSULT", "source": "KGZ+RUS", "date": "2021-05-01", "process": "talks", "step": "held"}),
    ],
)
def test_never_joined(known: episodes.Known, one: dict[str, Any], other: dict[str, Any]) -> None:
    """Other days, other years, a demand and its fulfilment, a meeting and its refusal, charge and answer, other parties."""
    assert joined(known, ("2023-06-01", one), ("2023-06-01", other)) == 2


def test_planned_and_held_are_one_with_a_history(known: episodes.Known) -> None:
    """The plan gives the history, the meeting the date."""
    plan = MEET | {"date": "2021-05-10", "status": "planned", "step": "planned", "place": "Bishkek/KGZ"}
    found = episodes.join(
        [page("a", "2021-05-08", plan), page("b", "2021-05-11", MEET | {"date": "2021-05-10", "place": "Bishkek/KGZ"})], known
    )
    assert [(e.status, e.step, e.history) for e in found] == [("actual", "held", (("2021-05-08", "planned"), ("2021-05-11", "actual")))]


def test_old_war_told_by_its_year_joins_by_name(known: episodes.Known) -> None:
    """A year alone is enough for a war that the knowledge names, and not for a clash that it does not."""
    war = {"type": "ASSAULT", "source": "ARM+AZE", "date": "2020"}
    start = {"type": "ASSAULT", "source": "AZE.MIL+AZE.REB", "date": "2020-09-27", "place": "Nagorno-Karabakh/AZE"}
    assert joined(known, ("2023-01-01", war), ("2020-09-28", start)) == 1
    assert joined(known, ("2023-01-01", CLASH | {"date": "2019"}), ("2019-03-01", CLASH | {"date": "2019-02-28"})) == 2


def test_background_pact_joins_the_one_told_far_more_often(known: episodes.Known) -> None:
    """Of two truces of a year, a mention by the year is of the famous one; between equals it stays alone."""
    famous = [("2021-05-02", TRUCE | {"date": "2021-05-01", "third": "RUS"})] * 4
    rare = [("2021-08-02", TRUCE | {"date": "2021-08-01", "third": "RUS"})]
    late = ("2023-01-01", TRUCE | {"date": "2021", "third": "RUS"})
    assert joined(known, *famous, *rare, late) == 2
    assert joined(known, famous[0], *rare, late) == 3


def test_two_events_of_one_page_stay_two(known: episodes.Known) -> None:
    """Unless one stands in an appended story."""
    same = CLASH | {"date": "2021-05-01", "killed": ["KGZ 5"]}
    assert len(episodes.join([page("a", "2021-05-02", same, same)], known)) == 2
    assert len(episodes.join([page("a", "2021-05-02", same, same | {"story": 1})], known)) == 1


def test_tolls_decide_what_the_rest_leaves_open(known: episodes.Known) -> None:
    """Equal counts join a month with a day; counts ten times apart do not."""
    day = CLASH | {"date": "2021-05-03", "killed": ["KGZ 24"]}
    assert joined(known, ("2021-05-04", day), ("2021-06-04", CLASH | {"date": "2021-05", "killed": ["KGZ 24+"]})) == 1
    assert joined(known, ("2021-05-04", day), ("2021-06-04", CLASH | {"date": "2021-05", "killed": ["KGZ 900"]})) == 2


def test_days_without_a_year_join_only_each_other(known: episodes.Known) -> None:
    """Two pages without a year that say the same of one day are one; a dated one is not joined with them."""
    row = CLASH | {"date": "XXXX-05-03", "place": "Batken/KGZ", "killed": ["KGZ 24"]}
    found = episodes.join([page("a", None, row), page("b", None, row), page("c", "2021-05-04", row | {"date": "2021-05-03"})], known)
    assert groups(found) == [["a", "b"]]
    assert [e.date.value for e in found if len(e.reports) == 2] == ["XXXX-05-03"]


def test_one_country_alone_is_not_enough(known: episodes.Known) -> None:
    """Two arrests in one country on one day are two, unless words, dead, step or place say more."""
    row = {"type": "COERCE", "mode": "arrest", "source": "KGZ.COP", "date": "2021-05-03"}
    assert (
        joined(
            known,
            ("2021-05-04", row | {"text": "Cảnh sát bắt ba người."}),
            ("2021-05-04", row | {"text": "Một viên chức bị giữ ở thủ đô."}),
        )
        == 2
    )


def test_days_of_one_known_clash_are_one(known: episodes.Known) -> None:
    """Reports of its different days join when the knowledge says that it lasted so long, and raise no dispute about the day."""
    row = {"type": "ASSAULT", "source": "ARM.MIL+AZE.MIL"}
    found = episodes.join(
        [page("a", "2022-09-13", row | {"date": "2022-09-12"}), page("b", "2022-09-15", row | {"date": "2022-09-14"})], known
    )
    assert [(e.date.value, e.named) for e in found] == [("2022-09-12/2022-09-14", "border-clashes-2022-09")]
    assert not disputes.find(found)


def test_a_reprint_is_no_second_outlet(known: episodes.Known) -> None:
    """Copies count once."""
    pages = [page("a", "2021-05-02", TRUCE | {"date": "2021-05-01"}), page("b", "2021-05-02", TRUCE | {"date": "2021-05-01"})]
    assert [e.outlets for e in episodes.join(pages, known)] == [2]
    assert [e.outlets for e in episodes.join(pages, known, {pages[1].page.id: pages[0].page.id})] == [1]


def test_same_sentence_of_two_years_gives_two_ids(known: episodes.Known) -> None:
    """Event ids are hashes of sentences: two episodes that begin with one still differ."""
    rows = [page(name, f"{year}-05-02", TRUCE | {"id": "same", "date": f"{year}-05-01"}) for name, year in (("a", 2021), ("b", 2022))]
    found = episodes.join(rows, known)
    assert len({e.id for e in found}) == len(found) == 2


def test_rulings_bind_and_part(known: episodes.Known) -> None:
    """What people say holds against the score."""
    pages = [page("a", "2021-05-02", TRUCE | {"date": "2021-05-01"}), page("b", "2021-05-02", TRUCE | {"date": "2021-05-01"})]
    one, other = pages[0].events[0].id, pages[1].events[0].id
    assert len(episodes.join(pages, known, links=episodes.Links(apart=[[other]]))) == 2
    far = [pages[0], page("c", "2022-05-02", TRUCE | {"date": "2022-05-01"})]
    assert len(episodes.join(far, known, links=episodes.Links([[one, far[1].events[0].id]]))) == 1


def test_many_charges_of_one_fight_are_one_dispute(known: episodes.Known) -> None:
    """Who fired first: each side holds one position, however many reports repeat it."""
    rows = [("2021-05-02", CLASH | {"date": "2021-05-01"})]
    for n, (one, other) in enumerate([("KGZ", "TJK"), ("TJK", "KGZ")] * 3):
        charge = {"type": "ACCUSE", "mode": "allege", "source": one, "target": other, "date": f"2021-05-0{n // 2 + 1}"}
        rows.append(("2021-05-04", charge | {"place": f"Town{n}/KGZ"}))
    found = episodes.join([page(f"p{n}", written, row) for n, (written, row) in enumerate(rows)], known)
    [dispute] = disputes.find(found)
    assert [key for key, _ in dispute.positions] == ["KGZ: accuse", "TJK: accuse"]
    assert sum(len(events) for _, events in dispute.positions) == 6


def test_a_war_does_not_take_what_one_side_took_in_it(known: episodes.Known) -> None:
    """Two pages tell of the fight, one that the first side took land in it; where that is all that is told, it is the step."""
    took = CLASH | {"source": "KGZ.MIL", "target": "TJK", "process": "territory", "step": "captured", "date": "2021-04-29"}
    fought = CLASH | {"date": "2021-04-29"}
    rows = [page(f"p{n}", "2021-05-02", row) for n, row in enumerate((fought, fought, took))]
    [war] = episodes.join(rows, known)
    assert (len(war.reports), war.step) == (3, None)
    [capture] = episodes.join(rows[2:], known)
    assert capture.step == "captured"
