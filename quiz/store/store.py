"""A home folder, opened: events go to the log first and are durable there, then to the index.

Order of one event, under the lock: compare the size of our log file with what has been applied and catch up if it
differs; write the row; make it durable; only now is it acknowledged; then one index transaction. A crash in between
costs nothing, because what the index lacks is a tail of the log.
"""

import contextlib
import gc
import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.errors import NewerFormatError, StoreError
from quiz.history import FRESH, MAX_SAID, Damage, Event, Kind, State, encode, parse, split_uid
from quiz.scheduling import Scheduler
from quiz.store.apply import Known, apply_many, apply_one, find_or_make, recompute
from quiz.store.decks import SyncReport, find_decks, sync_decks
from quiz.store.home import Home, device_id
from quiz.store.index import MEMORY, Index, parameters_of
from quiz.store.lock import Lock
from quiz.store.log import TAIL, LogFile, LogFolder
from quiz.store.own import OwnEvents
from quiz.store.rebuild import Progress, mark_applied, rebuild

CHECKPOINT_PAGES = 400
"""Pages in the write-ahead log from which a pause of the learner is used to fold them in."""


class Undone(NamedTuple):
    """What an undo took back, or a redo brought back."""

    event: Event
    """The event concerned."""
    item: str
    state: State
    """The item's state now."""


def _silent(share: float) -> None:
    """Nobody watches."""


@contextlib.contextmanager
def bulk() -> Iterator[None]:
    """Many objects are made and kept: the cyclic collector would only look at them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Store:
    """Log, index and decks of one home. One thread uses it at a time."""

    def __init__(self, home: Home, progress: Progress = _silent) -> None:
        """Open, bring the index up to the log. Raises StoreError, NewerFormatError.

        A home that cannot be written is opened all the same: `unwritable` says why, and nothing is kept.
        """
        self.home = home
        self.unwritable = ""
        self.damages = 0
        self._applied: dict[str, int] = {}
        self._seq = self._clock = self._device_n = 0
        try:
            home.create()
            self.device = device_id(home)
            self._lock: Lock | None = Lock(home.lock)
            path = home.index
        except OSError as error:
            self.unwritable = f"{error.strerror or error}: {error.filename or home.root}"
            self.device, self._lock, path = "unsaved", None, MEMORY
        self.log = LogFolder(home.log, self.device)
        self.own = OwnEvents(self.log)
        self.scheduler = Scheduler()
        self.index = self._open(path, progress)

    # -- opening ------------------------------------------------------------------------------------------------------

    def _open(self, path: str, progress: Progress) -> Index:
        with self.locked():
            try:
                self.index = Index(path)
                self._load()
                self._catch_up(progress)
            except NewerFormatError:
                raise
            except StoreError:
                if path == MEMORY:
                    raise
                self._discard_index()
                try:
                    self.index = Index(path)
                except StoreError:  # read-only: an index in memory will do
                    self.unwritable = self.unwritable or f"cannot write {path}"
                    self.index = Index(MEMORY)
                self._load()
                self._catch_up(progress)
        return self.index

    def _discard_index(self) -> None:
        with contextlib.suppress(AttributeError):
            self.index.close()
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.unlink(self.home.index + ending)

    def _load(self) -> None:
        """What is kept in memory of the index."""
        db = self.index.db
        self._applied = dict(db.execute("select name, size from logfile"))
        self.damages = sum(row[0] for row in db.execute("select damages from logfile"))
        row = db.execute("select n, seq, clock from device where id=?", (self.device,)).fetchone()
        self._device_n, self._seq, self._clock = row or (0, 0, 0)
        self.scheduler = self._scheduler(self.index.meta("settings"))

    def _scheduler(self, settings: str | None) -> Scheduler:
        parameters = parameters_of(settings)
        return self.scheduler if parameters == self.scheduler.parameters else Scheduler(parameters)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the home folder, if it has one."""
        if self._lock is None:
            yield
        else:
            with self._lock.held():
                yield

    def close(self) -> None:
        """Fold the write-ahead log in and give everything back."""
        with self.locked():
            self.index.checkpoint()
        self.index.close()
        self.log.close()
        if self._lock:
            self._lock.close()

    # -- catching up --------------------------------------------------------------------------------------------------

    def catch_up(self, progress: Progress = _silent) -> int:
        """Apply rows that other processes or devices wrote. Returns how many. Raises StoreError."""
        with self.locked():
            return self._catch_up(progress)

    def _catch_up(self, progress: Progress) -> int:
        db = self.index.db
        applied = {name: (size, tail) for name, size, tail in db.execute("select name, size, tail from logfile")}
        files = self.log.files()
        if not applied and files:
            return self._rebuild(progress)
        tails: list[tuple[LogFile, bytes]] = []
        for file in files:
            size, tail = applied.pop(file.name, (0, b""))
            if file.size < size or (size and self.log.read(file.name, max(0, size - TAIL), min(TAIL, size)) != tail):
                return self._rebuild(progress)
            if file.size > size:
                data = self.log.read(file.name, size)
                tails.append((file._replace(size=size), data[: data.rfind(b"\n") + 1]))
        if applied:  # a file has gone
            return self._rebuild(progress)
        tails = [(file, data) for file, data in tails if data]
        count = self._apply_tails(tails) if tails else 0
        if count is None:
            return self._catch_up(progress)
        return count

    def _apply_tails(self, tails: list[tuple[LogFile, bytes]]) -> int | None:
        """Apply what was read beyond the applied part of files; None if another process did so meanwhile."""
        events: list[Event] = []
        with bulk(), self.index.transaction() as db:
            for file, data in tails:
                rows, damages = parse(data, file.size)
                events += rows
                if not self._swap(file.name, file.size, file.size + len(data), data, len(rows), len(damages)):
                    db.execute("rollback")
                    db.execute("begin")
                    return None
            apply_many(self.index, events, self.scheduler)
            if not all(event.item for event in events):
                self._take_settings()
        self.own.heard(events)
        self._load()
        return len(events)

    def _take_settings(self) -> None:
        """Follow the settings in the log: other parameters replay every history."""
        settings = self.log.settings()
        self.index.set_meta("settings", settings)
        scheduler = self._scheduler(settings)
        if scheduler is not self.scheduler:
            self.scheduler = scheduler
            recompute(self.index, scheduler)

    def _swap(self, name: str, old: int, new: int, data: bytes, rows: int, damages: int) -> bool:
        db = self.index.db
        if not old and not db.execute("select 1 from logfile where name=?", (name,)).fetchone():
            mark_applied(self.index, LogFile(name, "", new), data, rows, damages)
            return True
        done = db.execute(
            "update logfile set size=?, tail=?, rows=rows+?, damages=damages+? where name=? and size=?",
            (new, data[-TAIL:], rows, damages, name, old),
        )
        return done.rowcount == 1

    def _rebuild(self, progress: Progress) -> int:
        path = self.index.path
        if path != MEMORY:
            self._discard_index()
        else:
            self.index.close()
        self.index = Index(path)
        with bulk(), self.index.transaction():
            self.scheduler = rebuild(self.index, self.log, {}, progress)
        self.index.checkpoint()
        self.own.forget()
        self._load()
        return sum(row[0] for row in self.index.db.execute("select rows from logfile"))

    def rebuild(self, progress: Progress = _silent) -> int:
        """Throw the index away and make it anew from the log; sync the decks afterwards. Returns the number of rows."""
        with self.locked():
            return self._rebuild(progress)

    def sync_decks(self, folders: Sequence[str], now_ms: int) -> SyncReport:
        """Bring the decks up to date with their files."""
        with bulk(), self.locked():
            return sync_decks(self.index, find_decks(folders), self.scheduler, now_ms)

    # -- writing ------------------------------------------------------------------------------------------------------

    def append(self, draft: Event) -> tuple[Event, State]:
        """Write an event; device, number and clock are filled in. It is durable when this returns.

        Raises StoreError when it could not be written; then it has not happened.
        """
        if self.unwritable:
            raise StoreError(self.unwritable)
        with self.locked():
            try:
                return self._append(draft)
            except OSError as error:
                self.log.close()
                raise StoreError(f"cannot write the log: {error.strerror or error}") from error

    def _append(self, draft: Event) -> tuple[Event, State]:
        name = self.log.name_for(max(draft.clock, self._clock + 1))
        size = self.log.size(name)
        if size != self._applied.get(name, 0):
            self._catch_up(_silent)
        known = find_or_make(self.index, draft.item) if draft.item else None
        clock = max(draft.clock, self._clock + 1, known.clock + 1 if known else 0)
        event = draft._replace(device=self.device, seq=self._seq + 1, clock=clock, said=draft.said[:MAX_SAID])
        name = self.log.name_for(clock)
        size = self.log.size(name)
        applied = self._applied.get(name, 0)
        new_size = self.log.append([event], size)
        self._seq, self._clock = event.seq, clock
        self.own.heard([event])
        state = self._index_one(event, known, name, applied, new_size, torn=size > applied)
        return event, state

    def _index_one(self, event: Event, known: Known | None, name: str, old: int, new: int, torn: bool) -> State:
        with self.index.transaction() as db:
            if not self._swap(name, old, new, encode(event), 1, int(torn)):
                raise StoreError("two programs without a common lock write to one log", "close one of them")
            if not self._device_n:
                self._device_n = self.index.device(self.device)
            db.execute("update device set seq=?, clock=? where n=?", (event.seq, event.clock, self._device_n))
            if known is None:
                state = FRESH
                self._take_settings()
            else:
                state = apply_one(self.index, event, known, self._device_n, self.scheduler)
        self._applied[name] = new
        return state

    def import_events(self, events: Sequence[Event]) -> int:
        """Write events from elsewhere as this device's own, oldest first.

        Their clocks are kept. Returns how many were written. Raises StoreError.
        """
        with bulk(), self.locked():
            self._catch_up(_silent)
            batches: dict[str, list[Event]] = {}
            seq = self._seq
            for event in sorted(events, key=lambda e: e.clock):
                seq += 1
                own = event._replace(device=self.device, seq=seq)
                batches.setdefault(self.log.name_for(own.clock), []).append(own)
            try:
                for name, batch in batches.items():
                    self.log.append(batch, self.log.size(name))
            except OSError as error:
                self.log.close()
                raise StoreError(f"cannot write the log: {error.strerror or error}") from error
            return self._catch_up(_silent)

    def undo(self, draft: Event, redo: bool = False) -> Undone | None:
        """Take back this device's latest effective event, or bring back what was taken back last.

        `draft` gives clock, offset and day. None when there is nothing. Raises StoreError.
        """
        with self.locked():
            name = self.log.name_for(max(draft.clock, self._clock + 1))
            if not self.unwritable and self.log.size(name) != self._applied.get(name, 0):
                self._catch_up(_silent)
            target = self.own.redoable() if redo else self.own.undoable()
            if target is None:
                return None
            _, state = self.append(
                draft._replace(kind=Kind.VOID, item=target.item, said=f"{self.device}-{target.seq}")
            )
            concerned = self.own.event(split_uid(target.said)[1]) if redo else target
            return Undone(concerned or target, target.item, state)

    def tidy(self) -> None:
        """Use a pause: fold the write-ahead log into the index if it has grown."""
        if self.index.wal_pages() >= CHECKPOINT_PAGES:
            with self.locked():
                self.index.checkpoint()

    def events(self) -> Iterator[Event]:
        """All events of all files, file by file. Raises StoreError."""
        for file in self.log.files():
            yield from parse(self.log.read(file.name))[0]

    def all_damages(self) -> Iterator[tuple[str, Damage]]:
        """What cannot be read in the log: the file's name and where."""
        for file in self.log.files():
            for damage in parse(self.log.read(file.name))[1]:
                yield file.name, damage
