"""A page in Vietnamese has no English word for a process, state, type or status; what was concluded and not told is marked in both languages."""

import re
from collections.abc import Iterator

import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam.model.actor import Actor
from hoadam.model.story import State, Story, Track
from hoadam.model.time import Day
from hoadam.packs import load
from hoadam.packs.kit import Kit
from hoadam.ports import Asked, Store
from vocabulary import english, met
from web.conftest import Serve

QUOTED = "//blockquote | //q | //code | //kbd | //script | //style | //div[@class='text'] | //ul[@class='tongues']"
SPOKEN = ("title", "aria-label", "placeholder", "alt")


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load.load()


def addresses(store: Store) -> Iterator[str]:
    """Every page, some of them with what is told of one thing."""
    yield from (
        "/overview",
        "/timeline",
        "/board",
        "/board?process=talks",
        "/actors",
        "/figures",
        "/map",
        "/search?q=ngung+ban",
        "/changes",
    )
    yield from (
        "/decisions",
        "/coders",
        "/review",
        "/review/many",
        "/timeline?process=foo",
        "/timeline?type=XXX",
        "/actors?actor=GEO",
        "/search?q=",
    )
    yield from ("/timeline?from=zzz", "/timeline?certainty=x", "/episode/none", "/page/none", "/nothing", "/timeline?from=2024&to=2020")
    entries = store.timeline(Asked())
    certain = {entry.episode.certainty: entry for entry in entries} | {entry.episode.process: entry for entry in entries}
    certain |= {entry.episode.type: entry for entry in entries} | {entry.episode.outcome: entry for entry in entries}
    for entry in {entry.episode.id: entry for entry in certain.values()}.values():
        yield f"/episode/{entry.episode.id}"
        yield f"/review?id={entry.episode.id}"
    yield from {f"/page/{entry.page}" for entry in certain.values()}


def read_aloud(page: str) -> str:
    """All that a reader of the page sees or hears, but for quotes and codes."""
    tree = html.fromstring(page)
    for one in tree.xpath(QUOTED):
        one.drop_tree()
    spoken = [value for name in SPOKEN for value in tree.xpath(f"//@{name}")]
    return " ".join([*tree.itertext(), *spoken])


def test_no_english_word_stands_on_a_vietnamese_page(client: TestClient, demo_store: Store, kit: Kit) -> None:
    wanted = english(kit)
    assert {"in force", "held", "ceasefire", "talks", "actual", "planned", "attack or fighting", "agreed", "by telephone"} <= wanted
    wrong = {}
    for path in addresses(demo_store):
        text = read_aloud(client.get(path, headers={"accept-language": "vi"}).text)
        if found := met(text, wanted):
            wrong[path] = found
    assert wrong == {}


def test_the_test_above_finds_english_words(client: TestClient, kit: Kit) -> None:
    text = read_aloud(client.get("/board", headers={"accept-language": "en"}).text)
    assert {"held", "ceasefire", "talks", "in force"} <= met(text, english(kit))


def test_a_day_without_a_year_is_said_so(client: TestClient) -> None:
    for lang, said in (("en", "31 October, year unknown"), ("vi", "31/10, không rõ năm")):
        for path in ("/board", "/timeline"):
            page = client.get(path, params={"lang": lang, "limit": 500}).text
            assert said in page
            assert "XXXX" not in read_aloud(page)
    assert any("XXXX-10-31" in str(row) for row in client.get("/board.json").json()["rows"])


@pytest.mark.parametrize(("lang", "said"), [("en", "Azerbaijan (other side not named)"), ("vi", "Azerbaijan (không nêu bên kia)")])
def test_a_talk_with_one_party_says_that_the_other_is_not_named(serve: Serve, lang: str, said: str) -> None:
    held = State("held", Day("2020-10-10", "2020-10-10", "2020-10-10"), ("none",), who=(Actor("AZE", "GOV"),))
    alone = Track("t1", "talks", "x", (Actor("AZE", "GOV"),), (), (held,), "held")
    client = serve()
    client.store.keep(Story(tracks=(alone,)), (), client.store.revision(), client.store.stamp().rules, "en")
    tree = html.fromstring(client.get("/board", params={"lang": lang}).text)
    assert [" ".join(one.text_content().split()) for one in tree.xpath("//article/h3")] == [said]
    assert said in {" ".join(one.text_content().split()) for one in tree.xpath("//details[@class='twin']//th[@scope='row']")}


def concluded() -> Track:
    """A truce of which reports name one side alone, declared by it; one step is known from the happening alone, one is alleged."""
    day = Day("2020-10-10", "2020-10-10", "2020-10-10")
    states = (
        State("declared", day, ("none",), by="kind", who=(Actor("AZE", "GOV"),)),
        State("in-force", Day("XXXX-10-12"), ("none",), by="knowledge"),
        State("violated", Day(None, None, "2020-10-20"), ("none",), status="alleged", who=(Actor("ARM", "MIL"),)),
    )
    return Track("t1", "ceasefire", "x", (Actor("AZE", "GOV"),), (), states, "in-force", inferred=(Actor("ARM", "GOV"),))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "concluded, not told: the other side is Armenia",
                "concluded from the kind of happening",
                "known of this happening",
                "by the armed forces of Armenia",
            ),
        ),
        ("vi", ("suy ra, không bài nào nói: bên kia là Armenia", "suy ra từ loại sự việc", "biết từ hiểu biết", "do quân đội Armenia")),
    ],
)
def test_what_was_concluded_and_who_took_a_step_is_shown(serve: Serve, lang: str, said: tuple[str, ...]) -> None:
    client = serve()
    client.store.keep(Story(tracks=(concluded(),)), (), client.store.revision(), client.store.stamp().rules, "en")
    tree = html.fromstring(client.get("/board", params={"lang": lang}).text)
    [card] = tree.xpath("//article[@id='t-t1']")
    [twin] = tree.xpath("//details[@class='twin']")
    for part in (card, twin):
        text = " ".join(part.text_content().split())
        assert [one for one in said if one not in text and not (part is twin and one.startswith(("by ", "do ")))] == []
    now = " ".join(card.xpath("string(p[b])").split())
    assert re.search(
        r"12 October, year unknown|12/10, không rõ năm", now
    )  # the day of the state that it stands in, not of what one side says
    [row] = client.get("/board.json").json()["rows"]
    assert (row["inferred"], row["since"]) == (["ARM"], "XXXX-10-12")
    assert [(one["by"], one["who"], one["status"]) for one in row["states"]] == [
        ("kind", ["AZE"], "actual"), ("knowledge", [], "actual"), ("reports", ["ARM MIL"], "alleged"),
    ]  # fmt: skip
    sheet = client.get("/board.csv").text
    assert '""by"":""kind""' in sheet
    assert ",ARM," in sheet


@pytest.mark.parametrize(
    ("path", "one"),
    [
        ("/timeline?from=2024-02-13&to=2024-02-13&type=ASSAULT", "1 happening."),
        ("/figures?from=2024", "1 happening with dead or injured."),
    ],
)
def test_one_is_not_said_as_many(client: TestClient, path: str, one: str) -> None:
    text = " ".join(html.fromstring(client.get(path, headers={"accept-language": "en"}).text).xpath("string(//p[@class='lead'])").split())
    assert text.startswith(one)


def test_one_thread_is_not_said_as_many(serve: Serve) -> None:
    client = serve()
    client.store.keep(Story(tracks=(concluded(),)), (), client.store.revision(), client.store.stamp().rules, "en")
    text = html.fromstring(client.get("/board", headers={"accept-language": "en"}).text).xpath("string(//p[@class='lead'])")
    assert " ".join(text.split()).startswith("1 thread.")
