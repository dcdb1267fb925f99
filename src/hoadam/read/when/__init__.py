"""When each candidate happened: as the rules place it, and, once it is kept, as all that is told near it says."""

from hoadam.read.when.alongside import alongside
from hoadam.read.when.choosing import chosen, first_days, times_near
from hoadam.read.when.placed import place_in_time
from hoadam.read.when.valued import day, from_writing, points

__all__ = ["alongside", "chosen", "day", "first_days", "from_writing", "place_in_time", "points", "times_near"]
