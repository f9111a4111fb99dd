"""This device's own events, latest last: what an undo takes back and a redo brings back."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from quiz.history import Event, Kind, merge, parse, split_uid
from quiz.store.log import LogFolder

CHUNK = 65_536
"""Bytes of a log file that are read at a time, from its end."""


class OwnEvents:
    """Events of this device, read from its log files backwards, as far as they are needed."""

    def __init__(self, log: LogFolder) -> None:
        self._log = log
        self._known: list[Event] = []
        self._unread: list[tuple[str, int]] | None = None
        """Files and how many of their first bytes have not been read."""
        self.latest = 0
        """The highest number that is known to be in use."""

    def heard(self, events: Iterable[Event]) -> None:
        """Take note of events that have been written or applied."""
        if self._unread is not None:
            latest = self._known[-1].seq if self._known else 0
            own = (e for e in events if e.device == self._log.device and e.seq > latest)
            self._known += sorted(own, key=lambda e: e.seq)

    def forget(self) -> None:
        """Read everything again when it is needed."""
        self._known, self._unread = [], None

    def event(self, seq: int) -> Event | None:
        """The event of a number."""
        for event in self._backwards():
            if event.seq <= seq:
                return event if event.seq == seq else None
        return None

    def undoable(self) -> Event | None:
        """The latest effective event that is no void."""
        gone: set[int] = set()
        for event in self._backwards():
            if event.seq in gone:
                continue
            if event.kind != Kind.VOID:
                return event
            gone.add(_target(event))
        return None

    def redoable(self) -> Event | None:
        """The latest effective void of an event that is no void, if nothing effective came after it."""
        gone: set[int] = set()
        for event in self._backwards():
            if event.seq in gone:
                continue
            if event.kind != Kind.VOID:
                return None
            target = self.event(_target(event))
            if target is not None and target.kind != Kind.VOID:
                return event
            gone.add(_target(event))
        return None

    def _backwards(self) -> Iterator[Event]:
        """All own events, latest first; more are read as they are asked for."""
        if self._unread is None:
            files = self._log.files()
            self._unread = [(file.name, file.size) for file in files if file.device == self._log.device]
            self._read_last()
        at = 0
        while at < len(self._known) or self._unread:
            if at < len(self._known):
                at += 1
                yield self._known[-at]
            else:
                self._read()

    def _read_last(self) -> None:
        """Read the last chunk. If the latest event is not in it, rows do not stand in their order."""
        while self._unread and not self._known:
            self._read()
        if self._known and self._known[-1].seq < self.latest:
            self._read_all()

    def _read(self) -> None:
        """Read the chunk before those that are known."""
        assert self._unread
        name, size = self._unread.pop()
        start = max(0, size - CHUNK)
        data = self._log.read(name, start, size - start)
        if start:
            first = data.find(b"\n") + 1
            if not first:  # no whole row: take the file in one
                start, data = 0, self._log.read(name, 0, size)
            else:
                self._unread.append((name, start + first))
                data = data[first:]
        chunk = [e for e in parse(data)[0] if e.device == self._log.device]
        seqs = [event.seq for event in (*chunk, *self._known[:1])]
        if any(a >= b for a, b in pairwise(seqs)):  # rows were brought back out of their order
            self._read_all()
        else:
            self._known[:0] = chunk

    def _read_all(self) -> None:
        files = [file.name for file in self._log.files() if file.device == self._log.device]
        events = merge(*(parse(self._log.rows(name))[0] for name in files))
        self._known = sorted((e for e in events if e.device == self._log.device), key=lambda e: e.seq)
        self._unread = []


def _target(void: Event) -> int:
    try:
        return split_uid(void.said)[1]
    except ValueError:
        return 0
