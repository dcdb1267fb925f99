"""How do decisions go from one store to another? As lines of JSON, every ruling as it was made; those that are there are passed over."""

from collections.abc import Iterable, Iterator

import msgspec

from hoadam.model.errors import BadConfig
from hoadam.model.plainly import plainly
from hoadam.model.story import Ruling
from hoadam.ports import Store


def lines(rulings: Iterable[Ruling]) -> Iterator[str]:
    """Each ruling on a line of its own, in the order in which they were kept."""
    for ruling in rulings:
        yield msgspec.json.encode(ruling).decode() + "\n"


def parsed(text: Iterable[str]) -> list[Ruling]:
    """The rulings of such lines; raises BadConfig at the first line that is none."""
    found: list[Ruling] = []
    for n, line in enumerate(text, 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=Ruling))
            except (msgspec.MsgspecError, UnicodeError) as error:
                raise BadConfig(f"line {n}: this is no decision ({plainly(error)}). Give what `hoadam decisions` writes.") from error
    return found


def replay(store: Store, rulings: Iterable[Ruling]) -> int:
    """How many of the rulings were new to the store, which keeps them in their order."""
    known = {one.id for one in store.rulings()}
    fresh = {one.id: one for one in rulings if one.id not in known}
    for one in fresh.values():
        store.rule(one)
    return len(fresh)
