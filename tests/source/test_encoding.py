"""Do old and broken encodings give the text that was meant, with a note, and binary files one clear sentence?"""

import unicodedata

import pytest

from hoadam.model.errors import BadPage
from hoadam.source.encoding import Table, decode, likeness, repaired, tables_of

TEXT = (
    "Hôm qua, bộ quốc phòng cho biết quân đội hai nước đã nhất trí ngừng bắn tại khu vực biên giới. "
    "Những người dân trong làng được phép trở về nhà từ ngày 5 tháng 6. Việc này không ảnh hưởng đến các cuộc đàm phán về quyền tự trị."
)


def written_in(table: Table, text: str) -> str:
    """The text as the table's encoding shows it."""
    signs = {letter: sign for sign, letter in table.letters.items()}
    return "".join(signs.get(letter, letter) for letter in text)


def western(text: str) -> bytes:
    """The text in cp1252 with its holes filled from Latin-1."""
    return b"".join(letter.encode("cp1252") if letter not in "\x81\x8d\x8f\x90\x9d" else letter.encode("latin-1") for letter in text)


def garbled(text: str) -> str:
    """UTF-8 read as cp1252."""
    return "".join(bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in text.encode())


def in_1258(text: str) -> bytes:
    """The text in windows-1258, whose tones follow their letters."""
    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += (base + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode(name: str) -> None:
    """Unicode comes out as it went in, with or without its mark."""
    assert decode(TEXT.encode(name))[0] == TEXT


def test_utf8_needs_no_note() -> None:
    """The usual case is silent."""
    assert decode(TEXT.encode()) == (TEXT, ())


@pytest.mark.parametrize("table", tables_of(), ids=lambda table: table.name)
def test_old_encodings_in_bytes_and_in_text(table: Table) -> None:
    """TCVN3 and VNI are found by what they give, and said."""
    old = written_in(table, TEXT)
    for raw in (western(old), old.encode()):
        text, notes = decode(raw)
        assert text == TEXT
        assert any(table.name in note for note in notes)


@pytest.mark.parametrize("table", tables_of(), ids=lambda table: table.name)
def test_tables_are_one_to_one(table: Table) -> None:
    """No two signs stand for one letter."""
    assert len(set(table.letters.values())) == len(table.letters)


def test_windows_1258() -> None:
    """windows-1258 is recognised and composed."""
    text, notes = decode(in_1258(TEXT))
    assert text == TEXT
    assert notes == ("The text was in windows-1258.",)


def test_declared_charset() -> None:
    """A charset named in the document is used, a wrong name passed over."""
    cyrillic = "<meta charset='windows-1251'>Переговоры начались в Минске".encode("cp1251")
    assert "Переговоры" in decode(cyrillic)[0]
    assert decode(b"<meta charset=klingon>" + TEXT.encode())[0].endswith(TEXT)


@pytest.mark.parametrize("spoil", [lambda text: text, lambda text: text.replace("\u00a0", " ")], ids=["whole", "spaces lost"])
def test_utf8_read_as_cp1252_is_turned_back(spoil: object) -> None:
    """Mojibake is repaired and said so."""
    text, notes = repaired(spoil(garbled(TEXT)))  # type: ignore[operator]
    assert text == TEXT
    assert notes == ("The text was UTF-8 read as cp1252; it was turned back.",)


@pytest.mark.parametrize(
    "text", ["Le président a déclaré que les négociations étaient terminées.", "He said “no” – again.", "Señor Núñez viajó a España."]
)
def test_other_languages_are_left_alone(text: str) -> None:
    """French and Spanish are neither Vietnamese nor mojibake."""
    assert repaired(text) == (text, ())
    assert decode(text.encode("cp1252"))[0] == text


def test_a_few_broken_bytes_are_shown() -> None:
    """UTF-8 cut in the middle of a letter is still UTF-8."""
    text, notes = decode(TEXT.encode() + "đ".encode()[:1])
    assert text == TEXT + "\ufffd"
    assert "broken" in notes[0]


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(1, 256)) * 4, b"PK\x03\x04\x00\x00", bytes(range(128, 256)) * 5]
)
def test_binary_is_one_sentence(raw: bytes) -> None:
    """What is no text is refused in one sentence."""
    with pytest.raises(BadPage, match=r"^[^.]+\.$"):
        decode(raw)


def test_likeness_tells_vietnamese() -> None:
    """The measure that conversions are judged by."""
    assert likeness(TEXT) > 0.2 > likeness("The two countries agreed on a ceasefire along the border.")
