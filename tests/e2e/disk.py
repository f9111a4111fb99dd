"""What a power cut leaves of a folder, after a record of what the disk was asked to do.

Three models. STRICT: only what was synced is there, files as well as names in folders. TORN: besides, any 512-byte
pieces of what was written later, and some of the later names, in their order. ALL: everything had just reached the
disk. A new name does not bring its file's bytes along, and a synced file does not bring its name.
"""

import random
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from e2e.recorder import Op

SECTOR = 512
Tree = dict[str, bytes | None]
"""What stands under each path: the bytes of a file, or None for a folder."""


class Model(StrEnum):
    """How much of what was not synced is there after a power cut."""

    STRICT = "strict"
    TORN = "torn"
    ALL = "all"


class _File:
    """A file: its bytes now, those that are durable, and the writes in between."""

    def __init__(self, data: bytes = b"") -> None:
        self.now = bytearray(data)
        self.kept = bytes(data)
        self.pending: list[tuple[int, bytes]] = []

    def write(self, at: int, data: bytes) -> None:
        self.now[at : at + len(data)] = data
        self.pending.append((at, data))

    def cut(self, size: int) -> None:
        del self.now[size:]
        self.pending.append((size, b""))

    def sync(self) -> None:
        self.kept, self.pending = bytes(self.now), []

    def torn(self, chance: random.Random) -> bytes:
        out = bytearray(self.kept)
        for at, data in self.pending:
            if not data:
                if chance.random() < 0.5:
                    del out[at:]
                continue
            start = at - at % SECTOR
            for sector in range(start, at + len(data), SECTOR):
                if chance.random() < 0.5:
                    low, high = max(at, sector), min(at + len(data), sector + SECTOR)
                    out.extend(bytes(max(0, high - len(out))))
                    out[low:high] = data[low - at : high - at]
        return bytes(out)


_Node = _File | None
"""A file, or None for a folder."""
_Names = dict[str, _Node]
_Change = Callable[[_Names], None]


class _Opened:
    """An open file or folder."""

    def __init__(self, path: str, node: _Node, appending: bool) -> None:
        self.path = path
        self.node = node
        self.appending = appending
        self.at = 0


class Disk:
    """A folder as the programs see it, and as it would be after a power cut."""

    def __init__(self, tree: Tree) -> None:
        """Begin with a folder in which everything is durable."""
        self.now: _Names = {path: None if data is None else _File(data) for path, data in tree.items()}
        self.kept: _Names = dict(self.now)
        self._changes: list[tuple[str, _Change]] = []
        """Names that have changed since their folder was synced: the folder, and how."""
        self._files: dict[int, _Opened] = {}
        self._doing = {
            "open": self._opened, "write": self._write, "cut": self._cut, "sync": self._sync, "close": self._close,
            "mkdir": self._mkdir, "rename": self._rename, "unlink": self._unlink,
        }  # fmt: skip

    def do(self, op: Op) -> None:
        """Carry out one entry of a record; what is told to the user does nothing."""
        if op[0] in self._doing:
            self._doing[op[0]](*op[1:])

    def after_cut(self, model: Model, chance: random.Random) -> Tree:
        """What a power cut at this moment leaves."""
        if model is Model.ALL:
            return {path: bytes(node.now) if node else None for path, node in self.now.items()}
        names = dict(self.kept)
        if model is Model.TORN:
            for _, change in self._changes[: chance.randint(0, len(self._changes))]:
                change(names)
        there = {path for path in names if all(above in names for above in _above(path))}
        tree: Tree = {}
        for path in there:
            node = names[path]
            tree[path] = None if node is None else node.kept if model is Model.STRICT else node.torn(chance)
        return tree

    def _change(self, path: str, change: _Change) -> None:
        change(self.now)
        self._changes.append((path.rpartition("/")[0], change))

    def _opened(self, fd: int, path: str, new: bool, emptied: bool, appending: bool) -> None:
        if new:
            made = _File()
            self._change(path, lambda names: names.__setitem__(path, made))
        node = self.now.get(path)
        if emptied and node:
            node.cut(0)
        self._files[fd] = _Opened(path, node, appending)

    def _write(self, fd: int, data: bytes) -> None:
        file = self._files[fd]
        assert file.node is not None
        at = len(file.node.now) if file.appending else file.at
        file.node.write(at, data)
        file.at = at + len(data)

    def _cut(self, fd: int, size: int) -> None:
        node = self._files[fd].node
        assert node is not None
        node.cut(size)

    def _sync(self, fd: int) -> None:
        path, node = self._files[fd].path, self._files[fd].node
        if node is not None:
            node.sync()
            return
        for folder, change in self._changes:
            if folder == path:
                change(self.kept)
        self._changes = [(folder, change) for folder, change in self._changes if folder != path]

    def _close(self, fd: int) -> None:
        del self._files[fd]

    def _mkdir(self, path: str) -> None:
        self._change(path, lambda names: names.__setitem__(path, None))

    def _rename(self, old: str, new: str) -> None:
        node = self.now[old]

        def change(names: _Names) -> None:
            names.pop(old, None)
            names[new] = node

        self._change(new, change)

    def _unlink(self, path: str) -> None:
        self._change(path, lambda names: names.pop(path, None) and None)


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def tree_of(folder: Path) -> Tree:
    """A real folder, without the files of the index."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if "index.db" not in path.name
    }
