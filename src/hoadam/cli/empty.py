"""What is said on a terminal of an empty answer: what was asked, why nothing answers, what comes near, and what to do."""

from collections.abc import Callable, Iterable

from hoadam import desk
from hoadam.answers.empty import Empty, Unmet, why_empty
from hoadam.answers.searching import missing
from hoadam.cli.output import say, shown
from hoadam.cli.tongue import Tongue
from hoadam.packs.kit import Kit
from hoadam.ports import Asked, Store


def say_why(place: Store, asked: Asked, kit: Kit, tongue: Tongue, conflict: str | None = None) -> None:
    """Say why no episode answers."""
    if not place.counts().episodes:
        say(f"hoadam: {tongue.t('no store event')}")
        return
    found = why_empty(place, asked, kit, _counted(place, conflict))
    for n, line in enumerate(_lines(found, asked, tongue, conflict)):
        say(f"{'hoadam: ' if not n else '  '}{shown(line)}")


def _counted(place: Store, conflict: str | None) -> Callable[[Asked], int] | None:
    """What counts the episodes of that conflict alone."""
    if not conflict:
        return None
    within = desk.ask_conflict(place, conflict)
    return lambda asked: len(desk.within(place.timeline(asked), within))


def _lines(found: Empty, asked: Asked, tongue: Tongue, conflict: str | None) -> Iterable[str]:
    t = tongue.t
    given = {"type": asked.type, "process": asked.process, "actor": asked.actor}
    filters = [f"{t(name)} “{_named(name, value, tongue)}”" for name, value in given.items() if value]
    filters += [f"{t('from')} {asked.since}"] if asked.since else []
    filters += [f"{t('to')} {asked.until}"] if asked.until else []
    filters += [t("conflict named", name=conflict)] if conflict else []
    yield t("empty asked", filters=", ".join(filters)) if filters else t("empty nothing")
    if found.turned:
        yield t("empty turned", first=asked.since, last=asked.until)
        return
    for one in found.unmet:
        yield from _unmet(one, found, tongue)
    for name, count in found.without.items():
        yield t("empty without", what=t(name), happenings=t("happenings", count=count))
    yield t("empty how")


def _unmet(one: Unmet, found: Empty, tongue: Tongue) -> Iterable[str]:
    t = tongue.t
    if one.what == "days":
        if found.days:
            yield t("empty days", first=found.days[0], last=found.days[1])
        return
    yield t("empty unmet", what=t(one.what), asked=_named(one.what, one.asked, tongue))
    if one.near:
        yield t("empty near", names=", ".join(_named(one.what, key, tongue) for key in one.near))
    if one.has:
        yield t("empty has", names=", ".join(_named(one.what, key, tongue) for key in one.has))


def _named(what: str, key: str, tongue: Tongue) -> str:
    """A value to ask with, and what it is called."""
    names = {"type": f"type {key}" in tongue.words and tongue.t(f"type {key}"), "process": tongue.process(key)}
    name = names.get(what) or tongue.speaker.states.get(key, key)
    return key if name == key else f"{key} ({name})"


def say_no_page(place: Store, words: str, tongue: Tongue) -> None:
    """Say why no page was found by these words."""
    t = tongue.t
    if not words:
        say(f"hoadam: {t('empty words')}")
        return
    say(f"hoadam: {t('empty search', words=_unquoted(words))}")
    lacking = missing(place, words)
    said = t("empty missing", words=", ".join(f"“{_unquoted(one)}”" for one in lacking)) if lacking else t("empty apart")
    if lacking != (words,):
        say(f"  {said}")


def _unquoted(words: str) -> str:
    """A phrase without the quotation marks that made it one."""
    return shown(words[1:-1] if words.count('"') == 2 and words[:1] == words[-1:] == '"' else words)
