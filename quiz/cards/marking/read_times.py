"""Times of day and their zones, cut out of a text."""

import re
from typing import NamedTuple

ZONES = {
    name: round(hours * 60)
    for names, hours in (
        ("utc gmt z zulu wet", 0),
        ("bst cet", 1),  # not "ist": Irish, Indian and Israeli
        ("cest eet sast", 2),
        ("msk eest", 3),
        ("gst", 4),
        ("pkt", 5),
        ("awst sgt hkt", 8),
        ("jst kst", 9),
        ("aest", 10),
        ("aedt", 11),
        ("nzst", 12),
        ("edt", -4),
        ("est cdt", -5),
        ("mdt", -6),
        ("mst pdt", -7),
        ("pst", -8),
        ("hst", -10),
    )
    for name in names.split()
}
"""Minutes ahead of UTC."""

NOON = 12 * 60

_TIME = re.compile(
    r"(?<![\d:.,/-])(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"| ?(?:o'?clock|(?=[ap]\.?m\b)))|(?P<word>\b(?:noon|midday|midnight)\b))"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?(?:h|hrs|hours|uhr)\b)?(?![\d:])"
)
_DOTTED = re.compile(
    r"(?P<hour>\d{1,2})(?:[.h] ?(?P<minute>\d{2})|h\b)(?: ?(?P<half>[ap])\.?m\b)?(?: ?(?:h|hrs|hours|uhr)\b)?(?= |$)"
)
_SOLID = re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?: ?(?:h|hrs|hours)\b)?(?= |$)")
_ZONE = re.compile(
    r" ?\(?(?:(?P<name>[a-z]{1,4})\b)?(?: ?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?\)?"
)


class Clock(NamedTuple):
    """A time of day, in minutes after midnight; `zone` in minutes ahead of UTC, None when none is given."""

    minute: int | None
    second: int | None
    zone: int | None


def cut(text: str) -> tuple[Clock, str] | None:
    """The time in a plain text, and what is left of the text. None when there is no possible or more than one time."""
    match = _TIME.search(text)
    minute = _minute(match) if match else None
    if not match or minute is None:
        return None
    zone, end = _zone(text, match.end())
    rest = f"{text[: match.start()]} {text[end:]}".strip(" ,;")
    second = match["second"]
    return None if _TIME.search(rest) else (Clock(minute, int(second) if second else None, zone), rest)


def loose(text: str) -> list[Clock]:
    """A plain text that is nothing but a time as it is jotted down: 19.17, 19h17, 1917 UTC."""
    for form in (_DOTTED, _SOLID):
        match = form.match(text)
        minute = _minute(match) if match else None
        if match and minute is not None:
            zone, end = _zone(text, match.end())
            if end == len(text):
                return [Clock(minute, None, zone)]
    return []


def cut_zone(text: str) -> tuple[int | None, str]:
    """The zone at the end of a text without a time, and the rest."""
    head, _, tail = text.replace("(", " ").replace(")", " ").strip().rpartition(" ")
    return (ZONES[tail], head.strip(" ,")) if head and tail in ZONES else (None, text)


def _minute(match: re.Match[str]) -> int | None:
    """Minutes after midnight, or None when a clock does not show that."""
    said = match.groupdict()
    if said.get("word"):
        return 0 if said["word"] == "midnight" else NOON
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    if said.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if said["half"] == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 and int(said.get("second") or 0) < 60 else None


def _zone(text: str, at: int) -> tuple[int | None, int]:
    match = _ZONE.match(text, at)
    if not match or match.end() == at:
        return None, at
    name, sign = match["name"], match["sign"]
    if name and name not in ZONES:
        return None, at
    if not name and not sign:
        return None, at
    offset = ZONES.get(name or "z", 0)
    if sign:
        hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
        if hours > 14 or minutes > 59:
            return None, at
        offset += (1 if sign == "+" else -1) * (hours * 60 + minutes)
    return offset, match.end()
