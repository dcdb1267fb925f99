"""How a page is said: sentences, the clauses in them, and the little words that steer who does what."""

from typing import Literal

from hoadam.model.actor import Mention
from hoadam.model.base import Span
from hoadam.model.page import Zone

MarkerKind = Literal[
    "passive",
    "passive_by",
    "with_before",
    "against_before",
    "between",
    "of",
    "broker_before",
    "brokers",
    "hosts",
    "brokered",
    "planned",
    "hypothetical",
    "negation",
    "reporting",
    "clause_breaks",
    "killed",
    "injured",
]


class Marker(Span, frozen=True):
    """A little word and the kinds of work that it can do ("để": a clause break, and what follows is only meant)."""

    kinds: tuple[MarkerKind, ...]


class Clause(Span, frozen=True):
    """A stretch of a sentence between breaks; `quoted` when it stands in quote marks."""

    quoted: bool = False


class Sentence(Span, frozen=True):
    """A sentence: its number on the page (from 0), where it stands, its clauses, mentions and markers in order."""

    number: int
    zone: Zone
    story: int
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]

    def clause_at(self, place: int) -> Clause:
        """The clause that holds an offset; the whole sentence where none does."""
        for clause in self.clauses:
            if clause.start <= place < clause.end:
                return clause
        return Clause(self.start, self.end)
