"""How a Python program or a notebook asks a store: `hoadam.open("hoadam.db").episodes(actor="AZE").to_pandas()`."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from hoadam import app, desk
from hoadam.answers.episode import Told, episode
from hoadam.answers.figures import claim_rows
from hoadam.answers.rows import Row, conflict_row, entry_row, hit_row, names, track_row
from hoadam.model.errors import BadConfig
from hoadam.model.event import Event
from hoadam.model.story import Conflict, Reading, Track
from hoadam.packs.citing import clean, pieces
from hoadam.ports import Asked, Entry, Hit, Store

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")
DAYS = ("earliest", "latest")  # columns that are days; `date` may be a month, a year or a range
MOST = 50  # rows that a notebook shows of a long answer
_CODE = re.compile(r"[A-Z]{3,4}(\.[A-Z]{3})?")


class PageView:
    """A page as a notebook shows it: its `reading`, with the quotes of its events marked in the text."""

    def __init__(self, reading: Reading) -> None:
        """Of what the program read."""
        self.reading = reading

    def __repr__(self) -> str:
        """What it is, when it was written, how many events it tells."""
        page = self.reading.page
        return (
            f"<page {page.title or page.source}, written {self.reading.written.value or '?'}, {_many(len(self.reading.events), 'event')}>"
        )

    def _repr_html_(self) -> str:
        page, written = self.reading.page, self.reading.written.value or "?"
        head = f"<h4>{_safe(page.title or page.source)}</h4><p><small>{_safe(page.source)} · {_safe(written)}</small></p>"
        return f'<article>{head}<div style="white-space: pre-wrap">{"".join(_marked(self.reading))}</div></article>'


def _many(count: int, thing: str) -> str:
    """So many things, one of them without the s."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _marked(reading: Reading) -> Iterator[str]:
    """The text in pieces; those that an event quotes say which when the pointer rests on them."""
    spans = [(span, event) for event in reading.events for span in event.quotes]
    at = 0
    for words, _, marked in pieces(reading.page.text, [span for span, _ in spans]):
        said = "; ".join(dict.fromkeys(_said(event) for span, event in spans if span.start <= at < span.end))
        at += len(words)
        yield f'<mark title="{_safe(said)}">{_safe(words)}</mark>' if marked else _safe(words)


def _said(event: Event) -> str:
    whom = f" → {', '.join(names(event.target))}" if event.target else ""
    return f"{event.type}{' ' + event.mode if event.mode else ''} ({event.status}): {', '.join(names(event.source))}{whom}"


class EpisodeView:
    """An episode as a notebook shows it: its `entry`, and the `evidence` for it, every report with its quotes."""

    def __init__(self, told: Told) -> None:
        """Of what the store tells about it."""
        self.told, self.entry, self.evidence = told, told.entry, told.evidence

    def __repr__(self) -> str:
        """What it is, when it was, how sure it is, how many reports tell of it."""
        one = self.entry.episode
        return f"<episode {self.entry.text}, {one.date.value or '?'}, {one.certainty}, {len(one.reports)} reports>"

    def _repr_html_(self) -> str:
        one = self.entry.episode
        facts = " · ".join((one.date.value or "?", one.certainty, one.type, *(f"disputed: {name}" for name in one.disputed), one.id))
        quotes = "".join(_proof(proof) for proof in self.evidence)
        return f"<article><h4>{_safe(self.entry.text)}</h4><p><small>{_safe(facts)}</small></p>{quotes}</article>"


def _proof(one: desk.Evidence) -> str:
    """A report's quotes, with its page, the day it was written and the first reason for that day."""
    written, why = one.written.value or "?", f" ({one.written.why[0].cue})" if one.written.why else ""
    quotes = "<br>".join(f"“{_safe(quote.words)}”" for quote in one.quotes)
    said = f"{one.title or one.report.source} · {written}{why}"
    return f"<blockquote>{quotes}<br><small>{_safe(said)}</small></blockquote>"


class Rows(Sequence[T], Generic[T]):
    """An answer of several things: a sequence of them, and the same as a table (docs/python.md says which columns)."""

    def __init__(self, things: Sequence[T], row_of: Callable[[T], Row]) -> None:
        """The things, and how each becomes a row."""
        self._things = tuple(things)
        self._row_of = row_of

    def __len__(self) -> int:
        """How many there are."""
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows[T]": ...
    def __getitem__(self, at: int | slice) -> "T | Rows[T]":
        """One of them, or some of them as an answer of their own."""
        return Rows(self._things[at], self._row_of) if isinstance(at, slice) else self._things[at]

    def __repr__(self) -> str:
        """How many rows there are."""
        return f"<{_many(len(self), 'row')}>"

    def to_dicts(self) -> list[Row]:
        """The rows: `killed` and the like are columns of their own (`killed_low`, `killed_best`, `killed_high`)."""
        return [_flat(self._row_of(thing)) for thing in self._things]

    def to_pandas(self) -> "pd.DataFrame":
        """A pandas frame, its days as timestamps; raises BadConfig where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise BadConfig("to_pandas() needs pandas. Install it with `pip install 'hoadam[pandas]'`.") from error
        frame = pd.DataFrame(self.to_dicts())
        for name in DAYS:
            if name in frame:
                frame[name] = pd.to_datetime(frame[name], errors="coerce", format="%Y-%m-%d")
        return frame

    def to_polars(self) -> "pl.DataFrame":
        """A Polars frame, its days as dates; raises BadConfig where Polars is not installed."""
        try:
            import polars as pl
        except ImportError as error:
            raise BadConfig("to_polars() needs Polars. Install it with `pip install 'hoadam[polars]'`.") from error
        frame = pl.DataFrame(self.to_dicts(), infer_schema_length=None)
        return frame.with_columns(
            pl.col(name).cast(pl.String).str.to_date("%Y-%m-%d", strict=False) for name in DAYS if name in frame.columns
        )

    def _repr_html_(self) -> str:
        rows = [_flat(self._row_of(thing)) for thing in self._things[:MOST]]
        if not rows:
            return "<p>nothing</p>"
        head = "".join(f"<th>{_safe(name)}</th>" for name in rows[0])
        body = "".join(f"<tr>{''.join(f'<td>{_safe(_cell(value))}</td>' for value in row.values())}</tr>" for row in rows)
        more = f"<p>… and {len(self) - MOST} more</p>" if len(self) > MOST else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _flat(row: Row) -> Row:
    made: Row = {}
    for key, value in row.items():
        if key in ("killed", "injured"):
            made |= {f"{key}_{name}": value[name] if value else None for name in ("low", "best", "high")}
        else:
            made[key] = value
    return made


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _safe(words: str) -> str:
    return escape(clean(words), quote=True)


class Chronicle:
    """A store, to be asked: each question opens it and lets it go again, so nothing needs to be closed."""

    def __init__(self, settings: app.Settings, *, create: bool = False) -> None:
        """By the settings that name the store; `create` makes an empty one where there is none."""
        self.settings = settings
        if create and not app.store_there(settings.store):
            app.store(settings, create=True).close()
        with self._opened():
            pass  # a store that is not there or not whole is said now, not at the first question

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        app.tell_what_waits(self.settings)
        with closing(app.store(self.settings)) as place:
            yield place

    def __repr__(self) -> str:
        """The store's file and how much it holds."""
        with self._opened() as place:
            counts = place.counts()
        held = ", ".join(_many(getattr(counts, f"{thing}s"), thing) for thing in ("page", "episode", "track"))
        return f"<chronicle {self.settings.store_name}: {held}>"

    def episodes(
        self,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        type: str | None = None,  # noqa: A002  (the word of `hoadam timeline --type`)
        process: str | None = None,
    ) -> Rows[Entry]:
        """What happened, by date: as `hoadam timeline` with the same words (`since` and `until` are a day, month or year)."""
        first = desk.bounds(since)[0] if since else None
        last = desk.bounds(until)[1] if until else None
        who = actor if not actor or _CODE.fullmatch(actor) else desk.code_of(actor, app.kit(self.settings))
        with self._opened() as place:
            return Rows(desk.ask_timeline(place, Asked(first, last, who, type, process)), entry_row)

    def episode(self, key: str) -> EpisodeView:
        """The episode whose id begins so, with its evidence; raises BadConfig when there is none, or more."""
        found = self.show(key)
        if found.entry is None:
            raise BadConfig(f"{key}: this is the id of {found.kind}, not of an episode.")
        with self._opened() as place:
            return EpisodeView(episode(place, found.entry.episode.id, app.codebooks(self.settings)))

    def figures(self, *, actor: str | None = None, since: str | None = None, until: str | None = None) -> Rows[Row]:
        """How many died or were hurt, by whose count: a row a claim, by date."""
        found = (entry for entry in self.episodes(actor=actor, since=since, until=until))
        return Rows([row for entry in found for row in claim_rows(entry, entry.text)], dict)

    def conflicts(self) -> Rows[Conflict]:
        """Who fights whom, where and when; the most told first."""
        with self._opened() as place:
            return Rows(place.conflicts(), conflict_row)

    def add(self, *paths: str | Path) -> desk.Added:
        """What was added: pages are read into the store and its story is told again, as by `hoadam add`."""
        rules = app.rules(self.settings)
        with closing(app.store(self.settings, write=True)) as place:
            found = desk.found_in(app.sources([str(path) for path in paths], self.settings))
            added = desk.ingest(found, app.Engines(self.settings), place, rules, again=False, each=lambda _: None)
            if not place.is_told(rules):
                desk.tell_store(place, app.teller(self.settings), app.sayer(self.settings), rules)
            return added

    def tracks(self) -> Rows[Track]:
        """Where each thread of the peace process stands."""
        with self._opened() as place:
            return Rows(place.tracks(), track_row)

    def search(self, words: str, limit: int = 20) -> Rows[Hit]:
        """The pages that hold all the words, those with the same accents first."""
        with self._opened() as place:
            return Rows(desk.ask_words(place, words, limit), hit_row)

    def pages(self) -> Rows[PageView]:
        """Every page, by its id."""
        with self._opened() as place:
            return Rows([PageView(reading) for reading in place.readings()], _page_row)

    def page(self, key: str) -> PageView:
        """The page whose id begins so; raises BadConfig when there is none, or more."""
        found = self.show(key)
        if found.reading is None:
            raise BadConfig(f"{key}: this is the id of {found.kind}, not of a page.")
        return PageView(found.reading)

    def show(self, key: str) -> desk.Shown:
        """The episode, event, track or page whose id begins so, with its evidence, and its codes in other codebooks."""
        with self._opened() as place:
            return desk.show(place, key, app.codebooks(self.settings))

    def export(self, form: str, lang: str | None = None) -> bytes:
        """The story in a format of `hoadam export`."""
        render = app.export(form)
        with self._opened() as place:
            return desk.publish(place, render, app.kit(self.settings), lang or self.settings.language)


def _page_row(view: PageView) -> Row:
    page, written = view.reading.page, view.reading.written
    return {
        "id": page.id, "source": page.source, "title": page.title, "outlet": page.outlet, "url": page.url, "lang": page.lang,
        "written": written.value, "earliest": written.earliest, "latest": written.latest, "confidence": written.confidence,
        "events": len(view.reading.events), "text": page.text,
    }  # fmt: skip


def open_store(path: str | Path | None = None, *, data: str | None = None, language: str | None = None, create: bool = False) -> Chronicle:
    """The store at `path` (by default the one that hoadam.toml names), ready to be asked; raises StoreError.

    `create` makes an empty one where there is none.
    """
    return Chronicle(app.settings(store=str(path) if path is not None else None, data=data, language=language), create=create)
