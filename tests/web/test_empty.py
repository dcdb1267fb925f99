"""A page with nothing on it says what was asked, what comes near or is there, and leads on; programs get an empty list."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from hoadam.answers.empty import near_names
from hoadam.packs import load


def main(client: TestClient, path: str, lang: str = "en") -> html.HtmlElement:
    response = client.get(path, headers={"accept-language": lang})
    assert response.status_code == 200
    return html.fromstring(response.text).xpath("//main")[0]


def links(tree: html.HtmlElement) -> list[str]:
    return tree.xpath("//div[@class='empty']//a/@href")


@pytest.mark.parametrize(
    ("path", "said", "link"),
    [
        ("/timeline?process=ceasfire", "Peace process “ceasfire”: nothing at all is told of it.", "/timeline?process=ceasefire"),
        ("/timeline?type=CONSLT", "What happened “CONSLT”: nothing at all is told of it.", "/timeline?type=CONSULT"),
        ("/timeline?actor=Azerbaidjann", "Actor “Azerbaidjann”: nothing at all is told of it.", "/timeline?actor=AZE"),
        ("/timeline?country=Azerbaidjann", "Country of the place “Azerbaidjann”: nothing at all is told of it.", "/timeline?country=AZE"),
        ("/timeline?from=2024&to=2020", "The days are turned round: 2024 is later than 2020.", "/timeline?from=2020&to=2024"),
        ("/timeline?from=1950&to=1960", "It tells of 1 January 199", "/timeline"),
        ("/timeline?actor=Turkey&type=ASSAULT", "Without “Actor”: ", "/timeline?type=ASSAULT"),
        ("/board?process=foo", "No thread of a peace process answers to these filters.", "/board?process=talks"),
        ("/figures?actor=Foo", "Nobody counted dead or injured here.", "/figures?actor=ARM"),
        ("/actors?actor=GEO", "Actor “Georgia”: nothing at all is told of it.", "/actors?actor=ARM"),
        ("/map?country=XYZ", "Country of the place “XYZ”: nothing at all is told of it.", "/map?country=AZE"),
        ("/review/many?type=XXX", "What happened “XXX”: nothing at all is told of it.", "/review/many?type=CONSULT"),
    ],
)
def test_an_empty_page_says_why_and_leads_on(client: TestClient, path: str, said: str, link: str) -> None:
    tree = main(client, path)
    assert said in " ".join(tree.text_content().split())
    assert link in links(tree)
    assert path.partition("?")[0] in links(tree)  # all filters taken away
    asked = " ".join(tree.xpath("string(//ul[@class='asked'])").split())
    assert all(
        value.partition("=")[2] in asked or "Georgia" in asked or "Turkey" in asked or "Attack" in asked
        for value in path.partition("?")[2].split("&")
    )
    vietnamese = " ".join(main(client, path, "vi").text_content().split())
    assert said not in vietnamese


def test_what_a_link_promises_is_there(client: TestClient) -> None:
    tree = main(client, "/timeline?actor=Turkey&type=ASSAULT")
    for one in tree.xpath("//div[@class='empty']//li[@class='line']/a"):
        count = int(one.text_content().split(": ")[1].split()[0])
        assert client.get(one.get("href").replace("/timeline?", "/timeline.json?")).json()["total"] == count > 0


def test_a_search_says_which_word_is_missing(client: TestClient) -> None:
    for path in ("/search", "/search?q=", "/search?q=%20"):
        assert "No words were given." in main(client, path).text_content()
    text = " ".join(main(client, "/search?q=xyzzy+h%C3%B2a").text_content().split())
    assert "“xyzzy”: no page has it" in text
    assert "“hòa”" not in text
    apart = " ".join(main(client, "/search?q=Samarkand+Granada").text_content().split())
    assert "Each of the words stands on some page" in apart


@pytest.mark.parametrize("path", ["/timeline", "/board", "/figures", "/map", "/actors"])
def test_programs_get_an_empty_list(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}.json", params={"process": "foo", "type": "XXX", "actor": "Nobody at all"})
    assert (answer.status_code, answer.json()["rows"]) == (200, [])
    assert client.get("/api/v1/episodes", params={"process": "foo"}).json()["data"] == []
    assert client.get("/api/v1/episodes", params={"from": "2024", "to": "2020"}).json()["data"] == []
    assert client.get("/api/v1/search", params={"q": ""}).status_code == 400


def test_names_are_found_that_are_nearly_so() -> None:
    kit = load.load()
    assert near_names("Azerbaidjann", kit)[0] == "AZE"
    assert near_names("thổ nhỉ kì", kit)[0] == "TUR"
    assert near_names("Zzzzzzzz", kit) == ()
    assert near_names("Pashinyn", kit) == ("Nikol Pashinyan",)  # by one word of the name
    assert near_names("LAO", kit) == near_names("Lavrov", kit) == ()  # rightly written, so "Áo" (Austria) is not meant


@pytest.mark.parametrize(
    ("path", "english", "vietnamese", "status"),
    [
        ("/timeline?from=zzz", "zzz: this is no day, month or year.", "zzz: không phải ngày, tháng hay năm.", 400),
        ("/timeline?certainty=x", "x: there is no such certainty.", "x: không có mức chắc chắn này.", 400),
        ("/episode/none", "the story has no such happening", "câu chuyện không có sự việc này", 404),
        ("/page/none", "the store has no such page", "kho không có trang này", 404),
        ("/nothing", "There is no such page.", "Không có trang này.", 404),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(
    client: TestClient, path: str, english: str, vietnamese: str, status: int
) -> None:
    for lang, said in (("en", english), ("vi", vietnamese)):
        answer = client.get(path, headers={"accept-language": lang})
        assert answer.status_code == status
        assert said in answer.text
