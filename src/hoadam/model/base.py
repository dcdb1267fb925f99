"""What every value shares: it is frozen, it points into the page's text, and it can say why."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A frozen value: equal when its fields are, safe to share, quick to encode; never part of a cycle, so the collector skips it."""


class Span(Record, frozen=True):
    """Code points `start` to `end` (exclusive) of `Page.text`, which nobody edits."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves, verbatim."""
        return text[self.start : self.end]

    def touches(self, other: "Span") -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """True when `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Why(Record, frozen=True):
    """The rule that judged, how sure it is (0 to 1), and what it matched."""

    rule: str
    confidence: float
    matched: tuple[Span, ...] = ()
    note: str | None = None


def moved(value: T, starts: Sequence[int]) -> T:
    """`value` with every span inside it moved: offset i becomes `starts[i]`.

    For text that was folded into another length (NFD, legacy encodings); `starts` has one entry more than the folded text.
    """
    if isinstance(value, Record):
        fields: dict[str, Any] = {name: moved(getattr(value, name), starts) for name in value.__struct_fields__}
        if isinstance(value, Span):
            fields["start"], fields["end"] = starts[value.start], starts[value.end]
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(moved(item, starts) for item in value)  # type: ignore[return-value]
    return value
