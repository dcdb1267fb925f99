"""The shape of data/lang/xx/due.yaml: the words of a language that make a time a deadline."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class DuePack(Record, frozen=True):
    """Words right before a time: `within` before a length ("trong vòng 72 giờ"), `before` before a day ("trước ngày 1/12").

    The day of `before` words is itself the last, unless they are among `short_of` too ("trước": the day before it is).
    """

    within: Words = ()
    before: Words = ()
    short_of: Words = ()
