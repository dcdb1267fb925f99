"""Values that many tests start from: a page with a few sentences, its reading, and a story of it."""

import hashlib

from hoadam.model.actor import Actor
from hoadam.model.base import Span
from hoadam.model.event import Event, Locus
from hoadam.model.page import Block, Page
from hoadam.model.story import Episode, Line, Reading, Report, State, Story, Tolls, Track
from hoadam.model.time import Cue, Day, Written

ARM = Actor("ARM", "GOV", "Armenia", "arm")
AZE = Actor("AZE", "GOV", "Azerbaijan", "aze")
DAY = Day("2023-05-14", "2023-05-14", "2023-05-14")
TEXT = "Hai bên gặp nhau ở Bỉ.\nHọ bàn về lệnh ngừng bắn. Đường biên giới đã mở."


def made_page(text: str = TEXT, source: str = "a.txt", outlet: str | None = None) -> Page:
    """A page with this text."""
    return Page("sha256" + hashlib.sha256(text.encode()).hexdigest(), source, text, outlet=outlet)


def made_event(page: Page, number: int = 0, kind: str = "CONSULT", day: Day = DAY) -> Event:
    """An event whose quote is the first line of the page."""
    return Event(
        id=hashlib.sha256(f"{page.id}{number}".encode()).hexdigest()[:16], zone="body", story=0, type=kind, mode=None, status="actual", contexts=("diplomatic",),
        source=(ARM, AZE), target=(), third=(), date=day, place=Locus("Brussels", "BEL", 50.8, 4.4), killed=(), injured=(), said_by=None,
        process="talks", step="held", quotes=(Span(0, page.text.find("\n") % (len(page.text) + 1)),), rule="vi.meet", confidence=0.9, frame="meet",
    )  # fmt: skip


def made_reading(page: Page | None = None, events: int = 1, day: Day = DAY) -> Reading:
    """A reading of the page with so many events."""
    page = page or made_page()
    written = Written(day.value, day.earliest, day.latest, 0.9, (Cue("dateline"),))
    return Reading(
        page, written, (Block(0, len(page.text), "body"),), events=tuple(made_event(page, n, day=day) for n in range(events)), kit="k"
    )


def made_episode(reading: Reading, event: Event) -> Episode:
    """The episode of one event alone."""
    report = Report(reading.page.id, event.id, reading.page.source, event.quotes, None, event.date, event.status)
    return Episode(
        "ep-" + event.id, event.type, None, event.status, event.date, event.place, event.source, (), (), event.process, event.step,
        Tolls(), Tolls(), (report,), 1,
    )  # fmt: skip


def made_story(*readings: Reading) -> Story:
    """A story in which each event is an episode, in order as stories are."""
    made = (made_episode(reading, event) for reading in readings for event in reading.events)
    episodes = tuple(sorted(made, key=lambda one: (one.date.earliest or one.date.latest or "9999", one.date.latest or "9999", one.id)))
    track = Track(
        "talks-1", "talks", "Armenia and Azerbaijan", (ARM, AZE), (), (State("held", DAY, tuple(one.id for one in episodes)),), "held"
    )
    lines = tuple(Line(one.id, one.date, "They met in Brussels.", "single-source") for one in episodes[:1])
    return Story(episodes, (track,) if episodes else (), (), lines, ("no page from June",))


def said(episode: Episode) -> str:
    """The sentence of an episode."""
    return f"They met in {episode.place.name if episode.place else 'no place'}."
