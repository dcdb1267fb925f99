"""What does another codebook call a coded happening, and which number does it give an actor? Tables decide; nothing is guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.errors import BadPack
from hoadam.model.event import Event
from hoadam.model.story import Episode
from hoadam.packs.codebook import ActorKind, Codebook, Conversion

T = TypeVar("T")
EQUAL = ("type", "mode", "process", "step", "status", "frame")  # conditions that name the very value


class Coded(Record, frozen=True):
    """A happening in another codebook: its code and name, the topmost code above it, its wider group, quad class and score.

    `mode` is told where the codebook has modes (PLOVER).
    """

    book: str
    code: str
    name: str
    root: str
    root_name: str
    mode: str | None = None
    group: str | None = None
    quad: int | None = None
    score: float | None = None


@dataclass(frozen=True)
class Converter:
    """A codebook with its conversions by the event type that they ask for (those that ask for none stand in each)."""

    book: Codebook
    of: Mapping[str, tuple[Conversion, ...]]


def compile_converter(book: Codebook) -> Converter:
    """The converter of a codebook."""
    types = sorted({line.type for line in book.conversions if line.type})
    return Converter(book, {name: tuple(line for line in book.conversions if line.type in (None, name)) for name in types})


def converters(books: Mapping[str, Codebook]) -> tuple[Converter, ...]:
    """The converter of every codebook that has conversions, in the order of their ids."""
    return tuple(compile_converter(books[name]) for name in sorted(books) if books[name].conversions)


def coded(happening: Event | Episode, by: Converter) -> Coded | None:
    """What the first conversion that fits calls it; None where the codebook has no such records."""
    line = next((line for line in by.of.get(happening.type, ()) if _fits(line, happening)), None)
    if line is None or line.code is None:
        return None
    keys = [line.code, *_above(line.code, by.book)]
    chain = [by.book.codes[key] for key in keys]
    mode = line.sub or (happening.mode if line.code == happening.type else None)
    return Coded(
        by.book.name, line.code, chain[0].name, keys[-1], chain[-1].name, mode,
        _first(one.group for one in chain), _first(one.quad for one in chain), _first(one.score for one in chain),
    )  # fmt: skip


def all_codes(happening: Event | Episode, by: Sequence[Converter]) -> tuple[Coded, ...]:
    """Its code in every codebook that has one for it."""
    return tuple(found for converter in by if (found := coded(happening, converter)))


def _above(code: str, book: Codebook) -> Iterator[str]:
    """The codes above a code, the topmost last."""
    under = book.codes[code].under
    while under is not None:
        yield under
        under = book.codes[under].under


def _first(values: Iterator[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _fits(line: Conversion, happening: Event | Episode) -> bool:
    if any(getattr(line, name) not in (None, getattr(happening, name)) for name in EQUAL):
        return False
    if line.context is not None and line.context not in happening.contexts:
        return False
    a, b = sides(happening)
    if (line.a and not _has(a, line.a)) or (line.b and not _has(b, line.b)):
        return False
    return line.abroad is None or line.abroad == is_abroad(a, happening)


def _has(actors: Sequence[Actor], sectors: Sequence[str]) -> bool:
    return any(actor.sector in sectors for actor in actors)


def sides(happening: Event | Episode) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The two sides: who acts and to whom; where all act together, the first one's country (or sector) and the others."""
    if happening.target or not happening.source:
        return happening.source, happening.target
    for name in ("code", "sector", "name"):
        key = getattr(happening.source[0], name)
        ours = tuple(actor for actor in happening.source if getattr(actor, name) == key)
        if len(ours) < len(happening.source):
            return ours, tuple(actor for actor in happening.source if getattr(actor, name) != key)
    return happening.source, ()


def is_abroad(actors: Sequence[Actor], happening: Event | Episode) -> bool | None:
    """True when all of them are of another country than the place, False when one is of it, None where the place is not known."""
    country = happening.place.country if happening.place else None
    return None if country is None or not actors else all(actor.code != country for actor in actors)


def kind_of(actor: Actor, happening: Event | Episode, book: Codebook) -> ActorKind | None:
    """What kind of actor a codebook takes it for, in this happening."""
    return next((kind for kind in book.kinds if _is(kind, actor, happening)), None)


def _is(kind: ActorKind, actor: Actor, happening: Event | Episode) -> bool:
    if (kind.sectors and actor.sector not in kind.sectors) or (kind.codes and actor.code not in kind.codes):
        return False
    if kind.type not in (None, happening.type) or kind.mode not in (None, happening.mode):
        return False
    return kind.abroad is None or kind.abroad == is_abroad([actor], happening)


def check(books: Mapping[str, Codebook]) -> None:
    """Nothing; raises BadPack when a conversion gives a code that its codebook lacks, or asks for what no record can have."""
    record = books.get("plover")
    for book in books.values():
        for code, meant in book.codes.items():
            if meant.under is not None and meant.under not in book.codes:
                raise BadPack(f"codebook {book.id}: {code} stands under {meant.under}, which is no code of it. Mend codes.")
        for line in book.conversions:
            if line.none != (line.code is None) or (line.code is not None and line.code not in book.codes):
                raise BadPack(f"codebook {book.id}: a conversion gives {line.code}, which is no code of it. Add it to codes, or say none.")
            if record is not None and (what := _unknown(line, record)):
                raise BadPack(f"codebook {book.id}: a conversion to {line.code} asks for {what}, which no record has. Mend the line.")


def _unknown(line: Conversion, record: Codebook) -> str | None:
    """What a conversion asks for that is not in the lists of the internal record."""
    modes = {mode for kind, of in record.modes.items() for mode in of if line.type in (None, kind)}
    steps = {step for process, of in record.steps.items() for step in of if line.process in (None, process)}
    asked = (
        (line.type, record.types), (line.mode, modes), (line.process, record.steps), (line.step, steps),
        *((sector, record.sectors) for sector in (*line.a, *line.b)),
    )  # fmt: skip
    return next((value for value, known in asked if value is not None and value not in known), None)
