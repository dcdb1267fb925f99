"""What people do, done through ports alone: adding twice, telling, showing, ruling, publishing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import pytest

from hoadam import desk
from hoadam.engine.here import Here
from hoadam.model.errors import BadConfig, BadPage
from hoadam.model.page import Page
from hoadam.model.story import Reading, Ruling, Story, Unread
from hoadam.packs.kit import Kit
from hoadam.packs.knowledge import Knowledge
from hoadam.ports import Asked, Found
from hoadam.source.text import found, opened
from hoadam.store.sqlite import SqliteStore

Make = Callable[..., Reading]
MakeStory = Callable[..., Story]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    made = SqliteStore(tmp_path / "a.db", create=True)
    yield made
    made.close()


@pytest.fixture
def engine(reading: Make) -> Here:
    """An engine that finds one event a page; "xấu" is a bad page."""

    def job(item: Found) -> Reading:
        page = opened(item)
        if "xấu" in page.text:
            raise BadPage("it is bad.")
        return reading(page)

    return Here(lambda: job)


def items(*texts: str) -> list[Found | Unread]:
    return [found(Found(f"{n}.txt", f"{n}.txt", "text", text, "")) for n, text in enumerate(texts)]


def add(store: SqliteStore, engine: Here, *texts: str, rules: str = "r1", again: bool = False) -> desk.Added:
    return desk.ingest(items(*texts), engine, store, rules, again=again, each=lambda _: None)


def test_adding_twice_adds_once(store: SqliteStore, engine: Here) -> None:
    assert add(store, engine, "Một.\n", "Hai.\n", "xấu", "Một.\n") == desk.Added(2, 0, 1, (Unread("2.txt", "it is bad."),))
    assert add(store, engine, "Một.\n", "Hai.\n") == desk.Added(0, 0, 2, ())
    assert add(store, engine, "Một.\n", again=True) == desk.Added(0, 1, 0, ())
    assert add(store, engine, "Một.\n", rules="r2") == desk.Added(0, 1, 0, ())
    assert store.counts().pages == 2
    assert [one.source for one in store.unread()] == ["2.txt"]


def test_a_store_is_made_with_the_first_page(tmp_path: Path, engine: Here) -> None:
    """Nothing that can be read leaves none behind; what failed before the first page is kept with it."""

    def late() -> desk.Late:
        return desk.Late(lambda: SqliteStore(tmp_path / "late.db", create=True))

    def tried(*texts: str) -> desk.Late:
        into = late()
        desk.ingest(items(*texts), engine, into, "r1", again=False, each=lambda _: None)
        into.close()
        return into

    assert tried("xấu").store is None
    assert list(tmp_path.iterdir()) == []
    into = tried("xấu", *(f"xấu {n}" for n in range(desk.BATCH)))  # more than a batch is worth a list of what is unread
    assert into.store is not None
    (tmp_path / "late.db").unlink()
    *bad, good = (f"xấu {n}" for n in range(desk.BATCH)), "Một.\n"
    assert tried(*bad[0], good).store is not None
    kept = SqliteStore(tmp_path / "late.db")
    assert (kept.counts().pages, kept.counts().unread) == (1, desk.BATCH)
    kept.close()


def test_many_pages_go_in_batches(store: SqliteStore, engine: Here) -> None:
    texts = [f"Trang {n}.\n" for n in range(2 * desk.BATCH + 7)]
    assert add(store, engine, *texts).new == len(texts)
    assert store.revision() == 3
    assert len(list(store.readings())) == len(texts)


def tell_with(story: MakeStory) -> Callable[[Iterable[Reading], Sequence[Ruling]], Story]:
    return lambda readings, rulings: story(*readings) if not rulings else Story(gaps=("ruled",))


def test_a_story_is_told_and_kept(store: SqliteStore, engine: Here, story: MakeStory) -> None:
    add(store, engine, "Một.\nBa.", "Hai.\nBốn.")
    desk.tell_store(store, tell_with(story), lambda one: one.type, "r1")
    assert store.story() == story(*store.readings())
    assert {entry.words for entry in store.timeline(Asked())} == {"Một.", "Hai."}


def test_a_ruling_tells_again(store: SqliteStore, engine: Here, story: MakeStory) -> None:
    add(store, engine, "Một.\n")
    desk.rule(store, Ruling("1", "reject", ("x",), "Lan", "2024-01-01"), tell_with(story), lambda one: one.type, "r1")
    assert store.story() == Story(gaps=("ruled",))


def test_the_order_of_pages_does_not_matter(reading: Make, page: Callable[..., Page], story: MakeStory) -> None:
    some = [reading(page(f"Trang {n}.\n")) for n in range(5)]
    one, _ = desk.tell_pages(some, tell_with(story))
    two, _ = desk.tell_pages([*reversed(some), some[2]], tell_with(story))
    assert msgspec.json.encode(one) == msgspec.json.encode(two)


def test_each_thing_is_shown_with_its_quotes(store: SqliteStore, engine: Here, story: MakeStory) -> None:
    add(store, engine, "Hai bên gặp nhau.\nHết.")
    desk.tell_store(store, tell_with(story), lambda one: one.type, "r1")
    [entry] = store.timeline(Asked())
    episode = desk.show(store, entry.episode.id[:8])
    assert episode.kind == "episode"
    assert episode.evidence[0].quotes[0].words == "Hai bên gặp nhau."
    assert episode.evidence[0].written.value == "2023-05-14"
    assert episode.evidence[0].event is not None
    event = desk.show(store, entry.episode.reports[0].event)
    assert (event.kind, event.evidence) == ("event", episode.evidence)
    assert event.episodes == (entry.episode.id,)
    page = desk.show(store, entry.page)
    assert page.reading is not None
    assert page.episodes == (entry.episode.id,)
    track = desk.show(store, "talks")
    assert track.track is not None


@pytest.mark.parametrize("prefix", ["", "zzz", "%", "sha256"])
def test_an_id_that_names_none_or_many_is_refused(store: SqliteStore, engine: Here, prefix: str) -> None:
    add(store, engine, "Một.\n", "Hai.\n")
    with pytest.raises(BadConfig):
        desk.show(store, prefix)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-9-27", "2020-09-27", "2020-09-27"),
        ("27/9/2020", "2020-09-27", "2020-09-27"),
        ("9/2020", "2020-09-01", "2020-09-30"),
    ],
)
def test_days_months_and_years_are_understood(words: str, first: str, last: str) -> None:
    assert desk.bounds(words) == (first, last)


@pytest.mark.parametrize("words", ["", "x", "2020-13", "31/2/2020", "20", "2020-09-27x", "0000"])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(BadConfig):
        desk.bounds(words)


def test_a_state_is_known_by_its_names() -> None:
    from hoadam.packs import load

    kit = load.load()
    assert desk.code_of("Nga", kit) == "RUS"
    assert desk.code_of("viet nam", kit) == "VNM"
    assert desk.code_of("Nikol Pashinyan", kit) == "Nikol Pashinyan"


def test_an_export_is_bytes(store: SqliteStore, engine: Here) -> None:
    add(store, engine, "Một.\n")

    def export(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:
        return f"ngừng bắn {len(story.episodes)} {len(readings)} {kit.digest} {lang}"

    kit = Kit("k", {}, {}, {}, {}, Knowledge())
    assert desk.publish(store, export, kit, "vi") == "ngừng bắn 0 1 k vi".encode()
