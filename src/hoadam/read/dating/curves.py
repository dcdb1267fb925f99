"""How far the day of writing lies from what a page tells: shares of stories by distance in days, as measured or judged.

Each step is (first day, last day, share); see odds.windows and odds.yearly. Measured on 229 annotated articles of 2015-2019,
and where "both" is said on these and on 316 dated pages of all topics; the others are judged from how news is written. Distances only:
no curve knows a calendar year.
"""

from hoadam.read.dating.odds import Curve

# fmt: off

FAR = 4000
# Few pages of the first years were ever on the Web: log weights of the days up to the end of a year, against all later ones.
BEFORE_THE_WEB = ((1996, -4.5), (2000, -2.8), (2004, -1.6), (2007, -0.7))

# Day and month without year, by the tense around it and its place. Measured, the first of a story, within its first 300
# letters: 0 days 38 %, 1 day 55 %, 2 days 4 %, within a week 3 %; further on 5, 61, 14 and 13 %, within a month 5 %. The
# annotators' guess leans to the day after, so 0 and 1 were drawn together.
FIRST_TOLD: Curve = (
    (-150, -31, 0.005), (-30, -8, 0.007), (-7, -2, 0.01), (-1, -1, 0.015), (0, 0, 0.42), (1, 1, 0.36),
    (2, 2, 0.065), (3, 3, 0.025), (4, 7, 0.03), (8, 31, 0.03), (32, 215, 0.02),
)
DEEP_TOLD: Curve = (
    (-150, -31, 0.015), (-30, -8, 0.015), (-7, -2, 0.02), (-1, -1, 0.015), (0, 0, 0.2), (1, 1, 0.36), (2, 2, 0.11),
    (3, 3, 0.05), (4, 7, 0.07), (8, 31, 0.08), (32, 215, 0.05),
)
# A day told after the first (both, 175), one told as past at the head (both, 13), one told as yet to come (both, 69).
LATER_TOLD: Curve = (
    (-150, -31, 0.015), (-30, -8, 0.06), (-7, -2, 0.05), (-1, -1, 0.015), (0, 0, 0.09), (1, 1, 0.24), (2, 2, 0.13),
    (3, 3, 0.07), (4, 7, 0.1), (8, 31, 0.13), (32, 90, 0.06), (91, 215, 0.03),
)
FIRST_PAST: Curve = (
    (-150, -1, 0.01), (0, 0, 0.2), (1, 1, 0.42), (2, 2, 0.14), (3, 3, 0.05), (4, 7, 0.04), (8, 31, 0.05),
    (32, 90, 0.05), (91, 215, 0.03),
)
PAST_TOLD: Curve = (
    (-150, -1, 0.01), (0, 0, 0.07), (1, 1, 0.15), (2, 2, 0.12), (3, 3, 0.08), (4, 7, 0.12), (8, 31, 0.2),
    (32, 90, 0.13), (91, 215, 0.12),
)
AHEAD_TOLD: Curve = (
    (-150, -91, 0.03), (-90, -31, 0.08), (-30, -8, 0.39), (-7, -2, 0.27), (-1, -1, 0.06), (0, 0, 0.05), (1, 1, 0.06),
    (2, 7, 0.03), (8, 215, 0.03),
)
# The weekday in the lede of a dated wire story, by days back from the dateline, as log odds against chance: judged.
LEDE_WEEKDAY = (1.3, 0.6, -1.0, -1.5, -1.5, -1.5, -1.5)
TODAY: Curve = ((0, 0, 0.95), (1, 1, 0.03), (2, 3, 0.02))
NEAR_TODAY: Curve = ((-1, -1, 0.04), (0, 0, 0.9), (1, 1, 0.06))
# A month without year, counted from its first day: mostly the month told or the one or two after.
MONTH_TOLD: Curve = (
    (-120, -31, 0.04), (-30, -1, 0.06), (0, 14, 0.13), (15, 30, 0.17), (31, 61, 0.28), (62, 122, 0.18),
    (123, 240, 0.14),
)
MONTH_AHEAD: Curve = ((-200, -91, 0.15), (-90, -31, 0.3), (-30, -1, 0.3), (0, 30, 0.18), (31, 160, 0.07))

# Days with their year. The first one on a page: of home news 85 % of the same year (both, 27), of news from abroad 21 % (both, 33).
FIRST_FULL_AT_HOME: Curve = (
    (-365, -31, 0.03), (-30, -2, 0.04), (-1, -1, 0.02), (0, 0, 0.27), (1, 1, 0.22), (2, 2, 0.06), (3, 7, 0.08),
    (8, 31, 0.07), (32, 365, 0.1), (366, 1100, 0.05), (1101, FAR, 0.03),
)
DEEP_FULL_AT_HOME: Curve = (  # the same far down, where no day without year stands above it: measured on 14 dated pages
    (-150, -31, 0.12), (-30, -1, 0.07), (0, 0, 0.14), (1, 1, 0.1), (2, 7, 0.05), (8, 31, 0.14), (32, 180, 0.24),
    (181, 365, 0.05), (366, FAR, 0.08),
)
FIRST_FULL_ABROAD: Curve = (
    (-365, -31, 0.01), (-30, -2, 0.015), (-1, -1, 0.015), (0, 0, 0.14), (1, 1, 0.13), (2, 2, 0.04), (3, 7, 0.05),
    (8, 31, 0.05), (32, 365, 0.22), (366, 1100, 0.19), (1101, FAR, 0.13),
)
# News leaves the year out of this year's days and months: one that has its year is mostly of a year before. Counted from
# 1 January; measured on conflict news, months: 8 % same year, 40 % next, 22 % second, 12 % third; home news is freer with years.
MONTH_ABROAD: Curve = (
    (-365, -1, 0.03), (0, 364, 0.2), (365, 729, 0.3), (730, 1094, 0.16), (1095, 1459, 0.1), (1460, 1824, 0.06),
    (1825, FAR, 0.14),
)
FULL_ABROAD: Curve = (
    (-365, -1, 0.03), (0, 364, 0.27), (365, 729, 0.25), (730, 1094, 0.14), (1095, 1459, 0.08), (1460, 1824, 0.06),
    (1825, FAR, 0.15),
)
MONTH_AT_HOME: Curve = (
    (-365, -91, 0.05), (-90, -1, 0.12), (0, 61, 0.3), (62, 122, 0.15), (123, 240, 0.12), (241, 365, 0.1),
    (366, 730, 0.08), (731, FAR, 0.08),
)
FULL_AT_HOME: Curve = (
    (-700, -91, 0.03), (-90, -1, 0.14), (0, 7, 0.24), (8, 31, 0.17), (32, 180, 0.2), (181, 365, 0.1),
    (366, 1100, 0.08), (1101, FAR, 0.04),
)
BY_YEAR = (MONTH_ABROAD, FULL_ABROAD)
DAY_AHEAD: Curve = (
    (-700, -181, 0.12), (-180, -31, 0.3), (-30, -1, 0.4), (0, 2, 0.06), (3, 365, 0.06), (366, FAR, 0.06),
)
PAST_ALREADY = -1.6  # log weight of the days before a day, month or event that is told as past
PUBLISHED: Curve = ((-1, -1, 0.02), (0, 0, 0.9), (1, 1, 0.06), (2, 7, 0.02))
PICTURED: Curve = ((-30, -1, 0.02), (0, 3, 0.14), (4, 31, 0.1), (32, 365, 0.28), (366, 1100, 0.26), (1101, FAR, 0.2))
# Years, counted from 1 January. Measured on conflict news, year alone: 3 % same year, 5 % next, 10 % second, 8 % third,
# 10 % fourth. Home news names its own year, the next one when that is near, and the last one when that is just over; the latest
# year that it names is its own on 54 % of pages (dated pages, 39).
YEAR_ABROAD: Curve = (
    (-1095, -366, 0.02), (-365, -1, 0.05), (0, 364, 0.1), (365, 729, 0.13), (730, 1094, 0.14), (1095, 1459, 0.12),
    (1460, 1824, 0.1), (1825, 2554, 0.11), (2555, FAR, 0.23),
)
YEAR_AT_HOME: Curve = (
    (-1095, -366, 0.04), (-365, -121, 0.04), (-120, -1, 0.07), (0, 364, 0.38), (365, 485, 0.1), (486, 729, 0.07),
    (730, 1094, 0.06), (1095, 1824, 0.09), (1825, FAR, 0.15),
)
LATEST_AT_HOME: Curve = (
    (-1095, -366, 0.06), (-365, -121, 0.05), (-120, -1, 0.08), (0, 364, 0.5), (365, 485, 0.07), (486, 729, 0.04),
    (730, 1094, 0.04), (1095, 1824, 0.06), (1825, FAR, 0.1),
)
YEAR_AHEAD: Curve = (
    (-3650, -1826, 0.1), (-1825, -731, 0.24), (-730, -366, 0.17), (-365, -1, 0.28), (0, 364, 0.15),
    (365, 729, 0.03), (730, FAR, 0.03),
)
PLAN: Curve = (
    (-730, -366, 0.04), (-365, -121, 0.08), (-120, -1, 0.34), (0, 120, 0.24), (121, 364, 0.2), (365, 729, 0.06),
    (730, FAR, 0.04),
)
YEARBOOK: Curve = ((-1095, -366, 0.12), (-365, -1, 0.2), (0, 364, 0.42), (365, 729, 0.1), (730, FAR, 0.14))
LAW: Curve = ((-365, -1, 0.02), (0, 364, 0.1), (365, 1094, 0.15), (1095, FAR, 0.65))
# "So với cùng kỳ 2012", "tính đến tháng 9/2013", "từ năm 2011 đến nay", "từ đầu năm 2013 đến nay", "sinh năm 1985", "28 tuổi" beside
# that, "72/2013/NĐ-CP": judged.
COMPARED: Curve = ((-365, -1, 0.02), (0, 364, 0.16), (365, 729, 0.58), (730, 1094, 0.11), (1095, FAR, 0.11))
COUNTED_DAY: Curve = ((-30, -1, 0.02), (0, 0, 0.12), (1, 7, 0.3), (8, 31, 0.3), (32, 120, 0.12), (121, 365, 0.05), (366, FAR, 0.06))
COUNTED_MONTH: Curve = ((-60, -1, 0.04), (0, 14, 0.12), (15, 30, 0.25), (31, 61, 0.3), (62, 122, 0.12), (123, 365, 0.08), (366, FAR, 0.06))
SINCE_YEAR: Curve = (
    (-365, -1, 0.01), (0, 364, 0.07), (365, 729, 0.22), (730, 1094, 0.2), (1095, 1459, 0.14), (1460, 2554, 0.2), (2555, FAR, 0.14),
)
SINCE_MONTH: Curve = ((-60, -1, 0.01), (0, 30, 0.12), (31, 122, 0.36), (123, 365, 0.28), (366, 730, 0.1), (731, FAR, 0.1))
SINCE_BEGIN: Curve = ((-60, -1, 0.01), (0, 30, 0.04), (31, 364, 0.78), (365, 485, 0.07), (486, FAR, 0.08))
BORN: Curve = (
    (-365, -1, 0.01), (0, 3650, 0.06), (3651, 6200, 0.09), (6201, 9500, 0.26), (9501, 13140, 0.26), (13141, 18250, 0.2),
    (18251, 32850, 0.11),
)
AGED: Curve = ((-365, -1, 0.13), (0, 364, 0.7), (365, 729, 0.08))
LAW_NUMBER: Curve = ((-365, -1, 0.01), (0, 364, 0.22), (365, 729, 0.2), (730, 1094, 0.15), (1095, 1824, 0.18), (1825, FAR, 0.22))
# A quarter or half of a year, with it: figures of it are told in the weeks after its end.
QUARTER: Curve = (
    (-365, -1, 0.05), (0, 0, 0.12), (1, 45, 0.42), (46, 100, 0.17), (101, 365, 0.14), (366, FAR, 0.1),
)
PART_OF_YEAR: Curve = (
    (-365, -1, 0.05), (0, 59, 0.1), (60, 364, 0.55), (365, 485, 0.15), (486, 729, 0.04), (730, 1094, 0.04),
    (1095, FAR, 0.07),
)
SEASON_OF_YEARS: Curve = ((-540, -185, 0.05), (-184, 0, 0.1), (1, 365, 0.6), (366, 730, 0.12), (731, FAR, 0.13))
BOTH_ENDS: Curve = (
    (-730, -366, 0.06), (-365, -1, 0.14), (0, 0, 0.6), (1, 365, 0.1), (366, 1095, 0.06), (1096, FAR, 0.04),
)

# A stretch of years that is no plan, from 1 January of its last: what is summed up is over, or nearly.
STRETCH: Curve = (
    (-1825, -366, 0.06), (-365, -1, 0.1), (0, 364, 0.42), (365, 729, 0.2), (730, 1094, 0.07), (1095, FAR, 0.14),
)

# Terms of office: log weights of a day by where it lies to the term. Measured on 310 titled namings: 96 % within the term, 3.5 %
# after it, 0.3 % before; a term covers a fifth of all days, what lies before or after it two fifths each.
IN_OFFICE = {"inside": 0.0, "just-before": -2.5, "before": -5.5, "just-after": -1.8, "after": -3.8}
# Named without their title, 160 namings: 90 % in some term, 5 % after the last, 4 % before the first.
NAMED = {"inside": 0.0, "just-before": -1.2, "before": -3.0, "just-after": -1.2, "after": -2.6}
# Named as having held it: 15 of 15 after some term.
ONCE_IN_OFFICE = {"inside": -3.0, "just-before": -4.0, "before": -5.0, "just-after": 0.0, "after": -0.2}
ELECTED = {"inside": -4.0, "just-before": 0.0, "before": -8.0, "just-after": -5.0, "after": -8.0}
NOW_NEW = {"inside": 0.0, "just-before": -2.0, "before": -4.0, "just-after": -3.0, "after": -3.5}

# Dated events, series and anniversaries, around their days.
# How many times likelier: from the day of a known event whose day of the year is told, for a while after it.
SAME_DAY = ((0, 30, 8.0), (0, 250, 4.0))
SAME_MONTH = 6.0
LIKE = ((-1, 2, 15.0), (-2, 14, 4.0))
# The same for an event called by its name, from some days before it; most are background.
NAMED_EVENT = ((-40, 30, 3.0), (0, 400, 1.0), (0, 1500, 0.6), (-3, 20000, 0.6))
TOGETHER = 3.0  # and so many times more where the place, or the third parties, are told too
NAMED_BEFORE = 9.0  # a named event so many units of time ago
LONG_EVENT = 1.5
# Names that stand for one event only: how pages that have them lie around the time in which it was news, or (for what was in use
# for years) to that use. Judged. The first of a page counts in part, as it may be background, further ones less.
NEWS: Curve = ((0, 0, 0.5), (1, 14, 0.14), (15, 90, 0.1), (91, 400, 0.09), (401, 1500, 0.08), (1501, 12000, 0.09))
IN_USE: Curve = ((0, 0, 0.92), (1, 365, 0.05), (366, FAR, 0.03))
HEARD = 0.15
# The first weeks of what is news for longer: how much of the share of its whole time they have.
ONSET, ONSET_SHARE = 60, 0.55
NEWS_ODDS = 25.0
NEWS_FIRST, NEWS_AGAIN = 0.75, 0.5
UNHEARD = -4.0
EDITION: Curve = (
    (-1100, -366, 0.08), (-365, -61, 0.13), (-60, -1, 0.18), (0, 14, 0.36), (15, 60, 0.09), (61, 365, 0.1),
    (366, FAR, 0.06),
)
# Congresses every five years or more: what one decided is cited until the next.
CONGRESS: Curve = (
    (-365, -61, 0.07), (-60, -1, 0.1), (0, 14, 0.22), (15, 60, 0.06), (61, 1825, 0.48), (1826, FAR, 0.05),
)
CONGRESS_YEARS = 5
LEGISLATURE: Curve = ((-365, -1, 0.03), (0, 0, 0.85), (1, 365, 0.06), (366, FAR, 0.05))
ANNIVERSARY: Curve = (
    (-180, -31, 0.08), (-30, -8, 0.06), (-7, -1, 0.15), (0, 0, 0.36), (1, 3, 0.19), (4, 30, 0.07), (31, 300, 0.07),
)
# A lunar feast or day, and the day of the sun's calendar beside it: judged. A slip of the calendar is as rare as one of a weekday.
FEAST: Curve = ((-60, -31, 0.12), (-30, -8, 0.24), (-7, -1, 0.2), (0, 0, 0.09), (1, 7, 0.14), (8, 45, 0.11), (46, 180, 0.08))
FEAST_STRENGTH = 0.6
YEAR_DAYS = 365
LUNAR_SURE = 4.0
YEARS_SINCE: Curve = ((-200, -1, 0.12), (0, 364, 0.7), (365, 500, 0.06))
# Times counted from the day of writing: how it lies in its month (days 1 to 31) or year (slots 0 to 365), by how many months or years
# away the time is and what part of it is told ("cuối tháng trước": -1, END). All judged, and tempered.
RELATIVE, RELATIVE_CHANCE = 0.6, 0.1
PART_OF_MONTH: dict[tuple[int, str], Curve] = {
    (0, "START"): ((1, 2, 0.03), (3, 10, 0.34), (11, 20, 0.35), (21, 31, 0.28)),
    (0, "END"): ((1, 10, 0.3), (11, 20, 0.36), (21, 27, 0.22), (28, 31, 0.12)),
    (-1, "END"): ((1, 10, 0.58), (11, 20, 0.28), (21, 31, 0.14)),
    (1, "START"): ((1, 10, 0.12), (11, 20, 0.3), (21, 31, 0.58)),
}
DAY_OF_THIS_MONTH: Curve = ((-20, -1, 0.25), (0, 3, 0.35), (4, 10, 0.25), (11, 30, 0.15))
DAY_OF_LAST_MONTH: Curve = ((1, 10, 0.48), (11, 20, 0.31), (21, 31, 0.21))
PART_OF_A_YEAR: dict[tuple[int, str], Curve] = {
    (-1, "END"): ((0, 90, 0.42), (91, 181, 0.25), (182, 273, 0.18), (274, 365, 0.15)),
    (1, "START"): ((0, 90, 0.08), (91, 181, 0.14), (182, 273, 0.3), (274, 365, 0.48)),
    (0, "START"): ((0, 20, 0.02), (21, 59, 0.09), (60, 365, 0.89)),
}
SAME_YEAR = 0.93  # "tháng 6 năm nay" is told after that month has begun, unless it is told as yet to come
# The first months of a year, from the day after their end; the same without the year; and quarters and halves without year, from their end.
FIRST_MONTHS: Curve = ((-365, -31, 0.02), (-30, -1, 0.1), (0, 31, 0.5), (32, 92, 0.17), (93, 365, 0.1), (366, FAR, 0.08))
MONTHS_TURN: Curve = ((-30, -1, 0.12), (0, 31, 0.55), (32, 92, 0.2))
QUARTER_TURN: Curve = ((-90, -1, 0.22), (0, 45, 0.5), (46, 100, 0.16))
QUARTER_AHEAD: Curve = ((-240, -91, 0.35), (-90, -1, 0.5), (0, 45, 0.1))
# A teaser of a related story: about as old as the story beside it, or from any day until the crawl.
RELATED: Curve = ((-1500, -401, 0.08), (-400, -31, 0.2), (-30, -1, 0.32), (0, 0, 0.2), (1, 30, 0.08), (31, 3000, 0.12))
# Stories on one page: an appended one is older than the one above it, mostly by less than a year.
OLDER: Curve = ((0, 0, 0.4), (1, 60, 0.28), (61, 400, 0.2), (401, FAR, 0.1))
