"""The shapes of data/frame and data/codebook: what a frame is, and each codebook's code for it or for the record that it makes."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class FrameDef(Record, frozen=True):
    """One frame: a sentence of definition, the roles it takes, whether its parties are equals, and its contexts.

    `follows`: told without a day, it happened when the sentences before it say ("Năm 2020 … Xung đột kết thúc bằng …").
    """

    id: str
    definition: str
    roles: Words
    mutual: bool = False
    contexts: Words = ()
    follows: bool = False


class Code(Record, frozen=True):
    """One line of a codebook: frame, conditions (status, tags), and the record they make; the first that fits is taken."""

    frame: str
    type: str
    mode: str | None = None
    process: str | None = None
    step: str | None = None
    status: str | None = None
    tags: Words = ()


class CodeDef(Record, frozen=True):
    """What a code means: its name, the code it stands `under`, a wider `group`, its quad class (1 to 4) and its score on a scale."""

    name: str
    under: str | None = None
    group: str | None = None
    quad: int | None = None
    score: float | None = None


class Conversion(Record, frozen=True):
    """A coded record that is like this gets `code` and the mode `sub`, or nothing where the codebook has no such records (`none`).

    All conditions given must hold; `a` and `b` are sectors, one of which the acting and the other side must have; `abroad` says
    whether the acting side is of another country than the place.
    """

    code: str | None = None
    none: bool = False
    sub: str | None = None
    type: str | None = None
    mode: str | None = None
    context: str | None = None
    process: str | None = None
    step: str | None = None
    status: str | None = None
    frame: str | None = None
    a: Words = ()
    b: Words = ()
    abroad: bool | None = None


class ActorKind(Record, frozen=True):
    """Which number a codebook gives an actor: the first line whose sectors, codes, event type, mode and `abroad` all fit."""

    code: str
    name: str
    sectors: Words = ()
    codes: Words = ()
    type: str | None = None
    mode: str | None = None
    abroad: bool | None = None


class Codebook(Record, frozen=True):
    """A codebook: its name, the lists its codes must come from, and its lines in the order to try them.

    `lines` make records of frames (the internal record), `classes` are its types by quad class; `conversions` make codes of such
    records. `sees` are the contexts that it has; `needs` the codes whose records must name somebody acted upon; `countries` its
    numbers for ISO codes.
    """

    id: str
    name: str
    lines: tuple[Code, ...] = ()
    types: Words = ()
    modes: dict[str, Words] = {}
    steps: dict[str, Words] = {}
    sectors: Words = ()
    classes: dict[str, Words] = {}
    codes: dict[str, CodeDef] = {}
    conversions: tuple[Conversion, ...] = ()
    kinds: tuple[ActorKind, ...] = ()
    sees: Words = ()
    needs: Words = ()
    countries: dict[str, str] = {}
