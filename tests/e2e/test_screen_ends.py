"""The screens of the real program in a terminal: however it ends, the terminal is given back and no grade is lost."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest
from e2e.program import DEADLINE, answers, command, environment, quiz, rows

COLUMNS, LINES = 80, 24
IN_TIME = 1.0
"""Seconds in which an ended program must be gone."""
ATTEMPTS = 4
"""A busy machine may be slow once, not every time."""
AT_REST = {1049: "l", 1000: "l", 1002: "l", 1003: "l", 1004: "l", 1006: "l", 1015: "l", 1016: "l", 2004: "l", 2026: "l",
           2048: "l", 25: "h", 7: "h"}  # fmt: skip
"""Modes of a terminal as a shell wants them: no other screen, no mouse, no marks around pasted text, a cursor."""
DECK = 'format = 1\nid = "deck"\ntitle = "A deck"\n' + "".join(
    f'\n[[card]]\nid = "c{n}"\nkind = "recall"\nq = "Question {n}?"\nanswer = "Answer {n}"\n' for n in range(9)
)
TYPED = 'format = 1\nid = "typed"\ntitle = "T"\n\n[[card]]\nid = "t"\nkind = "typed"\nq = "Type."\nanswer = "Atlas"\n'
LAUNCH = (
    "import fcntl, os, resource, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.execv(sys.argv[1], sys.argv[1:])"
)
DEFECT = """
import sys
from quiz.cli.main import run
from quiz.tui.screens.study import StudyScreen

def broken(self):
    raise RuntimeError("planted [/ defect")

StudyScreen.{name} = broken
sys.exit(run(sys.argv[1:]))
"""


class Screen:
    """The program in a terminal that somebody looks at."""

    def __init__(self, arguments: Sequence[str], **surroundings: str) -> None:
        self.fd, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.modes = termios.tcgetattr(self.slave)
        self.raw = b""
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", LAUNCH, *arguments], stdin=self.slave, stdout=self.slave,
            stderr=self.slave, env=environment() | {"TERM": "xterm-256color"} | surroundings, start_new_session=True,
        )  # fmt: skip

    @property
    def text(self) -> str:
        """What is on the screen, as running text."""
        return " ".join(" ".join(self.screen.display).split())

    def press(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def until(self, seen: Callable[[], bool]) -> None:
        """Read until something is seen; fails when it is not."""
        end = time.monotonic() + DEADLINE
        while not seen():
            assert time.monotonic() < end, f"not seen in {DEADLINE} s:\n{self.text}"
            assert self.process.poll() is None or self._read(0.1), f"the program has ended:\n{self.raw[-800:]!r}"
            self._read(0.1)

    def shows(self, text: str) -> None:
        self.until(lambda: text in self.text)

    def goes(self) -> tuple[int, float]:
        """Read until the program has gone: its exit code, and how long that took."""
        start = time.monotonic()
        while self.process.poll() is None:
            assert time.monotonic() - start < DEADLINE, "it does not end"
            if self.fd >= 0:
                self._read(0.005)
            else:
                time.sleep(0.005)
        took = time.monotonic() - start
        while self.fd >= 0 and self._read(0):
            pass
        return self.process.returncode, took

    def hang_up(self) -> None:
        """Close the terminal, on both ends."""
        for fd in (self.fd, self.slave):
            if fd >= 0:
                os.close(fd)
        self.fd = self.slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    def assert_given_back(self) -> None:
        """The terminal is as the program found it."""
        last = {int(n): letter.decode() for n, letter in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw)}
        assert {n: letter for n, letter in last.items() if AT_REST.get(n, "l") != letter} == {}
        pushed, popped = self.raw.count(b"\x1b[>"), self.raw.count(b"\x1b[<u")
        assert pushed == popped, "the keyboard protocol is as it was"
        assert termios.tcgetattr(self.slave) == self.modes

    def _read(self, seconds: float) -> bool:
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        data = os.read(self.fd, 65536)
        self.raw += data
        self._stream.feed(re.sub(rb"\x1b\[[<>=][\d;]*u|\x1b\[\?[\d;]*\$p", b"", data))
        return bool(data)


@contextmanager
def screen(arguments: Sequence[str], **surroundings: str) -> Iterator[Screen]:
    """Start the program; it is ended at the end of the block."""
    shown = Screen(arguments, **surroundings)
    try:
        yield shown
    finally:
        shown.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose decks have been read."""
    home = tmp_path_factory.mktemp("screens")
    (home / "decks").mkdir()
    (home / "decks" / "deck.deck.toml").write_text(DECK)
    (home / "decks" / "typed.deck.toml").write_text(TYPED)
    assert quiz(home, "due").returncode == 0
    return home


@pytest.fixture
def home(prepared: Path) -> Path:
    """The home folder without what was answered before."""
    for path in (prepared / "log").glob("*"):
        path.unlink()
    return prepared


def in_time(attempt: Callable[[], float]) -> None:
    """Try until it is fast enough."""
    taken = []
    for _ in range(ATTEMPTS):
        taken.append(attempt())
        if taken[-1] < IN_TIME:
            return
    raise AssertionError(f"too slow each time: {taken}")


def grade_one(shown: Screen) -> None:
    """Answer the first question and see the second one, so that the grade is acknowledged; then its answer."""
    shown.shows("Question 0?")
    shown.press(b" ")
    shown.shows("Answer 0")
    shown.press(b"4")
    shown.shows("Question 1?")
    shown.press(b" ")
    shown.shows("Answer 1")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_ends_it_cleanly(name: str, home: Path) -> None:
    number = getattr(signal, name)

    def attempt() -> float:
        before = len(rows(home))
        with screen(command(home, "study", "deck")) as shown:
            shown.until(lambda: "Question" in shown.text)
            shown.press(b" ")
            shown.shows("Answer")
            shown.press(b"4")
            shown.until(lambda: "Question" in shown.text and "Answer" not in shown.text)
            shown.process.send_signal(number)
            code, took = shown.goes()
            assert code == 128 + number
            shown.assert_given_back()
        assert [grade for _, grade in answers(rows(home)[before:])] == [4]
        return took

    in_time(attempt)


MOMENTS = {"palette": (b"\x10", "Search"), "help": (b"\x1bOP", "Keys: Study"), "typing": (b"At", "At")}


@pytest.mark.parametrize("moment", ["at once", "as the screen is taken", *MOMENTS])
def test_at_any_moment(moment: str, home: Path) -> None:
    with screen(command(home, "study", "typed")) as shown:
        if moment == "as the screen is taken":
            shown.until(lambda: b"\x1b[?1049h" in shown.raw)
        elif moment in MOMENTS:
            shown.shows("Type.")
            keys, text = MOMENTS[moment]
            shown.press(keys)
            shown.shows(text)
        shown.process.send_signal(signal.SIGTERM)
        code, _ = shown.goes()
        assert code == 143 or (moment == "at once" and code == -signal.SIGTERM)
        shown.assert_given_back()


def test_the_terminal_is_closed_under_it(home: Path) -> None:
    def attempt() -> float:
        before = len(rows(home))
        with screen(command(home, "study", "deck")) as shown:
            shown.until(lambda: "Question" in shown.text)
            shown.press(b" ")
            shown.shows("Answer")
            shown.press(b"4")
            shown.until(lambda: "Question" in shown.text and "Answer" not in shown.text)
            shown.hang_up()
            code, took = shown.goes()
            assert code == 128 + signal.SIGHUP
        assert [grade for _, grade in answers(rows(home)[before:])] == [4]
        return took

    in_time(attempt)


@pytest.mark.parametrize("name", ["action_why", "compose"])
def test_a_defect_is_told_in_one_line_on_a_clean_terminal(name: str, home: Path, tmp_path: Path) -> None:
    script = tmp_path / "defect.py"
    script.write_text(DEFECT.format(name=name))
    (home / "crash.log").unlink(missing_ok=True)
    with screen(command(home, "study", "deck", script=[str(script)])) as shown:
        if name == "action_why":
            grade_one(shown)
            shown.press(b"w")
        code, _ = shown.goes()
        assert code == 70
        shown.assert_given_back()
        told = shown.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert told.count("quiz: a defect of the program: RuntimeError") == 1
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) <= 3
    assert "planted [/ defect" in (home / "crash.log").read_text()
    assert answers(rows(home)) == ([("c0", 4)] if name == "action_why" else [])


def test_keys_that_are_no_text_and_ctrl_c_lose_nothing(home: Path) -> None:
    with screen(command(home, "study", "deck")) as shown:
        grade_one(shown)
        shown.press(b"\xff\xfe\xc3")
        time.sleep(0.05)  # so that what follows is read by itself
        shown.press(b"\x03")
        shown.press(b"3")
        shown.shows("Question 2?")
        shown.press(b"\x1b")
        shown.shows("Done for now.")
        shown.press(b"\x1b")
        code, _ = shown.goes()
        assert code == 0
        shown.assert_given_back()
    assert answers(rows(home)) == [("c0", 4), ("c1", 3)]


def test_what_could_not_be_saved_is_told_at_the_end(home: Path) -> None:
    with screen(command(home, "study", "deck")) as shown:
        grade_one(shown)
        (home / "log").rename(home / "away")
        (home / "log").write_text("no folder")
        shown.press(b"3")
        shown.shows("1 not saved")
        shown.press(b"\x1b")
        shown.shows("Done for now.")
        shown.press(b"\x1b")
        code, _ = shown.goes()
        (home / "log").unlink()
        (home / "away").rename(home / "log")
        assert code == 3
        shown.assert_given_back()
    assert shown.raw.rpartition(b"\x1b[?1049l")[2].count(b"1 change could not be saved") == 1
    assert answers(rows(home)) == [("c0", 4)]


def test_without_colour_and_without_motion(home: Path) -> None:
    with screen(
        command(home, "study", "deck"), NO_COLOR="1", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none"
    ) as shown:
        grade_one(shown)
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", shown.raw)
        assert colours
        assert all(len(set(colour)) == 1 for colour in colours), "shades of grey only"
        assert not re.search(rb"[34]8;5;", shown.raw)


def test_from_nothing_to_the_first_answer(tmp_path: Path) -> None:
    with screen(command(tmp_path / "home")) as shown:
        shown.shows("Welcome")
        shown.press(b"\r")
        shown.shows("esc leave")
        shown.press(b"\r")
        shown.shows("1 Again")
        shown.press(b"q")
        shown.process.send_signal(signal.SIGTERM)
        shown.goes()


def test_a_dumb_terminal_gets_lines(home: Path) -> None:
    with screen(command(home, "study", "deck"), TERM="dumb") as shown:
        shown.shows("Question 1")
        shown.press(b"\n\n:q\n")
        code, _ = shown.goes()
    assert code == 0
    assert b"\x1b" not in shown.raw
    assert answers(rows(home)) == [("c0", 3)]


def test_without_a_terminal_there_are_lines(home: Path) -> None:
    done = quiz(home, "study", "deck", typed="\n\n")
    assert done.returncode == 0
    assert "Question 1" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert answers(rows(home)) == [("c0", 3)]
