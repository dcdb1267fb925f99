"""Number words and figures in both languages."""

import pytest

from hoadam.packs.language import Numbers
from hoadam.packs.load import bundled
from hoadam.packs.numerals import number_of
from hoadam.packs.strict import load_as

NUMBERS = {code: load_as(bundled() / "lang" / code / "numbers.yaml", Numbers) for code in ("vi", "en")}


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("vi", "hai mươi lăm", 25),
        ("vi", "mười lăm", 15),
        ("vi", "một trăm linh năm", 105),
        ("vi", "ba nghìn hai trăm", 3200),
        ("vi", "2.000", 2000),
        ("vi", "1,5", 1.5),
        ("vi", "hai chục", 20),
        ("vi", "hai ba", None),
        ("vi", "nhiều", None),
        ("en", "twenty-three", 23),
        ("en", "two hundred and five", 205),
        ("en", "a hundred", 100),
        ("en", "a six", None),
        ("en", "2,000", 2000),
        ("en", "", None),
    ],
)
def test_number(code: str, text: str, number: float | None) -> None:
    assert number_of(text, NUMBERS[code]) == number
