"""A home folder, opened: events go to the log first and are durable there, then to the index.

Order of one event, under the lock: compare the size of our log file with what has been applied and catch up if it
differs; write the row; make it durable; only now is it acknowledged; then one index transaction. A crash in between
costs nothing, because what the index lacks is a tail of the log.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.errors import DamageError, StoreError
from quiz.history import FRESH, MAX_CLOCK, MAX_DAY, Event, Kind, State, fold, kept, record, split_uid
from quiz.scheduling import item_seed
from quiz.store.apply import Known, apply_many, apply_one, find, find_or_make, history
from quiz.store.gather import Progress, silent
from quiz.store.home import Home, device_id
from quiz.store.imports import as_own
from quiz.store.index import MEMORY, bulk
from quiz.store.indexed import TRIES, IndexedLog, Meddled
from quiz.store.lock import Lock
from quiz.store.parameters import refuse_unreadable

CHECKPOINT_COMMITS = 80
"""Transactions after which a pause of the learner is used to fold the write-ahead log in: about 500 pages."""


class Undone(NamedTuple):
    """What an undo took back, or a redo brought back."""

    event: Event
    """The event concerned."""
    item: str
    """The present key of its item."""
    state: State
    """The item's state now."""


class Store(IndexedLog):
    """A home folder, opened. One thread uses it at a time."""

    def __init__(self, home: Home, progress: Progress = silent) -> None:
        """Open, bring the index up to the log. Raises StoreError, NewerFormatError.

        A home that cannot be written is opened all the same: `unwritable` says why, and nothing is kept.
        """
        self.unwritable = ""
        self._failed: Event | None = None
        """An event that could not be written for sure: nobody knows whether its row is in the log."""
        try:
            home.create()
            lock: Lock | None = Lock(home.lock)
        except OSError as error:
            lock = None
            self.unwritable = f"{error.strerror or error}: {error.filename or home.root}"
        device, path = "unsaved", MEMORY
        if lock:
            try:
                with lock.held():
                    device, path = device_id(home), home.index
            except OSError as error:
                lock.close()
                lock = None
                self.unwritable = f"{error.strerror or error}: {error.filename or home.root}"
        try:
            super().__init__(home, device, lock, path, progress)
        except BaseException:
            if lock:
                lock.close()
            raise

    def close(self) -> None:
        """Fold the write-ahead log in and give everything back."""
        with self.locked():
            self.index.checkpoint()
        self.index.close()
        self.log.close()
        if self._lock:
            self._lock.close()

    def tidy(self) -> None:
        """Use a pause: fold the write-ahead log into the index if it has grown."""
        if self.index.commits >= CHECKPOINT_COMMITS:
            with self.locked():
                self.index.checkpoint()

    # -- writing ------------------------------------------------------------------------------------------------------

    def append(self, draft: Event) -> tuple[Event, State]:
        """Write an event; device, number and clock are filled in. It is durable when this returns.

        Raises StoreError when it could not be written; then it has not happened. Raises QuizError for settings that
        cannot be followed.
        """
        if draft.kind == Kind.SETTINGS:
            refuse_unreadable(draft.said)
        with self._writing():
            if self._failed:
                self._settle(draft, self._failed)
            return self._append(draft)[:2]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Under the lock; what the system refuses becomes a StoreError."""
        if self.unwritable:
            raise StoreError(self.unwritable)
        with self.locked():
            try:
                yield
            except OSError as error:
                self.log.close()
                raise StoreError(f"cannot write the log: {error.strerror or error}") from error

    def _append(self, draft: Event) -> tuple[Event, State, str]:
        """Event, state of its item now, and the item's present key."""
        name, clock, known = self._place(draft)
        event = draft._replace(
            device=self.device, seq=self._seq + 1, clock=clock, day=min(max(draft.day, 0), MAX_DAY),
            said=kept(draft.kind, draft.said),
        )  # fmt: skip
        size = self._applied.get(name, 0)
        try:
            new_size = self.log.append([event], size)
        except OSError:
            self._failed = self._failed or event
            raise
        self._seq, self._clock = event.seq, clock
        self.own.heard([event])
        state = self._index_one(event, known, name, size, new_size)
        return event, state, known.key if known else event.item

    def _place(self, draft: Event) -> tuple[str, int, Known | None]:
        """The log file, the clock and the item of a new event. Everything in that file is applied before."""
        try:
            return self._try_place(draft)
        except (DamageError, sqlite3.DatabaseError):
            self._rebuild(silent)
            return self._try_place(draft)

    def _try_place(self, draft: Event) -> tuple[str, int, Known | None]:
        if self.index.data_version() != self._version:
            self._catch_up(silent)
        for _ in range(TRIES):
            known = find(self.index, draft.item) if draft.item else None
            clock = min(max(draft.clock, self._clock + 1, known.clock + 1 if known else 0), MAX_CLOCK)
            name = self.log.name_for(clock)
            size = self.log.size(name)
            if size == self._applied.get(name):
                return name, clock, known
            if name not in self._applied:  # another process may have left something in the file of last month
                self._catch_up(silent)
                self._applied.setdefault(name, 0)
            self._level(name)
        raise StoreError("two programs without a common lock write to one log", "close one of them")

    def _level(self, name: str) -> None:
        """Apply what another process left in a file of ours; a torn row at its end is closed with a newline."""
        for _ in range(TRIES):
            if self.log.size(name) == self._applied.get(name, 0):
                return
            self._catch_up(silent)
            if self.log.size(name) != self._applied.get(name, 0):
                self.log.close_row()

    def _index_one(self, event: Event, known: Known | None, name: str, old: int, new: int) -> State:
        """Apply an event that is in the log. It has happened, so nothing is raised: the index may catch up later."""
        scheduler = self.scheduler
        try:
            with self.index.transaction() as db:
                self._swap(name, old, new, self.log.tail, 1, 0)
                if not self._device_n:
                    self._device_n = self.index.device(self.device)
                db.execute("update device set seq=?, clock=? where n=?", (event.seq, event.clock, self._device_n))
                if not event.item:
                    state, scheduler = FRESH, self._take_settings()
                elif known and known.clock < event.clock:
                    state = apply_one(self.index, event, known, self._device_n, scheduler)
                else:
                    apply_many(self.index, [event], scheduler)
                    state = find_or_make(self.index, event.item).state
        except DamageError:
            return self._reindexed(event, known)
        except (StoreError, Meddled):
            return self._unindexed(event, known)
        self._applied[name] = new
        self.scheduler = scheduler
        self.own.latest = event.seq
        return state

    def _reindexed(self, event: Event, known: Known | None) -> State:
        """The state after an event, out of an index that is made anew."""
        try:
            self._rebuild(silent)
            found = find(self.index, event.item) if event.item else None
        except (StoreError, sqlite3.DatabaseError):
            return self._unindexed(event, known)
        return found.state if found else FRESH

    def _unindexed(self, event: Event, known: Known | None) -> State:
        """The state after an event that the index could not take now."""
        if not event.item:
            return FRESH
        try:
            records = history(self.index.db, known.n) if known else []
        except sqlite3.DatabaseError:
            records = []
        new = record(event, self._device_n, note=1)
        others = [r for r in records if (r[1], r[3]) != (new[1], new[3])]  # another process may have been faster
        return fold([*others, new], self.scheduler, item_seed(known.key if known else event.item))

    def _settle(self, draft: Event, failed: Event) -> None:
        """An event whose writing failed has not happened: if its row is in the log all the same, take it back."""
        self._level(self.log.name_for(failed.clock))
        if self.own.event(failed.seq) == failed:
            void = draft._replace(
                kind=Kind.VOID, item=failed.item, mode="", grade=0, took=0, verdict="", said=failed.uid, revision=""
            )
            self._append(void)
        self._failed = None

    def import_events(self, events: Sequence[Event]) -> int:
        """Write events from elsewhere as this device's own, oldest first; those that are here already are left out.

        Their clocks are kept. Returns how many were written. Raises StoreError; what was written by then stays.
        """
        with bulk(), self._writing():
            self._catch_up(silent)
            own = as_own(events, self.events(), self.device, self._seq)
            if not own:
                return 0
            # In the file of now, whatever their clocks: files of past months do not change.
            name = self.log.name_for(min(max(self._clock + 1, own[-1].clock), MAX_CLOCK))
            self._level(name)
            self.log.append(own, self.log.size(name))
            self._catch_up(silent)
        return len(own)

    def undo(self, draft: Event, redo: bool = False) -> Undone | None:
        """Take back this device's latest effective event, or bring back what was taken back last.

        `draft` gives clock, offset and day. None when there is nothing. Raises StoreError.
        """
        if self.unwritable:
            return None
        with self._writing():
            if self._failed:
                self._settle(draft, self._failed)
            self._place(draft._replace(item=""))
            target = self.own.redoable() if redo else self.own.undoable()
            if target is None:
                return None
            concerned = self.own.event(split_uid(target.said)[1]) if redo else target
            _, state, item = self._append(draft._replace(kind=Kind.VOID, item=target.item, said=target.uid))
            return Undone(concerned or target, item, state)
