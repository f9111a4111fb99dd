"""The log files: append and make durable, read what is new. Never truncated, never rewritten."""

import os
import re
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.history import Event, encode, parse, settings_of
from quiz.store.atomic import sync_data, sync_folder

_NAME = re.compile(r"(\d{4}-\d{2})\.([a-z0-9]+)\.log")
_SETTINGS = re.compile(rb"^(?:c1|v1)\t[^\n]*", re.MULTILINE)
TAIL = 9
"""Bytes before an offset that are kept to notice that a file was replaced: a checksum and a newline."""


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

    def files(self) -> list[LogFile]:
        """All log files, by name. Raises StoreError."""
        out = []
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    match = _NAME.fullmatch(entry.name)
                    if match and entry.is_file():
                        out.append(LogFile(entry.name, match[2], entry.stat().st_size))
        except FileNotFoundError:
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

    def settings(self) -> str | None:
        """The settings in force: those of the latest settings event that has not been taken back. Raises StoreError."""
        events: list[Event] = []
        for file in self.files():
            rows = b"\n".join(_SETTINGS.findall(self.read(file.name)))
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
        """Bytes in the file of this device that is being written; opens it. Raises OSError."""
        if name != self._name:
            self._open(name)
        return os.fstat(self._fd).st_size

    def append(self, events: list[Event], size: int) -> int:
        """Write rows to the open file of this device, `size` bytes long, and make them durable.

        A tail without a newline is closed with one, never cut off. Returns the new size. Raises OSError; then nothing
        is known about the file and it is opened anew.
        """
        data = b"".join([encode(event) for event in events])
        if size and os.pread(self._fd, 1, size - 1) != b"\n":
            data = b"\n" + data
        try:
            written = os.write(self._fd, data)
            if written != len(data):
                raise OSError(28, "No space left on device")
            sync_data(self._fd)
        except OSError:
            self.close()
            raise
        return size + len(data)

    def close(self) -> None:
        """Give the open file back."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._name = -1, ""

    def _open(self, name: str) -> None:
        self.close()
        path = os.path.join(self.path, name)
        new = not os.path.exists(path)
        self._fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        self._name = name
        if new:
            sync_folder(self.path)
