"""English from end to end: every example of its actors and frames, and short dated wire stories."""

from functools import cache
from pathlib import Path

import msgspec
import pytest

from hoadam import pipeline
from hoadam.model.event import Frame
from hoadam.model.page import Page
from hoadam.packs.load import bundled, load

EXAMPLES = bundled() / "lang" / "en" / "examples"
DROPPED = {"negated", "hypothetical"}

BORDER = """Armenian soldier killed on border, Russia urges restraint

YEREVAN, July 14, 2021 (Reuters) - Armenian and Azerbaijani forces exchanged fire on their border on Wednesday, Armenia's defence ministry said.

Azerbaijan's defence ministry accused Armenian troops of shelling its positions near the exclave of Nakhchivan. It gave no details of losses on its own side.

U.S. Secretary of State Antony Blinken spoke by phone with Armenian Prime Minister Nikol Pashinyan on Tuesday and urged him to resume talks.

Pashinyan will meet Azerbaijani President Ilham Aliyev in Brussels on July 22, his office said.

"We do not want war," Pashinyan told reporters in the capital of his country, which has closed its schools near the border.
"""

GULF = """Iran seizes tanker in the Gulf, Britain protests

DUBAI, July 20, 2019 (Reuters) - Iran's Revolutionary Guards seized an oil tanker in the Strait of Hormuz on Friday, Iranian state television reported.

British Foreign Secretary Jeremy Hunt said London had summoned the Iranian charge d'affaires over the incident in the strait.

Iran's foreign minister, Mohammad Javad Zarif, accused Britain of piracy. Zarif is due to visit Venezuela later this month.

Saudi Arabia agreed to host U.S. troops for the first time since 2003, the kingdom's state news agency said.

The price of oil could rise if the strait were closed, analysts at two London banks said in notes to their clients.
"""

ISTANBUL = """Ukraine and Russia swap prisoners after talks

KYIV, April 9, 2022 (Reuters) - Ukraine and Russia exchanged prisoners on Saturday, Ukrainian Deputy Prime Minister Iryna Vereshchuk said.

Russian troops withdrew from the area around the capital last week, and Ukrainian forces recaptured the town of Bucha. Residents came out of their cellars after a month without light.

British Prime Minister Boris Johnson visited Kyiv on Saturday. Johnson promised to send 120 armoured vehicles to Ukraine.

The European Union expelled dozens of Russian diplomats on Tuesday, its foreign policy chief said in a written statement.

Russia denied that its forces had attacked civilians in any of the towns that they held in the first weeks of the war.
"""


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A sentence and what is found in it."""

    text: str
    found: tuple[dict[str, str | list[str]], ...]


class Examples(msgspec.Struct, forbid_unknown_fields=True):
    """One file of examples."""

    examples: tuple[Row, ...]
    silent: tuple[str, ...]


def examples(name: str) -> Examples:
    """The examples of one file."""
    return msgspec.yaml.decode((EXAMPLES / name).read_bytes(), type=Examples)


@cache
def tools() -> pipeline.Tools:
    """The bundled data, made ready once."""
    return pipeline.prepare(load())


def page(text: str) -> Page:
    """An English page."""
    return Page("sha256-test", "test.txt", text, lang="en")


def draft(text: str) -> pipeline.Draft:
    """The sentence as the body of a page."""
    return pipeline.draft(page(f"Note of the desk\n\n{text}\n"), tools())


def likely(frame: Frame) -> bool:
    """True for a candidate that counts where no weights are trained."""
    elsewhere = "own-subject" in frame.tags and bool({"earlier", "governed", "nobody"} & set(frame.tags))
    alone = "two-sided" in frame.tags and len(frame.source) < 2  # noqa: PLR2004
    return bool(frame.source) and not DROPPED & set(frame.tags) and not elsewhere and not alone


@pytest.mark.parametrize("row", examples("actors.yaml").examples, ids=lambda row: row.text)
def test_names_the_actors_of_the_example(row: Row) -> None:
    """Every actor of the example is found, and no other country."""
    made = draft(row.text)
    found = {(made.page.text[m.start : m.end], a.code, a.sector, a.name) for m in made.mentions for a in m.actors}
    for want in row.found:
        assert any(text.endswith(want["text"]) and (code, sector) == (want["code"], want["sector"]) and want.get("name") in (None, name)
                   for text, code, sector, name in found), (want, found)  # fmt: skip
    assert {code for _, code, _, _ in found} <= {want["code"] for want in row.found}


@pytest.mark.parametrize("text", examples("actors.yaml").silent)
def test_names_nobody_in_the_silent_example(text: str) -> None:
    """No actor is found."""
    assert [m for m in draft(text).mentions if m.actors] == []


@pytest.mark.parametrize("row", examples("frames.yaml").examples, ids=lambda row: row.text)
def test_evokes_the_frame_of_the_example(row: Row) -> None:
    """The frame is found at its trigger, with the roles that the example gives."""
    made = draft(row.text)
    rows = [(f.frame, f.trigger.of(made.text.text), f) for f in made.frames if likely(f)]
    for want in row.found:
        fits = [f for name, trigger, f in rows if (name, trigger) == (want["frame"], want["trigger"])]
        assert fits, [(name, trigger) for name, trigger, _ in rows]
        for role in ("source", "target", "third"):
            if role in want:
                assert [a.code for a in getattr(fits[0], role)] == want[role]


@pytest.mark.parametrize("text", examples("frames.yaml").silent)
def test_evokes_nothing_in_the_silent_example(text: str) -> None:
    """No candidate is left that would count."""
    made = draft(text)
    assert [(f.frame, f.trigger.of(made.text.text)) for f in made.frames if likely(f)] == []


def told(text: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...], str, str | None]]:
    """What the story tells: type, source, target, status and day of every event."""
    events = pipeline.read(page(text), tools()).events
    return {(e.type, tuple(a.code for a in e.source), tuple(a.code for a in e.target), e.status, e.date.value) for e in events}


@pytest.mark.parametrize(("text", "day"), [(BORDER, "2021-07-14"), (GULF, "2019-07-20"), (ISTANBUL, "2022-04-09")], ids=["border", "gulf", "istanbul"])
def test_reads_the_day_of_writing_from_the_dateline(text: str, day: str) -> None:
    """The dateline's day."""
    assert pipeline.read(page(text), tools()).written.value == day


def test_reads_a_story_of_the_border() -> None:
    """The clash and the meeting planned have the days that the text gives them."""
    rows = told(BORDER)
    assert {row[:4] for row in rows} == {
        ("REQUEST", ("RUS",), (), "actual"),
        ("ASSAULT", ("ARM", "AZE"), (), "actual"),
        ("ACCUSE", ("AZE",), ("ARM",), "actual"),
        ("CONSULT", ("USA", "ARM"), (), "actual"),
        ("REQUEST", ("USA",), (), "actual"),
        ("CONSULT", ("ARM", "AZE"), (), "planned"),
    }
    assert {("ASSAULT", "2021-07-14"), ("CONSULT", "2021-07-22")} <= {(row[0], row[4]) for row in rows}


def test_reads_a_story_of_the_gulf() -> None:
    """Five events, and nothing of what analysts suppose."""
    found = {row[:4] for row in told(GULF)}
    assert found == {
        ("COERCE", ("IRN",), (), "actual"),
        ("ACCUSE", ("GBR",), ("IRN",), "actual"),
        ("ACCUSE", ("IRN",), ("GBR",), "actual"),
        ("CONSULT", ("IRN",), ("VEN",), "planned"),
        ("AGREE", ("SAU",), ("USA",), "actual"),
    }


def test_reads_a_story_of_an_exchange() -> None:
    """Six events, and nothing of what is denied."""
    found = {row[:4] for row in told(ISTANBUL)}
    assert found == {
        ("RETREAT", ("UKR", "RUS"), (), "actual"),
        ("RETREAT", ("RUS",), (), "actual"),
        ("ASSAULT", ("UKR",), (), "actual"),
        ("CONSULT", ("GBR",), ("UKR",), "actual"),
        ("AGREE", ("GBR",), ("UKR",), "actual"),
        ("SANCTION", ("EUR",), ("RUS",), "actual"),
    }


def test_is_a_folder_and_no_shared_file() -> None:
    """No module that reads knows of English."""
    root = Path(pipeline.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for part in ("read", "packs") for path in sorted((root / part).rglob("*.py")))
    assert '"en"' not in code
