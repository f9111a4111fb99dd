"""Sittings in each of which one call of the system fails: python failing.py HOME DECK TO.

Below TO, a folder for each sitting gets `home`, a copy of HOME as it was left, and `told.json`: which call failed how,
the exit code and what the learner read. The calls are those by which the store writes: the first, the second, … of a
sitting fails, once or from then on.
"""

import errno
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import Any

GRADES = 4
SECONDS = 20
"""After which a sitting is taken to hang."""
FAULTS = {
    "write": ["ENOSPC", "short", "short by one"],
    "fdatasync": ["EIO"],
    "fsync": ["EIO"],
    "open": ["EROFS", "ENOSPC"],
    "replace": ["EROFS"],
}


class Faults:
    """Counts the calls that touch a folder and lets one of them fail, or all from one on."""

    def __init__(self, below: str, at: int, how: str, lasting: bool) -> None:
        self.below = below
        self.at = at
        self.how = how
        self.lasting = lasting
        self.calls: list[str] = []
        self._real = {name: getattr(os, name) for name in FAULTS}

    def install(self) -> None:
        """Wrap the functions of `os`."""
        for name in FAULTS:
            setattr(os, name, self._wrapped(name))

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def call(*args: Any, **keywords: Any) -> Any:
            if not self._ours(name, args):
                return real(*args, **keywords)
            self.calls.append(name)
            number = len(self.calls) - 1
            if number == self.at or (self.lasting and number > self.at and self.how in FAULTS[name]):
                if self.how.startswith("short"):
                    data = args[1]
                    return real(
                        args[0], data[: max(1, len(data) - 1 if self.how == "short by one" else len(data) // 2)]
                    )
                raise OSError(getattr(errno, self.how), os.strerror(getattr(errno, self.how)))
            return real(*args, **keywords)

        return call

    def _ours(self, name: str, args: tuple[Any, ...]) -> bool:
        if name == "open":
            return bool(args[1] & (os.O_WRONLY | os.O_RDWR)) and str(args[0]).startswith(self.below)
        if name == "replace":
            return str(args[0]).startswith(self.below)
        return os.readlink(f"/proc/self/fd/{args[0]}").startswith(self.below)


def sitting(home: str, deck: str, to: str, at: int, how: str, lasting: bool) -> list[str]:
    """One sitting in a process of its own; the calls that were made."""
    from quiz.cli.main import run

    os.mkdir(to)
    shutil.copytree(home, f"{to}/home")
    faults = Faults(f"{to}/home", at, how, lasting)
    out = io.StringIO()
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        with open(f"{to}/told.json", encoding="utf-8") as file:
            return list(json.load(file)["calls"])
    signal.alarm(SECONDS)
    code = -1
    try:
        faults.install()
        sys.stdin, sys.stdout, sys.stderr = io.StringIO("\n3\n" * GRADES), out, out
        code = run(["--home", f"{to}/home", "study", "--plain", deck])
    finally:
        told = {"at": at, "how": how, "lasting": lasting, "code": code, "text": out.getvalue(), "calls": faults.calls}
        with open(f"{to}/told.json", "w", encoding="utf-8") as file:
            json.dump(told, file)
        os._exit(0)


def main(home: str, deck: str, to: str) -> None:
    """One sitting without a fault, then one for each of its calls and each way in which that can fail."""
    import quiz.cli.study  # imported before the processes part
    import quiz.plain.study
    import quiz.workspace  # noqa: F401

    calls = sitting(home, deck, f"{to}/sound", -1, "", False)
    number = 0
    for at, name in enumerate(calls):
        for how in FAULTS[name]:
            for lasting in (False, True)[: 1 + (how == FAULTS[name][0])]:
                sitting(home, deck, f"{to}/{number}", at, how, lasting)
                number += 1


if __name__ == "__main__":
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:0] = [tests, os.path.dirname(tests)]
    main(*sys.argv[1:])
