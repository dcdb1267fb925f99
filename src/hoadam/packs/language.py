"""The shapes of data/lang/xx that more than one step reads: the pack itself, numbers, names, roles, speech, frames."""

import msgspec

from hoadam.model.base import Record
from hoadam.packs.dating import DatingPack
from hoadam.packs.due import DuePack
from hoadam.packs.phrases import Phrases
from hoadam.packs.segments import SegmentPack
from hoadam.packs.times import TimePack
from hoadam.packs.weights import Weights

Words = tuple[str, ...]


class PackInfo(Record, frozen=True):
    """What a language is called and how its text is recognised and split.

    `common` are frequent words that tell the language from others; `letters` its own letters; `abbreviations` end in a
    full stop that ends no sentence; `segmenter` "syllable" for languages that space syllables, "word" for others.
    """

    code: str
    name: str
    common: Words
    letters: str = ""
    abbreviations: Words = ()
    segmenter: str = "word"


class Numbers(Record, frozen=True):
    """Number words to values; vague ones ("hàng chục") to the least that they mean; cues of at least, at most, about.

    `scale` words multiply what stands before them (mươi, trăm, nghìn); `and_` words only link ("two hundred and five").
    """

    words: dict[str, int]
    vague: dict[str, int] = {}
    scale: dict[str, int] = {}
    at_least: Words = ()
    at_most: Words = ()
    about: Words = ()
    and_: Words = ()
    thousands: str = "."
    decimal: str = ","


class StateNames(Record, frozen=True):
    """A state's names in a language, adjectives ("Russian") and people ("Russians")."""

    names: Words = ()
    adjectives: Words = ()
    people: Words = ()


class Title(Record, frozen=True):
    """Words that make an actor out of an owner: "Ngoại trưởng" + Nga is Russia's foreign minister.

    `role` is the office's role where it has one; `sector` the actor's sector (None = the owner's); `kind` is `person`
    (a name may follow), `organ`, `forces` or `people`; `name` canonical English; `code` an actor of its own without
    owner. `alone: false` titles mean nobody without an owner ("quân", "lực lượng"). An `of_place` title may belong to the
    country of the place behind it ("người dân Gaza", "phiến quân ở Idlib"); a `link` one only joins the title before it to the
    owner behind it ("quan chức người Mỹ"), and counts only right before an owner; an `of_person` one belongs to whom the
    person behind it leads ("chính quyền Obama").
    """

    id: str
    words: Words
    kind: str
    sector: str | None = None
    role: str | None = None
    name: str | None = None
    code: str | None = None
    alone: bool = True
    of_place: bool = False
    link: bool = False
    of_person: bool = False


class Reference(Record, frozen=True):
    """Words that refer back: how many actors they stand for (1, 2, or 0 = all), of which sort, and their sector.

    With `states` they always stand for these states ("liên Triều": kor, prk).
    """

    id: str
    words: Words
    count: int = 1
    sort: str = "state"
    sector: str | None = None
    states: Words = ()


class Roles(Record, frozen=True):
    """Titles, organs, forces and people; words that refer back; honorifics; words that join owner and owned.

    `of` may stand up to `of_reach` words after the title ("tàu khu trục USS Cole của Mỹ"), but not after one of `not_of` (verbs).
    `owner_first` says that the owner stands before the title ("Russian foreign minister"), with a `possessive` ending
    ("Armenia's") or words that may stand `between` them ("Azerbaijan's new foreign minister"). `main_first`: "the army"
    alone is that of the state that the story is about, not of the one named last, and "both sides" are the pair named most.
    Words in `compounds` hide what stands in them ("cảnh báo" is no "báo"). `at` words may stand between a title and its place.
    """

    titles: tuple[Title, ...]
    references: tuple[Reference, ...] = ()
    honorifics: Words = ()
    of: Words = ()
    not_of: Words = ()
    and_: Words = msgspec.field(default=(), name="and")
    plural: Words = ()
    side: Words = ()
    of_reach: int = 4
    owner_first: bool = False
    possessive: Words = ()
    between: Words = ()
    main_first: bool = False
    compounds: Words = ()
    at: Words = ()


class NamePack(Record, frozen=True):
    """How names are written: particles inside a name, words before a place, capitalised words that are no name.

    `ambiguous` state names are given names or ordinary words too: no state beside a capitalised native word.
    A name before one of `qualified_by` ("-backed", "-led") names nobody: it only says of what sort another is.
    `surnames`: a known surname alone ("Putin") may name its bearer, as papers write without an honorific;
    not one of `not_alone`, which are ordinary words too.
    A state's name after one of `not_after` names no actor ("tiếng Pháp"). `short` names count only joined to another state's
    ("Việt - Trung").
    """

    particles: Words = ()
    place_before: Words = ()
    ambiguous: Words = ()
    not_names: Words = ()
    qualified_by: Words = ()
    surnames: bool = False
    not_alone: Words = ()
    not_after: Words = ()
    short: dict[str, Words] = {}


class Verb(Record, frozen=True):
    """Verbs of saying of one sort; `fronted` ones come before their speaker ("theo", "according to").

    The sort "none" is of words that only look so ("theo đó", thereby).
    """

    id: str
    words: Words
    sort: str = "say"
    fronted: bool = False


class Speech(Record, frozen=True):
    """Verbs of saying, what opens the words said, quote marks, and verbs that credit an outlet ("dẫn lời")."""

    verbs: tuple[Verb, ...]
    that: Words = ()
    credits: Words = ()
    quotes: tuple[str, ...] = ()


class Trigger(Record, frozen=True):
    """Words that evoke a frame; `words` are alternatives, matched without case on folded text.

    One of `with` must, none of `without` may stand in the sentence; `to_place` triggers count only right before a place or
    an actor ("tới Baku"); `tags` refine the code ("phone", "aerial");
    without weights "own-subject" wants a subject in the trigger's own clause, and "two-sided" two actors as source.
    """

    id: str
    frame: str
    words: Words
    with_: Words = msgspec.field(default=(), name="with")
    without: Words = ()
    tags: Words = ()
    to_place: bool = False


class FramePack(Record, frozen=True):
    """How a language evokes frames: triggers, and the little words ("markers") that say who stands where and how it is meant."""

    triggers: tuple[Trigger, ...]
    passive: Words = ()
    passive_by: Words = ()
    with_before: Words = ()
    against_before: Words = ()
    between: Words = ()
    of: Words = ()
    broker_before: Words = ()
    brokers: Words = ()
    hosts: Words = ()
    brokered: Words = ()
    planned: Words = ()
    hypothetical: Words = ()
    negation: Words = ()
    reporting: Words = ()
    clause_breaks: Words = ()
    killed: Words = ()
    injured: Words = ()
    counted: Words = ()
    amounts: Words = ()
    including: Words = ()
    since: Words = ()


class Language(Record, frozen=True):
    """One language: data/lang/xx, checked."""

    pack: PackInfo
    numbers: Numbers
    segment: SegmentPack
    time: TimePack
    names: NamePack
    roles: Roles
    speech: Speech
    frames: FramePack
    dating: DatingPack
    phrases: Phrases
    state_names: dict[str, StateNames]
    other_names: dict[str, dict[str, Words]]
    weights: Weights = Weights()
    due: DuePack = DuePack()
