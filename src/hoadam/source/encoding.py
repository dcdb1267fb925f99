"""Which text do these bytes hold? Unicode first, then what is declared, then the Vietnamese encodings of before Unicode."""

import codecs
import re
import unicodedata
from functools import cache

from hoadam.model.base import Record
from hoadam.model.errors import BadPage
from hoadam.packs.load import bundled
from hoadam.packs.strict import load_as

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:<meta[^>]{0,200}?charset\s*=\s*["']?|<\?xml[^>]{0,100}?encoding\s*=\s*["'])([\w.:-]{2,40})""", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
HIGH = re.compile(r"[^\x00-\x7f]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
GARBLED = re.compile(
    "[\u00c3-\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
SHARE = 0.1  # of all words; measured on Vietnamese news .24 to .42 are among the 40 of the tables, on English and French under .04
SAMPLE = 20_000


class Table(Record, frozen=True):
    """An encoding of data/encoding: what stands for which letter, and frequent words that prove a conversion."""

    name: str
    common: tuple[str, ...]
    letters: dict[str, str]


def decode(raw: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text and what had to be done for it; raises BadPage when the bytes hold none."""
    text, notes = _unicode(raw) or _declared(raw, declared) or _legacy(raw)
    text, more = repaired(text)
    if "\x00" in text or len(CONTROL.findall(text[:SAMPLE])) > 0.02 * len(text[:SAMPLE]):
        raise BadPage("the file is binary, not text.")
    return text, (*notes, *more)


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with UTF-8 that was read as cp1252, TCVN3 or VNI turned back, and a note where that was needed."""
    sample = text[:SAMPLE]
    if sample.isascii() and text.isascii():
        return text, ()
    if len(GARBLED.findall(sample)) > 0.005 * len(sample):
        mended = _degarbled(text)
        if likeness(mended) > likeness(text):
            return mended, ("The text was UTF-8 read as cp1252; it was turned back.",)
    if likeness(text) >= SHARE:
        return text, ()
    table = next((table for table in _best(sample) if likeness(converted(sample, table)) >= SHARE), None)
    return (text, ()) if table is None else (converted(text, table), (f"The text was written in {table.name}; it was converted.",))


def _unicode(raw: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The text of bytes in a Unicode encoding, or None."""
    for bom, name in BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(name, "replace"), () if name == "utf-8" else (f"The text is in {name.upper()[:6]}.",)
    wide = _without_bom(raw[:SAMPLE])
    if wide:
        return raw.decode(wide, "replace"), (f"The text is in {wide.upper()[:6]} and does not say so.",)
    if raw.count(b"\x00"):
        raise BadPage("the file is binary, not text.")
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= max(1, 0.02 * sum(not char.isascii() for char in text)):
        return text, (f"{broken} broken UTF-8 byte(s) stand as U+FFFD.",)
    return None


def _without_bom(raw: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte is small or zero."""
    even, odd = raw[0::2], raw[1::2]
    if len(odd) < 8:
        return None
    low_even, low_odd = sum(b < 0x1F for b in even) / len(even), sum(b < 0x1F for b in odd) / len(odd)
    if raw.count(b"\x00") < 0.2 * len(raw):
        return None
    return "utf-16-le" if low_odd > 0.8 and low_even < 0.3 else "utf-16-be" if low_even > 0.8 and low_odd < 0.3 else None


def _declared(raw: bytes, declared: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The text in the charset that it says it has, or None when it says none, a false or a Western one."""
    match = DECLARED.search(raw, 0, 4096)
    name = declared or (match.group(1).decode("ascii", "replace") if match else None)
    if not name:
        return None
    try:
        codec = codecs.lookup(name).name
        if codec in {"utf-8", "iso8859-1", "cp1252", "ascii"}:
            return None
        return unicodedata.normalize("NFC", raw.decode(codec)), (f"The text is in {codec}, as declared.",)
    except (LookupError, UnicodeDecodeError):
        return None


def _legacy(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of single bytes: windows-1258 or cp1252 (where TCVN3 and VNI are looked for later); raises BadPage."""
    sample = raw[:SAMPLE]
    if len(CONTROL.findall(sample.decode("latin-1"))) > 0.02 * len(sample):
        raise BadPage("the file is binary, not text.")
    western = _western(raw)
    try:
        vietnamese = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        vietnamese = western
    as_is, tables = likeness(vietnamese[:SAMPLE]), [likeness(converted(western[:SAMPLE], table)) for table in tables_of()]
    if as_is >= SHARE and as_is >= max(tables):
        return vietnamese, ("The text was in windows-1258.",)
    high = sum(byte > 0x7F for byte in sample)
    if max(tables) < SHARE and high > 0.2 * len(sample):
        raise BadPage("the encoding of the text is not known (neither UTF-8, UTF-16, windows-1258, TCVN3 nor VNI).")
    return western, ("The text is not UTF-8; it was read as cp1252.",)


def _western(raw: bytes) -> str:
    """cp1252 with its five holes filled from Latin-1, as browsers do."""
    return "".join(_CP1252[byte] for byte in raw)


def _slot(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_CP1252 = tuple(_slot(byte) for byte in range(256))
_BYTES = {char: byte for byte, char in enumerate(_CP1252)}


def _degarbled(text: str) -> str:
    """Every run of letters that is UTF-8 read as cp1252 turned back; the others as they stand."""
    return HIGH.sub(lambda match: _run(match.group()), text.replace("\u00c3 ", "\u00c3\u00a0"))


def _run(letters: str) -> str:
    try:
        return bytes(_BYTES[letter] for letter in letters).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return letters


def likeness(text: str) -> float:
    """The share of words that are frequent in Vietnamese and not plain ASCII."""
    words = WORD.findall(unicodedata.normalize("NFC", text[:SAMPLE].lower()))
    common = _common()
    return sum(word in common for word in words) / max(1, len(words))


def converted(text: str, table: Table) -> str:
    """The text with every sign of the table replaced by the letter meant."""
    return _pattern(table.name).sub(lambda match: table.letters[match.group()], text)


def _best(sample: str) -> list[Table]:
    return sorted(tables_of(), key=lambda table: -likeness(converted(sample, table)))


@cache
def tables_of() -> tuple[Table, ...]:
    """The encodings of data/encoding."""
    return tuple(load_as(path, Table) for path in sorted((bundled() / "encoding").glob("*.yaml")))


@cache
def _common() -> frozenset[str]:
    return frozenset(word for table in tables_of() for word in table.common if not word.isascii())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = next(table for table in tables_of() if table.name == name)
    return re.compile("|".join(re.escape(sign) for sign in sorted(table.letters, key=lambda sign: (-len(sign), sign))))
