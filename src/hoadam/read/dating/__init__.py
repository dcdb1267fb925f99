"""Which day each story on the page was written."""

from hoadam.read.dating.almanac import Almanac, compile_almanac
from hoadam.read.dating.written import date

__all__ = ["Almanac", "compile_almanac", "date"]
