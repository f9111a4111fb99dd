"""A full disk and a home folder that cannot be written: studying goes on, it is said once, nothing old is lost.

The disk is a small one in memory, which only root can mount; the decks that come with the program fill an index of
some megabytes, so the disk is filled up by a file instead of being smaller than that.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.program import Sitting, Terminal, answers, command, deck_text, quiz, times_said
from e2e.same_index import assert_same, copy_of

from quiz.errors import StoreError
from quiz.history import Event, parse
from quiz.store.atomic import write_whole

SIZE = "16m"
DONE = (0, StoreError.exit_code)
"""How a sitting ends that could not save everything: studying was possible, saving was not."""
GRADES = [1 + n % 4 for n in range(200)]
FULL = re.compile("No space left on device|disk is full")
A_PAGE_OF_ROWS = 60
"""Rows that do not fit into what is left of the last page of the log."""


class SmallDisk:
    """A disk that can be full."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """Leave no byte free, as far as the file system counts."""
        with open(self._filler, "ab", buffering=0) as file:
            for piece in (1 << 20, 1 << 12):
                try:
                    while file.write(bytes(piece)) == piece:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def read_only(self) -> None:
        """From now on nothing can be written."""
        _mount("-o", "remount,ro", str(self.path))


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True, timeout=30)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk."""
    path = tmp_path / "disk"
    path.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    try:
        _mount("-t", "tmpfs", "-o", f"size={SIZE}", "quiz-test", str(path))
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", str(path)], check=True, capture_output=True, timeout=30)


@pytest.fixture
def home(disk: SmallDisk, new_home: Callable[[str], Path]) -> Path:
    """A home folder on it, with a few answers."""
    path = copy_of(new_home("home"), disk.path / "home")
    return path


def study(home: Path, many: Path) -> Terminal:
    """A sitting on the home folder."""
    return Terminal(command(home, "study", "--plain", str(many)))


def whole_rows(home: Path) -> list[Event]:
    """The events of the log; a row that was torn does not count."""
    return parse(log_of(home))[0]


def assert_sound(home: Path) -> None:
    """The doctor finds nothing but the row for which there was only half the room."""
    told = quiz(home, "doctor")
    findings = [line for line in told.stdout.splitlines() if line.startswith("!")]
    assert told.returncode == bool(findings)
    assert len(findings) <= 1
    assert all("cannot read" in finding for finding in findings)
    assert_same(home)


def log_of(home: Path) -> bytes:
    """The bytes of the log."""
    return b"".join(path.read_bytes() for path in sorted((home / "log").glob("*.log")))


def test_room_comes_back(disk: SmallDisk, home: Path, many: Path) -> None:
    with study(home, many) as terminal:
        sitting = Sitting(terminal, GRADES)
        sitting.go_on(5, ahead=1)
        disk.fill()
        sitting.go_on(5 + A_PAGE_OF_ROWS, ahead=1)
        assert times_said(terminal.text) == 1
        assert FULL.search(terminal.text)
        kept = len(answers(whole_rows(home)))
        assert 5 <= kept < 5 + A_PAGE_OF_ROWS
        disk.free()
        sitting.go_on(6 + A_PAGE_OF_ROWS, ahead=1)
        assert len(answers(whole_rows(home))) == 6 + A_PAGE_OF_ROWS
        sitting.go_on(10 + A_PAGE_OF_ROWS, ahead=1)
        terminal.type(":q\n")
        assert terminal.end() == 0
        assert "could not be saved" not in terminal.text
    assert answers(whole_rows(home)) == sitting.acknowledged
    assert_sound(home)


def test_room_never_comes_back(disk: SmallDisk, home: Path, many: Path) -> None:
    before = log_of(home)
    with study(home, many) as terminal:
        sitting = Sitting(terminal, GRADES)
        sitting.go_on(5, ahead=1)
        disk.fill()
        sitting.go_on(5 + A_PAGE_OF_ROWS, ahead=1)
        terminal.type(":q\n")
        assert terminal.end() in DONE
        lost = len(sitting.acknowledged) - len(answers(whole_rows(home)))
        assert lost > 0
        assert re.search(rf"\b{lost} \w+ could not be saved", terminal.text)
        assert times_said(terminal.text) == 1
    assert log_of(home).startswith(before)
    kept = answers(whole_rows(home))
    assert kept == sitting.acknowledged[: len(kept)]
    disk.free()
    assert quiz(home, "study", "--plain", str(many)).returncode == 0
    assert_sound(home)


@pytest.mark.parametrize(
    "left",
    ["everything", pytest.param("no index", marks=pytest.mark.slow), pytest.param("nothing", marks=pytest.mark.slow)],
)
def test_full_from_the_start(left: str, disk: SmallDisk, home: Path, many: Path) -> None:
    if left != "everything":
        for path in home.glob("index.db*"):
            path.unlink()
    if left == "nothing":
        home = disk.path / "another"
    before = log_of(home)
    disk.fill()
    with study(home, many) as terminal:
        sitting = Sitting(terminal, GRADES)
        sitting.go_on(A_PAGE_OF_ROWS, ahead=1)
        terminal.type(":q\n")
        assert terminal.end() in DONE
        assert times_said(terminal.text) == 1
        assert re.search(r"\d+ \w+ could not be saved", terminal.text)
    assert log_of(home).startswith(before)
    disk.free()
    assert quiz(home, "study", "--plain", str(many)).returncode == 0
    assert_sound(home)


def test_read_only(disk: SmallDisk, home: Path, many: Path) -> None:
    before = log_of(home)
    disk.read_only()
    with study(home, many) as terminal:
        sitting = Sitting(terminal, GRADES)
        sitting.go_on(5, ahead=1)
        terminal.type(":q\n")
        assert terminal.end() in DONE
        assert times_said(terminal.text) == 1
        assert "Read-only file system" in terminal.text
        assert re.search(r"\b5 \w+ could not be saved", terminal.text)
    assert log_of(home) == before
    told = quiz(home, "doctor")
    assert told.returncode == 1
    assert "nothing is saved" in told.stdout
    assert quiz(home, "log").stdout.count("\n") == len(before.splitlines())


def test_files_stay_whole(disk: SmallDisk, home: Path, tmp_path: Path) -> None:
    deck = home / "decks" / "mine.deck.toml"
    deck.write_text(deck_text(100, "mine"), encoding="utf-8")
    settings = home / "settings.toml"
    settings.write_text("goal = 30\n", encoding="utf-8")
    log = log_of(home)
    disk.fill()
    with pytest.raises(OSError, match="No space left"):
        write_whole(str(deck), deck_text(400, "mine").encode())
    assert deck.read_text(encoding="utf-8") == deck_text(100, "mine")
    for arguments in (("decks", "add", str(tmp_path)), ("backup", str(disk.path / "backup.tar.gz"))):
        told = quiz(home, *arguments)
        assert told.returncode == 3
        assert FULL.search(told.stderr)
        assert "Traceback" not in told.stderr
    assert settings.read_text(encoding="utf-8") == "goal = 30\n"
    assert log_of(home) == log
    assert not [path for path in home.rglob("*") if path.name.endswith(".part")]


def test_read_only_without_root(new_home: Callable[[str], Path], many: Path) -> None:
    """What a user can do to himself."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    home = new_home("home")
    folders = [home, home / "log", home / "decks"]
    files = [path for path in home.rglob("*") if path.is_file()]
    for path in (*files, *folders):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        told = quiz(home, "study", "--plain", str(many), typed="\n3\n" * 3)
    finally:
        for path in (*folders, *files):
            path.chmod(0o755 if path in folders else 0o644)
    assert told.returncode in DONE
    assert times_said(told.stdout) == 1
    assert re.search(r"\b3 \w+ could not be saved", told.stdout)
