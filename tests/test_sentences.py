"""Every sentence that the program makes itself is in the phrasebooks: errors, remarks, reasons, evidence, notes and help, found in its source."""

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import hoadam
from hoadam.packs import load
from hoadam.packs.naming import names_in
from hoadam.packs.strict import load_as
from hoadam.words.phrasebook import SAID, phrasebook

ROOT = Path(hoadam.__file__).parent
# What people read in a language of theirs; the others speak to programs (API, MCP, language models) or are notes of the house itself.
SPEAKING = (
    "advisor/asking.py", "advisor/checking.py", "advisor/endpoint.py", "answers", "app.py", "cli", "confine.py", "desk", "engine", "export/docx.py",
    "export/parquet.py", "model/plainly.py", "packs/converting.py", "packs/load.py", "packs/strict.py", "packs/timerules.py", "read/dating",
    "read/deciding/silences.py", "read/language.py", "source", "store", "tell/conflicts.py", "tell/dates", "web/asking.py", "web/coding.py",
    "web/guard.py", "web/reviewing.py", "web/server.py", "words",
)  # fmt: skip
PROSE = re.compile(r"\b(?:is|are|was|were|be|the|no|not|an|of|it|its|this|that|to|in|than|there|which|with|for|on|one|told|give)\b")
# Marks of what is no prose: patterns, SQL, types, headers, calls of templates, lists of the tags of HTML.
NO_PROSE = re.compile(r"[|\\=^]|\(\?|SELECT|UPDATE|DELETE|CREATE|PRAGMA|[a-z]\[|default-src|area base")
SLOT = re.compile(r"\{\w*(?::\w+)?\}|\d+")
OPENING = re.compile(r"^(?:hoadam|joins):\s*")
HEARD = (  # what libraries say, by which their trouble is known, and the styles of a table
    "Input should be a valid integer.*", "Input should be a valid number.*", "Input data was truncated", "not a database", "unable to open",
    "no pg_hba.conf entry", "no password supplied", "does not exist", "not bold dim",
)  # fmt: skip


def sentences(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line and the fixed parts of every string of prose in a module, but for its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            fixed = [str(one.value) for one in node.values if isinstance(one, ast.Constant)]
            silent |= {id(one) for one in node.values} | {id(one) for value in node.values if isinstance(value, ast.FormattedValue)
                                                          for one in ast.walk(value.format_spec or ast.Pass())}  # fmt: skip
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            fixed = [node.value]
        else:
            continue
        if is_prose(" ".join(fixed)):
            parts = [OPENING.sub("", part.strip()).strip(" .,:;()/\n") for one in fixed for part in SLOT.split(one)]
            yield node.lineno, tuple(filter(None, parts))


def is_prose(text: str) -> bool:
    """True for what reads like a sentence or a part of one."""
    return " " in text.strip() and PROSE.search(text) is not None and not NO_PROSE.search(text)


def docstrings(tree: ast.AST) -> Iterator[int]:
    """The nodes that are docstrings."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        ):
            yield id(node.body[0].value)


def helps() -> Iterator[str]:
    """The paragraphs of help of all commands and options."""
    import typer

    from hoadam.cli import build

    def below(command: object) -> Iterator[str]:
        for one in (command, *getattr(command, "params", ())):
            for part in (getattr(one, "help", None) or "").split("\n\n"):
                yield " ".join(part.split())
        for other in getattr(command, "commands", {}).values():
            yield from below(other)

    yield from filter(None, below(typer.main.get_command(build())))


def modules() -> list[Path]:
    found = [ROOT / name for name in SPEAKING]
    return sorted(path for one in found for path in ([one] if one.suffix else one.rglob("*.py")))


@pytest.fixture(scope="module")
def english() -> list[str]:
    return [*load_as(SAID / "vi.yaml", dict[str, str]), *load_as(ROOT / "words" / "en.yaml", dict[str, str])]


def test_every_sentence_of_the_source_is_in_the_phrasebook(english: list[str]) -> None:
    lacking = [
        f"{path.relative_to(ROOT)}:{line}: {' … '.join(parts)}"
        for path in modules()
        for line, parts in sentences(path)
        if parts[0] not in HEARD and not any(all(part in key for part in parts) for key in english)
    ]
    assert lacking == []


def test_the_help_is_in_the_phrasebook(english: list[str]) -> None:
    assert [words for words in helps() if words not in english] == []


def test_both_sides_have_the_same_slots_and_names() -> None:
    for path in SAID.glob("*.yaml"):
        for english, said in load_as(path, dict[str, str]).items():
            assert said.strip()
            assert set(re.findall(r"\{(\w+)\}", said)) <= set(re.findall(r"\{(\w+)\}", english)), english
            assert re.findall(r"--[a-z]+|`[^`]+`", english) == re.findall(r"--[a-z]+|`[^`]+`", said), english


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("the first day told: 9/11", "ngày được nêu đầu tiên: 9/11"),
        ("Ilham Aliyev as president of AZE", "Ilham Aliyev đang là tổng thống Azerbaijan"),
        ("Xi Jinping former: president of CHN", "Tập Cận Bình được gọi là nguyên tổng thống Trung Quốc"),
        ("counted from the day of writing: the day of Tết", "tính từ ngày viết: “the day of Tết”"),
        ("number 77 of UN General Assembly session was 2022-09-13 to 2022-09-26", "kỳ họp thứ 77 Đại hội đồng Liên hợp quốc diễn ra từ 2022-09-13 đến 2022-09-26"),
        ("neighbours: 3 happenings shared with dated pages, tolls that grow", "các trang lân cận: 3 sự việc cũng có ở các trang đã rõ ngày, con số thương vong tăng dần"),
        ("hoadam: a.txt: is a PDF. Take its text out (pdftotext FILE.pdf) and give that.", "hoadam: a.txt: là tệp PDF. Hãy lấy văn bản ra (pdftotext FILE.pdf) rồi đưa vào."),
        ("the header: the file is empty.", "the header: tệp trống."),
        ('hoadam.toml: "storee" is no known key. Its keys are store, data.', 'hoadam.toml: "storee" không phải khóa đã biết. Các khóa là store, data.'),
        ("a sentence that nobody knows: it is new", "a sentence that nobody knows: it is new"),
    ],
)  # fmt: skip
def test_a_sentence_is_said_with_its_slots(english: str, said: str) -> None:
    kit = load.load()
    assert phrasebook("vi", names_in(kit.languages["vi"], kit.knowledge)).said(english) == said


def test_english_puts_words_of_a_page_in_quotation_marks() -> None:
    book = phrasebook("en")
    assert book.said("25/9 is a chủ nhật") == "25/9 is a “chủ nhật”"
    assert book.said("the first day told: 9/11") == "the first day told: 9/11"
    assert phrasebook("xx").said("25/9 is a chủ nhật") == "25/9 is a chủ nhật"


def test_what_a_page_says_of_itself_cannot_keep_the_phrasebook_busy() -> None:
    book = phrasebook("vi")
    for words in (": ", "on 9/11: a (1) or b (2) or ", " share , and both are fought in ", " (, and is not asked. (", "{n}"):
        hostile = f"The byline is {words * 30}."
        begun = time.perf_counter()
        assert book.said(hostile) == f"Tác giả ghi là {words * 30}."
        assert book.said(words * 5000) == words * 5000
        assert time.perf_counter() - begun < 2.0
