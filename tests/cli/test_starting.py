"""How the command starts: quickly, with completion for shells, bars only on a terminal, and a doctor who knows every library."""

import json
import os
import re
import resource
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hoadam.cli.health import EXTRAS, LIBRARIES

ROOT = Path(__file__).parents[2]
Run = Callable[..., Any]
HEAVY = (
    "msgspec",
    "rich",
    "sqlalchemy",
    "yaml",
    "trafilatura",
    "lxml",
    "fastapi",
    "starlette",
    "pydantic",
    "numpy",
    "pandas",
    "mcp",
    "jinja2",
)
ENOUGH = 0.4  # seconds of processor time: what `hoadam --help` may cost (measured: 0.2)


def test_help_imports_nothing_heavy_and_is_quick() -> None:
    code = (
        f"import sys\nfrom hoadam.cli import build\ntry:\n    build()(['--help'])\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
    )
    assert "timeline" in done.stdout
    assert done.stderr == ""
    assert min(_cost() for _ in range(5)) <= ENOUGH


def _cost() -> float:
    """The processor time of `hoadam --help`: a busy machine does not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "hoadam", "--help"], capture_output=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_shells_complete_commands_options_and_formats() -> None:
    def completed(words: str) -> list[str]:
        env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "_HOADAM_COMPLETE": "complete_bash", "COMP_WORDS": words}
        env |= {"COMP_CWORD": str(len(words.split(" ")) - 1)}
        code = "import sys; sys.argv[0] = 'hoadam'; from hoadam.cli import main; main()"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False).stdout.split()

    assert completed("hoadam ti") == ["timeline"]
    assert "--actor" in completed("hoadam timeline --a")
    assert completed("hoadam export ge") == ["geojson", "gexf"]


def test_completion_can_be_shown(hoadam: Run) -> None:
    assert "--install-completion" in hoadam("--help").out


def test_the_doctor_knows_every_library_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    def names(lines: list[str]) -> set[str]:
        return {re.match(r"[\w-]+", line)[0] for line in lines}

    assert set(LIBRARIES) == names(project["dependencies"])
    wanted = {key: names(lines) for key, lines in project["optional-dependencies"].items()}
    people = {
        key: found
        for key, found in wanted.items()
        if key not in ("test", "dev", "docs", "training", "bench", "interop", "manifests", "browser")
    }
    assert {key: set(found) for key, (found, _) in EXTRAS.items()} == people


def test_the_doctor_says_what_is_missing_and_how_to_get_it(hoadam: Run) -> None:
    found = {one["what"]: one["says"] for one in json.loads(hoadam("doctor", "--json").out)["checks"]}
    for extra in EXTRAS:
        says = found[f"extra {extra}"]
        assert re.search(r"\d+\.\d+", says) or f"pip install 'hoadam[{extra}]'" in says


def test_bars_are_for_terminals(hoadam: Run, tmp_path: Path) -> None:
    """In a pipe nothing but the remark at the end; on a terminal the answer stays whole."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Ngày 24/9/2023, Armenia và Azerbaijan gặp nhau ở Brussels.", encoding="utf-8")
    piped = hoadam("add", "in")
    assert re.fullmatch(r"hoadam\.db: 1 new page; it holds [^\n]*\n", piped.err)
    assert hoadam("read", "in").err == ""
    assert hoadam("export", "csv", "-o", "a.csv").err.count("\n") == 1
    assert "1 episode:" in hoadam("timeline", terminal=True).out
