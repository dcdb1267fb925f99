"""What libraries and systems say of an error, in plain words."""

import errno
import gzip
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoadam.model.plainly import plainly
from hoadam.model.story import Ruling

LIBRARIES = ("msgspec", "Errno", "Object", "Expected", "codec", "byte", "Arrow", "sqlite", "zlib", "Error", "`", "$")


def said(work: Callable[[], Any]) -> str:
    with pytest.raises(Exception) as caught:
        work()
    return plainly(caught.value)


def decoded(raw: bytes) -> Callable[[], Any]:
    return lambda: msgspec.json.decode(raw, type=Ruling)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (decoded(b"{}"), "is missing"),
        (decoded(b"[1]"), "a list stands where an object belongs"),
        (decoded(b'{"id": 1}'), 'a whole number stands where text in quotes belongs, at "id"'),
        (decoded(b"{bad"), "it is no JSON from letter 2 on"),
        (decoded(b'{"id": "a'), "it breaks off in the middle"),
        (decoded(b'{"id": "\xff"}'), "it is not in UTF-8"),
        (b"\xff".decode, "it is not in UTF-8"),
        (lambda: Path("/none/at/all").read_text(), "there is no such file or folder"),
        (lambda: Path("/").read_text(), "it is a folder"),
        (
            lambda: msgspec.convert({"a": [{"b": "x"}]}, dict[str, list[dict[str, int]]]),
            "text in quotes stands where a whole number belongs",
        ),
        (lambda: zipfile.ZipFile(io.BytesIO(b"x")), "it is not packed as its name says"),
        (lambda: gzip.decompress(b"xx"), "it is not packed as its name says"),
        (lambda: gzip.decompress(gzip.compress(b"x" * 99)[:-9]), "it ends too early"),
        (lambda: zlib.decompress(b"xxxx"), "what is packed in it is damaged"),
        (lambda: tarfile.open(fileobj=io.BytesIO(b"x" * 600)).close(), "it is not packed as its name says"),
    ],
)
def test_a_library_is_not_heard(work: Callable[[], Any], words: str) -> None:
    told = said(work)
    assert words in told
    assert not [word for word in LIBRARIES if word in told]


@pytest.mark.parametrize("code", sorted(errno.errorcode))
def test_every_trouble_of_the_system_has_words(code: int) -> None:
    told = plainly(OSError(code, os.strerror(code), "a.txt"))
    assert told
    assert "Errno" not in told
    assert not told[0].isupper() or told[:2].isupper()
