"""kill -9 at any moment of a real sitting: no acknowledged grade is lost, and the next start works.

40 kills with `-m kill`, or as many as QUIZ_KILLS says. A kill cannot tell a write that is durable from one that is only
in the page cache: the power cuts can.
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.program import Sitting, Terminal, answers, command, quiz, rows
from e2e.same_index import assert_same, assert_same_with_decks, copy_of

KILLS = int(os.environ.get("QUIZ_KILLS", "40"))
A_HOME = 40
"""Kills after which a new home folder is taken."""
SEED = 4


def kill_once(home: Path, many: Path, chance: random.Random, script: tuple[str, ...] = ("-m", "quiz")) -> int:
    """Study, kill, look. Returns the number of acknowledged grades."""
    before = len(rows(home))
    grades = [chance.randint(1, 4) for _ in range(400)]
    with Terminal(command(home, "study", "--plain", str(many), script=script)) as terminal:
        sitting = Sitting(terminal, grades)
        if chance.random() < 0.15:  # while it starts
            time.sleep(chance.uniform(0, 0.3))
        else:
            sitting.go_on(chance.randint(1, 120))
            time.sleep(chance.uniform(0, 0.003))
        terminal.process.kill()
        terminal.end()
    return count_kept(home, sitting, before)


def count_kept(home: Path, sitting: Sitting, before: int) -> int:
    """Fail unless every acknowledged grade is in the log, once, and at most the one being written besides."""
    events = rows(home)
    acknowledged = sitting.acknowledged
    kept = answers(events[before:])
    assert kept[: len(acknowledged)] == acknowledged, f"{len(acknowledged)} grades acknowledged, {len(kept)} kept"
    assert len(kept) <= len(acknowledged) + 1
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    return len(acknowledged)


@pytest.fixture
def _turned_on(request: pytest.FixtureRequest) -> None:
    if "kill" not in request.config.option.markexpr and "QUIZ_KILLS" not in os.environ:
        pytest.skip("many kills: turned on by -m kill or QUIZ_KILLS=1000")


@pytest.mark.kill
@pytest.mark.usefixtures("_turned_on")
def test_no_acknowledged_grade_is_lost(new_home: Callable[[str], Path], many: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    acknowledged = 0
    home = new_home("home-0")
    for n in range(1, KILLS + 1):
        acknowledged += kill_once(home, many, chance)
        assert_same(copy_of(home, tmp_path / "copy"))
        if chance.random() < 0.1:  # the next start has nothing but the log
            for path in home.glob("index.db*"):
                path.unlink()
        if n % A_HOME == 0 or n == KILLS:
            assert_same_with_decks(copy_of(home, tmp_path / "copy"), many)
            assert quiz(home, "doctor").returncode == 0
            home = new_home(f"home-{n}")
    print(f"{KILLS} kills, {acknowledged} grades acknowledged, none lost")
    assert acknowledged > 20 * KILLS
