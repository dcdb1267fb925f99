"""Strict YAML: duplicate and unknown keys and wrong types are errors that name file, line and path."""

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from hoadam.model.errors import BadPack
from hoadam.model.plainly import plainly

T = TypeVar("T")
_PATH = re.compile(r"\[(\d+|\.\.\.)\]|\.([^.\[\]]+)")


class _Loader(yaml.CBaseLoader):
    """Every scalar a string (dates and "No" stay as written), every repeated key an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping; raises on a key that stands twice."""
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(made) != len(node.value):
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return made


def load_as(path: Path, kind: type[T]) -> T:
    """The file's content as a `kind`; raises BadPack with file, line and path otherwise."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPack(f"{path}: cannot be read ({plainly(error)}). Restore the data folder or point --data at a whole one.") from error
    try:
        raw = yaml.load(text, _Loader)  # noqa: S506  (a base loader makes nothing but strings, lists and maps)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadPack(f"{path}:{line}: {error.problem}. Mend that line.") from error
    except (yaml.YAMLError, RecursionError) as error:  # a control character, or lists without end
        raise BadPack(f"{path}: cannot be read as YAML ({' '.join(str(error).split())}). Mend it.") from error
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadPack(_located(path, text, str(error))) from error


def _located(path: Path, text: str, message: str) -> str:
    """The message with the line that its path leads to."""
    what, _, where = message.partition(" - at `$")
    node = yaml.compose(text, _Loader)
    for index, key in _PATH.findall(where):
        node = _child(node, index, key) or node
    line = node.start_mark.line + 1 if node else 1
    return f"{path}:{line}: {plainly(ValueError(what))} (at {where.rstrip('`') or 'the top'}). Mend that line."


def _child(node: Any, index: str, key: str) -> Any:
    """The node one step down, or None where the path does not say which."""
    if isinstance(node, yaml.SequenceNode) and index.isdigit():
        return node.value[int(index)]
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None
