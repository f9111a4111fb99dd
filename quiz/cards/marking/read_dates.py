"""Reading a date as it is written: ISO, day or month first, month, quarter, half or part of a year, with a time."""

import re
from functools import lru_cache
from typing import NamedTuple

from quiz.cards.marking import read_times
from quiz.cards.marking.folding import plain
from quiz.cards.marking.read_times import Clock
from quiz.cards.marking.tables import table

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = {name[:size].lower(): i for i, name in enumerate(MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
_WEEKDAYS = table("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri")
_PARTS = {"early": (1, 5), "mid": (5, 9), "late": (9, 13)}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

NO_CLOCK = Clock(None, None, None)


class When(NamedTuple):
    """A stretch of time. `years` and `months` are half-open; what is None was not said."""

    years: tuple[int, int] | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    clock: Clock = NO_CLOCK
    part: str = ""
    """The words for a stretch of months: late, Q4."""


_NEAR = re.compile(r"^(?:(?:on|in|at|the|around|about|approximately|approx|circa|ca|c|~)[. ] ?)+")
_LATIN = str.maketrans({"年": "-", "月": "-", "日": " "})
_ISO_TIME = re.compile(r"(?<=\d\d-\d\d)t(?=\d\d:)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?-?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[/.](\d{1,2})")
_SOLID = re.compile(r"([12]\d{3})(\d\d)(\d\d)")
_TOKEN = re.compile(r"\d+|[a-z]+|'\d\d|[^\s.,/-]")


@lru_cache(maxsize=512)
def parse(text: str, loose: bool = False) -> tuple[When, ...]:
    """What a text can mean as a date or a time, the British reading first; nothing when it is neither.

    `loose` is for what somebody types: years of two digits, days without a year, 20221211, 19.17.
    """
    folded = _NEAR.sub("", _ISO_TIME.sub(" ", plain(text).translate(_LATIN))).strip()
    found = [When(clock=clock) for clock in read_times.loose(folded)] if loose else []
    timed = read_times.cut(folded)
    if timed:
        clock, rest = timed
        rest = re.sub(r"(?:^| )(?:at|on)(?= |$)|,$", " ", rest).replace("(", " ").replace(")", " ").strip(" ,")
        if not rest:
            return (When(clock=clock),)
    else:
        zone, rest = read_times.cut_zone(folded)
        clock = Clock(None, None, zone)
    days = [when._replace(clock=clock) for when in _dates(_NEAR.sub("", rest), loose)]
    return tuple(dict.fromkeys(days + found))


def _dates(text: str, loose: bool) -> list[When]:
    found = _numeric(text, loose)
    return found if found is not None else _worded(text, loose)


def _numeric(text: str, loose: bool) -> list[When] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        if "." in text and not match[3] and not loose:
            return []  # 2022.12 is a number
        return _valid(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if match := _YEAR_LAST.fullmatch(text):
        if len(match[4]) == 2 and not loose:
            return []
        one, two = int(match[1]), int(match[3])
        orders = [(one, two)] if one == two else [(one, two), (two, one)]
        return [when for year in _full(match[4]) for day, month in orders for when in _valid(year, month, day)]
    if match := _MONTH_YEAR.fullmatch(text):
        return _valid(int(match[3]), int(match[1]), None) if loose or match[2] != "." else []
    if loose and (match := _SOLID.fullmatch(text)):
        return _valid(int(match[1]), int(match[2]), int(match[3])) or None
    if loose and (match := _DAY_MONTH.fullmatch(text)):
        one, two = int(match[1]), int(match[2])
        return [when for day, month in ((one, two), (two, one)) for when in _valid(None, month, day)]
    return None


def _full(year: str) -> tuple[int, ...]:
    return (2000 + int(year), 1900 + int(year)) if len(year) == 2 else (int(year),)


def _valid(year: int | None, month: int, day: int | None) -> list[When]:
    if not 1 <= month <= 12 or year == 0:
        return []
    years = None if year is None else (year, year + 1)
    if day is None:
        return [When(years, (month, month + 1))]
    longest = _LENGTHS[month - 1]
    if month == 2 and year is not None and (year % 4 or (year % 100 == 0 and year % 400)):
        longest = 28
    return [When(years, (month, month + 1), day)] if 1 <= day <= longest else []


class _Found:
    """What the words of a date have said so far."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.month: int | None = None
        self.part = ""
        self.months: tuple[int, int] | None = None
        self.before_christ = False
        self.era = False
        self.weekday = False
        self.ordinal: str | None = None


_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_ERAS = {"bc": True, "bce": True, "ad": False, "ce": False}
_PART_WORDS = {part: part for part in _PARTS} | {
    "beginning": "early", "start": "early", "middle": "mid", "end": "late",
}  # fmt: skip


def _worded(text: str, loose: bool) -> list[When]:
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    decade = re.fullmatch(r"([12]\d\d)0'?s", text)
    if decade:
        start = int(decade[1]) * 10
        return [When((start, start + 10), part="decade")]
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > 8:
        return []
    found = _Found()
    for token in tokens:
        if not _take(token, found, loose):
            return []
    return _built(found, loose)


def _take(token: str, found: _Found, loose: bool) -> bool:
    """Note one word; false when it has no place in a date or stands there twice."""
    if token.isdigit() or (token[0] == "'" and len(token) == 3):
        found.numbers.append(token)
        return len(token) <= 4 and (loose or token[0] != "'")
    if token in _MONTH:
        fresh, found.month = found.month is None, _MONTH[token]
        return fresh
    if token in ("q", "h", "quarter", "half"):
        fresh, found.part = not found.part, "Q" if token[0] == "q" else "H"
        return fresh
    if token in _PART_WORDS:
        fresh, found.part = not found.part, _PART_WORDS[token]
        return fresh
    if token in _ERAS:
        fresh, found.era, found.before_christ = not found.era, True, _ERAS[token]
        return fresh
    if token in _ORDINAL:
        fresh, found.ordinal = found.ordinal is None, _ORDINAL[token]
        return fresh
    if token in _WEEKDAYS:
        fresh, found.weekday = not found.weekday, True
        return fresh
    return token in ("of", "the", "in", "year", "on")


def _built(found: _Found, loose: bool) -> list[When]:
    if found.part:
        return _stretch(found)
    if found.ordinal is not None:
        return []
    if found.month is None:
        return _only_year(found, loose)
    if len(found.numbers) > 2:
        return []
    if len(found.numbers) == 2:
        pairs = [tuple(found.numbers), tuple(found.numbers[::-1])]
    elif found.numbers:
        number = found.numbers[0]
        if len(number) <= 2 and number[0] != "'":
            return _valid(None, found.month, int(number)) if not found.era else []
        return [] if found.weekday else [w for y in _year(number, found) for w in _valid(y, found.month, None)]
    else:
        return _valid(None, found.month, None) if loose and not found.weekday and not found.era else []
    return [
        when
        for day, year in pairs
        if len(day) <= 2 and day[0] != "'" and (len(year) > 2 or loose or found.era)
        for y in _year(year, found)
        for when in _valid(y, found.month, int(day))
    ]


def _only_year(found: _Found, loose: bool) -> list[When]:
    if len(found.numbers) != 1 or found.weekday:
        return []
    number = found.numbers[0]
    if not found.era and not (len(number) == 4 and number[0] in "12") and not (loose and number[0] == "'"):
        return []
    return [When((year, year + 1)) for year in _year(number, found) if year]


def _year(number: str, found: _Found) -> tuple[int, ...]:
    if number[0] == "'":
        return _full(number[1:])
    if found.era:
        return (-int(number),) if found.before_christ else (int(number),)
    return _full(number) if len(number) == 2 else (int(number),)


def _stretch(found: _Found) -> list[When]:
    numbers = list(found.numbers)
    if found.weekday or found.era or (found.month is not None and found.part not in _PARTS):
        return []
    if found.part in _PARTS:
        if len(numbers) != 1 or len(numbers[0]) != 4 or found.ordinal or found.month is not None:
            return []
        return [When((int(numbers[0]), int(numbers[0]) + 1), _PARTS[found.part], part=found.part)]
    if found.ordinal:
        numbers.insert(0, found.ordinal)
    if len(numbers) != 2:
        return []
    which, year = sorted(numbers, key=len)
    count, size = (4, 3) if found.part == "Q" else (2, 6)
    if len(year) != 4 or not which.isdigit() or not 1 <= int(which) <= count:
        return []
    start = (int(which) - 1) * size + 1
    return [When((int(year), int(year) + 1), (start, start + size), part=f"{found.part}{int(which)}")]
