"""How fast is this machine just now? A fixed loop, timed beside every figure, because a machine that others load counts more CPU-seconds for the same work."""

import time

ROUNDS = 3_000_000


def loop_seconds() -> float:
    """CPU-seconds for the fixed loop: about 0.2 on the idle machine of the figures in docs/performance.md."""
    start = time.process_time()
    found = 0
    for number in range(ROUNDS):
        found += number * number & 7
    return time.process_time() - start
