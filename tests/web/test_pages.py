"""Every page answers, in both languages, as valid HTML whose links lead somewhere, and says what its twins say."""

import csv
import io
import re
from functools import cache
from urllib.parse import urljoin, urlsplit

import msgspec
import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam import app
from hoadam.answers import review
from hoadam.model.story import Addition
from hoadam.ports import Asked, Store
from hoadam.web.exporting import FILES
from web.conftest import Serve, told

PATHS = (
    "/", "/overview", "/timeline", "/timeline?from=2020&to=2021", "/timeline?actor=ARM&order=newest", "/timeline?certainty=disputed",
    "/board", "/board?actor=TJK", "/actors", "/actors?actor=AZE", "/figures", "/map", "/search", "/search?q=ngung+ban", "/search?q=%22ngừng+bắn%22",
    "/review", "/review/many", "/coders", "/changes", "/decisions",
)  # fmt: skip
TWINS = ("/coders", "/overview", "/timeline", "/board", "/actors", "/figures", "/map", "/search", "/changes", "/decisions")


@pytest.fixture(params=["en", "vi"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def tree_of(client: TestClient, path: str, lang: str = "en") -> html.HtmlElement:
    response = client.get(path, params={"lang": lang} if "?" not in path else None, headers={"accept-language": lang})
    assert response.status_code == 200, (path, response.text[:300])
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(response.text)


@cache
def things(store: Store) -> tuple[str, str]:
    entry = store.timeline(Asked(certainty="disputed"))[0]
    return f"/episode/{entry.episode.id}", f"/page/{entry.page}"


@pytest.mark.parametrize("path", [*PATHS, "episode", "page"])
def test_every_page_is_whole(client: TestClient, demo_store: Store, path: str, lang: str) -> None:
    path = dict(zip(("episode", "page"), things(demo_store), strict=True)).get(path, path)
    client.cookies.set("hoadam_lang", lang)
    tree = tree_of(client, path, lang)
    assert tree.get("lang") == lang
    assert len(tree.xpath("//h1")) == 1
    assert tree.findtext(".//title").strip()
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in tree.xpath("//label/@for"):
        assert label in ids
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(tree.xpath(f"//@{attribute}")) <= set(ids)
    assert tree.xpath("//script[not(@src='/static/keys.js')]") == []
    assert tree.xpath("//@*[starts-with(name(), 'on') or name() = 'style']") == []
    assert "Undefined" not in tree.text_content()


def test_every_link_leads_somewhere(client: TestClient, demo_store: Store) -> None:
    """All that can be reached in three steps by links, without a script, is there; anchors of the same page too."""
    seen: set[str] = set()
    todo = [(path, 0) for path in (*PATHS, *things(demo_store))]
    while todo:
        path, depth = todo.pop()
        if path in seen or len(seen) > 260:
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if not response.headers["content-type"].startswith("text/html"):
            continue
        tree = html.fromstring(response.text)
        for target in tree.xpath("//a/@href | //link/@href"):
            place = urlsplit(urljoin(path, target))
            if place.netloc:
                assert place.scheme in ("http", "https")
                continue
            whole = place.path + (f"?{place.query}" if place.query else "")
            if target.startswith("#"):
                assert place.fragment in tree.xpath("//@id"), (path, target)
            elif depth < 2:
                todo.insert(0, (whole, depth + 1))
    assert len(seen) > 250


def test_a_quote_opens_on_its_page(client: TestClient, demo_store: Store) -> None:
    """Every quote that an episode cites leads to a place of its page that begins with the quote's words."""
    for entry in demo_store.timeline(Asked())[::9]:
        tree = tree_of(client, f"/episode/{entry.episode.id}")
        for link in tree.xpath("//ol[@class='reports']//blockquote/a"):
            path, _, anchor = link.get("href").partition("#")
            page = html.fromstring(client.get(path).text)
            [point] = page.xpath(f"//*[@id='{anchor}']")
            marked = "".join(page.xpath("//div[@class='text']//mark//text()"))
            assert link.text_content() == marked
            assert point.xpath("following::mark")


def test_the_text_of_a_page_is_as_found(client: TestClient, demo_store: Store) -> None:
    for listed in demo_store.page_list(None, 50):
        reading = demo_store.reading(listed.id)
        response = client.get(f"/page/{listed.id}")
        [text] = html.fromstring(response.text).xpath("//div[@class='text']")
        assert text.text_content() == reading.page.text
        zones = {part.get("class").split()[-1] for part in text.xpath("div[@data-zone]")} - {"again"}
        assert zones == {block.zone for block in reading.blocks} - (set() if zones else zones)


def test_marks_are_where_reading_found_them(client: TestClient, demo_store: Store) -> None:
    listed = demo_store.page_list(None, 1)[0]
    reading = demo_store.reading(listed.id)
    tree = html.fromstring(client.get(f"/page/{listed.id}").text)
    actors = "".join(tree.xpath("//div[@class='text']//span[@class='mention']//text()"))
    assert all(mention.of(reading.page.text) in actors for mention in reading.mentions if len(mention.of(reading.page.text)) > 4)
    times = "".join(tree.xpath("//div[@class='text']//span[@class='time']//text()"))
    assert all(time.of(reading.page.text) in times for time in reading.times)
    for event in reading.events:
        assert tree.xpath(f"//*[@id='e-{event.id}']")


@pytest.mark.parametrize("path", TWINS)
def test_twins_say_the_same(client: TestClient, path: str) -> None:
    made = client.get(f"{path}.json?q=ngung+ban").json()
    sheet = client.get(f"{path}.csv?q=ngung+ban")
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in sheet.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert len(rows) >= len(made["rows"])
    for row, cells in zip(made["rows"], rows, strict=False):
        assert list(row) == list(cells)


def test_a_page_lists_what_its_twin_lists(client: TestClient) -> None:
    tree = tree_of(client, "/timeline?limit=7&lang=en")
    rows = client.get("/timeline.json?limit=7&lang=en").json()["rows"]
    assert [link.text_content() for link in tree.xpath("//ol[@class='lines']/li/a[@class='says']")] == [row["text"] for row in rows]


def test_csv_has_all_rows_and_portions_have_each_once(client: TestClient, demo_store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/timeline.csv?limit=10").text)))
    found: list[str] = []
    after = ""
    while after is not None:
        made = client.get("/timeline.json", params={"limit": 40, "after": after}).json()
        found += [row["id"] for row in made["rows"]]
        after = made["next"]
    assert found == [row["id"] for row in rows]
    assert len(found) == len(set(found)) == demo_store.count(Asked())


def test_newest_first_turns_the_days_round(client: TestClient) -> None:
    days = [row["earliest"] or row["latest"] for row in client.get("/timeline.json?order=newest&limit=500").json()["rows"]]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known))


def test_the_picture_counts_what_is_listed(client: TestClient) -> None:
    made = client.get("/timeline.json").json()
    drawn = sum(value for period in made["periods"] for key, value in period.items() if key not in ("period", "first", "last"))
    assert drawn + made["undated"] == made["total"] == sum(made["certainties"].values())


def test_a_bar_leads_to_what_it_counts(client: TestClient) -> None:
    made = client.get("/timeline.json?from=2022&to=2023").json()
    best = max(made["periods"], key=lambda one: sum(v for v in one.values() if isinstance(v, int)))
    closer = client.get("/timeline.json", params={"from": best["first"], "to": best["last"]}).json()
    assert closer["total"] >= sum(v for v in best.values() if isinstance(v, int))


def test_certainties_look_different_without_colour(client: TestClient) -> None:
    """Each has a sign and a word of its own in the list, and a fill of its own in the picture."""
    tree = tree_of(client, "/timeline?limit=500")
    for name, sign in {"certain": "●", "single-source": "○", "disputed": "≠", "planned": "◷"}.items():
        tags = tree.xpath(f"//main//span[@class='sure {name}']")
        assert tags
        assert all(tag.text_content().startswith(sign) for tag in tags)
        assert tree.xpath(f"//figure//*[name()='rect'][@class='{name}']")


def test_languages(client: TestClient) -> None:
    assert "Dòng thời gian" in client.get("/timeline", headers={"accept-language": "vi-VN,vi;q=0.9,en;q=0.5"}).text
    assert "<h1>Timeline" in client.get("/timeline", headers={"accept-language": "de, fr;q=0.5"}).text
    assert "<h1>Timeline" in client.get("/timeline", headers={"accept-language": "vi;q=x,en"}).text
    response = client.get("/timeline?lang=vi", headers={"accept-language": "en"})
    assert 'lang="vi"' in response.text
    assert "hoadam_lang=vi" in response.headers["set-cookie"]
    client.cookies.clear()
    assert client.get("/timeline.json?lang=vi").json()["rows"] != client.get("/timeline.json?lang=en").json()["rows"]


def test_filters_stay_in_the_address(client: TestClient) -> None:
    tree = tree_of(client, "/timeline?from=2022&actor=Armenia&certainty=single-source&limit=5")
    [more] = tree.xpath("//p[@class='pager']/a[@rel='next']/@href")
    assert "from=2022" in more
    assert "actor=Armenia" in more
    assert "certainty=single-source" in more
    assert tree.xpath("//input[@name='from']/@value") == ["2022"]
    assert tree.xpath("//select[@name='certainty']/option[@selected]/@value") == ["single-source"]
    assert all("from=2022" in link for link in tree.xpath("//footer//a[contains(@href, 'timeline')]/@href"))


def test_a_form_keeps_the_filters_that_it_does_not_show(client: TestClient) -> None:
    tree = tree_of(client, "/board?country=AZE&actor=Armenia&lang=en")
    form = tree.xpath("//form[@class='filters']")[0]
    assert {one.get("name"): one.get("value") for one in form.xpath("input[@type='hidden']")} == {"country": "AZE"}
    assert form.xpath("details/@open")
    assert not tree_of(client, "/board?country=AZE&lang=en").xpath("//form[@class='filters']/details/@open")
    named = [client.get("/timeline.json", params={"country": one, "limit": 1}).json()["total"] for one in ("AZE", "Azerbaijan", "")]
    assert 0 < named[0] == named[1] < named[2]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404), ("/episode/none", 404), ("/page/none", 404), ("/timeline?from=abc", 400), ("/timeline?certainty=x", 400),
        ("/timeline?limit=0", 400), ("/timeline?limit=9999999999999", 400), ("/timeline?limit=²", 400), ("/review?id=none", 404),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert len(html.fromstring(response.text).xpath("//h1")) == 1
    assert "Traceback" not in response.text


def test_wrong_data_questions_have_one_shape(client: TestClient) -> None:
    for path in ("/timeline.json?from=abc", "/episode/none.json", "/page/none.csv", "/api/v1/nothing", "/api/v1/episodes?limit=x"):
        response = client.get(path)
        assert response.status_code in (400, 404)
        assert set(response.json()["error"]) == {"status", "message"}
        assert response.json()["error"]["status"] == response.status_code


def test_a_state_has_a_name(client: TestClient) -> None:
    first = client.get("/timeline.json")
    assert client.get("/timeline.json", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert client.get("/board.json", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    assert client.get("/timeline.json?lang=vi", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_search_is_exact_first(client: TestClient) -> None:
    rows = client.get("/search.json", params={"q": "ngừng bắn"}).json()["rows"]
    assert rows
    assert [row["exact"] for row in rows] == sorted((row["exact"] for row in rows), reverse=True)
    assert client.get("/search.json", params={"q": "ngung ban"}).json()["rows"]


def test_styles_and_scripts_are_small_and_ours(client: TestClient) -> None:
    sheet, script = client.get("/static/hoadam.css").text, client.get("/static/keys.js").text
    assert len(sheet) + len(script) < 40_000
    assert not re.search(r"https?:|@import|eval\(|innerHTML|document\.write", sheet + script)


def test_every_export_is_taken_along(client: TestClient, demo_store: Store) -> None:
    """Of what the filters leave, each as a file with a name that says what it is."""
    shown = demo_store.count(Asked(since="2023-01-01", actor="ARM"))
    assert 0 < shown < demo_store.count(Asked())
    for form in app.EXPORTS:
        assert form in FILES
        made = client.get(f"/export/{form}", params={"from": "2023", "actor": "Armenia"})
        assert made.status_code == 200, form
        assert made.headers["content-disposition"] == f'attachment; filename="hoadam.{FILES[form][0]}"'
        assert made.headers["content-type"] == FILES[form][1]
        assert len(made.content) > 20
    for asked, count in (({"from": "2023", "actor": "Armenia"}, shown), ({}, demo_store.count(Asked()))):
        rows = list(csv.DictReader(io.StringIO(client.get("/export/csv", params=asked).text)))
        assert len({row["episode"] for row in rows}) == count
    assert client.get("/export/nothing").status_code == 400
    for lang in ("en", "vi"):
        names = tree_of(client, "/timeline", lang).xpath("//details[@id='take']//a/text()")
        assert len(names) == len(set(names)) == len(app.EXPORTS)
        assert not any(name.startswith("form ") for name in names)


def test_pairs_over_time_count_what_is_listed(client: TestClient, demo_store: Store) -> None:
    """The pictures of pairs, their table and their links say the same; a bar leads to the happenings that it counts."""
    tree = tree_of(client, "/actors?from=2020&to=2024&lang=en")
    pairs = client.get("/actors.json?from=2020&to=2024").json()["pairs"]
    assert len(tree.xpath("//div[@class='pairs']/figure")) == len(pairs) == 12
    first = pairs[0]
    assert {first["one"], first["other"]} == {"ARM", "AZE"}
    period = max(first["periods"], key=lambda one: one.get("conflict", 0))
    [row] = [
        row
        for row in tree.xpath("//details[@class='twin']//tr[th/a[contains(@href, 'with=')]]")
        if f"from={period['first']}" in row.xpath("th/a/@href")[0] and "actor=ARM&with=AZE" in row.xpath("th/a/@href")[0]
    ]
    assert [cell.text_content() for cell in row.xpath("td[@class='number']")] == [
        str(period.get(name, "")) for name in ("cooperation", "conflict")
    ]
    listed = client.get(
        "/timeline.json", params={"from": period["first"], "to": period["last"], "actor": "ARM", "with": "AZE", "limit": 500}
    ).json()
    assert listed["total"] >= max(period.get("cooperation", 0), period.get("conflict", 0))


def test_one_looks_closer_and_wider(client: TestClient) -> None:
    def ways(path: str) -> dict[str, str]:
        tree = tree_of(client, path)
        return {
            link.get("data-key", "all"): link.get("href")
            for link in tree.xpath("//p[@class='pager']/a[@data-key or contains(@href, '/timeline')]")
        }

    whole = ways("/timeline?lang=en")
    assert set(whole) & {"+", "-"} == {"+"}
    closer = ways(whole["+"])
    assert {"+", "-", ",", "."} <= set(closer)
    counts = [client.get(path.replace("/timeline?", "/timeline.json?")).json()["total"] for path in (closer["+"], whole["+"], "/timeline?")]
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_an_event_that_a_person_added_is_marked_on_its_page(serve: Serve) -> None:
    """Like those that were found: its quote is marked and has a name to jump to, and the happening that it made leads there."""
    client = serve()
    reading = client.store.reading(client.store.page_list(None, 1)[0].id)
    block = next(one for one in reading.blocks if one.zone == "body" and not any(one.touches(q) for e in reading.events for q in e.quotes))
    told_ = Addition(block.start, min(block.end, block.start + 60), "AID", source="TJK.GOV", target="KGZ.GOV", date="2021-05-06")
    ruling = review.made("add", (reading.page.id,), "Bùi Lan Anh", "not seen", value=msgspec.json.encode(told_).decode())
    client.store.rule(ruling)
    client.app.app.state.house.tell_again()
    told(client)
    words = reading.page.text[told_.start : told_.end]
    tree = html.fromstring(client.get(f"/page/{reading.page.id}?lang=en").text)
    assert "".join(tree.xpath("//div[@class='text']//span[@class='event added']//text()")) == words
    [line] = tree.xpath("//section[contains(@class, 'told')]//li[small[@class='by-hand']]")
    assert "added by Bùi Lan Anh" in line.text_content()
    [jump] = line.xpath("a[contains(@href, '#e-')]/@href")
    [point] = tree.xpath(f"//*[@id='{jump[1:]}']")
    assert point.xpath("following::span[@class='event added']")
    entry = next(one for one in client.store.timeline(Asked(actor="TJK")) if one.episode.type == "AID")
    assert entry.words == words
    [quote] = html.fromstring(client.get(f"/episode/{entry.episode.id}").text).xpath("//ol[@class='reports']//blockquote/a/@href")
    marked = html.fromstring(client.get(quote.partition("#")[0]).text)
    assert "".join(marked.xpath("//div[@class='text']//mark//text()")) == words
    assert marked.xpath("//*[@id='here']")
    client.post("/review/undo", data={"id": ruling.id})
    assert "event added" not in client.get(f"/page/{reading.page.id}").text
    told(client)
