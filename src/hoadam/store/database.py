"""What a store asks of its database besides plain SQL: who may write when, how words are found, what is broken."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol

from sqlalchemy import Connection, Engine

Words = tuple[str, str]  # a text as the columns `exact` and `fold` have it


class Database(Protocol):
    """A place that holds the tables of a store."""

    name: str
    is_new: bool  # opening it made it
    opened_as: int  # the version that it had before

    @property
    def reader(self) -> Engine:
        """What readers connect to; each connection sees one state of the store."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction of the one writer, safe against a power cut once it has ended."""

    def guarded(self) -> AbstractContextManager[None]:
        """Whatever goes wrong with the database inside becomes a StoreError of one sentence."""

    def index(self, connection: Connection, rows: Mapping[int, Words]) -> None:
        """Make the words of these pages, by the number of their row, findable."""

    def unindex(self, connection: Connection, row: int, words: Words) -> None:
        """Forget the words of a page."""

    def rows_with(self, connection: Connection, parts: Sequence[str], column: Literal["exact", "fold"], limit: int) -> list[int]:
        """The rows of at most so many pages that hold all the parts, the best first."""

    def faults(self, connection: Connection) -> list[str]:
        """What is wrong; empty when it is whole."""

    def close(self) -> None:
        """Let go of it."""
