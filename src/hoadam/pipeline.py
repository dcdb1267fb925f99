"""The whole program on one page: `read` one page, `tell` many; each step takes what an earlier line made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from hoadam.model.actor import Mention
from hoadam.model.base import moved
from hoadam.model.event import Claim, Frame
from hoadam.model.page import Block, Page
from hoadam.model.sentence import Sentence
from hoadam.model.story import Reading, Ruling, Story, StoryDate
from hoadam.model.time import Timex
from hoadam.packs import saying
from hoadam.packs.fold import Folded, folded
from hoadam.packs.index import NameIndex, name_index
from hoadam.packs.kit import Kit
from hoadam.packs.language import Language
from hoadam.read import actors, claims, clauses, coding, dating, deciding, frames, language, segment, times, when
from hoadam.tell import board, briefing, dates, disputes, episodes, figures, repeats, timeline
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
    almanac: dating.Almanac
    tables: deciding.Tables


@dataclass(frozen=True)
class Voice:
    """What telling needs: the words of the reader's language, and the happenings whose dates are known."""

    speaker: saying.Speaker
    known: episodes.Known


@dataclass(frozen=True)
class Tools:
    """A Kit made ready once per process."""

    kit: Kit
    types: Mapping[str, str]
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
    return Voice(saying.speaker_of(kit, lang), episodes.compile_known(kit.knowledge, kit.languages.values()))


def prepare(kit: Kit) -> Tools:
    """The Kit with its patterns and automata compiled."""
    return Tools(kit, coding.types_of(kit.codebooks["plover"]))


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


def language_of(page: Page, text: Folded, tools: Tools) -> str:
    """The page's language: as given, else told from its words; raises BadPage when there is no pack for it."""
    if page.lang in tools.kit.languages:
        return str(page.lang)
    return language.language_of(text, page.source, {code: made.pack for code, made in tools.kit.languages.items()})


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
    return Draft(msgspec.structs.replace(page, lang=code), tongue, text, blocks, stories, timexes, mentions, sentences, said, timed)


def read(page: Page, tools: Tools) -> Reading:
    """All that one page says: zones, day, times, actors, claims and events, every one with its place in the text."""
    made = draft(page, tools)
    decided = deciding.decide(made.frames, tools.types, made.sentences, made.claims, made.text, made.tongue.tables)
    events = coding.events(decided, made.sentences, made.text, tools.kit.codebooks["plover"], tools.kit.frames)
    reading = Reading(
        made.page, made.stories[0].written, made.blocks, made.stories, made.times, made.mentions, made.claims, events, kit=tools.kit.digest
    )
    return moved(reading, made.text.starts) if made.text.starts else reading


def tell(readings: Iterable[Reading], tools: Tools, rulings: Sequence[Ruling] = (), lang: str = "en") -> Story:
    """The chronicle that the readings tell together, in the words of `lang`, with people's rulings laid over them."""
    voice = tools.voice(lang)
    pages = sorted({reading.page.id: reading for reading in readings}.values(), key=lambda reading: reading.page.id)
    copies = repeats.same_articles([[b.of(r.page.text) for b in r.blocks if b.story == 0 and b.is_article] for r in pages])
    passages = dates.parts(pages)
    repeated = repeats.same([repeats.Passage(*passage) for passage in passages])
    dated = dates.settle(
        pages, [[pages[n].page.id for n in group] for group in copies], [[passages[n][:2] for n in group] for group in repeated]
    )
    ruled = rulings_.lay(dated, rulings, episodes.episode_id)
    original = {pages[n].page.id: pages[group[0]].page.id for group in copies for n in group}
    joined = episodes.join(ruled.readings, voice.known, original, ruled.together, ruled.apart)
    counted = figures.of(rulings_.over(joined, ruled.later), ruled.readings)
    found = disputes.find(counted)
    marked = disputes.marked(counted, found)
    tracks = board.tracks(marked, tools.kit.boards)
    told = timeline.weighed(board.concluded(marked, tracks))
    named = tuple(msgspec.structs.replace(track, name=saying.track_name(track, voice.speaker)) for track in tracks)
    lines = briefing.brief(told, named, found, voice.speaker)
    return Story(told, named, found, lines, tuple(line.text for line in lines if line.section == "gaps"))
