"""A folder of hostile files is read to its end: each costs what a page may cost at most, says why it is none, and harms no other."""

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from hoadam import app
from hoadam.model.story import Reading, Unread
from hoadam.ports import Outcome

sys.path.append(str(Path(__file__).parent))
import hostile

READ = (
    "deep.jsonl",
    "same-keys.jsonl",
    "long-line.jsonl",
    "no-end.jsonl",
    "numbers.jsonl",
    "bomb.zip",
    "base-javascript.html",
    "meta-refresh.html",
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Outcome]]:
    """What became of each file, all read as one folder."""
    place = tmp_path_factory.mktemp("outer") / "hostile"
    hostile.make(place)
    settings = app.settings(place.parent)
    made: dict[str, list[Outcome]] = defaultdict(list)
    [source] = app.sources([str(place)], settings)
    for outcome in app.Engines(settings).read(source.pages()):
        made[Path(outcome.where).relative_to(place).parts[0].split(":")[0]].append(outcome)
    assert [path.name for path in place.parent.iterdir()] == ["hostile"]
    assert len(list(place.iterdir())) == len(hostile.FILES)
    return made


def test_every_file_is_accounted_for(outcomes: dict[str, list[Outcome]]) -> None:
    assert len(hostile.FILES) >= 60
    assert sorted(outcomes) == sorted(hostile.FILES)


def test_no_file_finds_a_fault_of_the_program(outcomes: dict[str, list[Outcome]]) -> None:
    reasons = [one.result.reason for some in outcomes.values() for one in some if not isinstance(one.result, Reading)]
    assert [reason for reason in reasons if "fault of this program" in reason] == []
    assert [reason for reason in reasons if len(reason) > 600] == []


@pytest.mark.parametrize("name", READ)
def test_what_is_good_in_a_bad_file_is_read(outcomes: dict[str, list[Outcome]], name: str) -> None:
    good = [one.result for one in outcomes[name] if isinstance(one.result, Reading)]
    assert len(good) >= (2 if name.endswith("jsonl") else 1)
    assert all(hostile.SENTENCE.strip() in one.page.text for one in good if len(one.page.text) > 10)


@pytest.mark.parametrize(
    "name", sorted(name for name in hostile.FILES if name.startswith(("bomb", "inner", "attributes", "nested", "links", "outside.")))
)
def test_what_is_dangerous_is_refused_with_a_reason(outcomes: dict[str, list[Outcome]], name: str) -> None:
    bad = [one for one in outcomes[name] if isinstance(one.result, Unread)]
    assert bad or name in {"nested-table.html", "nested-list.html", "nested-svg.html", "outside.rss"}
    assert all(one.found is None or one.found.where == one.where for one in bad)


def test_no_other_file_is_read_through_one(outcomes: dict[str, list[Outcome]]) -> None:
    texts = [one.result.page.text for some in outcomes.values() for one in some if isinstance(one.result, Reading)]
    assert [text for text in texts if "root:" in text] == []
