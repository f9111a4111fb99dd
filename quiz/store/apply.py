"""Bringing the index up to the log: one event at a time while studying, many after a sync, all after a loss.

Every transaction starts with a compare-and-swap of the bytes applied per file, so that no row is ever counted twice
even if two processes catch up at once.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from quiz.history import FRESH, PACKED, VOID, Count, Event, Record, State, appended, fold, has_note, record
from quiz.scheduling import Scheduler, item_seed
from quiz.store.index import STATE_COLUMNS, UPDATE_STATE, Index, columns_of, state_of

COUNT_UP = (
    "insert into day values (?,?,?,?,?,?) on conflict do update set"
    " reviews = reviews + excluded.reviews, took = took + excluded.took"
)
GROW_HISTORY = (
    "insert into history values (?,?) on conflict do update set records = cast(records || excluded.records as blob)"
)
_CLOCK = itemgetter(0)


class Known(NamedTuple):
    """An item as the index has it."""

    n: int
    key: str
    """Its present key, which differs from the one asked for when the card was renamed."""
    deck: int
    clock: int
    state: State


def find(index: Index, key: str) -> Known | None:
    """The item of a key, by its present or an earlier name."""
    row = _find(index.db, key)
    if row is None:
        alias = index.db.execute("select new from alias where old=?", (key,)).fetchone()
        row = _find(index.db, alias[0]) if alias else None
    return Known(row[0], row[1], row[2], row[3], state_of(row[4:])) if row else None


def _find(db: sqlite3.Connection, key: str) -> tuple[Any, ...] | None:
    found: tuple[Any, ...] | None = db.execute(
        f"select n, key, deck, clock, {STATE_COLUMNS} from item where key=?", (key,)
    ).fetchone()
    return found


def find_or_make(index: Index, key: str) -> Known:
    """The item of a key; one that no deck has is made, because its events are kept."""
    known = find(index, key)
    if known:
        return known
    deck = index.deck(key.partition("/")[0])
    n = index.db.execute("insert into item (key, deck) values (?, ?)", (key, deck)).lastrowid
    return Known(n or 0, key, deck, 0, FRESH)


def apply_one(index: Index, event: Event, known: Known, device: int, scheduler: Scheduler) -> State:
    """Apply an event that comes last in the order of its item; call inside a transaction."""
    db = index.db
    new = record(event, device, _note(index, event))
    db.execute(GROW_HISTORY, (known.n, PACKED.pack(*new)))
    if new[4] == VOID:
        return _refolded(index, known, event, scheduler)
    state, count = appended(known.state, new, scheduler, item_seed(known.key))
    db.execute(UPDATE_STATE, (*columns_of(state), event.clock, known.n))
    if count:
        db.execute(COUNT_UP, (count.day, known.deck, count.phase, count.grade, 1, count.took))
    return state


def history(db: sqlite3.Connection, n: int) -> list[Record]:
    """The records of an item as they were applied."""
    row = db.execute("select records from history where item=?", (n,)).fetchone()
    return list(PACKED.iter_unpack(row[0])) if row else []


def _refolded(index: Index, known: Known, event: Event, scheduler: Scheduler) -> State:
    """The state of an item whose last record is a void; its days are corrected."""
    records = history(index.db, known.n)
    seed = item_seed(known.key)
    before: list[Count] = []
    after: list[Count] = []
    fold(records[:-1], scheduler, seed, before)
    state = fold(records, scheduler, seed, after)
    correct_days(index.db, known.deck, before, after)
    index.db.execute(UPDATE_STATE, (*columns_of(state), event.clock, known.n))
    return state


def correct_days(db: sqlite3.Connection, deck: int, before: Iterable[Count], after: Iterable[Count]) -> None:
    """Take what an item added to its days out and put in what it adds now."""
    change: dict[tuple[int, int, int], list[int]] = {}
    for sign, counts in ((-1, before), (1, after)):
        for day, phase, grade, took in counts:
            entry = change.setdefault((day, phase, grade), [0, 0])
            entry[0] += sign
            entry[1] += sign * took
    rows = [(day, deck, phase, grade, *entry) for (day, phase, grade), entry in change.items() if any(entry)]
    db.executemany(COUNT_UP, rows)
    if rows:
        db.executemany(
            "delete from day where day=? and deck=? and phase=? and grade=? and reviews=0",
            [row[:4] for row in rows],
        )


Tally = dict[tuple[int, int, int, int], list[int]]
"""(day, deck, phase, grade) -> [reviews, ms]."""


def apply_many(index: Index, events: Sequence[Event], scheduler: Scheduler) -> None:
    """Apply events in any order, from any device, none of which the index has; call inside a transaction."""
    devices, names = _devices(index, events)
    aliases = dict(index.db.execute("select old, new from alias"))
    by_item: dict[str, list[Event]] = {}
    for event in events:
        if event.item:
            by_item.setdefault(aliases.get(event.item, event.item), []).append(event)
    tally: Tally = {}
    states, histories = [], []
    for key, group in by_item.items():
        known = find_or_make(index, key)
        new = [record(e, devices[e.device], _note(index, e)) for e in group]
        state, records = _advanced(index, known, in_order(new, names), names, scheduler, tally)
        states.append((*columns_of(state), records[-1][0], known.n))
        histories.append((known.n, pack(records)))
    index.db.executemany(UPDATE_STATE, states)
    index.db.executemany("insert or replace into history values (?,?)", histories)
    index.db.executemany(COUNT_UP, [(*key, *entry) for key, entry in tally.items() if any(entry)])
    index.db.execute("delete from day where reviews=0")


def pack(records: Iterable[Record]) -> bytes:
    """Records as they are kept."""
    return b"".join([PACKED.pack(*r) for r in records])


def in_order(records: list[Record], names: dict[int, str]) -> list[Record]:
    """Records in the order of events: at one clock reading by the device's id, which is the same everywhere."""
    records.sort(key=_CLOCK)
    if any(a[0] == b[0] for a, b in pairwise(records)):
        records.sort(key=lambda r: (r[0], names[r[3]], r[1]))
    return records


def _advanced(
    index: Index, known: Known, new: list[Record], names: dict[int, str], scheduler: Scheduler, tally: Tally
) -> tuple[State, list[Record]]:
    """State and whole history of an item after new records; what they change is added to the tally."""
    old = history(index.db, known.n) if known.clock else []
    seed = item_seed(known.key)
    after: list[Count] = []
    if new[0][0] > known.clock and not any(r[4] == VOID for r in new):
        state = known.state
        for one in new:
            state, count = appended(state, one, scheduler, seed)
            if count:
                after.append(count)
        count_in(tally, known.deck, after, 1)
        return state, old + new
    before: list[Count] = []
    fold(old, scheduler, seed, before)
    records = in_order(old + new, names)
    state = fold(records, scheduler, seed, after)
    count_in(tally, known.deck, before, -1)
    count_in(tally, known.deck, after, 1)
    return state, records


def count_in(tally: Tally, deck: int, counts: Iterable[Count], sign: int) -> None:
    """Add what reviews add to their days to a tally, or take it out with the sign -1."""
    for day, phase, grade, took in counts:
        entry = tally.get((day, deck, phase, grade))
        if entry is None:
            tally[day, deck, phase, grade] = [sign, sign * took]
        else:
            entry[0] += sign
            entry[1] += sign * took


def _devices(index: Index, events: Iterable[Event]) -> tuple[dict[str, int], dict[int, str]]:
    """Numbers of devices by id and ids by number; the highest seq and clock of each are kept."""
    latest: dict[str, tuple[int, int]] = {}
    for event in events:
        seq, clock = latest.get(event.device, (0, 0))
        latest[event.device] = (max(seq, event.seq), max(clock, event.clock))
    for device, (seq, clock) in latest.items():
        index.device(device)
        index.db.execute("update device set seq=max(seq,?), clock=max(clock,?) where id=?", (seq, clock, device))
    by_id = {row[1]: row[0] for row in index.db.execute("select n, id from device")}
    return by_id, {n: device for device, n in by_id.items()}


def _note(index: Index, event: Event) -> int:
    return index.note(event.said) if has_note(event) else 0


def recompute(index: Index, scheduler: Scheduler) -> int:
    """Replay every history after other scheduling settings; call inside a transaction. Returns the number of items."""
    db = index.db
    states = []
    tally: Tally = {}
    cursor = db.execute("select n, key, deck, records from history join item on item.n = history.item")
    for n, key, deck, packed in cursor:
        counts: list[Count] = []
        state = fold(list(PACKED.iter_unpack(packed)), scheduler, item_seed(key), counts)
        count_in(tally, deck, counts, 1)
        states.append((*columns_of(state), n))
    db.executemany(
        "update item set phase=?, stability=?, difficulty=?, step=?, last=?, reps=?, lapses=?, due=?, due_ms=?,"
        " suspended=?, buried=?, flag=? where n=?",
        states,
    )
    db.execute("delete from day")  # the phase in which an answer was given depends on the settings
    db.executemany(COUNT_UP, [(*key, *entry) for key, entry in tally.items()])
    return len(states)
