"""A backup holds what cannot be made again: the log, the learner's own decks, the settings. Restoring merges."""

import contextlib
import io
import os
import tarfile
from typing import NamedTuple

from quiz.errors import DamageError, StoreError
from quiz.history import Event, encode, merge, parse
from quiz.store.atomic import write_whole
from quiz.store.home import Home
from quiz.store.log import LogFolder
from quiz.store.store import Store

MAX_MEMBERS = 20_000
MAX_TOTAL = 1 << 30
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
                if os.path.isfile(path) and not os.path.islink(path) and not name.endswith(".part"):
                    out.append(os.path.relpath(path, home.root).replace(os.sep, "/"))
    return out


def restore(store: Store, path: str) -> Restored:
    """Merge a backup into a home folder: every event of both is there afterwards. Raises StoreError."""
    members = _read(path)
    rows, files = 0, 0
    kept: list[str] = []
    with store.locked():
        for name, data in members.items():
            target = os.path.join(store.home.root, *name.split("/"))
            try:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if name.startswith("log/"):
                    rows += _merge_log(store.log, name[4:], target, data)
                elif not os.path.exists(target):
                    write_whole(target, data)
                    files += 1
                elif _differs(target, data):
                    kept.append(name)
            except OSError as error:
                raise StoreError(f"cannot write {target}: {error.strerror}") from error
        store.catch_up()
    return Restored(rows, files, tuple(kept))


def _merge_log(log: LogFolder, name: str, target: str, data: bytes) -> int:
    """Bring the rows of a log file that are missing here. Returns how many."""
    theirs, _ = parse(data)
    if not os.path.exists(target):
        write_whole(target, data)
        return len(theirs)
    here = log.read(name)
    ours = {(e.device, e.seq) for e in parse(here)[0]}
    missing: list[Event] = [e for e in theirs if (e.device, e.seq) not in ours]
    if not missing:
        return 0
    log.close()
    if here.startswith(data) or not ours:
        write_whole(target, here + b"".join(map(encode, missing)))
    else:
        write_whole(target, b"".join(encode(e) for e in merge(parse(here)[0], missing)))
    return len(missing)


def _differs(target: str, data: bytes) -> bool:
    with open(target, "rb") as file:
        return file.read() != data


def _read(path: str) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    total = 0
    try:
        with contextlib.closing(tarfile.open(path, "r:gz")) as archive:
            for member in archive:
                name = member.name.removeprefix(_PREFIX)
                total += member.size
                if len(out) >= MAX_MEMBERS or total > MAX_TOTAL:
                    raise StoreError(f"{path} is too large for a backup")
                if member.isdir():
                    continue
                file = archive.extractfile(member) if member.isreg() else None
                if file is None or not _is_ours(name):
                    raise StoreError(f"{path} holds `{name[:80]}`, which is no part of a backup")
                out[name] = file.read()
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {path}") from error
    except (OSError, EOFError, tarfile.TarError) as error:
        raise DamageError(f"{path} is no backup, or is damaged: {error}") from error
    return out


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\x00" in part for part in parts):
        return False
    return name in ("settings.toml", "records.json") or (len(parts) > 1 and parts[0] in ("log", "decks"))
