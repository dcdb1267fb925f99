"""What belongs on the timeline, in which order? What is told often, costs lives or turns the course; nothing twice."""

from collections.abc import Iterable, Sequence
from math import log2, log10

import msgspec

from hoadam.model.story import Episode, Line
from hoadam.packs.saying import Speaker, sentence

TURNS = frozenset({
    ("ceasefire", "agreed"), ("ceasefire", "declared"), ("ceasefire", "violated"), ("ceasefire", "ended"), ("ceasefire", "extended"),
    ("agreement", "signed"), ("agreement", "ratified"), ("agreement", "quit"), ("agreement", "agreed"), ("exchange", "done"),
    ("withdrawal", "done"), ("disarmament", "done"), ("territory", "captured"), ("territory", "ceded"), ("displacement", "fled"),
    ("access", "closed"), ("access", "opened"), ("peacekeeping", "deployed"), ("peacekeeping", "withdrawn"), ("talks", "cancelled"),
})  # fmt: skip
DEEDS = frozenset({"ASSAULT", "RETREAT", "CONSULT", "COERCE", "SANCTION", "MOBILIZE", "AID", "COOPERATE", "PROTEST"})
LEAST = 0.5  # what a single report of a plain statement without a process has


def weighed(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    """The episodes with their weight."""
    return tuple(msgspec.structs.replace(episode, weight=round(weight(episode), 3)) for episode in episodes)


def lines(episodes: Sequence[Episode], tongue: Speaker, least: float = LEAST) -> tuple[Line, ...]:
    """The dated episodes that matter, in order of time, one line each."""
    chosen = [e for e in episodes if (e.date.earliest or e.date.latest) and e.weight > least]
    return tuple(_distinct(line(e, tongue) for e in in_order(chosen)))


def in_order(episodes: Iterable[Episode]) -> list[Episode]:
    """By first day, the shorter of two that begin together last (a year before its days)."""
    return sorted(episodes, key=lambda e: (e.date.earliest or e.date.latest or "9999", _reversed(e.date.latest), e.id))


def _reversed(day: str | None) -> int:
    return -int((day or "0").replace("-", ""))


def line(episode: Episode, tongue: Speaker, section: str = "") -> Line:
    """The episode as a line."""
    return Line(episode.id, episode.date, sentence(episode, tongue), episode.certainty, section)


def weight(episode: Episode) -> float:
    """How much an episode matters: corroboration, lives lost, a turn of the course, a deed rather than words."""
    dead = max(episode.killed.best or 0, episode.killed.low or 0)
    return (
        log2(max(1, episode.outlets))
        + log10(1 + dead)
        + 2.0 * any(step in TURNS for step in episode.steps)
        + 1.0 * (episode.type in DEEDS)
        + 0.5 * bool(episode.steps)
        + 1.0 * (episode.named is not None)
    )


def _distinct(found: Iterable[Line]) -> Iterable[Line]:
    """Each day's sentence once."""
    seen: set[tuple[str | None, str]] = set()
    for one in found:
        key = (one.date.value, one.text)
        if key not in seen:
            seen.add(key)
            yield one
