"""kill -9 at any moment of a real sitting: no acknowledged grade is lost, and the next start works.

`pytest -m kill` kills 40 times, or as often as QUIZ_KILLS says. A kill cannot tell a write that is durable from one
that is only in the page cache: the power cuts can.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.kills import kill_once
from e2e.program import quiz
from e2e.same_index import assert_same, assert_same_with_decks, copy_of

KILLS = int(os.environ.get("QUIZ_KILLS", "40"))
A_HOME = 40
"""Kills after which a new home folder is taken."""
MOST = 50 if KILLS <= 100 else 300
"""Grades before a kill."""
SEED = 4


@pytest.mark.kill
def test_no_acknowledged_grade_is_lost(new_home: Callable[[str], Path], many: Path, folder: Path) -> None:
    chance = random.Random(SEED)
    acknowledged = 0
    home = new_home("home-0")
    for n in range(1, KILLS + 1):
        acknowledged += kill_once(home, many, chance, MOST)
        assert_same(copy_of(home, folder / "copy"))
        if chance.random() < 0.1:  # the next start has nothing but the log
            for path in home.glob("index.db*"):
                path.unlink()
        if n % A_HOME == 0 or n == KILLS:
            assert_same_with_decks(copy_of(home, folder / "copy"), many)
            assert quiz(home, "doctor").returncode == 0
            home = new_home(f"home-{n}")
    print(f"{KILLS} kills, {acknowledged} grades acknowledged, none lost")
    assert acknowledged > MOST // 3 * KILLS
