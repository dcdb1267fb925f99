"""Who acts: actors as the codebook names them, the offices they hold, and where a page mentions them."""

from typing import Literal

from hoadam.model.base import Record, Span

Kind = Literal["name", "role", "reference", "place"]


class Actor(Record, frozen=True):
    """One actor: country or organisation `code`, `sector`, canonical English `name` and knowledge `id` where known."""

    code: str
    sector: str
    name: str | None = None
    id: str | None = None


class Naming(Span, frozen=True):
    """Words that name somebody, before anybody knows who held which office that day or what "nước này" refers to.

    `titles` are ids of data/lang/xx/roles.yaml, outermost first; `owners` the states or groups they belong to; `known` the
    id of a person of the knowledge; `person` the personal name; `reference` the id of a referring word; `place` a place's id.
    `as_place` says that the words before it ask for a place ("tại", "thủ đô").
    """

    sort: Literal["role", "state", "group", "press", "seat", "place", "person", "capitals", "reference"]
    titles: tuple[str, ...] = ()
    owners: tuple[Actor, ...] = ()
    known: str | None = None
    person: Span | None = None
    reference: str | None = None
    place: str | None = None
    as_place: bool = False


class Mention(Span, frozen=True):
    """Where the page names actors; `actors` is plural for "hai nước" or "Armenia và Azerbaijan" read as one.

    `kind` tells a name ("Nga"), a role ("quân đội Syria"), a reference ("nước này"), or a place that might only be a place.
    `office` is the office named ("usa.foreign-minister"), `person` the personal name inside the mention.
    """

    actors: tuple[Actor, ...]
    kind: Kind = "name"
    office: str | None = None
    person: Span | None = None
    place: str | None = None
    rule: str = ""
