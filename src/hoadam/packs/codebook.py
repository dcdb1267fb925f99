"""The shapes of data/frame and data/codebook: what a frame is, and each codebook's code for it."""

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
    """One line of a codebook: frame, conditions (status, tags), and the code they get; the first that fits is taken."""

    frame: str
    type: str
    mode: str | None = None
    process: str | None = None
    step: str | None = None
    status: str | None = None
    tags: Words = ()
    code: str | None = None
    sub: str | None = None


class Codebook(Record, frozen=True):
    """A codebook: its name, the lists its codes must come from, and its lines in the order to try them."""

    id: str
    name: str
    lines: tuple[Code, ...]
    types: Words = ()
    modes: dict[str, Words] = {}
    steps: dict[str, Words] = {}
    sectors: Words = ()
