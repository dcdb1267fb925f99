"""Is a reading what it was? Three pages to the letter, so that a change is seen and not only its score.

`pytest tests/golden --update-golden` writes them anew; look at the difference before you commit it.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoadam import app, desk
from hoadam.wire import line_of

PAGES = Path(__file__).parents[2] / "examples" / "pages"
NAMES = (
    "001-moskva-ngung-ban-nhan-dao",
    "009-praha-truoc-gio-gap",
    "020-bon-lang-doi-chu",
)  # text: an extractor's version has no say in it


def rounded(value: Any) -> Any:
    """Numbers to six places: the last bits of a logarithm differ between machines."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value


def reading(name: str) -> str:
    """The line that `hoadam read --jsonl` writes, one field a line, without the digest of the data folder."""
    settings = app.Settings()
    (found,) = desk.found_in(app.sources([str(PAGES / f"{name}.txt")], settings))
    record = msgspec.json.decode(line_of(app.reader(settings)(found)))
    del record["kit"]
    return msgspec.json.format(msgspec.json.encode(rounded(record)), indent=1).decode() + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_reading_is_what_it_was(name: str, request: pytest.FixtureRequest) -> None:
    kept = Path(__file__).parent / f"{name}.json"
    now = reading(name)
    if request.config.getoption("--update-golden", default=False):
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "another reading: if it is the better one, run pytest tests/golden --update-golden"


def test_golden_files_are_those_of_the_pages() -> None:
    assert sorted(path.stem for path in Path(__file__).parent.glob("*.json")) == sorted(NAMES)
