"""Runs commands of the program and writes down, in their order, what it asks of the disk and what it tells its user.

    python recorder.py PLAN

PLAN is a JSON file: `below` (only paths in this folder count), `to` (where the record goes), `plant` (the name of a
defect from `planted.py`, or ""), `commands` (argument lists with the lines typed to each). The store writes with the
functions of `os` that are wrapped here; a file opened for writing in any other way ends the run, so that nothing is
missed. SQLite's own files are left out: the index may be thrown away at any time.
"""

import io
import json
import os
import pickle
import sys
import time
from typing import Any

Op = tuple[Any, ...]
"""A name, then what belongs to it: paths are below the folder, files are known by their descriptors."""

HOURS = 12
"""The clock goes so far ahead from one look at it to the next, so that a sitting runs into another month."""


class Recorder:
    """The record, and the functions that keep it."""

    def __init__(self, below: str) -> None:
        self.ops: list[Op] = []
        self.below = os.path.join(os.path.realpath(below), "")
        self.open: dict[int, str] = {}

    def path(self, path: Any) -> str | None:
        """The path below the folder, "" for itself; None for one elsewhere and for files of the index."""
        name = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
        if name + os.sep == self.below:
            return ""
        inside = name.startswith(self.below) and "index.db" not in name
        return name[len(self.below) :] if inside else None

    def install(self) -> None:
        """Wrap the functions of `os`."""
        for name in ("open", "write", "fsync", "fdatasync", "ftruncate", "close", "mkdir", "replace", "unlink"):
            if hasattr(os, name):
                setattr(os, name, self._wrapped(name, getattr(os, name)))
        for name in ("pwrite", "rename", "remove", "truncate", "link", "symlink", "sendfile", "writev"):
            if hasattr(os, name):
                setattr(os, name, self._unknown(name, getattr(os, name)))
        sys.addaudithook(self._audit)

    def _wrapped(self, name: str, real: Any) -> Any:
        note = getattr(self, f"_{name}")

        def call(*args: Any, **keywords: Any) -> Any:
            before = os.path.exists(args[0]) if name == "open" else None
            result = real(*args, **keywords)
            note(result, before, *args)
            return result

        return call

    def _unknown(self, name: str, real: Any) -> Any:
        def call(*args: Any, **keywords: Any) -> Any:
            if isinstance(args[0], int) and args[0] not in self.open:
                return real(*args, **keywords)
            if not isinstance(args[0], int) and self.path(args[0]) is None:
                return real(*args, **keywords)
            raise SystemExit(f"the recorder does not know os.{name}")

        return call

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str) or not isinstance(args[1], str):
            return  # os.open, which is wrapped, tells no mode
        if set(args[1]) & set("wax+") and self.path(args[0]) is not None:
            raise SystemExit(f"written around the recorder: {args[0]}")

    def _open(self, fd: int, existed: bool, path: Any, flags: int, *_: Any) -> None:
        if (name := self.path(path)) is not None:
            self.open[fd] = name
            self.ops.append(("open", fd, name, not existed, bool(flags & os.O_TRUNC), bool(flags & os.O_APPEND)))

    def _write(self, written: int, _: None, fd: int, data: Any) -> None:
        if fd in self.open:
            self.ops.append(("write", fd, bytes(data[:written])))

    def _fsync(self, _: None, __: None, fd: int) -> None:
        if fd in self.open:
            self.ops.append(("sync", fd))

    _fdatasync = _fsync

    def _ftruncate(self, _: None, __: None, fd: int, size: int) -> None:
        if fd in self.open:
            self.ops.append(("cut", fd, size))

    def _close(self, _: None, __: None, fd: int) -> None:
        if self.open.pop(fd, None) is not None:
            self.ops.append(("close", fd))

    def _mkdir(self, _: None, __: None, path: Any, *___: Any) -> None:
        if (name := self.path(path)) is not None:
            self.ops.append(("mkdir", name))

    def _replace(self, _: None, __: None, old: Any, new: Any) -> None:
        if (name := self.path(old)) is not None:
            self.ops.append(("rename", name, self.path(new)))

    def _unlink(self, _: None, __: None, path: Any) -> None:
        if (name := self.path(path)) is not None:
            self.ops.append(("unlink", name))


class Said(io.StringIO):
    """What the user reads, in its place among what the disk was asked."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def write(self, text: str) -> int:
        self.recorder.ops.append(("say", text))
        return len(text)


def main(plan: dict[str, Any]) -> None:
    """Run the plan."""
    from e2e import planted

    from quiz.cli.main import run
    from quiz.workspace import Clock

    start, looks = time.time_ns() // 1_000_000, iter(range(1_000_000))
    Clock.now_ms = lambda self: start + next(looks) * HOURS * 3_600_000  # type: ignore[method-assign]
    recorder = Recorder(plan["below"])
    planted.plant(plan["plant"])
    recorder.install()
    out, err = sys.stdout, sys.stderr
    for arguments, typed in plan["commands"]:
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(typed), Said(recorder), Said(recorder)
        try:
            code = write(*arguments[1:]) if arguments[0] == "WRITE" else run(arguments)
        finally:
            sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, out, err
        recorder.ops.append(("done", code))
    with open(plan["to"], "wb") as file:
        pickle.dump(recorder.ops, file)


def write(path: str, source: str) -> int:
    """Save a file as the program saves a deck."""
    from quiz.store import atomic

    with open(source, "rb") as file:
        atomic.write_whole(path, file.read())
    return 0


if __name__ == "__main__":
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:0] = [tests, os.path.dirname(tests)]
    with open(sys.argv[1], encoding="utf-8") as plan_file:
        main(json.load(plan_file))
