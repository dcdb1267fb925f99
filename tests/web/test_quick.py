"""A store that holds its story's columns in memory answers every question as SQL does, and notices when the story is told anew."""

import itertools
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hoadam import desk
from hoadam.model.actor import Actor
from hoadam.model.event import Toll
from hoadam.model.story import Episode, FigureClaim, Story, Tolls
from hoadam.model.time import Day
from hoadam.ports import Asked, Outcome
from hoadam.store import quick
from hoadam.store.sqlite import SqliteStore
from samples import made_episode, made_page, made_reading, said

DAYS = ("2019-12-31", "2020-02-03", "2020-02-03", "2021-07-01", None)
SIDES = (("ARM", "AZE"), ("AZE", "ARM"), ("RUS", "ARM"), ("TUR", "AZE"))
QUESTIONS = (
    {}, {"actor": "ARM"}, {"actor": "arm"}, {"actor": "ARM.MIL"}, {"actor": "Nikol"}, {"actor": "ARM", "other": "RUS"}, {"since": "2020-02-03"},
    {"since": "2020-02-04", "until": "2021-01-01"}, {"until": "2019-12-31"}, {"type": "assault"}, {"process": "Talks"}, {"country": "bel"},
    {"certainty": "planned"}, {"certainty": "certain", "counted": True}, {"placeless": True}, {"revised": "2020-01-01"}, {"actor": "%"}, {"actor": "nobody at all"},
)  # fmt: skip


def episodes() -> Iterator[Episode]:
    """Every day with every pair, type and status, some with a place, some with dead."""
    kinds = itertools.product(DAYS, SIDES, ("CONSULT", "ASSAULT"), ("actual", "planned"))
    for n, (day, (one, other), kind, status) in enumerate(kinds):
        reading = made_reading(made_page(f"Trang {n}.\nHai bên gặp nhau."))
        base = made_episode(reading, reading.events[0])
        claim = FigureClaim(Toll(3, 5, other), None, None, reading.page.id, reading.events[0].id)
        yield msgspec.structs.replace(
            base, type=kind, status=status, date=Day(day, day, day) if day else Day(), outlets=1 + n % 2, disputed=("date",) if n % 7 == 0 else (),
            source=(Actor(one, "MIL", "Nikol Pashinyan" if n % 3 else None),), target=(Actor(other, "GOV"),) if n % 4 else (),
            place=base.place if n % 3 else None, killed=Tolls((claim,), 3, 4, 5) if n % 5 == 0 else Tolls(), process="talks" if n % 2 else None,
        )  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, quick.Quick]]:
    store = SqliteStore(tmp_path_factory.mktemp("quick") / "q.db", create=True, write=True)
    made = tuple(episodes())
    reading = made_reading()
    store.put([Outcome("a", reading, "d")], "r")
    store.keep(Story(made), desk.entries_of(Story(made), [reading], said), store.revision(), "r")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "FEW", 0)
        yield store, quick.Quick(store)
    store.close()


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_it_counts_as_sql_does(both: tuple[SqliteStore, quick.Quick], asked: dict[str, str]) -> None:
    question = Asked(**asked)
    plain, held = both
    assert held.count(question) == plain.count(question)
    assert held.span(question) == plain.span(question)
    assert held.pairs(question) == plain.pairs(question)
    assert held.places(question) == plain.places(question)
    for letters in (0, 3, 4, 7, 10):
        assert held.bins(question, letters) == plain.bins(question, letters)
        pairs = [("ARM", "AZE"), ("ARM", "RUS"), ("ARM", "XXX")]
        assert held.pair_bins(question, letters, pairs) == plain.pair_bins(question, letters, pairs)


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
@pytest.mark.parametrize("newest", [False, True])
def test_it_turns_pages_as_sql_does(both: tuple[SqliteStore, quick.Quick], asked: dict[str, str], newest: bool) -> None:
    question = Asked(**asked)
    plain, held = both
    after: str | None = None
    while True:
        ours, theirs = (one.portion(question, after, 7, newest=newest) for one in (held, plain))
        assert ours == theirs
        after = ours.next
        if after is None:
            break
    for cursor in ("2020-02-03~", "9999-99-99~ep-5", "x", "~"):
        assert held.portion(question, cursor, 5, newest=newest) == plain.portion(question, cursor, 5, newest=newest)


def test_both_have_something_to_count(both: tuple[SqliteStore, quick.Quick]) -> None:
    plain, held = both
    assert held.count(Asked()) == len(list(episodes())) == 80
    assert sum(plain.count(Asked(**asked)) > 0 for asked in QUESTIONS) > 12
    assert held.pair_bins(Asked(), 4, [("ARM", "AZE")])


def test_columns_are_mended_where_few_episodes_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read once; then whatever goes, comes or changes, they answer as SQL does."""
    read: list[int] = []
    whole = quick.load
    monkeypatch.setattr(quick, "FEW", 0)
    monkeypatch.setattr(quick, "MUCH", 1)
    monkeypatch.setattr(quick, "load", lambda connection: read.append(1) or whole(connection))
    made = list(episodes())
    dice = random.Random(4)
    with closing(SqliteStore(tmp_path / "q.db", create=True)) as store:
        held = quick.Quick(store)
        now = made[:60]
        for _ in range(12):
            store.keep(Story(tuple(now)), desk.entries_of(Story(tuple(now)), [], said), store.revision(), "r")
            for asked in QUESTIONS:
                question = Asked(**asked)
                assert (held.count(question), held.span(question)) == (store.count(question), store.span(question))
                assert (held.pairs(question), held.places(question)) == (store.pairs(question), store.places(question))
                assert held.bins(question, 4) == store.bins(question, 4)
                assert held.pair_bins(question, 7, [("ARM", "AZE"), ("ARM", "NEW")]) == store.pair_bins(
                    question, 7, [("ARM", "AZE"), ("ARM", "NEW")]
                )
                for newest in (False, True):
                    assert held.portion(question, None, 100, newest=newest) == store.portion(question, None, 100, newest=newest)
            there = {one.id for one in now}
            now = [one for one in now if dice.random() > 0.1] + [one for one in made if one.id not in there and dice.random() < 0.1]
            now = [_other(one, dice) if dice.random() < 0.1 else one for one in now]
    assert read == [1]


def _other(episode: Episode, dice: random.Random) -> Episode:
    """The episode with another day, other sides and another type."""
    day = dice.choice(["2018-05-05", "2020-02-03", "2022-10-10"])
    sides = tuple(Actor(code, "MIL") for code in dice.sample(["ARM", "AZE", "NEW", "ABC"], 2))
    kind = dice.choice(["ASSAULT", "AID", "ZEAL"])
    return msgspec.structs.replace(episode, date=Day(day, day, day), source=sides[:1], target=sides[1:], type=kind, place=None)


def test_a_new_telling_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "FEW", 0)
    store = SqliteStore(tmp_path / "q.db", create=True, write=True)
    held = quick.Quick(store)
    made = tuple(episodes())
    assert held.count(Asked()) == 0
    for some in (made[:30], made[:50], ()):
        store.keep(Story(some), desk.entries_of(Story(some), [], said), store.revision(), "r")
        assert held.count(Asked()) == len(some) == held.counts().episodes
        assert held.portion(Asked(), None, 100) == store.portion(Asked(), None, 100)
        assert held.latest_changes(5) == store.latest_changes(5)
    store.close()
