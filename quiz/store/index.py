"""The SQLite file that holds what log and decks add up to. It decides nothing and may be deleted at any time."""

import contextlib
import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from quiz.errors import DamageError, NewerFormatError, StoreError
from quiz.history import FRESH, State
from quiz.scheduling import Memory

SCHEMA_VERSION = 1
MEMORY = ":memory:"
MAX_DEVICES = (1 << 16) - 1
"""A record has two bytes for the number of a device."""

STATE_COLUMNS = "phase, stability, difficulty, step, last, reps, lapses, due, due_ms, suspended, buried, flag"
UPDATE_STATE = (
    "update item set phase=?, stability=?, difficulty=?, step=?, last=?, reps=?, lapses=?, due=?, due_ms=?,"
    " suspended=?, buried=?, flag=?, clock=? where n=?"
)


def state_of(row: tuple[Any, ...]) -> State:
    """The state in the twelve STATE_COLUMNS."""
    return State(Memory(*row[:9]), bool(row[9]), row[10], row[11])


def columns_of(state: State) -> tuple[Any, ...]:
    """The twelve STATE_COLUMNS of a state."""
    return (*state.memory, int(state.suspended), state.buried, state.flag)


_PASSING = {
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip
"""What SQLite says when the disk, and not the index, is the matter."""


@contextmanager
def sqlite_errors(path: str) -> Iterator[None]:
    """Raises StoreError for SQLite's errors; DamageError when they mean that the index has to be made anew."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
            raise StoreError(f"cannot use {path}: {error}") from error
        raise DamageError(f"{path} is damaged: {error}", "`quiz doctor --rebuild` makes it anew") from error


@contextmanager
def bulk() -> Iterator[None]:
    """Many objects are made and kept: the cyclic collector would only look at them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Index:
    """An open index. All writing goes through `transaction`, under the lock of the home folder."""

    def __init__(self, path: str) -> None:
        """Open or create. Raises StoreError when the file cannot be used at all."""
        self.path = path
        self.commits = 0
        """Transactions since the write-ahead log was moved into the file."""
        new = path == MEMORY or not os.path.exists(path)
        with sqlite_errors(path):
            self.db = sqlite3.connect(path, isolation_level=None, cached_statements=256, check_same_thread=False)
        try:
            with sqlite_errors(path):
                if new:
                    self._create()
                else:
                    self._check()
                self.db.execute("pragma synchronous=normal")
                self.db.execute("pragma wal_autocheckpoint=0")
                self.db.execute("pragma temp_store=memory")
        except StoreError:
            self.db.close()
            raise

    def _create(self) -> None:
        # Write-ahead logging is switched on here and never again: two processes doing so at once would clash.
        self.db.execute("pragma page_size=4096")
        if self.path != MEMORY:
            self.db.execute("pragma journal_mode=wal")
        from importlib.resources import files  # only when an index is made

        schema = (files("quiz.store") / "schema.sql").read_text(encoding="utf-8")
        self.db.executescript(f"begin; {schema} commit;")
        self.db.execute("insert into meta values ('version', ?)", (SCHEMA_VERSION,))

    def _check(self) -> None:
        version = self.meta("version")
        if version != SCHEMA_VERSION:
            if isinstance(version, int) and version > SCHEMA_VERSION:
                raise NewerFormatError(f"{self.path} is from a newer quiz", "update this one, or delete the file")
            raise DamageError(f"{self.path} is of an older form")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. Raises StoreError; DamageError when the index has to be made anew."""
        with sqlite_errors(self.path):
            self.db.execute("begin immediate")
            try:
                yield self.db
                self.db.execute("commit")
                self.commits += 1
            except BaseException:
                with contextlib.suppress(sqlite3.DatabaseError):
                    self.db.execute("rollback")
                raise

    def fault(self) -> str:
        """What is wrong with the file; "" when it is sound."""
        try:
            found = str(self.db.execute("pragma quick_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if found == "ok" else found

    def data_version(self) -> int:
        """A number that changes when another connection has changed the index."""
        return int(self.db.execute("pragma data_version").fetchone()[0])

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; call under the lock, while the learner thinks."""
        self.commits = 0
        if self.path != MEMORY:
            with contextlib.suppress(sqlite3.DatabaseError):
                self.db.execute("pragma wal_checkpoint(passive)").fetchall()

    def meta(self, key: str) -> Any:
        """A value kept about the index itself, or None."""
        row = self.db.execute("select value from meta where key=?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: Any) -> None:
        """Keep a value about the index itself."""
        self.db.execute("insert or replace into meta values (?, ?)", (key, value))

    def state(self, key: str) -> tuple[int, State]:
        """Number and state of an item; (0, FRESH) when it is unknown."""
        row = self.db.execute(f"select n, {STATE_COLUMNS} from item where key=?", (key,)).fetchone()
        return (row[0], state_of(row[1:])) if row else (0, FRESH)

    def note(self, body: str) -> int:
        """The number of a note; made when it is new."""
        self.db.execute("insert or ignore into note (body) values (?)", (body,))
        return int(self.db.execute("select n from note where body=?", (body,)).fetchone()[0])

    def device(self, device: str) -> int:
        """The number of a device; made when it is new. Raises StoreError when there are too many."""
        self.db.execute("insert or ignore into device (id, seq, clock) values (?, 0, 0)", (device,))
        n = int(self.db.execute("select n from device where id=?", (device,)).fetchone()[0])
        if n > MAX_DEVICES:
            raise StoreError(f"the log holds rows of more than {MAX_DEVICES:,} devices")
        return n

    def deck(self, deck: str) -> int:
        """The number of a deck; made when only the log knows it."""
        self.db.execute("insert or ignore into deck (id) values (?)", (deck,))
        return int(self.db.execute("select n from deck where id=?", (deck,)).fetchone()[0])
