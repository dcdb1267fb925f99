"""A folder of hostile files is read to its end: each costs what a page may cost at most, says why it is none, and harms no other."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hoadam import app, desk
from hoadam.model.story import Reading, Unread
from hoadam.ports import Outcome, Store

sys.path.append(str(Path(__file__).parent))
import hostile

GOOD = ("deep", "deep-other", "long-line", "long-number", "same-keys", "no-end", "nan", "infinite", "surrogates", "bytes", "list", "empty")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a folder `hostile` of all the files, and nothing else."""
    outer = tmp_path_factory.mktemp("outer")
    hostile.make(outer / "hostile")
    return outer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = app.settings(tmp_path_factory.mktemp("store"), store=str(tmp_path_factory.mktemp("store") / "a.db"))
    with closing(app.store(settings, create=True, write=True)) as made:
        yield made


@pytest.fixture(scope="module")
def outcomes(place: Path, store: Store) -> dict[str, list[Outcome]]:
    """What became of each file, all added to a store as one folder."""
    made: dict[str, list[Outcome]] = defaultdict(list)
    settings = app.settings(place)

    def each(outcome: Outcome) -> None:
        made[Path(outcome.where).relative_to(place / "hostile").parts[0].split(":")[0]].append(outcome)

    desk.ingest(desk.found_in(app.sources([str(place / "hostile")], settings)), app.Engines(settings), store, "r", again=False, each=each)
    assert [path.name for path in place.iterdir()] == ["hostile"]
    assert len(list((place / "hostile").iterdir())) == len(hostile.FILES)
    return made


def test_every_file_is_accounted_for(outcomes: dict[str, list[Outcome]]) -> None:
    assert len(hostile.FILES) >= 60
    assert sorted(outcomes) == sorted(hostile.FILES)


@pytest.mark.parametrize("name", sorted(hostile.FILES))
def test_each_is_read_or_says_in_one_sentence_why_not(outcomes: dict[str, list[Outcome]], name: str) -> None:
    wanted = hostile.FILES[name][1]
    said = [one.result.reason for one in outcomes[name] if not isinstance(one.result, Reading)]
    if wanted == hostile.READ:
        assert said == []
        assert any(isinstance(one.result, Reading) for one in outcomes[name])
    else:
        assert any(wanted in reason for reason in said), said[:3]
    for reason in said:
        assert "fault of this program" not in reason
        assert len(reason) < 400
        assert "\n" not in reason
        assert "Traceback" not in reason


@pytest.mark.parametrize("name", GOOD)
def test_what_is_good_in_a_bad_file_is_read(outcomes: dict[str, list[Outcome]], name: str) -> None:
    good = [one.result for one in outcomes[f"{name}.jsonl"] if isinstance(one.result, Reading)]
    assert len(good) == 2
    assert all(one.page.text.startswith(hostile.SENTENCE) for one in good)


def test_no_other_file_is_read_through_one(outcomes: dict[str, list[Outcome]]) -> None:
    texts = [one.result.page.text for some in outcomes.values() for one in some if isinstance(one.result, Reading)]
    assert [text for text in texts if "root:" in text] == []


def test_what_could_not_be_read_is_kept_with_its_reason(outcomes: dict[str, list[Outcome]], store: Store) -> None:
    unread = {one.where: one for some in outcomes.values() for one in some if isinstance(one.result, Unread)}
    assert {one.source: one.reason for one in store.unread()} == {where: one.result.reason for where, one in unread.items()}  # type: ignore[union-attr]
    kept = {where for where, one in unread.items() if one.found}
    assert {where for where in unread if store.quarantined(where)} == kept
    assert len(kept) >= 10


def test_it_can_be_tried_again_when_it_has_been_mended(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("cut.zip", "no-end.jsonl", "nothing.html", "crc.zip"):
        (tmp_path / "in" / name).write_bytes(hostile.FILES[name][0]())
    settings = app.settings(tmp_path, store=str(tmp_path / "a.db"))
    with closing(app.store(settings, create=True, write=True)) as made:
        found = desk.found_in(app.sources([str(tmp_path / "in")], settings))
        added = desk.ingest(found, app.Engines(settings), made, "r", again=False, each=lambda _outcome: None)
        assert (added.new, len(added.unread)) == (2, 4)
        (tmp_path / "in" / "cut.zip").write_bytes(hostile.FILES["bomb.zip"][0]())
        (tmp_path / "in" / "no-end.jsonl").write_bytes(
            b'{"text": "Hai b\xc3\xaan \xc4\x91\xc3\xa3 k\xc3\xbd m\xe1\xbb\x99t hi\xe1\xbb\x87p \xc4\x91\xe1\xbb\x8bnh."}\n'
        )

        def open_(path: str) -> object:
            return app.sources([path], settings)[0]

        again = desk.try_again(made, app.Engines(settings), "r", app.file_of, open_, lambda _outcome: None)  # type: ignore[arg-type]
        assert again.new == 2  # the good line, and what stands beside the bomb
        names = [Path(one.source).name for one in made.unread()]
        assert names == ["crc.zip:a.txt", "cut.zip:a.txt", "nothing.html"]
