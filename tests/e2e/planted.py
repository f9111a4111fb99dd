"""Defects for the harness to find. They live here, in the process of a test, never in the program."""

import os
import stat
from collections.abc import Callable

from quiz.store import atomic, home, log, settings
from quiz.store.lock import Lock

BUFFERED = 8
"""Rows that the defect `buffered` keeps back."""


def no_sync() -> None:
    """Rows are written and never made durable."""
    log.sync_data = lambda fd: None


def no_folder_sync() -> None:
    """A new log file is made durable, its name in the folder is not."""
    log.sync_folder = lambda path: None


def rename_without_sync() -> None:
    """The new file takes the place of the old one before its bytes are durable."""

    def only_folders(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            os.fsync(fd)

    atomic.os = _with(fsync=only_folders)  # type: ignore[attr-defined]


def in_place() -> None:
    """A file is emptied and written anew."""

    def write_whole(path: str, data: bytes) -> None:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        atomic.write_fully(fd, data)
        os.fsync(fd)
        os.close(fd)

    for module in (atomic, home, settings):
        module.write_whole = write_whole  # type: ignore[attr-defined]


def rename_not_synced() -> None:
    """The command ends while the new name is not durable."""
    atomic.sync_folder = lambda path: None


def acknowledged_before_written() -> None:
    """A row is written when the next one comes."""
    _kept_back(1)


def buffered() -> None:
    """Rows are written several at a time."""
    _kept_back(BUFFERED)


def _kept_back(rows: int) -> None:
    waiting: list[bytes] = []
    append = log.LogFolder.append

    def write(fd: int, data: bytes) -> int:
        waiting.append(data)
        while len(waiting) > rows:
            os.write(fd, waiting.pop(0))
        return len(data)

    def append_and_tell_size(self: log.LogFolder, events: list[log.Event], size: int) -> int:
        append(self, events, size)
        return os.fstat(self._fd).st_size

    log.os = _with(write=write)  # type: ignore[attr-defined]
    log.LogFolder.append = append_and_tell_size  # type: ignore[method-assign]


def no_lock() -> None:
    """Nobody waits for anybody."""
    Lock._acquire = Lock._release = lambda self: None  # type: ignore[method-assign]


def _with(**functions: Callable[..., object]) -> object:
    """The module `os` with other functions; looked up anew each time, so that the recorder's count."""

    class Os:
        def __getattr__(self, name: str) -> object:
            return functions[name] if name in functions else getattr(os, name)

    return Os()


def plant(name: str) -> None:
    """Plant the defect of this name; "" for none."""
    if name:
        globals()[name]()
