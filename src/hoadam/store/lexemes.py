"""Which pages hold some words, and which of them best? PostgreSQL's answer, made to be the same as SQLite's."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from sqlalchemy import Connection, text

from hoadam.packs.fold import bare
from hoadam.store.filling import indexed

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # what SQLite's unicode61 takes for a word
LONGEST = 200  # letters: a longer "word" is known by its hash (PostgreSQL takes 2,046 bytes)
TIMES = 255  # occurrences that PostgreSQL counts
ROOM = 1_000_000  # bytes of words that one page may have: PostgreSQL's limit is 1 MB
K1, B = 1.2, 0.75  # of bm25, as SQLite has them

Phrase = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of a text in their order, in small letters."""
    return [_short(word) for word in _WORD.findall(text.lower())]


def _short(word: str) -> str:
    return word if len(word) <= LONGEST else word[:LONGEST] + hashlib.blake2b(word.encode(), digest_size=8).hexdigest()


def literal(text: str) -> str:
    """The text as a tsvector is written: each word with as many positions as it has occurrences, not where they are.

    Positions end at 16,383, so phrases are looked for in the text itself.
    """
    made, size = [], 0
    for word, count in sorted(Counter(words_of(text)).items()):
        times = min(count, TIMES)
        size += len(word.encode()) + 2 * times + 4
        if size > ROOM:  # only what is no news: a page has 2,000 different words
            break
        made.append(f"'{word}':{','.join(map(str, range(1, times + 1)))}")
    return " ".join(made)


def size_of(exact: str, fold: str) -> int:
    """How many words a page has, in both columns together."""
    return len(words_of(exact)) + len(words_of(fold))


def asked_for(parts: Sequence[str], column: str) -> list[Phrase]:
    """The words and phrases asked for, as the column has them."""
    shaped = [bare(part) if column == "fold" else part for part in parts]
    return [phrase for part in shaped if (phrase := tuple(words_of(part)))]


def ranked(connection: Connection, phrases: Sequence[Phrase], column: str, limit: int) -> list[int]:
    """The rows that hold all the phrases, by bm25 as SQLite reckons it, then by row."""
    if not phrases:
        return []
    found = _candidates(connection, phrases, column)
    if any(len(phrase) > 1 for phrase in phrases):
        found = _with_phrases(connection, found, phrases, column)
    pages, average = connection.execute(text("SELECT count(*), avg(size) FROM words")).one()
    scores = [0.0] * len(found)
    for n, phrase in enumerate(phrases):
        holding = _holding(connection, phrase, column)
        weight = max(1e-6, math.log((pages - holding + 0.5) / (holding + 0.5)))
        for at, (_, size, counts) in enumerate(found):
            scores[at] += weight * counts[n] * (K1 + 1) / (counts[n] + K1 * (1 - B + B * size / float(average)))
    best = sorted(range(len(found)), key=lambda at: (-scores[at], found[at][0]))
    return [found[at][0] for at in islice(best, limit)]


Candidate = tuple[int, int, tuple[int, ...]]  # row, size of the page, and how often it has each phrase


def _query(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}'" for word in dict.fromkeys(words))


def _candidates(connection: Connection, phrases: Sequence[Phrase], column: str) -> list[Candidate]:
    """The pages that have all the words, with how often they have the first of each phrase."""
    words = [word for phrase in phrases for word in phrase]
    heads = list(dict.fromkeys(phrase[0] for phrase in phrases))
    asked = f"""SELECT w.row, w.size, (SELECT array_agg(u.lexeme || ' ' || cardinality(u.positions)) FROM unnest(w.{column}) u
                WHERE u.lexeme = ANY(:heads)) FROM words w WHERE w.{column} @@ CAST(:query AS tsquery) ORDER BY w.row"""  # noqa: S608
    rows = connection.execute(text(asked), {"query": _query(words), "heads": heads})
    made = []
    for row, size, pairs in rows:
        counts = {word: int(count) for word, count in (pair.split(" ") for pair in pairs or ())}
        made.append((row, size, tuple(counts.get(phrase[0], 0) for phrase in phrases)))
    return made


def _with_phrases(connection: Connection, found: Sequence[Candidate], phrases: Sequence[Phrase], column: str) -> list[Candidate]:
    """Those of the pages that have the words of each phrase one after another, with how often."""
    made = []
    for row, size, _ in found:
        page = connection.scalar(text("SELECT text FROM pages WHERE row = :row"), {"row": row})
        words = words_of(indexed(page)[0 if column == "exact" else 1])
        counts = tuple(_times(words, phrase) for phrase in phrases)
        if all(counts):
            made.append((row, size, counts))
    return made


def _times(words: Sequence[str], phrase: Phrase) -> int:
    size = len(phrase)
    return sum(words[at] == phrase[0] and tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1))


def _holding(connection: Connection, phrase: Phrase, column: str) -> int:
    """How many pages hold the phrase."""
    if len(phrase) > 1:
        return len(_with_phrases(connection, _candidates(connection, [phrase], column), [phrase], column))
    asked = f"SELECT count(*) FROM words WHERE {column} @@ CAST(:query AS tsquery)"  # noqa: S608
    return connection.scalar(text(asked), {"query": _query(phrase)}) or 0
