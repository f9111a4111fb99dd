"""Making the index out of the text of the log, from nothing."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import lt

from quiz.errors import StoreError
from quiz.history import PACKED, Event, columns_in, has_note, merge, parse, record
from quiz.scheduling import Scheduler
from quiz.store.apply import in_order, pack, replayed
from quiz.store.days import DayChanges
from quiz.store.index import MAX_DEVICES, Index, columns_of
from quiz.store.log import TAIL, LogFile, LogFolder
from quiz.store.parameters import parameters_of, readable

Progress = Callable[[float], None]


def _silent(share: float) -> None:
    """Nobody watches."""


_CLOCKS = struct.Struct("<q14x")
"""The clock of a packed record."""
INSERT = (
    "insert into item (n, key, deck, phase, stability, difficulty, step, last, reps, lapses, due, due_ms, suspended,"
    " buried, flag, clock) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


class _Gathered:
    """Packed records by item, as the files are read."""

    def __init__(self) -> None:
        self.items: dict[bytes, bytearray] = {}
        """By key, as it stands in the rows."""
        self.devices: dict[str, list[int]] = {}
        """By id: number, highest seq, highest clock."""
        self.unordered: set[str] = set()
        """Devices whose numbers do not rise from row to row: one of them may stand twice."""
        self.notes: dict[str, int] = {}

    def read(self, data: bytes) -> tuple[int, int]:
        """Take in the bytes of a file. Returns how many rows and how many damages there were."""
        items, pack_one = self.items, PACKED.pack
        rows, damages, device, latest = 0, 0, b"", [0, 0, 0]
        for row in columns_in(data):
            if isinstance(row, bytes):
                events, torn = parse(row)
                self.add(events)
                rows, damages = rows + len(events), damages + len(torn)
                continue
            item, by, seq, clock, day, mode, grade, took = row
            if by != device:
                device, latest = by, self._device(by.decode())
            if seq > latest[1]:
                latest[1] = seq
            else:
                self.unordered.add(by.decode())
            if clock > latest[2]:
                latest[2] = clock
            packed = pack_one(clock, seq, day, latest[0], mode, grade, took)
            records = items.get(item)
            if records is None:
                items[item] = bytearray(packed)
            else:
                records += packed
            rows += 1
        return rows, damages

    def add(self, events: Iterable[Event]) -> None:
        """Take in events one by one."""
        for event in events:
            latest = self._device(event.device)
            if event.seq <= latest[1]:
                self.unordered.add(event.device)
            latest[1:] = max(latest[1], event.seq), max(latest[2], event.clock)
            if event.item:
                note = self.notes.setdefault(event.said, len(self.notes) + 1) if has_note(event) else 0
                packed = PACKED.pack(*record(event, latest[0], note))
                self.items.setdefault(event.item.encode(), bytearray()).extend(packed)

    def _device(self, device: str) -> list[int]:
        latest = self.devices.get(device)
        if latest is None:
            latest = self.devices[device] = [self._new_device(), 0, 0]
        return latest

    def _new_device(self) -> int:
        if len(self.devices) == MAX_DEVICES:
            raise StoreError(f"the log holds rows of more than {MAX_DEVICES:,} devices")
        return len(self.devices) + 1


def rebuild(index: Index, log: LogFolder, items: Mapping[str, int], progress: Progress = _silent) -> Scheduler:
    """Fill an empty index with everything in the log files; call inside a transaction. Returns the scheduler used.

    `items` are the numbers that items keep. Raises StoreError and NewerFormatError.
    """
    gathered = _Gathered()
    files = log.files()
    total = sum(file.size for file in files) or 1
    done = 0
    for file in files:
        data = log.rows(file.name)
        rows, damages = gathered.read(data)
        if data:
            mark_applied(index, file._replace(size=len(data)), data, rows, damages)
        done += len(data)
        progress(min(0.7 * done / total, 0.7))
    if gathered.unordered:
        gathered = _without_repeats(log, files, gathered)
    settings = readable(log.settings())
    index.set_meta("settings", settings)
    scheduler = Scheduler(parameters_of(settings))
    _write(index, gathered, scheduler, items)
    progress(1.0)
    return scheduler


def _without_repeats(log: LogFolder, files: Sequence[LogFile], gathered: _Gathered) -> _Gathered:
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
    anew = _Gathered()
    repeated: list[Event] = []
    for file in files:
        events = parse(log.rows(file.name))[0]
        repeated += [event for event in events if (event.device, event.seq) in twice]
        anew.add(event for event in events if (event.device, event.seq) not in twice)
    anew.add(merge(repeated))
    return anew


def mark_applied(index: Index, file: LogFile, data: bytes, rows: int, damages: int) -> None:
    """Note how much of a file has been applied; `data` are its bytes up to there, or the last of them."""
    index.db.execute(
        "insert or replace into logfile values (?,?,?,?,?)", (file.name, file.size, data[-TAIL:], rows, damages)
    )


def _write(index: Index, gathered: _Gathered, scheduler: Scheduler, numbers: Mapping[str, int]) -> None:
    db = index.db
    db.executemany(
        "insert into device (n, id, seq, clock) values (?,?,?,?)",
        [(n, device, seq, clock) for device, (n, seq, clock) in gathered.devices.items()],
    )
    db.executemany("insert into note values (?,?)", [(n, body) for body, n in gathered.notes.items()])
    names = {latest[0]: device for device, latest in gathered.devices.items()}
    decks = dict(db.execute("select id, n from deck"))
    rows, histories = [], []
    days = DayChanges()
    free = max(numbers.values(), default=0)
    for item, packed in gathered.items.items():
        key = item.decode()
        n = numbers.get(key)
        if n is None:
            n = free = free + 1
        deck_id = key.partition("/")[0]
        deck = decks.get(deck_id)
        if deck is None:
            deck = decks[deck_id] = index.deck(deck_id)
        if not _rising(packed):
            packed = bytearray(pack(in_order(list(PACKED.iter_unpack(packed)), names)))
        state = replayed(deck, key, packed, scheduler, days)
        rows.append((n, key, deck, *columns_of(state), *_CLOCKS.unpack_from(packed, len(packed) - PACKED.size)))
        histories.append((n, packed))
    db.executemany(INSERT, rows)
    db.executemany("insert into history values (?,?)", histories)
    days.write(db)


def _rising(packed: bytes | bytearray) -> bool:
    """Whether the clocks of records rise from each to the next."""
    clocks = [clock for (clock,) in _CLOCKS.iter_unpack(packed)]
    return all(map(lt, clocks, clocks[1:]))
