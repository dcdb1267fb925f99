"""Which day of the sun's calendar a day of the Vietnamese lunar calendar is: new moons and solar terms reckoned at UTC+7.

The method is the one that Hồ Ngọc Đức published, with the astronomy of Jean Meeus (Astronomical Algorithms, 1998).
"""

from datetime import date
from math import floor, pi, sin

ZONE = 7.0 / 24.0
MONTH = 29.530588853
_EPOCH = 2415021.076998695  # the new moon of 1 January 1900, the first that is counted
_JULIAN = 1721425  # Julian day number less ordinal of `date`


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The day of the sun's calendar, or None where the lunar month has no such day; day 30 of a short month is its 29th."""
    first, last = lunar_month(year, month)
    if not 1 <= day <= 30:
        return None
    return min(date.fromordinal(first.toordinal() + day - 1), last)


def lunar_month(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a lunar month; of a month that comes twice, the first one."""
    start, after = (year - 1, year) if month < 11 else (year, year + 1)
    eleventh, next_eleventh = _eleventh(start), _eleventh(after)
    offset = month - 11 if month >= 11 else month + 1
    if next_eleventh - eleventh > 365 and offset >= _leap_offset(eleventh):
        offset += 1
    k = floor(0.5 + (eleventh - _EPOCH) / MONTH)
    return _date(_new_moon_day(k + offset)), _date(_new_moon_day(k + offset + 1) - 1)


def _date(number: int) -> date:
    return date.fromordinal(number - _JULIAN)


def _new_moon_day(k: int) -> int:
    """The Julian day number on which the k-th new moon since 1900 falls at UTC+7."""
    return floor(_new_moon(k) + 0.5 + ZONE)


def _new_moon(k: int) -> float:
    """The moment of the k-th new moon since 1900, as a Julian day in universal time."""
    t = k / 1236.85
    rad = pi / 180
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * rad)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3) * rad
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3) * rad
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3) * rad
    shift = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    shift += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    shift += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) - 0.0006 * sin(2 * node + moon)
    shift += 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    return mean + shift - _clock_drift(t)


def _clock_drift(t: float) -> float:
    """Days that the earth's clock is behind even time, t centuries after 1900."""
    if t < -11:
        return 0.001 + 0.000839 * t + 0.0002261 * t**2 - 0.00000845 * t**3 - 0.000000081 * t**4
    return -0.000278 + 0.000265 * t + 0.000262 * t**2


def _sun_sector(number: int) -> int:
    """The twelfth of the sun's way (0 = from the spring equinox) in which a day begins at UTC+7."""
    t = (number - 2451545.5 - ZONE) / 36525
    rad = pi / 180
    m = (357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3) * rad
    centre = (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000290 * sin(3 * m)
    longitude = (280.46645 + 36000.76983 * t + 0.0003032 * t**2 + centre) % 360
    return floor(longitude / 30)


def _eleventh(year: int) -> int:
    """The Julian day number that opens the lunar month with the winter solstice of `year`."""
    end_of_year = date(year, 12, 31).toordinal() + _JULIAN
    k = floor((end_of_year - 2415021) / MONTH)
    start = _new_moon_day(k)
    return _new_moon_day(k - 1) if _sun_sector(start) >= 9 else start


def _leap_offset(eleventh: int) -> int:
    """How many months after the eleventh the month without a principal term comes, in a year of thirteen."""
    k = floor((eleventh - _EPOCH) / MONTH + 0.5)
    last = _sun_sector(_new_moon_day(k + 1))
    for i in range(2, 15):
        now = _sun_sector(_new_moon_day(k + i))
        if now == last:
            return i - 1
        last = now
    return 14
