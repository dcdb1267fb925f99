"""Candidates that are not looked at more closely: are they only such as would not have been kept, and are there many?"""

from pathlib import Path

from gate.telling import the_tools
from hoadam import pipeline
from hoadam.model.page import Page
from hoadam.read import deciding
from hoadam.read.deciding.choosing import HOPELESS
from hoadam.read.deciding.tables import logistic

PAGES = sorted((Path(__file__).parents[2] / "examples" / "pages").glob("*.txt"))


def test_what_is_left_out_is_hopeless_and_the_rest_is_as_it_was() -> None:
    """Of the example pages at least a tenth of the candidates goes, no event does, and nothing else changes."""
    tools = the_tools()
    gone = every = 0
    for path in PAGES:
        made = pipeline.draft(Page(path.name, path.name, path.read_text("utf-8"), lang="vi"), tools)
        tables = made.tongue.tables
        given = (made.frames, tools.types, made.sentences, deciding.stories_of(made.sentences), made.text, tables)
        whole, some = list(deciding.choices(*given)), list(deciding.choices(*given, HOPELESS))
        left_out = [choice for choice in whole if choice not in some]
        assert [choice for choice in whole if choice in some] == some
        assert all(logistic(deciding.alone(choice, tables)) < tables.weights.threshold(choice.type) for choice in left_out)
        every, gone = every + len(whole), gone + len(left_out)
    assert gone > every / 10
