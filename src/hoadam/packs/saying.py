"""How is an episode, track or dispute said in the reader's language? Sentences filled from codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoadam.model.actor import Actor
from hoadam.model.calendar import bounds
from hoadam.model.event import Locus
from hoadam.model.shape import WRITING
from hoadam.model.story import Dispute, Episode, Figure, Line, State, Story, Tolls, Track
from hoadam.model.time import Day
from hoadam.packs.board import Board
from hoadam.packs.kit import Kit
from hoadam.packs.knowledge import Knowledge
from hoadam.packs.language import Language
from hoadam.packs.naming import place_names
from hoadam.packs.phrases import Phrase, Phrases
from hoadam.packs.plural import counted, form_for

_SLOT = re.compile(r"\{(source|target|third|place)\}")
_DAY = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
_DECADE = re.compile(r"\d{3}")
_NO_YEAR = "XXXX"


@dataclass(frozen=True)
class Speaker:
    """A language ready to speak: its phrases, the names of states, groups, people and places, and the boards."""

    code: str
    phrases: Phrases
    states: Mapping[str, str]
    countries: Mapping[str, str]
    groups: Mapping[str, str]
    people: Mapping[str, str]
    places: Mapping[tuple[str, str | None], str]
    boards: Mapping[str, Board]


def speaker(code: str, language: Language, knowledge: Knowledge, boards: Mapping[str, Board]) -> Speaker:
    """The speaker of a language: of the names of states and groups the first is the usual one."""
    phrases, states, groups = language.phrases, language.state_names, language.other_names["groups"]
    named = {s.code: (states[s.id].names[0] if s.id in states and states[s.id].names else s.name) for s in knowledge.states}
    countries = {s.name: named[s.code] for s in knowledge.states}
    by_name = {g.name: (groups[g.id][0] if groups.get(g.id) else g.name) for g in knowledge.groups}
    people = {p.name: phrases.people[p.id] for p in knowledge.people if p.id in phrases.people}
    places = place_names(knowledge, phrases)
    return Speaker(code, phrases, named | phrases.countries | phrases.bodies, countries, by_name, people, places, boards)


def speaker_of(kit: Kit, code: str) -> Speaker:
    """The speaker of a language of the kit."""
    return speaker(code, kit.languages[code], kit.knowledge, kit.boards)


def sentence(episode: Episode, tongue: Speaker) -> str:
    """One line that says what happened, who, to whom, where, with how many dead and on whose word."""
    slots = _slots(episode, tongue)
    phrase = next(p for p in tongue.phrases.phrases if _fits(p, episode, slots))
    planned = episode.status == "planned"
    text = phrase.planned if planned and phrase.planned else phrase.text
    said = _SLOT.sub(lambda m: slots[m[1]], text) + _tails(phrase, text, slots, episode, tongue)
    said = tongue.phrases.planned.format(text=said) if planned and not phrase.planned else said
    said += tongue.phrases.tails[f"outcome {episode.outcome}"] if episode.outcome in ("called-off", "overdue") else ""
    return said[:1].upper() + said[1:]


def _slots(episode: Episode, tongue: Speaker) -> dict[str, str]:
    return {
        "source": everyone(episode.source, tongue) or tongue.phrases.nobody,
        "target": everyone(episode.target, tongue),
        "third": everyone(episode.third, tongue),
        "place": place(episode.place, tongue),
    }


def _fits(phrase: Phrase, episode: Episode, slots: Mapping[str, str]) -> bool:
    is_other = (  # written out, and by what differs most: a page of lines asks this thousands of times
        (phrase.type is not None and phrase.type != episode.type)
        or (phrase.frame is not None and phrase.frame != episode.frame)
        or (phrase.step is not None and phrase.step != episode.step)
        or (phrase.mode is not None and phrase.mode != episode.mode)
        or (phrase.process is not None and phrase.process != episode.process)
    )
    if is_other:
        return False
    if phrase.many is not None and phrase.many != (len(episode.source) > 1):
        return False
    return all(slots[name] for name in _SLOT.findall(phrase.text))


def _tails(phrase: Phrase, text: str, slots: Mapping[str, str], episode: Episode, tongue: Speaker) -> str:
    """What the sentence does not yet say: the place, the brokers, the dead, and whose word it is."""
    words = tongue.phrases.tails
    found = ""
    if slots["place"] and "{place}" not in text and slots["place"] not in (slots["source"], slots["target"]):
        found += words["place"].format(place=slots["place"])
    third = words["third"] if phrase.third is None else phrase.third
    if slots["third"] and third and "{third}" not in text:
        found += third.format(third=slots["third"])
    found += tolls(episode.killed, tongue.phrases.tolls.killed, tongue) + tolls(episode.injured, tongue.phrases.tolls.injured, tongue)
    said_by = {one.said_by if isinstance(one.said_by, str) else everyone([one.said_by], tongue) for one in episode.reports if one.said_by}
    if len(said_by) == 1 and all(one.said_by for one in episode.reports):
        found += words["said_by"].format(who=min(said_by))
    return found


def everyone(actors: Sequence[Actor], tongue: Speaker) -> str:
    """The actors' names, each once, joined as the language joins them."""
    names = list(dict.fromkeys(actor_name(actor, tongue) for actor in actors))
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + tongue.phrases.and_ + names[-1]


def actor_name(actor: Actor, tongue: Speaker) -> str:
    """A person with their state, an office of a state, a group by its name, or a state and its forces."""
    words = tongue.phrases
    state = tongue.states.get(actor.code, actor.code)
    if actor.name in words.organs:
        return words.actors["organ"].format(organ=words.organs[actor.name], state=state)
    if actor.name:
        known, name = tongue.groups.get(actor.name), tongue.people.get(actor.name, actor.name)
        return known or (name if name == state else words.actors["named"].format(name=name, state=state))
    if actor.code in words.bodies:
        return _body(actor, state, tongue)
    return words.actors.get(actor.sector, words.actors["GOV"]).format(state=state)


def _body(actor: Actor, state: str, tongue: Speaker) -> str:
    """An organisation is itself, whatever the sector, but for its forces and those who live under it."""
    pattern = tongue.phrases.actors.get(actor.sector, "{state}")
    return pattern.format(state=state) if actor.sector in ("MIL", "CVL") else state


def place(where: Locus | None, tongue: Speaker) -> str:
    """A place's name, in the language where it has one there; nothing where only the country is known."""
    if where is None or where.name is None:
        return ""
    return tongue.places.get((where.name, where.country)) or tongue.countries.get(where.name, where.name)


def day(when: Day, tongue: Speaker) -> str:
    """A day, month, year or range as the language writes it."""
    words = tongue.phrases.dates
    if when.value and when.value.startswith(WRITING):
        ends = [end.removeprefix(WRITING).replace("-", " −").replace("+", " +") for end in when.value.split("/")]
        return _range(*(words.writing.format(steps=end) for end in (ends[0], ends[-1])), tongue=tongue)
    if when.value:
        return _range(*(_one(end, tongue) for end in _ends(when.value)), tongue=tongue)
    if when.earliest and when.latest:
        return _range(_one(when.earliest, tongue), _one(when.latest, tongue), tongue=tongue)
    if when.latest:
        return words.until.format(b=_one(when.latest, tongue))
    return words.since.format(a=_one(when.earliest, tongue)) if when.earliest else words.unknown


def _range(first: str, last: str, *, tongue: Speaker) -> str:
    return first if first == last else tongue.phrases.dates.range.format(a=first, b=last)


def _ends(value: str) -> tuple[str, str]:
    """The first and the last part of a value: of a range its ends, of a week, quarter or season its first and last day."""
    first, _, last = value.partition("/")
    if last or _DAY.fullmatch(value) or _DECADE.fullmatch(value):
        return first, last or first
    found = bounds(value)
    return found[0] or value, found[1] or value


def _one(value: str, tongue: Speaker) -> str:
    words = tongue.phrases.dates
    if _DECADE.fullmatch(value):
        return words.decade.format(y=f"{value}0")
    match = _DAY.fullmatch(value)
    if match is None:
        return value
    y, m, d = match.groups()
    if m is None:
        return words.unknown if y == _NO_YEAR else words.year.format(y=y)
    month = words.months[int(m) - 1] if words.months else m.lstrip("0")
    patterns = (words.yearless_month, words.yearless) if y == _NO_YEAR else (words.month, words.day)
    return patterns[d is not None].format(y=y, m=m.lstrip("0"), month=month, d=(d or "").lstrip("0"))


def tolls(counted: Tolls, what: str, tongue: Speaker) -> str:
    """The dead (or hurt) of each side, as a tail of a sentence; nothing where nobody counted."""
    known = [figure for figure in counted.by if figure.best is not None or figure.low is not None]
    sides = sum(figure.best or figure.low or 0 for figure in known if figure.who != "UNK")
    counts = [figure for figure in known if figure.who != "UNK" or (figure.best or figure.low or 0) >= sides]  # less is a part of theirs
    parts = [_figure(figure, tongue, alone=len(counted.by) == 1) for figure in counts]
    return what.format(counts=", ".join(parts)) if parts else ""


def _figure(figure: Figure, tongue: Speaker, *, alone: bool) -> str:
    """The count that stands, or the range of those that do; what came before and was raised is left to the evidence."""
    words = tongue.phrases.tolls
    low, high = figure.best, figure.best if figure.high is not None else None
    if figure.spread:
        low, high = figure.conservative, figure.high
    if low is None:
        count = words.most.format(n=high)
    elif high is None:
        count = words.least.format(n=low)
    else:
        count = words.exact.format(n=low) if low == high else words.between.format(low=low, high=high)
    if figure.who == "UNK":
        return count if alone else words.total.format(n=count)
    return words.of.format(n=count, who=tongue.states.get(figure.who, figure.who))


def track_name(track: Track, tongue: Speaker) -> str:
    """The kind and the parties ("Talks: Armenia and Azerbaijan"), with the place where tracks are kept by place."""
    board = tongue.boards[track.kind]
    parts = [sides(track, tongue), place(track.place, tongue) if board.by_place else ""]
    return f"{board.names.get(tongue.code, track.kind)}: " + ", ".join(part for part in parts if part)


def sides(track: Track, tongue: Speaker) -> str:
    """The parties of a track; of one between two sides that names one alone, with the remark that the other is not named."""
    board = tongue.boards.get(track.kind)
    named = everyone(track.parties, tongue)
    return tongue.phrases.labels["one side"].format(who=named) if board and board.between and len(track.parties) == 1 else named


def concluded(track: Track, tongue: Speaker) -> str:
    """Which side no report names but the other's only enemy must be; nothing where all are named."""
    return tongue.phrases.labels["inferred"].format(who=everyone(track.inferred, tongue)) if track.inferred else ""


def known_by(state: State, tongue: Speaker) -> str:
    """From what a state was concluded that no report names; nothing where reports name it."""
    return tongue.phrases.labels[f"by {state.by}"]


def state_name(kind: str, state: str, tongue: Speaker) -> str:
    """A state of a board in the language."""
    return tongue.boards[kind].states.get(state, {}).get(tongue.code, state)


def track_line(track: Track, tongue: Speaker) -> str:
    """A track's name, where it stands since when and how that is known, what is due, and what was concluded."""
    labels = tongue.phrases.labels
    now = [track.standing] if track.standing else []
    said = f"{track_name(track, tongue)} – {state_name(track.kind, track.now, tongue)}"
    dated = [day(one.date, tongue) for one in now if one.date.value or one.date.earliest or one.date.latest]
    if marks := [*dated, *filter(None, (known_by(one, tongue) for one in now))]:
        said += f" ({'; '.join(marks)})"
    if track.due is not None:
        said += "; " + labels["overdue" if track.overdue else "due"].format(day=day(track.due, tongue))
    return "; ".join(filter(None, (said, concluded(track, tongue))))


def dispute_line(dispute: Dispute, episodes: Mapping[str, Episode], tongue: Speaker) -> str:
    """What is in dispute, about which happening, and the positions."""
    labels = tongue.phrases.labels
    who = f" ({tongue.states.get(dispute.who, dispute.who)})" if dispute.who and dispute.who != "UNK" else ""
    positions = "; ".join(position(key, tongue) for key, _ in dispute.positions)
    episode = episodes.get(dispute.episode)
    about = labels[f"about {dispute.about}"] + who
    happening = f" – {sentence(episode, tongue)}" if episode and episode.type != "ACCUSE" else ""
    return f"{about}: {positions}{happening}"


def position(key: str, tongue: Speaker) -> str:
    """A position with its speaker named: "ARM.GOV: 49+" becomes "Armenia: 49+"."""
    speakers, colon, what = key.partition(": ")
    if not colon:
        return day(Day(key), tongue)
    names = [actor_name(Actor(*(part.split(".") if "." in part else (part, "GOV"))), tongue) for part in speakers.split("+") if part]
    kind, _, step = what.partition(" ")
    said = state_name(kind, step, tongue) if kind in tongue.boards and step else tongue.phrases.labels.get(what, what)
    return f"{tongue.phrases.and_.join(names) or tongue.phrases.labels['narrator']}: {said}"


def gap_line(about: str, count: int | None, when: Day, tongue: Speaker) -> str:
    """What is missing: a stretch without news, or happenings with one source or no day."""
    ends = (_one(end, tongue) if end else "?" for end in (when.earliest, when.latest))
    return form_for(tongue.phrases.labels, f"gap {about}", count).format(count=count, **dict(zip("ab", ends, strict=True)))


def as_of(story: Story, tongue: Speaker) -> str:
    """How new and how broad the story is."""
    reports = [report for episode in story.episodes for report in episode.reports]
    newest = max((report.written or "" for report in reports), default="")
    pages, outlets = {report.page for report in reports}, {report.outlet or report.page for report in reports}
    labels = tongue.phrases.labels
    of = {"pages": counted(labels, "pages", len(pages)), "outlets": counted(labels, "outlets", len(outlets))}
    return labels["as of"].format(day=day(Day(newest or None), tongue), **of)


def line_text(line: Line, story: Story, tongue: Speaker) -> str:
    """A line of the story said in this language."""
    if line.section == "board":
        track = next((t for t in story.tracks if t.id == line.track), None)
        return track_line(track, tongue) if track else line.text
    if line.section == "gaps":
        return gap_line(line.about or "", line.count, line.date, tongue) if line.about else line.text
    episodes = {episode.id: episode for episode in story.episodes}
    if line.section == "disputes":
        found = next((d for d in story.disputes if (d.episode, d.about, d.who) == (line.episode, line.about, line.track)), None)
        return dispute_line(found, episodes, tongue) if found else line.text
    return sentence(episodes[line.episode], tongue) if line.episode in episodes else line.text
