"""What does an address ask for? Filters read out of a URL, and URLs made of filters."""

from collections.abc import Mapping
from urllib.parse import urlencode

from hoadam import desk
from hoadam.answers.periods import CERTAINTIES
from hoadam.model.base import Record
from hoadam.model.errors import BadConfig
from hoadam.packs.kit import Kit
from hoadam.ports import Asked

FILTERS = (
    "from",
    "to",
    "actor",
    "with",
    "type",
    "process",
    "country",
    "certainty",
    "q",
    "order",
    "mark",
    "id",
)  # what a permanent address carries
MOST = 500  # lines of one answer
LONGEST = 200  # letters of a filter


class Question(Record, frozen=True):
    """An address read: its path, the filters as they were written, the question that they put, and which portion."""

    path: str
    filters: dict[str, str]
    asked: Asked
    words: str = ""
    after: str | None = None
    limit: int | None = None
    newest: bool = False

    @property
    def place(self) -> int:
        """The number of the row after which a list goes on, where its cursor is a number; else 0."""
        after = self.after or ""
        return int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0

    def url(self, path: str | None = None, **changes: str | int | None) -> str:
        """An address with the same filters, some changed; None or "" takes one away. The portion is not kept."""
        wanted = self.filters | {key.rstrip("_"): str(value) if value is not None else "" for key, value in changes.items()}
        return address(path or self.path, wanted)

    def twin(self, form: str, lang: str) -> str:
        """The address of the same answer as json or csv, in the same language."""
        shown = {"lang": lang} | ({"after": self.after} if self.after and form == "json" else {})
        return address(("/overview" if self.path == "/" else self.path) + "." + form, self.filters | shown)


def address(path: str, filters: Mapping[str, str]) -> str:
    """A path with filters, those without value left out."""
    query = urlencode({key: value for key, value in filters.items() if value})
    return f"{path}?{query}" if query else path


def question(path: str, given: Mapping[str, str], kit: Kit) -> Question:
    """The question of an address; raises BadConfig with what is wrong and how to write it."""
    filters = {key: given[key].strip()[:LONGEST] for key in FILTERS if given.get(key, "").strip()}
    return Question(
        path=path,
        filters=filters,
        asked=asked(filters, kit),
        words=filters.get("q", ""),
        after=_cursor(given.get("after")),
        limit=_limit(given.get("limit")),
        newest=filters.get("order") == "newest",
    )


def asked(filters: Mapping[str, str], kit: Kit) -> Asked:
    """The filters as a question to the store."""
    certainty = filters.get("certainty")
    if certainty and certainty not in CERTAINTIES:
        raise BadConfig(f"{certainty}: there is no such certainty. There are {', '.join(CERTAINTIES)}.", "error certainty", asked=certainty)
    return Asked(
        since=desk.bounds(filters["from"])[0] if "from" in filters else None,
        until=desk.bounds(filters["to"])[1] if "to" in filters else None,
        actor=_code(filters.get("actor"), kit),
        other=_code(filters.get("with"), kit),
        type=filters.get("type"),
        process=filters.get("process"),
        country=_code(filters.get("country"), kit),
        certainty=certainty,
    )


def _code(words: str | None, kit: Kit) -> str | None:
    if not words or words.isupper():
        return words
    return desk.code_of(words, kit)


def _cursor(given: str | None) -> str | None:
    if given is not None and len(given) > LONGEST:
        raise BadConfig("after: this is no cursor. Take the one that the answer before gave as `next`.", "error cursor")
    return given or None


def _limit(given: str | None) -> int | None:
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MOST:
        raise BadConfig(f"limit: {given[:20]} is no number from 1 to {MOST}.", "error limit", asked=given[:20], most=MOST)
    return int(given)
