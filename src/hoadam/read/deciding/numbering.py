"""Which number does a feature have? Its name is spelled once for all candidates that are alike, and read again only by people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

UNKNOWN = 0  # the number of every feature that nothing was learned for


class Numbering:
    """Numbers of the features that something was learned for; when `learning`, of every feature that is asked for."""

    def __init__(self, names: Iterable[str], *, learning: bool) -> None:
        self.names = [""]
        self._learning = learning
        self._numbers: dict[str, int] = {}
        self._under: dict[str, dict[str, int]] = {}
        self._alike: dict[tuple[Any, ...], tuple[int, ...]] = {}
        for name in names:
            self._add(name)

    def _add(self, name: str) -> int:
        number = self._numbers[name] = len(self.names)
        self.names.append(name)
        end = max(name.rfind("="), name.rfind("<"), name.rfind(">")) + 1
        self._under.setdefault(name[:end], {})[name[end:]] = number
        return number

    def number(self, name: str) -> int:
        """The number of a feature."""
        number = self._numbers.get(name, UNKNOWN)
        return self._add(name) if self._learning and not number else number

    def under(self, head: str) -> Mapping[str, int]:
        """The numbers of the features that begin with `head`, which ends in "=", "<" or ">", by the word that follows."""
        return _Growing(head, self.number) if self._learning else self._under.get(head, NONE)

    def alike(self, spell: Callable[..., Iterable[str]], *told: object) -> tuple[int, ...]:
        """The numbers of the features that `spell` names from what is `told`, which must take few values."""
        key = (spell, told)
        numbers = self._alike.get(key)
        if numbers is None:
            numbers = self._alike[key] = tuple([n for name in spell(*told) if (n := self.number(name))])
        return numbers


class _Growing(dict[str, int]):
    """Numbers given as they are asked for."""

    def __init__(self, head: str, number: Callable[[str], int]) -> None:
        super().__init__()
        self._head, self._number = head, number

    def get(self, word: str, _default: object = None) -> int:
        return self._number(self._head + word)


NONE: Mapping[str, int] = {}
