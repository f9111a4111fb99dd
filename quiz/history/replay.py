"""Folding events into what is known of an item. The same events give the same state, bit for bit.

A record is an event of one item in seven numbers, as it is packed in the index: a million of them have to be folded in
about a second, so they are plain tuples.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quiz.history.event import MAX_TOOK, Event, Kind, Mode, split_uid
from quiz.history.merge import merge
from quiz.scheduling import NEW, Memory, Scheduler, item_seed

Record = tuple[int, int, int, int, int, int, int]
"""(clock, seq, study day, number of the device, code, grade, argument).

The code is the letter of the mode in upper case for a review, else the letter of the kind. The argument is the
milliseconds of a review, the seq of a void's target (its device is the void's own), the number of a flag's note.
"""

PACKED = struct.Struct("<qIHHBBI")
_CODES = slice(16, None, PACKED.size)
_DAY_AND_GRADE = struct.Struct("<12xH3xB4x")
_DAY_GRADE_TOOK = struct.Struct("<12xH3xBI")
STUDY, VOID = ord(Mode.STUDY.upper()), ord(Kind.VOID)
SUSPEND, BURY, FLAG, FORGET = ord(Kind.SUSPEND), ord(Kind.BURY), ord(Kind.FLAG), ord(Kind.FORGET)


class State(NamedTuple):
    """What the events of one item add up to."""

    memory: Memory = NEW
    suspended: bool = False
    buried: int = -1
    """Study day on which it is not asked any more; -1 for none."""
    flag: int = 0
    """Number of the note of its flag; 0 for no flag."""


class Count(NamedTuple):
    """What one review adds to the statistics of its study day."""

    day: int
    phase: int
    """Phase before the review."""
    grade: int
    took: int


FRESH = State()


def has_note(event: Event) -> bool:
    """Whether it sets a flag: its note, even an empty one, then has a number."""
    return event.kind == Kind.FLAG and event.grade != 0


def record(event: Event, device: int, note: int = 0) -> Record:
    """The record of an event; `device` and `note` are the numbers that the keeper gave them."""
    kind = event.kind
    if kind == Kind.REVIEW:
        argument, code = min(max(event.took, 0), MAX_TOOK), ord(event.mode.upper()[:1] or "?")
    elif kind == Kind.VOID:
        argument, code = _void_target(event), VOID
    else:
        argument, code = note, ord(kind)
    return event.clock, event.seq, max(event.day, 0), device, code, event.grade, argument


def _void_target(event: Event) -> int:
    """The seq that a void takes back; 0, which no event has, if it is not an earlier one of its own device."""
    try:
        device, seq = split_uid(event.said)
    except ValueError:
        return 0
    return seq if device == event.device and 0 < seq < event.seq else 0


def effective(records: Sequence[Record]) -> Sequence[Record]:
    """The records that have not been taken back, without the voids themselves.

    A void counts wherever it stands in the order. Its target is always an earlier event of its own device, so judging
    from the latest to the earliest decides each of them once.
    """
    voids = sorted(((r[1], r[3], r[6]) for r in records if r[4] == VOID), reverse=True)
    if not voids:
        return records
    gone: set[tuple[int, int]] = set()
    for seq, device, target in voids:
        if (device, seq) not in gone:
            gone.add((device, target))
    return [r for r in records if r[4] != VOID and (r[3], r[1]) not in gone]


def fold(
    records: Sequence[Record], scheduler: Scheduler, seed: int, counts: list[Count] | None = None, start: State = FRESH
) -> State:
    """The state of an item after its records, which stand in their order; `counts` receives what each review adds.

    From `start` on, which came of earlier records; then there may be no void of one of those.
    """
    advance = scheduler.advance
    memory, suspended, buried, flag = start
    last: tuple[Memory, int, int, int] | None = None
    plain = not [1 for r in records if r[4] != STUDY]
    for clock, _, day, _, code, grade, argument in records if plain else effective(records):
        if code == STUDY:
            if counts is not None:
                counts.append(Count(day, memory[0], grade, argument))
            last = (memory, grade, day, clock)
            memory = advance(memory, grade, day)
        elif code == SUSPEND:
            suspended = grade == 1
        elif code == BURY:
            buried = day if grade else -1
        elif code == FLAG:
            flag = argument if grade else 0
        elif code == FORGET:
            memory, last = NEW, None
    if last is not None:
        memory = scheduler.answer(*last, seed)
    return State(memory, suspended, buried, flag)


def is_plain(packed: bytes | bytearray) -> bool:
    """Whether a packed history consists of reviews that count, and of nothing else."""
    return packed[_CODES].count(STUDY) * PACKED.size == len(packed)


def reviews_in(packed: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """(study day, grade, ms) of each record of a plain history."""
    return _DAY_GRADE_TOOK.iter_unpack(packed)


def fold_plain(packed: bytes | bytearray, scheduler: Scheduler, seed: int) -> tuple[State, bytearray]:
    """What `fold` says of a plain history of one record or more, and the phase before each review."""
    last = len(packed) - PACKED.size
    memory, phases = scheduler.advance_all(_DAY_AND_GRADE.iter_unpack(memoryview(packed)[:last]))
    clock, _, day, _, _, grade, _ = PACKED.unpack_from(packed, last)
    phases.append(memory[0])
    return State(scheduler.answer(memory, grade, day, clock, seed)), phases


def settings_of(events: Sequence[Event]) -> str | None:
    """What the latest effective settings event says; `events` are those that belong to no item."""
    gone: set[tuple[str, int]] = set()
    for event in sorted((e for e in events if e.kind == Kind.VOID), key=lambda e: -e.seq):
        if (event.device, event.seq) not in gone:
            gone.add((event.device, _void_target(event)))
    kept = [e for e in events if e.kind == Kind.SETTINGS and (e.device, e.seq) not in gone]
    return max(kept, key=lambda e: e.order).said if kept else None


def replay(events: Iterable[Event], scheduler: Scheduler) -> dict[str, State]:
    """The state of every item after a log in any order, with any repetitions; notes of flags are numbered from 1."""
    histories: dict[str, list[Record]] = {}
    notes: dict[str, int] = {}
    ordered = merge(events)
    devices = {device: n for n, device in enumerate(sorted({event.device for event in ordered}))}
    for event in ordered:
        if event.item:
            note = notes.setdefault(event.said, len(notes) + 1) if has_note(event) else 0
            histories.setdefault(event.item, []).append(record(event, devices[event.device], note))
    return {item: fold(records, scheduler, item_seed(item)) for item, records in histories.items()}
