"""How do two code the same lines, and who settles where they differ? The page of the coders, and the forms on it."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from hoadam.answers import coding, review
from hoadam.answers.review import FIELDS
from hoadam.answers.rows import Row
from hoadam.model.errors import BadConfig
from hoadam.web.coder import is_blind, signature
from hoadam.web.house import House
from hoadam.web.sending import Answer, Ask, back_to


def coders(ask: Ask) -> Answer:
    """How far coders agree, and the lines to settle; to one who codes blind nothing of it."""
    if is_blind(ask.request):
        return Answer("blind.html", {"signature": signature(ask.request), "blind": True, "way": "coders"}, (), {"blind": True})
    first = ask.question.place
    found = coding.coders(ask.house.store, first)
    besides: dict[str, Any] = {"coders": found.coders, "measures": found.measures}
    rows = [row for case in found.cases for row in _rows(case)]
    return Answer("coders.html", {"found": found, "first": first, "step": coding.CASES}, rows, besides)


def _rows(case: coding.Case) -> list[Row]:
    blank = dict.fromkeys(FIELDS, "")
    return [
        {"episode": case.unit, "coder": one.who, "verdict": one.verdict, **(blank | one.values), "at": one.at, "settled": case.settled}
        for one in case.codings
    ]


def settling(house: House) -> Callable[[Request], "object"]:
    """What lays one coder's decisions over the story: of one line, or of all lines shown on which all agree."""

    async def settle(request: Request) -> Response:
        if is_blind(request):
            raise BadConfig("choice: those who code blind do not settle. Stop coding blind first.", "error settle blind")
        form = await request.form()
        return await run_in_threadpool(_settled, house, form, signature(request))

    return settle


def _settled(house: House, form: FormData, who: str) -> Response:
    wanted = [_parted(str(one)) for one in form.getlist("choice")][: coding.CASES]
    if not wanted:
        raise BadConfig("choice: choose whose decision holds.", "error settle none")
    rulings = [ruling for unit, coder in wanted for ruling in coding.settled(_coding(house, unit, coder), who)]
    for ruling in review.at_once(rulings):
        house.store.rule(ruling)
    house.tell_again()
    return back_to("/coders?done=" + str(len(wanted)))


def _parted(choice: str) -> tuple[str, str]:
    unit, _, coder = choice.partition("~")
    return unit, coder


def _coding(house: House, unit: str, coder: str) -> coding.Coding:
    found = coding.of(house.store, unit, coder)
    if found is None:
        raise BadConfig(f"{unit[:40]}: {coder[:40]} has coded no such line.")
    return found
