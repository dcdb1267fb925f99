"""Which pages hold some words, and which of them best? PostgreSQL's answer, made to be the same as SQLite's."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, text

from hoadam.packs.fold import bare
from hoadam.store.filling import indexed
from hoadam.store.words import RANKED

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # what SQLite's unicode61 takes for a word
LONGEST = 200  # letters: a longer "word" is known by its hash (PostgreSQL takes 2,046 bytes)
TIMES = 255  # occurrences that PostgreSQL counts
ROOM = 1_000_000  # bytes of words that one page may have: PostgreSQL's limit is 1 MB
K1, B = 1.2, 0.75  # of bm25, as SQLite has them

AT_ONCE = 250  # pages that are looked at together

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
    found = _newest(connection, phrases, column, max(RANKED, limit)) if phrases else []
    if not found:
        return []
    pages, average = connection.execute(text("SELECT count(*), avg(size) FROM words")).one()
    scores = [0.0] * len(found)
    for n, phrase in enumerate(phrases):
        weight = _weight(pages, _holding(connection, phrase, column)) if len(phrases) > 1 else 1.0
        for at, (_, size, counts) in enumerate(found):
            scores[at] += weight * counts[n] * (K1 + 1) / (counts[n] + K1 * (1 - B + B * size / float(average)))
    best = sorted(range(len(found)), key=lambda at: (-scores[at], found[at][0]))
    return [found[at][0] for at in islice(best, limit)]


def _weight(pages: int, holding: int) -> float:
    return max(1e-6, math.log((pages - holding + 0.5) / (holding + 0.5)))


Candidate = tuple[int, int, tuple[int, ...]]  # row, size of the page, and how often it has each phrase


def _query(words: Iterable[str]) -> str:
    return " & ".join(f"'{word}'" for word in dict.fromkeys(words))


def _newest(connection: Connection, phrases: Sequence[Phrase], column: str, most: int) -> list[Candidate]:
    """At most so many of the pages that hold all the phrases, the newest: as SQLite ranks no more than these."""
    made: list[Candidate] = []
    for rows in _rows(connection, phrases, column):
        made += _looked_at(connection, rows, phrases, column)
        if len(made) >= most:
            break
    return made[:most]


def _rows(connection: Connection, phrases: Sequence[Phrase], column: str) -> Iterator[Sequence[int]]:
    """The rows that have all the words, the newest first, some at a time."""
    asked = text(f"SELECT row FROM words WHERE {column} @@ CAST(:query AS tsquery) ORDER BY row DESC")  # noqa: S608  (of two columns)
    query = _query(word for phrase in phrases for word in phrase)
    with connection.execute(asked.execution_options(stream_results=True), {"query": query}) as found:
        yield from found.scalars().partitions(AT_ONCE)


def _looked_at(connection: Connection, rows: Sequence[int], phrases: Sequence[Phrase], column: str) -> list[Candidate]:
    """Those of the rows that have the words of each phrase one after another, with how often; phrases are looked for in the text."""
    if any(len(phrase) > 1 for phrase in phrases):
        asked = "SELECT row, size, text FROM words JOIN pages USING (row) WHERE row = ANY(:rows) ORDER BY row DESC"
        pages = connection.execute(text(asked), {"rows": list(rows)})
        looked = [(row, size, words_of(indexed(page)[0 if column == "exact" else 1])) for row, size, page in pages]
        counted = [(row, size, tuple(_times(words, phrase) for phrase in phrases)) for row, size, words in looked]
        return [one for one in counted if all(one[2])]
    asked = f"""SELECT row, size, (SELECT array_agg(lexeme || ' ' || cardinality(positions)) FROM unnest({column})
                WHERE lexeme = ANY(:heads)) FROM words WHERE row = ANY(:rows) ORDER BY row DESC"""  # noqa: S608
    made = []
    for row, size, pairs in connection.execute(text(asked), {"rows": list(rows), "heads": [phrase[0] for phrase in phrases]}):
        counts = {word: int(count) for word, count in (pair.split(" ") for pair in pairs or ())}
        made.append((row, size, tuple(counts.get(phrase[0], 0) for phrase in phrases)))
    return made


def _times(words: Sequence[str], phrase: Phrase) -> int:
    size = len(phrase)
    return sum(words[at] == phrase[0] and tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1))


def _holding(connection: Connection, phrase: Phrase, column: str) -> int:
    """How many pages hold the phrase."""
    if len(phrase) > 1:
        return sum(len(_looked_at(connection, rows, [phrase], column)) for rows in _rows(connection, [phrase], column))
    asked = f"SELECT count(*) FROM words WHERE {column} @@ CAST(:query AS tsquery)"  # noqa: S608
    return connection.scalar(text(asked), {"query": _query(phrase)}) or 0
