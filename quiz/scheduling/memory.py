"""What the scheduler knows of one item. Always derivable from its reviews."""

from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """FSRS's four grades."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        return self.name.capitalize()


class Phase(IntEnum):
    """Where an item is in its life."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Memory(NamedTuple):
    """State of one item after its last review. A plain tuple, because a million are made in a replay."""

    phase: int = 0
    """A Phase."""
    stability: float = 0.0
    """Days until recall has fallen to 0.9; 0 when new."""
    difficulty: float = 0.0
    """1 to 10; 0 when new."""
    step: int = 0
    """Index into the learning or relearning steps."""
    last_day: int = -1
    """Study day of the last review; -1 when new."""
    reps: int = 0
    """Reviews so far."""
    lapses: int = 0
    """Failed reviews in phase REVIEW."""
    due_day: int = -1
    """Study day on which it is due; -1 when new."""
    due_ms: int = 0
    """UTC instant at which a learning step ends; 0 when only the day counts."""

    @property
    def interval(self) -> int:
        """Days between the last review and the due day; 0 while learning within a day."""
        return self.due_day - self.last_day


NEW = Memory()

LEECH_LAPSES = 8


def is_leech(lapses: int, threshold: int = LEECH_LAPSES) -> bool:
    """Whether this many lapses raise the leech flag: at the threshold, then at every half of it."""
    return lapses >= threshold and (lapses - threshold) % max(1, -(-threshold // 2)) == 0
