"""What people do with a chronicle: take in pages, tell them, ask, rule and publish; all through ports, nothing of its own."""

from hoadam.desk.adding import AT_ONCE, BATCH, LATELY, PIPED, Added, Fresh, Late, found_in, ingest, try_again
from hoadam.desk.asking import ask_conflict, ask_timeline, ask_words, bounds, code_of, within
from hoadam.desk.publishing import CHUNK, HELD, Shelf, pieces, publish
from hoadam.desk.showing import SOME, Evidence, Quote, Shown, quote_of, show
from hoadam.desk.telling import FEW, MUCH, doubt, doubt_of, entries_of, grow_store, rule, tell_pages, tell_store

__all__ = [
    "AT_ONCE",
    "BATCH",
    "CHUNK",
    "FEW",
    "HELD",
    "LATELY",
    "MUCH",
    "PIPED",
    "SOME",
    "Added",
    "Evidence",
    "Fresh",
    "Late",
    "Quote",
    "Shelf",
    "Shown",
    "ask_conflict",
    "ask_timeline",
    "ask_words",
    "bounds",
    "code_of",
    "doubt",
    "doubt_of",
    "entries_of",
    "found_in",
    "grow_store",
    "ingest",
    "pieces",
    "publish",
    "quote_of",
    "rule",
    "show",
    "tell_pages",
    "tell_store",
    "try_again",
    "within",
]
