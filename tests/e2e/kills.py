"""One kill -9 of the real program while it is answered, and what is in the log afterwards."""

import random
import time
from pathlib import Path

from e2e.program import AHEAD, Sitting, Terminal, answers, command, rows


def kill_once(
    home: Path, many: Path, chance: random.Random, most: int, script: tuple[str, ...] = ("-m", "quiz")
) -> int:
    """Study, kill, look. Returns the number of acknowledged grades."""
    before = len(rows(home))
    grades = [chance.randint(1, 4) for _ in range(2 * most + AHEAD)]
    with Terminal(command(home, "study", "--plain", str(many), script=script)) as terminal:
        sitting = Sitting(terminal, grades)
        if chance.random() < 0.15:  # while it starts
            time.sleep(chance.uniform(0, 0.3))
        else:
            sitting.go_on(chance.randint(1, most))
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
