"""Does every record get the right code in each other codebook, and is a codebook that does not agree with itself refused?"""

from pathlib import Path
from typing import Any

import pytest

from gate.making import actors, event
from gate.telling import the_kit
from hoadam.model.base import Span
from hoadam.model.errors import BadPack
from hoadam.model.event import Event
from hoadam.model.time import Written
from hoadam.packs import load
from hoadam.packs.codebook import Codebook
from hoadam.packs.converting import Coded, coded, compile_converter, kind_of, sides

DATA = load.bundled() / "codebook"


def happening(kind: str, mode: str | None = None, **row: Any) -> Event:
    """An event of this type and mode."""
    return event({"type": kind, "mode": mode, "source": "ARM", "target": "AZE"} | row, "x", 0, Span(0, 1), Written())


def code(book: str, kind: str, mode: str | None = None, frame: str = "", contexts: tuple[str, ...] = (), **row: Any) -> Coded | None:
    """What a codebook calls it."""
    made = happening(kind, mode, **row)
    fields = {name: getattr(made, name) for name in made.__struct_fields__} | {"frame": frame, "contexts": contexts}
    return coded(Event(**fields), compile_converter(the_kit().codebooks[book]))


CAMEO = [
    (("CONSULT",), {}, "040"),
    (("CONSULT", "phone"), {}, "041"),
    (("CONSULT", "visit"), {"process": "talks", "step": "held"}, "042"),
    (("CONSULT",), {"process": "talks", "step": "held"}, "046"),
    (("CONSULT", "phone"), {"status": "planned"}, "036"),
    (("SUPPORT",), {"process": "agreement", "step": "signed"}, "057"),
    (("SUPPORT",), {"frame": "recognise"}, "054"),
    (("AGREE",), {"process": "ceasefire", "step": "agreed"}, "0871"),
    (("RETREAT", "release"), {"process": "exchange", "step": "done"}, "0841"),
    (("RETREAT", "release"), {"status": "planned"}, "0353"),
    (("AID",), {"process": "peacekeeping", "step": "deployed"}, "074"),
    (("REQUEST", "yield"), {"process": "ceasefire", "step": "proposed", "frame": "urge-truce"}, "0256"),
    (("REQUEST",), {"frame": "demand"}, "100"),
    (("REQUEST",), {"frame": "urge"}, "020"),
    (("ACCUSE", "allege"), {"process": "ceasefire", "step": "violated"}, "1123"),
    (("THREATEN", "violence"), {}, "138"),
    (("SANCTION", "discontinue"), {"frame": "sanction"}, "163"),
    (("SANCTION", "discontinue"), {"contexts": ("economic",)}, "163"),
    (("ASSAULT", "heavy-weapons"), {"process": "ceasefire", "step": "violated"}, "196"),
    (("ASSAULT", "drone"), {}, "1952"),
    (("ASSAULT",), {"source": "ARM.CVL"}, "180"),
    (("ASSAULT",), {"source": "ARM.MIL"}, "190"),
]
ACLED = [
    (("ASSAULT",), {"source": "MMR.MIL", "target": "MMR.REB"}, "Armed clash"),
    (("ASSAULT",), {"source": "MMR.MIL+MMR.REB", "target": ""}, "Armed clash"),
    (("ASSAULT", "aerial"), {"target": "MMR.CVL"}, "Air/drone strike"),
    (("ASSAULT",), {"source": "MMR.MIL", "target": "MMR.CVL"}, "Attack"),
    (("ASSAULT", "abduct"), {}, "Abduction/forced disappearance"),
    (("ASSAULT",), {"source": "MLI.REB", "target": ""}, None),
    (("ASSAULT",), {"status": "planned", "target": "MMR.REB"}, None),
    (("PROTEST", "demo"), {"source": "GEO.CVL"}, "Peaceful protest"),
    (("PROTEST", "riot"), {"source": "GEO.CVL"}, "Violent demonstration"),
    (("PROTEST", "strike"), {"source": "GEO.CVL"}, None),
    (("COERCE", "arrest"), {}, "Arrests"),
    (("CONSULT",), {"process": "talks", "step": "held"}, "Agreement"),
    (("CONSULT",), {}, None),
    (("SUPPORT",), {"process": "agreement", "step": "signed"}, "Agreement"),
    (("SANCTION", "expel"), {"process": "displacement", "step": "fled"}, "Other"),
    (("ACCUSE", "allege"), {}, None),
]
TAKEN = [
    ("SYR.REB", "SYR", "Non-state actor overtakes territory"),
    ("SYR.MIL", "SYR", "Government regains territory"),
    ("TUR.MIL", "SYR", "Non-state actor overtakes territory"),
]


@pytest.mark.parametrize(("kind", "row", "wanted"), CAMEO)
def test_cameo(kind: tuple[str, ...], row: dict[str, Any], wanted: str) -> None:
    found = code("cameo", *kind, **row)
    assert found is not None
    assert found.code == wanted
    assert found.root == wanted[:2]
    assert found.quad in (1, 2, 3, 4)
    assert found.score is not None
    assert -10 <= found.score <= 10


def test_a_code_without_a_score_has_that_of_the_code_above() -> None:
    drone = code("cameo", "ASSAULT", "drone")
    assert drone
    assert (drone.score, drone.root_name, drone.quad) == (-10.0, "Fight", 4)


@pytest.mark.parametrize(("kind", "row", "wanted"), ACLED)
def test_acled(kind: tuple[str, ...], row: dict[str, Any], wanted: str | None) -> None:
    found = code("acled", *kind, **row)
    assert (found.code if found else None) == wanted


@pytest.mark.parametrize(("who", "where", "wanted"), TAKEN)
def test_acled_asks_who_takes_a_place_and_where(who: str, where: str, wanted: str) -> None:
    row = {"source": who, "target": "SYR.REB", "place": f"Somewhere/{where}", "process": "territory", "step": "captured"}
    found = code("acled", "ASSAULT", **row)
    assert found
    assert (found.code, found.root) == (wanted, "Battles")


def test_every_line_of_the_record_has_a_cameo_and_a_plover_code() -> None:
    books = the_kit().codebooks
    for line in books["plover"].lines:
        contexts = the_kit().frames[line.frame].contexts
        row = {"process": line.process, "step": line.step, "status": line.status or "actual", "frame": line.frame, "contexts": contexts}
        assert code("cameo", line.type, line.mode, **row) is not None, line
        strict = code("plover", line.type, line.mode, **row)
        assert strict is not None, line
        assert strict.mode is None or strict.mode in books["plover"].modes[strict.code]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("CONSULT", "AGREE"), ("SUPPORT", "AGREE"), ("RETREAT", "CONCEDE"), ("ASSAULT", "THREATEN"), ("REQUEST", "REQUEST")],
)
def test_strict_plover_knows_no_plans(kind: str, wanted: str) -> None:
    found = code("plover", kind, status="planned")
    assert found
    assert found.code == wanted
    assert code("plover", kind).code == kind  # type: ignore[union-attr]


def test_sides_of_what_all_do_together_are_the_first_and_the_others() -> None:
    assert sides(happening("ASSAULT", source="SYR.MIL+SYR.REB", target="")) == (actors("SYR.MIL"), actors("SYR.REB"))
    assert sides(happening("CONSULT", source="ARM+AZE.GOV Bob+ARM Ann", target="")) == (actors("ARM+ARM Ann"), actors("AZE.GOV Bob"))
    assert sides(happening("CONSULT", source="ARM", target="")) == (actors("ARM"), ())


@pytest.mark.parametrize(
    ("kind", "who", "where", "number"),
    [("ASSAULT", "UKR.MIL", "UKR", "1"), ("ASSAULT", "RUS.MIL", "UKR", "8"), ("ASSAULT", "UNO.MIL", "MLI", "8"), ("ASSAULT", "MLI.REB", "MLI", "2"),
     ("PROTEST", "GEO.CVL", "GEO", "6"), ("ASSAULT", "GEO.CVL", "GEO", "7"), ("ASSAULT", "COL.CRM", "COL", "3")],
)  # fmt: skip
def test_acled_numbers_of_actors(kind: str, who: str, where: str, number: str) -> None:
    made = happening(kind, source=who, place=f"Somewhere/{where}")
    found = kind_of(made.source[0], made, the_kit().codebooks["acled"])
    assert found
    assert found.code == number


WRONG = [
    ("- {type: CONSULT, code: X1}", "X1"),
    ("- {type: CONSULT}", "None"),
    ("- {type: CONSULTE, code: Y}", "CONSULTE"),
    ("- {type: CONSULT, mode: drone, code: Y}", "drone"),
    ("- {type: CONSULT, process: talks, step: signed, code: Y}", "signed"),
    ("- {type: CONSULT, a: [ARMY], code: Y}", "ARMY"),
    ("- {type: CONSULT, kind: x, code: Y}", "kind"),
]


@pytest.mark.parametrize(("line", "named"), WRONG)
def test_a_codebook_is_read_strictly(line: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "plover.yaml").write_bytes((DATA / "plover.yaml").read_bytes())
    (tmp_path / "mine.yaml").write_text(f"id: mine\nname: Mine\ncodes: {{Y: {{name: Why}}}}\nconversions:\n{line}\n", encoding="utf-8")
    with pytest.raises(BadPack, match=named):
        load.codebooks(tmp_path)


def test_a_code_under_none_of_its_codebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("id: mine\nname: Mine\ncodes: {Y: {name: Why, under: Z}}\n", encoding="utf-8")
    with pytest.raises(BadPack, match="under Z"):
        load.codebooks(tmp_path)


def test_no_code_of_cameo_is_told_for_nothing() -> None:
    """Every code of the table is given by a conversion or stands above one that is."""
    book: Codebook = the_kit().codebooks["cameo"]
    given = {line.code for line in book.conversions}
    assert [key for key in book.codes if key not in given and not any(one.under == key for one in book.codes.values())] == []
