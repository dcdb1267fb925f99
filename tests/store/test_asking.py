"""What the store answers of the story kept: portions, counts, pairs, places, doubts, and what each telling changed."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from hoadam import desk
from hoadam.model.actor import Actor
from hoadam.model.errors import StoreError
from hoadam.model.event import Locus
from hoadam.model.story import Reading, Ruling, Story, Tolls
from hoadam.model.time import Day
from hoadam.ports import Asked, Outcome
from hoadam.store.sqlite import SqliteStore

Make = Callable[..., Reading]
MakeStory = Callable[..., Story]
DAYS = ("2020-09-27", "2020-09-27", "2020-11-10", "2021-03-01", None, "2023-09-19", None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "a.db", create=True, wait=0.2)
    yield made
    made.close()


def keep(store: SqliteStore, story: Story) -> None:
    store.keep(story, desk.entries_of(story, store.readings(), lambda one: f"{one.type} {one.status}"), store.revision(), "r")


def changed(story: Story, number: int, **fields: object) -> Story:
    episodes = list(story.episodes)
    episodes[number] = msgspec.structs.replace(episodes[number], **fields)
    return msgspec.structs.replace(story, episodes=tuple(episodes))


@pytest.fixture
def told(store: SqliteStore, reading: Make, story: MakeStory) -> Story:
    """Seven episodes of one page, two of them without a day."""
    one = reading(events=len(DAYS))
    events = tuple(msgspec.structs.replace(event, date=Day(day, day, day)) for event, day in zip(one.events, DAYS, strict=True))
    one = msgspec.structs.replace(one, events=events)
    store.put([Outcome("a.txt", one, "d")], "r")
    made = story(one)
    keep(store, made)
    return made


def test_days_without_a_year_stand_in_their_order(store: SqliteStore, told: Story) -> None:
    days = ("XXXX-12-31", "XXXX-10-06", None, "XXXX-10", "2021-03-01", None, "XXXX-11-15")
    for n, day in enumerate(days):
        told = changed(told, n, date=Day(day, *([day] * 2 if day and day[0] == "2" else [])))
    keep(store, told)
    listed = [entry.episode.date.value for entry in store.timeline(Asked())]
    assert listed == ["2021-03-01", "XXXX-10", "XXXX-10-06", "XXXX-11-15", "XXXX-12-31", None, None]


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 9])
def test_portions_give_each_episode_once(store: SqliteStore, told: Story, size: int, newest: bool) -> None:
    days: list[str | None] = []
    keys: list[str] = []
    after = None
    while True:
        portion = store.portion(Asked(), after, size, newest=newest)
        assert len(portion.entries) <= size
        days += [entry.episode.date.value for entry in portion.entries]
        keys += [entry.episode.id for entry in portion.entries]
        after = portion.next
        if after is None:
            break
    assert sorted(keys) == sorted(episode.id for episode in told.episodes)
    known = sorted((day for day in DAYS if day), reverse=newest)
    assert days == [*known, None, None]


def test_a_cursor_holds_when_the_story_is_told_anew(store: SqliteStore, told: Story) -> None:
    first = store.portion(Asked(), None, 3)
    keep(store, msgspec.structs.replace(told, episodes=told.episodes[1:]))
    rest = store.portion(Asked(), first.next, 9)
    seen = {one.episode.id for one in (*first.entries, *rest.entries)}
    assert seen >= {episode.id for episode in told.episodes[1:]}
    assert not {one.episode.id for one in first.entries} & {one.episode.id for one in rest.entries}


def test_periods_are_counted(store: SqliteStore, told: Story) -> None:
    years = {one.period: one.count for one in store.bins(Asked(), 4)}
    assert years == {"2020": 3, "2021": 1, "2023": 1, "": 2}
    assert {one.period: one.count for one in store.bins(Asked(until="2020-12-31"), 10)} == {"2020-09-27": 2, "2020-11-10": 1}
    assert store.span(Asked()) == ("2020-09-27", "2023-09-19")
    assert store.span(Asked(type="AID")) is None
    assert store.count(Asked(since="2021-01-01")) == 2


def test_pairs_are_counted_by_what_was_done(store: SqliteStore, told: Story) -> None:
    arm, aze = Actor("ARM", "GOV"), Actor("AZE", "GOV")
    story = changed(told, 0, type="ASSAULT", source=(aze,), target=(arm, Actor("UNK", "CVL")))
    story = changed(story, 1, source=(arm,), target=())
    keep(store, story)
    pairs = {(one.one, one.other, one.type, one.mutual): one.count for one in store.pairs(Asked())}
    assert pairs == {("ARM", "AZE", "CONSULT", True): 5, ("AZE", "ARM", "ASSAULT", False): 1}


def test_places_and_what_has_none(store: SqliteStore, told: Story) -> None:
    keep(store, changed(changed(told, 0, place=None), 1, place=Locus("Tegh", "ARM", 39.6, 46.5)))
    found = {(one.name, one.country): one.count for one in store.places(Asked())}
    assert found == {("Brussels", "BEL"): 5, ("Tegh", "ARM"): 1, (None, None): 1}
    assert [entry.episode.id for entry in store.portion(Asked(placeless=True), None, 9).entries] == [told.episodes[0].id]
    assert store.count(Asked(country="arm")) == 1


def test_tolls_and_certainties_are_asked_for(store: SqliteStore, told: Story) -> None:
    keep(store, changed(changed(told, 0, killed=Tolls((), 2, 3, 4), disputed=("killed",)), 1, status="planned"))
    assert store.count(Asked(counted=True)) == 1
    assert store.count(Asked(certainty="disputed")) == store.count(Asked(certainty="planned")) == 1
    assert store.count(Asked(certainty="single-source")) == 5
    assert store.count(Asked(actor="ARM", other="AZE")) == 7
    assert store.count(Asked(actor="ARM", other="RUS")) == 0


def test_doubt_grows_with_weight_and_falls_with_certainty(told: Story) -> None:
    episode = msgspec.structs.replace(told.episodes[0], weight=2.0)
    key = (episode.reports[0].page, episode.reports[0].event)
    doubt = lambda one, sure: desk.doubt_of(one, {key: sure})  # noqa: E731
    assert doubt(episode, 0.5) > doubt(episode, 0.9)
    assert doubt(episode, 0.9) > doubt(msgspec.structs.replace(episode, outlets=2), 0.9)
    assert doubt(episode, 0.9) > doubt(msgspec.structs.replace(episode, weight=1.0), 0.9)
    assert doubt(msgspec.structs.replace(episode, disputed=("date",)), 0.9) > doubt(episode, 0.9)


def test_the_most_doubtful_come_first_without_those_ruled_on(store: SqliteStore, told: Story) -> None:
    story = msgspec.structs.replace(
        told, episodes=tuple(msgspec.structs.replace(one, weight=float(n + 1)) for n, one in enumerate(told.episodes))
    )
    keep(store, story)
    ids = [episode.id for episode in reversed(story.episodes)]
    assert [one.episode.id for one in store.doubtful(Asked(), 3)] == ids[:3]
    assert [one.episode.id for one in store.doubtful(Asked(), 3, set(ids[:2]))] == ids[2:5]
    assert store.doubtful(Asked(), 3, set(ids)) == []


def test_each_telling_says_what_it_changed(store: SqliteStore, told: Story) -> None:
    first = store.changes(0, 99)
    assert [one.kind for one in first] == ["new"] * 7
    assert store.latest_changes(99) == []
    keep(store, told)
    assert store.changes(first[-1].number, 99) == []
    gone, moved = told.episodes[0], told.episodes[1]
    story = changed(told, 1, status="planned", why=("another reason",))
    keep(store, msgspec.structs.replace(story, episodes=story.episodes[1:]))
    found = store.changes(first[-1].number, 99)
    assert [(one.kind, one.episode, one.fields) for one in found] == [
        ("changed", moved.id, ("status", "certainty")),
        ("gone", gone.id, ()),
    ]
    assert [one.text for one in found] == ["CONSULT planned", "CONSULT actual"]
    at = found[0].at
    assert [entry.episode.id for entry in store.portion(Asked(revised=at), None, 9).entries] == [moved.id]
    assert [one.episode for one in store.gone(at, 9)] == [gone.id]
    assert store.gone("2999", 9) == []
    keep(store, told)
    assert store.gone(at, 9) == []
    assert [one.kind for one in store.latest_changes(2)] == ["changed", "new"]


def test_reasons_and_weights_are_no_change(store: SqliteStore, told: Story) -> None:
    number = store.changes(0, 99)[-1].number
    keep(store, changed(told, 0, why=("x",), weight=9.0, frame="clash", contexts=("military",)))
    assert store.changes(number, 9) == []
    assert store.entry(told.episodes[0].id).episode.weight == 9.0


def test_pages_and_events_are_listed(store: SqliteStore, told: Story) -> None:
    [page] = store.page_list(None, 9)
    assert page.source == "a.txt"
    assert store.page_list(page.id, 9) == []
    events = store.event_list(Asked(), None, 99)
    assert len(events) == len(DAYS)
    assert store.event_list(Asked(), (events[2].id, events[2].page), 99) == events[3:]
    assert {one.date for one in store.event_list(Asked(since="2021-01-01"), None, 99)} == {"2021-03-01", "2023-09-19"}
    assert store.event_list(Asked(type="AID"), None, 99) == store.event_list(Asked(process="exchange"), None, 99) == []


def test_the_stamp_changes_with_every_page_ruling_and_telling(store: SqliteStore, told: Story) -> None:
    seen = [store.stamp()]
    store.rule(Ruling("r1", "accept", (told.episodes[0].id,), "Lan", "2024-01-01T00:00:00Z"))
    seen.append(store.stamp())
    keep(store, told)
    seen.append(store.stamp())
    assert len(set(seen)) == 3


def version_1(path: Path) -> None:
    """Make the store what version 1 was: other tables of the story, the same of pages and rulings."""
    raw = sqlite3.connect(path)
    for table in ("pairs", "changes", "entries", "reports", "episodes", "quarantine", "alembic_version"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("CREATE TABLE episodes (id VARCHAR PRIMARY KEY, entry BLOB NOT NULL)")
    raw.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    raw.commit()
    raw.close()


def test_an_older_store_is_brought_up_to_date_when_it_is_written_to(store: SqliteStore, told: Story, reading: Make) -> None:
    store.rule(Ruling("r1", "accept", (told.episodes[0].id,), "Lan", "2024-01-01T00:00:00Z"))
    kept = list(store.readings())
    store.close()
    version_1(store.path)
    with pytest.raises(StoreError, match="older Hoadam made this store"):
        SqliteStore(store.path)
    newer = SqliteStore(store.path, write=True)
    assert list(newer.readings()) == kept
    assert [one.id for one in newer.rulings()] == ["r1"]
    assert newer.story() == Story()
    assert not newer.is_told("r")
    keep(newer, told)
    assert newer.story().episodes == told.episodes
    assert newer.faults() == []
    newer.close()
    SqliteStore(store.path).close()
