"""Where does each thread of the peace process stand? The tracks in lanes, one lane a kind."""

from collections.abc import Mapping

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.story import State, Track
from hoadam.packs.board import Board
from hoadam.ports import Store


class Lane(Record, frozen=True):
    """All tracks of one kind, those with the newest state first."""

    kind: str
    tracks: tuple[Track, ...]


def takers(track: Track, state: State) -> tuple[Actor, ...]:
    """Who took the step, where not all parties of the track did; else nobody, for the track's name says it."""
    return () if {one.code for one in track.parties} <= {one.code for one in state.who} else state.who


def lanes(store: Store, boards: Mapping[str, Board], actor: str | None = None, kind: str | None = None) -> tuple[Lane, ...]:
    """The lanes in the order of the boards, of one kind and with one actor where asked; empty ones are left out."""
    found: dict[str, list[Track]] = {}
    for track in store.tracks():
        codes = {one.code for one in (*track.parties, *track.third)}
        if (not actor or actor.upper() in codes) and (not kind or kind == track.kind):
            found.setdefault(track.kind, []).append(track)
    order = sorted(found, key=lambda one: boards[one].rank if one in boards else len(boards))
    return tuple(Lane(one, tuple(found[one])) for one in order)
