"""In which language does the terminal speak, and how are a day, a state and a party said in it?"""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hoadam.model.actor import Actor
from hoadam.model.story import Episode, Track
from hoadam.model.time import Day
from hoadam.packs.naming import names_in
from hoadam.packs.saying import Speaker, day, everyone, place, sentence, sides, speaker_of, state_name
from hoadam.words import Words, all_words, word
from hoadam.words.phrasebook import Phrasebook, phrasebook

if TYPE_CHECKING:
    from hoadam.app import Settings
    from hoadam.ports import Entry, Store

USUAL = "en"
_NO_YEAR = "XXXX-"
_ISO = re.compile(r"\d{4}(-\d\d){0,2}")
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Tongue:
    """A language ready to be used in tables: its words, what says sentences in it, and the language of a store's own sentences."""

    lang: str
    words: Words
    settings: "Settings"
    told_in: str = ""

    @cached_property
    def speaker(self) -> Speaker:
        """What says sentences, made when the first is said: it wants the data folder, which takes a quarter of a second."""
        from hoadam import app

        return speaker_of(app.kit(msgspec.structs.replace(self.settings, language=self.lang)), self.lang)

    def t(self, key: str, /, **values: object) -> str:
        """A word or sentence of the interface."""
        return word(self.words, key, **values)

    @cached_property
    def book(self) -> Phrasebook:
        """What says the program's own English sentences, with the names that the data folder knows."""
        from hoadam import app

        kit = app.kit(msgspec.structs.replace(self.settings, language=self.lang))
        return phrasebook(self.lang, names_in(kit.languages[self.lang], kit.knowledge))

    def said(self, english: str) -> str:
        """A sentence that the program made in English: evidence, a note, a reason."""
        return self.book.said(english)

    def plain(self, english: str) -> str:
        """The same without names, for what may be wrong with the data folder itself."""
        return phrasebook(self.lang).said(english)

    def text(self, entry: "Entry") -> str:
        """The episode in one sentence: as the store has it, or said anew where that is in another language."""
        return entry.text if self.told_in in ("", self.lang) else sentence(entry.episode, self.speaker)

    def say(self, episode: Episode) -> str:
        """An episode in one sentence."""
        return sentence(episode, self.speaker)

    def state(self, kind: str, state: str) -> str:
        """A state of a track of that kind."""
        return state_name(kind, state, self.speaker) if kind in self.speaker.boards else state

    def process(self, kind: str) -> str:
        """A process by its name."""
        board = self.speaker.boards.get(kind)
        return board.names.get(self.lang, kind) if board else kind

    def who(self, actors: Sequence[Actor]) -> str:
        """The actors by their names."""
        return everyone(actors, self.speaker)

    def day(self, when: Day) -> str:
        """The day as known: itself, its bounds, the one that is known, or that it is unknown. Days are written so that they sort."""
        value, earliest, latest = when.value or "", when.earliest, when.latest
        if value.startswith(_NO_YEAR):
            match = _YEARLESS.fullmatch(value)
            return self._yearless(int(match[1]), int(match[2])) if match else day(when, self.speaker)
        if _ISO.fullmatch(value):
            return value
        if earliest and latest:
            return earliest if earliest == latest else self.t("day range", first=earliest, last=latest)
        return self.t("day from", day=earliest) if earliest else self.t("day by", day=latest) if latest else self.t("day none")

    def _yearless(self, month: int, number: int) -> str:
        return self.t("day yearless", d=number, month=self.words["months"].split()[month - 1])


def spoken_in(settings: "Settings", asked: str | None = None) -> "Settings":
    """The settings with the language in which the store's story is told, where hoadam.toml asks for no other.

    One that is `asked` for this once is not the store's. What a store that cannot be opened lacks, the command itself says.
    """
    from hoadam import app
    from hoadam.model.errors import StoreError

    if (not asked and settings.language != USUAL) or not app.store_there(settings.store):
        return settings
    try:
        with closing(app.store(settings)) as place:
            told_in = place.stamp().lang
    except StoreError:
        return settings
    return msgspec.structs.replace(settings, language=told_in or settings.language)


def tongue_for(settings: "Settings", place: "Store | None" = None, asked: str | None = None) -> Tongue:
    """The language that was asked for, else that of the settings, else the one in which the store's story is told."""
    told_in = place.stamp().lang if place else ""
    lang = settings.language if asked or settings.language != USUAL else told_in or settings.language
    words = all_words({lang, USUAL})
    return Tongue(lang, words.get(lang, words[USUAL]), settings, told_in)


def name_of_track(track: Track, tongue: Tongue) -> str:
    """The parties of a track and its place, without its kind; the name that it has where its kind is not of this data folder."""
    board = tongue.speaker.boards.get(track.kind)
    parts = [sides(track, tongue.speaker), place(track.place, tongue.speaker) if board and board.by_place else ""]
    return ", ".join(part for part in parts if part) or track.name
