"""Does the tutorial notebook run from its first cell to its last, and show what it says?"""

from pathlib import Path

import nbformat
import pytest
from lxml import html as lxml_html
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]


@pytest.mark.filterwarnings("default")  # of the machinery of notebooks, which is not ours
def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    book = nbformat.read(ROOT / "examples" / "tutorial.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells), "the notebook is kept without its outputs"
    NotebookClient(book, timeout=300, startup_timeout=180, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [_shown(cell) for cell in book.cells if cell.cell_type == "code"]
    assert "20 pages" in shown[0]
    assert all(len(lxml_html.fromstring(table).xpath("//tr")) > 1 for table in (shown[1], shown[2], shown[5], shown[6], shown[7], shown[8]))
    assert len(lxml_html.fromstring(shown[3]).xpath("//blockquote")) > 1
    assert lxml_html.fromstring(shown[4]).xpath("//mark")
    assert (tmp_path / "briefing.html").stat().st_size > 10_000


def _shown(cell: nbformat.NotebookNode) -> str:
    """What the cell shows: HTML where there is some."""
    data = next(one.data for one in cell.outputs if one.output_type == "execute_result")
    return str(data.get("text/html") or data["text/plain"])
