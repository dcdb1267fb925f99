"""How is what is shown taken along? Every export of the program as a file, of the happenings that the page's filters leave."""

from collections.abc import Callable, Iterator

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from hoadam import app, desk
from hoadam.answers import coding
from hoadam.answers.taking import taker
from hoadam.model.story import Story
from hoadam.web.house import House
from hoadam.web.sending import Ask, Send, asked

TEXT = "; charset=utf-8"
FILES = {  # what each format is called as a file, and what it is told to be
    "markdown": ("md", "text/markdown" + TEXT), "html": ("html", "text/html" + TEXT), "json": ("json", "application/json"),
    "csv": ("csv", "text/csv" + TEXT), "acled": ("acled.csv", "text/csv" + TEXT), "ucdp": ("ucdp.csv", "text/csv" + TEXT),
    "plover": ("plover.jsonl", "application/x-ndjson"), "geojson": ("geojson", "application/geo+json"),
    "graphml": ("graphml", "application/graphml+xml"), "gexf": ("gexf", "application/gexf+xml"), "ical": ("ics", "text/calendar" + TEXT),
    "atom": ("atom", "application/atom+xml"), "timelinejs": ("timeline.json", "application/json"),
    "jsonld": ("jsonld", "application/ld+json"),
    "csl": ("csl.json", "application/json"), "ris": ("ris", "application/x-research-info-systems"),
    "ftm": ("ftm.jsonl", "application/x-ndjson"),
    "vault": ("vault.zip", "application/zip"), "parquet": ("parquet", "application/vnd.apache.parquet"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}  # fmt: skip


def exporting(house: House) -> Send:
    """What answers with a file; the first piece is made before the answer begins, so that what is wrong can still be said."""

    def send(request: Request) -> Response:
        form = request.path_params["form"]
        ask = asked(request, house)
        render = app.export(form)
        made = desk.pieces(house.store, render, house.kit, ask.lang, _pick(ask))
        first = next(made, b"")
        name, media = FILES.get(form, ("bin", "application/octet-stream"))
        headers = {"content-disposition": f'attachment; filename="hoadam.{name}"', "cache-control": "no-cache"}
        return StreamingResponse(_with(first, made), media_type=media, headers=headers)

    return send


def _pick(ask: Ask) -> Callable[[Story], Story] | None:
    """What takes out of the story what is shown; for one who codes blind without the marks of what others decided."""
    take = taker(ask.house.store, ask.question.asked)
    if not ask.is_blind:
        return take

    def unruled(story: Story) -> Story:
        shown = take(story) if take else story
        return msgspec.structs.replace(shown, episodes=tuple(coding.unruled(one) for one in shown.episodes))

    return unruled


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
