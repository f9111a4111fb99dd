"""Making the index out of the text of the log, from nothing."""

from collections.abc import Callable, Iterable

from quiz.history import PACKED, Count, Event, fold, parse, record
from quiz.scheduling import Scheduler, item_seed
from quiz.store.apply import COUNT_UP, Tally, in_order, pack
from quiz.store.index import Index, columns_of, parameters_of
from quiz.store.log import TAIL, LogFile, LogFolder

Progress = Callable[[float], None]


def _silent(share: float) -> None:
    """Nobody watches."""


INSERT = (
    "insert into item (n, key, deck, phase, stability, difficulty, step, last, reps, lapses, due, due_ms, suspended,"
    " buried, flag, clock) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


class _Gathered:
    """Packed records by item, as the files are read."""

    def __init__(self) -> None:
        self.items: dict[str, bytearray] = {}
        self.devices: dict[str, list[int]] = {}
        self.notes: dict[str, int] = {}

    def add(self, events: Iterable[Event]) -> None:
        items, devices, notes, pack_one = self.items, self.devices, self.notes, PACKED.pack
        for event in events:
            latest = devices.get(event[1])
            if latest is None:
                latest = devices[event[1]] = [len(devices) + 1, 0, 0]
            if event[2] > latest[1]:
                latest[1] = event[2]
            if event[3] > latest[2]:
                latest[2] = event[3]
            key = event[6]
            if not key:
                continue
            note = notes.setdefault(event[11], len(notes) + 1) if event[0] == "f" and event[11] else 0
            packed = pack_one(*record(event, latest[0], note))
            records = items.get(key)
            if records is None:
                items[key] = bytearray(packed)
            else:
                records += packed

    def rename(self, aliases: dict[str, str]) -> None:
        for old, new in aliases.items():
            if records := self.items.pop(old, None):
                self.items.setdefault(new, bytearray()).extend(records)


def rebuild(index: Index, log: LogFolder, aliases: dict[str, str], progress: Progress = _silent) -> Scheduler:
    """Fill an empty index with everything in the log files; call inside a transaction. Returns the scheduler used.

    `aliases` are earlier keys of items. Raises StoreError and NewerFormatError.
    """
    gathered = _Gathered()
    files = log.files()
    total = sum(file.size for file in files) or 1
    done = 0
    for file in files:
        data = log.read(file.name)
        events, damages = parse(data)
        gathered.add(events)
        mark_applied(index, file._replace(size=len(data)), data, len(events), len(damages))
        done += len(data)
        progress(0.7 * done / total)
    gathered.rename(aliases)
    settings = log.settings()
    index.set_meta("settings", settings)
    scheduler = Scheduler(parameters_of(settings))
    _write(index, gathered, scheduler)
    progress(1.0)
    return scheduler


def mark_applied(index: Index, file: LogFile, data: bytes, rows: int, damages: int) -> None:
    """Note how much of a file has been applied; `data` are its bytes up to there, or the last of them."""
    index.db.execute(
        "insert or replace into logfile values (?,?,?,?,?)", (file.name, file.size, data[-TAIL:], rows, damages)
    )


def _write(index: Index, gathered: _Gathered, scheduler: Scheduler) -> None:
    db = index.db
    db.executemany(
        "insert into device (n, id, seq, clock) values (?,?,?,?)",
        [(n, device, seq, clock) for device, (n, seq, clock) in gathered.devices.items()],
    )
    db.executemany("insert into note values (?,?)", [(n, body) for body, n in gathered.notes.items()])
    names = {latest[0]: device for device, latest in gathered.devices.items()}
    decks: dict[str, int] = {}
    rows, histories = [], []
    tally: Tally = {}
    for n, (key, packed) in enumerate(gathered.items.items(), 1):
        deck_id = key.partition("/")[0]
        deck = decks.get(deck_id)
        if deck is None:
            deck = decks[deck_id] = index.deck(deck_id)
        given = list(PACKED.iter_unpack(packed))
        records = in_order(given, names)
        counts: list[Count] = []
        state = fold(records, scheduler, item_seed(key), counts)
        for day, phase, grade, took in counts:
            entry = tally.get((day, deck, phase, grade))
            if entry is None:
                tally[day, deck, phase, grade] = [1, took]
            else:
                entry[0] += 1
                entry[1] += took
        rows.append((n, key, deck, *columns_of(state), records[-1][0]))
        histories.append((n, pack(records)))
    db.executemany(INSERT, rows)
    db.executemany("insert into history values (?,?)", histories)
    db.executemany(COUNT_UP, [(*key, *entry) for key, entry in tally.items()])
