"""What does a library's error say in plain words, for somebody who has never heard of the library?"""

import errno
import re
from collections.abc import Callable

KINDS = {  # what msgspec calls a kind of value
    "str": "text in quotes", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "null", "array": "a list",
    "object": "an object", "bytes": "bytes", "date": "a day", "datetime": "a day and time",
}  # fmt: skip
SYSTEM = {  # what the system calls trouble with a file
    errno.ENOENT: "there is no such file or folder", errno.EACCES: "you may not, by its permissions", errno.EPERM: "the system forbids it",
    errno.EISDIR: "it is a folder", errno.ENOTDIR: "a part of its path is no folder", errno.EEXIST: "a file of that name is there",
    errno.ENOSPC: "the disk is full", errno.EDQUOT: "your share of the disk is used up", errno.EROFS: "the disk is for reading only",
    errno.EIO: "the disk does not do its work", errno.ENAMETOOLONG: "its name is too long", errno.ELOOP: "its links go in a circle",
    errno.EFBIG: "the file would be larger than the disk allows", errno.EADDRINUSE: "another program serves there already",
    errno.EADDRNOTAVAIL: "this machine has no such address", errno.ECONNREFUSED: "nobody answers there",
    errno.EMFILE: "too many files are open",
}  # fmt: skip
Said = Callable[[re.Match[str]], str]
_CASES: tuple[tuple[re.Pattern[str], Said], ...] = (
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), lambda m: f"{_a(m[2])} stands where {_a(m[1])} belongs"),
    (re.compile(r"Object missing required field `([^`]+)`"), lambda m: f'"{m[1]}" is missing'),
    (re.compile(r"Object contains unknown field `([^`]+)`"), lambda m: f'"{m[1]}" is no known key'),
    (re.compile(r"Invalid enum value '?(.+?)'?$"), lambda m: f"{m[1]} is none of the values that may stand there"),
    (re.compile(r"JSON is malformed: .*\(byte (\d+)\)"), lambda m: f"it is no JSON from letter {int(m[1]) + 1} on"),
    (re.compile(r"Input data was truncated"), lambda _: "it breaks off in the middle"),
    (re.compile(r"Invalid UTF-8|codec can't decode|invalid start byte|surrogates? not allowed"), lambda _: "it is not in UTF-8"),
    (re.compile(r"recursion"), lambda _: "it is nested too deeply"),
    (re.compile(r"not a zip file|not a gzip|Not a gzipped|not a bzip|Bad magic number"), lambda _: "it is not packed as its name says"),
    (re.compile(r"ended before|unexpected end of (?:data|file)|Truncated|truncated|cut off"), lambda _: "it ends too early"),
    (
        re.compile(
            r"while decompressing|CRC|zstd decompress|Bad CRC|invalid (?:header|code|block|stored)|bad checksum|could not be opened"
        ),
        lambda _: "what is packed in it is damaged",
    ),
)
_WHERE = re.compile(r" - at `\$?\.?([^`]*)`$")


def plainly(error: BaseException) -> str:
    """What is wrong in a few words, without the library's own and without a full stop."""
    if isinstance(error, OSError) and error.errno in SYSTEM:
        return SYSTEM[error.errno]
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    if isinstance(error, TimeoutError):
        return "it took too long"
    words = " ".join(str(error).split()) or "no reason is given"
    where = _WHERE.search(words)
    said = next((say(found) for case, say in _CASES if (found := case.search(words))), words[:200].rstrip("."))
    return f"{said}, at {_path(where[1])}" if where and _path(where[1]) else said


def _a(kinds: str) -> str:
    """A kind, or several, with its article; null is only named where it is what was found."""
    each = [KINDS.get(kind.strip(), kind.strip()) for kind in kinds.split("|")]
    return " or ".join([kind for kind in each if kind != "null"] or each)


def _path(path: str) -> str:
    """The place in the object: its key, or keys and numbers from the outside in."""
    keys = [key for key in re.split(r"\.|\[|\]", path) if key]
    return " / ".join("each" if key == "..." else f"number {int(key) + 1}" if key.isdigit() else f'"{key}"' for key in keys)
