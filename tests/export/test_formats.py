"""The formats for other programs, each read back by a library that is not ours: what went in comes out, and nothing scraped is live."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import Any

import docx as python_docx
import feedparser
import icalendar
import msgspec
import networkx as nx
import polars as pl
import pyarrow.parquet
import pyld
import pytest
import rdflib

from export.stories import EVIL, evil, told
from gate.making import page
from gate.telling import teller, the_kit
from hoadam.export import (
    acled,
    atom,
    csl,
    csv_,
    docx,
    ftm,
    geojson,
    gexf,
    graphml,
    ical,
    jsonld,
    parquet,
    plover,
    ris,
    timelinejs,
    ucdp,
    vault,
)
from hoadam.export.csv_ import cells_of
from hoadam.export.network import network
from hoadam.model.event import Locus
from hoadam.model.story import Reading, Story
from hoadam.packs.saying import sentence, speaker_of

LANGS = pytest.mark.parametrize("lang", ["vi", "en"])
ALL = [acled, atom, csl, csv_, docx, ftm, geojson, gexf, graphml, ical, jsonld, parquet, plover, ris, timelinejs, ucdp, vault]
FIGHT = {
    "type": "ASSAULT", "mode": "heavy-weapons", "source": "AZE.MIL", "target": "ARM.MIL", "date": "2021-05-01", "place": "Jermuk/ARM",
    "killed": ["ARM 49+", "AZE 50"], "text": "Pháo kích ở Jermuk làm 99 người chết.",
}  # fmt: skip
MASSACRE = {"type": "ASSAULT", "source": "MLI.REB", "target": "MLI.CVL", "date": "2021-06", "place": "Mopti/MLI", "killed": ["UNK 20-30"]}
MEETING = {
    "type": "CONSULT",
    "status": "planned",
    "source": "ARM Ann+AZE Bob",
    "date": "2021-07-20",
    "place": "Brussels/BEL",
    "process": "talks",
    "step": "planned",
}


def made(*rows: dict[str, Any]) -> tuple[Story, dict[str, Reading]]:
    """The story of one page with these events."""
    readings = [page("báo.txt", "2021-06-30", *rows, outlet="Báo Bình Minh")]
    return teller("en")(readings), {reading.page.id: reading for reading in readings}


def render(form: ModuleType, story: tuple[Story, dict[str, Reading]], lang: str = "en") -> Any:
    """What the format makes of it, in one piece."""
    found = form.render(*story, the_kit(), lang)
    return found if isinstance(found, str | bytes) else "".join(found)


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV, as Python's own reader takes them; Polars must see as many."""
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert pl.read_csv(io.StringIO(text), infer_schema=False).height == len(found)
    return found


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_the_same_story_gives_the_same_bytes(form: ModuleType) -> None:
    assert render(form, told("vi"), "vi") == render(form, told("vi"), "vi")


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_an_empty_story_is_a_whole_file(form: ModuleType) -> None:
    assert isinstance(render(form, (Story(), {})), str | bytes)


def test_acled_codes_a_shelling_as_acled_does() -> None:
    (row,) = rows(render(acled, made(FIGHT, MEETING)))
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Shelling/artillery/missile attack")
    assert row["disorder_type"] == "Political violence"
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("8", "1", "18")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2021-05-01", "1", "1")
    assert (row["iso"], row["country"], row["location"]) == ("51", "Armenia", "Jermuk")
    assert row["fatalities"] == "99"
    assert "Pháo kích ở Jermuk làm 99 người chết." in row["notes"]


def test_acled_leaves_out_what_is_only_planned_or_said_and_what_hit_nobody_named() -> None:
    demand = {"type": "REQUEST", "source": "USA", "target": "IRN", "date": "2021-05-01"}
    blast = {"type": "ASSAULT", "source": "UNK.UAF", "date": "2021-05-02", "place": "Kabul/AFG"}
    assert rows(render(acled, made(MEETING, demand, blast))) == []


def test_acled_gives_a_month_its_middle_and_says_so() -> None:
    (row,) = rows(render(acled, made(MASSACRE)))
    assert (row["event_date"], row["time_precision"]) == ("2021-06-15", "3")
    assert (row["sub_event_type"], row["interaction"], row["civilian_targeting"]) == ("Attack", "27", "Civilian targeting")
    assert row["fatalities"] == "20"


@pytest.mark.parametrize("form", [acled, ucdp])
def test_sheets_of_conflict_data_run_no_formula(form: ModuleType) -> None:
    text = render(form, made(FIGHT | {"place": "=cmd/ARM", "text": "=1+1"}))
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=cmd" in cells
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_ucdp_has_low_best_and_high_and_the_cell_of_its_grid() -> None:
    fight, massacre = rows(render(ucdp, made(FIGHT, MASSACRE, MEETING)))
    assert (fight["type_of_violence"], fight["best"], fight["low"], fight["high"]) == ("1", "99", "99", "")
    assert (fight["deaths_a"], fight["deaths_b"], fight["deaths_unknown"]) == ("50", "49", "0")
    assert (fight["date_start"], fight["date_end"], fight["date_prec"], fight["where_prec"]) == ("2021-05-01", "2021-05-01", "1", "1")
    assert (massacre["type_of_violence"], massacre["low"], massacre["high"], massacre["deaths_civilians"]) == (
        "3",
        "20",
        "30",
        massacre["best"],
    )
    assert (massacre["date_start"], massacre["date_end"], massacre["date_prec"]) == ("2021-06-01", "2021-06-30", "4")
    assert ucdp.grid_cell(-90, -180) == 1
    assert ucdp.grid_cell(89.9, 179.9) == 259200  # the last cell of 360 rows of 720


@LANGS
def test_every_violent_row_of_the_example_story_agrees_with_the_story(lang: str) -> None:
    story = told(lang)
    episodes = {episode.id: episode for episode in story[0].episodes}
    found = rows(render(ucdp, story, lang))
    assert found
    for row in found:
        tolls = episodes[row["id"]].killed
        assert [row[name] for name in ("low", "best", "high")] == ["" if n is None else str(n) for n in (tolls.low, tolls.best, tolls.high)]


def test_plover_makes_of_what_is_planned_an_intent() -> None:
    (record,) = [json.loads(line) for line in render(plover, made(MEETING)).splitlines()]
    assert (record["event"], record["quad_code"], record["event_scale"], "mode" in record) == (["AGREE"], 1, 4.2, False)
    assert [actor["code"] for actor in record["source"]] == ["ARM", "AZE"]
    assert "recipient" not in record


def test_plover_gives_a_recipient_where_one_must_be() -> None:
    drill = {"type": "COOPERATE", "source": "USA.MIL+KOR.MIL", "date": "2021-05-01"}
    (record,) = [json.loads(line) for line in render(plover, made(drill)).splitlines()]
    assert ([a["code"] for a in record["source"]], [a["code"] for a in record["recipient"]]) == (["USA"], ["KOR"])


@LANGS
def test_plover_is_strict(lang: str) -> None:
    """Only its types, modes, contexts and fields; each record has id, day and source, and its quote is verbatim."""
    story, readings = told(lang)
    book = the_kit().codebooks["plover"]
    found = [json.loads(line) for line in render(plover, (story, readings), lang).splitlines()]
    assert len(found) > 20
    for record in found:
        (kind,) = record["event"]
        assert {"id", "date", "source", "event"} <= set(record)
        assert date.fromisoformat(record["date"])
        assert record.get("mode") is None or record["mode"] in book.modes[kind]
        assert set(record.get("context", [])) <= {*book.sees, "future"}
        (quote,) = record["event_text"]
        assert any(quote == r.page.text[c["start"] : c["end"]] for c in record["cite_info"] for r in [readings[c["citation"]]])


@LANGS
def test_geojson_is_a_map(lang: str) -> None:
    story, readings = told(lang)
    made_ = json.loads(render(geojson, (story, readings), lang))
    assert [feature["id"] for feature in made_["features"]] == [f"urn:hoadam:episode:{episode.id}" for episode in story.episodes]
    assert all(feature["properties"]["codes"]["CAMEO"] for feature in made_["features"])


def test_a_place_with_degrees_is_a_point_east_first() -> None:
    story, readings = made(FIGHT, MASSACRE)
    placed = tuple(msgspec.structs.replace(one, place=Locus("Jermuk", "ARM", 39.84, 45.67)) for one in story.episodes[:1])
    found = json.loads(render(geojson, (msgspec.structs.replace(story, episodes=(*placed, *story.episodes[1:])), readings)))
    assert [feature["geometry"] for feature in found["features"]] == [{"type": "Point", "coordinates": [45.67, 39.84]}, None]


@pytest.mark.parametrize("form", [graphml, gexf])
@LANGS
def test_networks_read_back(form: ModuleType, lang: str) -> None:
    """NetworkX sees every node and edge with what it carries."""
    story = told(lang)
    nodes, edges = network(story[0], the_kit(), lang)
    text = render(form, story, lang)
    if form is graphml:
        graph = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
        assert {(one["episode"], one["mutual"], one.get("score")) for _, _, one in graph.edges(data=True)} == {
            (e.episode, e.mutual, e.score) for e in edges
        }
    else:  # NetworkX reads GEXF 1.2, whose shape is the same but for the namespace
        old = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')
        graph = nx.read_gexf(io.BytesIO(old.encode()))
        assert {attributes["label"] for _, attributes in graph.nodes(data=True)} == {node.label for node in nodes}
    assert set(graph.nodes) == {node.key for node in nodes}
    assert graph.number_of_edges() == len(edges) > 20
    assert graph.is_directed()


def test_a_person_counts_for_the_country_and_a_group_for_itself() -> None:
    story = made(FIGHT | {"source": "AZE Ilham Aliyev", "target": "ARM.REB Some Brigade"})
    nodes, (edge,) = network(story[0], the_kit(), "en")
    assert [node.key for node in nodes] == ["ARM.REB Some Brigade", "AZE.GOV"]
    assert (edge.source, edge.target, edge.mutual, edge.cameo) == ("AZE.GOV", "ARM.REB Some Brigade", False, "194")


def events(text: str) -> Iterator[icalendar.Event]:
    """The entries of a calendar."""
    yield from icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_calendar_has_what_is_planned() -> None:
    (entry,) = events(render(ical, made(MEETING, FIGHT)))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2021, 7, 20), date(2021, 7, 21))
    assert str(entry["location"]) == "Brussels"
    assert str(entry["status"]) == "TENTATIVE"
    assert str(entry["summary"]) == sentence(made(MEETING)[0].episodes[0], speaker_of(the_kit(), "en"))


def test_calendar_keeps_long_and_hostile_words_whole() -> None:
    text = "Hai bên, sẽ gặp; nhau \\ ở Brussels\nEND:VCALENDAR " + "ư" * 200
    made_ = render(ical, made(MEETING | {"text": text}))
    assert all(len(line.encode()) <= 75 for line in made_.split("\r\n"))
    (entry,) = events(made_)
    assert text in str(entry["description"])


@LANGS
def test_feed_reads_back(lang: str) -> None:
    """An entry a dated episode, the latest first, every one with id, title and quote."""
    story, readings = told(lang)
    found = feedparser.parse(render(atom, (story, readings), lang))
    assert not found.bozo
    dated = [episode for episode in story.episodes if episode.date.earliest or episode.date.latest]
    assert {entry.id for entry in found.entries} == {f"urn:hoadam:episode:{episode.id}" for episode in dated}
    assert all(entry.title and entry.updated_parsed and entry.content[0].value for entry in found.entries)


@pytest.mark.parametrize("form", [atom, graphml, gexf])
def test_xml_keeps_hostile_text_as_text(form: ModuleType) -> None:
    root = ET.fromstring(render(form, evil()))
    assert not [node for node in root.iter() if node.tag.split("}")[-1] in ("script", "mark", "div")]
    assert "\u202e" not in "".join(root.itertext())


def test_timeline_shows_markup_and_does_not_run_it() -> None:
    made_ = json.loads(render(timelinejs, evil()))
    assert made_["events"]
    texts = [slide["text"]["text"] + slide["text"]["headline"] for slide in made_["events"]]
    assert all("<script" not in text and "</mark>" not in text for text in texts)
    assert any("&lt;script&gt;" in text for text in texts)


@LANGS
def test_timeline_has_the_days_that_are_known(lang: str) -> None:
    for slide in json.loads(render(timelinejs, told(lang), lang))["events"]:
        assert date(slide["start_date"]["year"], slide["start_date"].get("month", 1), slide["start_date"].get("day", 1))
    (month,) = json.loads(render(timelinejs, made(MASSACRE)))["events"]
    assert month["start_date"] == {"year": 2021, "month": 6}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib warns of its own way of reading
@LANGS
def test_linked_data_reads_back(lang: str) -> None:
    """rdflib sees every episode and quotation, without fetching anything; PyLD expands the same."""
    story, readings = told(lang)
    text = render(jsonld, (story, readings), lang)
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    assert {str(one) for one in graph.subjects(rdflib.RDF.type, schema.Event)} == {f"urn:hoadam:episode:{e.id}" for e in story.episodes}
    quotes = {str(graph.value(one, schema.text)) for one in graph.subjects(rdflib.RDF.type, schema.Quotation)}
    assert quotes == {r.quotes[0].of(readings[r.page].page.text) for e in story.episodes for r in e.reports}
    expanded = pyld.jsonld.expand(json.loads(text))
    assert sum("https://schema.org/Event" in node.get("@type", []) for node in expanded) == len(story.episodes)


@LANGS
def test_sources_are_those_of_the_story(lang: str) -> None:
    story, readings = told(lang)
    items = json.loads(render(csl, (story, readings), lang))
    assert {item["id"] for item in items} == {report.page for episode in story.episodes for report in episode.reports}
    assert all(item["type"] == "article-newspaper" and item["title"] for item in items)
    days = {key: reading.written.value for key, reading in readings.items()}
    for item in items:
        told_ = "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) if "issued" in item else None
        assert told_ == days[item["id"]]


@LANGS
def test_parquet_is_the_sheet_with_types(lang: str) -> None:
    story, readings = told(lang)
    data = render(parquet, (story, readings), lang)
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    frame = pl.read_parquet(io.BytesIO(data))
    cells = list(cells_of(story, readings, the_kit(), lang))
    assert table.num_rows == frame.height == len(cells)
    assert frame["quote"].to_list() == [row[-1] for row in cells]
    assert frame.schema["earliest"] == pl.Date
    assert frame.schema["killed_best"] == pl.Int64


@LANGS
def test_document_reads_back(lang: str) -> None:
    """Its headings are the sections, its lines cite, and every quote stands in it verbatim."""
    story, readings = told(lang)
    data = render(docx, (story, readings), lang)
    document = python_docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    labels = speaker_of(the_kit(), lang).phrases.labels
    assert {labels["title"], labels["latest"], labels["timeline"], labels["sources"]} <= {p.text for p in document.paragraphs}
    dated = [episode for episode in story.episodes if episode.weight > 0.5 and (episode.date.earliest or episode.date.latest)]
    assert all(sentence(episode, speaker_of(the_kit(), lang)) in text for episode in dated)
    assert all(episode.reports[0].quotes[0].of(readings[episode.reports[0].page].page.text) in text for episode in dated)
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_document_keeps_hostile_text_as_text() -> None:
    document = python_docx.Document(io.BytesIO(render(docx, evil())))
    assert any(EVIL.replace("\u202e", "").replace("\u202c", "").replace("\x07", "") in p.text for p in document.paragraphs)
