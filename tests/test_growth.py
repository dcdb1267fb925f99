"""Do the recipes of CONTRIBUTING.md hold? Each is followed in a copy, and the files that it touches are counted."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hoadam import pipeline
from hoadam.export import markdown
from hoadam.model.errors import BadPack
from hoadam.model.page import Page
from hoadam.model.story import Episode, Line, Report, Story, Tolls
from hoadam.packs import load

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
Files = dict[str, str]


def files(root: Path) -> Files:
    """The digest of every file."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def touched(root: Path, before: Files) -> set[str]:
    """The files that are new, changed or gone."""
    now = files(root)
    return {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder."""
    return Path(shutil.copytree(load.bundled(), tmp_path / "data"))


@pytest.fixture
def tools(data: Path, tmp_path: Path) -> Callable[[], pipeline.Tools]:
    """What makes the copy ready."""
    return lambda: pipeline.prepare(load.load(data, tmp_path / "cache"))


def append(path: Path, line: str) -> None:
    """One line more at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + line + "\n", encoding="utf-8")


def page(text: str, lang: str | None = "vi", written: str | None = "2022-09-14") -> Page:
    """A page with this text."""
    return Page("sha256-growth", "growth.txt", text, lang=lang, written=written)


def test_a_time_expression_is_two_files(data: Path, tools: Callable[[], pipeline.Tools]) -> None:
    before, lang = files(data), data / "lang" / "vi"
    rule = re.search(r"^- (\{id: vi\.fortnight-ago.*\})$", CONTRIBUTING, flags=re.MULTILINE)
    assert rule
    append(lang / "time.yaml", f"  - {rule[1]}")
    examples = lang / "examples" / "time.yaml"
    text = examples.read_text(encoding="utf-8")
    new = "examples:\n  - text: 'Hai bên ngừng bắn nửa tháng trước.'\n    found:\n      - {text: 'nửa tháng trước', value: '2022-W35'}\n"
    examples.write_text(text.replace("examples:\n", new, 1), encoding="utf-8")
    (found,) = pipeline.draft(page("Bản tin\n\nHai bên ngừng bắn nửa tháng trước."), tools()).times
    assert (found.rule, found.value) == ("vi.fortnight-ago", "2022-W35")
    assert touched(data, before) == {"lang/vi/time.yaml", "lang/vi/examples/time.yaml"}
    assert "### A time expression: 2 files" in CONTRIBUTING


def test_a_frame_is_one_file_and_a_line_for_each_language_and_codebook(data: Path, tools: Callable[[], pipeline.Tools]) -> None:
    before = files(data)
    (data / "frame" / "twin.yaml").write_text(
        "id: twin\ndefinition: Two towns or countries are twinned.\nroles: [source, third, place]\nmutual: true\ncontexts: [diplomatic]\n"
    )
    for lang, words in (("vi", "kết nghĩa"), ("en", "twinned")):
        append(data / "lang" / lang / "frames.yaml", f"- {{id: twin, frame: twin, words: [{words}]}}")
    append(data / "codebook" / "plover.yaml", "- {frame: twin, type: COOPERATE}")
    made = tools()
    (candidate,) = [f for f in pipeline.draft(page("Bản tin\n\nGeorgia kết nghĩa với Armenia hôm qua."), made).frames if f.frame == "twin"]
    assert [actor.code for actor in candidate.source] == ["GEO", "ARM"]
    (event,) = pipeline.read(page("Note\n\nGeorgia was twinned with Armenia on Monday.\n", "en"), made).events
    assert (event.type, event.frame) == ("COOPERATE", "twin")
    languages, codebooks = len(made.kit.languages), sum(bool(book.lines) for book in made.kit.codebooks.values())  # others convert records
    assert len(touched(data, before)) == 1 + languages + codebooks
    assert "### A frame: 1 file, and one line for each language and codebook" in CONTRIBUTING


ESPERANTO = {
    "pack.yaml": "code: eo\nname: Esperanto\nletters: ĉĝĥĵŝŭ\ncommon: [la, kaj, de, en, al, estas, ke, por, kun, pri, ili, lia]\n",
    "numbers.yaml": "words: {unu: 1, du: 2, tri: 3, kvar: 4, kvin: 5, ses: 6, sep: 7, ok: 8, naŭ: 9}\nscale: {dek: 10, cent: 100}\n",
    "segment.yaml": "caption_marks: ['foto:']\n",
    "time.yaml": (
        "tables:\n  m: {januaro: '01', septembro: '09', novembro: '11'}\nrules:\n"
        "- {id: eo.dmy, on: la|#, pattern: '(?:la )?<d>-an de <m> <y>', shape: '{y}-{m}-{d}'}\n"
        "- {id: eo.yesterday, on: hieraŭ, pattern: hieraŭ, shape: DCT-1D}\n"
    ),
    "dating.yaml": "weekdays: {lundo: 1}\n",
    "names.yaml": "place_before: [en]\n",
    "names/states.yaml": "arm: {names: [Armenio], adjectives: [armena], people: [armenoj]}\naze: {names: [Azerbajĝano]}\nrus: {names: [Rusio]}\n",
    "roles.yaml": "titles:\n- {id: president, words: [prezidanto], kind: person, sector: GOV, role: president}\nof: [de]\nand: [kaj]\n",
    "speech.yaml": "verbs:\n- {id: say, words: [diris, anoncis]}\nthat: [ke]\n",
    "frames.yaml": (
        "triggers:\n- {id: sign, frame: sign, words: [subskribis traktaton, subskribis]}\n- {id: visit, frame: visit, words: [vizitis]}\n"
        "negation: [ne]\nplanned: [planas]\n"
    ),
}


def test_a_language_is_one_folder_and_no_shared_file(data: Path, tools: Callable[[], pipeline.Tools]) -> None:
    before, folder = files(data), data / "lang" / "eo"
    for name, text in ESPERANTO.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(data / "lang" / "en" / "phrases.yaml", folder / "phrases.yaml")
    made = tools()
    text = "Interkonsento de du landoj\n\nArmenio kaj Azerbajĝano subskribis traktaton la 10-an de novembro 2020. La prezidanto de Rusio ne vizitis ilin.\n"
    reading = pipeline.read(page(text, None, "2020-11-11"), made)
    assert reading.page.lang == "eo"
    (event,) = reading.events
    assert (event.type, [a.code for a in event.source], event.date.value) == ("SUPPORT", ["ARM", "AZE"], "2020-11-10")
    report = Report(reading.page.id, event.id, "growth.txt", event.quotes, None, event.date, "actual")
    episode = Episode(
        "e",
        event.type,
        None,
        "actual",
        event.date,
        None,
        event.source,
        (),
        (),
        event.process,
        event.step,
        Tolls(),
        Tolls(),
        (report,),
        1,
        weight=2.0,
    )
    told = markdown.render(
        Story((episode,), brief=(Line("e", event.date, "", "single-source", "latest"),)), {reading.page.id: reading}, made.kit, "eo"
    )
    assert "Armenio" in told
    assert all(name.startswith("lang/eo/") for name in touched(data, before))
    assert "### A language: 1 folder, no shared file" in CONTRIBUTING


def test_a_language_that_is_copied_and_not_given_its_own_code_is_refused(data: Path) -> None:
    shutil.copytree(data / "lang" / "en", data / "lang" / "fr")
    with pytest.raises(BadPack, match="its code is en, and its folder is called fr"):
        load.load(data)


def test_an_export_is_one_module_and_one_line(tmp_path: Path) -> None:
    package = Path(
        shutil.copytree(ROOT / "src" / "hoadam", tmp_path / "src" / "hoadam", ignore=shutil.ignore_patterns("data", "__pycache__"))
    )
    (package / "data").symlink_to(ROOT / "src" / "hoadam" / "data")
    before = files(package)
    (package / "export" / "lines.py").write_text(
        '"""One line an episode: day and type."""\n\n\ndef render(story, readings, kit, lang):\n'
        '    """The whole file."""\n    return "".join(f"{e.date.value} {e.type}\\n" for e in story.episodes) + f"{len(readings)} pages\\n"\n'
    )
    app = package / "app.py"
    lines = app.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("EXPORTS"))
    app.write_text("".join([*lines[: place + 1], '    "lines": "hoadam.export.lines",\n', *lines[place + 1 :]]), encoding="utf-8")
    (tmp_path / "page.jsonl").write_text(
        json.dumps({"id": "1", "text": "Bản tin\n\nGeorgia và Armenia ký hiệp định hôm qua.", "written": "2022-09-14"}) + "\n"
    )

    def hoadam(*words: str) -> str:
        env = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
        return subprocess.run(
            [sys.executable, "-m", "hoadam", *words], cwd=tmp_path, env=env, capture_output=True, check=True, text=True
        ).stdout

    hoadam("add", "page.jsonl")
    assert hoadam("export", "lines").endswith("1 pages\n")
    assert touched(package, before) == {"export/lines.py", "app.py"}
    assert len(app.read_text(encoding="utf-8").splitlines()) == len(lines) + 1
    assert "### An export: 1 module and 1 line" in CONTRIBUTING
