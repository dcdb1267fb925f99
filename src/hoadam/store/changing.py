"""What is different in a story told anew? Each episode new, changed or gone: put in its place, and written down once and for good."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select

from hoadam.model.story import Episode, Story
from hoadam.ports import Entry
from hoadam.store import tables
from hoadam.store.asking import entries as entries_of
from hoadam.store.asking import in_parts
from hoadam.store.filling import fill
from hoadam.store.rows import Row, entry_row, packed, pair_rows, report_rows

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


def kept_before(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[bytes, str]]:
    """Of these episodes those that the story kept has: their digests, and when they were last changed."""
    found: dict[str, tuple[bytes, str]] = {}
    for some in in_parts(ids):
        rows = select(tables.episodes.c.id, tables.episodes.c.digest, tables.episodes.c.revised).where(tables.episodes.c.id.in_(some))
        found |= {key: (digest, revised) for key, digest, revised in connection.execute(rows)}
    return found


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


def replace_episodes(connection: Connection, story: Story, entries: Sequence[Entry]) -> None:
    """Put these entries in place of those before, take away what the story has no longer, and write down what that changes."""
    before = kept_before(connection, [entry.episode.id for entry in entries])
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    digests = {entry.episode.id: digest_of(entry) for entry in entries}
    gone = sorted(set(connection.scalars(select(tables.episodes.c.id))) - {episode.id for episode in story.episodes})
    fill(connection, tables.changes, changed(connection, entries, digests, before, gone, at))
    for some in in_parts([*gone, *(key for key in digests if key in before)]):
        for table in (tables.pairs, tables.reports, tables.entries):
            connection.execute(delete(table).where(table.c.episode.in_(some)))
        connection.execute(delete(tables.episodes).where(tables.episodes.c.id.in_(some)))
    old = {key: revised for key, (digest, revised) in before.items() if digests.get(key) == digest}
    rows = [entry_row(one, digests[one.episode.id], old.get(one.episode.id, at)) for one in entries]
    fill(connection, tables.episodes, rows)
    fill(connection, tables.entries, [{"episode": one.episode.id, "entry": packed(one)} for one in entries])
    fill(connection, tables.reports, [row for entry in entries for row in report_rows(entry)])
    fill(connection, tables.pairs, [row for entry in entries for row in pair_rows(entry)])
