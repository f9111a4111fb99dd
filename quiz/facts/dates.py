"""Partial dates: what they cover, how they are written, and when two of them may mean one day.

Inside, time is counted in minutes of the proleptic Gregorian calendar, in the value's own zone unless it says UTC.
"""

import re
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

Grain = Literal["minute", "day", "month", "quarter", "half", "year"]

FINENESS: dict[Grain, int] = {"minute": 0, "day": 1, "month": 2, "quarter": 3, "half": 4, "year": 5}
"""From the finest to the coarsest."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
QUARTERS = ("first", "second", "third", "fourth")

DAY = 24 * 60
EARLIEST_ZONE, LATEST_ZONE = -12 * 60, 14 * 60
"""Minutes before and after UTC of the outermost zones on Earth."""

ZONES = {
    "UTC": 0, "GMT": 0, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "GST": 240, "SGT": 480, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "EDT": -240, "EST": -300, "CDT": -300, "MDT": -360, "PDT": -420, "PST": -480,
}  # fmt: skip
"""Minutes that a zone is ahead of UTC. Names that mean several zones (CST, IST, BST) are not here: write +hh:mm."""

AROUND: dict[Grain, int] = {
    "minute": 7 * DAY, "day": 7 * DAY, "month": 30 * DAY, "quarter": 90 * DAY, "half": 181 * DAY, "year": 365 * DAY,
}  # fmt: skip
"""Minutes on either side that "around" may mean; a time of day makes no difference, since it is not written."""

_DATE = re.compile(r"([12]\d{3})(?:-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])))?")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")


class Period(NamedTuple):
    """The minutes that a date covers: from `start` to before `end`."""

    start: int
    end: int
    grain: Grain


@cache
def period(text: str, time: str = "") -> Period:
    """What a partial ISO date covers. Raises ValueError, in words, if it is none."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"`{text}` is no date")
    year, month, day, quarter, half = (int(group) if group else 0 for group in found.groups())
    if day:
        return _of_day(year, month, day, time)
    if time:
        raise ValueError(f"a time needs a whole day, and `{text}` is not one")
    if month:
        return _months(year, month, 1, "month")
    if quarter:
        return _months(year, 3 * quarter - 2, 3, "quarter")
    if half:
        return _months(year, 6 * half - 5, 6, "half")
    return _months(year, 1, 12, "year")


def _of_day(year: int, month: int, day: int, time: str) -> Period:
    try:
        start = date(year, month, day).toordinal() * DAY
    except ValueError:
        raise ValueError(f"there is no {year:04}-{month:02}-{day:02} in the calendar") from None
    if not time:
        return Period(start, start + DAY, "day")
    found = _TIME.fullmatch(time)
    if not found:
        raise ValueError(f"`{time}` is no time of day")
    start += int(found[1]) * 60 + int(found[2])
    return Period(start, start + 1, "minute")


def _months(year: int, month: int, count: int, grain: Grain) -> Period:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02}")
    after = month + count
    end = date(year + 1, after - 12, 1) if after > 12 else date(year, after, 1)
    return Period(date(year, month, 1).toordinal() * DAY, end.toordinal() * DAY, grain)


def zone_offset(tz: str) -> int | None:
    """Minutes ahead of UTC of a zone's name or `+09:00`; None for a zone that is not known."""
    found = _OFFSET.fullmatch(tz)
    if found:
        return (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1)
    return ZONES.get(tz)


def in_all_zones(covered: Period, tz: str) -> Period:
    """The local minutes that clocks on Earth may show for something dated so.

    Months and coarser dates stay as they are: nobody moves a year's end for the sake of a zone.
    """
    if FINENESS[covered.grain] > FINENESS["day"]:
        return covered
    offset = zone_offset(tz)
    first, last = (offset, offset) if offset is not None else (LATEST_ZONE, EARLIEST_ZONE)
    return Period(covered.start - first + EARLIEST_ZONE, covered.end - last + LATEST_ZONE, covered.grain)


def whole_day(covered: Period) -> Period:
    """The day or days, in its own zone, on which a minute falls; coarser dates as they are."""
    if covered.grain != "minute":
        return covered
    return Period(covered.start // DAY * DAY, -(-covered.end // DAY) * DAY, "day")


def coarsened(text: str, grain: Grain) -> str:
    """The date written with this grain, or "" if it is coarser than that."""
    covered = period(text)
    if grain == "minute" or FINENESS[covered.grain] > FINENESS[grain]:
        return ""
    first = date.fromordinal(covered.start // DAY)
    last = date.fromordinal((covered.end - 1) // DAY)
    names = [_named(day, grain) for day in (first, last)]
    return names[0] if names[0] == names[1] else ""


def _named(day: date, grain: Grain) -> str:
    if grain == "day":
        return day.isoformat()
    if grain == "month":
        return f"{day.year:04}-{day.month:02}"
    if grain == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if grain == "half":
        return f"{day.year:04}-H{1 if day.month <= 6 else 2}"
    return f"{day.year:04}"


def written(text: str) -> str:
    """`2022-12-11` as "11 December 2022", `2022-12` as "December 2022", `2022-H2` as "the second half of 2022"."""
    covered = period(text)
    first = date.fromordinal(covered.start // DAY)
    if covered.grain == "day":
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    if covered.grain == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    if covered.grain == "quarter":
        return f"the {QUARTERS[first.month // 3]} quarter of {first.year}"
    if covered.grain == "half":
        return f"the {QUARTERS[first.month // 6]} half of {first.year}"
    return str(first.year)


def preposition(grain: Grain, bound: str) -> str:
    """What stands before such a date in a sentence: "on", "in", or nothing before "around"."""
    if bound in {"about", "around"}:
        return ""
    return "on" if FINENESS[grain] <= FINENESS["day"] else "in"
