"""The log and the index of what it adds up to, kept in step.

The log is the truth: what the index lacks is a tail of a file and is applied, and an index that says more than the log,
or something else, is made anew.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.errors import DamageError, NewerFormatError, StoreError
from quiz.history import Damage, Event, parse
from quiz.scheduling import Scheduler
from quiz.store.apply import apply_many, recompute
from quiz.store.compile import Withdrawn
from quiz.store.decks import SyncReport, find_decks, sync_decks
from quiz.store.gather import Applied, Progress, silent
from quiz.store.home import Home
from quiz.store.index import MEMORY, Index, bulk, sqlite_errors
from quiz.store.lock import Lock
from quiz.store.log import TAIL, LogFolder
from quiz.store.own import OwnEvents
from quiz.store.parameters import parameters_of, readable
from quiz.store.rebuild import mark_applied, rebuild

TRIES = 4
"""How often something is tried again that another process interfered with."""


class _Tail(NamedTuple):
    """What a log file holds beyond its applied part."""

    name: str
    size: int
    """Bytes that have been applied."""
    tail: bytes
    """The last of them."""
    data: bytes


class Meddled(Exception):
    """A process that does not respect the lock changed the index meanwhile."""


class IndexedLog:
    """Log, index and decks of one home. One thread uses it at a time."""

    index: Index

    def __init__(self, home: Home, device: str, lock: Lock | None, path: str, progress: Progress) -> None:
        """Open the index at `path` and bring it up to the log. Raises StoreError, NewerFormatError."""
        self.home = home
        self.device = device
        self._lock = lock
        self.log = LogFolder(home.log, device)
        self.own = OwnEvents(self.log)
        self.scheduler = Scheduler()
        self.damages = 0
        self._applied: dict[str, int] = {}
        self._seq = self._clock = self._device_n = self._version = 0
        self._decks: tuple[Sequence[str], int] | None = None
        """Folders and UTC ms of the last time that decks were brought up to date."""
        self._report = SyncReport()
        self._open(path, progress)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the home folder, if it has one. Raises StoreError."""
        if self._lock is None:
            yield
        else:
            with self._lock.held():
                yield

    def _open(self, path: str, progress: Progress) -> None:
        with self.locked():
            try:
                self.index = Index(path)
                self._load()
                self._catch_up(progress)
            except NewerFormatError:
                self._close_index()
                raise
            except StoreError as error:
                self._close_index()
                if path == MEMORY:
                    raise
                # A file that is damaged is thrown away; one that only cannot be used now, on a full disk, is kept.
                self._begin_index(path if isinstance(error, DamageError) else MEMORY)
                self._load()
                self._catch_up(progress)

    def _close_index(self) -> None:
        with contextlib.suppress(AttributeError):
            self.index.close()

    def _begin_index(self, path: str) -> None:
        """Begin an empty index, in memory if there can be no such file: the log is what counts."""
        if path != MEMORY:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    os.unlink(path + ending)
        try:
            self.index = Index(MEMORY if os.path.exists(path) else path)
        except StoreError:
            self.index = Index(MEMORY)

    def _load(self) -> None:
        """What is kept in memory of the index."""
        db = self.index.db
        with sqlite_errors(self.index.path):
            self._applied = dict(db.execute("select name, size from logfile"))
            self.damages = sum(row[0] for row in db.execute("select damages from logfile"))
            row = db.execute("select n, seq, clock from device where id=?", (self.device,)).fetchone()
            self._device_n, seq, clock = row or (0, 0, 0)
            self._seq, self._clock = max(self._seq, seq), max(self._clock, clock)
            self.own.latest = seq
            self.scheduler = self._scheduler(self.index.meta("settings"))
            self._version = self.index.data_version()

    def _scheduler(self, settings: str | None) -> Scheduler:
        parameters = parameters_of(settings)
        return self.scheduler if parameters == self.scheduler.parameters else Scheduler(parameters)

    # -- catching up --------------------------------------------------------------------------------------------------

    def catch_up(self, progress: Progress = silent) -> int:
        """Apply rows that other processes or devices wrote. Returns how many. Raises StoreError."""
        with self.locked():
            try:
                return self._catch_up(progress)
            except DamageError:
                return self._rebuild(progress)

    def _catch_up(self, progress: Progress) -> int:
        self._hear_others()
        for _ in range(TRIES):
            tails = self._tails()
            if tails is None:
                return self._rebuild(progress)
            parsed = [parse(tail.data, tail.size) for tail in tails]
            events = [event for rows, _ in parsed for event in rows]
            if self._repeats(events):
                return self._rebuild(progress)
            try:
                if tails:
                    self._apply(tails, parsed, events)
            except Meddled:
                continue
            return len(events)
        raise StoreError("two programs without a common lock write to one log", "close one of them")

    def _hear_others(self) -> None:
        """Follow what another process did to the index."""
        with sqlite_errors(self.index.path):
            version = self.index.data_version()
        if version != self._version:
            self._load()
            self.own.forget()

    def _tails(self) -> list[_Tail] | None:
        """What the files hold beyond their applied parts; None if it does not go on from there."""
        with sqlite_errors(self.index.path):
            rows = self.index.db.execute("select name, size, tail from logfile")
            applied = {name: (size, tail) for name, size, tail in rows}
        empty = not applied
        tails = []
        for file in self.log.files():
            size, tail = applied.pop(file.name, (0, b""))
            if file.size < size or (size and self.log.read(file.name, max(0, size - TAIL), min(TAIL, size)) != tail):
                return None
            data = self.log.rows(file.name, size) if file.size > size else b""
            if data and empty:  # everything at once is faster from the beginning
                return None
            if data:
                tails.append(_Tail(file.name, size, tail, data))
        return None if applied else tails  # a file has gone

    def _repeats(self, events: Sequence[Event]) -> bool:
        """Whether some of the events may stand in the log already, or stand in it twice."""
        if not events:
            return False
        with sqlite_errors(self.index.path):
            latest = dict(self.index.db.execute("select id, seq from device"))
        uids = {(event.device, event.seq) for event in events}
        return len(uids) < len(events) or any(seq <= latest.get(device, 0) for device, seq in uids)

    def _apply(
        self, tails: Sequence[_Tail], parsed: Sequence[tuple[list[Event], list[Damage]]], events: Sequence[Event]
    ) -> None:
        """Apply what was read. Raises Meddled if another process did so meanwhile."""
        with bulk(), self.index.transaction():
            for (name, size, tail, data), (rows, damages) in zip(tails, parsed, strict=True):
                self._swap(name, size, size + len(data), tail + data, len(rows), len(damages))
            apply_many(self.index, events, self.scheduler)
            if not all(event.item for event in events):
                self._take_settings()
        self.own.heard(events)
        self._load()

    def _swap(self, name: str, old: int, new: int, data: bytes, rows: int, damages: int) -> None:
        """Note that a file has been applied up to `new`, if it was up to `old` until now. Raises Meddled."""
        db = self.index.db
        if not old and not db.execute("select 1 from logfile where name=?", (name,)).fetchone():
            mark_applied(self.index, Applied(name, new, data[-TAIL:], rows, damages))
            return
        done = db.execute(
            "update logfile set size=?, tail=?, rows=rows+?, damages=damages+? where name=? and size=?",
            (new, data[-TAIL:], rows, damages, name, old),
        )
        if done.rowcount != 1:
            raise Meddled

    def _take_settings(self) -> Scheduler:
        """Follow the settings in the log: other parameters replay every history. Returns the scheduler of now."""
        settings = readable(self.log.settings())
        self.index.set_meta("settings", settings)
        scheduler = self._scheduler(settings)
        if scheduler is not self.scheduler:
            recompute(self.index, self.scheduler, scheduler)
        return scheduler

    # -- beginning anew -----------------------------------------------------------------------------------------------

    def rebuild(self, progress: Progress = silent) -> int:
        """Throw the index away and make it anew from log and decks. Returns the number of rows. Raises StoreError."""
        with self.locked():
            return self._rebuild(progress)

    def _rebuild(self, progress: Progress) -> int:
        items, decks = self._numbers() if self._decks else ({}, {})
        path = self.index.path
        self.index.close()
        self._begin_index(path)
        try:
            self._fill(items, decks, progress)
        except NewerFormatError:
            raise
        except StoreError:
            self.index.close()
            self.index = Index(MEMORY)  # no room for a file
            self._fill(items, decks, progress)
        self.index.checkpoint()
        self.own.forget()
        self._load()
        if self._decks:
            self._sync()
        return sum(row[0] for row in self.index.db.execute("select rows from logfile"))

    def _fill(self, items: dict[str, int], decks: dict[int, str], progress: Progress) -> None:
        """Fill the empty index; items and decks keep these numbers."""
        with bulk(), self.index.transaction() as db:
            db.executemany("insert into deck (n, id) values (?,?)", decks.items())
            rebuild(self.index, self.log, items, progress)
            known = [(n, key, self.index.deck(key.partition("/")[0])) for key, n in items.items()]
            db.executemany("insert or ignore into item (n, key, deck) values (?,?,?)", known)
            if self._seq:  # a number is never used again, though its row was lost here: another device may have it
                db.execute(
                    "update device set seq=max(seq,?), clock=max(clock,?) where n=?",
                    (self._seq, self._clock, self.index.device(self.device)),
                )

    def _numbers(self) -> tuple[dict[str, int], dict[int, str]]:
        """The numbers that a sitting knows items and decks by."""
        try:
            db = self.index.db
            return dict(db.execute("select key, n from item")), dict(db.execute("select n, id from deck"))
        except sqlite3.DatabaseError:
            return {}, {}

    # -- decks --------------------------------------------------------------------------------------------------------

    def sync_decks(self, folders: Sequence[str], now_ms: int) -> SyncReport:
        """Bring the decks up to date with their files. Raises StoreError."""
        with bulk(), self.locked():
            self._decks = tuple(folders), now_ms
            try:
                self._sync()
            except (Withdrawn, DamageError):
                self._rebuild(silent)
            except StoreError:
                if self.index.path == MEMORY:
                    raise
                self.index.close()
                self._begin_index(MEMORY)  # no room for a file
                self._rebuild(silent)
        return self._report

    def _sync(self) -> None:
        assert self._decks
        folders, now_ms = self._decks
        with sqlite_errors(self.index.path):
            self._report = sync_decks(self.index, find_decks(folders), self.scheduler, now_ms)

    # -- the log ------------------------------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """All events of all files, file by file. Raises StoreError."""
        for file in self.log.files():
            yield from parse(self.log.rows(file.name))[0]

    def all_damages(self) -> Iterator[tuple[str, Damage]]:
        """What cannot be read in the log: the file's name and where."""
        for file in self.log.files():
            for damage in parse(self.log.read(file.name))[1]:
                yield file.name, damage
