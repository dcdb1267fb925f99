"""By when a promise is to be kept, and what became of it."""

import msgspec
import pytest

from gate.making import page
from gate.telling import teller
from hoadam.model.story import Reading, Track
from hoadam.model.time import Timex

PLEDGE = {"type": "CONCEDE", "source": "TJK", "target": "KGZ", "process": "withdrawal", "step": "promised", "date": "2021-05-02"}
DONE = {"type": "RETREAT", "mode": "withdraw", "source": "TJK", "target": "KGZ", "process": "withdrawal", "step": "done"}
LATER = {"type": "ASSAULT", "source": "KGZ.MIL+TJK.MIL"}


def promise(text: str, words: str, kind: str, shape: str, value: str | None = None, lang: str = "vi") -> Reading:
    """A page of 2 May 2021 with a promise and one time in it."""
    made = page("a", "2021-05-02", PLEDGE | {"text": text})
    start = text.index(words)
    time = Timex(start, start + len(words), kind, shape, value)
    return msgspec.structs.replace(made, page=msgspec.structs.replace(made.page, lang=lang), times=(time,))


def pledged(*readings: Reading) -> Track:
    """The track of the withdrawal."""
    return next(track for track in teller()(readings).tracks if track.kind == "withdrawal")


@pytest.mark.parametrize(
    ("text", "words", "kind", "shape", "value", "lang", "due"),
    [
        ("Dushanbe hứa rút quân trong vòng 72 giờ.", "72 giờ", "DURATION", "PT72H", "PT72H", "vi", "2021-05-05"),
        ("Dushanbe hứa rút quân trong 10 ngày tới.", "10 ngày tới", "DURATION", "P10D", "P10D", "vi", "2021-05-12"),
        ("Dushanbe hứa rút quân trước ngày 1/12.", "ngày 1/12", "DATE", "XXXX-12-01", "2021-12-01", "vi", "2021-11-30"),
        ("Dushanbe hứa rút quân chậm nhất vào ngày 15/6.", "ngày 15/6", "DATE", "XXXX-06-15", "2021-06-15", "vi", "2021-06-15"),
        ("Dushanbe promised to leave within 72 hours.", "72 hours", "DURATION", "PT72H", "PT72H", "en", "2021-05-05"),
        ("Dushanbe promised to leave by June 2021.", "June 2021", "DATE", "2021-06", "2021-06", "en", "2021-06-30"),
        ("Dushanbe hứa rút quân sau 72 giờ giao tranh.", "72 giờ", "DURATION", "PT72H", "PT72H", "vi", None),
        ("Dushanbe hứa rút quân như trước năm 2020.", "năm 2020", "DATE", "2020", "2020", "vi", None),
    ],
)
def test_a_deadline_is_counted_from_the_promise(
    text: str, words: str, kind: str, shape: str, value: str, lang: str, due: str | None
) -> None:
    track = pledged(promise(text, words, kind, shape, value, lang))
    assert (track.due.value if track.due else None) == due
    assert track.states[0].outcome == "open"
    assert not track.overdue


@pytest.mark.parametrize(
    ("row", "outcome", "due", "overdue"),
    [
        (DONE | {"date": "2021-05-04"}, "done", None, False),
        (DONE | {"date": "2021-05-20"}, "done", None, False),
        (LATER | {"date": "2021-05-05"}, "open", "2021-05-05", False),
        (LATER | {"date": "2021-05-06"}, "overdue", "2021-05-05", True),
        (
            {"type": "REJECT", "mode": "yield", "source": "TJK", "target": "KGZ", "process": "withdrawal", "step": "refused", "date": "2021-05-04"},
            "called-off", None, False,
        ),
    ],
)  # fmt: skip
def test_overdue_goes_by_the_newest_report(row: dict[str, str], outcome: str, due: str | None, overdue: bool) -> None:
    first = promise("Dushanbe hứa rút quân trong vòng 72 giờ.", "72 giờ", "DURATION", "PT72H", "PT72H")
    track = pledged(first, page("b", row["date"], row))
    assert (track.states[0].outcome, track.due.value if track.due else None, track.overdue) == (outcome, due, overdue)


def test_a_promise_without_a_day_is_open_and_never_overdue() -> None:
    track = pledged(page("a", "2021-05-02", PLEDGE), page("b", "2029-05-02", LATER | {"date": "2029-05-01"}))
    assert (track.states[0].outcome, track.due, track.overdue) == ("open", None, False)
