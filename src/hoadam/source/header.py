"""What does an HTML document say of itself? Headline, standfirst, author, days, outlet and language from JSON-LD, meta and time tags."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import msgspec

HtmlElement = Any  # of lxml, which has no types of its own
ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
ISO = re.compile(
    r"\s*(\d{4})[-/](\d{2})[-/](\d{2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
SURE = ("article:published_time", "og:article:published_time", "article.published", "datepublished")
LIKELY = (
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
)
CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified")
LOCAL = {"vi": 7 * 60}  # a country with one zone: a time in UTC on its pages is that many minutes later


class Header(msgspec.Struct, frozen=True):
    """What a document's header says; the days are ISO days in the page's own zone."""

    title: str | None = None
    ledes: tuple[tuple[str, str], ...] = ()
    author: str | None = None
    written: str | None = None
    changed: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    notes: tuple[str, ...] = ()


def header_of(tree: HtmlElement) -> Header:
    """The header of a parsed document."""
    meta = _meta(tree)
    data = list(_linked(tree))
    lang = _lang(tree, meta)
    sure = [*_of(data, "datePublished"), *(meta[name] for name in SURE if name in meta), *_props(tree, "datePublished")]
    likely = [meta[name] for name in LIKELY if name in meta]
    written, notes = _written(sure, likely or _times(tree), _offset([*sure, *_of(data, "dateModified")], lang))
    changed = [*_of(data, "dateModified"), *(meta[name] for name in CHANGED if name in meta), *_props(tree, "dateModified")]
    return Header(
        title=_title(tree, meta, data),
        ledes=tuple(_ledes(meta, data)),
        author=_author(meta, data),
        written=written,
        changed=next((day for day in (_day(stamp, _offset(changed, lang)) for stamp in changed) if day), None),
        outlet=_outlet(meta, data),
        url=_url(tree, meta),
        lang=lang,
        notes=notes,
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by name, property or itemprop, the first of each; names in lower case."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles in the document's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                value = msgspec.json.decode(re.sub(r"[\x00-\x1f]", " ", script.text).strip().rstrip(";").encode())
            except (msgspec.DecodeError, RecursionError):
                continue
            yield from (item for item in _flat(value, 4) if ARTICLE.search(str(item.get("@type", ""))))


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object in JSON-LD down to `depth` lists, graphs and main entities."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth - 1)
    elif isinstance(value, dict):
        if "article" in str(value.get("@type", "")).lower() or "headline" in value:
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _flat(value.get(key), depth - 1)


def _of(data: Sequence[dict[str, Any]], key: str) -> list[str]:
    """The strings that articles of JSON-LD have for a key."""
    return [value.strip() for item in data if isinstance(value := item.get(key), str) and value.strip()]


def _props(tree: HtmlElement, name: str) -> list[str]:
    """Times marked up with a property, as one document's: none when there are several different ones."""
    found = {tag.get("datetime") or tag.get("content") or "" for tag in tree.xpath("//*[@itemprop=$name]", name=name)}
    return [stamp for stamp in found if stamp] if len(found) == 1 else []


def _times(tree: HtmlElement) -> list[str]:
    """The page's time tag, when there is but one day among all of them."""
    found = {tag.get("datetime") or "" for tag in tree.iter("time")} - {""}
    return sorted(found)[:1] if len({stamp[:10] for stamp in found}) == 1 else []


def _written(sure: Sequence[str], likely: Sequence[str], offset: int | None) -> tuple[str | None, tuple[str, ...]]:
    """The publication day where the sources agree, else None and a note."""
    days = sorted({day for day in (_day(stamp, offset) for stamp in sure) if day})
    if not days:
        days = sorted({day for day in (_day(stamp, offset) for stamp in likely) if day})
    if len(days) > 1 and (len(days) > 2 or not _next(days[0], days[1])):
        return None, (f"The header gives different publication days ({', '.join(days)}); none was taken.",)
    return (days[0] if days else None), ()


def _next(first: str, second: str) -> bool:
    """True for two days in a row: one clock in two zones."""
    return date.fromisoformat(second) - date.fromisoformat(first) == timedelta(days=1)


def _offset(stamps: Sequence[str], lang: str | None) -> int | None:
    """Minutes from UTC that the page's own stamps give, else those of its language's country."""
    for stamp in stamps:
        match = ISO.match(stamp)
        zone = match.group(6) if match else None
        if zone and zone[0] in "+-" and zone.strip("+-:0"):
            return (-1 if zone[0] == "-" else 1) * (int(zone[1:3]) * 60 + int(zone[-2:]))
    return LOCAL.get(lang or "")


def _day(stamp: str, offset: int | None) -> str | None:
    """The ISO day of a stamp in the page's zone; None when it is no date of the web's years."""
    match = ISO.match(stamp)
    if not match or not 1990 <= int(match.group(1)) <= 2100:
        return None
    year, month, day, hour, minute, zone = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001  (its zone is handled here)
    except ValueError:
        return None
    utc = zone is not None and (zone[0] not in "+-" or not zone.strip("+-:0"))
    return (moment + timedelta(minutes=offset if utc and offset else 0)).date().isoformat()


def _title(tree: HtmlElement, meta: dict[str, str], data: Sequence[dict[str, Any]]) -> str | None:
    """The headline: JSON-LD's, the only h1, og:title, or the title tag without the outlet's name."""
    heads = [text for text in (plain(tag.text_content()) for tag in tree.iter("h1")) if text]
    named = _of(data, "headline") or ([meta["og:title"]] if "og:title" in meta else [])
    if len(heads) == 1 and (not named or _same(heads[0], named[0])):
        return heads[0]
    if named:
        return _without_outlet(plain(named[0]), meta) or None
    if heads:
        return heads[0]
    title = tree.find(".//title")
    return _without_outlet(plain(title.text_content()), meta) or None if title is not None else None


def _same(one: str, other: str) -> bool:
    first, second = set(one.lower().split()), set(other.lower().split())
    return len(first & second) > 0.5 * min(len(first), len(second))


def _without_outlet(title: str, meta: dict[str, str]) -> str:
    """The title without " | Outlet" or " - Outlet" at its end."""
    outlet = meta.get("og:site_name", "").lower()
    head, sign, tail = title.rpartition(" | ")
    if not sign:
        head, sign, tail = title.rpartition(" - ")
        if tail.lower() != outlet:
            return title
    return head if sign and len(tail) < len(head) else title


def _ledes(meta: dict[str, str], data: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What the header has for a standfirst, with its source, the best first."""
    for value in _of(data, "description"):
        yield "JSON-LD", plain(value)
    for name in ("og:description", "description", "twitter:description"):
        if name in meta:
            yield name, plain(meta[name])


def _author(meta: dict[str, str], data: Sequence[dict[str, Any]]) -> str | None:
    for item in data:
        for author in _flatten(item.get("author")):
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and name.strip():
                return plain(name)
    return plain(meta["author"]) if meta.get("author") else None


def _flatten(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _outlet(meta: dict[str, str], data: Sequence[dict[str, Any]]) -> str | None:
    for item in data:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return plain(name)
    return plain(meta["og:site_name"]) if meta.get("og:site_name") else None


def _url(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    link = tree.find(".//link[@rel='canonical']")
    url = (link.get("href") if link is not None else None) or meta.get("og:url")
    return url if url and url.startswith(("http://", "https://")) else None


def _lang(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    named = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), meta.get("og:locale"), meta.get("content-language"))
    match = re.match(r"[a-z]{2}(?![a-z])", next((name for name in named if name), "").strip().lower())
    return match.group() if match else None


def plain(text: str) -> str:
    """The text on one line, with entities of entities undone."""
    return " ".join(unescape(text).split())
