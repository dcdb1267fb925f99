"""The whole program on one page: `read` one page, `tell` many; each step takes what an earlier line made."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from hoadam.model.actor import Mention
from hoadam.model.base import moved
from hoadam.model.errors import BadPage, OtherLanguage
from hoadam.model.event import Claim, Frame
from hoadam.model.page import Block, Page
from hoadam.model.sentence import Sentence
from hoadam.model.shelf import Alone, Book, blank
from hoadam.model.story import Conflict, Episode, Line, Reading, Ruling, Story, StoryDate, Track
from hoadam.model.time import Timex, Written
from hoadam.packs import saying
from hoadam.packs.fold import Folded, folded
from hoadam.packs.index import NameIndex, name_index
from hoadam.packs.kit import Kit
from hoadam.packs.language import Language
from hoadam.read import actors, claims, clauses, coding, crawl, dating, deciding, frames, language, recalling, segment, times, when
from hoadam.tell import board, briefing, conflicts, dates, disputes, due, episodes, figures, repeats, timeline
from hoadam.tell import rulings as rulings_


@dataclass(frozen=True)
class Tongue:
    """One language, compiled: what each step of reading needs of it."""

    data: Language
    cues: segment.Cues
    times: times.TimeRules
    index: NameIndex
    actors: actors.ActorRules
    clauses: clauses.ClauseRules
    claims: claims.ClaimRules
    frames: frames.FrameRules
    memory: recalling.Memory
    almanac: dating.Almanac
    tables: deciding.Tables


@dataclass(frozen=True)
class Voice:
    """What telling needs: the words of the reader's language, and the happenings whose dates are known."""

    speaker: saying.Speaker
    known: episodes.Known
    due: due.DueRules


@dataclass(frozen=True)
class Tools:
    """A Kit made ready once per process."""

    kit: Kit
    types: Mapping[str, str]
    ahead: coding.Ahead
    signs: language.Signs
    tongues: dict[str, Tongue] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)

    def tongue(self, code: str) -> Tongue:
        """The language, compiled when a page first needs it."""
        if code not in self.tongues:
            self.tongues[code] = _tongue(self.kit, self.kit.languages[code])
        return self.tongues[code]

    def voice(self, lang: str) -> Voice:
        """What telling in a language needs, compiled when it is first asked for."""
        if lang not in self.voices:
            self.voices[lang] = _voice(self.kit, lang)
        return self.voices[lang]


def _voice(kit: Kit, lang: str) -> Voice:
    return Voice(saying.speaker_of(kit, lang), episodes.compile_known(kit.knowledge, kit.languages.values()), _due(kit))


def _due(kit: Kit) -> due.DueRules:
    return due.compile_rules({code: made.due for code, made in kit.languages.items()})


def prepare(kit: Kit) -> Tools:
    """The Kit with its patterns and automata compiled."""
    signs = language.compile_signs((made.pack for made in kit.languages.values()), kit.others)
    return Tools(kit, coding.types_of(kit.codebooks["plover"]), coding.ahead_of(kit.codebooks["plover"]), signs)


def _tongue(kit: Kit, data: Language) -> Tongue:
    index = name_index(kit.knowledge, data)
    return Tongue(
        data=data,
        cues=segment.compile_cues(data.segment),
        times=times.compile_rules(data.time, data.numbers),
        index=index,
        actors=actors.compile_rules(data, index),
        clauses=clauses.compile_rules(data),
        claims=claims.compile_rules(data.speech),
        frames=frames.compile_rules(data, kit.frames, index),
        memory=recalling.compile_memory(kit.knowledge),
        almanac=dating.compile_almanac(kit.knowledge, data),
        tables=deciding.Tables(data.weights),
    )


@dataclass(frozen=True)
class Draft:
    """A page read as far as its candidates: what deciding.py (and training) starts from."""

    page: Page
    tongue: Tongue
    text: Folded
    blocks: tuple[Block, ...]
    stories: tuple[StoryDate, ...]
    times: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    frames: tuple[Frame, ...]

    @property
    def written(self) -> dict[int, Written]:
        """When each story was written."""
        return {story.story: story.written for story in self.stories}


def language_of(page: Page, text: Folded, tools: Tools) -> str:
    """The page's language: as given, else told from its words; raises OtherLanguage when there is no pack for it."""
    if page.lang in tools.kit.languages:
        return str(page.lang)
    try:
        return language.language_of(text, page.source, tools.signs)
    except BadPage as error:
        raise OtherLanguage(str(error).removeprefix(f"{page.source}: ")) from None


def draft(page: Page, tools: Tools) -> Draft:
    """The page's zones, days, times, actors, claims and candidate frames."""
    text = folded(page.text)
    code = language_of(page, text, tools)
    tongue = tools.tongue(code)
    blocks = segment.segment(text, tongue.cues)
    shapes = times.find(text, blocks, tongue.times)
    namings = actors.find(text, tongue.actors)
    stories = dating.date(page, text, blocks, shapes, namings, tongue.almanac)
    written = {story.story: story.written for story in stories}
    timexes = times.settle(shapes, written, blocks)
    mentions = actors.resolve(namings, text, blocks, {n: w.value for n, w in written.items()}, tongue.actors)
    sentences = clauses.split(text, blocks, mentions, tongue.clauses)
    said = claims.find(text, sentences, tongue.claims)
    candidates = frames.find(text, sentences, tongue.frames)
    timed = when.place_in_time(candidates, text, sentences, timexes, said, tools.types, tools.kit.frames, tongue.frames.since, written)
    known = recalling.recalled(timed, tools.types, sentences, tongue.memory)
    return Draft(msgspec.structs.replace(page, lang=code), tongue, text, blocks, stories, timexes, mentions, sentences, said, known)


def read(page: Page, tools: Tools, *, why: bool = False) -> Reading:
    """All that one page says: zones, day, times, actors, claims and events, every one with its place in the text.

    With `why`, also the sentences that name two sides and yield no event, and what was missing.
    """
    made = draft(page, tools)
    decided = deciding.decide(made.frames, tools.types, made.sentences, made.claims, made.text, made.tongue.tables, made.tongue.index)
    since, weights = made.tongue.frames.since, made.tongue.data.weights.times
    timed = when.chosen(decided, tools.types, made.text, made.sentences, made.times, made.claims, made.written, since, weights)
    coded = coding.events(timed, made.sentences, made.text, tools.kit.codebooks["plover"], tools.kit.frames, tools.ahead)
    events = crawl.bounded(coded, made.page.seen)
    silences = deciding.silences(made.frames, decided, tools.types, made.sentences, made.text, made.tongue.tables) if why else ()
    reading = Reading(
        made.page, made.stories[0].written, made.blocks, made.stories, made.times, made.mentions, made.claims, events, silences,
        tools.kit.digest,
    )  # fmt: skip
    return moved(reading, made.text.starts) if made.text.starts else reading


_LIKENESS = dates.Likeness(repeats.print_of, repeats.article_keys, repeats.passage_keys, repeats.is_same_article, repeats.is_same)
Pages = Callable[[Collection[str]], Iterable[Reading]]  # the readings of these pages
PagesOf = Callable[[Collection[str]], Mapping[str, Collection[str]]]  # the pages of each of these events, as they were read
Grown = tuple[list[Alone], set[str]]  # the episodes that came out anew, and the ids of those that they replace


def tell(readings: Iterable[Reading], tools: Tools, rulings: Sequence[Ruling] = (), lang: str = "en") -> Story:
    """The chronicle that the readings tell together, in the words of `lang`, with people's rulings laid over them."""
    pages: dict[str, Reading | None] = {reading.page.id: reading for reading in readings}
    alone, _ = grow(blank(), pages, lambda _: (), tools, rulings)
    return conclude((one.episode for one in alone), tools, rulings, lang)


def grow(book: Book, changed: Mapping[str, Reading | None], pages: Pages, tools: Tools, rulings: Sequence[Ruling] = ()) -> Grown:
    """The episodes that change when these pages say this now (None: they are gone), and the ids of those that they replace.

    Only what the pages touch is told again, and the outcome is that of telling all; the book is brought up to date for the next time.
    `pages` gives the readings of other pages. The book must have been grown under the same rules and rulings.
    """
    laid, voice = rulings_.orders(rulings), tools.voice("en")
    around = dates.Around(book, _LIKENESS, {page: reading for page, reading in changed.items() if reading}, pages)
    items: dict[str, list[episodes.Item]] = {page: [] for page in changed}
    items |= _items(around, dates.changed(around, changed), laid, voice)
    return _told(episodes.grow(book, items, _links(laid)), laid)


def meant(book: Book, rulings: Sequence[Ruling], before: Sequence[Ruling], pages_of: PagesOf) -> set[str]:
    """The pages on which these rulings may change something that those of before did not."""
    laid, was = rulings_.orders(rulings), rulings_.orders(before)
    other = rulings_.differing(was, laid)
    read, added = pages_of(other.ids), rulings_.added_on(other.ids, was) | rulings_.added_on(other.ids, laid)
    strange = other.ids - read.keys() - added.keys() - {ruling.id for ruling in rulings}
    events, found = episodes.meant(book, strange, _links(was))
    return set(other.pages).union(added.values(), found, *read.values(), *pages_of(events).values())


def rule(book: Book, touched: Collection[str], pages: Pages, tools: Tools, rulings: Sequence[Ruling], before: Sequence[Ruling]) -> Grown:
    """The episodes that change when these rulings hold in place of those before, under which the book was grown.

    `touched` are the pages that `meant` names. Days of writing do not hang on rulings, so no neighbour of a page is touched.
    """
    laid, was = rulings_.orders(rulings), rulings_.orders(before)
    around = dates.Around(book, _LIKENESS, {}, pages)
    items = _items(around, touched, laid, tools.voice("en"))
    others = episodes.Others(_links(was), rulings_.differing(was, laid).ids)
    return _told(episodes.grow(book, items, _links(laid), others), laid)


def _links(laid: rulings_.Orders) -> episodes.Links:
    return episodes.Links(laid.together, laid.apart)


def _items(around: dates.Around, pages: Collection[str], laid: rulings_.Orders, voice: Voice) -> dict[str, list[episodes.Item]]:
    """The events of each of these pages as joining sees them, under people's rulings."""
    found: dict[str, list[episodes.Item]] = {}
    for reading in around.readings(pages):
        ruled = rulings_.lay(dates.settle(reading, around), laid)
        made = episodes.items(ruled, voice.known, dates.origin(reading.page.id, around.book))
        found[reading.page.id] = _with_deadlines(made, due.deadlines(ruled, voice.due))
    return found


def _told(grown: episodes.Grown, laid: rulings_.Orders) -> Grown:
    told = (_alone(episode, reports, laid) for episode, reports in grown.told)
    return [one for one in told if one], grown.gone


def _with_deadlines(items: Iterable[episodes.Item], deadlines: Mapping[str, tuple[due.Deadline, ...]]) -> list[episodes.Item]:
    return [msgspec.structs.replace(item, due=deadlines[item.event.id]) if item.event.id in deadlines else item for item in items]


def _alone(episode: Episode, reports: Sequence[episodes.Item], laid: rulings_.Orders) -> Alone | None:
    """The episode with its figures, deadline and weight, as far as its own reports tell them; None where a person rejects it."""
    for ruled in rulings_.over([episode], laid):
        counted = figures.counted(ruled, {(one.page, one.event.id): one.event for one in reports})
        dated = due.dated(counted, [(one.event, one.due, one.written) for one in reports])
        [weighed] = timeline.weighed([dated])
        return Alone(weighed, max(one.event.confidence for one in reports))
    return None


def conclude(alone: Iterable[Episode], tools: Tools, rulings: Sequence[Ruling] = (), lang: str = "en") -> Story:
    """The chronicle of these episodes: disputes, tracks, brief and conflicts, and what each of them says about an episode."""
    voice = tools.voice(lang)
    ordered = episodes.in_time(alone)
    found = disputes.find(ordered)
    marked = disputes.marked(ordered, found)
    tracks = board.tracks(marked, tools.kit.boards, {event.id: event for event in tools.kit.knowledge.events})
    told = board.concluded(marked, tracks)
    named = tuple(msgspec.structs.replace(track, name=saying.track_name(track, voice.speaker)) for track in tracks)
    lines = briefing.brief(told, named, found, voice.speaker)
    fought = conflicts.find(told, named, {state.code for state in tools.kit.knowledge.states}, rulings_.standing_of(rulings))
    return Story(told, named, found, lines, _gaps(lines), fought)


@dataclass(frozen=True)
class Teller:
    """Telling in one language, with its tools in hand: all pages at once, or what some pages change of what was told."""

    tools: Tools
    lang: str
    kinds: Mapping[str, Any] = field(default_factory=lambda: {**dates.KINDS, **episodes.KINDS})

    def __call__(self, readings: Iterable[Reading], rulings: Sequence[Ruling] = ()) -> Story:
        """The story of these readings."""
        return tell(readings, self.tools, rulings, self.lang)

    def grow(self, book: Book, changed: Mapping[str, Reading | None], pages: Pages, rulings: Sequence[Ruling] = ()) -> Grown:
        """The episodes that these pages change, and the ids of those that they replace."""
        return grow(book, changed, pages, self.tools, rulings)

    def meant(self, book: Book, rulings: Sequence[Ruling], before: Sequence[Ruling], pages_of: PagesOf) -> set[str]:
        """The pages on which these rulings may change something that those of before did not."""
        return meant(book, rulings, before, pages_of)

    def rule(self, book: Book, touched: Collection[str], pages: Pages, rulings: Sequence[Ruling], before: Sequence[Ruling]) -> Grown:
        """The episodes that other rulings change on these pages, and the ids of those that they replace."""
        return rule(book, touched, pages, self.tools, rulings, before)

    def conclude(self, alone: Iterable[Episode], rulings: Sequence[Ruling] = ()) -> Story:
        """The story of these episodes."""
        return conclude(alone, self.tools, rulings, self.lang)


def chronicle(story: Story, tools: Tools, lang: str = "en", conflict: Conflict | None = None, since: str | None = None) -> Story:
    """The part of the story that is of one conflict (None = all of it), with a brief of its own, which may begin on a day."""
    keys = {member.episode for member in conflict.members} if conflict else {episode.id for episode in story.episodes}
    told = tuple(episode for episode in story.episodes if episode.id in keys)
    tracks = tuple(track for track in story.tracks if conflict is None or track.id in conflict.tracks)
    found = tuple(dispute for dispute in story.disputes if dispute.episode in keys and keys.issuperset(dispute.others))
    lines = briefing.brief(told, tuple(_within(track, keys) for track in tracks), found, tools.voice(lang).speaker, since)
    return Story(told, tracks, found, lines, _gaps(lines), (conflict,) if conflict else story.conflicts)


def _within(track: Track, keys: set[str]) -> Track:
    """The track with the states that its conflict's episodes show."""
    states = tuple(state for state in track.states if keys.intersection(state.episodes))
    own = (msgspec.structs.replace(state, episodes=tuple(key for key in state.episodes if key in keys)) for state in states)
    return msgspec.structs.replace(track, states=tuple(own))


def _gaps(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.section == "gaps")
