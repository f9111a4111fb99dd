"""What is said about an answer, and the grade that it suggests."""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How an answer did."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


class Verdict(NamedTuple):
    """Outcome, the reason in words, and the share of full marks from 0 to 1."""

    outcome: Outcome
    reason: str = ""
    share: float = 0.0

    @property
    def grade(self) -> int:
        """The grade suggested: Good, Hard or Again. Speed never counts."""
        return {Outcome.RIGHT: 3, Outcome.PARTLY: 2, Outcome.WRONG: 1}[self.outcome]


def right(reason: str = "") -> Verdict:
    """Full marks."""
    return Verdict(Outcome.RIGHT, reason, 1.0)


def partly(reason: str, share: float = 0.5) -> Verdict:
    """Some of the marks."""
    return Verdict(Outcome.PARTLY, reason, share)


def wrong(reason: str = "") -> Verdict:
    """No marks."""
    return Verdict(Outcome.WRONG, reason, 0.0)


UNANSWERED = wrong("Not answered.")
