"""The real program on a home folder of its own: in a terminal or through pipes, answered as fast as it asks."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from quiz.history import Event, parse

DEADLINE = 60.0
"""Seconds after which something that has not happened will not happen any more."""
AHEAD = 24
"""Questions that are answered before they are asked, so that the program never waits."""
CARDS = 1500

_LAUNCH = (
    "import fcntl, os, resource, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.execv(sys.argv[1], sys.argv[1:])"
)
_DONE = re.compile(r"^Done: (\d+) answer", re.MULTILINE)
_ASKED = re.compile(r"^Question \d+ [^\n]*\n(\w+)\?$", re.MULTILINE)


def deck_text(cards: int = CARDS, deck: str = "many") -> str:
    """A deck whose questions are the ids of its cards."""
    head = f'format = 1\nid = "{deck}"\ntitle = "Many"\n'
    card = '\n[[card]]\nid = "c{0:04}"\nkind = "recall"\nq = "c{0:04}?"\nanswer = "{0}"\n'
    return head + "".join(card.format(n) for n in range(cards))


def environment() -> dict[str, str]:
    """Nothing of the one who runs the tests but where programs are."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TERM": "dumb"}


def command(home: Path, *arguments: str, script: Sequence[str] = ("-m", "quiz")) -> list[str]:
    """The command line of the program, or of a script that runs it in another way."""
    return [sys.executable, *script, "--home", str(home), *arguments]


def quiz(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(home, *arguments), input=typed, capture_output=True, text=True, env=environment(), timeout=DEADLINE
    )


def rows(home: Path) -> list[Event]:
    """All events in the log of a home folder that has one device, file after file; nothing in it may be unreadable."""
    out: list[Event] = []
    for path in sorted((home / "log").glob("*.log")):
        events, damages = parse(path.read_bytes())
        assert not damages, f"{path.name}: {damages}"
        out += events
    return out


def answers(events: Sequence[Event]) -> list[tuple[str, int]]:
    """Card and grade of each review."""
    return [(event.item.partition("/")[2], event.grade) for event in events if event.kind == "r"]


def times_said(text: str) -> int:
    """How often a sitting says that an answer is not saved; the opening may have said it of the home folder."""
    return text.count("not saved") - text.count("quiz: not saved")


class Terminal:
    """The program in a terminal that does not echo. Leaving the block ends it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        import termios  # not on Windows

        self._fd, slave = os.openpty()
        modes = termios.tcgetattr(slave)
        modes[1] &= ~termios.OPOST
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _LAUNCH, *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=environment(), start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.text = ""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._fd, text.encode())

    def until(self, seen: Callable[[], bool]) -> bool:
        """Read until something is seen; False when the program ended before. Fails after the deadline."""
        end = time.monotonic() + DEADLINE
        while not seen():
            left = end - time.monotonic()
            assert left > 0, f"not seen in {DEADLINE} s; the screen ends with {self.text[-300:]!r}"
            if not self._read(left):
                return seen()
        return True

    def shows(self, text: str) -> bool:
        """Read until a text is on the screen."""
        return self.until(lambda: text in self.text)

    def end(self) -> int:
        """Read all there is and wait for the end: the exit code, or minus the signal."""
        self.until(lambda: False)
        return self.process.wait(DEADLINE)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # nobody holds the other end any more
            return False
        self.text += data.decode(errors="replace")
        return bool(data)


class Sitting:
    """A plain sitting that is answered with grades known beforehand, several questions ahead."""

    def __init__(self, terminal: Terminal, grades: Sequence[int]) -> None:
        self.terminal = terminal
        self.grades = grades
        self._sent = 0
        self._asked: list[str] = []
        self._read_to = 0

    @property
    def asked(self) -> list[str]:
        """The cards that were asked so far."""
        for match in _ASKED.finditer(self.terminal.text, self._read_to):
            self._asked.append(match[1])
            self._read_to = match.end()
        return self._asked

    @property
    def acknowledged(self) -> list[tuple[str, int]]:
        """Card and grade of each answer after which the program went on."""
        asked = self.asked
        done = _DONE.search(self.terminal.text, self._read_to)
        count = int(done[1]) if done else max(0, len(asked) - 1)
        return list(zip(asked[:count], self.grades, strict=False))

    def go_on(self, count: int, ahead: int = AHEAD) -> bool:
        """Answer until so many answers are acknowledged; False when the program ended before."""

        def enough() -> bool:
            done = len(self.acknowledged)
            wanted = min(done + ahead, len(self.grades))
            if done < count and wanted > self._sent:
                self.terminal.type("".join(f"\n{grade}\n" for grade in self.grades[self._sent : wanted]))
                self._sent = wanted
            return done >= count

        return self.terminal.until(enough)
