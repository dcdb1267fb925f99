"""What is different in a story told anew? Each episode new, changed or gone, written down once and for good."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from hoadam.model.story import Episode
from hoadam.ports import Entry
from hoadam.store import tables
from hoadam.store.asking import entries as entries_of
from hoadam.store.rows import Row, packed

# What a reader would call a change; weights, reasons and the wording of the sentence are none.
FIELDS = (
    "type", "mode", "status", "certainty", "outcome", "date", "place", "source", "target", "third", "process", "step", "killed",
    "injured", "reports", "disputed",
)  # fmt: skip


def digest_of(entry: Entry) -> bytes:
    """The name of all that a reader would call a change."""
    return hashlib.blake2b(packed([_field(entry.episode, name) for name in FIELDS]), digest_size=12).digest()


def _field(episode: Episode, name: str) -> object:
    if name == "reports":
        return [(report.page, report.event) for report in episode.reports]
    return getattr(episode, name)


def kept_before(connection: Connection) -> dict[str, tuple[bytes, str]]:
    """The digest of every episode of the story kept, and when it was last changed."""
    rows = select(tables.episodes.c.id, tables.episodes.c.digest, tables.episodes.c.revised)
    return {key: (digest, revised) for key, digest, revised in connection.execute(rows)}


def changed(
    connection: Connection, entries: Sequence[Entry], digests: Mapping[str, bytes], before: Mapping[str, tuple[bytes, str]],
    gone: Sequence[str], at: str,
) -> list[Row]:  # fmt: skip
    """The rows of `changes` that this telling makes of these entries and of those gone; the story before must still be there."""
    other = [entry for entry in entries if entry.episode.id in before and before[entry.episode.id][0] != digests[entry.episode.id]]
    old = {entry.episode.id: entry for entry in entries_of(connection, [entry.episode.id for entry in other])}
    rows = [_row(entry, "new", (), at) for entry in entries if entry.episode.id not in before]
    rows += [_row(entry, "changed", _differing(old[entry.episode.id].episode, entry.episode), at) for entry in other]
    return rows + [_row(entry, "gone", (), at) for entry in entries_of(connection, gone)]


def _differing(one: Episode, other: Episode) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if _field(one, name) != _field(other, name))


def _row(entry: Entry, kind: str, fields: Sequence[str], at: str) -> Row:
    episode = entry.episode
    day = episode.date.earliest or episode.date.latest
    return {"at": at, "episode": episode.id, "kind": kind, "fields": " ".join(fields), "day": day, "text": entry.text}
