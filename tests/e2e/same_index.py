"""Whether an index says what the log and the decks say: every table, in words that do not depend on row numbers."""

import shutil
from pathlib import Path
from typing import Any

from quiz.history import PACKED
from quiz.store.home import Home
from quiz.store.index import MEMORY, STATE_COLUMNS, Index
from quiz.store.rebuild import rebuild
from quiz.store.store import Store
from quiz.workspace import Workspace

Told = dict[str, list[Any]]
_FLAG = ord("f")


def told(index: Index) -> Told:
    """What follows from the log."""
    db = index.db
    devices = dict(db.execute("select n, id from device"))
    notes = dict(db.execute("select n, body from note"))
    out: Told = {
        "logfile": sorted(db.execute("select name, size, tail, rows, damages from logfile")),
        "device": sorted(db.execute("select id, seq, clock from device")),
        "note": sorted(notes.values()),
        "settings": [index.meta("settings")],
        "day": sorted(
            db.execute("select day, deck.id, phase, grade, reviews, took from day join deck on deck.n = day.deck")
        ),
    }
    items = db.execute(
        f"select key, deck.id, {STATE_COLUMNS}, clock from item join history on item = item.n"
        " join deck on deck.n = item.deck"
    )
    out["item"] = sorted((*row[:-2], notes.get(row[-2], ""), row[-1]) for row in items)
    out["history"] = sorted(
        (key, tuple(_record(record, devices, notes) for record in PACKED.iter_unpack(records)))
        for key, records in db.execute("select key, records from history join item on item.n = item")
    )
    return out


def _record(record: tuple[Any, ...], devices: dict[int, str], notes: dict[int, str]) -> tuple[Any, ...]:
    clock, seq, day, device, code, grade, argument = record
    return clock, seq, day, devices[device], code, grade, notes.get(argument, "") if code == _FLAG else argument


def told_with_decks(index: Index) -> Told:
    """What follows from log and decks."""
    db = index.db
    out = told(index)
    out["deck"] = sorted(db.execute("select id, title, coalesce(path, ''), folder from deck"))
    out["deckfile"] = sorted(db.execute("select path, size, mtime, hash, claims, active, errors from deckfile"))
    out["card"] = sorted(db.execute("select deck.id, card.id, body from card join deck on deck.n = card.deck"))
    out["alias"] = sorted(db.execute("select old, new from alias"))
    out["every item"] = sorted(
        db.execute(
            f"select key, coalesce(card.id, ''), part, position, several, kin, {STATE_COLUMNS}, clock from item"
            " left join card on card.n = item.card"
        )
    )
    return out


def copy_of(home: Path, to: Path) -> Path:
    """A home folder as a crash left it, to look at without mending it."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home, to)
    return to


def assert_same(home: Path) -> None:
    """The index of a home folder, opened, says what a new one made from the text of the log says."""
    store = Store(Home(str(home)))
    try:
        fresh = Index(MEMORY)
        with fresh.transaction():
            rebuild(fresh, store.log, {})
        _compare(told(store.index), told(fresh))
        fresh.close()
    finally:
        store.close()


def assert_same_with_decks(home: Path, decks: Path) -> None:
    """The same, decks included."""
    found = []
    for anew in (False, True):
        if anew:
            for path in home.glob("index.db*"):
                path.unlink()
        workspace = Workspace(Home(str(home)), folders=[str(decks)])
        found.append(told_with_decks(workspace.store.index))
        workspace.close()
    _compare(*found)


def _compare(index: Told, fresh: Told) -> None:
    for table, expected in fresh.items():
        assert index[table] == expected, f"the index differs from the log in `{table}`"
