"""Making the index out of the text of the log, from nothing."""

import struct
from collections.abc import Mapping
from operator import lt
from typing import Any

from quiz.history import PACKED, settings_of
from quiz.scheduling import Scheduler
from quiz.store.apply import in_order, pack, replayed_all
from quiz.store.days import DayChanges
from quiz.store.gather import Applied, Gathered, Progress, gather, silent
from quiz.store.index import Index
from quiz.store.log import LogFolder
from quiz.store.parameters import parameters_of, readable

_CLOCKS = struct.Struct("<q14x")
"""The clock of a packed record."""
INSERT = (
    "insert into item (n, key, deck, phase, stability, difficulty, step, last, reps, lapses, due, due_ms, suspended,"
    " buried, flag, clock) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


def rebuild(index: Index, log: LogFolder, items: Mapping[str, int], progress: Progress = silent) -> Scheduler:
    """Fill an empty index with everything in the log files; call inside a transaction. Returns the scheduler used.

    `items` are the numbers that items keep. Raises StoreError and NewerFormatError.
    """
    gathered = gather(log, lambda share: progress(0.6 * share))
    for applied in gathered.applied:
        mark_applied(index, applied)
    settings = readable(settings_of(gathered.others))
    index.set_meta("settings", settings)
    scheduler = Scheduler(parameters_of(settings))
    _write(index, gathered, scheduler, items)
    progress(1.0)
    return scheduler


def mark_applied(index: Index, file: Applied) -> None:
    """Note how much of a file has been applied."""
    index.db.execute("insert or replace into logfile values (?,?,?,?,?)", file)


def _write(index: Index, gathered: Gathered, scheduler: Scheduler, numbers: Mapping[str, int]) -> None:
    db = index.db
    devices = gathered.devices.items()
    db.executemany(
        "insert into device (n, id, seq, clock) values (?,?,?,?)",
        [(n, device, seq, clock) for device, (n, _, seq, clock) in devices],
    )
    db.executemany("insert into note values (?,?)", [(n, body) for body, n in gathered.notes.items()])
    names = {latest[0]: device for device, latest in devices}
    decks = dict(db.execute("select id, n from deck"))
    items: list[tuple[int, str, int, bytes]] = []
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
        items.append((n, key, deck, bytes(packed)))
    gathered.items.clear()
    days = DayChanges()
    for part, states in replayed_all(items, scheduler, days):
        rows = [
            (n, key, deck, *state, *_CLOCKS.unpack_from(packed, len(packed) - PACKED.size))
            for (n, key, deck, packed), state in zip(part, states, strict=True)
        ]
        db.executemany(INSERT, rows)
        db.executemany("insert into history values (?,?)", [(n, packed) for n, _, _, packed in part])
    days.write(db)


def _rising(packed: bytes | bytearray) -> bool:
    """Whether the clocks of records rise from each to the next."""
    clocks: list[Any] = [clock for (clock,) in _CLOCKS.iter_unpack(packed)]
    return all(map(lt, clocks, clocks[1:]))
