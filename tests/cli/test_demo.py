"""`hoadam demo`: the example pages become a chronicle that can be seen and asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_demonstration_shows_timeline_board_and_briefing(hoadam: Run, tmp_path: Path) -> None:
    done = hoadam("demo")
    assert done.code == 0, done.err
    assert "episodes:" in done.out
    assert "threads" in done.out
    briefing = tmp_path / "hoadam-demo" / "briefing.html"
    assert "<html" in briefing.read_text(encoding="utf-8")
    assert json.loads(hoadam("timeline", "--store", "hoadam-demo/demo.db").out)
    assert hoadam("demo").code == 0
