"""What was answered in a sitting, and what it adds up to."""

from typing import NamedTuple

from quiz.session.plan import Candidate


class Answered(NamedTuple):
    """One graded answer of this sitting."""

    uid: str
    item: str
    n: int
    grade: int
    outcome: str
    """Of the verdict, or of the grade where the learner judged."""
    prompt: str
    said: str
    solution: str
    took: int
    leech: bool = False
    candidate: Candidate | None = None


def combo_of(answered: tuple[Answered, ...]) -> int:
    """Right answers in a row up to the last one."""
    run = 0
    for answer in reversed(answered):
        if answer.grade == 1 or answer.outcome != "right":
            break
        run += 1
    return run


def missed_of(given: tuple[Answered, ...]) -> list[Answered]:
    """The first miss of each item that was missed."""
    missed: dict[int, Answered] = {}
    for answer in given:
        if answer.grade == 1 or answer.outcome != "right":
            missed.setdefault(answer.n, answer)
    return list(missed.values())
