"""Which lines, conflict or pages does a question in a person's words mean?"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from hoadam.desk.showing import SOME
from hoadam.model.errors import BadConfig
from hoadam.model.story import Conflict
from hoadam.packs.fold import bare, fold
from hoadam.packs.kit import Kit
from hoadam.ports import Asked, Entry, Hit, Store

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.](?P<year>\d{4})")


def bounds(words: str) -> tuple[str, str]:
    """First and last day of a day, month or year as people write it: 2020, 2020-09, 2020-09-27, 9/2020, 27/9/2020."""
    match = _ISO.fullmatch(words) or _DAY_FIRST.fullmatch(words)
    year, month, day = (int(match[part] or 0) for part in ("year", "month", "day")) if match else (0, 0, 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        message = f"{words}: this is no day, month or year. Write 2020-09-27, 2020-09 or 2020."
        raise BadConfig(message, "error day", asked=words) from error
    last = day or (monthrange(year, month)[1] if month else 31)
    return first.isoformat(), date(year, month or 12, last).isoformat()


def code_of(words: str, kit: Kit) -> str:
    """The code of the state that the words name in any language, or the words themselves."""
    wanted = bare(fold(words)).strip()
    codes = {state.id: state.code for state in kit.knowledge.states}
    for language in kit.languages.values():
        for key, names in language.state_names.items():
            if key in codes and wanted in {bare(fold(name)) for name in names.names}:
                return codes[key]
    return words


def ask_timeline(store: Store, asked: Asked) -> list[Entry]:
    """The lines of the timeline that were asked for."""
    return store.timeline(asked)


def ask_conflict(store: Store, words: str) -> Conflict:
    """The conflict of which one dyad is named so ("ARM-AZE", either way round); raises BadConfig when there is none."""
    asked = {part.strip() for part in words.upper().split("-")}
    conflicts = store.conflicts()
    for conflict in conflicts:
        if any(set(dyad.split("-")) == asked for dyad in conflict.dyads):
            return conflict
    known = ", ".join(conflict.id for conflict in conflicts[:SOME]) or "none yet"
    raise BadConfig(f"{words}: the store has no such conflict. It has {known}; `hoadam conflicts` lists all.")


def within(entries: Iterable[Entry], conflict: Conflict) -> list[Entry]:
    """The lines of the timeline that are of the conflict."""
    keys = {member.episode for member in conflict.members}
    return [entry for entry in entries if entry.episode.id in keys]


def ask_words(store: Store, words: str, limit: int) -> list[Hit]:
    """The pages that hold the words."""
    return store.search(words, limit)
