"""Bringing the index up to the log: one event at a time while studying, many after a sync, all after a loss.

Every transaction starts with a compare-and-swap of the bytes applied per file, so that no row is ever counted twice
even if two processes catch up at once.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from quiz.history import (
    FRESH,
    PACKED,
    VOID,
    Count,
    Event,
    Record,
    State,
    fold,
    fold_plain,
    has_note,
    is_plain,
    record,
)
from quiz.scheduling import Scheduler, item_seed
from quiz.store.aside import aside
from quiz.store.days import DayChanges
from quiz.store.index import STATE_COLUMNS, UPDATE_STATE, Index, bulk, columns_of, state_of

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
    counts: list[Count] = []
    state = fold([new], scheduler, item_seed(known.key), counts, known.state)
    db.execute(UPDATE_STATE, (*columns_of(state), event.clock, known.n))
    if counts:
        correct_days(db, known.deck, (), counts)
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
    days = DayChanges()
    days.add(deck, before, -1)
    days.add(deck, after)
    days.write(db)


def apply_many(index: Index, events: Sequence[Event], scheduler: Scheduler) -> None:
    """Apply events in any order, from any device, none of which the index has; call inside a transaction."""
    devices, names = _devices(index, events)
    aliases = dict(index.db.execute("select old, new from alias"))
    by_item: dict[str, list[Event]] = {}
    for event in events:
        if event.item:
            by_item.setdefault(aliases.get(event.item, event.item), []).append(event)
    items = _find_or_make_all(index, by_item)
    news = {
        k.n: in_order([record(e, devices[e.device], _note(index, e)) for e in by_item[k.key]], names) for k in items
    }
    between = {k.n for k in items if news[k.n][0][0] <= k.clock or any(r[4] == VOID for r in news[k.n])}
    older = _histories(index, between)
    days = DayChanges()
    states, grown, replaced = [], [], []
    for known in items:
        new = news[known.n]
        if known.n in between:
            old = list(PACKED.iter_unpack(older.get(known.n, b"")))
            state, records = _inserted(known, old, new, names, scheduler, days)
            replaced.append((known.n, pack(records)))
            latest = records[-1][0]
        else:
            counts: list[Count] = []
            state = fold(new, scheduler, item_seed(known.key), counts, known.state)
            days.add(known.deck, counts)
            grown.append((known.n, pack(new)))
            latest = new[-1][0]
        states.append((*columns_of(state), latest, known.n))
    index.db.executemany(UPDATE_STATE, states)
    index.db.executemany("insert or replace into history values (?,?)", replaced)
    index.db.executemany(GROW_HISTORY, grown)
    days.write(index.db)


def _find_or_make_all(index: Index, keys: Iterable[str]) -> list[Known]:
    """The items of present keys, in the order of the index."""
    wanted = list(keys)
    rows = index.db.execute(
        f"select key, n, key, deck, clock, {STATE_COLUMNS} from item where key in (select value from json_each(?))",
        (json.dumps(wanted),),
    )
    found = {row[0]: Known(row[1], row[2], row[3], row[4], state_of(row[5:])) for row in rows}
    return sorted(found.get(key) or find_or_make(index, key) for key in wanted)


def _histories(index: Index, items: Iterable[int]) -> dict[int, bytes]:
    sql = "select item, records from history where item in (select value from json_each(?))"
    return dict(index.db.execute(sql, (json.dumps(list(items)),)))


def _inserted(
    known: Known, old: list[Record], new: list[Record], names: dict[int, str], scheduler: Scheduler, days: DayChanges
) -> tuple[State, list[Record]]:
    """State and history of an item after records that may stand before others or void some."""
    seed = item_seed(known.key)
    before: list[Count] = []
    after: list[Count] = []
    fold(old, scheduler, seed, before)
    records = in_order(old + new, names)
    state = fold(records, scheduler, seed, after)
    days.add(known.deck, before, -1)
    days.add(known.deck, after)
    return state, records


def pack(records: Iterable[Record]) -> bytes:
    """Records as they are kept."""
    return b"".join([PACKED.pack(*r) for r in records])


def in_order(records: list[Record], names: dict[int, str]) -> list[Record]:
    """Records in the order of events: at one clock reading by the device's id, which is the same everywhere."""
    records.sort(key=_CLOCK)
    if any(a[0] == b[0] for a, b in pairwise(records)):
        records.sort(key=lambda r: (r[0], names[r[3]], r[1]))
    return records


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


Item = tuple[int, str, int, bytes]
"""Number, key, deck and packed history of an item."""
Columns = tuple[Any, ...]
"""The twelve STATE_COLUMNS."""
WORTH_A_CHILD = 3000
"""Items from which a second process is worth its beginning."""
CHILDS_SHARE = 0.6


def replayed_all(
    items: Sequence[Item], scheduler: Scheduler, days: DayChanges | None
) -> Iterator[tuple[Sequence[Item], list[Columns]]]:
    """The states of items after their histories, a part of the items at a time; `days` receive their reviews."""
    cut = int(len(items) * (1 - CHILDS_SHARE))
    mine, theirs = items[:cut], items[cut:]
    counting = days is not None
    with aside(lambda: _replayed(theirs, scheduler, counting), len(items) >= WORTH_A_CHILD) as rest:
        states, sums = _replayed(mine, scheduler, counting)
        yield mine, states
        states, others = rest.result()
        yield theirs, states
    for part in (sums, others):
        if days is not None:
            days.add_sums(part)


def _replayed(items: Sequence[Item], scheduler: Scheduler, counting: bool) -> tuple[list[Columns], dict[int, int]]:
    days = DayChanges() if counting else None
    states = [columns_of(_replay(key, deck, packed, scheduler, days)) for _, key, deck, packed in items]
    return states, days.sums if days is not None else {}


def _replay(key: str, deck: int, packed: bytes, scheduler: Scheduler, days: DayChanges | None) -> State:
    """The state of an item after its packed history, which stands in its order; `days` receive its reviews."""
    seed = item_seed(key)
    if is_plain(packed):
        state, phases = fold_plain(packed, scheduler, seed)
        if days:
            days.add_packed(deck, packed, phases)
        return state
    counts: list[Count] = []
    state = fold(list(PACKED.iter_unpack(packed)), scheduler, seed, counts)
    if days:
        days.add(deck, counts)
    return state


def recompute(index: Index, old: Scheduler, scheduler: Scheduler) -> int:
    """Replay every history after other scheduling settings; call inside a transaction. Returns the number of items."""
    db = index.db
    days = None if scheduler.same_phases(old) else DayChanges()
    with bulk():
        items: list[Item] = db.execute(
            "select n, key, deck, records from history join item on item.n = history.item order by item"
        ).fetchall()
        for part, states in replayed_all(items, scheduler, days):
            db.executemany(
                "update item set phase=?, stability=?, difficulty=?, step=?, last=?, reps=?, lapses=?, due=?, due_ms=?,"
                " suspended=?, buried=?, flag=? where n=?",
                [(*state, item[0]) for item, state in zip(part, states, strict=True)],
            )
    if days:  # the phase in which an answer was given depends on the settings
        db.execute("delete from day")
        days.write(db)
    return len(items)
