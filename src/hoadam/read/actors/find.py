"""Which words of a page name somebody: items found by automaton, then joined into namings by a small grammar."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from hoadam.model.actor import Actor, Naming
from hoadam.model.base import Span
from hoadam.packs.fold import Folded, lowered
from hoadam.packs.index import Named
from hoadam.packs.language import Reference, Title
from hoadam.read.actors.rules import ActorRules, Item

OWNERS = ("state", "group", "seat")
WORD = re.compile(r"\w+")


def find(text: Folded, rules: ActorRules) -> tuple[Naming, ...]:
    """Every naming on the page, in order, none overlapping another."""
    items = _items(text, rules)
    found: list[Naming] = []
    i = 0
    while i < len(items):
        naming, i = _naming(items, i, text, rules)
        if naming is not None:
            found.append(naming)
    return tuple(found)


def _items(text: Folded, rules: ActorRules) -> list[Item]:
    """Names, role words and capital runs, left to right; of two that overlap the longer one stays."""
    found = rules.index.names.find(text.text)
    named = [_named(start, end, value, text, rules) for start, end, value in found]
    words = [Item(start, end, sort, value) for start, end, (sort, value) in rules.words.find(text.lower)]
    every = named + list(_joined(text, rules)) + words
    kept = _without_overlaps(sorted(every, key=lambda item: (item.start, -item.end)))
    kept = [item for i, item in enumerate(kept) if item.sort != "compound" and not _links_nothing(i, kept, text)]
    return _with_capitals(_without_pronouns(kept, text), text, rules)


def _joined(text: Folded, rules: ActorRules) -> Iterator[Item]:
    """States that go by a name too short to stand alone, each joined to another one: "Việt - Trung"."""
    for pair in rules.joined.finditer(text.text):
        for word in WORD.finditer(text.text, *pair.span()):
            if word.group() in rules.short:
                yield Item(word.start(), word.end(), "state", rules.short[word.group()])


def _links_nothing(i: int, items: Sequence[Item], text: Folded) -> bool:
    """True for a word that only joins a title to its owner ("quan chức người Mỹ") where no owner stands right behind it."""
    value = items[i].value
    if not isinstance(value, Title) or not value.link:
        return False
    return i + 1 >= len(items) or items[i + 1].sort not in (*OWNERS, "place") or not _adjacent(items[i], items[i + 1], text)


def _without_pronouns(items: list[Item], text: Folded) -> list[Item]:
    """The items without names that only begin sentences on a page that has them as a word of address too: "Anh" (he, Britain)."""
    spoken = {text.lower[i.start : i.end] for i in items if i.sort == "honorific" and text.text[i.start].islower()}
    spoken |= {text.lower[i.start : i.end].split()[0] for i in items if _is_person_reference(i)}
    doubtful = [i for i in items if i.sort == "state" and text.lower[i.start : i.end] in spoken] if spoken else []
    if not doubtful or not all(_begins(i, text) for i in doubtful):
        return items
    return [i for i in items if i not in doubtful]


def _begins(item: Item, text: Folded) -> bool:
    """True where the item begins a sentence or a line."""
    before = text.text[max(0, item.start - 4) : item.start].rstrip(" \"'(-")
    return not before or before[-1] in ".!?:\n"


def _named(start: int, end: int, value: Named, text: Folded, rules: ActorRules) -> Item:
    """A name, or with "-backed" behind it a word that only qualifies the name that follows; no actor after "tiếng"."""
    if value.sort == "state" and rules.not_after.search(text.lower[max(0, start - 12) : start]):
        return Item(start, end, "compound")
    suffix = rules.qualifying.match(text.lower, end)
    return Item(start, suffix.end(), "qualifier") if suffix else Item(start, end, value.sort, value)


def _without_overlaps(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if kept and item.start < kept[-1].end:
            if item.end - item.start > kept[-1].end - kept[-1].start:
                kept[-1] = item
            continue
        kept.append(item)
    return kept


def _with_capitals(items: list[Item], text: Folded, rules: ActorRules) -> list[Item]:
    """The items and, between them, what is left of each run of capitalised words; names that only look like states go."""
    made: list[Item] = []
    k = 0
    for run in rules.capitals.finditer(text.text):
        start, end = run.span()
        while k < len(items) and items[k].end <= start:
            made.append(items[k])
            k += 1
        inside: list[Item] = []
        while k < len(items) and items[k].start < end:
            inside.append(items[k])
            k += 1
        made += _run(start, end, inside, text, rules)
    return made + items[k:]


def _run(start: int, end: int, inside: list[Item], text: Folded, rules: ActorRules) -> list[Item]:
    """One run of capitals split at the items in it."""
    parts: list[Item] = []
    at = start
    for item in inside:
        if item.start > at:
            parts += _rest(at, item.start, text, rules)
        parts.append(item)
        at = max(at, item.end)
    if at < end:
        parts += _rest(at, end, text, rules)
    return [part for i, part in enumerate(parts) if not _only_looks_like_state(i, parts, text, rules)]


def _rest(start: int, end: int, text: Folded, rules: ActorRules) -> list[Item]:
    """The capital words from start to end without those that begin sentences, as one item or none."""
    while start < end:
        word = text.text[start:end].lstrip(" -'")
        start = end - len(word)
        if word and not word[0].isupper():  # what is left of "Armenia's" or "Russian-backed"
            start += len(word.split(" ", 1)[0])
            continue
        head = word.split(" ", 1)[0]
        if head and head not in rules.not_names:
            break
        start += max(1, len(head))
    rest = rules.possessive.sub("", text.text[start:end].rstrip(" -"))
    return [Item(start, start + len(rest), "capitals")] if len(rest) > 1 else []


def _only_looks_like_state(i: int, parts: list[Item], text: Folded, rules: ActorRules) -> bool:
    """True for "Anh" in "Anh Ngọc" or "Ngọc Anh": a short state name beside another native capitalised word."""
    part = parts[i]
    if part.sort != "state" or text.text[part.start : part.end] not in rules.ambiguous:
        return False
    beside = [parts[j] for j in (i - 1, i + 1) if 0 <= j < len(parts) and parts[j].sort == "capitals"]
    return any(_is_native(text.text[other.start : other.end]) for other in beside)


def _is_native(words: str) -> bool:
    return " " not in words and not words.isascii()


def _naming(items: Sequence[Item], i: int, text: Folded, rules: ActorRules) -> tuple[Naming | None, int]:
    """The naming that begins at item i (None when that names nobody), and the next item to look at."""
    item = items[i]
    if item.sort == "qualifier" and i + 1 < len(items) and _adjacent(item, items[i + 1], text):
        naming, after = _naming(items, i + 1, text, rules)
        return (msgspec.structs.replace(naming, start=item.start) if naming else None), after
    if rules.owner_first and item.sort in OWNERS and _owned(items, i, text, rules):
        return _chain(items, i, text, rules)
    if item.sort == "title" or _is_counterpart(item):
        return _chain(items, i, text, rules)
    if item.sort == "side" and i + 1 < len(items) and items[i + 1].sort in OWNERS and _adjacent(item, items[i + 1], text):
        naming, after = _simple(items[i + 1], text, rules), i + 2
        return (Naming(item.start, naming.end, naming.sort, owners=naming.owners, place=naming.place) if naming else None), after
    if (item.sort == "honorific" or _is_person_reference(item)) and i + 1 < len(items) and _is_personal(items[i + 1], item, text, rules):
        return _person(items[i + 1], item.start), i + 2
    return _simple(item, text, rules), i + 1


def _adjacent(left: Item, right: Item, text: Folded) -> bool:
    return text.text[left.end : right.start].strip(" ") == "" and right.start - left.end <= 1


def _owned(items: Sequence[Item], i: int, text: Folded, rules: ActorRules) -> int:
    """The index of the title that the owners from item i on stand before ("Armenia's and Iran's presidents"); 0 for none."""
    j = i
    while j + 1 < len(items) and items[j].sort in OWNERS:
        gap = text.lower[items[j].end : items[j + 1].start]
        if items[j + 1].sort == "title" or _is_counterpart(items[j + 1]):
            return j + 1 if rules.owning_gap.fullmatch(gap) else 0
        if not rules.joining_gap.fullmatch(gap):
            return 0
        j += 1
    return 0


def _is_counterpart(item: Item) -> bool:
    return isinstance(item.value, Reference) and item.value.sort == "counterpart"


def _is_person_reference(item: Item) -> bool:
    return isinstance(item.value, Reference) and item.value.sort == "person"


def _is_personal(item: Item, before: Item, text: Folded, rules: ActorRules) -> bool:
    """True for a name after "ông", be it one that states bear too ("ông Thái")."""
    named = item.sort in ("person", "capitals") or (item.sort == "state" and text.text[item.start : item.end] in rules.ambiguous)
    return named and _adjacent(before, item, text)


def _person(item: Item, start: int) -> Naming:
    known = item.value.id if isinstance(item.value, Named) and item.sort == "person" else None
    return Naming(start, item.end, "person", known=known, person=Span(item.start, item.end))


def _simple(item: Item, text: Folded, rules: ActorRules) -> Naming | None:
    """The naming that one item alone makes."""
    if isinstance(item.value, Reference):
        return Naming(item.start, item.end, "reference", reference=item.value.id)
    if item.sort == "capitals":
        sort = "person" if rules.surnames and _is_surname(text.text[item.start : item.end], rules) else "capitals"
        return Naming(item.start, item.end, sort, person=Span(item.start, item.end))  # type: ignore[arg-type]
    if item.sort == "person":
        return _person(item, item.start)
    if not isinstance(item.value, Named):
        return None
    named = item.value
    owners = (named.actor,) if named.actor else ()
    as_place = named.sort == "place" or _after_place_word(item, text, rules)
    place = named.place.id if named.place else None
    return Naming(item.start, item.end, named.sort, owners=owners, place=place, as_place=as_place)  # type: ignore[arg-type]


def _is_known(item: Item, text: Folded, rules: ActorRules) -> bool:
    return item.sort == "person" or _is_surname(text.text[item.start : item.end], rules)


def _is_surname(word: str, rules: ActorRules) -> bool:
    """True for "Putin", not for a dateline's "MOSCOW" (a patriarch's)."""
    return not word.isupper() and lowered(word) in rules.index.surnames and lowered(word) not in rules.not_alone


def _after_place_word(item: Item, text: Folded, rules: ActorRules) -> bool:
    return bool(rules.before_place.search(text.lower[max(0, item.start - 24) : item.start]))


def _chain(items: Sequence[Item], i: int, text: Folded, rules: ActorRules) -> tuple[Naming, int]:
    """Titles, their owner or owners, and a personal name: "Người phát ngôn Bộ Ngoại giao Nga Maria Zakharova"."""
    start = items[i].start
    j = _owned(items, i, text, rules) if items[i].sort in OWNERS else i
    owners = [_actor(item) for item in items[i:j]]
    titles: list[Item] = [items[j]]
    j += 1
    while j < len(items) and items[j].sort == "title" and _linked(items[j - 1], items[j], text, rules):
        titles += [] if isinstance(items[j].value, Title) and items[j].value.link else [items[j]]  # type: ignore[union-attr]
        j += 1
    reference = titles[0].value.id if isinstance(titles[0].value, Reference) else None
    if not owners:
        owners, reference, j = _owners(items, j, reference, text, rules)
        if owners and rules.owner_first and _owned(items, j - 1, text, rules) == j:  # "spokesman for Armenia's defence ministry"
            titles.append(items[j])
            j += 1
    person, known, j = _personal(items, j, titles, text, rules)
    ids = tuple(item.value.id for item in titles if isinstance(item.value, Title))
    sort = "role" if ids else "reference"
    return Naming(start, items[j - 1].end, sort, ids, tuple(owners), known, person, reference), j  # type: ignore[arg-type]


def _actor(item: Item) -> Actor:
    named = item.value
    if not isinstance(named, Named) or named.actor is None:
        raise TypeError(f"item at {item.start} owns nothing: {item.sort}")
    return named.actor


def _linked(left: Item, right: Item, text: Folded, rules: ActorRules) -> bool:
    """True when only space, or words that mean "of", stand between."""
    if right.start - left.end > 40:
        return False
    gap = text.lower[left.end : right.start]
    return gap == " " or rules.of_gap.match(gap) is not None


def _owners(items: Sequence[Item], j: int, reference: str | None, text: Folded, rules: ActorRules) -> tuple[list[Actor], str | None, int]:
    """The owners after a title, or a reference in their place ("quân đội nước này"), and the next item."""
    if j >= len(items):
        return [], reference, j
    item = items[j]
    if isinstance(item.value, Reference) and _refers(item.value, text.lower[items[j - 1].end : item.start], rules):
        return [], item.value.id, j + 1
    if item.sort not in OWNERS or not _linked(items[j - 1], item, text, rules):
        return _of_place(items, j, text, rules), reference, j
    last = k = j + 1
    while k < len(items) and items[k].sort in OWNERS and rules.and_gap.match(gap := text.lower[items[k - 1].end : items[k].start]):
        k += 1
        last = last if gap.strip() == "," else k  # "quân đội Mỹ, Nga …" has one owner, "quân đội Mỹ, Anh và Pháp" has three
    return [_actor(owner) for owner in items[j:last]], reference, last


def _refers(reference: Reference, gap: str, rules: ActorRules) -> bool:
    """True for "quân đội nước này", and with a word for "of" between for "quân đội của họ", "chính quyền của ông"."""
    if gap == " ":
        return reference.sort in ("state", "any")
    return reference.sort in ("state", "any", "person") and len(gap.split()) == 1 and rules.of_gap.match(gap) is not None


def _of_place(items: Sequence[Item], j: int, text: Folded, rules: ActorRules) -> list[Actor]:
    """The state of the place behind a title that goes by its place: "người dân Gaza", "phiến quân ở Idlib"; the place stays to be read."""
    title, item = items[j - 1], items[j]
    if not isinstance(title.value, Title) or not title.value.of_place or not isinstance(item.value, Named):
        return []
    if item.sort not in ("place", "state", "seat") or not rules.at_gap.fullmatch(text.lower, title.end, item.start):
        return []
    place = item.value.place
    owner = rules.index.owners.get((place.country or "").lower()) if place else item.value.actor
    return [owner] if owner else []


def _personal(
    items: Sequence[Item], j: int, titles: Sequence[Item], text: Folded, rules: ActorRules
) -> tuple[Span | None, str | None, int]:
    """The personal name after titles and owner ("…, ông Dmitry Peskov"), its knowledge id, and the next item."""
    if not any(_takes_name(item) for item in titles):
        return None, None, j
    k = j
    if (
        k < len(items)
        and (items[k].sort == "honorific" or _is_person_reference(items[k]))
        and rules.apposition.match(text.text[items[k - 1].end : items[k].start])
    ):
        k += 1
    if k >= len(items) or items[k].sort not in ("person", "capitals"):
        return None, None, j
    if not any(_is_persons(item) for item in titles) and not _is_known(items[k], text, rules):
        return None, None, j
    gap = text.text[items[k - 1].end : items[k].start]
    near = gap == " " or (gap.strip() == "," and items[k].sort == "person")
    if not near:
        return None, None, j
    value = items[k].value
    known = value.id if isinstance(value, Named) else None
    return Span(items[k].start, items[k].end), known, k + 1


def _takes_name(item: Item) -> bool:
    return _is_persons(item) or (isinstance(item.value, Title) and item.value.of_person)


def _is_persons(item: Item) -> bool:
    return _is_counterpart(item) or (isinstance(item.value, Title) and item.value.kind == "person")
