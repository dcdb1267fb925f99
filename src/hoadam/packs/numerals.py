"""What number words and figures mean in a language."""

import re

from hoadam.packs.language import Numbers

_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def number_pattern(numbers: Numbers) -> str:
    """A regular expression (no groups) for a number in figures or in up to six words, on folded lower-case text."""
    words = "|".join(re.escape(word) for word in sorted({*numbers.words, *numbers.scale}, key=lambda w: (-len(w), w)))
    thousands, decimal = re.escape(numbers.thousands), re.escape(numbers.decimal)
    figures = rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    link = "|".join(["[ -]", *(f" {re.escape(word)} " for word in numbers.and_)])
    return rf"(?:{figures}|(?:{words})(?:(?:{link})(?:{words})){{0,5}})"


def number_of(text: str, numbers: Numbers) -> float | None:
    """The number that figures or words mean ("hai mươi lăm" 25, "2.000" 2000, "1,5" 1.5); None when they mean none."""
    text = text.strip().lower()
    if text[:1].isdigit():
        if numbers.thousands in text:
            text = re.sub(rf"(?<=\d){re.escape(numbers.thousands)}(?=\d{{3}}(?!\d))", "", text)
        plain = text.replace(numbers.decimal, ".")
        return float(plain) if _PLAIN.fullmatch(plain) else None
    total, current, ones = 0, 0, False
    words = [word for word in re.split(r"[ -]+", text) if word not in numbers.and_]
    for word in words:
        if word in numbers.scale:
            total, current = _scaled(total, current, numbers.scale[word])
            ones = False
        elif word in numbers.words and not ones:  # "a six" and "hai ba" are two numbers, not one
            current += numbers.words[word]
            ones = 0 < numbers.words[word] < 10
        else:
            return None
    return float(total + current) if words else None


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    """Tens and hundreds multiply the last digit; thousands and more, all that came before them."""
    if scale == 10:
        return total, current - current % 10 + (current % 10 or 1) * 10
    if scale == 100:
        return total, (current or 1) * 100
    return total + (current or 1) * scale, 0
