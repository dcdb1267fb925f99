"""What is known of one episode, on whose word? Its evidence, disputes, threads, changes, and what people have ruled on it."""

from collections.abc import Sequence
from itertools import groupby

from hoadam import desk
from hoadam.model.base import Record
from hoadam.model.errors import Missing
from hoadam.model.story import Dispute, Ruling, Track
from hoadam.packs.converting import Coded, Converter
from hoadam.ports import Asked, Entry, Store
from hoadam.tell.rulings import standing_of

NEAR = 8  # episodes of about the same days that may be the same happening


class Told(Record, frozen=True):
    """The answer; `near` are episodes of the same days that share an actor, `rulings` those in force about it."""

    entry: Entry
    evidence: tuple[desk.Evidence, ...]
    disputes: tuple[Dispute, ...]
    others: tuple[Entry, ...]
    tracks: tuple[Track, ...]
    near: tuple[Entry, ...]
    rulings: tuple[Ruling, ...]
    codes: tuple[Coded, ...] = ()

    @property
    def told(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What it was told as, in turn, and on which days so."""
        groups = groupby(self.entry.episode.history, key=lambda one: one[1])
        return tuple((status, tuple(dict.fromkeys(day for day, _ in group))) for status, group in groups)


def episode(store: Store, key: str, books: Sequence[Converter] = ()) -> Told:
    """The episode of that id; raises Missing when there is none."""
    if store.entry(key) is None:
        raise no_such(key)
    shown = desk.show(store, key, books)
    if shown.entry is None:
        raise Missing(f"{key}: this is the id of no episode.", "error episode", asked=key)
    disputes = tuple(one for one in store.disputes() if key in (one.episode, *one.others))
    others = [other for one in disputes for other in (one.episode, *one.others) if other != key]
    tracks = tuple(track for track in store.tracks() if any(key in state.episodes for state in track.states))
    rulings = tuple(one for one in standing_of(store.rulings()) if key in one.about)
    found = tuple(store.entries(list(dict.fromkeys(others))))
    return Told(shown.entry, shown.evidence, disputes, found, tracks, near(store, shown.entry), rulings, shown.codes)


def no_such(key: str) -> Missing:
    """What is raised where the story has no such episode."""
    message = f"{key}: the story has no such episode. It may have been joined to another or rejected since."
    return Missing(message, "error episode", asked=key)


def near(store: Store, entry: Entry) -> tuple[Entry, ...]:
    """Other episodes whose days touch this one's and that share an actor with it: what it might be merged with."""
    day = entry.episode.date
    if not (day.earliest and day.latest):
        return ()
    codes = {one.code for one in (*entry.episode.source, *entry.episode.target)}
    found = store.portion(Asked(since=day.earliest, until=day.latest), None, 50 * NEAR).entries
    fitting = [one for one in found if one.episode.id != entry.episode.id and codes & _codes(one)]
    same = entry.episode.type
    return tuple(sorted(fitting, key=lambda one: (one.episode.type != same, -one.episode.weight, one.episode.id))[:NEAR])


def _codes(entry: Entry) -> set[str]:
    return {one.code for one in (*entry.episode.source, *entry.episode.target)}
