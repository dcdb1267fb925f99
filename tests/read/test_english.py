"""English from end to end: short dated wire stories (its examples: tests/test_examples.py)."""

from functools import cache
from pathlib import Path

import pytest

from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.packs.load import load

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


@cache
def tools() -> pipeline.Tools:
    """The bundled data, made ready once."""
    return pipeline.prepare(load())


def page(text: str) -> Page:
    """An English page."""
    return Page("sha256-test", "test.txt", text, lang="en")


def told(text: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...], str, str | None]]:
    """What the story tells: type, source, target, status and day of every event."""
    events = pipeline.read(page(text), tools()).events
    return {(e.type, tuple(a.code for a in e.source), tuple(a.code for a in e.target), e.status, e.date.value) for e in events}


@pytest.mark.parametrize(
    ("text", "day"), [(BORDER, "2021-07-14"), (GULF, "2019-07-20"), (ISTANBUL, "2022-04-09")], ids=["border", "gulf", "istanbul"]
)
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
