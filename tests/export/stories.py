"""The stories that exports are tried on: that of the example pages, and one whose pages try to break out."""

from functools import cache
from pathlib import Path

from gate.gold_readings import gold_readings
from gate.making import page
from gate.telling import teller
from hoadam.model.story import Reading, Story

GOLD = Path(__file__).parent.parent.parent / "examples" / "gold"
EVIL = '<script>alert(1)</script>=HYPERLINK("http://x") [a](javascript:alert) | `x` **y** \u202egnp.exe\u202c &lt; \'" \x07 </mark></div>'


@cache
def told(lang: str) -> tuple[Story, dict[str, Reading]]:
    """The example pages' story."""
    readings = gold_readings(GOLD, "pages")
    return teller(lang)(readings), {reading.page.id: reading for reading in readings}


@cache
def evil() -> tuple[Story, dict[str, Reading]]:
    """Pages whose texts and names try to break out."""
    row = {
        "type": "AGREE",
        "source": f"KGZ {EVIL}+TJK",
        "date": "2021-05-01",
        "process": "ceasefire",
        "step": "agreed",
        "place": f"={EVIL.replace('/', '')}/KGZ",
        "text": EVIL,
    }
    readings = [page("=cmd|' /C calc'!A0", "2021-05-02", row), page("<b>b</b>", "2021-05-02", row, outlet="@evil")]
    return teller("en")(readings), {reading.page.id: reading for reading in readings}
