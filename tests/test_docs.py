"""Is everything that a person can ask for documented, and does the documentation hold?"""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
import typer

from hoadam import app, desk
from hoadam.cli import build
from hoadam.model.story import Dispute, Episode, Reading, State, Story, Track
from hoadam.packs import load
from hoadam.packs.kit import Kit

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(#[^)\s]*)?\)")
LONG = re.compile(r"--[a-z][a-z-]+")


def words(name: str) -> str:
    """The text of a page of docs."""
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kit() -> Kit:
    """The bundled data folder."""
    return load.load()


def sections() -> dict[str, str]:
    """The part of commands.md about each command."""
    parts = re.split(r"^### `hoadam (\w+)[^`]*`\n", words("commands.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_and_option_is_documented() -> None:
    told = sections()
    group = typer.main.get_command(build())
    assert set(told) == set(group.commands)
    for name, command in group.commands.items():
        for parameter in command.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert not option.startswith("-") or option == "--help" or f"`{option}" in told[name], f"hoadam {name} {option}"


def test_no_option_is_documented_that_does_not_exist() -> None:
    group = typer.main.get_command(build())
    for name, told in sections().items():
        known = {option for parameter in group.commands[name].params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert set(re.findall(r"`(--[a-z][a-z-]+)", told.split("\n## ")[0])) <= known | {"--help"}, name


def test_every_setting_is_documented_with_its_default() -> None:
    told = words("commands.md").split("## hoadam.toml")[1].split("\n## ")[0]
    for key, value in {name: getattr(app.Settings(), name) for name in app.Settings.__struct_fields__}.items():
        line = re.search(rf"^{key} = (\S+)", told, flags=re.MULTILINE)
        assert line, key
        assert value is None or line[1].strip('"') == str(value)


def test_every_export_is_documented_and_named_in_the_help() -> None:
    help_ = next(p.help for p in typer.main.get_command(build()).commands["export"].params if p.name == "form")
    for name in app.EXPORTS:
        assert f"| `{name}` |" in sections()["export"]
        assert name in help_


def test_every_code_is_documented(kit: Kit) -> None:
    told = words("codebook.md")
    for book in kit.codebooks.values():
        codes = [*book.types, *book.sectors, *book.steps, *(mode for modes in book.modes.values() for mode in modes)]
        codes += [step for steps in book.steps.values() for step in steps]
        codes += [f"| `{code}` | {meant.name} |" for code, meant in book.codes.items() if not book.lines]
        codes = [code if code.startswith("|") else f"`{code}`" for code in codes]
        assert [code for code in codes if code not in told] == []
    contexts = {context for frame in kit.frames.values() for context in frame.contexts}
    assert [context for context in sorted(contexts) if f"`{context}`" not in told] == []


def test_every_frame_is_documented_with_its_definition_and_type(kit: Kit) -> None:
    told = words("codebook.md")
    types = {line.frame: line.type for line in kit.codebooks["plover"].lines}
    missing = [f.id for f in kit.frames.values() if f"| `{f.id}` | {f.definition} | `{types[f.id]}` |" not in told]
    assert missing == []


def test_no_frame_is_documented_that_does_not_exist(kit: Kit) -> None:
    table = words("codebook.md").split("## Frames")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, flags=re.MULTILINE)) == set(kit.frames)


def test_every_file_of_the_data_folder_is_documented() -> None:
    told, root = words("data.md"), load.bundled()
    for folder in [path for path in root.iterdir() if path.is_dir()]:
        assert f"\n## {folder.name}" in told, folder.name
    for path in [*(root / "lang" / "vi").glob("*.yaml"), *(root / "encoding").glob("*.yaml")]:
        assert f"`{path.name}`" in told, path.name
    for folder in (root / "knowledge").iterdir():
        assert f"| `{folder.name}` |" in told, folder.name


@pytest.mark.parametrize("kind", [Reading, Story, Episode, Track, State, Dispute], ids=lambda kind: kind.__name__)
def test_every_field_of_the_output_is_documented(kind: type) -> None:
    told = words("output.md")
    names = {"mentions": "actors"}
    assert [name for name in kind.__struct_fields__ if f"`{names.get(name, name)}`" not in told] == []


def test_the_commands_of_the_readme_are_in_the_makefile_and_the_program() -> None:
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^make (\w+)", readme, flags=re.MULTILINE))
    assert targets == {"demo", "test"}
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in targets)
    commands = typer.main.get_command(build()).commands
    for name, rest in re.findall(r"^hoadam (\w+)([^#\n]*)", readme, flags=re.MULTILINE):
        options = {option for parameter in commands[name].params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert set(LONG.findall(rest)) <= options, name


def test_the_event_in_the_readme_is_what_read_gives() -> None:
    told = json.loads(re.search(r"```json\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)[1])
    (found,) = desk.found_in(app.sources([str(ROOT / "examples" / "pages" / "009-praha-truoc-gio-gap.txt")], app.Settings()))
    events = msgspec.to_builtins(app.reader(app.Settings())(found).events)
    keys = ("type", "status")
    event = next(
        event for event in events if [event[key] for key in keys] == [told[key] for key in keys] and event["quotes"][0] == told["quotes"][0]
    )
    assert event["date"]["value"] == told["date"]["value"]
    assert (event["place"]["name"], event["place"]["country"]) == (told["place"]["name"], told["place"]["country"])
    assert sorted(actor["name"] for actor in event["source"]) == sorted(actor["name"] for actor in told["source"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), target
        if anchor:
            assert anchor[1:] in {slug(line) for line in found.read_text("utf-8").splitlines() if line.startswith("#")}, anchor


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_the_site_has_every_page_in_its_navigation() -> None:
    """`make gates` builds it strictly; what is left out of the navigation would not be found."""
    told = re.findall(r"^ +- .*?: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), flags=re.MULTILINE)
    assert sorted(told) == sorted(path.name for path in DOCS.glob("*.md"))


def test_every_tool_for_language_models_is_documented() -> None:
    pytest.importorskip("mcp")
    from hoadam.mcp.tools import Tools

    names = [tool.__name__ for tool in Tools(None).all()]
    assert re.findall(r"^\| `(\w+)` \| ", words("mcp.md"), flags=re.MULTILINE) == names


def test_every_extra_is_documented() -> None:
    from hoadam.cli.health import EXTRAS

    told = "".join(path.read_text("utf-8") for path in PAGES)
    assert [extra for extra in EXTRAS if f"hoadam[{extra}]" not in told] == []


def test_the_picture_is_whole_and_readable_in_light_and_dark() -> None:
    text = words("picture.svg")
    root = ET.fromstring(text)
    assert root.tag.endswith("svg")
    assert "prefers-color-scheme: dark" in text
    assert root.find("{http://www.w3.org/2000/svg}title") is not None


def test_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$", text, flags=re.MULTILINE)
    assert set(re.findall(r"^### (\w+)$", text, flags=re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
