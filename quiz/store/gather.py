"""The rows of many log files as packed records by item."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from quiz.errors import StoreError
from quiz.history import FLAG, PACKED, Event, columns_in, has_note, merge, parse, record
from quiz.store.aside import aside
from quiz.store.index import MAX_DEVICES
from quiz.store.log import TAIL, LogFile, LogFolder

Progress = Callable[[float], None]
WORTH_A_CHILD = 4_000_000
"""Bytes of log from which a second process is worth its beginning."""


def silent(share: float) -> None:
    """Nobody watches."""


class Applied(NamedTuple):
    """A log file as far as it was read."""

    name: str
    size: int
    tail: bytes
    """Its last TAIL bytes."""
    rows: int
    damages: int


class Gathered:
    """Packed records by item, in the order in which their rows were read."""

    def __init__(self) -> None:
        self.items: dict[bytes, bytearray] = {}
        """By key, as it stands in the rows."""
        self.devices: dict[str, list[int]] = {}
        """By id: number in records, lowest seq, highest seq, highest clock."""
        self.unordered: set[str] = set()
        """Devices whose numbers do not rise from row to row: one of them may stand twice."""
        self.notes: dict[str, int] = {}
        """Texts of flags, and their numbers in records."""
        self.others: list[Event] = []
        """Events that belong to no item."""
        self.applied: list[Applied] = []

    def read(self, data: bytes) -> tuple[int, int]:
        """Take in the bytes of a file. Returns how many rows and how many damages there were.

        Raises NewerFormatError, StoreError.
        """
        items, pack_one = self.items, PACKED.pack
        rows, damages, device, latest = 0, 0, b"", [0, 0, 0, 0]
        for row in columns_in(data):
            if isinstance(row, bytes):
                events, torn = parse(row)
                self.add(events)
                rows, damages = rows + len(events), damages + len(torn)
                continue
            item, by, seq, clock, day, mode, grade, took = row
            if by != device:
                device, latest = by, self._device(by.decode(), seq)
            if seq > latest[2]:
                latest[2] = seq
            else:
                self.unordered.add(by.decode())
                latest[1] = min(latest[1], seq)
            if clock > latest[3]:
                latest[3] = clock
            packed = pack_one(clock, seq, day, latest[0], mode, grade, took)
            records = items.get(item)
            if records is None:
                items[item] = bytearray(packed)
            else:
                records += packed
            rows += 1
        return rows, damages

    def add(self, events: Iterable[Event]) -> None:
        """Take in events one by one. Raises StoreError."""
        for event in events:
            latest = self._device(event.device, event.seq)
            if event.seq <= latest[2]:
                self.unordered.add(event.device)
            latest[1:] = min(latest[1], event.seq), max(latest[2], event.seq), max(latest[3], event.clock)
            if event.item:
                note = self.notes.setdefault(event.said, len(self.notes) + 1) if has_note(event) else 0
                packed = PACKED.pack(*record(event, latest[0], note))
                self.items.setdefault(event.item.encode(), bytearray()).extend(packed)
            else:
                self.others.append(event)

    def _device(self, device: str, seq: int) -> list[int]:
        latest = self.devices.get(device)
        if latest is None:
            if len(self.devices) == MAX_DEVICES:
                raise StoreError(f"the log holds rows of more than {MAX_DEVICES:,} devices")
            latest = self.devices[device] = [len(self.devices) + 1, seq, 0, 0]
        return latest

    def join(self, later: "Gathered") -> None:
        """Take in what was gathered from files that come after those gathered here. Raises StoreError."""
        devices, notes = {}, {0: 0}
        for device, (n, first, last, clock) in later.devices.items():
            mine = self._device(device, first)
            if first <= mine[2]:
                self.unordered.add(device)
            mine[1:] = min(mine[1], first), max(mine[2], last), max(mine[3], clock)
            devices[n] = mine[0]
        for text, n in later.notes.items():
            notes[n] = self.notes.setdefault(text, len(self.notes) + 1)
        same = all(a == b for numbers in (devices, notes) for a, b in numbers.items())
        for item, packed in later.items.items():
            known = self.items.setdefault(item, bytearray())
            known += packed if same else _renumbered(packed, devices, notes)
        self.unordered |= later.unordered
        self.others += later.others
        self.applied += later.applied

    def dumped(self) -> tuple[Any, ...]:
        """All of it in plain values."""
        others = [tuple(event) for event in self.others]
        return self.items, self.devices, list(self.unordered), self.notes, others, list(map(tuple, self.applied))

    @classmethod
    def loaded(cls, dump: tuple[Any, ...]) -> "Gathered":
        """What was dumped."""
        out = cls()
        out.items, out.devices, unordered, out.notes, others, applied = dump
        out.unordered = set(unordered)
        out.others = [Event(*fields) for fields in others]
        out.applied = [Applied(*fields) for fields in applied]
        return out


def _renumbered(packed: bytes | bytearray, devices: Mapping[int, int], notes: Mapping[int, int]) -> bytes:
    return b"".join(
        PACKED.pack(clock, seq, day, devices[device], code, grade, notes[argument] if code == FLAG else argument)
        for clock, seq, day, device, code, grade, argument in PACKED.iter_unpack(packed)
    )


def gather(log: LogFolder, progress: Progress) -> Gathered:
    """Everything in the log files, each event once. Raises StoreError, NewerFormatError."""
    files = log.files()
    half, total = 0, sum(file.size for file in files)
    while half < len(files) and 2 * sum(file.size for file in files[: half + 1]) <= total:
        half += 1
    with aside(lambda: _gathered(log, files[half:], silent).dumped(), total >= WORTH_A_CHILD) as rest:
        out = _gathered(log, files[:half], progress)
        out.join(Gathered.loaded(rest.result()))
    return _without_repeats(log, files, out) if out.unordered else out


def _gathered(log: LogFolder, files: Sequence[LogFile], progress: Progress) -> Gathered:
    out = Gathered()
    total = sum(file.size for file in files) or 1
    done = 0
    for file in files:
        data = log.rows(file.name)
        rows, damages = out.read(data)
        if data:
            out.applied.append(Applied(file.name, len(data), data[-TAIL:], rows, damages))
        done += len(data)
        progress(min(done / total, 1.0))
    return out


def _without_repeats(log: LogFolder, files: Sequence[LogFile], gathered: Gathered) -> Gathered:
    """The same with every event once, if one stands there twice; of two contents the one that a merge takes."""
    seen: set[tuple[str, int]] = set()
    twice: set[tuple[str, int]] = set()
    for file in files:
        for event in parse(log.rows(file.name))[0]:
            if event.device in gathered.unordered:
                uid = event.device, event.seq
                (twice if uid in seen else seen).add(uid)
    if not twice:
        return gathered
    anew = Gathered()
    anew.applied = gathered.applied
    repeated: list[Event] = []
    for file in files:
        events = parse(log.rows(file.name))[0]
        repeated += [event for event in events if (event.device, event.seq) in twice]
        anew.add(event for event in events if (event.device, event.seq) not in twice)
    anew.add(merge(repeated))
    return anew
