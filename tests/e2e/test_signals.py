"""A plain sitting is ended from outside: by a signal, a key, a closed terminal. What was acknowledged stays."""

import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.kills import count_kept
from e2e.program import Sitting, Terminal, command, quiz, rows
from e2e.same_index import assert_same

SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT]
KEYS = {"\x03": signal.SIGINT, "\x1c": signal.SIGQUIT}


def ended_by(number: int) -> set[int]:
    """What a process may say that a signal ended."""
    return {-number, 128 + number}


@pytest.mark.parametrize("busy", [False, True], ids=["at a prompt", "while grades are written"])
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal(number: signal.Signals, busy: bool, new_home: Callable[[str], Path], many: Path) -> None:
    home = new_home("home")
    before = len(rows(home))
    chance = random.Random(f"{number} {busy}")
    with Terminal(command(home, "study", "--plain", str(many))) as terminal:
        sitting = Sitting(terminal, [chance.randint(1, 4) for _ in range(100)])
        sitting.go_on(chance.randint(5, 40), ahead=24 if busy else 1)
        terminal.process.send_signal(number)
        assert terminal.end() in ended_by(number)
        assert "Traceback" not in terminal.text
    assert count_kept(home, sitting, before) >= 5
    assert_same(home)


@pytest.mark.parametrize("key", KEYS, ids=["control-C", "control-backslash"])
def test_a_key(key: str, new_home: Callable[[str], Path], many: Path) -> None:
    home = new_home("home")
    before = len(rows(home))
    with Terminal(command(home, "study", "--plain", str(many))) as terminal:
        sitting = Sitting(terminal, [3] * 40)
        sitting.go_on(5, ahead=1)
        terminal.type(key)
        assert terminal.end() in ended_by(KEYS[key])
    assert count_kept(home, sitting, before) >= 5


@pytest.mark.parametrize("key", ["\x04", ":q\n"], ids=["control-D", "quit"])
def test_the_end_of_the_input(key: str, new_home: Callable[[str], Path], many: Path) -> None:
    home = new_home("home")
    before = len(rows(home))
    with Terminal(command(home, "study", "--plain", str(many))) as terminal:
        sitting = Sitting(terminal, [3] * 40)
        sitting.go_on(5, ahead=1)
        terminal.type(key)
        assert terminal.end() == 0
        assert "Done: 5 answers" in terminal.text
    assert count_kept(home, sitting, before) == 5


def test_a_closed_terminal(new_home: Callable[[str], Path], many: Path) -> None:
    home = new_home("home")
    before = len(rows(home))
    with Terminal(command(home, "study", "--plain", str(many))) as terminal:
        sitting = Sitting(terminal, [3] * 40)
        sitting.go_on(5, ahead=1)
        terminal.hang_up()
        terminal.process.wait(60)
    assert count_kept(home, sitting, before) == 5
    assert quiz(home, "doctor").returncode == 0
