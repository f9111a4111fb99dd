"""A backup holds what cannot be made again: the log, the learner's own decks, the settings. Restoring merges."""

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from quiz.errors import DamageError, StoreError
from quiz.history import Event, encode, parse
from quiz.store.atomic import write_whole
from quiz.store.home import Home
from quiz.store.log import is_log_name
from quiz.store.store import Store
from quiz.text import one_line

MAX_MEMBERS = 20_000
MAX_TOTAL = 1 << 30
CHUNK = 1 << 16
_PREFIX = "quiz/"


class Restored(NamedTuple):
    """What a restore brought back."""

    rows: int
    files: int
    kept: tuple[str, ...]
    """Files that were here already with other contents and stay as they are."""


def write_backup(store: Store, path: str) -> int:
    """Write a backup of a home folder. Returns how many files it holds. Raises StoreError."""
    home = store.home
    buffer = io.BytesIO()
    count = 0
    try:
        with store.locked(), tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=6) as archive:
            for name in _files(home):
                archive.add(os.path.join(home.root, name), _PREFIX + name, recursive=False)
                count += 1
        write_whole(os.path.abspath(path), buffer.getvalue())
        with tarfile.open(path, "r:gz") as archive:  # a backup that cannot be read is none
            if len(archive.getnames()) != count:
                raise DamageError(f"{path} came out damaged")
    except (OSError, tarfile.TarError) as error:
        raise StoreError(f"cannot write {path}: {error}") from error
    return count


def _files(home: Home) -> list[str]:
    out = [name for name in ("settings.toml", "records.json") if os.path.isfile(os.path.join(home.root, name))]
    for folder in ("log", "decks"):
        for base, _, names in os.walk(os.path.join(home.root, folder)):
            for name in sorted(names):
                path = os.path.join(base, name)
                inside = os.path.relpath(path, home.root).replace(os.sep, "/")
                if os.path.isfile(path) and not os.path.islink(path) and _is_ours(inside):
                    out.append(inside)
    return out


def restore(store: Store, path: str) -> Restored:
    """Merge a backup into a home folder: every event of both is there afterwards. Raises StoreError."""
    members = _read(path)
    if store.unwritable:
        raise StoreError(store.unwritable)
    logs = {name[4:]: data for name, data in members.items() if name.startswith("log/")}
    files = 0
    kept: list[str] = []
    with store.locked():
        try:
            rows, clashing = _merge_logs(store, logs)
            for name, data in members.items():
                target = os.path.join(store.home.root, *name.split("/"))
                if name.startswith("log/"):
                    continue
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if not os.path.exists(target):
                    write_whole(target, data)
                    files += 1
                elif _differs(target, data):
                    kept.append(name)
        except OSError as error:
            raise StoreError(f"cannot write {error.filename or store.home.root}: {error.strerror}") from error
        store.catch_up()
        rows += store.import_events(clashing) if clashing else 0
    return Restored(rows, files, tuple(kept))


def _merge_logs(store: Store, logs: dict[str, bytes]) -> tuple[int, list[Event]]:
    """Bring the rows that are missing here. Returns how many, and the events that need new numbers.

    Where a device used numbers again after the backup was made, its two logs part: from there on the rows of the
    backup are events of their own.
    """
    ours: dict[str, dict[int, int]] = {}
    for event in store.events():
        ours.setdefault(event.device, {})[event.seq] = hash(event)
    parted: dict[str, int] = {}
    for data in logs.values():
        for event in parse(data)[0]:
            here = ours.get(event.device, {}).get(event.seq)
            if here is not None and here != hash(event):
                parted[event.device] = min(event.seq, parted.get(event.device, event.seq))
    count = 0
    clashing: list[Event] = []
    for name, data in logs.items():
        missing = []
        for event in parse(data)[0]:
            here = ours.get(event.device, {}).get(event.seq)
            if event.seq >= parted.get(event.device, event.seq + 1):
                clashing += [event] if here != hash(event) else []
            elif here is None:
                missing.append(event)
        _add_rows(os.path.join(store.home.log, name), missing, None if parted else data)
        count += len(missing)
    return count, clashing


def _add_rows(target: str, missing: Sequence[Event], whole: bytes | None) -> None:
    """Add rows to a log file behind what it holds; `whole` is a new one as it was, its damages included."""
    here = b""
    if os.path.exists(target):
        with open(target, "rb") as file:
            here = file.read()
    elif whole is not None:
        write_whole(target, whole)
        return
    if missing:
        end = b"\n" if here and not here.endswith(b"\n") else b""
        write_whole(target, here + end + b"".join(map(encode, missing)))


def _differs(target: str, data: bytes) -> bool:
    with open(target, "rb") as file:
        return file.read() != data


class _Bounded(io.BufferedIOBase):
    """A stream that refuses to give more than a backup may hold, whatever an archive says of itself."""

    def __init__(self, file: gzip.GzipFile, path: str) -> None:
        self._file, self._left, self._path = file, MAX_TOTAL, path

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= self._left:
            raise StoreError(f"{self._path} is too large for a backup")
        data = self._file.read(size)
        self._left -= len(data)
        return data


def _read(path: str) -> dict[str, bytes]:
    """The files in a backup by name. Raises StoreError, DamageError."""
    try:
        with gzip.open(path) as unpacked:
            stream = _Bounded(unpacked, path)
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                out = _members(archive, path)
            while stream.read(CHUNK):  # the checksum stands at the very end
                continue
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {path}") from error
    except (OSError, EOFError, ValueError, zlib.error, tarfile.TarError) as error:
        raise DamageError(f"{path} is no backup, or is damaged: {error}") from error
    return out


def _members(archive: tarfile.TarFile, path: str) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    for count, member in enumerate(archive):
        name = member.name.removeprefix(_PREFIX)
        if count >= MAX_MEMBERS:
            raise StoreError(f"{path} is too large for a backup")
        if member.isdir():
            continue
        if not member.isreg() or member.issparse() or not _is_ours(name):
            raise StoreError(f"{path} holds `{one_line(name)[:80]}`, which is no part of a backup")
        file = archive.extractfile(member)
        if file is not None:
            out[name] = file.read()
    return out


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    for part in parts:
        if not part or part.startswith(".") or part.endswith(".part"):
            return False
        if "\\" in part or "\x00" in part or os.path.splitdrive(part)[0]:
            return False
    if parts[0] == "log":
        return len(parts) == 2 and is_log_name(parts[1])
    return name in ("settings.toml", "records.json") or (parts[0] == "decks" and len(parts) > 1)
