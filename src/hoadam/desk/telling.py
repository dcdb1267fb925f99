"""How is the story of the store told again after pages or rulings came, at the cost of what they touch?"""

from collections.abc import Iterable, Mapping, Sequence

from hoadam.desk.adding import BATCH
from hoadam.model.shelf import blank
from hoadam.model.story import Episode, Reading, Ruling, Story
from hoadam.ports import Entry, Grower, Growth, Say, Store, Tell

FEW, MUCH = 100, 8  # pages that wait to be told: fewer, or less than one in eight, are told by what they touch


def grow_store(store: Store, tell: Grower, rules: str) -> None:
    """Bring what telling has worked out up to date with the pages that came, changed or went: it costs what these touch.

    So it does with new rulings. All is worked out anew where the rules are others than before, or most pages are new or ruled on.
    """
    while True:
        with store.growing(tell.kinds) as growth:
            by, ruled, grown, revision = growth.state()
            rulings, waiting, turn = growth.rulings(), growth.waiting(), growth.turn()
            if by == rules and _are_few(waiting, store):
                if waiting:  # under the rulings of before, so that book and rulings go together
                    _grow(growth, tell, rulings[:ruled])
                    continue
                if ruled == len(rulings):
                    if grown < revision:  # something came that no page tells of, such as a page that cannot be read
                        growth.replace((), (), (), ruled)
                    return
                pages = tell.meant(growth.book, rulings, rulings[:ruled], growth.pages_of)
                if _are_few(len(pages), store):
                    told, gone = tell.rule(growth.book, pages, growth.readings, rulings, rulings[:ruled])
                    growth.replace(told, gone, (), len(rulings))
                    continue
        book = blank()
        readings: dict[str, Reading | None] = {reading.page.id: reading for reading in store.readings()}
        told, _ = tell.grow(book, readings, lambda _: (), rulings)
        with store.growing(tell.kinds) as growth:
            if growth.turn() == turn:  # else another program was quicker, and there may be less to do
                growth.restart(book, told, rules, len(rulings), revision)


def _are_few(pages: int, store: Store) -> bool:
    return pages < FEW or pages * MUCH < store.counts().pages


def _grow(growth: Growth, tell: Grower, rulings: Sequence[Ruling]) -> None:
    """What some of the waiting pages change."""
    pages = growth.touched(BATCH)
    changed: dict[str, Reading | None] = dict.fromkeys(pages)
    changed |= {reading.page.id: reading for reading in growth.readings(pages)}
    told, gone = tell.grow(growth.book, changed, growth.readings, rulings)
    growth.replace(told, gone, pages, len(rulings))


def tell_store(store: Store, tell: Tell, say: Say, rules: str) -> None:
    """Have the store keep the story of all its readings and rulings; a telling that can grow tells only what changed."""
    if isinstance(tell, Grower):
        grow_store(store, tell, rules)
        if not store.keep_same(rules, tell.lang):
            _conclude(store, tell, say, rules)
        return
    revision = store.revision()
    readings = list(store.readings())
    story = tell(readings, store.rulings())
    store.keep(story, entries_of(story, readings, say), revision, rules)


def rule(store: Store, ruling: Ruling, tell: Tell, say: Say, rules: str) -> None:
    """Have the story told again under one ruling more."""
    store.rule(ruling)
    tell_store(store, tell, say, rules)


def _conclude(store: Store, tell: Grower, say: Say, rules: str) -> None:
    """Keep the story of the episodes that are worked out; only those are written that came out otherwise than in the story before."""
    now = store.snapshot()
    story = tell.conclude((one.episode for one in now.alone), now.rulings)
    sure = {one.episode.id: one.sure for one in now.alone}
    other = [
        episode
        for episode in story.episodes
        if episode.id in now.fresh or now.lang != tell.lang or now.marks.get(episode.id) != (episode.outcome, " ".join(episode.disputed))
    ]
    texts = {key: reading.page.text for key in _first_pages(other) if (reading := store.reading(key))}
    entries = [_entry(episode, texts, say(episode), doubt(episode, sure[episode.id])) for episode in other]
    store.keep(story, entries, now.revision, rules, tell.lang)


def _first_pages(episodes: Iterable[Episode]) -> set[str]:
    """The pages from which the lines of these episodes are quoted."""
    return {next((one.page for one in episode.reports if one.quotes), episode.reports[0].page) for episode in episodes}


def tell_pages(readings: Iterable[Reading], tell: Tell) -> tuple[Story, list[Reading]]:
    """The story of these readings and the readings themselves: each page once, whatever the order they came in."""
    each = {reading.page.id: reading for reading in readings}
    ordered = [each[key] for key in sorted(each)]
    return tell(ordered, ()), ordered


def entries_of(story: Story, readings: Iterable[Reading], say: Say) -> list[Entry]:
    """Every episode as a line of the timeline: said in a sentence, and with the quote that proves it."""
    texts: dict[str, str] = {}
    sure: dict[tuple[str, str], float] = {}
    for reading in readings:
        texts[reading.page.id] = reading.page.text
        sure |= {(reading.page.id, event.id): event.confidence for event in reading.events}
    return [_entry(episode, texts, say(episode), doubt_of(episode, sure)) for episode in story.episodes]


def doubt_of(episode: Episode, sure: Mapping[tuple[str, str], float]) -> float:
    """How much a person's look would be worth: what it matters, times how unsure the best of its reports leaves us.

    One outlet alone and a dispute add as much as a report that is a quarter less sure.
    """
    return doubt(episode, max((sure.get((one.page, one.event), 0.0) for one in episode.reports), default=0.0))


def doubt(episode: Episode, best: float) -> float:
    """The same where the surest of its reports is known."""
    unsure = (1 - best) + 0.25 * (episode.outlets < 2) + 0.25 * bool(episode.disputed)
    return round(max(episode.weight, 0.1) * unsure, 4)


def _entry(episode: Episode, texts: dict[str, str], text: str, doubt: float) -> Entry:
    for report in episode.reports:
        if report.quotes and report.page in texts:
            return Entry(episode, text, report.quotes[0].of(texts[report.page]), report.page, report.source, doubt)
    return Entry(episode, text, "", "", "", doubt)
