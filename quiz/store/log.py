"""The log files: append and make durable, read what is new. Never truncated, never rewritten."""

import errno
import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.history import Event, encode, finished, parse, settings_of
from quiz.store.atomic import sync_data, sync_folder

_NAME = re.compile(r"(\d{4}-\d{2})\.([a-z0-9]+)\.log")
_SETTINGS = re.compile(rb"^(?:c1|v1)\t[^\n]*", re.MULTILINE)
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
TAIL = 9
"""Bytes before an offset that are kept to notice that a file was replaced: a checksum and a newline."""


def is_log_name(name: str) -> bool:
    """Whether a log file can have this name."""
    return _NAME.fullmatch(name) is not None


class LogFile(NamedTuple):
    """A log file as it stands in the folder."""

    name: str
    device: str
    size: int


class LogFolder:
    """The files of `home/log`, of this device and of others that were copied in."""

    def __init__(self, path: str, device: str) -> None:
        self.path = path
        self.device = device
        self._fd = -1
        self._name = ""
        self._file = (0, 0)
        """Which file is open: device and number in the file system."""
        self.tail = b""
        """The last bytes that were appended."""

    def files(self) -> list[LogFile]:
        """All log files, by name. Raises StoreError."""
        out = []
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    match = _NAME.fullmatch(entry.name)
                    if match and entry.is_file():
                        out.append(LogFile(entry.name, match[2], entry.stat().st_size))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StoreError(f"cannot read {self.path}: {error.strerror}") from error
        return sorted(out)

    def read(self, name: str, start: int = 0, length: int = -1) -> bytes:
        """Bytes of a file from an offset. Raises StoreError."""
        try:
            with open(os.path.join(self.path, name), "rb") as file:
                file.seek(start)
                return file.read(length)
        except OSError as error:
            raise StoreError(f"cannot read {name}: {error.strerror}") from error

    def rows(self, name: str, start: int = 0) -> bytes:
        """Bytes of a file from an offset, without a row at its end that is not yet whole. Raises StoreError."""
        data = self.read(name, start)
        return data[: finished(data)]

    def settings(self) -> str | None:
        """The settings in force: those of the latest settings event that has not been taken back. Raises StoreError."""
        events: list[Event] = []
        for file in self.files():
            rows = b"\n".join(_SETTINGS.findall(self.rows(file.name)))
            events += [event for event in parse(rows)[0] if not event.item]
        return settings_of(events)

    def name_for(self, clock: int) -> str:
        """The file of this device for the month of a clock reading."""
        days = clock // 86_400_000
        # The civil calendar from a day number, without importing one.
        z = days + 719_468
        era = z // 146_097
        doe = z - era * 146_097
        yoe = (doe - doe // 1460 + doe // 36_524 - doe // 146_096) // 365
        mp = (5 * (doe - (365 * yoe + yoe // 4 - yoe // 100)) + 2) // 153
        month = mp + 3 if mp < 10 else mp - 9
        year = yoe + era * 400 + (month <= 2)
        return f"{year:04}-{month:02}.{self.device}.log"

    def size(self, name: str) -> int:
        """Bytes in the file of this device that is being written; opens it. Raises OSError.

        A file that was replaced or removed by somebody else is opened anew: rows must not go where nobody reads.
        """
        if name == self._name:
            try:
                status = os.stat(os.path.join(self.path, name))
            except FileNotFoundError:
                status = None
            if status and (status.st_dev, status.st_ino) == self._file:
                return status.st_size
        self._open(name)
        return os.fstat(self._fd).st_size

    def append(self, events: Sequence[Event], size: int) -> int:
        """Write rows to the open file of this device, `size` bytes long, and make them durable.

        A tail without a newline is closed with one, never cut off. Returns the new size. Raises OSError; then nothing
        is known about the file and it is opened anew. Raises ValueError before anything is written.
        """
        data = b"".join([encode(event) for event in events])
        if size and not self._ends_in_newline(size):
            data = b"\n" + data
        self._write(data)
        self.tail = data[-TAIL:]
        return size + len(data)

    def close_row(self) -> None:
        """End a torn row of the open file with a newline, so that the next one stands alone. Raises OSError."""
        size = os.fstat(self._fd).st_size
        if size and not self._ends_in_newline(size):
            self._write(b"\n")

    def _ends_in_newline(self, size: int) -> bool:
        os.lseek(self._fd, size - 1, os.SEEK_SET)
        return os.read(self._fd, 1) == b"\n"

    def _write(self, data: bytes) -> None:
        try:
            if os.write(self._fd, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync_data(self._fd)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Give the open file back."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._name = -1, ""

    def _open(self, name: str) -> None:
        self.close()
        self._fd = os.open(os.path.join(self.path, name), _FLAGS, 0o644)
        status = os.fstat(self._fd)
        if not status.st_size:  # perhaps new, or left by one who got no further
            sync_folder(self.path)
        self._name, self._file = name, (status.st_dev, status.st_ino)
