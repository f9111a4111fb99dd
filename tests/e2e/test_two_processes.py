"""Two programs write to one home folder, and one of them may be killed: nothing lost, nothing twice."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e import planted
from e2e.program import DEADLINE, environment, quiz, rows
from e2e.same_index import assert_same, assert_same_with_decks, copy_of

EACH = 300
KILLED_ROUNDS = 6
SEED = 7


class Writer:
    """A process that writes events and says so."""

    def __init__(self, home: Path, name: str, count: int, defect: str = "") -> None:
        script = str(Path(__file__).parent / "appender.py")
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, script, str(home), name, str(count), *([defect] if defect else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip
        self.said: list[str] = []

    def read(self, lines: int) -> None:
        """Read so many lines, or up to the end."""
        assert self.process.stdout is not None
        while lines and (line := self.process.stdout.readline()):
            self.said.append(line.strip())
            lines -= 1

    def go(self) -> None:
        """Let it write."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def finish(self) -> list[int]:
        """Wait for the end: the numbers of the events it says are durable."""
        self.read(-1)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(DEADLINE)
        return [int(line) for line in self.said if line.isdigit()]


def run_two(home: Path, count: int, kill_after: int = 0, defect: str = "") -> list[str]:
    """Two writers at once, the second killed after so many events if any. What is wrong afterwards."""
    before = len(rows(home))
    writers = [Writer(home, name, count, defect) for name in ("one", "two")]
    for writer in writers:
        writer.read(1)
    for writer in writers:
        writer.go()
    if kill_after:
        writers[1].read(kill_after)
        writers[1].process.kill()
    told = {writer.name: writer.finish() for writer in writers}
    events = rows(home)[before:]
    wrong = [f"{writer.name} says {line}" for writer in writers for line in writer.said if line.startswith("error")]
    if [event.seq for event in events] != list(range(before + 1, before + len(events) + 1)):
        wrong.append("numbers are missing, or there twice")
    if [event.clock for event in events] != sorted({event.clock for event in events}):
        wrong.append("the clock does not rise")
    for name, acknowledged in told.items():
        kept = [event for event in events if event.said.partition(":")[0] == name]
        if [event.seq for event in kept][: len(acknowledged)] != acknowledged:
            wrong.append(f"{name}: {len(acknowledged)} acknowledged, {len(kept)} kept, not the same")
        if [event.said for event in kept] != [f"{name}:{n}" for n in range(len(kept))]:
            wrong.append(f"{name}: something lost, or there twice")
        if len(kept) > len(acknowledged) + 1 or (len(kept) != count and not kill_after):
            wrong.append(f"{name}: {len(kept)} kept of {len(acknowledged)} acknowledged")
    return wrong


def test_two_write_at_once(new_home: Callable[[str], Path], many: Path, folder: Path) -> None:
    home = new_home("home")
    assert not run_two(home, EACH)
    assert_same_with_decks(copy_of(home, folder / "copy"), many)


@pytest.mark.kill
def test_one_is_killed(new_home: Callable[[str], Path], folder: Path) -> None:
    home, chance = new_home("home"), random.Random(SEED)
    for _ in range(KILLED_ROUNDS):
        assert not run_two(home, 150, kill_after=chance.randint(1, 140))
        assert_same(copy_of(home, folder / "copy"))
    assert quiz(home, "doctor").returncode == 0


@pytest.mark.slow
def test_the_index_is_made_anew_under_a_writer(new_home: Callable[[str], Path], folder: Path) -> None:
    home = new_home("home")
    writer = Writer(home, "one", EACH)
    writer.read(1)
    writer.go()
    for seen in (50, 50):
        writer.read(seen)
        assert quiz(home, "doctor", "--rebuild").returncode == 0
    told = writer.finish()
    assert len(told) == EACH
    assert [event.seq for event in rows(home)[-EACH:]] == told
    assert_same(copy_of(home, folder / "copy"))


def test_two_at_the_first_start_ever(folder: Path) -> None:
    home = folder / "home"
    writers = [Writer(home, name, 20) for name in ("one", "two")]
    for writer in writers:
        writer.go()
    told = [writer.finish() for writer in writers]
    assert [len(numbers) for numbers in told] == [20, 20]
    assert len({event.uid for event in rows(home)}) == 40
    assert_same(home)


def test_a_missing_lock_is_found(new_home: Callable[[str], Path]) -> None:
    """Two without a lock may be lucky, but not ten times."""

    def harmed(name: str) -> bool:
        try:
            return bool(run_two(new_home(name), EACH, defect=planted.no_lock.__name__))
        except AssertionError:
            return True

    assert any(harmed(f"home-{n}") for n in range(10))
