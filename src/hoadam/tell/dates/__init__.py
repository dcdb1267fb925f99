"""When was a page written that does not say? Its neighbours tell: the same article, the teasers, and the happenings they share."""

from hoadam.tell.dates.neighbours import KINDS, Around, Likeness, changed, origin, settle
from hoadam.tell.dates.settling import Near, days_told, passages, settled

__all__ = ["KINDS", "Around", "Likeness", "Near", "changed", "days_told", "origin", "passages", "settle", "settled"]
