"""Readers of made-up pages for engines: a module of its own, because other processes import it."""

import os
import time
from collections.abc import Callable

from hoadam.model.errors import BadPack, BadPage, OtherLanguage
from hoadam.model.page import Block, Page
from hoadam.model.story import Reading
from hoadam.model.time import Written
from hoadam.ports import Found


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
        if text == "eat":
            bytearray(1 << 30)
        if text == "lingua":
            raise OtherLanguage("in no language of ours.")
        return Reading(Page("id" + text, item.source, text + suffix), Written(), (Block(0, len(text), "body"),), kit=suffix)

    return read


def make_nothing() -> Callable[[Found], Reading]:
    raise BadPack("the data folder is broken.")
