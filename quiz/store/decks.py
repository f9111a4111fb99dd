"""Deck files: found in folders, compiled into the index when their content changed, left alone when it did not."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.scheduling import Scheduler
from quiz.store.compile import NO_CARD, CompiledDeck, compiled, put_in
from quiz.store.index import Index

ENDING = ".deck.toml"
MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 8
_RACY_MS = 2000
"""A file changed this shortly before it was read may have changed again without a sign in its time."""


class DeckPath(NamedTuple):
    """A deck file as it lies in a folder."""

    path: str
    folder: str
    """Where it hangs in the deck tree: the path below the folder searched, without the file's name."""
    size: int
    mtime: int


class SyncReport(NamedTuple):
    """What bringing the decks up to date found."""

    compiled: int = 0
    broken: tuple[str, ...] = ()
    """Paths of files that cannot be read as decks."""
    shadowed: tuple[tuple[str, str], ...] = ()
    """(deck id, path) of files that another file with the same id goes before."""


def shipped_decks() -> str:
    """The folder of the decks that come with the program."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "_decks")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "decks")


def find_decks(folders: Iterable[str]) -> list[DeckPath]:
    """All deck files below the folders, in search order. A path that is a file counts as itself."""
    out: dict[str, DeckPath] = {}
    for folder in folders:
        if os.path.isfile(folder):
            with suppress(OSError):  # it may go while we look
                status = os.stat(folder)
                out.setdefault(folder, DeckPath(folder, "", status.st_size, status.st_mtime_ns))
        else:
            for found in _walk(folder, "", 0):
                out.setdefault(found.path, found)
    return list(out.values())


def _walk(folder: str, below: str, depth: int) -> Iterator[DeckPath]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < MAX_DEPTH:
                yield from _walk(entry.path, f"{below}/{entry.name}" if below else entry.name, depth + 1)
        elif entry.name.endswith(ENDING) and entry.is_file(follow_symlinks=False):
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                yield DeckPath(entry.path, below, status.st_size, status.st_mtime_ns)


def read_bytes(path: str) -> bytes:
    """The bytes of a file that somebody wrote. Raises StoreError if it is no regular file or too large."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    with open(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise StoreError(f"{path} is not a regular file")
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StoreError(f"{path} is larger than {MAX_BYTES // 1024 // 1024} MiB", "split the deck into several files")
    return data


class _File(NamedTuple):
    size: int
    mtime: int
    parsed: int
    hash: bytes
    claims: str
    active: int
    errors: int


def sync_decks(index: Index, found: Sequence[DeckPath], scheduler: Scheduler, now_ms: int) -> SyncReport:
    """Compile what changed, forget what is gone; call under the lock. Unchanged files are not opened.

    Raises Withdrawn, having changed nothing, when the index has to be made anew from the log first.
    """
    rows = index.db.execute("select path, size, mtime, parsed, hash, claims, active, errors from deckfile")
    known = {row[0]: _File(*row[1:]) for row in rows}
    changed = [f for f in found if _changed(f, known.get(f.path))]
    gone = known.keys() - {f.path for f in found}
    if changed or gone or _reordered(found, known):
        with index.transaction():
            _update(index, found, known, changed, gone, scheduler, now_ms)
        rows = index.db.execute("select path, size, mtime, parsed, hash, claims, active, errors from deckfile")
        known = {row[0]: _File(*row[1:]) for row in rows}
    broken = tuple(f.path for f in found if known[f.path].errors)
    shadowed = tuple((k.claims, f.path) for f in found if (k := known[f.path]).claims and not (k.active or k.errors))
    return SyncReport(len(changed), broken, shadowed)


def _reordered(found: Sequence[DeckPath], known: dict[str, _File]) -> bool:
    """Whether another file than the one in use comes first of those with one deck id."""
    first: dict[str, _File] = {}
    for file in found:
        first.setdefault(known[file.path].claims, known[file.path])
    return any(claims and not file.active for claims, file in first.items())


def _changed(file: DeckPath, known: _File | None) -> bool:
    if known is None or (file.size, file.mtime) != (known.size, known.mtime):
        return True
    return file.mtime // 1_000_000 > known.parsed - _RACY_MS


def _update(
    index: Index, found: Sequence[DeckPath], known: dict[str, _File], changed: Sequence[DeckPath], gone: Iterable[str],
    scheduler: Scheduler, now_ms: int,
) -> None:  # fmt: skip
    decks = _read(index, changed, known, now_ms)
    for path in gone:
        index.db.execute("delete from deckfile where path=?", (path,))
        index.db.execute("update deck set path=null where path=?", (path,))
    claimed = dict(index.db.execute("select path, claims from deckfile"))
    winners: dict[str, DeckPath] = {}
    for file in found:
        if claimed[file.path]:
            winners.setdefault(claimed[file.path], file)
    for deck_id, file in winners.items():
        owner = index.db.execute("select path from deck where id=?", (deck_id,)).fetchone()
        if file.path in decks or owner is None or owner[0] != file.path:
            deck = decks.get(file.path) or compiled([(file.path, read_bytes(file.path))])[0]
            if deck.id:
                put_in(index, deck, file.path, file.folder, scheduler)
    for (deck_id,) in index.db.execute("select id from deck where path is not null").fetchall():
        if deck_id not in winners:  # its file says another id now
            index.db.execute("update deck set path=null where id=?", (deck_id,))
    active = {file.path for file in winners.values()}
    index.db.executemany("update deckfile set active=? where path=?", [(int(p in active), p) for p in claimed])
    _forget_orphans(index)


def _read(index: Index, files: Sequence[DeckPath], known: dict[str, _File], now_ms: int) -> dict[str, CompiledDeck]:
    """Note how files stand now; the decks in them, by path, unless the bytes are those that were read before."""
    from hashlib import blake2b  # only when a file changed

    other: list[tuple[DeckPath, bytes, bytes]] = []
    for file in files:
        data = b""
        with suppress(StoreError):
            data = read_bytes(file.path)
        digest = blake2b(data, digest_size=16).digest()
        old = known.get(file.path)
        if old and old.hash == digest:
            index.db.execute(
                "update deckfile set size=?, mtime=?, parsed=? where path=?", (file.size, file.mtime, now_ms, file.path)
            )
        else:
            other.append((file, data, digest))
    decks = compiled([(file.path, data) for file, data, _ in other])
    for (file, _, digest), deck in zip(other, decks, strict=True):
        old = known.get(file.path)
        # A deck that broke keeps the cards of its last sound version.
        claims = deck.id or (old.claims if old else "")
        index.db.execute(
            "insert or replace into deckfile values (?,?,?,?,?,?,?,?)",
            (file.path, file.size, file.mtime, now_ms, digest, claims, 0, deck.errors),
        )
    return {file.path: deck for (file, _, _), deck in zip(other, decks, strict=True)}


def _forget_orphans(index: Index) -> None:
    """Cards of decks whose file is gone; their progress stays."""
    db = index.db
    db.execute(f"{NO_CARD} where card is not null and deck in (select n from deck where path is null)")
    db.execute("delete from card where deck in (select n from deck where path is null)")
    db.execute("delete from item where card is null and n not in (select item from history)")
