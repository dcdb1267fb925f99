"""Does a store live through a disk that takes no more? The work of `kills`, each time stopped by another lack of room.

`python -m faults limit 40`, in tests/: no file may grow beyond a length, so that a write fails with an I/O error. `python -m faults full 40`: a small disk
of its own (a tmpfs, for which it needs the right to mount) has less and less room, so that a write finds the disk full.
"""

import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hoadam.model.errors import StoreError
from kills import KINDS, Rounds, Say, killed

DISK = 48_000_000  # bytes: room for the work, its beginnings and its ends
Lack = Callable[[int], None]


def stopped(work: Callable[[Say], None], lack: Callable[[], None]) -> Callable[[Say], None]:
    """The work under a lack: it must end as it should, or with an error that the command line would say and end with exit code 3."""

    def under_lack(say: Say) -> None:
        lack()
        try:
            work(say)
        except StoreError as error:
            say(f"!{error.exit_code} {error}")

    return under_lack


def no_lack() -> None:
    """All is well."""


def seen(place: Rounds, kind: str, lack: Callable[[], None], after: Callable[[], None]) -> bool:
    """Whether the lack stopped this work; raises AssertionError when something is lost or broken once there is room again."""
    place.start(kind)
    work = getattr(place, kind)
    told, _ = killed(stopped(work, lack), None)
    after()
    errors = [words for words in told if words.startswith("!")]
    for words in errors:
        assert re.fullmatch(
            r"!3 .*(the disk is full|the disk does not do its work|the file would be larger than the disk allows).* try again\.", words
        ), words
    assert len(errors) <= 1
    assert not errors or errors[0] == told[-1]  # a second line would be one of the same message
    getattr(place, f"check_{kind}")([words for words in told if not words.startswith("!")])
    return bool(errors)


def play(rounds: int, folder: Path, full: bool) -> Counter[str]:
    """How many rounds of each kind were stopped by the lack."""
    place, found = Rounds(folder, exports=3), Counter[str]()
    kinds = [KINDS[number % len(KINDS)] for number in range(rounds)]
    for number, kind in enumerate(kinds):
        part = (number // len(KINDS)) / max(1, (rounds - 1) // len(KINDS))  # from no room to almost enough
        room = int(part * 0.9 * needed(place, kind)) + 37 * number
        ballast = folder / "ballast"
        if full:
            found[kind] += seen(
                place, kind, lambda room=room, ballast=ballast: fill(ballast, room), lambda ballast=ballast: ballast.unlink()
            )
        else:
            found[kind] += seen(place, kind, lambda room=room: no_longer_than(room), no_lack)
    return found


def needed(place: Rounds, kind: str) -> int:
    """About how many bytes the work writes at once."""
    if kind == "export":
        return max(map(len, place.exports))
    return int(place.full.stat().st_size * {"add": 1, "copy": 1, "review": 0.7, "migrate": 0.15}[kind])


def no_longer_than(size: int) -> None:
    """From now on no file of this process may be longer."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fill(ballast: Path, room: int) -> None:
    """Leave about so much room on the disk."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 65536):
                pass
        except OSError:
            file.truncate(max(0, file.tell() - room))


def main() -> None:
    """Play as many rounds as asked for."""
    how, rounds = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="hoadam-faults-") as folder:
        if how == "full":
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
        try:
            found = play(rounds, Path(folder), how == "full")
        finally:
            if how == "full":
                subprocess.run(["umount", folder], check=True)
    parts = ", ".join(f"{kind} {number}" for kind, number in found.items())
    sys.stdout.write(f"{rounds} rounds, stopped {found.total()} ({parts}): nothing lost, nothing broken\n")


if __name__ == "__main__":
    main()
