"""The one text form of an event: thirteen columns with tabs between them, the last one a checksum.

    r1  kx3f7q-1  1758099610000  540  2025-09-17  ispace.dates/m1.launched  s  3  4877  r  11 Dec 2022  a1b2c3  950e8f0a

Kind and row version, uid, clock, minutes east of UTC, study day, item, mode, grade, ms, verdict, answer, revision of
the card, CRC-32 of every byte before the last tab. The checksum is compared as text.
"""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from quiz.errors import NewerFormatError
from quiz.history.event import MAX_CLOCK, MAX_DAY, MAX_GRADE, MAX_OFFSET, MAX_SEQ, MAX_TOOK, Event, Kind, kept
from quiz.scheduling import day_of, day_text

VERSION = 1
COLUMNS = 13
CRC_DIGITS = 8
LONGEST_ROW = 8192
"""Bytes; a longer line is damage."""
_LONGEST_BODY = LONGEST_ROW - CRC_DIGITS - 1
_REVIEW = f"{Kind.REVIEW}{VERSION}"
_OTHERS = frozenset(f"{kind}{VERSION}" for kind in Kind if kind != Kind.REVIEW)
_MODES = frozenset("abcdefghijklmnopqrstuvwxyz")
"""One small letter; those that this program does not know do not move the schedule."""
_MODE_CODES = {mode.encode(): ord(mode.upper()) for mode in _MODES}
_GRADES = {b"%d" % grade: grade for grade in range(1, MAX_GRADE + 1)}
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


class Damage(NamedTuple):
    """Bytes of a log file that are no row."""

    offset: int
    length: int
    excerpt: str


def encode(event: Event) -> bytes:
    """The row of an event, with its newline. What was said is cut and escaped as need be.

    Raises ValueError for an event that could not be read back.
    """
    kind, device, seq, clock, offset, day, item, mode, grade, took, verdict, said, revision = event
    if said:
        said = _escaped(kept(kind, said))
    body = (
        f"{kind}{VERSION}\t{device}-{seq}\t{clock}\t{offset}\t{day_text(day)}\t{item}\t{mode}\t{grade}\t{took}"
        f"\t{verdict}\t{said}\t{revision}"
    ).encode()
    if body.count(b"\t") != COLUMNS - 2 or b"\n" in body or not _in_bounds(event, body):
        raise ValueError(f"no row can hold {event}")
    return b"%b\t%08x\n" % (body, crc32(body))


def decode(row: bytes) -> Event | None:
    """The event in a row without its newline, or None for damage. Raises NewerFormatError."""
    body, _, checksum = row.rpartition(b"\t")
    if b"%08x" % crc32(body) != checksum:
        return None
    return _event(body)


def parse(data: bytes, start: int = 0) -> tuple[list[Event], list[Damage]]:
    """All events in the bytes of a log file, in their order there, and what could not be read.

    `start` is added to the offsets of damages. A row that runs into damage is saved if its own checksum is right.
    Raises NewerFormatError.
    """
    events: list[Event] = []
    damages: list[Damage] = []
    add = events.append
    at = 0
    for row in data.split(b"\n"):
        body, _, checksum = row.rpartition(b"\t")
        if b"%08x" % crc32(body) == checksum and (event := _event(body)):
            add(event)
        elif row:
            saved, damage = _salvaged(row, start + at)
            events += saved
            damages += damage
        at += len(row) + 1
    return events, damages


Columns = tuple[bytes, bytes, int, int, int, int, int, int]
"""(item, device, seq, clock, study day, mode as a number, grade, ms) of a review; its texts still as bytes."""


def columns_in(data: bytes) -> Iterator[Columns | bytes]:
    """The rows in the bytes of a log file, for reading a million of them: reviews in columns, all else as it stands.

    What is handed on as bytes is a row of another kind, or damage; `parse` tells. A law holds both readings equal.
    """
    days: dict[bytes, int] = {}
    prefix = f"{_REVIEW}\t".encode()
    for row in data.split(b"\n"):
        body, _, checksum = row.rpartition(b"\t")
        if b"%08x" % crc32(body) == checksum and body[:3] == prefix:
            try:
                if not body.isascii():
                    body.decode()
                _, uid, clock, offset, day, item, mode, grade, took, rest = body.split(b"\t", 9)
                device, _, seq = uid.rpartition(b"-")
                study_day = days.get(day)
                if study_day is None:
                    study_day = days[day] = day_of(day.decode())
                columns = item, device, int(seq), int(clock), study_day, _MODE_CODES[mode], _GRADES[grade], int(took)
                if (
                    rest.count(b"\t") == 2 and device and 0 < columns[2] <= MAX_SEQ and 0 < columns[3] <= MAX_CLOCK
                    and study_day <= MAX_DAY and -MAX_OFFSET <= int(offset) <= MAX_OFFSET
                    and 0 <= columns[7] <= MAX_TOOK and len(body) <= _LONGEST_BODY
                ):  # fmt: skip
                    yield columns
                    continue
            except (ValueError, KeyError):
                pass
        if row:
            yield row


def finished(data: bytes) -> int:
    """How many bytes from the start of the data cannot change any more: whole lines, and a last row without newline.

    Behind them stands a row that is still being copied, or one that was torn. Raises NewerFormatError.
    """
    end = data.rfind(b"\n") + 1
    if end < len(data):
        events, damages = parse(data[end:])
        if events and not damages:
            return len(data)
    return end


_days: dict[str, int] = {}


def _event(body: bytes) -> Event | None:
    try:
        kind, uid, clock, offset, day, item, mode, grade, took, verdict, said, revision = body.decode().split("\t")
        device, _, seq = uid.rpartition("-")
        study_day = _days.get(day)
        if study_day is None:
            study_day = _days[day] = day_of(day)
        if "\\" in said:
            said = _unescaped(said)
        event = Event(
            kind[0], device, int(seq), int(clock), int(offset), study_day, item, mode, int(grade), int(took), verdict,
            said, revision,
        )  # fmt: skip
    except (ValueError, IndexError):
        _refuse_newer(body)
        return None
    if (kind == _REVIEW and mode in _MODES and event[8]) or kind in _OTHERS:
        return event if _in_bounds(event, body) else None
    _refuse_newer(body)
    return None


def _in_bounds(event: Event, body: bytes) -> bool:
    """Whether the numbers are such as this program writes: a right checksum does not make an event possible."""
    return (
        0 < event[2] <= MAX_SEQ and 0 < event[3] <= MAX_CLOCK and -MAX_OFFSET <= event[4] <= MAX_OFFSET
        and event[5] <= MAX_DAY and 0 <= event[8] <= MAX_GRADE and event[1] != "" and len(body) <= _LONGEST_BODY
    )  # fmt: skip


def _refuse_newer(body: bytes) -> None:
    kind, tab, _ = body[:8].partition(b"\t")
    if tab and kind[:1].isalpha() and kind[1:].isdigit() and int(kind[1:]) > VERSION:
        raise NewerFormatError(
            f"the log holds rows of version {int(kind[1:])}; this program reads version {VERSION}",
            "another device runs a newer quiz: bring this one up to date",
        )


def _salvaged(row: bytes, offset: int) -> tuple[list[Event], list[Damage]]:
    """Rows inside a bad line: each prefix that ends in its own right checksum, then what follows the next byte."""
    events: list[Event] = []
    rest, skipped = row, 0
    while rest:
        end = _whole_prefix(rest)
        if end and (event := _event(rest[: end - CRC_DIGITS - 1])):
            events.append(event)
            rest = rest[end + 1 :]
            skipped += end + 1
            continue
        break
    if not rest:
        return events, []
    return events, [Damage(offset + skipped, len(rest), rest[:60].decode(errors="replace"))]


def _whole_prefix(row: bytes) -> int:
    """Length of the shortest beginning of the bytes that is a whole row; 0 if there is none."""
    tab = row.find(b"\t")
    while tab != -1 and tab < LONGEST_ROW:
        end = tab + 1 + CRC_DIGITS
        if b"%08x" % crc32(row[:tab]) == row[tab + 1 : end]:
            return end
        tab = row.find(b"\t", tab + 1)
    return 0


def _escaped(said: str) -> str:
    for char, escape in _ESCAPES.items():
        said = said.replace(char, escape)
    return said


def _unescaped(said: str) -> str:
    out, i = [], 0
    while i < len(said):
        pair = said[i : i + 2]
        char = _UNESCAPES.get(pair)
        out.append(char if char is not None else said[i])
        i += 2 if char is not None else 1
    return "".join(out)
