"""Makes inputs for fuzzing out of good ones, and tries them for as long as it is told to."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SECONDS = float(os.environ.get("HOADAM_FUZZ_SECONDS", "2"))
BEGIN = int(os.environ.get("HOADAM_FUZZ_SEED", "1"))  # another seed tries other inputs; the same one the same inputs
ROUND = 25  # inputs between two looks at the clock
OURS = str(Path(__file__).parents[1] / "src" / "hoadam")
HOW = settings(
    deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], print_blob=True
)  # fmt: skip


def fuzz(inputs: st.SearchStrategy[Any], check: Callable[[Any], None], each: int = ROUND) -> int:
    """How many rounds of `each` inputs were tried; raises what `check` raises, with the input that makes it do so."""
    end = time.monotonic() + SECONDS
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        one = given(inputs)(check)
        seed(BEGIN * 1_000_000 + rounds)(settings(HOW, max_examples=each)(one))()
        rounds += 1
    return rounds


@st.composite
def edits(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample with some pieces cut out, doubled, moved, turned over or put in."""
    raw = sample
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        size = draw(st.sampled_from([1, 2, 4, 16, 100, 2000]))
        kind = draw(st.integers(0, 5))
        piece = raw[at : at + size]
        if kind == 0:
            raw = raw[:at] + raw[at + size :]
        elif kind == 1:
            raw = raw[:at] + piece * draw(st.integers(2, 40)) + raw[at + size :]
        elif kind == 2:
            raw = raw[:at] + draw(st.binary(min_size=1, max_size=8)) + raw[at + size :]
        elif kind == 3:
            raw = raw[:at] + bytes(byte ^ 0xFF for byte in piece) + raw[at + size :]
        elif kind == 4:
            to = draw(st.integers(0, len(raw)))
            raw = raw[:to] + piece + raw[to:]
        else:
            raw = raw[:at]
    return raw


def edited(*samples: bytes) -> st.SearchStrategy[bytes]:
    """One of the samples, edited."""
    return st.sampled_from(samples).flatmap(edits)


def pieces(*parts: str, most: int = 60) -> st.SearchStrategy[str]:
    """Some of these parts and any other letters, one after another."""
    return st.lists(st.sampled_from(parts) | st.text(max_size=8), max_size=most).map("".join)


def is_ours(error: BaseException) -> bool:
    """True where an error was raised in a line of this program, and not in a library that it catches the errors of."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.startswith(OURS)
