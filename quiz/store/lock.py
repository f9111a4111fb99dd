"""One writer at a time: the lock under which log, index and checkpoints are written."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quiz.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """An advisory lock on a file of its own, because log files come and go. Entering it again is free."""

    def __init__(self, path: str) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; wait for it if another process does. Raises StoreError."""
        if not self._depth:
            try:
                self._acquire()
            except OSError as error:
                raise StoreError(f"cannot lock the home folder: {error.strerror or error}") from error
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._release()

    def close(self) -> None:
        """Give the file back."""
        os.close(self._fd)

    def _acquire(self) -> None:
        if sys.platform == "win32":
            msvcrt.locking(self._fd, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(self._fd, fcntl.LOCK_EX)

    def _release(self) -> None:
        if sys.platform == "win32":
            os.lseek(self._fd, 0, os.SEEK_SET)
            msvcrt.locking(self._fd, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
