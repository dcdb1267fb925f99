"""A person's decision is in the store before the next line appears, changes the story, and can always be taken back."""

from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam.answers import review
from hoadam.model.story import Episode
from hoadam.ports import Asked
from hoadam.tell.rulings import standing_of
from web.conftest import Serve, told


def current(client: TestClient, path: str = "/review") -> str | None:
    """The id of the episode that the desk shows."""
    links = html.fromstring(client.get(path).text).xpath("//h2[@id='h-line']/a/@href")
    return links[0].removeprefix("/episode/") if links else None


def decide(client: TestClient, key: str, act: str, **fields: Any) -> str:
    """Send a form; the address that it leads to."""
    response = client.post(f"/review/{key}", data={"act": act, **fields}, follow_redirects=False)
    assert response.status_code == 303, response.text[-400:]
    return str(response.headers["location"])


def episode(client: TestClient, key: str) -> Episode:
    entry = client.store.entry(key)
    assert entry is not None
    return entry.episode


def test_the_queue_begins_with_what_matters_and_is_unsure(serve: Serve) -> None:
    client = serve()
    entries = client.store.doubtful(Asked(), 500)
    assert [one.doubt for one in entries] == sorted((one.doubt for one in entries), reverse=True)
    assert current(client) == entries[0].episode.id
    assert len({one.doubt for one in entries}) > 10


def test_a_decision_is_kept_before_the_next_line_is_shown(serve: Serve) -> None:
    client = serve()
    first = current(client)
    location = decide(client, first, "accept", note="seen")
    [ruling] = client.store.rulings()
    assert (ruling.act, ruling.about, ruling.note) == ("accept", (first,), "seen")
    assert current(client, location) not in (first, None)


def test_accept_five_and_undo_two(serve: Serve) -> None:
    client = serve()
    done = []
    for _ in range(5):
        done.append(current(client))
        decide(client, done[-1], "accept")
    for _ in range(2):
        [last] = html.fromstring(client.get("/review").text).xpath("//form[@action='/review/undo']//input[@name='id']/@value")
        assert client.post("/review/undo", data={"id": last}, follow_redirects=False).status_code == 303
    force = standing_of(client.store.rulings())
    assert sorted(one.about[0] for one in force if one.act == "accept") == sorted(done[:3])
    assert len(client.store.rulings()) == 7  # nothing is ever deleted
    assert current(client) == done[3]
    told(client)


def test_undo_goes_back_to_the_beginning_and_can_be_undone(serve: Serve) -> None:
    client = serve()
    for _ in range(3):
        decide(client, current(client), "accept")
    for _ in range(3):
        [last] = review.queue(client.store).last
        client.post("/review/undo", data={"id": last.id})
    assert review.queue(client.store).last == ()
    assert not [one for one in standing_of(client.store.rulings()) if one.act == "accept"]
    undoing = client.store.rulings()[-1]
    client.post("/review/undo", data={"id": undoing.id})
    assert len([one for one in standing_of(client.store.rulings()) if one.act == "accept"]) == 1
    told(client)


def test_what_is_rejected_leaves_the_story_and_comes_back(serve: Serve) -> None:
    client = serve()
    key = current(client)
    decide(client, key, "reject")
    told(client)
    assert client.get(f"/episode/{key}").status_code == 404
    assert [one.kind for one in client.store.latest_changes(5) if one.episode == key] == ["gone"]
    client.post("/review/undo", data={"id": client.store.rulings()[0].id})
    told(client)
    assert client.get(f"/episode/{key}").status_code == 200


def test_fields_are_changed_one_ruling_each(serve: Serve) -> None:
    client = serve()
    key = next(one.episode.id for one in client.store.timeline(Asked(type="CONSULT")) if one.episode.status == "actual")
    old = review.record_of(episode(client, key))
    fields = old | {"status": "planned", "date": "2023-05", "source": "ARM.GOV Nikol Pashinyan; AZE.MIL", "place": "Vienna, AUT"}
    decide(client, key, "change", **fields)
    assert {one.field for one in client.store.rulings()} == {"status", "date", "source", "place"}
    assert "Undo the last 4 decisions" in client.get("/review?lang=en").text
    told(client)
    new = episode(client, key)
    assert new.status == "planned"
    assert new.date.value == "2023-05"
    assert [(one.code, one.sector, one.name) for one in new.source] == [("ARM", "GOV", "Nikol Pashinyan"), ("AZE", "MIL", None)]
    assert (new.place.name, new.place.country) == ("Vienna", "AUT")
    assert "changed" in {one.kind for one in client.store.latest_changes(20)}


def test_a_form_that_changes_nothing_rules_nothing(serve: Serve) -> None:
    client = serve()
    key = current(client)
    location = decide(client, key, "change", **review.record_of(episode(client, key)))
    assert location.endswith("done=nothing")
    assert client.store.rulings() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "WEDDING"}, {"mode": "sideways"}, {"status": "perhaps"}, {"date": "soon"}, {"date": "2023-13"}, {"source": "armenia"},
        {"source": "ARM.XYZ"}, {"target": "A"},
    ],
)  # fmt: skip
def test_what_the_codebook_has_not_is_refused(serve: Serve, fields: dict[str, str]) -> None:
    client = serve()
    key = current(client)
    response = client.post(f"/review/{key}", data={"act": "change", **review.record_of(episode(client, key)), **fields})
    assert response.status_code == 400
    assert client.store.rulings() == []


def test_two_are_merged_and_come_apart_again(serve: Serve) -> None:
    client = serve()
    pairs = [(one, html.fromstring(client.get(f"/review?id={one.episode.id}").text)) for one in client.store.timeline(Asked())[20:60]]
    entry, tree = next((one, tree) for one, tree in pairs if tree.xpath("//input[@name='with']"))
    other = tree.xpath("//input[@name='with']/@value")[0]
    reports = {one.event for key in (entry.episode.id, other) for one in episode(client, key).reports}
    decide(client, entry.episode.id, "merge", **{"with": other})
    told(client)
    whole = [one.episode for one in client.store.timeline(Asked()) if reports <= {report.event for report in one.episode.reports}]
    assert len(whole) == 1
    decided = html.fromstring(client.get("/decisions").text).xpath("string(//table//tbody/tr[1]/td[3])")
    assert other[:12] not in decided  # what was merged away is named as it was last told
    split = [one.event for one in whole[0].reports][:1]
    decide(client, whole[0].id, "split", event=split)
    assert [one.act for one in client.store.rulings()] == ["merge", "split"]
    client.post("/review/undo", data={"id": client.store.rulings()[0].id})
    told(client)
    assert not any(reports <= {report.event for report in one.episode.reports} for one in client.store.timeline(Asked()))


def test_reports_are_split_off(serve: Serve) -> None:
    client = serve()
    entry = next(one for one in client.store.timeline(Asked()) if len({report.event for report in one.episode.reports}) > 2)
    event = entry.episode.reports[-1].event
    decide(client, entry.episode.id, "split", event=[event])
    listed = html.fromstring(client.get("/decisions").text)
    [named] = listed.xpath("//table//tbody/tr[1]/td[3]/a")  # by the words of the quote, not by an id
    assert named.text_content().startswith("“")
    assert client.get(named.get("href")).status_code == 200
    told(client)
    homes = client.store.episodes_with(event)
    assert homes
    assert all({one.event for one in episode(client, home).reports} == {event} for home in homes)


@pytest.mark.parametrize(
    "data", [{"act": "merge"}, {"act": "split"}, {"act": "split", "event": "none"}, {"act": "dance"}, {}, {"act": "merge", "with": "no"}]
)
def test_half_a_form_rules_nothing(serve: Serve, data: dict[str, str]) -> None:
    client = serve()
    assert client.post(f"/review/{current(client)}", data=data).status_code == 400
    assert client.post("/review/none", data={"act": "accept"}).status_code == 404
    assert client.post("/review/undo", data={"id": "none"}).status_code == 400
    assert client.store.rulings() == []


def test_decisions_are_signed(serve: Serve) -> None:
    client = serve()
    client.post("/review/sign", data={"who": "Nguyễn Lan, tòa soạn"})
    assert "Nguyễn Lan, tòa soạn" in client.get("/review").text
    decide(client, current(client), "accept")
    assert client.store.rulings()[0].who == "Nguyễn Lan, tòa soạn"
    assert "Nguyễn Lan, tòa soạn" in client.get("/decisions").text
    assert client.post("/review/sign", data={"who": " "}).status_code == 400
    told(client)


def test_lines_are_passed_over(serve: Serve) -> None:
    client = serve()
    seen = []
    path = "/review"
    for _ in range(4):
        seen.append(current(client, path))
        path = html.fromstring(client.get(path).text).xpath("//a[@data-key='s']/@href")[0]
    assert len(set(seen)) == 4


def test_the_desk_needs_no_script(serve: Serve) -> None:
    """What a key does is a button or link with that key's name; the quote stands with the words around it."""
    client = serve()
    tree = html.fromstring(client.get("/review").text)
    assert set(tree.xpath("//@data-key")) == {"a", "r", "s", "e", "m"}
    for act in ("accept", "reject"):
        assert tree.xpath(f"//form[@method='post']//button[@name='act'][@value='{act}']")
    quotes = tree.xpath("//blockquote[@class='context']")
    entry = client.store.entry(current(client))
    assert any(entry.words in quote.text_content() for quote in quotes)
    assert any(len(quote.text_content()) > len(quote.findtext("mark/a")) for quote in quotes)


def test_a_double_key_press_decides_once(serve: Serve) -> None:
    """The second form of the same line finds it decided: both are kept, and the story is the same."""
    client = serve()
    key = current(client)
    decide(client, key, "reject")
    told(client)
    assert client.post(f"/review/{key}", data={"act": "reject"}).status_code == 404
    assert len(client.store.rulings()) == 1
