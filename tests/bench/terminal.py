"""A terminal of 120 by 40 that a program is started in, watched to the millisecond."""

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

from tests.bench.fresh import ROOT, environment

COLUMNS, LINES = 120, 40
DEADLINE = 60.0
LAST_KEYS = 4
QUIET = 0.05
"""Seconds without output after which the screen is taken to be still."""
ASKED, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal paints whole frames at once: yes. Programs then mark where a frame ends."""
FRAME_END = re.compile(rb"\x1b\[\?2026l")


class Terminal:
    """A program in a terminal of its own. Leaving the block ends it."""

    def __init__(self, command: list[str]) -> None:
        self._fd, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        surroundings = environment()
        self.started = time.perf_counter()
        self.pid = os.fork()
        if not self.pid:
            try:
                os.close(self._fd)
                os.login_tty(slave)
                os.chdir(ROOT)
                os.execve(command[0], command, surroundings)
            finally:
                os._exit(127)
        os.close(slave)
        self.output = b""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *error: object) -> None:
        """Ask it to leave, then make it."""
        for _ in range(LAST_KEYS):
            self.press(b"q")
            while size := self._read(0.5):
                pass
            if size is None:
                break
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def press(self, key: bytes) -> float:
        """Press a key; the time at which that was done."""
        self.output = b""
        now = time.perf_counter()
        os.write(self._fd, key)
        return now

    def seen(self, pattern: re.Pattern[bytes]) -> float:
        """The time at which something had come since the last key."""
        end = time.perf_counter() + DEADLINE
        now = time.perf_counter()
        while not pattern.search(self.output):
            if not self._read(end - time.perf_counter()):
                raise SystemExit(f"bench: {pattern.pattern!r} did not come but {self.output[-300:]!r}")
            now = time.perf_counter()
        return now

    def painted(self, pattern: re.Pattern[bytes]) -> float:
        """The time at which the frame with something in it had come to its end."""
        return self.seen(re.compile(rb"(?s)(?:" + pattern.pattern + rb").*?" + FRAME_END.pattern))

    def settled(self, last: float) -> float:
        """The time of the last byte before the output fell silent; `last` if none comes any more."""
        while size := self._read(QUIET):
            last = time.perf_counter()
        if size is None:
            raise SystemExit(f"bench: the program ended after {self.output[-300:]!r}")
        return last

    def peak_memory(self) -> float:
        """Megabytes of memory that the program had at most so far."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))

    def _read(self, seconds: float) -> int | None:
        """Bytes read, 0 when there were none in this time, None when the program has gone."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return 0
        try:
            chunk = os.read(self._fd, 65536)
        except OSError:
            return None
        if ASKED in chunk:
            os.write(self._fd, ANSWER)
        self.output += chunk
        return len(chunk) or None
