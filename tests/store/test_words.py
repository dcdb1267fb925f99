"""The sentence that a search shows is the first of those with the most of the words, however it is looked for."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from hoadam.packs.fold import bare
from hoadam.store.words import LONGEST, asked, composed, place_of

SYLLABLES = st.sampled_from(
    [
        "hòa",
        "hoà",
        "Hòa",
        "hoa",
        "đàm",
        "ĐÀM",
        "dam",
        "ngừng",
        "bắn",
        "b\u0103\u0301n",
        "ban",
        "İ",
        "2024",
        "x.",
        "y!",
        "z…\n",
        "\n",
        "\u2028",
    ]
)
TEXTS = st.lists(SYLLABLES, max_size=60).map(" ".join)


def naive(text: str, words: str, *, exact: bool) -> str | None:
    """The same, sentence by sentence and word by word."""
    shape = (lambda part: composed(part).lower()) if exact else bare
    phrases = [re.findall(r"[\w\u0300-\u036f]+", shape(part)) for part in asked(words)]
    best: tuple[int, str | None] = (0, None)
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        told = re.findall(r"[\w\u0300-\u036f]+", shape(sentence))
        count = sum(any(told[at : at + len(phrase)] == phrase for at in range(len(told))) for phrase in phrases)
        best = (count, sentence[:LONGEST]) if count > best[0] else best
    return best[1]


@given(TEXTS, st.lists(SYLLABLES, min_size=1, max_size=3).map(" ".join), st.booleans(), st.booleans())
@example("a. " * 30 + "hòa đàm. hòa. đàm hòa.", "đàm hòa", True, True)
def test_the_sentence_shown_is_the_first_with_the_most_of_the_words(text: str, words: str, exact: bool, together: bool) -> None:
    words = '"' + words.replace("\n", " ") + '"' if together else words
    found = place_of(text, asked(words), exact=exact)
    assert (found.of(text) if found else None) == naive(text, words, exact=exact)
