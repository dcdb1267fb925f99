"""The Kit: everything that reading and telling need to know, frozen, with a digest that names it."""

from hoadam.model.base import Record
from hoadam.packs.board import Board
from hoadam.packs.codebook import Codebook, FrameDef
from hoadam.packs.knowledge import Knowledge
from hoadam.packs.language import Language, PackInfo


class Kit(Record, frozen=True):
    """The data folder, checked; `digest` is the sha256 of its files; `others` are languages without a pack, to tell them apart."""

    digest: str
    languages: dict[str, Language]
    frames: dict[str, FrameDef]
    codebooks: dict[str, Codebook]
    boards: dict[str, Board]
    knowledge: Knowledge
    others: tuple[PackInfo, ...] = ()
