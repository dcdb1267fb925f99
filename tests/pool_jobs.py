"""Readers of made-up pages for engines: a module of its own, because other processes import it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from hoadam.engine.shards import kept
from hoadam.model.errors import BadPack, BadPage, OtherLanguage
from hoadam.model.page import Block, Page
from hoadam.model.story import Reading
from hoadam.model.time import Written
from hoadam.ports import Found, Item, Shard, Tally


def make(suffix: str) -> Callable[[Found], Reading]:
    """A reader of made-up pages; some words make it fail."""

    def read(item: Found) -> Reading:
        text = str(item.raw)
        if text == "bad":
            raise BadPage("there is no text in it.")
        if text == "fault":
            raise IndexError("a fault of the program")
        if text == "kill":
            os._exit(9)
        if text == "abort":
            os.abort()
        if text == "spin":
            while True:
                pass
        if text == "sleep":
            time.sleep(100)
        if text.startswith("doze"):
            time.sleep(0.02)
        if text == "eat":
            bytearray(1 << 30)
        if text == "lingua":
            raise OtherLanguage("in no language of ours.")
        return Reading(Page("id" + text, item.source, text + suffix), Written(), (Block(0, len(text), "body"),), kit=suffix)

    return read


def make_nothing() -> Callable[[Found], Reading]:
    raise BadPack("the data folder is broken.")


def part(out: str, shard: Shard) -> Tally:
    """What became of the pages of a shard, some of which cannot be read; its path says what the others hold."""
    odd = {3: "bad", 5: "fault", 7: "lingua"}

    def items() -> Iterator[Item]:
        for n in range(shard.start, shard.stop):
            word = odd.get(n, f"{shard.path} {n}")
            yield Found(f"{shard.name}:{n}", f"{n}.txt", "text", word, "d" + word)

    return kept(items, partial(make, "!"), "rules", Path(out))


def lethal(out: str, shard: Shard) -> Tally:
    """The same where one part is the death of every process that sees to it."""
    if shard.start == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    return part(out, shard)
