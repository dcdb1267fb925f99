"""How is one thing said otherwise than many?"""

from collections.abc import Mapping

ONE = " (1)"  # ends the key of what is said of one thing, in languages that have a form for it


def form_for(words: Mapping[str, str], key: str, count: object) -> str:
    """The words of the key: those for one where it is one and the language has them; the key itself where there are none."""
    found = words.get(key + ONE) if count == 1 else None
    return words.get(key, key) if found is None else found


def counted(words: Mapping[str, str], key: str, count: int) -> str:
    """So many of what the key names."""
    return form_for(words, key, count).format(count=count)
