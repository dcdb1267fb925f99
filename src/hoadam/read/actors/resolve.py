"""Which actors a page's namings stand for, once the day of each story is known: offices, surnames, "nước này", "hai bên"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hoadam.model.actor import Actor, Kind, Mention, Naming
from hoadam.model.page import Block
from hoadam.packs.fold import Folded, lowered
from hoadam.packs.index import Named
from hoadam.packs.knowledge import TermOf
from hoadam.packs.language import Reference, Title
from hoadam.read.actors.rules import ActorRules

GOVERNING = ("GOV", "MIL")
APART = ("CVL", "REF", "ELI", "JRN")  # who is one of these is so under every owner
PEOPLE = ("CVL", "REF")
OF_STATES = ("MIL", *PEOPLE)  # soldiers and civilians who stand alone are a state's, not those of an alliance or of the Red Cross
OFTEN = 2  # times two must be named together before "hai nước" means them rather than the last two
REACH = 14  # namings to look back for an antecedent; further back the right one was found less than half of the time


@dataclass
class _Context:
    """What a story has named so far."""

    main: Actor | None
    day: str | None
    main_first: bool = False
    place: Actor | None = None
    people: dict[str, Actor] = field(default_factory=dict)
    recent: list[Actor] = field(default_factory=list)
    acting: list[Actor] = field(default_factory=list)  # the same without those who are only named as a place ("gặp nhau tại Brussels")
    role: str | None = None
    person: Actor | None = None
    pairs: Counter[tuple[Actor, ...]] = field(default_factory=Counter)


def resolve(
    namings: Sequence[Naming], text: Folded, blocks: Sequence[Block], days: Mapping[int, str | None], rules: ActorRules
) -> tuple[Mention, ...]:
    """Every naming as a mention of actors; namings that cannot be told stay out, places stay in without an actor."""
    contexts: dict[int, _Context] = {}
    stories = _stories(namings, blocks)
    found: list[Mention] = []
    for i, naming in enumerate(namings):
        story = stories[i]
        if story not in contexts:
            named = _most_named(namings, stories, story)
            contexts[story] = _Context(named[0] if named else None, days.get(story), main_first=rules.main_first)
        after = namings[i + 1] if i + 1 < len(namings) else None
        mention = _mention(naming, after, text, contexts[story], rules)
        if mention is not None:
            contexts[story].pairs.update(_pair(found[-1:], mention, text, rules))
            found.append(mention)
            _remember(mention, contexts[story], rules)
    return tuple(found)


def _stories(namings: Sequence[Naming], blocks: Sequence[Block]) -> list[int]:
    """The story of each naming."""
    made: list[int] = []
    k = 0
    for naming in namings:
        while k + 1 < len(blocks) and blocks[k].end <= naming.start:
            k += 1
        made.append(blocks[k].story if blocks else 0)
    return made


def _most_named(namings: Sequence[Naming], stories: Sequence[int], story: int) -> list[Actor]:
    """The states that the story names, most often first; of two named as often, the one named first."""
    counts: Counter[Actor] = Counter()
    for naming, of in zip(namings, stories, strict=True):
        if of == story and naming.sort != "press":
            counts.update(owner for owner in naming.owners if owner.name is None)
    return [actor for actor, _ in counts.most_common()]


def _pair(before: Sequence[Mention], mention: Mention, text: Folded, rules: ActorRules) -> list[tuple[Actor, ...]]:
    """The two sides that a mention names, alone or with the one joined to it ("Armenia and Azerbaijan"), as a list of one or none."""
    actors = mention.actors
    if before and len(actors) == 1 and rules.and_gap.match(text.lower[before[0].end : mention.start]):
        actors = (*before[0].actors, *actors)
    if len(actors) < 2 or mention.kind == "reference":
        return []
    sides = {(a.code, a.sector): a for a in (_as_owner(actor) for actor in actors if _fits(actor, "any", rules))}
    pair = tuple(sides[key] for key in sorted(sides))
    return [pair] if len(pair) == 2 else []


def _remember(mention: Mention, context: _Context, rules: ActorRules) -> None:
    context.place = _state_of(mention, rules) or context.place
    actors = [a for a in mention.actors if a.sector != "JRN"]
    if actors and mention.kind != "reference":
        context.recent.extend(actors)
        context.acting.extend(actors if mention.kind != "place" else ())
    if mention.office and mention.kind == "role":
        context.role = mention.office.partition(".")[2]
    if mention.person is not None and len(actors) == 1:
        context.person = actors[0]


def _state_of(mention: Mention, rules: ActorRules) -> Actor | None:
    """The state of a place."""
    place = rules.index.places.get(mention.place or "")
    if place is None or place.country is None:
        return mention.actors[0] if mention.kind == "place" and mention.actors else None
    return rules.index.owners.get(place.country.lower())


def _mention(naming: Naming, after: Naming | None, text: Folded, context: _Context, rules: ActorRules) -> Mention | None:
    if naming.sort == "role" or (naming.sort == "reference" and (naming.owners or naming.person)):
        return _role(naming, text, context, rules)
    if naming.sort in ("person", "capitals"):
        return _personal(naming, after, text, context, rules)
    if naming.sort == "reference":
        return _referring(naming, context, rules)
    kind: Kind = "place" if naming.as_place else "name"
    return Mention(naming.start, naming.end, naming.owners, kind, place=naming.place, rule=f"name.{naming.sort}")


def _role(naming: Naming, text: Folded, context: _Context, rules: ActorRules) -> Mention | None:
    """Who a title names: "Ngoại trưởng Mỹ Antony Blinken", "quân đội nước này", "người đồng cấp Azerbaijan"."""
    titles = [rules.titles[id_] for id_ in naming.titles]
    role = next((t.role for t in titles if t.role), None) if titles else context.role
    owners, rule = _owners_of(naming, context, rules)
    name = naming.person.of(text.text) if naming.person else None
    titles = titles or [title for title in rules.titles.values() if role and title.role == role][:1]  # "người đồng cấp": the same office
    person = _known(naming.known, name, owners, role, context, rules)
    person = person or (_leading(name, titles, context, rules) if name and not owners else None)
    if not owners and person is not None:
        owners, rule = (_owner_of(person, context, rules),), "role.by-name"
    if not owners and name is not None and lowered(name.split()[-1]) in context.people:
        actor = context.people[lowered(name.split()[-1])]
        return Mention(naming.start, naming.end, (actor,), "role", person=naming.person, rule="role.known-here")
    if not owners:
        owners, rule = _inferred(titles, context, rules)
    if not owners:
        own = next((Actor(t.code, t.sector or "UNK", t.name, t.id) for t in titles[:1] if t.code), None)
        return Mention(naming.start, naming.end, (own,), "role", rule="role.own") if own else None
    actors = tuple(_acting(titles, owner, person, name if len(owners) == 1 else None, role, context, rules) for owner in owners)
    _register(name, actors, person, context)
    office = f"{owners[0].id}.{role}" if role and len(owners) == 1 else None
    return Mention(naming.start, naming.end, actors, "role", office, naming.person, rule=rule)


def _owners_of(naming: Naming, context: _Context, rules: ActorRules) -> tuple[tuple[Actor, ...], str]:
    if naming.owners:
        return naming.owners, "role.of-owner"
    reference = rules.references.get(naming.reference or "")
    if reference is None or reference.sort == "counterpart":
        return (), ""
    return tuple(_as_owner(actor) for actor in _antecedents(reference, context, rules)), f"role.of-{reference.id}"


def _as_owner(actor: Actor) -> Actor:
    """The state behind one of its people or forces: the same code, acting as a government."""
    return Actor(actor.code, "GOV" if actor.sector in GOVERNING else actor.sector, None, (actor.id or "").partition(".")[0] or None)


def _inferred(titles: Sequence[Title], context: _Context, rules: ActorRules) -> tuple[tuple[Actor, ...], str]:
    """The owner of "quân đội", "phiến quân" alone: of the last named of its sector, else what the story is about; never for a person.

    Of 450 such mentions on annotated pages 394 are right so, and 304 were when the state named last was taken.
    """
    if not titles or titles[0].kind == "person" or not any(title.alone for title in titles):
        return (), ""
    sector = titles[0].sector
    if rules.main_first and titles[0].name:
        same = [_as_owner(a) for a in context.recent[-REACH:] if a.sector in GOVERNING]
    elif rules.main_first:  # "the rebels" are those named before; "the army" is that of the state the story is about
        same = [_as_owner(a) for a in context.recent if titles[0].kind == "forces" and a.sector == sector != "MIL"]
    else:
        same = [_as_owner(a) for a in context.recent if a.sector == sector != "GOV" and (sector not in OF_STATES or a.code in rules.codes)]
    owner = same[-1] if same else (context.place if sector in PEOPLE else None) or context.main
    return ((owner,) if owner else ()), "role.inferred"


def _acting(
    titles: Sequence[Title], owner: Actor, person: Named | None, name: str | None, role: str | None, context: _Context, rules: ActorRules
) -> Actor:
    """The actor that somebody with these titles is for this owner."""
    sector = _sector(titles, owner)
    if person is not None and person.person is not None:
        return Actor(owner.code, sector, person.person.name, person.id)
    if name is not None:
        return Actor(owner.code, sector, name, None)
    holder = _holder(f"{owner.id}.{role}", context.day, rules) if role and titles and titles[0].role == role else None
    if holder is not None and holder.person is not None:
        return Actor(owner.code, sector, holder.person.name, holder.id)
    organ = next((t for t in titles if t.name), None)
    if organ is not None:
        return Actor(owner.code, sector, organ.name, f"{owner.id}.{organ.id}")
    return Actor(owner.code, sector, owner.name, owner.id)


def _sector(titles: Sequence[Title], owner: Actor) -> str:
    """The outermost title that has a sector, but an armed group's or a party's people stay what it is."""
    if owner.sector not in ("GOV", "MIL", "UNK"):
        return next((t.sector for t in titles if t.sector in APART or (t.sector == "LEG" and t.kind == "person")), None) or owner.sector
    return next((t.sector for t in titles if t.sector), None) or owner.sector


def _holder(office: str, day: str | None, rules: ActorRules) -> Named | None:
    """Who held the office that day, when exactly one person did; None when the day is unknown."""
    if day is None:
        return None
    held = [
        row[2] for row in rules.index.offices.get(office, ()) if row[0][: len(day)] <= day[: len(row[0])] and day[: len(row[1])] <= row[1]
    ]
    return held[0] if len({named.id for named in held}) == 1 else None


def _known(
    known: str | None, name: str | None, owners: Sequence[Actor], role: str | None, context: _Context, rules: ActorRules
) -> Named | None:
    """The person of the knowledge that the name and the owner point to, or None."""
    if name is None:
        return None
    rows = rules.index.surnames.get(lowered(name.split()[-1]), ()) + rules.index.surnames.get(lowered(name.split()[0]), ())
    if known is not None:
        return next((row for row in rows if row.id == known), None) or _by_id(known, rules)
    if not owners or " " in name.strip():
        return None
    codes = {owner.code for owner in owners}
    fits = [row for row in rows if row.actor and row.actor.code in codes]
    in_office = [row for row in fits if row.person and any(t.office.endswith(f".{role}") for t in row.person.terms)]
    return _at_day(in_office or fits, context.day)


def _leading(name: str, titles: Sequence[Title], context: _Context, rules: ActorRules) -> Named | None:
    """Who "Tổng thống Trump" is before any owner was named: the only one of that surname in such an office, or of the story's states."""
    rows = rules.index.surnames.get(lowered(name), ())
    roles = {title.role for title in titles if title.role}
    if roles:
        return _at_day([row for row in rows if any(term.office.partition(".")[2] in roles for term in _terms(row))], context.day)
    if not any(title.of_person for title in titles):
        return None
    codes = _codes(context)
    return _at_day([row for row in rows if row.actor and row.actor.code in codes] or rows, context.day)


def _codes(context: _Context) -> set[str]:
    """The states of the story so far."""
    return {actor.code for actor in context.recent} | ({context.main.code} if context.main else set())


def _by_id(known: str, rules: ActorRules) -> Named | None:
    return rules.index.people.get(known)


def _at_day(rows: Sequence[Named], day: str | None) -> Named | None:
    """The one of several who was in office on the day; the only one when there is but one; else None."""
    if len({row.id for row in rows}) <= 1 or day is None:
        return rows[0] if len({row.id for row in rows}) == 1 else None
    serving = [r for r in rows if r.person and any((t.since or "0") <= day <= (t.until or "9") for t in r.person.terms)]
    return serving[0] if len({row.id for row in serving}) == 1 else None


def _owner_of(person: Named, context: _Context, rules: ActorRules) -> Actor:
    """Whom a known person acted for on the day of the story."""
    best = _term(person, context)
    owner = rules.index.owners.get((best.office if best else person.id).partition(".")[0])
    return owner or Actor("UNK", "UNK", None, None)


def _terms(person: Named) -> tuple[TermOf, ...]:
    return person.person.terms if person.person else ()


def _term(person: Named, context: _Context) -> TermOf | None:
    """The term of office that holds the day of the story, else the last one before, else any."""
    day = context.day or "9999"
    return max(
        _terms(person),
        key=lambda t: ((t.since or "0") <= day <= (t.until or "9999"), (t.since or "0") <= day, t.since or "0"),
        default=None,
    )


def _personal(naming: Naming, after: Naming | None, text: Folded, context: _Context, rules: ActorRules) -> Mention | None:
    """Who "ông Lavrov", "Nikol Pashinyan" or a surname alone names: one who was named before, or whom the knowledge knows."""
    name = naming.person.of(text.text) if naming.person else ""
    here = context.people.get(lowered(name.split()[-1])) or context.people.get(lowered(name.split()[0]))
    if naming.known is None and here is not None:
        return Mention(naming.start, naming.end, (here,), "name", person=naming.person, rule="person.known-here")
    if naming.known is not None:
        named = _by_id(naming.known, rules)
        actor = _in_office(named, context, rules) if named else None
        if actor is not None:
            _register(name, (actor,), named, context)
            return Mention(naming.start, naming.end, (actor,), "name", person=naming.person, rule="person.known")
    titles = [rules.titles[id_] for id_ in after.titles] if after is not None and after.sort == "role" else []
    if after and after.owners and titles and titles[0].kind == "person" and text.text[naming.end : after.start].strip(" ") == ",":
        actor = Actor(after.owners[0].code, _sector(titles, after.owners[0]), name, None)
        _register(name, (actor,), None, context)
        return Mention(naming.start, naming.end, (actor,), "name", person=naming.person, rule="person.apposition")
    if naming.sort == "person":
        return _surname(naming, name, context, rules)
    return None


def _surname(naming: Naming, name: str, context: _Context, rules: ActorRules) -> Mention | None:
    """Who "ông Putin", never named in full, is: the knowledge's only bearer of the surname among the states of the story."""
    codes = _codes(context)
    rows = [r for r in rules.index.surnames.get(lowered(name.rsplit(maxsplit=1)[-1]), ()) if r.actor and r.actor.code in codes]
    named = _at_day(rows, context.day)
    if named is None:
        return None
    actor = _in_office(named, context, rules)
    _register(name, (actor,), named, context)
    return Mention(naming.start, naming.end, (actor,), "name", person=naming.person, rule="person.surname")


def _in_office(named: Named, context: _Context, rules: ActorRules) -> Actor:
    """A known person as the actor that they were on the day of the story."""
    owner = _owner_of(named, context, rules)
    term = _term(named, context)
    role = term.office.partition(".")[2] if term else None
    title = next((t for t in rules.titles.values() if t.role and t.role == role and t.sector), None)
    sector = _sector([title] if title else [], owner)
    return Actor(owner.code, sector, named.person.name if named.person else None, named.id)


def _register(name: str | None, actors: Sequence[Actor], person: Named | None, context: _Context) -> None:
    """Remember a personal name of this story, whole and by its last word."""
    if name is None or len(actors) != 1:
        return
    words = lowered(name).split()
    family = person.person.family if person and person.person else None
    for key in {words[-1], *([lowered(family)] if family else [])}:
        context.people[key] = actors[0]
    if person is None and "-" in words[-1]:  # an unknown "Jeon Dong-jin" is "Jeon" from then on
        context.people.setdefault(words[0], actors[0])


def _referring(naming: Naming, context: _Context, rules: ActorRules) -> Mention | None:
    """What "nước này", "hai bên", "ông" stand for: the actors named last that fit, or nothing."""
    reference = rules.references[naming.reference or ""]
    if reference.sort == "speaker":
        return Mention(naming.start, naming.end, (), "reference", rule="reference.speaker")
    actors = tuple(rules.index.owners[state] for state in reference.states) or _antecedents(reference, context, rules)
    return Mention(naming.start, naming.end, actors, "reference", rule=f"reference.{reference.id}") if actors else None


def _antecedents(reference: Reference, context: _Context, rules: ActorRules) -> tuple[Actor, ...]:
    if reference.sort == "person":
        return (context.person,) if context.person else ()
    named_last = context.recent if reference.count == 1 else context.acting
    recent = [a for a in reversed(named_last[-REACH:]) if _fits(a, reference.sort, rules)]
    distinct = list({a.code: a for a in reversed(recent)}.values()) if reference.count != 1 else recent
    if reference.count == 1:
        wanted = [_as_owner(a) if reference.sort == "state" else a for a in recent]
        if reference.sort == "other":
            wanted = [_as_owner(a) for a in recent if a.code != recent[0].code]
        return tuple(wanted[:1])
    named = max(context.pairs, key=lambda pair: context.pairs[pair], default=())
    if named and reference.count == 2 and context.main_first:
        return named
    codes = list(dict.fromkeys(a.code for a in recent))
    last_two = codes[:2]
    together = {actor.code for actor in named}
    if reference.count == 2 and together <= set(codes) and together & set(last_two) and context.pairs[named] >= OFTEN:
        return named  # the two that the story names together, before a third that stands between
    pair = [_as_owner(next(a for a in recent if a.code == code)) for code in reversed(last_two)]
    return tuple(pair) if len(pair) == 2 and distinct else ()


def _fits(actor: Actor, sort: str, rules: ActorRules) -> bool:
    if sort == "state":
        return actor.code in rules.codes and actor.sector in (*GOVERNING, "LEG", "COP", "SPY", "JUD", "CVL")
    if sort == "group":
        return actor.sector != "JRN" and (actor.sector not in GOVERNING or actor.name is not None)
    return actor.sector not in ("JRN", "CVL", "REF", "ELI")
