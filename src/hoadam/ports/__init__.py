"""What the desk asks of the outside: the shapes of sources, engines, stores, exports and advisors, and the values they exchange."""

from hoadam.ports.advisor import Advisor
from hoadam.ports.asked import Asked, Bin, Change, Counts, Entry, Happening, Hit, Listed, Pair, PairBin, Place, Portion, Stamp
from hoadam.ports.engine import Engine, Outcome, Shard, Tally, Work
from hoadam.ports.export import Export
from hoadam.ports.source import Found, Item, Passed, Source
from hoadam.ports.store import Store
from hoadam.ports.telling import Grower, Growth, Pages, Part, Say, Snapshot, Tell

__all__ = [
    "Advisor",
    "Asked",
    "Bin",
    "Change",
    "Counts",
    "Engine",
    "Entry",
    "Export",
    "Found",
    "Grower",
    "Growth",
    "Happening",
    "Hit",
    "Item",
    "Listed",
    "Outcome",
    "Pages",
    "Pair",
    "PairBin",
    "Part",
    "Passed",
    "Place",
    "Portion",
    "Say",
    "Shard",
    "Snapshot",
    "Source",
    "Stamp",
    "Store",
    "Tally",
    "Tell",
    "Work",
]
