"""Decisions go from one store to another and make the same story there; twice does no more than once."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hoadam.answers import replaying, review
from hoadam.cli import build, main
from hoadam.model.errors import BadConfig
from hoadam.ports import Asked
from hoadam.store.sqlite import SqliteStore
from hoadam.tell.rulings import standing_of
from web.conftest import Serve, told


def test_the_same_decisions_make_the_same_story(serve: Serve, demo_file: Path, tmp_path: Path) -> None:
    client = serve()
    keys = [one.episode.id for one in client.store.doubtful(Asked(), 6)]
    client.post("/review/many", data={"act": "reject", "id": keys[:2]})
    client.post(f"/review/{keys[2]}", data={"act": "change", **review.record_of(client.store.entry(keys[2]).episode), "date": "2021-05"})
    client.post("/review/undo", data={"id": client.store.rulings()[1].id})
    client.post("/review/mode", data={"who": "Minh", "blind": "1"})
    client.post(f"/review/{keys[3]}", data={"act": "reject"})
    told(client)
    path = client.app.app.state.house.settings.store
    run = CliRunner()
    out = run.invoke(build(), ["decisions", "--store", path])
    assert out.exit_code == 0
    assert len(out.stdout.splitlines()) == len(client.store.rulings()) == 6
    (tmp_path / "d.jsonl").write_text(out.stdout, "utf-8")
    other = tmp_path / "other.db"
    shutil.copy(demo_file, other)
    for new in (6, 0):
        done = run.invoke(build(), ["replay", str(tmp_path / "d.jsonl"), "--store", str(other)])
        assert done.exit_code == 0, done.output
        assert f"new decisions: {new} of 6." in done.output
    store = SqliteStore(other)
    assert store.rulings() == client.store.rulings()
    assert standing_of(store.rulings()) == standing_of(client.store.rulings())
    assert store.story() == client.store.story()
    assert store.entry(keys[0]) is None
    assert store.entry(keys[1]) is not None
    assert store.entry(keys[3]) is not None  # coded blind
    store.close()


@pytest.mark.parametrize("line", ["{}", "no", '{"id": "r1", "act": "dance", "about": [], "who": "a", "at": "b"}', "[1]"])
def test_what_is_no_decision_is_refused_and_nothing_is_kept(line: str) -> None:
    good = review.made("accept", ("x",), "Lan", None)
    with pytest.raises(BadConfig, match="line 3"):
        replaying.parsed([*replaying.lines([good]), "\n", line])
    assert replaying.parsed(replaying.lines([good])) == [good]


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, demo_file: Path) -> None:
    monkeypatch.setattr("sys.argv", ["hoadam", "replay", "nowhere.jsonl", "--store", str(demo_file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code != 0
    assert "nowhere.jsonl" in capsys.readouterr().err
