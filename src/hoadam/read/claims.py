"""Who says it: speakers, their verbs of saying, and the stretch of text that each answers for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hoadam.model.actor import Mention
from hoadam.model.event import Claim
from hoadam.model.sentence import Sentence
from hoadam.packs.fold import Folded, fold, lowered
from hoadam.packs.index import Finder
from hoadam.packs.language import Speech, Verb

AFTER = 25  # letters behind a verb of saying below which it closes the sentence ('"…", ông nói với báo giới')
REACH = 90  # letters between a speaker and the verb: a title, a date, a place
NO_SAYING = "none"  # the sort of words that only look like a verb of saying ("theo đó", thereby)


@dataclass(frozen=True)
class ClaimRules:
    """Verbs of saying of one language, compiled."""

    verbs: Finder[Verb]
    quotes: re.Pattern[str]


@dataclass(frozen=True)
class _Said:
    start: int
    end: int
    verb: Verb


def compile_rules(speech: Speech) -> ClaimRules:
    """The verbs of saying, ready to be found."""
    return ClaimRules(
        Finder((lowered(fold(word)), verb) for verb in speech.verbs for word in verb.words),
        re.compile("|".join(map(re.escape, speech.quotes)) or "(?!)"),
    )


def find(text: Folded, sentences: Sequence[Sentence], rules: ClaimRules) -> tuple[Claim, ...]:
    """Every claim on the page in order of its sentence; what nobody known says is no claim."""
    said = [_Said(start, end, verb) for start, end, verb in rules.verbs.find(text.lower) if verb.sort != NO_SAYING]
    claims: list[Claim] = []
    k = 0
    for sentence in sentences:
        while k < len(said) and said[k].start < sentence.start:
            k += 1
        first = k
        while k < len(said) and said[k].start < sentence.end:
            k += 1
        claims += _claims(text, sentence, said[first:k])
    whole = (*claims, *_running_quotes(text, sentences, claims, rules))
    return tuple(claim for claim in whole if claim.start < claim.end)  # who is named at a sentence's very end answers for none of its words


def _claims(text: Folded, sentence: Sentence, said: Sequence[_Said]) -> Iterable[Claim]:
    for verb in said:
        speaker = _follower(verb, sentence) if verb.verb.fronted else _speaker(verb, sentence, text)
        if speaker is not None:
            yield _claim(verb, speaker, sentence, text)


def _speaker(verb: _Said, sentence: Sentence, text: Folded) -> Mention | None:
    """The mention before the verb in its own stretch, else the one right behind it ('"…", nói ông')."""
    before = [m for m in sentence.mentions if m.end <= verb.start and m.kind != "place" and m.actors]
    if before and verb.start - before[-1].end <= REACH and not _broken(text.lower[before[-1].end : verb.start]):
        return before[-1]
    return None


def _broken(gap: str) -> bool:
    return bool(re.search(r"[;:\"]|, .*, ", gap))


def _follower(verb: _Said, sentence: Sentence) -> Mention | None:
    """The mention right after "theo"."""
    after = [m for m in sentence.mentions if m.start >= verb.end and m.actors]
    return after[0] if after and after[0].start - verb.end <= REACH // 2 else None


def _claim(verb: _Said, speaker: Mention, sentence: Sentence, text: Folded) -> Claim:
    actor = speaker.actors[0]
    start, end = max(verb.end, speaker.end), sentence.end
    before, after = min(verb.start, speaker.start) - sentence.start, sentence.end - verb.end
    if not verb.verb.fronted and after <= AFTER and after < before:
        start, end = sentence.start, sentence.start + before
    outlet = actor.name if actor.sector == "JRN" else None
    words = text.text[verb.start : verb.end]
    return Claim(start, max(start, end), None if outlet else actor, words, outlet=outlet, sort=verb.verb.sort)


def _running_quotes(text: Folded, sentences: Sequence[Sentence], claims: Sequence[Claim], rules: ClaimRules) -> Iterable[Claim]:
    """Quotes that run over several sentences: the speaker is named where they close, or before they open."""
    opened: int | None = None
    for i, sentence in enumerate(sentences):
        marks = [mark.start() for mark in rules.quotes.finditer(text.text, sentence.start, sentence.end)]
        if opened is not None and i and sentences[i - 1].zone != sentence.zone:
            opened = None
        odd = len(marks) % 2 == 1
        if opened is None and odd:
            opened = marks[-1]
        elif opened is not None and odd:
            near = [c for c in claims if c.end <= sentence.end and c.end >= opened - 200]
            here = [c for c in near if sentence.start <= c.start <= sentence.end]
            chosen = (here or near)[-1:]
            if chosen and marks[0] > opened:
                yield Claim(opened, marks[0], chosen[0].speaker, chosen[0].verb, outlet=chosen[0].outlet, sort="say")
            opened = None
